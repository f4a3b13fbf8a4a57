#include "config/asked.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "config/schema.h"
#include "train/metric.h"

enum { NAMES_MOST = 32 }; // as many as a set has bits

static const char *metric_name(int which) {
    return metric_kinds[which]->name;
}

static const char *probe_name(int which) {
    return probe_names[which];
}

const Asked asked_metrics = {.key = "metrics", .count = METRIC_COUNT, .name = metric_name};
const Asked asked_probes = {.key = "probe", .count = PROBE_COUNT, .name = probe_name, .all = "all"};

static int find(const Asked *asked, const char *name) {
    int i = 0;
    while (i < asked->count && strcmp(asked->name(i), name) != 0) i++;
    return i;
}

void asked_text(const Asked *asked, unsigned set, Text *out) {
    for (int i = 0, listed = 0; i < asked->count; i++)
        if (set >> i & 1) text_printf(out, "%s%s", listed++ ? ", " : "", asked->name(i));
}

static const char *nearest(const Asked *asked, const char *name) {
    const char *names[NAMES_MOST];
    for (int i = 0; i < asked->count; i++) names[i] = asked->name(i);
    return nearest_word(name, names, (size_t)asked->count);
}

// `index` below 0: the value is no list.
static Status refuse(const Asked *asked, const Overlay *overlay, int index, const cJSON *item) {
    const char *near = cJSON_IsString(item) ? nearest(asked, item->valuestring) : NULL;
    char key[32], shown[SHOWN_SIZE];
    Text must = {0};
    snprintf(key, sizeof key, "%s", asked->key);
    if (index >= 0) snprintf(key, sizeof key, "%s[%d]", asked->key, index);
    if (!cJSON_IsString(item) && index < 0) text_add(&must, "a list of some of ");
    asked_text(asked, ~0u, &must);
    if (asked->all) text_printf(&must, ", or %s", asked->all);
    if (cJSON_IsString(item)) text_printf(&must, ", not \"%s\"", json_shown(shown, item->valuestring));
    if (near) text_printf(&must, "; did you mean %s?", near);
    Status s = must.failed ? error_memory(overlay->e) : overlay_error(overlay, key, AT_VALUE, "must be %s", must.data);
    text_free(&must);
    return s;
}

Status asked_read(const Asked *asked, const Overlay *overlay, const cJSON *value, unsigned *set) {
    const bool list = cJSON_IsArray(value);
    *set = 0;
    if (!list && !cJSON_IsString(value)) return refuse(asked, overlay, -1, value);
    if (!list && asked->all && strcmp(value->valuestring, asked->all) == 0) {
        *set = (1u << asked->count) - 1;
        return OK;
    }
    const cJSON *item = list ? value->child : value;
    for (int i = 0; item; i++, item = list ? item->next : NULL) {
        const int which = cJSON_IsString(item) ? find(asked, item->valuestring) : asked->count;
        if (which == asked->count) return refuse(asked, overlay, list ? i : -1, item);
        if (*set >> which & 1)
            return overlay_error(overlay, asked->key, AT_VALUE, "%s is there twice", item->valuestring);
        *set |= 1u << which;
    }
    return OK;
}

void asked_json(const Asked *asked, unsigned set, JsonWriter *out) {
    json_list(out, JSON_INLINE);
    for (int i = 0; i < asked->count; i++)
        if (set >> i & 1) json_text(out, asked->name(i));
    json_end(out);
}

// One name; `alone`: also the word for all.
static void add_names(const Asked *asked, bool alone, JsonWriter *out) {
    json_object(out, JSON_INLINE);
    json_key(out, "enum");
    json_list(out, JSON_INLINE);
    for (int i = 0; i < asked->count; i++) json_text(out, asked->name(i));
    if (alone && asked->all) json_text(out, asked->all);
    json_end(out);
    json_end(out);
}

void asked_schema(const Asked *asked, JsonWriter *out) {
    json_key(out, "anyOf");
    json_list(out, JSON_INLINE);
    add_names(asked, true, out);
    json_object(out, JSON_INLINE);
    schema_type("array", out);
    json_key(out, "uniqueItems");
    json_bool(out, true);
    json_key(out, "items");
    add_names(asked, false, out);
    json_end(out);
    json_end(out);
}
