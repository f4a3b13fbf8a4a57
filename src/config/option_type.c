// The types of options: the table of them, and what they share.
#include "config/option_type.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "config/json.h"
#include "config/schema.h"

static const TypeInfo *const types[OPTION_TYPES] = {
    [OPTION_BOOL] = &type_bool,           [OPTION_INT] = &type_int,
    [OPTION_SIZE] = &type_size,           [OPTION_WHOLE] = &type_whole,
    [OPTION_NUMBER] = &type_number,       [OPTION_TEXT] = &type_text,
    [OPTION_PATH] = &type_path,           [OPTION_COLUMN] = &type_column,
    [OPTION_CHARACTER] = &type_character, [OPTION_CHOICE] = &type_choice,
    [OPTION_INTS] = &type_ints,           [OPTION_NUMBERS] = &type_numbers,
    [OPTION_TEXTS] = &type_texts,         [OPTION_COLUMNS] = &type_columns,
    [OPTION_NUMBER_OR] = &type_number_or, [OPTION_CHOICE_OR_NUMBERS] = &type_choice_or_numbers,
};

const TypeInfo *option_type(const Option *o) {
    return types[o->type];
}

void *option_at(const Option *o, RunSpec *spec) {
    return (char *)spec + o->offset;
}

const void *option_in(const Option *o, const RunSpec *spec) {
    return (const char *)spec + o->offset;
}

int option_count_of(const Option *o, const RunSpec *spec) {
    return o->capacity ? *(const int *)(const void *)((const char *)spec + o->count_offset) : 1;
}

void option_allowed_also(const Option *o, Text *out) {
    if (o->implied && o->type != OPTION_BOOL) text_add(out, ", true or false");
    if (o->inner) text_add(out, ", or an object with its options");
}

bool option_refuse(ValueError *why, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(why->text, sizeof why->text, format, args);
    va_end(args);
    return false;
}

// A number as the person is likely to have written it: whole ones up to a long way beyond 2^53 without exponent.
static const char *given_number(char out[NUMBER_TEXT_SIZE], double v) {
    if (v != floor(v) || fabs(v) > 1e18) return number_text_double(out, v);
    snprintf(out, NUMBER_TEXT_SIZE, "%.0f", v);
    return out;
}

bool option_refuse_as(OptionWords words, const Option *o, const cJSON *value, ValueError *why) {
    Text allowed = {0};
    char shown[SHOWN_SIZE], number[NUMBER_TEXT_SIZE];
    words(o, &allowed);
    if (words == option_type(o)->allowed) option_allowed_also(o, &allowed);
    const char *must = allowed.data && !allowed.failed ? allowed.data : "another value";
    if (cJSON_IsString(value)) {
        option_refuse(why, "must be %s, not the text \"%s\"", must, json_shown(shown, value->valuestring));
    } else if (cJSON_IsNumber(value)) {
        option_refuse(why, "must be %s, not %s", must, given_number(number, value->valuedouble));
        why->given = strlen(why->text) - strlen(number);
    } else {
        option_refuse(why, "must be %s, not %s", must,
                      cJSON_IsArray(value)    ? "a list"
                      : cJSON_IsObject(value) ? "an object"
                      : cJSON_IsNull(value)   ? "null"
                      : cJSON_IsTrue(value)   ? "true"
                                              : "false");
    }
    text_free(&allowed);
    return false;
}

bool option_refuse_value(const Option *o, const cJSON *value, ValueError *why) {
    return option_refuse_as(option_type(o)->allowed, o, value, why);
}
