// Options of a few values: true or false, one of several words.
#include <stdio.h>
#include <string.h>

#include "config/option_type.h"
#include "config/schema.h"

// --- true and false

static void allow_bool(const Option *o, Text *out) {
    (void)o;
    text_add(out, "true or false");
}

static bool read_bool(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    (void)arena;
    if (!cJSON_IsBool(value)) return option_refuse_value(o, value, why);
    *(bool *)option_at(o, spec) = cJSON_IsTrue(value);
    return true;
}

static void text_bool(const Option *o, const RunSpec *spec, Text *out) {
    text_add(out, *(const bool *)option_in(o, spec) ? "true" : "false");
}

static void json_of_bool(const Option *o, const RunSpec *spec, JsonWriter *out) {
    json_bool(out, *(const bool *)option_in(o, spec));
}

static unsigned state_bool(const Option *o, const RunSpec *spec) {
    return *(const bool *)option_in(o, spec);
}

static const char *name_bool(const Option *o, unsigned state) {
    (void)o;
    return state ? "true" : "false";
}

static void schema_bool(const Option *o, JsonWriter *out) {
    (void)o;
    schema_type("boolean", out);
}

const TypeInfo type_bool = {
    .size = sizeof(bool),
    .allowed = allow_bool,
    .read = read_bool,
    .text = text_bool,
    .json = json_of_bool,
    .schema = schema_bool,
    .state = state_bool,
    .state_name = name_bool,
};

// --- Choices

static void allow_choice(const Option *o, Text *out) {
    text_add(out, "one of ");
    for (size_t i = 0; o->choices[i]; i++) text_printf(out, "%s%s", i ? ", " : "", o->choices[i]);
}

static bool read_choice(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    (void)arena;
    const char *text = cJSON_IsString(value)  ? value->valuestring
                       : cJSON_IsTrue(value)  ? "true"
                       : cJSON_IsFalse(value) ? "false"
                                              : "";
    size_t n = 0;
    for (; o->choices[n]; n++) {
        if (strcmp(o->choices[n], text) == 0) {
            *(int *)option_at(o, spec) = (int)n;
            return true;
        }
    }
    option_refuse_value(o, value, why);
    const char *near = nearest_word(text, o->choices, n);
    if (near) snprintf(why->after, sizeof why->after, "; did you mean %s?", near);
    return false;
}

static unsigned state_choice(const Option *o, const RunSpec *spec) {
    return (unsigned)*(const int *)option_in(o, spec);
}

static const char *name_choice(const Option *o, unsigned state) {
    return o->choices[state];
}

static void text_choice(const Option *o, const RunSpec *spec, Text *out) {
    text_add(out, o->choices[state_choice(o, spec)]);
}

static void json_of_choice(const Option *o, const RunSpec *spec, JsonWriter *out) {
    json_text(out, o->choices[state_choice(o, spec)]);
}

static void schema_choice(const Option *o, JsonWriter *out) {
    json_key(out, "enum");
    json_list(out, JSON_INLINE);
    for (size_t i = 0; o->choices[i]; i++) json_text(out, o->choices[i]);
    for (size_t i = 0; o->choices[i]; i++) {
        bool word = strcmp(o->choices[i], "true") == 0 || strcmp(o->choices[i], "false") == 0;
        if (word) json_raw(out, o->choices[i]);
    }
    json_end(out);
}

const TypeInfo type_choice = {
    .size = sizeof(int),
    .bare = true,
    .allowed = allow_choice,
    .read = read_choice,
    .text = text_choice,
    .json = json_of_choice,
    .schema = schema_choice,
    .state = state_choice,
    .state_name = name_choice,
};
