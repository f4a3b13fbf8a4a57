// What is known about each type of option: one row for each. A new type is a row here and a name in OptionType.
#ifndef CONFIG_OPTION_TYPE_H
#define CONFIG_OPTION_TYPE_H

#include "config/options.h"

typedef struct TypeInfo {
    size_t size;   // of the value; of one item of a list
    bool is_text;  // the value (each item) is a pointer to a text
    bool verbatim; // --set takes what it is given as text, though it reads as JSON
    bool bare;     // its default is shown without quotes
    // What it takes, in words: "a whole number from 1 to 10".
    void (*allowed)(const Option *o, Text *out);
    // As option_set.
    bool (*read)(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why);
    // As option_text and option_json.
    void (*text)(const Option *o, const RunSpec *spec, Text *out);
    void (*json)(const Option *o, const RunSpec *spec, JsonWriter *out);
    // Adds the members of a JSON Schema that describe it.
    void (*schema)(const Option *o, JsonWriter *out);
    // Whether two values are the same; NULL: where their bytes (their texts) are.
    bool (*same)(const Option *o, const RunSpec *a, const RunSpec *b);
    // The value as a small number, by which others may need it (Option.needs_one_of), and such a number in words. NULL
    // where no option needs one of this type.
    unsigned (*state)(const Option *o, const RunSpec *spec);
    const char *(*state_name)(const Option *o, unsigned state);
} TypeInfo;

// The row of an option's type.
const TypeInfo *option_type(const Option *o);

// option_choice.c, option_number.c, option_text.c.
extern const TypeInfo type_bool, type_choice;
extern const TypeInfo type_int, type_size, type_whole, type_number, type_number_or, type_ints, type_numbers;
extern const TypeInfo type_text, type_path, type_column, type_character;
extern const TypeInfo type_texts, type_columns; // option_list.c
extern const TypeInfo type_choice_or_numbers;   // option_choice_or_numbers.c

// --- What the types share

// Where the value of an option is, or its first item; how many items there are (1 where it is no list).
void *option_at(const Option *o, RunSpec *spec);
const void *option_in(const Option *o, const RunSpec *spec);
int option_count_of(const Option *o, const RunSpec *spec);

// Reads a whole number within the option's bounds; false where the value is none.
bool option_whole(const Option *o, const cJSON *value, int64_t *out);
// Reads a number within the option's bounds, likewise.
bool option_number(const Option *o, const cJSON *value, double *out);
// "minimum" and "maximum", as members of a schema.
void schema_bounds(const Option *o, JsonWriter *out);

typedef void (*OptionWords)(const Option *o, Text *out); // adds what an option takes

// Adds what an option takes beside the values of its type.
void option_allowed_also(const Option *o, Text *out);

// Refusals: `why` gets the message; all return false. "must be WORDS, not VALUE"; the same by the type's own words.
bool option_refuse(ValueError *why, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool option_refuse_as(OptionWords words, const Option *o, const cJSON *value, ValueError *why);
bool option_refuse_value(const Option *o, const cJSON *value, ValueError *why);
// ... which says so where only rounding puts a number out of bounds.
bool option_refuse_number(OptionWords words, const Option *o, const cJSON *value, ValueError *why);

#endif
