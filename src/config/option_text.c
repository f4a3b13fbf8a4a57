// Options that are texts: any, a path, a column of a table, a character that its text is written with.
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

static void allow_one_column(const Option *o, Text *out) {
    (void)o;
    text_add(out, "text or a whole number other than 0");
}

static void allow_column(const Option *o, Text *out) {
    allow_one_column(o, out);
    if (o->capacity) text_printf(out, ", or a list of 1 to %d of them", o->capacity);
}

static void allow_character(const Option *o, Text *out) {
    for (size_t i = 0; o->choices[i]; i++) text_printf(out, "%s, ", o->choices[i]);
    text_add(out, "or one character (\"\\t\" for tabs), and no quote or line end");
}

static bool keep_item(const Option *o, RunSpec *spec, int index, const char *text, Arena *arena, ValueError *why) {
    const char *copy = arena_text(arena, text);
    why->memory = !copy;
    ((const char **)option_at(o, spec))[index] = copy;
    return copy;
}

static bool keep_text(const Option *o, RunSpec *spec, const char *text, Arena *arena, ValueError *why) {
    return keep_item(o, spec, 0, text, arena, why);
}

static bool read_text(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    if (!cJSON_IsString(value)) return option_refuse_value(o, value, why);
    return keep_text(o, spec, value->valuestring, arena, why);
}

static const char *text_at(const Option *o, const RunSpec *spec, int index) {
    return ((const char *const *)option_in(o, spec))[index];
}

static bool set_column(const Option *o, RunSpec *spec, int index, const cJSON *value, Arena *arena, ValueError *why) {
    char number[NUMBER_TEXT_SIZE];
    int64_t whole;
    const bool is_number = option_whole(o, value, &whole) && whole != 0;
    if (!is_number && !cJSON_IsString(value))
        return option_refuse_as(why->item < 0 ? allow_column : allow_one_column, o, value, why);
    const char *text = is_number ? number_text_double(number, (double)whole) : value->valuestring;
    for (int i = 0; i < index; i++)
        if (strcmp(text_at(o, spec, i), text) == 0) return option_refuse(why, "stands in the list twice; name it once");
    return keep_item(o, spec, index, text, arena, why);
}

static bool read_columns(const Option *o, RunSpec *spec, const cJSON *list, Arena *arena, ValueError *why) {
    const int size = cJSON_GetArraySize(list);
    int n = 0;
    if (size == 0) return option_refuse(why, "must not be an empty list; name at least one column");
    if (size > o->capacity) return option_refuse(why, "has %d items; at most %d are possible", size, o->capacity);
    const cJSON *item;
    cJSON_ArrayForEach(item, list) {
        why->item = n;
        if (!set_column(o, spec, n++, item, arena, why)) return false;
    }
    *(int *)(void *)((char *)spec + o->count_offset) = size;
    return true;
}

static bool read_column(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    if (o->capacity && cJSON_IsArray(value)) return read_columns(o, spec, value, arena, why);
    if (!set_column(o, spec, 0, value, arena, why)) return false;
    if (o->capacity) *(int *)(void *)((char *)spec + o->count_offset) = 1;
    return true;
}

static bool read_character(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    const char *text = cJSON_IsString(value) ? value->valuestring : "";
    for (size_t i = 0; o->choices[i]; i++)
        if (strcmp(text, o->choices[i]) == 0) return keep_text(o, spec, text, arena, why);
    if (strcmp(text, "\\t") == 0) text = "\t";
    if (strlen(text) != 1 || strchr("\"\r\n", *text)) return option_refuse_value(o, value, why);
    return keep_text(o, spec, text, arena, why);
}

static void text_text(const Option *o, const RunSpec *spec, Text *out) {
    for (int i = 0; i < option_count_of(o, spec); i++) text_printf(out, "%s%s", i ? ", " : "", text_at(o, spec, i));
}

// A list of one is its text.
static void json_of_text(const Option *o, const RunSpec *spec, JsonWriter *out) {
    const int count = option_count_of(o, spec);
    if (count > 1) json_list(out, JSON_INLINE);
    for (int i = 0; i < count; i++) json_text(out, text_at(o, spec, i));
    if (count > 1) json_end(out);
}

static void schema_text(const Option *o, JsonWriter *out) {
    (void)o;
    schema_type("string", out);
}

static void schema_one_column(const Option *o, JsonWriter *out) {
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

static void schema_column(const Option *o, JsonWriter *out) {
    if (!o->capacity) {
        schema_one_column(o, out);
        return;
    }
    json_key(out, "anyOf");
    json_list(out, JSON_INLINE);
    json_object(out, JSON_INLINE);
    schema_one_column(o, out);
    json_end(out);
    json_object(out, JSON_INLINE);
    schema_type("array", out);
    json_key(out, "minItems");
    json_whole(out, 1);
    json_key(out, "maxItems");
    json_whole(out, o->capacity);
    json_key(out, "uniqueItems");
    json_bool(out, true);
    json_key(out, "items");
    json_object(out, JSON_INLINE);
    schema_one_column(o, out);
    json_end(out);
    json_end(out);
    json_end(out);
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

const TypeInfo type_character = {
    .size = sizeof(char *),
    .is_text = true,
    .verbatim = true,
    .allowed = allow_character,
    .read = read_character,
    .text = text_text,
    .json = json_of_text,
    .schema = schema_text,
};
