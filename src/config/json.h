// JSON as configs are written: RFC 8259 with // and /* */ comments, read strictly. cJSON builds the tree; because cJSON
// by itself accepts more than the grammar and forgets where things stood, our own scan goes over the text first.
#ifndef CONFIG_JSON_H
#define CONFIG_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

#define JSON_DEPTH 32               // nesting allowed
#define JSON_WHOLE 9007199254740991 // the largest whole number that JSON programs agree on: 2^53 - 1

// Where a key or list item stands. Places are a tree, so that they take no more memory than the text does, however long
// the keys above a long list: each holds its own part of the path alone. A dotted key makes a place for each part.
typedef struct JsonPlace {
    size_t parent;    // the place that it stands in, by its number
    const char *name; // its part of the path; NULL for an item of a list
    size_t size;      // of the name in bytes; of an item: its number in the list
    bool given;       // it has a value itself; else it is only above others: "train" in "train.epochs"
    size_t key_at;    // offset of the key (of a list item: of the value)
    size_t value_at;  // offset of the value
} JsonPlace;

// A JSON text that was read. Lives in the arena given to json_read, but for `root`, which json_free frees.
typedef struct JsonDoc {
    const char *name; // what errors call it: the file's path, or "--set"; NULL for nothing
    const char *text; // as read; NULL when errors shall give no line and column
    size_t size;
    const char *folder; // of a config that another one extends: where it stands; else NULL
    int depth;          // how many extend it, one upon the other
    JsonPlace *places;  // [0] is the document itself
    size_t place_count, place_room;
    size_t *slots; // the places by parent and name, 0 where none is; [slot_count], a power of two
    size_t slot_count;
    cJSON *root; // use with exact names only: cJSON_GetObjectItem ignores case
} JsonDoc;

#define NO_PLACE ((size_t)-1) // an offset that is none

typedef enum JsonWhere { AT_KEY, AT_VALUE } JsonWhere;

// Reads `text` (a 0 follows its `size` bytes). Refuses with ERR_CONFIG and "name:line:column: " whatever RFC 8259 does
// not allow (comments and a byte order mark apart), and: keys given twice, also once nested and once dotted; invalid
// UTF-8; \u0000; numbers that overflow; nesting beyond JSON_DEPTH.
Status json_read(JsonDoc *doc, Arena *arena, const char *name, const char *text, size_t size, Error *e);
void json_free(JsonDoc *doc);

// The scan alone: fills doc->places; `blanked` (size + 1 bytes) becomes the text without comments and byte order mark.
Status json_scan(JsonDoc *doc, Arena *arena, char *blanked, Error *e);

// ERR_CONFIG with "name:line:column: message" for the place of `path` ("name: message" when it is not in the text).
Status json_error(const JsonDoc *doc, const char *path, JsonWhere where, const char *message, Error *e);
// The same for an offset, which may be NO_PLACE.
Status json_error_at(const JsonDoc *doc, size_t offset, const char *message, Error *e);

// The offset of the key or value at `path`; NO_PLACE when it is not in the text.
size_t json_offset(const JsonDoc *doc, const char *path, JsonWhere where);

// What was given at a path ("settings[2].regularize.dropout"; a dotted key has the same path as nested ones), or NULL.
const JsonPlace *json_place(const JsonDoc *doc, const char *path);

// The number of the place of key `name` below place `parent`, or of item `size` for NULL; made where there is none.
// False without memory.
bool json_place_add(JsonDoc *doc, Arena *arena, size_t parent, const char *name, size_t size, size_t *place);
// The path of a place; NULL without memory.
const char *json_place_path(const JsonDoc *doc, Arena *arena, size_t place);

#define SHOWN_SIZE 64
// `text` made fit for a message: cut to a line's length, control characters as '?'. Returns `out`.
const char *json_shown(char out[SHOWN_SIZE], const char *text);

#endif
