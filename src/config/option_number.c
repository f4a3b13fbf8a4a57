// Options that are numbers, and lists of numbers.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "config/json.h"
#include "config/option_type.h"
#include "config/schema.h"

static void allow_bounds(const Option *o, Text *out) {
    char low[NUMBER_TEXT_SIZE], high[NUMBER_TEXT_SIZE];
    number_text_double(low, o->low);
    if (o->high == JSON_WHOLE)
        strcpy(high, "2^53 - 1");
    else
        number_text_double(high, o->high);
    if (o->above_low)
        text_printf(out, " above %s and %s %s", low, o->below_high ? "below" : "at most", high);
    else if (o->below_high)
        text_printf(out, " from %s to below %s", low, high);
    else
        text_printf(out, " from %s to %s", low, high);
}

static void allow_whole(const Option *o, Text *out) {
    text_add(out, "a whole number");
    allow_bounds(o, out);
}

static void allow_size(const Option *o, Text *out) {
    allow_whole(o, out);
    text_add(out, ", \"all\" or null");
}

static void allow_whole_or_null(const Option *o, Text *out) {
    allow_whole(o, out);
    text_add(out, ", or null");
}

static void allow_number(const Option *o, Text *out) {
    text_add(out, "a number");
    allow_bounds(o, out);
}

static void allow_number_or_word(const Option *o, Text *out) {
    allow_number(o, out);
    text_printf(out, ", or \"%s\"", o->choices[0]);
}

// Bounds hold after rounding to float32: that is what training computes with.
bool option_number(const Option *o, const cJSON *value, double *out) {
    if (!cJSON_IsNumber(value)) return false;
    double v = value->valuedouble, r = (float)v;
    if (v < o->low || v > o->high || (o->above_low && r <= o->low) || (o->below_high && r >= o->high)) return false;
    *out = v + 0.0; // -0 becomes 0
    return true;
}

bool option_refuse_number(OptionWords words, const Option *o, const cJSON *value, ValueError *why) {
    double v = cJSON_IsNumber(value) ? value->valuedouble : NAN;
    float r = (float)v;
    char number[NUMBER_TEXT_SIZE];
    if ((v > o->low && v < o->high) && (r <= (float)o->low || r >= (float)o->high))
        snprintf(why->after, sizeof why->after, ", which float32 rounds to %s", number_text_float(number, r));
    return option_refuse_as(words, o, value, why);
}

bool option_whole(const Option *o, const cJSON *value, int64_t *out) {
    if (!cJSON_IsNumber(value)) return false;
    double v = value->valuedouble;
    if (v != floor(v) || v < o->low || v > o->high) return false;
    *out = (int64_t)v;
    return true;
}

static bool read_int(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    (void)arena;
    int64_t whole;
    if (!option_whole(o, value, &whole)) return option_refuse_value(o, value, why);
    *(int *)option_at(o, spec) = (int)whole;
    return true;
}

static bool is_all(const cJSON *value) {
    return (cJSON_IsString(value) && strcmp(value->valuestring, "all") == 0) ||
           (cJSON_IsNumber(value) && value->valuedouble == 0);
}

static bool read_size(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    (void)arena;
    int64_t *at = option_at(o, spec);
    if (cJSON_IsNull(value))
        *at = SIZE_DEFAULT;
    else if (is_all(value))
        *at = SIZE_ALL;
    else
        return option_whole(o, value, at) || option_refuse_value(o, value, why);
    return true;
}

static bool read_whole_or_null(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    (void)arena;
    int64_t *at = option_at(o, spec);
    if (!cJSON_IsNull(value)) return option_whole(o, value, at) || option_refuse_value(o, value, why);
    *at = WHOLE_NULL;
    return true;
}

static bool read_number(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    (void)arena;
    return option_number(o, value, option_at(o, spec)) || option_refuse_number(allow_number, o, value, why);
}

static bool read_number_or_word(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    (void)arena;
    double *at = option_at(o, spec);
    if (!cJSON_IsString(value) || strcmp(value->valuestring, o->choices[0]) != 0)
        return option_number(o, value, at) || option_refuse_number(allow_number_or_word, o, value, why);
    *at = NUMBER_WORD;
    return true;
}

static void text_int(const Option *o, const RunSpec *spec, Text *out) {
    text_printf(out, "%d", *(const int *)option_in(o, spec));
}

static void json_of_int(const Option *o, const RunSpec *spec, JsonWriter *out) {
    json_whole(out, *(const int *)option_in(o, spec));
}

static void text_size(const Option *o, const RunSpec *spec, Text *out) {
    int64_t size = *(const int64_t *)option_in(o, spec);
    if (size == SIZE_DEFAULT)
        text_add(out, "null");
    else if (size == SIZE_ALL)
        text_add(out, "all");
    else
        text_printf(out, "%" PRId64, size);
}

static void json_of_size(const Option *o, const RunSpec *spec, JsonWriter *out) {
    int64_t size = *(const int64_t *)option_in(o, spec);
    if (size > 0)
        json_whole(out, size);
    else
        json_text(out, size == SIZE_ALL ? "all" : NULL);
}

static void text_whole_or_null(const Option *o, const RunSpec *spec, Text *out) {
    int64_t whole = *(const int64_t *)option_in(o, spec);
    if (whole == WHOLE_NULL)
        text_add(out, "null");
    else
        text_printf(out, "%" PRId64, whole);
}

static void json_of_whole_or_null(const Option *o, const RunSpec *spec, JsonWriter *out) {
    int64_t whole = *(const int64_t *)option_in(o, spec);
    if (whole == WHOLE_NULL)
        json_null(out);
    else
        json_whole(out, whole);
}

static void text_number(const Option *o, const RunSpec *spec, Text *out) {
    char number[NUMBER_TEXT_SIZE];
    text_add(out, number_text_double(number, *(const double *)option_in(o, spec)));
}

static void json_of_number(const Option *o, const RunSpec *spec, JsonWriter *out) {
    json_number(out, *(const double *)option_in(o, spec));
}

static void text_number_or_word(const Option *o, const RunSpec *spec, Text *out) {
    if (*(const double *)option_in(o, spec) == NUMBER_WORD)
        text_add(out, o->choices[0]);
    else
        text_number(o, spec, out);
}

static void json_of_number_or_word(const Option *o, const RunSpec *spec, JsonWriter *out) {
    if (*(const double *)option_in(o, spec) == NUMBER_WORD)
        json_text(out, o->choices[0]);
    else
        json_of_number(o, spec, out);
}

// A number that is 0 is off.
static unsigned state_int(const Option *o, const RunSpec *spec) {
    return *(const int *)option_in(o, spec) != 0;
}

static unsigned state_number(const Option *o, const RunSpec *spec) {
    return *(const double *)option_in(o, spec) != 0;
}

static const char *name_number(const Option *o, unsigned state) {
    (void)o;
    return state ? "above 0" : "0";
}

void schema_bounds(const Option *o, JsonWriter *out) {
    json_key(out, o->above_low ? "exclusiveMinimum" : "minimum");
    json_number(out, o->low);
    json_key(out, o->below_high ? "exclusiveMaximum" : "maximum");
    json_number(out, o->high);
}

static void schema_int(const Option *o, JsonWriter *out) {
    schema_type("integer", out);
    schema_bounds(o, out);
}

static void schema_number(const Option *o, JsonWriter *out) {
    schema_type("number", out);
    schema_bounds(o, out);
}

static void schema_number_or_word(const Option *o, JsonWriter *out) {
    json_key(out, "anyOf");
    json_list(out, JSON_INLINE);
    json_object(out, JSON_INLINE);
    json_key(out, "const");
    json_text(out, o->choices[0]);
    json_end(out);
    json_object(out, JSON_INLINE);
    schema_number(o, out);
    json_end(out);
    json_end(out);
}

// A whole number, or one of `words`, a list as JSON.
static void schema_int_or(const Option *o, const char *words, JsonWriter *out) {
    json_key(out, "anyOf");
    json_list(out, JSON_INLINE);
    json_object(out, JSON_INLINE);
    json_key(out, "enum");
    json_raw(out, words);
    json_end(out);
    json_object(out, JSON_INLINE);
    schema_int(o, out);
    json_end(out);
    json_end(out);
}

static void schema_size(const Option *o, JsonWriter *out) {
    schema_int_or(o, "[0, \"all\", null]", out);
}

static void schema_whole_or_null(const Option *o, JsonWriter *out) {
    schema_int_or(o, "[null]", out);
}

const TypeInfo type_int = {
    .size = sizeof(int),
    .allowed = allow_whole,
    .read = read_int,
    .text = text_int,
    .json = json_of_int,
    .schema = schema_int,
    .state = state_int,
    .state_name = name_number,
};

const TypeInfo type_size = {
    .size = sizeof(int64_t),
    .allowed = allow_size,
    .read = read_size,
    .text = text_size,
    .json = json_of_size,
    .schema = schema_size,
};

const TypeInfo type_whole = {
    .size = sizeof(int64_t),
    .allowed = allow_whole_or_null,
    .read = read_whole_or_null,
    .text = text_whole_or_null,
    .json = json_of_whole_or_null,
    .schema = schema_whole_or_null,
};

const TypeInfo type_number = {
    .size = sizeof(double),
    .allowed = allow_number,
    .read = read_number,
    .text = text_number,
    .json = json_of_number,
    .schema = schema_number,
    .state = state_number,
    .state_name = name_number,
};

const TypeInfo type_number_or = {
    .size = sizeof(double),
    .allowed = allow_number_or_word,
    .read = read_number_or_word,
    .text = text_number_or_word,
    .json = json_of_number_or_word,
    .schema = schema_number_or_word,
};

// --- Lists

static void allow_ints(const Option *o, Text *out) {
    text_printf(out, "a list of at most %d whole numbers", o->capacity);
    allow_bounds(o, out);
}

static void allow_numbers(const Option *o, Text *out) {
    allow_number(o, out);
    text_printf(out, ", or a list of 1 to %d of them", o->capacity);
}

static int *list_count(const Option *o, RunSpec *spec) {
    return (int *)(void *)((char *)spec + o->count_offset);
}

// Reads the items of a list, each by `set`.
static bool read_items(const Option *o, RunSpec *spec, const cJSON *list, ValueError *why,
                       bool (*set)(const Option *, RunSpec *, int index, const cJSON *, ValueError *)) {
    int size = cJSON_GetArraySize(list), n = 0;
    if (size > o->capacity) return option_refuse(why, "has %d items; at most %d are possible", size, o->capacity);
    const cJSON *item;
    cJSON_ArrayForEach(item, list) {
        why->item = n;
        if (!set(o, spec, n++, item, why)) return false;
    }
    *list_count(o, spec) = size;
    return true;
}

static bool set_int(const Option *o, RunSpec *spec, int index, const cJSON *value, ValueError *why) {
    int64_t whole;
    if (!option_whole(o, value, &whole)) return option_refuse_as(allow_whole, o, value, why);
    ((int *)option_at(o, spec))[index] = (int)whole;
    return true;
}

static bool set_number(const Option *o, RunSpec *spec, int index, const cJSON *value, ValueError *why) {
    return option_number(o, value, (double *)option_at(o, spec) + index) ||
           option_refuse_number(allow_number, o, value, why);
}

static bool read_ints(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    (void)arena;
    return cJSON_IsArray(value) ? read_items(o, spec, value, why, set_int) : option_refuse_value(o, value, why);
}

static bool read_numbers(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    (void)arena;
    if (cJSON_IsArray(value) && cJSON_GetArraySize(value) == 0)
        return option_refuse(why, "must not be an empty list; 0 means none");
    if (cJSON_IsArray(value)) return read_items(o, spec, value, why, set_number);
    if (!option_number(o, value, option_at(o, spec))) return option_refuse_number(allow_numbers, o, value, why);
    *list_count(o, spec) = 1;
    return true;
}

static double item_at(const Option *o, const RunSpec *spec, int index) {
    if (o->type == OPTION_INTS) return ((const int *)option_in(o, spec))[index];
    return ((const double *)option_in(o, spec))[index];
}

static void text_items(const Option *o, const RunSpec *spec, Text *out) {
    char number[NUMBER_TEXT_SIZE];
    int count = option_count_of(o, spec);
    if (count == 0) text_add(out, "none");
    for (int i = 0; i < count; i++)
        text_printf(out, "%s%s", i ? " " : "", number_text_double(number, item_at(o, spec, i)));
}

static void json_of_items(const Option *o, const RunSpec *spec, JsonWriter *out) {
    json_list(out, JSON_INLINE);
    for (int i = 0; i < option_count_of(o, spec); i++) json_number(out, item_at(o, spec, i));
    json_end(out);
}

// A list of one is its number.
static void json_of_numbers(const Option *o, const RunSpec *spec, JsonWriter *out) {
    if (option_count_of(o, spec) == 1)
        json_number(out, item_at(o, spec, 0));
    else
        json_of_items(o, spec, out);
}

static unsigned state_list(const Option *o, const RunSpec *spec) {
    return option_count_of(o, spec) > 0;
}

// Of numbers: whether one is on.
static unsigned state_numbers(const Option *o, const RunSpec *spec) {
    for (int i = 0; i < option_count_of(o, spec); i++)
        if (item_at(o, spec, i) != 0) return 1;
    return 0;
}

static const char *name_list(const Option *o, unsigned state) {
    (void)o;
    return state ? "with at least one width" : "[]";
}

static void schema_items(const Option *o, int least, void (*item)(const Option *, JsonWriter *), JsonWriter *out) {
    schema_type("array", out);
    if (least) {
        json_key(out, "minItems");
        json_whole(out, least);
    }
    json_key(out, "maxItems");
    json_whole(out, o->capacity);
    json_key(out, "items");
    json_object(out, JSON_INLINE);
    item(o, out);
    json_end(out);
}

static void schema_ints(const Option *o, JsonWriter *out) {
    schema_items(o, 0, schema_int, out);
}

static void schema_numbers(const Option *o, JsonWriter *out) {
    json_key(out, "anyOf");
    json_list(out, JSON_INLINE);
    json_object(out, JSON_INLINE);
    schema_number(o, out);
    json_end(out);
    json_object(out, JSON_INLINE);
    schema_items(o, 1, schema_number, out);
    json_end(out);
    json_end(out);
}

const TypeInfo type_ints = {
    .size = sizeof(int),
    .allowed = allow_ints,
    .read = read_ints,
    .text = text_items,
    .json = json_of_items,
    .schema = schema_ints,
    .state = state_list,
    .state_name = name_list,
};

const TypeInfo type_numbers = {
    .size = sizeof(double),
    .allowed = allow_numbers,
    .read = read_numbers,
    .text = text_items,
    .json = json_of_numbers,
    .schema = schema_numbers,
    .state = state_numbers,
    .state_name = name_number,
};
