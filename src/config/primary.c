#include "config/primary.h"

#include <string.h>

#include "base/text.h"
#include "config/schema.h"
#include "train/metric.h"

// Keys of metrics.
typedef struct Keys {
    int count;
    const char **key;
    Arena *arena;
    bool failed; // memory ran out
} Keys;

// "test_NAME"; one for each target where these have names.
static void add(Keys *keys, const char *name, int targets, const char *const *names) {
    for (int k = 0; k < (targets > 0 ? targets : 1); k++) {
        Text text = {0};
        text_printf(&text, "test_%s%s%s", name, targets > 0 ? "_" : "", targets > 0 ? names[k] : "");
        keys->key[keys->count] = text_keep(&text, keys->arena);
        keys->failed |= !keys->key[keys->count++];
    }
}

static Keys begin(int targets, Arena *arena) {
    static const char *const always[] = {"gap", "test_loss", "best_test_loss"};
    const size_t count = sizeof always / sizeof *always;
    Keys keys = {
        .arena = arena,
        .key = arena_take(arena, count + 2 + (size_t)(METRIC_COUNT + 1) * (size_t)(targets + 1), sizeof *keys.key)};
    keys.failed = !keys.key;
    for (size_t i = 0; !keys.failed && i < count; i++) keys.key[keys.count++] = always[i];
    return keys;
}

// All that some data have.
static Keys all_keys(Arena *arena) {
    Keys keys = begin(0, arena);
    if (keys.failed) return keys;
    add(&keys, "acc", 0, NULL);
    add(&keys, "rmse", 0, NULL);
    for (int m = 0; m < METRIC_COUNT; m++) add(&keys, metric_kinds[m]->name, 0, NULL);
    return keys;
}

// Those of some data, for which `metrics` are measured.
static Keys keys_of(unsigned metrics, bool regression, int targets, const char *const *names, Arena *arena) {
    const int several = regression && targets > 1 ? targets : 0;
    Keys keys = begin(several, arena);
    if (keys.failed) return keys;
    add(&keys, regression ? "rmse" : "acc", several, names);
    for (int m = 0; m < METRIC_COUNT; m++)
        if (metrics >> m & 1) add(&keys, metric_kinds[m]->name, metric_kinds[m]->regression ? several : 0, names);
    return keys;
}

static bool is_among(const Keys *keys, const char *key) {
    for (int i = 0; i < keys->count; i++)
        if (strcmp(keys->key[i], key) == 0) return true;
    return false;
}

static void list(const Keys *keys, Text *out) {
    for (int i = 0; i < keys->count; i++) text_printf(out, "%s%s", i > 0 ? ", " : "", keys->key[i]);
}

// Whether it may be a number of one of several targets, whose names are not known yet.
static bool may_be_of_target(const char *key) {
    const char *rest = strncmp(key, "test_", 5) == 0 ? key + 5 : "";
    if (strncmp(rest, "rmse_", 5) == 0) return rest[5];
    for (int m = 0; m < METRIC_COUNT; m++) {
        const size_t n = strlen(metric_kinds[m]->name);
        if (metric_kinds[m]->regression && strncmp(rest, metric_kinds[m]->name, n) == 0 && rest[n] == '_')
            return rest[n + 1];
    }
    return false;
}

Status primary_read(Experiment *x, const Overlay *overlay, const cJSON *value) {
    const char *key = cJSON_GetStringValue(value);
    char shown[SHOWN_SIZE];
    Keys keys = all_keys(overlay->arena);
    if (keys.failed) return error_memory(overlay->e);
    if (key && (is_among(&keys, key) || may_be_of_target(key))) {
        x->primary = arena_text(overlay->arena, key);
        return x->primary ? OK : error_memory(overlay->e);
    }
    const char *near = key ? nearest_word(key, keys.key, (size_t)keys.count) : NULL;
    Text must = {0};
    list(&keys, &must);
    if (key) text_printf(&must, ", not \"%s\"", json_shown(shown, key));
    if (near) text_printf(&must, "; did you mean %s?", near);
    Status s = must.failed ? error_memory(overlay->e)
                           : overlay_error(overlay, "primary", AT_VALUE, "must be a metric that carries a verdict: %s",
                                           must.data);
    text_free(&must);
    return s;
}

// The metric of that key that such data have and nobody measures, or NULL.
static const char *not_measured(const char *key, bool regression) {
    for (int m = 0; m < METRIC_COUNT; m++)
        if (strncmp(key, "test_", 5) == 0 && strcmp(key + 5, metric_kinds[m]->name) == 0 &&
            metric_kinds[m]->regression == regression)
            return metric_kinds[m]->name;
    return NULL;
}

Status primary_check(const Experiment *x, bool regression, int targets, const char *const *names, Error *e) {
    Arena arena = {0};
    if (!x->primary) return OK;
    const Keys keys = keys_of(x->settings[0].spec.train.metrics, regression, targets, names, &arena);
    Text there = {0};
    Status s = OK;
    list(&keys, &there);
    const char *metric = not_measured(x->primary, regression);
    if (keys.failed || there.failed)
        s = error_memory(e);
    else if (is_among(&keys, x->primary))
        s = OK;
    else if (metric && targets < 2)
        s = error_set(e, ERR_CONFIG, "primary: %s is not measured; add \"metrics\": [\"%s\"], or name one of %s",
                      x->primary, metric, there.data);
    else
        s = error_set(e, ERR_CONFIG, "primary: the data are a %s, which has no %s; there are %s",
                      regression ? "regression" : "classification", x->primary, there.data);
    text_free(&there);
    arena_free(&arena);
    return s;
}

void primary_schema(JsonWriter *out) {
    Arena arena = {0};
    const Keys keys = all_keys(&arena);
    json_key(out, "anyOf");
    json_list(out, JSON_INLINE);
    json_object(out, JSON_INLINE);
    json_key(out, "enum");
    json_list(out, JSON_INLINE);
    for (int i = 0; i < keys.count; i++) json_text(out, keys.key[i]);
    json_end(out);
    json_end(out);
    json_object(out, JSON_INLINE); // of one of several targets
    Text pattern = {0};
    text_add(&pattern, "^test_(rmse");
    for (int m = 0; m < METRIC_COUNT; m++)
        if (metric_kinds[m]->regression) text_printf(&pattern, "|%s", metric_kinds[m]->name);
    text_add(&pattern, ")_.");
    schema_type("string", out);
    json_key(out, "pattern");
    json_text(out, pattern.data ? pattern.data : "");
    out->out->failed |= pattern.failed;
    text_free(&pattern);
    json_end(out);
    json_end(out);
    out->out->failed |= keys.failed;
    arena_free(&arena);
}
