// Values of options: from JSON into a RunSpec, and back.
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "config/json.h"
#include "config/options.h"

static void *field(const Option *o, RunSpec *spec) {
    return (char *)spec + o->offset;
}

static const void *field_of(const Option *o, const RunSpec *spec) {
    return (const char *)spec + o->offset;
}

static int list_count(const Option *o, const RunSpec *spec) {
    return *(const int *)((const char *)spec + o->count_offset);
}

// --- What an option takes, in words

static void add_bounds(const Option *o, Text *out) {
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

void option_allowed(const Option *o, Text *out) {
    switch (o->type) {
    case OPTION_BOOL:
        text_add(out, "true or false");
        break;
    case OPTION_SWITCH:
        text_add(out, "true, false, or an object with its options");
        break;
    case OPTION_INT:
        text_add(out, "a whole number");
        add_bounds(o, out);
        break;
    case OPTION_SIZE:
        text_add(out, "a whole number");
        add_bounds(o, out);
        text_add(out, ", \"all\" or null");
        break;
    case OPTION_SEED:
        text_add(out, "a whole number");
        add_bounds(o, out);
        text_add(out, ", or null");
        break;
    case OPTION_NUMBER:
        text_add(out, "a number");
        add_bounds(o, out);
        break;
    case OPTION_TEXT:
        text_add(out, "text");
        break;
    case OPTION_PATH:
        text_add(out, "a path");
        break;
    case OPTION_COLUMN:
        text_add(out, "text or a whole number other than 0");
        break;
    case OPTION_CHOICE:
        text_add(out, "one of ");
        for (size_t i = 0; o->choices[i]; i++) text_printf(out, "%s%s", i ? ", " : "", o->choices[i]);
        break;
    case OPTION_INTS:
        text_printf(out, "a list of at most %d whole numbers", o->capacity);
        add_bounds(o, out);
        break;
    case OPTION_NUMBERS:
        text_add(out, "a number");
        add_bounds(o, out);
        text_printf(out, ", or a list of 1 to %d of them", o->capacity);
        break;
    }
}

// --- From JSON

__attribute__((format(printf, 2, 3))) static bool refuse(ValueError *why, const char *format, ...) {
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

// "must be ..., not ...".
static bool refuse_value(const Option *o, const cJSON *value, ValueError *why) {
    Text allowed = {0};
    char shown[SHOWN_SIZE], number[NUMBER_TEXT_SIZE];
    option_allowed(o, &allowed);
    const char *must = allowed.data && !allowed.failed ? allowed.data : "another value";
    if (cJSON_IsString(value)) {
        refuse(why, "must be %s, not the text \"%s\"", must, json_shown(shown, value->valuestring));
    } else if (cJSON_IsNumber(value)) {
        refuse(why, "must be %s, not %s", must, given_number(number, value->valuedouble));
        why->given = strlen(why->text) - strlen(number);
    } else {
        refuse(why, "must be %s, not %s", must,
               cJSON_IsArray(value)    ? "a list"
               : cJSON_IsObject(value) ? "an object"
               : cJSON_IsNull(value)   ? "null"
               : cJSON_IsTrue(value)   ? "true"
                                       : "false");
    }
    text_free(&allowed);
    return false;
}

// A number within the option's bounds, which hold after rounding to float32: that is what training computes with.
static bool read_number(const Option *o, const cJSON *value, double *out) {
    if (!cJSON_IsNumber(value)) return false;
    double v = value->valuedouble, r = (float)v;
    if (v < o->low || v > o->high || (o->above_low && r <= o->low) || (o->below_high && r >= o->high)) return false;
    *out = v + 0.0; // -0 becomes 0
    return true;
}

static bool read_whole(const Option *o, const cJSON *value, int64_t *out) {
    if (!cJSON_IsNumber(value)) return false;
    double v = value->valuedouble;
    if (v != floor(v) || v < o->low || v > o->high) return false;
    *out = (int64_t)v;
    return true;
}

static bool set_int64(const Option *o, int64_t *at, const cJSON *value, ValueError *why) {
    bool size = o->type == OPTION_SIZE;
    if (cJSON_IsNull(value))
        *at = size ? SIZE_DEFAULT : SEED_OF_RUN;
    else if (size && ((cJSON_IsString(value) && strcmp(value->valuestring, "all") == 0) ||
                      (cJSON_IsNumber(value) && value->valuedouble == 0)))
        *at = SIZE_ALL;
    else if (!read_whole(o, value, at))
        return refuse_value(o, value, why);
    return true;
}

static bool set_text(const Option *o, const char **at, const cJSON *value, Arena *arena, ValueError *why) {
    char number[NUMBER_TEXT_SIZE];
    const char *text = cJSON_IsString(value) ? value->valuestring : NULL;
    int64_t whole;
    if (o->type == OPTION_COLUMN && read_whole(o, value, &whole) && whole != 0)
        text = number_text_double(number, (double)whole);
    if (!text) return refuse_value(o, value, why);
    *at = arena_text(arena, text);
    why->memory = !*at;
    return *at != NULL;
}

static bool set_choice(const Option *o, int *at, const cJSON *value, ValueError *why) {
    const char *text = cJSON_IsString(value)  ? value->valuestring
                       : cJSON_IsTrue(value)  ? "true"
                       : cJSON_IsFalse(value) ? "false"
                                              : "";
    size_t n = 0;
    for (; o->choices[n]; n++) {
        if (strcmp(o->choices[n], text) == 0) {
            *at = (int)n;
            return true;
        }
    }
    refuse_value(o, value, why);
    const char *near = nearest_word(text, o->choices, n);
    size_t used = strlen(why->text);
    if (near) snprintf(why->text + used, sizeof why->text - used, "; did you mean %s?", near);
    return false;
}

static bool set_item(const Option *o, RunSpec *spec, int index, const cJSON *value) {
    int64_t whole;
    if (o->type == OPTION_NUMBERS) return read_number(o, value, (double *)field(o, spec) + index);
    if (!read_whole(o, value, &whole)) return false;
    ((int *)field(o, spec))[index] = (int)whole;
    return true;
}

static bool set_list(const Option *o, RunSpec *spec, const cJSON *value, ValueError *why) {
    int *count = (int *)((char *)spec + o->count_offset), n = 0;
    bool numbers = o->type == OPTION_NUMBERS;
    if (!cJSON_IsArray(value)) {
        if (!numbers || !set_item(o, spec, 0, value)) return refuse_value(o, value, why);
        *count = 1;
        return true;
    }
    int size = cJSON_GetArraySize(value);
    if (size > o->capacity) return refuse(why, "has %d items; at most %d are possible", size, o->capacity);
    if (numbers && size == 0) return refuse(why, "must not be an empty list; 0 means none");
    const cJSON *item;
    cJSON_ArrayForEach(item, value) {
        why->item = n;
        Option one = *o; // as a single value, for the message
        one.type = numbers ? OPTION_NUMBER : OPTION_INT;
        if (!set_item(o, spec, n++, item)) return refuse_value(&one, item, why);
    }
    *count = size;
    return true;
}

bool option_set(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    void *at = field(o, spec);
    int64_t whole;
    *why = (ValueError){.item = -1};
    switch (o->type) {
    case OPTION_BOOL:
    case OPTION_SWITCH:
        if (!cJSON_IsBool(value)) return refuse_value(o, value, why);
        *(bool *)at = cJSON_IsTrue(value);
        return true;
    case OPTION_INT:
        if (!read_whole(o, value, &whole)) return refuse_value(o, value, why);
        *(int *)at = (int)whole;
        return true;
    case OPTION_SIZE:
    case OPTION_SEED:
        return set_int64(o, at, value, why);
    case OPTION_NUMBER:
        return read_number(o, value, at) || refuse_value(o, value, why);
    case OPTION_TEXT:
    case OPTION_PATH:
    case OPTION_COLUMN:
        return set_text(o, at, value, arena, why);
    case OPTION_CHOICE:
        return set_choice(o, at, value, why);
    case OPTION_INTS:
    case OPTION_NUMBERS:
        return set_list(o, spec, value, why);
    }
    return false;
}

void option_copy(const Option *o, RunSpec *to, const RunSpec *from) {
    static const size_t sizes[] = {
        [OPTION_BOOL] = sizeof(bool),    [OPTION_SWITCH] = sizeof(bool),  [OPTION_INT] = sizeof(int),
        [OPTION_SIZE] = sizeof(int64_t), [OPTION_SEED] = sizeof(int64_t), [OPTION_NUMBER] = sizeof(double),
        [OPTION_TEXT] = sizeof(char *),  [OPTION_PATH] = sizeof(char *),  [OPTION_COLUMN] = sizeof(char *),
        [OPTION_CHOICE] = sizeof(int),   [OPTION_INTS] = sizeof(int),     [OPTION_NUMBERS] = sizeof(double),
    };
    size_t count = o->capacity ? (size_t)o->capacity : 1;
    memcpy(field(o, to), field_of(o, from), count * sizes[o->type]);
    if (o->capacity) memcpy((char *)to + o->count_offset, (const char *)from + o->count_offset, sizeof(int));
}

// --- Back

// Items with `gap` between them. A list prints "none" as text and nothing as JSON when it is empty.
static void add_items(const Option *o, const RunSpec *spec, const char *gap, Text *out) {
    char number[NUMBER_TEXT_SIZE];
    for (int i = 0; i < list_count(o, spec); i++) {
        double v =
            o->type == OPTION_INTS ? ((const int *)field_of(o, spec))[i] : ((const double *)field_of(o, spec))[i];
        text_printf(out, "%s%s", i ? gap : "", number_text_double(number, v));
    }
}

const char *option_path(const Option *o, const RunSpec *spec) {
    return *(const char *const *)field_of(o, spec);
}

void option_text(const Option *o, const RunSpec *spec, Text *out) {
    const void *at = field_of(o, spec);
    char number[NUMBER_TEXT_SIZE];
    switch (o->type) {
    case OPTION_BOOL:
    case OPTION_SWITCH:
        text_add(out, *(const bool *)at ? "true" : "false");
        break;
    case OPTION_INT:
        text_printf(out, "%d", *(const int *)at);
        break;
    case OPTION_SIZE:
    case OPTION_SEED:
        if (*(const int64_t *)at < 0)
            text_add(out, "null");
        else if (o->type == OPTION_SIZE && *(const int64_t *)at == SIZE_ALL)
            text_add(out, "all");
        else
            text_printf(out, "%lld", (long long)*(const int64_t *)at);
        break;
    case OPTION_NUMBER:
        text_add(out, number_text_double(number, *(const double *)at));
        break;
    case OPTION_TEXT:
    case OPTION_PATH:
    case OPTION_COLUMN:
        text_add(out, *(const char *const *)at);
        break;
    case OPTION_CHOICE:
        text_add(out, o->choices[*(const int *)at]);
        break;
    case OPTION_INTS:
    case OPTION_NUMBERS:
        if (list_count(o, spec) == 0) text_add(out, "none");
        add_items(o, spec, " ", out);
        break;
    }
}

void option_json(const Option *o, const RunSpec *spec, Text *out) {
    Text text = {0};
    bool list = o->type == OPTION_INTS || (o->type == OPTION_NUMBERS && list_count(o, spec) > 1);
    if (list) {
        text_add(out, "[");
        add_items(o, spec, ", ", out);
        text_add(out, "]");
        return;
    }
    option_text(o, spec, &text);
    const char *value = text.data ? text.data : "";
    static const bool quoted[OPTION_NUMBERS + 1] = {
        [OPTION_TEXT] = true, [OPTION_PATH] = true, [OPTION_COLUMN] = true, [OPTION_CHOICE] = true};
    if (quoted[o->type] || (o->type == OPTION_SIZE && *value == 'a')) // "all"
        text_add_json(out, value);
    else
        text_add(out, value);
    out->failed |= text.failed;
    text_free(&text);
}
