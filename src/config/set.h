// The values of --set KEY=VALUE.
#ifndef CONFIG_SET_H
#define CONFIG_SET_H

#include "config/json.h"

// Reads the VALUE given to `key`: JSON where it is JSON and the key does not take any text, else text. Errors are named
// `from`. `doc` is freed with json_free.
Status set_read(JsonDoc *doc, const char *from, const char *key, const char *text, Arena *arena, Error *e);

// Whether VALUE is several, with commas between them, or what makes several: a sweep. A list in brackets is one.
bool set_is_sweep(const char *key, const char *text);
// Reads these values as one JSON list (or what makes them, as it is). Otherwise as set_read.
Status set_read_sweep(JsonDoc *doc, const char *from, const char *key, const char *text, Arena *arena, Error *e);

#endif
