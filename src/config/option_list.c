// Options that are lists of texts: any texts, columns of a table. A list of one may be given as its item.
#include <string.h>

#include "config/json.h"
#include "config/option_type.h"
#include "config/schema.h"

static void allow_texts(const Option *o, Text *out) {
    (void)o;
    text_add(out, "a text, a list of texts, or null");
}

static void allow_item(const Option *o, Text *out) {
    (void)o;
    text_add(out, "text or a number");
}

static void allow_columns(const Option *o, Text *out) {
    (void)o;
    text_add(out, "a column or a list of them: names, numbers other than 0, ranges \"3-7\"");
}

static void allow_column(const Option *o, Text *out) {
    (void)o;
    text_add(out, "a column's name, a whole number other than 0, or a range \"3-7\"");
}

// The text of an item, which may be a number; NULL where it is neither, or there is no memory.
static const char *item_text(const Option *o, const cJSON *value, Arena *arena, ValueError *why) {
    char number[NUMBER_TEXT_SIZE];
    const bool columns = o->type == OPTION_COLUMNS;
    int64_t whole;
    const char *text = NULL;
    if (cJSON_IsString(value) && (!columns || *value->valuestring))
        text = value->valuestring;
    else if (columns && option_whole(o, value, &whole) && whole != 0)
        text = number_text_double(number, (double)whole);
    else if (!columns && cJSON_IsNumber(value))
        text = number_text_double(number, value->valuedouble);
    if (!text) {
        option_refuse_as(columns ? allow_column : allow_item, o, value, why);
        return NULL;
    }
    text = arena_text(arena, text);
    why->memory = !text;
    return text;
}

static bool read_list(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    TextList *list = option_at(o, spec);
    const int count = cJSON_IsArray(value) ? cJSON_GetArraySize(value) : 1;
    const char **item = arena_take(arena, (size_t)count, sizeof *item);
    why->memory = !item;
    if (!item) return false;
    const cJSON *at = cJSON_IsArray(value) ? value->child : value;
    for (int i = 0; i < count; i++, at = at->next) {
        if (cJSON_IsArray(value)) why->item = i;
        item[i] = item_text(o, at, arena, why);
        if (!item[i]) return false;
    }
    *list = (TextList){.item = item, .count = count};
    return true;
}

static bool read_texts(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    if (cJSON_IsArray(value) || cJSON_IsString(value) || cJSON_IsNumber(value))
        return read_list(o, spec, value, arena, why);
    if (!cJSON_IsNull(value)) return option_refuse_value(o, value, why);
    *(TextList *)option_at(o, spec) = (TextList){.item = NULL};
    return true;
}

static bool read_columns(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    if (cJSON_IsArray(value) || cJSON_IsString(value) || cJSON_IsNumber(value))
        return read_list(o, spec, value, arena, why);
    return option_refuse_value(o, value, why);
}

static const TextList *list_in(const Option *o, const RunSpec *spec) {
    return option_in(o, spec);
}

static bool same_list(const Option *o, const RunSpec *a, const RunSpec *b) {
    const TextList *x = list_in(o, a), *y = list_in(o, b);
    if (!x->item || !y->item || x->count != y->count) return !x->item && !y->item;
    for (int i = 0; i < x->count; i++)
        if (strcmp(x->item[i], y->item[i]) != 0) return false;
    return true;
}

static void text_list(const Option *o, const RunSpec *spec, Text *out) {
    const TextList *list = list_in(o, spec);
    if (list->count == 0) text_add(out, list->item ? "none" : "null");
    for (int i = 0; i < list->count; i++) text_printf(out, "%s%s", i ? ", " : "", list->item[i]);
}

static void json_of_list(const Option *o, const RunSpec *spec, JsonWriter *out) {
    const TextList *list = list_in(o, spec);
    if (!list->item) {
        json_null(out);
        return;
    }
    json_list(out, JSON_INLINE);
    for (int i = 0; i < list->count; i++) json_text(out, list->item[i]);
    json_end(out);
}

static void schema_types(const char *first, const char *second, const char *third, JsonWriter *out) {
    const char *const types[] = {first, second, third};
    json_key(out, "type");
    json_list(out, JSON_INLINE);
    for (int i = 0; i < 3 && types[i]; i++) json_text(out, types[i]);
    json_end(out);
}

// An item, or a list of items; with `nothing`, also null.
static void schema_list(const char *number, bool nothing, JsonWriter *out) {
    json_key(out, "anyOf");
    json_list(out, JSON_INLINE);
    json_object(out, JSON_INLINE);
    schema_types("string", number, nothing ? "null" : NULL, out);
    json_end(out);
    json_object(out, JSON_INLINE);
    schema_type("array", out);
    json_key(out, "items");
    json_object(out, JSON_INLINE);
    schema_types("string", number, NULL, out);
    json_end(out);
    json_end(out);
    json_end(out);
}

static void schema_texts(const Option *o, JsonWriter *out) {
    (void)o;
    schema_list("number", true, out);
}

static void schema_columns(const Option *o, JsonWriter *out) {
    (void)o;
    schema_list("integer", false, out);
}

const TypeInfo type_texts = {
    .size = sizeof(TextList),
    .allowed = allow_texts,
    .read = read_texts,
    .text = text_list,
    .json = json_of_list,
    .schema = schema_texts,
    .same = same_list,
};

const TypeInfo type_columns = {
    .size = sizeof(TextList),
    .allowed = allow_columns,
    .read = read_columns,
    .text = text_list,
    .json = json_of_list,
    .schema = schema_columns,
    .same = same_list,
};
