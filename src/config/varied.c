#include "config/varied.h"

#include <stdio.h>
#include <string.h>

#include "config/schema.h"

static bool can_ask(const Option *o) {
    return o->type != OPTION_PATH && !o->rowless && !o->aside;
}

Status varied_begin(Experiment *x, Error *e) {
    x->asked = arena_take(&x->arena, option_count, sizeof *x->asked);
    return x->asked ? OK : error_memory(e);
}

void varied_ask(Experiment *x, const Option *o) {
    x->asked[o - options] |= can_ask(o);
}

// --- "columns"

static Status refuse(const Overlay *overlay, int index, const char *format, const char *word) {
    char key[32], shown[SHOWN_SIZE];
    snprintf(key, sizeof key, "columns[%d]", index);
    return overlay_error(overlay, key, AT_VALUE, format, json_shown(shown, word));
}

static Status refuse_unknown(const Overlay *overlay, int index, const char *word) {
    Text near = {0};
    Status s;
    const bool known = option_suggest(word, false, &near) && !near.failed && option_find(near.data);
    if (option_is_group(word))
        s = refuse(overlay, index, "%s is a group of options; name one of them", word);
    else if (known)
        s = refuse(overlay, index, "there is no such option; did you mean %s?", near.data);
    else
        s = refuse(overlay, index, "there is no option %s; \"regrun options\" lists all of them", word);
    text_free(&near);
    return s;
}

static Status read_item(Experiment *x, const Overlay *overlay, int index, const cJSON *item) {
    const char *word = cJSON_IsString(item) ? item->valuestring : "";
    const Option *o = option_find(word);
    if (!*word) return refuse(overlay, index, "must be the key of an option%s, as in \"train.batch_size\"", "");
    if (!o) return refuse_unknown(overlay, index, word);
    if (o->type == OPTION_PATH) return refuse(overlay, index, "%s is a path, which is another one elsewhere", word);
    if (o->rowless || o->aside)
        return refuse(overlay, index,
                      "%s says nothing of single rows, and has a column only where settings differ in it", word);
    if (x->asked[o - options]) return refuse(overlay, index, "%s is there twice", word);
    varied_ask(x, o);
    return OK;
}

Status varied_read(Experiment *x, const Overlay *overlay, const cJSON *value) {
    Status all = OK;
    const cJSON *item;
    int index = 0;
    memset(x->asked, 0, option_count * sizeof *x->asked);
    if (!cJSON_IsArray(value))
        return overlay_error(overlay, "columns", AT_VALUE, "must be a list of options, as in [\"train.batch_size\"]");
    cJSON_ArrayForEach(item, value) {
        Status s = read_item(x, overlay, index++, item);
        if (s) all = s;
        if (!problems_more(overlay->problems, s)) break;
    }
    return all;
}

void varied_json(const Experiment *x, JsonWriter *out) {
    bool any = false;
    for (size_t i = 0; i < option_count; i++) {
        if (!x->asked[i]) continue;
        if (!any) {
            json_key(out, "columns");
            json_list(out, JSON_INLINE);
        }
        json_text(out, options[i].key);
        any = true;
    }
    if (any) json_end(out);
}

void varied_schema(JsonWriter *out) {
    schema_type("array", out);
    json_key(out, "uniqueItems");
    json_bool(out, true);
    json_key(out, "items");
    json_object(out, JSON_INLINE);
    json_key(out, "enum");
    json_list(out, JSON_INLINE);
    for (const Option *o = options; o < options + option_count; o++)
        if (can_ask(o)) json_text(out, o->key);
    json_end(out);
    json_end(out);
}

// --- Differences

static bool differs(const Experiment *x, const Option *o) {
    const RunSpec *first = NULL;
    for (int i = 0; i < x->setting_count; i++) {
        const RunSpec *spec = &x->settings[i].spec;
        if (!option_used(o, spec)) continue;
        if (!first) first = spec;
        if (!option_same(o, first, spec)) return true;
    }
    return false;
}

Status varied_list(Experiment *x, Error *e) {
    x->varied_count = 0;
    x->varied = arena_take(&x->arena, option_count, sizeof *x->varied);
    x->differs = arena_take(&x->arena, option_count, sizeof *x->differs);
    if (!x->varied || !x->differs) return error_memory(e);
    for (const Option *o = options; o < options + option_count; o++) {
        const bool other = differs(x, o);
        if (!other && !x->asked[o - options]) continue;
        x->differs[x->varied_count] = other;
        x->varied[x->varied_count++] = o->key;
    }
    return OK;
}
