// An overlay of options: the base of a config, a setting, or one --set, laid over a RunSpec.
#ifndef CONFIG_OVERLAY_H
#define CONFIG_OVERLAY_H

#include "config/json.h"
#include "config/options.h"

typedef struct Overlay {
    const JsonDoc *doc; // where the values come from, for the places in errors
    const char *path;   // of this overlay's object in the document: "" or "settings[2]"
    RunSpec *spec;
    bool given[OPTION_COUNT]; // what this overlay sets
    Arena *arena;             // takes the texts
    Error *e;
} Overlay;

// Puts `value` where the dotted `key` says: an option's value, or an object of options. Refuses (ERR_CONFIG, with the
// place and what is allowed) unknown keys, values that the option does not take, options set twice.
Status overlay_set(Overlay *overlay, const char *key, const cJSON *value);

// The path of `key` in the document: "settings[2].train.epochs". NULL without memory.
const char *overlay_path(const Overlay *overlay, const char *key);
// ERR_CONFIG with the place of `key` (of its value) in the document, and "key: message".
Status overlay_error(const Overlay *overlay, const char *key, JsonWhere where, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
