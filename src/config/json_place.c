#include "config/json.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

// Line and column (in characters, from 1) of an offset.
static void position(const JsonDoc *doc, size_t offset, int *line, int *column) {
    size_t at = doc->size >= 3 && memcmp(doc->text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    *line = *column = 1;
    for (; at < offset && at < doc->size; at++) {
        if (doc->text[at] == '\n') {
            ++*line;
            *column = 1;
        } else if (((unsigned char)doc->text[at] & 0xC0) != 0x80) {
            ++*column;
        }
    }
}

Status json_error_at(const JsonDoc *doc, size_t offset, const char *message, Error *e) {
    int line, column;
    if (!doc->text) return error_set(e, ERR_CONFIG, "%s: %s", doc->name, message);
    position(doc, offset, &line, &column);
    return error_set(e, ERR_CONFIG, "%s:%d:%d: %s", doc->name, line, column, message);
}

Status json_error(const JsonDoc *doc, const char *path, JsonWhere where, const char *message, Error *e) {
    const JsonPlace *place = json_place(doc, path);
    if (!place) return error_set(e, ERR_CONFIG, "%s: %s", doc->name, message);
    return json_error_at(doc, where == AT_KEY ? place->key_at : place->value_at, message, e);
}

static int by_path(const void *key, const void *place) {
    return strcmp(key, ((const JsonPlace *)place)->path);
}

const JsonPlace *json_place(const JsonDoc *doc, const char *path) {
    if (!doc->place_count) return NULL;
    return bsearch(path, doc->places, doc->place_count, sizeof *doc->places, by_path);
}

const char *json_shown(char out[SHOWN_SIZE], const char *text) {
    size_t n = strlen(text);
    bool cut = n >= SHOWN_SIZE;
    if (cut) {
        n = SHOWN_SIZE - 4;
        while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80) n--; // not inside a character
    }
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        // C1 controls are C2 80 to C2 9F in UTF-8.
        bool control = c < 0x20 || c == 0x7F || (i > 0 && (unsigned char)text[i - 1] == 0xC2 && c < 0xA0);
        out[i] = control ? '?' : text[i];
    }
    strcpy(out + n, cut ? "..." : "");
    return out;
}
