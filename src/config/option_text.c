// Options that are texts: any, a path, a column of a table, the character between its cells.
#include <string.h>

#include "config/option_type.h"
#include "config/schema.h"

static void allow_text(const Option *o, Text *out) {
    (void)o;
    text_add(out, "text");
}

static void allow_path(const Option *o, Text *out) {
    (void)o;
    text_add(out, "a path");
}

static void allow_column(const Option *o, Text *out) {
    (void)o;
    text_add(out, "text or a whole number other than 0");
}

static void allow_separator(const Option *o, Text *out) {
    (void)o;
    text_add(out, "one character (\"\\t\" for tabs), and no quote or line end");
}

static bool keep_text(const Option *o, RunSpec *spec, const char *text, Arena *arena, ValueError *why) {
    const char *copy = arena_text(arena, text);
    why->memory = !copy;
    *(const char **)option_at(o, spec) = copy;
    return copy;
}

static bool read_text(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    if (!cJSON_IsString(value)) return option_refuse_value(o, value, why);
    return keep_text(o, spec, value->valuestring, arena, why);
}

static bool read_column(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    char number[NUMBER_TEXT_SIZE];
    int64_t whole;
    if (!option_whole(o, value, &whole) || whole == 0) return read_text(o, spec, value, arena, why);
    return keep_text(o, spec, number_text_double(number, (double)whole), arena, why);
}

static bool read_separator(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    const char *text = cJSON_IsString(value) ? value->valuestring : "";
    if (strcmp(text, "\\t") == 0) text = "\t";
    if (strlen(text) != 1 || strchr("\"\r\n", *text)) return option_refuse_value(o, value, why);
    return keep_text(o, spec, text, arena, why);
}

static const char *text_at(const Option *o, const RunSpec *spec) {
    return *(const char *const *)option_in(o, spec);
}

static void text_text(const Option *o, const RunSpec *spec, Text *out) {
    text_add(out, text_at(o, spec));
}

static void json_of_text(const Option *o, const RunSpec *spec, JsonWriter *out) {
    json_text(out, text_at(o, spec));
}

static void schema_text(const Option *o, JsonWriter *out) {
    (void)o;
    schema_type("string", out);
}

static void schema_column(const Option *o, JsonWriter *out) {
    json_key(out, "type");
    json_list(out, JSON_INLINE);
    json_text(out, "string");
    json_text(out, "integer");
    json_end(out);
    json_key(out, "not");
    json_object(out, JSON_INLINE);
    json_key(out, "const");
    json_whole(out, 0);
    json_end(out);
    schema_bounds(o, out);
}

const TypeInfo type_text = {
    .size = sizeof(char *),
    .is_text = true,
    .verbatim = true,
    .allowed = allow_text,
    .read = read_text,
    .text = text_text,
    .json = json_of_text,
    .schema = schema_text,
};

const TypeInfo type_path = {
    .size = sizeof(char *),
    .is_text = true,
    .verbatim = true,
    .bare = true,
    .allowed = allow_path,
    .read = read_text,
    .text = text_text,
    .json = json_of_text,
    .schema = schema_text,
};

const TypeInfo type_column = {
    .size = sizeof(char *),
    .is_text = true,
    .allowed = allow_column,
    .read = read_column,
    .text = text_text,
    .json = json_of_text,
    .schema = schema_column,
};

const TypeInfo type_separator = {
    .size = sizeof(char *),
    .is_text = true,
    .verbatim = true,
    .allowed = allow_separator,
    .read = read_separator,
    .text = text_text,
    .json = json_of_text,
    .schema = schema_text,
};
