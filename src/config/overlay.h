// An overlay of options: the base of a config, a setting, or one --set, laid over a RunSpec.
#ifndef CONFIG_OVERLAY_H
#define CONFIG_OVERLAY_H

#include "config/json.h"
#include "config/options.h"
#include "config/problems.h"

typedef struct Overlay {
    const JsonDoc *doc;  // where the values come from, for the places in errors
    const char *path;    // of this overlay's object in the document: "" or "settings[2]"
    const char *item_of; // a key whose values stand there in a list, of which this is ...
    int item;            // ... the value so many; NULL: there is none
    RunSpec *spec;
    bool *given;        // [option_count]: what this overlay sets
    Arena *arena;       // takes the texts
    Problems *problems; // takes what is wrong, and reading goes on; NULL: the first error ends it
    Error *e;
} Overlay;

// An overlay that has given nothing yet. ERR_IO without memory.
Status overlay_begin(Overlay *overlay, const JsonDoc *doc, const char *path, RunSpec *spec, Arena *arena,
                     Problems *problems, Error *e);

// Puts `value` where the dotted `key` says: an option's value, or an object of options. Refuses (ERR_CONFIG, with the
// place and what is allowed) unknown keys, values that the option does not take, options set twice.
Status overlay_set(Overlay *overlay, const char *key, const cJSON *value);

// Refuses an option that the overlay gave and that has no effect under `spec`, unless it has its default there.
Status overlay_check_effect(const Overlay *overlay, const Option *o, const RunSpec *spec, const RunSpec *defaults);

// Refuses an option that is one for all settings (Option.aside) in one of them, or in a sweep.
Status overlay_refuse_aside(const Overlay *overlay, const char *key);

// The path of `key` in the document: "settings[2].train.epochs". NULL without memory.
const char *overlay_path(const Overlay *overlay, const char *key);
// ERR_CONFIG with the place of `path` in the document: added to the overlay's problems, or put into its error.
Status overlay_problem(const Overlay *overlay, const char *path, JsonWhere where, const char *message);
// The same with the place of `key` (of its value), and "key: message".
Status overlay_error(const Overlay *overlay, const char *key, JsonWhere where, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
