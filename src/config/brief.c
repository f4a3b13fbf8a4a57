#include "config/brief.h"

#include <string.h>

#include "config/options.h"

#define SECTION "data."

// The part of a key between the section and its last name: "columns" of "data.columns.ignore"; its length, 0 for none.
static size_t group_of(const Option *o) {
    const char *rest = o->key + strlen(SECTION), *dot = strrchr(rest, '.');
    return dot ? (size_t)(dot - rest) : 0;
}

static bool is_told(const Option *o, const RunSpec *spec, const RunSpec *usual) {
    if (strncmp(o->key, SECTION, strlen(SECTION)) != 0) return false;
    return strcmp(o->key, "data.source") == 0 || (option_used(o, spec) && !option_same(o, spec, usual));
}

// Options of one group stand together in the table, and in an object of their own here.
static bool add_data(const RunSpec *spec, const RunSpec *usual, JsonWriter *w) {
    const char *open = NULL; // the group whose object is open
    size_t size = 0;
    for (const Option *o = options; o < options + option_count; o++) {
        if (!is_told(o, spec, usual)) continue;
        const char *rest = o->key + strlen(SECTION);
        const size_t group = group_of(o);
        if (open && (group != size || strncmp(open, rest, size) != 0)) {
            json_end(w);
            open = NULL;
        }
        if (group > 0 && !open) {
            Text key = {0};
            text_add_n(&key, rest, group);
            if (key.failed) return false;
            json_key(w, key.data);
            text_free(&key);
            json_object(w, JSON_INLINE);
            open = rest, size = group;
        }
        json_key(w, rest + (group > 0 ? group + 1 : 0));
        option_json(o, spec, w);
    }
    if (open) json_end(w);
    return true;
}

static void add_settings(JsonWriter *w) {
    json_key(w, "settings");
    json_list(w, JSON_LINES);
    json_object(w, JSON_INLINE);
    json_key(w, "name");
    json_text(w, "plain");
    json_end(w);
    json_object(w, JSON_INLINE);
    json_key(w, "name");
    json_text(w, "dropout");
    json_key(w, "regularize.dropout");
    json_number(w, 0.5);
    json_end(w);
    json_end(w);
}

Status options_brief(const RunSpec *spec, Text *out, Error *e) {
    Arena passing = {0};
    RunSpec usual;
    JsonWriter w = {.out = out};
    Status status = options_default(&usual, &passing, e);
    if (status == OK) {
        json_object(&w, JSON_LINES);
        json_key(&w, "data");
        json_object(&w, JSON_LINES);
        if (!add_data(spec, &usual, &w)) status = error_memory(e);
        json_end(&w);
        add_settings(&w);
        json_end(&w);
        text_add(out, "\n");
    }
    arena_free(&passing);
    return status == OK && out->failed ? error_memory(e) : status;
}
