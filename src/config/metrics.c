#include "config/metrics.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "config/schema.h"
#include "train/metric.h"

static MetricChoice find(const char *name) {
    int m = 0;
    while (m < METRIC_COUNT && strcmp(metric_kinds[m]->name, name) != 0) m++;
    return (MetricChoice)m;
}

void metrics_text(unsigned metrics, Text *out) {
    for (int m = 0, listed = 0; m < METRIC_COUNT; m++)
        if (metrics >> m & 1) text_printf(out, "%s%s", listed++ ? ", " : "", metric_kinds[m]->name);
}

// The one that is spelt alike, or whose name is a part of the other's: macro_f1 for f1, auc for roc_auc.
static const char *nearest(const char *name) {
    const char *names[METRIC_COUNT];
    for (int m = 0; m < METRIC_COUNT; m++) names[m] = metric_kinds[m]->name;
    const char *near = nearest_word(name, names, METRIC_COUNT);
    for (int m = 0; !near && m < METRIC_COUNT && strlen(name) > 1; m++)
        if (strstr(names[m], name) || strstr(name, names[m])) near = names[m];
    return near;
}

// `index` below 0: the value is no list.
static Status refuse(const Overlay *overlay, int index, const cJSON *item) {
    const char *near = cJSON_IsString(item) ? nearest(item->valuestring) : NULL;
    char key[32] = "metrics", shown[SHOWN_SIZE];
    Text must = {0};
    if (index >= 0) snprintf(key, sizeof key, "metrics[%d]", index);
    if (!cJSON_IsString(item) && index < 0) text_add(&must, "a list of some of ");
    metrics_text(~0u, &must);
    if (cJSON_IsString(item)) text_printf(&must, ", not \"%s\"", json_shown(shown, item->valuestring));
    if (near) text_printf(&must, "; did you mean %s?", near);
    Status s = must.failed ? error_memory(overlay->e) : overlay_error(overlay, key, AT_VALUE, "must be %s", must.data);
    text_free(&must);
    return s;
}

Status metrics_read(const Overlay *overlay, const cJSON *value) {
    unsigned metrics = 0;
    const bool list = cJSON_IsArray(value);
    if (!list && !cJSON_IsString(value)) return refuse(overlay, -1, value);
    const cJSON *item = list ? value->child : value;
    for (int i = 0; item; i++, item = list ? item->next : NULL) {
        const MetricChoice m = cJSON_IsString(item) ? find(item->valuestring) : METRIC_COUNT;
        if (m == METRIC_COUNT) return refuse(overlay, list ? i : -1, item);
        if (metrics >> m & 1)
            return overlay_error(overlay, "metrics", AT_VALUE, "%s is there twice", item->valuestring);
        metrics |= 1u << m;
    }
    overlay->spec->train.metrics = metrics;
    return OK;
}

void metrics_json(unsigned metrics, JsonWriter *out) {
    json_list(out, JSON_INLINE);
    for (int m = 0; m < METRIC_COUNT; m++)
        if (metrics >> m & 1) json_text(out, metric_kinds[m]->name);
    json_end(out);
}

static void add_names(JsonWriter *out) {
    json_object(out, JSON_INLINE);
    json_key(out, "enum");
    metrics_json(~0u, out);
    json_end(out);
}

void metrics_schema(JsonWriter *out) {
    json_key(out, "anyOf");
    json_list(out, JSON_INLINE);
    add_names(out);
    json_object(out, JSON_INLINE);
    schema_type("array", out);
    json_key(out, "uniqueItems");
    json_bool(out, true);
    json_key(out, "items");
    add_names(out);
    json_end(out);
    json_end(out);
}
