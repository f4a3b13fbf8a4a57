#include "config/expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/data_check.h"
#include "config/metric_keys.h"
#include "config/schema.h"
#include "config/setting_find.h"
#include "train/probe_value.h"

enum { PATH_SIZE = 48 };

// --- As it stands in the config

static Status refuse(const Overlay *overlay, int index, const char *key, const char *must) {
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "expect[%d]%s%s", index, *key ? "." : "", key);
    return overlay_error(overlay, path, AT_VALUE, "%s", must);
}

static Status read_text(const Overlay *overlay, int index, const char *key, const cJSON *value, const char **text) {
    const char *given = cJSON_GetStringValue(value);
    if (!given || !*given || strlen(given) > EXPECT_LENGTH_MOST || text_has_control(given))
        return refuse(overlay, index, key, "must be a line of text of at most 1000 characters");
    *text = arena_text(overlay->arena, given);
    return *text ? OK : error_memory(overlay->e);
}

static Status read_one(const Overlay *overlay, int index, const cJSON *object, Expectation *expectation) {
    const cJSON *member;
    Status s =
        cJSON_IsObject(object)
            ? OK
            : refuse(overlay, index, "", "must be an object: { \"say\": in words, \"that\": \"bn.gap < plain.gap\" }");
    cJSON_ArrayForEach(member, object) {
        const bool say = strcmp(member->string, "say") == 0;
        if (!s && !say && strcmp(member->string, "that") != 0)
            s = refuse(overlay, index, member->string, "an expectation has \"say\" and \"that\"");
        if (!s) s = read_text(overlay, index, member->string, member, say ? &expectation->say : &expectation->that);
    }
    if (!s && !expectation->that) s = refuse(overlay, index, "", "needs a \"that\": \"bn.gap < plain.gap\"");
    if (!s && !expectation->say) expectation->say = expectation->that;
    return s;
}

Status expect_read(Experiment *x, const Overlay *overlay, const cJSON *value) {
    const int count = cJSON_GetArraySize(value);
    x->expect_count = 0;
    x->expect = NULL;
    if (cJSON_IsNull(value)) return OK;
    if (!cJSON_IsArray(value) || count > EXPECT_MOST)
        return overlay_error(overlay, "expect", AT_VALUE,
                             "must be a list of at most %d expectations: [ { \"say\": in words, \"that\": \"bn.gap < "
                             "plain.gap\" } ]",
                             EXPECT_MOST);
    Expectation *list = arena_take(overlay->arena, (size_t)count, sizeof *list);
    Status s = list ? OK : error_memory(overlay->e);
    const cJSON *item;
    int index = 0;
    cJSON_ArrayForEach(item, value) {
        if (!s) s = read_one(overlay, index, item, &list[index]);
        index++;
    }
    if (!s) x->expect_count = count;
    if (!s) x->expect = list;
    return s;
}

// --- What it names

// What names are looked up in.
typedef struct Names {
    const Experiment *x;
    const Answers *answers; // NULL: the metrics are not looked at
} Names;

static bool find_setting(const void *of, const char *text, size_t *size, const char **name, Text *why) {
    return setting_find(((const Names *)of)->x, text, size, name, why);
}

// "probe.gradient_norm"
static const char *probe_path(int value, char path[PATH_SIZE]) {
    snprintf(path, PATH_SIZE, "probe.%s", probe_values[value].name);
    return path;
}

// Among the keys and what expectations have beside them; NULL also without memory.
static const char *nearest_metric(const MetricKeys *keys, const char *metric, Arena *arena) {
    static const char *const own[] = {"probe", "epochs_to", "diverged", "seconds_per_epoch"};
    const size_t count = (size_t)keys->count, own_count = sizeof own / sizeof *own;
    const char **words = arena_take(arena, count + own_count, sizeof *words);
    if (!words) return NULL;
    memcpy(words, keys->key, count * sizeof *words);
    memcpy(words + count, own, sizeof own);
    return nearest_word(metric, words, count + own_count);
}

static bool check_metric(const Setting *setting, const Answers *answers, const Quantity *q, Text *why) {
    Arena arena = {0};
    MetricKeys keys;
    const bool listed = metric_keys(&setting->spec, answers, &arena, &keys);
    const bool there = listed && metric_keys_have(&keys, answers, q->metric);
    char path[PATH_SIZE];
    if (listed && !there) {
        const char *near = nearest_metric(&keys, q->metric, &arena);
        text_printf(why, "%s has no metric \"%s\"", q->setting, q->metric);
        if (answers->known) near = NULL; // other data would have it
        for (int v = 0; v < PROBE_VALUE_COUNT; v++)
            if (strcmp(q->metric, probe_values[v].name) == 0) near = arena_text(&arena, probe_path(v, path));
        if (near) text_printf(why, "; did you mean %s?", near);
        for (int i = 0; !near && i < keys.count; i++) text_printf(why, "%s%s", i ? ", " : "; there are ", keys.key[i]);
    }
    arena_free(&arena);
    return there;
}

static bool check_probe(const Setting *setting, const Quantity *q, Text *why) {
    const ProbeValueInfo *value = &probe_values[q->value];
    const TrainSpec *train = &setting->spec.train;
    if (!(train->probes >> value->probe & 1)) {
        text_printf(why, "%s is what the instrument %s says, which does not look; add \"probe\": [\"%s\"]", value->name,
                    probe_names[value->probe], probe_names[value->probe]);
        return false;
    }
    if (q->epoch > 0 && q->epoch % train->probe_every != 0 && q->epoch != train->epochs) {
        text_printf(why, "instruments look every %d epochs and at the last one, not at epoch %d", train->probe_every,
                    q->epoch);
        return false;
    }
    return true;
}

static bool check_quantity(const void *of, const Quantity *q, Text *why) {
    const Names *names = of;
    const Setting *setting = setting_of(names->x, q->setting);
    if (q->epoch > setting->spec.train.epochs) {
        text_printf(why, "%s has no epoch %d: train.epochs is %d", q->setting, q->epoch, setting->spec.train.epochs);
        return false;
    }
    const int every = setting->spec.train.eval_every;
    if (q->kind == QUANTITY_METRIC && q->epoch > 0 && q->epoch % every != 0 && q->epoch != setting->spec.train.epochs) {
        text_printf(why, "%s is measured every %d epochs and after the last one, not after epoch %d", q->setting, every,
                    q->epoch);
        return false;
    }
    const bool at_loss =
        q->kind == QUANTITY_METRIC && (strcmp(q->metric, "gap") == 0 || strcmp(q->metric, "test_loss") == 0);
    if (q->epoch == MOMENT_EQUAL_LOSS && !at_loss) {
        text_add(why, "@equal_train_loss goes with gap and test_loss alone");
        return false;
    }
    if (q->epoch != MOMENT_END && q->kind != QUANTITY_METRIC && q->kind != QUANTITY_PROBE) {
        text_printf(why, "%s is of the whole run; leave out the @", q->metric);
        return false;
    }
    if (q->kind == QUANTITY_PROBE) return check_probe(setting, q, why);
    return q->kind != QUANTITY_METRIC || check_metric(setting, names->answers, q, why);
}

// Reads one of them, with the metrics that `answers` leave. ERR_CONFIG: what is wrong stands in `why`.
static Status read_that(const Experiment *x, const Answers *answers, Expectation *one, Arena *arena, Text *why,
                        Error *e) {
    const Names looked_in = {.x = x, .answers = answers};
    const ExpressionNames names = {.setting = find_setting, .quantity = check_quantity, .of = &looked_in};
    if (expression_read(&one->x, one->that, &names, arena, why)) return OK;
    return why->data && !why->failed ? ERR_CONFIG : error_memory(e);
}

Status expect_settle(Experiment *x, const Overlay *overlay) {
    const Answers unknown = {0};
    Problems problems = {.arena = &x->arena}; // all else that is wrong has been told
    Overlay own = *overlay;
    Status all = OK;
    own.problems = &problems;
    for (int i = 0; i < x->expect_count && problems_more(&problems, all); i++) {
        Text why = {0};
        Status s = read_that(x, &unknown, &x->expect[i], &x->arena, &why, overlay->e);
        if (s == ERR_CONFIG) s = refuse(&own, i, "that", why.data);
        if (s) all = s;
        text_free(&why);
    }
    return problems_end(&problems, all, overlay->e);
}

// What is wrong with one after the other, each on a line of its own.
typedef struct Wrong {
    Text all;
    Status status;
} Wrong;

static void wrong_add(Wrong *wrong, const Experiment *x, int index, const char *why) {
    Error one = {0};
    error_set(&one, ERR_CONFIG, "expect[%d].that: %s", index, why);
    experiment_place_error(x, 0, &one);
    text_printf(&wrong->all, "%s%s", wrong->all.size > 0 ? "\n" : "", one.text);
    wrong->status = ERR_CONFIG;
}

// Frees it. `s`: what ended the search before; OK.
static Status wrong_end(Wrong *wrong, Status s, Error *e) {
    if (!s && wrong->all.failed) s = error_memory(e);
    if (!s && wrong->status) s = error_set(e, wrong->status, "%s", wrong->all.data);
    text_free(&wrong->all);
    return s;
}

Status expect_check(const Experiment *x, bool regression, int targets, const char *const *names, Error *e) {
    const Answers answers = {.known = true, .regression = regression, .targets = targets, .names = names};
    Arena arena = {0};
    Wrong wrong = {0};
    Status s = OK;
    for (int i = 0; !s && i < x->expect_count; i++) {
        Text why = {0};
        Expectation one = x->expect[i];
        s = read_that(x, &answers, &one, &arena, &why, e);
        if (s == ERR_CONFIG) {
            wrong_add(&wrong, x, i, why.data);
            s = OK;
        }
        text_free(&why);
    }
    arena_free(&arena);
    return wrong_end(&wrong, s, e);
}

// --- Layers

// While they are looked for in all quantities: the first that is not there.
typedef struct Layers {
    const Experiment *x;
    const Engine *engine;
    Text why;
    bool memory; // ran out
} Layers;

// Whether the stack has it: "3" or "3.linear"; first, last and whole always are.
static bool has_layer(const char *layer, const char *const *kind, int count) {
    static const char *const words[] = {"first", "last", "whole"};
    const size_t digits = strspn(layer, "0123456789");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(layer, words[i]) == 0) return true;
    const char *blank = strchr(layer, ' ');
    if (blank) { // "linear 2": the second of its kind
        int number = atoi(blank + 1);
        for (int l = 0; l < count; l++)
            number -= strncmp(kind[l], layer, (size_t)(blank - layer)) == 0 && !kind[l][blank - layer];
        return atoi(blank + 1) > 0 && number <= 0;
    }
    const int place = digits > 0 && digits < 6 ? atoi(layer) : count;
    if (place >= count) return false;
    return !layer[digits] || (layer[digits] == '.' && strcmp(layer + digits + 1, kind[place]) == 0);
}

// Whether its instrument looks at batch norm alone.
static bool is_of_batch_norm(int value) {
    return probe_needs[probe_values[value].probe] && probe_sees(probe_values[value].probe, true, false, false);
}

static void check_layer(const Quantity *q, void *aid) {
    Layers *layers = aid;
    Arena arena = {0};
    int count;
    if (q->kind != QUANTITY_PROBE || layers->why.data || layers->memory) return;
    const Setting *setting = setting_of(layers->x, q->setting);
    const char *const *kind = layers->engine->stack(&setting->spec.model, &arena, &count);
    layers->memory = !kind;
    bool normed = !is_of_batch_norm(q->value);
    for (int l = 0; kind && l < count; l++) normed |= strcmp(kind[l], "batch_norm") == 0;
    if (kind && !normed)
        text_printf(&layers->why, "%s has no batch norm, which is all that %s is of", q->setting,
                    probe_values[q->value].name);
    if (kind && normed && q->layer && !has_layer(q->layer, kind, count)) {
        text_printf(&layers->why, "%s has no layer \"%s\"; there are first, last, whole, linear 1", q->setting,
                    q->layer);
        for (int l = 0; l < count; l++) text_printf(&layers->why, ", %d.%s", l, kind[l]);
    }
    arena_free(&arena);
}

Status expect_check_layers(const Experiment *x, const Engine *engine, Error *e) {
    Wrong wrong = {0};
    Status s = OK;
    for (int i = 0; !s && i < x->expect_count; i++) {
        Layers layers = {.x = x, .engine = engine};
        expression_each(&x->expect[i].x, check_layer, &layers);
        if (layers.memory || layers.why.failed) s = error_memory(e);
        if (!s && layers.why.data) wrong_add(&wrong, x, i, layers.why.data);
        text_free(&layers.why);
    }
    return wrong_end(&wrong, s, e);
}

const Expectation *expect_copy(const Experiment *x, Arena *arena) {
    const Answers unknown = {0};
    Text why = {0};
    Error e = {0};
    Expectation *list = arena_take(arena, (size_t)x->expect_count, sizeof *list);
    for (int i = 0; list && i < x->expect_count; i++) {
        list[i] = (struct Expectation){.say = arena_text(arena, x->expect[i].say),
                                       .that = arena_text(arena, x->expect[i].that)};
        if (!list[i].say || !list[i].that || read_that(x, &unknown, &list[i], arena, &why, &e)) list = NULL;
    }
    text_free(&why);
    return list;
}

// --- Written

void expect_json(const Experiment *x, JsonWriter *out) {
    if (x->expect_count == 0) return;
    json_key(out, "expect");
    json_list(out, JSON_LINES);
    for (int i = 0; i < x->expect_count; i++) {
        json_object(out, JSON_INLINE);
        json_key(out, "say");
        json_text(out, x->expect[i].say);
        json_key(out, "that");
        json_text(out, x->expect[i].that);
        json_end(out);
    }
    json_end(out);
}

void expect_schema(JsonWriter *out) {
    json_key(out, "type");
    json_raw(out, "[\"array\", \"null\"]");
    json_key(out, "items");
    json_object(out, JSON_INLINE);
    schema_object(out);
    json_key(out, "say");
    json_object(out, JSON_INLINE);
    schema_type("string", out);
    json_end(out);
    json_key(out, "that");
    json_object(out, JSON_INLINE);
    schema_type("string", out);
    json_end(out);
    json_end(out);
    json_key(out, "required");
    json_raw(out, "[\"that\"]");
    json_end(out);
}
