#include "config/overlay.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "config/option_type.h"

// a + between + b in the arena; NULL without memory.
static char *join(Arena *arena, const char *a, const char *between, const char *b) {
    size_t size = strlen(a) + strlen(between) + strlen(b) + 1;
    char *joined = arena_take(arena, size, 1);
    if (joined) snprintf(joined, size, "%s%s%s", a, between, b);
    return joined;
}

Status overlay_begin(Overlay *overlay, const JsonDoc *doc, const char *path, RunSpec *spec, Arena *arena,
                     Problems *problems, Error *e) {
    bool *given = arena_take(arena, option_count, sizeof *given);
    *overlay =
        (Overlay){.doc = doc, .path = path, .spec = spec, .given = given, .arena = arena, .problems = problems, .e = e};
    return given ? OK : error_memory(e);
}

const char *overlay_path(const Overlay *overlay, const char *key) {
    const size_t n = overlay->item_of ? strlen(overlay->item_of) : 0;
    if (n > 0 && strncmp(key, overlay->item_of, n) == 0) {
        char item[16];
        snprintf(item, sizeof item, "[%d]", overlay->item);
        key = join(overlay->arena, overlay->item_of, item, key + n);
    }
    return key && *overlay->path ? join(overlay->arena, overlay->path, ".", key) : key;
}

Status overlay_problem(const Overlay *overlay, const char *path, JsonWhere where, const char *message) {
    if (!overlay->problems) return json_error(overlay->doc, path, where, message, overlay->e);
    return problems_add(overlay->problems, overlay->doc, json_offset(overlay->doc, path, where), message, overlay->e);
}

Status overlay_error(const Overlay *overlay, const char *key, JsonWhere where, const char *format, ...) {
    char message[600], shown[SHOWN_SIZE];
    size_t used = (size_t)snprintf(message, sizeof message, "%s: ", json_shown(shown, key));
    va_list args;
    va_start(args, format);
    vsnprintf(message + used, sizeof message - used, format, args);
    va_end(args);
    const char *path = overlay_path(overlay, key);
    return path ? overlay_problem(overlay, path, where, message) : error_memory(overlay->e);
}

// What the option that `key` stands below is itself called there: "rate" for regularize.dropout.X; NULL: nothing.
static const char *inner_beside(const char *key) {
    const char *dot = strrchr(key, '.');
    for (const Option *o = options; dot && o < options + option_count; o++)
        if (strlen(o->key) == (size_t)(dot - key) && strncmp(o->key, key, (size_t)(dot - key)) == 0) return o->inner;
    return NULL;
}

// The names that may stand where the unknown `key` stands: those of its group, or the sections.
static void add_siblings(const char *key, bool setting, Text *out) {
    const char *dot = strrchr(key, '.'), *before = "", *inner = inner_beside(key);
    if (inner) text_printf(out, "%s%s", out->size ? ", " : "", inner);
    size_t prefix = dot ? (size_t)(dot - key) + 1 : 0, before_size = 0;
    for (size_t i = 0; i < option_count; i++) {
        if (strncmp(options[i].key, key, prefix) != 0 || (setting && options[i].aside)) continue;
        const char *name = options[i].key + prefix;
        size_t n = strcspn(name, ".");
        if (n == before_size && strncmp(name, before, n) == 0) continue; // the section of the option before
        text_printf(out, "%s%.*s", out->size ? ", " : "", (int)n, name);
        before = name;
        before_size = n;
    }
}

static Status refuse_unknown(Overlay *overlay, const char *key) {
    bool setting = *overlay->path != 0;
    for (size_t i = 0; setting && top_level_keys[i]; i++) {
        if (strcmp(key, top_level_keys[i]) == 0)
            return overlay_error(overlay, key, AT_KEY, "stands at the top level of a config, not in a setting");
    }
    const char *why = option_missing(key);
    if (why) return overlay_error(overlay, key, AT_KEY, "%s", why);
    const char *inner = inner_beside(key), *near = NULL;
    if (inner && nearest_word(strrchr(key, '.') + 1, &inner, 1))
        return overlay_error(overlay, key, AT_KEY, "unknown option; did you mean %.*s%s?",
                             (int)(strrchr(key, '.') + 1 - key), key, inner);
    near = option_suggest(key, !setting);
    if (near) return overlay_error(overlay, key, AT_KEY, "unknown option; did you mean %s?", near);
    Text names = {0};
    if (setting && !strchr(key, '.')) text_add(&names, "name");
    for (size_t i = 0; !setting && !strchr(key, '.') && top_level_keys[i]; i++)
        text_printf(&names, "%s%s", i ? ", " : "", top_level_keys[i]);
    add_siblings(key, setting, &names);
    Status s = names.failed || !names.data
                   ? overlay_error(overlay, key, AT_KEY, "unknown option; \"regrun options\" lists all of them")
                   : overlay_error(overlay, key, AT_KEY, "unknown option; here may stand %s", names.data);
    text_free(&names);
    return s;
}

// A number that was refused is quoted as it was written: as a double, 2^53 + 1 would look like 2^53.
static void quote_source(const Overlay *overlay, const char *key, ValueError *why) {
    const char *path = why->given && overlay->doc->text ? overlay_path(overlay, key) : NULL;
    const JsonPlace *place = path ? json_place(overlay->doc, path) : NULL;
    if (!place) return;
    const char *written = overlay->doc->text + place->value_at;
    size_t n = strcspn(written, ",]} \t\r\n/");
    if (*written != '{' && *written != '[' && n < SHOWN_SIZE)
        snprintf(why->text + why->given, sizeof why->text - why->given, "%.*s", (int)n, written);
}

Status overlay_refuse_aside(const Overlay *overlay, const char *key) {
    return overlay_error(overlay, key, AT_KEY, "is the same for all settings: it stands at the top level of a config");
}

static Status set_option(Overlay *overlay, const Option *o, const char *key, const cJSON *value) {
    ValueError why;
    bool *given = &overlay->given[o - options];
    if (o->aside && *overlay->path) return overlay_refuse_aside(overlay, key);
    if (*given) return overlay_error(overlay, key, AT_KEY, "given twice");
    *given = true;
    if (option_set(o, overlay->spec, value, overlay->arena, &why)) return OK;
    if (why.memory) return error_memory(overlay->e);
    if (why.item >= 0) {
        char index[16];
        snprintf(index, sizeof index, "[%d]", why.item);
        key = join(overlay->arena, key, index, "");
        if (!key) return error_memory(overlay->e);
    }
    quote_source(overlay, key, &why);
    return overlay_error(overlay, key, AT_VALUE, "%s%s", why.text, why.after);
}

static Status set_members(Overlay *overlay, const char *key, const cJSON *object) {
    Status all = OK;
    const cJSON *member;
    cJSON_ArrayForEach(member, object) {
        char *below = join(overlay->arena, key, ".", member->string);
        Status s = below ? overlay_set(overlay, below, member) : error_memory(overlay->e);
        if (s) all = s;
        if (!problems_more(overlay->problems, s)) break;
    }
    return all;
}

// An object as the value of an option sets the options below it, and the option to what that implies, unless it says so
// itself.
static Status set_object(Overlay *overlay, const Option *o, const cJSON *object) {
    const cJSON *member;
    bool says = false;
    Status s = OK;
    cJSON_ArrayForEach(member, object) says |= strcmp(member->string, o->inner) == 0;
    if (!says && o->implied) {
        cJSON *implied = cJSON_Parse(o->implied);
        s = implied ? set_option(overlay, o, o->key, implied) : error_memory(overlay->e);
        cJSON_Delete(implied);
    }
    return s ? s : set_members(overlay, o->key, object);
}

Status overlay_set(Overlay *overlay, const char *key, const cJSON *value) {
    const Option *o = option_find(key);
    if (o && o->inner && cJSON_IsObject(value) && strcmp(key, o->key) == 0) return set_object(overlay, o, value);
    if (o) return set_option(overlay, o, key, value);
    if (!option_is_group(key)) return refuse_unknown(overlay, key);
    if (!cJSON_IsObject(value)) {
        Text names = {0};
        char *inside = join(overlay->arena, key, ".", "");
        if (inside) add_siblings(inside, false, &names);
        Status s =
            overlay_error(overlay, key, AT_VALUE, "must be an object with some of: %s", names.data ? names.data : "");
        text_free(&names);
        return s;
    }
    return set_members(overlay, key, value);
}

// What keeps the option from having an effect may be what it needs, or what that needs.
static Status refuse_idle(const Overlay *overlay, const Option *o, const RunSpec *spec) {
    const Option *lacking = option_lacks(o, spec), *other = option_find(lacking->needs);
    const TypeInfo *type = option_type(other);
    Text needed = {0};
    option_states(other, lacking->needs_one_of, &needed);
    const char *now = type->state_name(other, type->state(other, spec));
    Status s = needed.failed ? error_memory(overlay->e)
                             : overlay_error(overlay, o->key, AT_KEY, "has no effect with %s %s; it needs %s %s",
                                             other->key, now, other->key, needed.data);
    text_free(&needed);
    return s;
}

Status overlay_check_effect(const Overlay *overlay, const Option *o, const RunSpec *spec, const RunSpec *defaults) {
    return option_used(o, spec) || option_same(o, spec, defaults) ? OK : refuse_idle(overlay, o, spec);
}
