// JSON as configs are written: RFC 8259 with // and /* */ comments, read strictly. cJSON builds the tree; because cJSON
// by itself accepts more than the grammar and forgets where things stood, our own scan goes over the text first.
#ifndef CONFIG_JSON_H
#define CONFIG_JSON_H

#include <cjson/cJSON.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

#define JSON_DEPTH 32               // nesting allowed
#define JSON_WHOLE 9007199254740991 // the largest whole number that JSON programs agree on: 2^53 - 1

// Where a key or list item stands.
typedef struct JsonPlace {
    const char *path; // "settings[2].regularize.dropout"; a dotted key gives the same path as nested ones
    size_t key_at;    // offset of the key (of a list item: of the value)
    size_t value_at;  // offset of the value
} JsonPlace;

// A JSON text that was read. Lives in the arena given to json_read, but for `root`, which json_free frees.
typedef struct JsonDoc {
    const char *name; // what errors call it: the file's path, or "--set"
    const char *text; // as read; NULL when errors shall give no line and column
    size_t size;
    JsonPlace *places; // sorted by path
    size_t place_count;
    cJSON *root; // use with exact names only: cJSON_GetObjectItem ignores case
} JsonDoc;

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
// The same for an offset.
Status json_error_at(const JsonDoc *doc, size_t offset, const char *message, Error *e);

// What stands at a path, or NULL.
const JsonPlace *json_place(const JsonDoc *doc, const char *path);

#define SHOWN_SIZE 64
// `text` made fit for a message: cut to a line's length, control characters as '?'. Returns `out`.
const char *json_shown(char out[SHOWN_SIZE], const char *text);

#endif
