// The option table: every option of an experiment once. Parsing, checking, "did you mean", --set, `regrun options`, the
// JSON Schema, the resolved config and the columns of varied options all read it.
#ifndef CONFIG_OPTIONS_H
#define CONFIG_OPTIONS_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "config/run_spec.h"

// How an option's value is kept and written. Each has a row in option_type.c.
typedef enum OptionType {
    OPTION_BOOL,      // bool
    OPTION_INT,       // int
    OPTION_SIZE,      // int64_t, samples: a whole number, or "all" (0), or null (-1): as the source has it
    OPTION_WHOLE,     // int64_t: a whole number, or null (-1)
    OPTION_NUMBER,    // double
    OPTION_NUMBER_OR, // double: a number of 0 or more, or the word in `choices` (NUMBER_WORD)
    OPTION_TEXT,      // const char *
    OPTION_PATH,      // const char *: a file or folder, as given or beside the config
    OPTION_COLUMN,    // const char *: text, or a whole number but 0 (kept as its text). With a capacity const char
                      // *[capacity] and its count: one of these, or a list of different ones
    OPTION_CHARACTER, // const char *: one character (a backslash and a t are a tab), or one of `choices`
    OPTION_TEXTS,     // TextList: a text (or number), a list of them, or null: none was given
    OPTION_COLUMNS,   // TextList: as OPTION_COLUMN, or a list
    OPTION_CHOICE,    // int: index into `choices`; those named true and false may be JSON booleans
    OPTION_INTS,      // int[capacity] and its count: a list
    OPTION_NUMBERS,   // double[capacity] and its count: a number, or a list
    OPTION_CHOICE_OR_NUMBERS, // ChoiceOrNumbers: one of `choices`, or a list of numbers that are not all 0
    OPTION_TYPES
} OptionType;

typedef struct Option {
    const char *key; // dotted
    OptionType type;
    size_t offset;              // of the value in RunSpec
    size_t count_offset;        // lists: of their length, an int
    int capacity;               // lists: the most items
    const char *fallback;       // the default, as JSON
    const char *inner;          // NULL, or: in JSON it may also be an object with the options below it, and this is
                                // what the value itself is called there ("on", "rate") ...
    const char *implied;        // ... which is this, as JSON, where the object does not say, and where the value is
                                // true; false is then the default. NULL: the default, and true has no meaning
    const char *for_tables;     // the default where the data are a table (source_is_table); NULL: no other
    const char *for_regression; // the default where the target is a number, which only the data tell; NULL: no other
    const char *for_choice;     // before both of these, the default where the option ...
    const char *chosen;         // ... of this key ...
    unsigned chosen_one_of;     // ... has one of these values (bit n: value n); NULL: no other
    double low, high;           // bounds of a number, of every item of a list
    bool above_low, below_high; // whether these bounds themselves are excluded
    const char *const *choices; // OPTION_CHOICE, OPTION_CHARACTER, OPTION_..._OR...; NULL at the end
    const char *needs;     // has an effect only where this option (a choice, true or false, a list or a number) ...
    unsigned needs_one_of; // ... has one of these values (bit n: value n; of a list 1 = not empty, of numbers 1 = one
                           // is not 0); 0 = always
    bool aside;            // says how the work is done, not what a run is: one value for all settings, and in no log,
                           // resolved config or identity of a run
    bool later;            // of data: does not change how files are read, only what becomes of it (options_same_files)
    bool rowless;          // says nothing of the log's rows but how many there are: no column for being given
    const char *help;      // one line
} Option;

extern const Option *const options; // [option_count], section by section
extern const size_t option_count;

// What the top level of a config holds besides the options.
extern const char *const top_level_keys[]; // "name", "about", "seeds", ...; NULL at the end

#define SIZE_ALL 0      // OPTION_SIZE: all samples that are there
#define SIZE_DEFAULT -1 // OPTION_SIZE: not said; source_sizes replaces it
#define WHOLE_NULL -1   // OPTION_WHOLE
#define NUMBER_WORD -1  // OPTION_NUMBER_OR

// The option of that key (also with its inner name: "regularize.batch_norm.on"), or NULL (option_find.c).
const Option *option_find(const char *key);
// Whether some option's key begins with `key` and a dot.
bool option_is_group(const char *key);
// Its line of help, with the other defaults.
void option_help(const Option *o, Text *out);
// These of its values in words: "sgd or nesterov" (bit n: value n).
void option_states(const Option *o, unsigned one_of, Text *out);
// The option itself, or one that it needs (or that this one needs), whose need is not met under these settings; NULL
// when all are.
const Option *option_lacks(const Option *o, const RunSpec *spec);
// Whether the option has an effect under these settings: it lacks nothing.
bool option_used(const Option *o, const RunSpec *spec);
// Whether its default is that of `for_choice` under these settings.
bool option_chosen(const Option *o, const RunSpec *spec);

// Whether the option of that key (true or false, a number, numbers) is neither false nor 0.
bool option_on(const char *key, const RunSpec *spec);

// --- Unknown keys (option_suggest.c)

// Appends what the writer of an unknown key may have meant, a known key; false where nothing comes to mind. A key with
// a dot in it is never taken for a section. `top`: the key stands at the top level or in --set, where the top-level
// keys count as well; else in a setting.
bool option_suggest(const char *key, bool top, Text *near);

// What the option that `key` stands below is itself called there: "rate" for regularize.dropout.X; NULL: nothing.
const char *option_inner_beside(const char *key);

// Why there is no option of that name, though one may look for it; NULL: no reason is known.
const char *option_missing(const char *key);

// --- Values (option_value.c)

// What is wrong with a value: a message without a place, and the list item it is about.
typedef struct ValueError {
    char text[384];
    size_t given;   // where in `text` a number that was refused begins, which ends it; 0: none was
    int item;       // -1: the whole value
    bool memory;    // nothing but that memory could not be had
    char after[64]; // follows the number that was refused: why
} ValueError;

// Reads `value` into its place in `spec`; texts are copied to the arena. An object is not taken here. False with
// `why` filled when the value is not one that the option takes or memory is missing.
bool option_set(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why);
// The option's value in `from`, put into `to`. Texts are shared.
void option_copy(const Option *o, RunSpec *to, const RunSpec *from);
// Whether the option has the same value in both.
bool option_same(const Option *o, const RunSpec *a, const RunSpec *b);
// The value as tables show it ("true", "0.5", "256 256"), and as JSON (never as an object).
void option_text(const Option *o, const RunSpec *spec, Text *out);
void option_json(const Option *o, const RunSpec *spec, JsonWriter *out);
// The value of an OPTION_PATH.
const char *option_path(const Option *o, const RunSpec *spec);
// What the option takes: "a whole number from 1 to 1000000".
void option_allowed(const Option *o, Text *out);

#endif
