#include "config/set.h"

#include <string.h>

#include "config/option_type.h"
#include "config/overlay.h"
#include "config/sweep_values.h"

static bool takes_text(const char *key) {
    const Option *o = option_find(key);
    return o ? option_type(o)->verbatim : strcmp(key, "name") == 0 || strcmp(key, "about") == 0;
}

Status set_read(JsonDoc *doc, const char *from, const char *key, const char *text, Arena *arena, Error *e) {
    Error not_json;
    Status s = json_read(doc, arena, from, text, strlen(text), &not_json);
    if (!s && (cJSON_IsString(doc->root) || !takes_text(key))) return OK;
    if (s && s != ERR_CONFIG) return *e = not_json, s;
    json_free(doc);
    Text quoted = {0};
    text_add_json(&quoted, text);
    const char *json = text_keep(&quoted, arena);
    return json ? json_read(doc, arena, from, json, strlen(json), e) : error_memory(e);
}

// --- Several values

// The end of the first of the values: a comma outside of brackets and quotes, or the end.
static const char *first_end(const char *text) {
    int depth = 0;
    bool quoted = false;
    for (; *text && (*text != ',' || depth > 0 || quoted); text++) {
        if (quoted && *text == '\\' && text[1]) text++;
        quoted ^= *text == '"';
        if (!quoted) depth += (*text == '[' || *text == '{') - (*text == ']' || *text == '}');
    }
    return text;
}

static bool is_maker(const char *text, Arena *arena) {
    JsonDoc doc;
    Error e;
    if (*text != '{' || json_read(&doc, arena, NULL, text, strlen(text), &e)) return false;
    const bool maker = sweep_is_maker(doc.root) || sweep_nearest_maker(doc.root);
    json_free(&doc);
    return maker;
}

bool set_is_sweep(const char *key, const char *text) {
    Arena arena = {0};
    const bool sweep = option_find(key) && !takes_text(key) && (*first_end(text) == ',' || is_maker(text, &arena));
    arena_free(&arena);
    return sweep;
}

// One of the values as JSON: itself where it is that, else as text.
static void add_value(const char *text, size_t size, Arena *arena, Text *out) {
    JsonDoc doc;
    Error e;
    const char *value = arena_text_n(arena, text, size);
    if (value && json_read(&doc, arena, NULL, value, size, &e) == OK) {
        json_free(&doc);
        text_add(out, value);
    } else {
        text_add_json(out, value ? value : "");
        out->failed |= !value;
    }
}

// Numbers for an option that is a list of them: one list was meant, or several, and both are written with brackets.
static bool lacks_brackets(const char *key, const char *text) {
    const Option *o = option_find(key);
    return o->type == OPTION_INTS && text[strspn(text, "0123456789, ")] == 0;
}

Status set_read_sweep(JsonDoc *doc, const char *from, const char *key, const char *text, Arena *arena, Error *e) {
    if (*first_end(text) != ',') return set_read(doc, from, key, text, arena, e);
    if (lacks_brackets(key, text))
        return error_set(
            e, ERR_CONFIG,
            "%s: %s: is a list, which is written with brackets: --set '%s=[%s]'; several of them are swept "
            "as in --set '%s=[64],[64,64]'",
            from, key, key, text, key);
    Text list = {0};
    text_add(&list, "[");
    for (const char *end;; text = end + 1) {
        end = first_end(text);
        add_value(text, (size_t)(end - text), arena, &list);
        text_add(&list, *end ? "," : "]");
        if (!*end) break;
    }
    const char *json = text_keep(&list, arena);
    return json ? json_read(doc, arena, from, json, strlen(json), e) : error_memory(e);
}

// Whether all that was given has an effect.
static Status check_effects(const Overlay *overlay) {
    Arena passing = {0};
    RunSpec defaults;
    Status s = options_default(&defaults, &passing, overlay->e);
    for (size_t i = 0; !s && i < option_count; i++)
        if (overlay->given[i]) s = overlay_check_effect(overlay, &options[i], overlay->spec, &defaults);
    arena_free(&passing);
    return s;
}

Status option_set_text(RunSpec *spec, const char *from, const char *key, const char *text, Arena *arena, Error *e) {
    const JsonDoc bare = {.name = from};
    JsonDoc doc;
    Overlay overlay;
    Status s = overlay_begin(&overlay, &bare, "", spec, arena, NULL, e);
    if (!s) s = set_read(&doc, from, key, text, arena, e);
    if (s) return s;
    s = overlay_set(&overlay, key, doc.root);
    if (!s) s = check_effects(&overlay);
    json_free(&doc);
    return s;
}
