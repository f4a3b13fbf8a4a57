#include "config/json.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

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
    if (!doc->name) return error_set(e, ERR_CONFIG, "%s", message);
    if (!doc->text || offset == NO_PLACE) return error_set(e, ERR_CONFIG, "%s: %s", doc->name, message);
    position(doc, offset, &line, &column);
    return error_set(e, ERR_CONFIG, "%s:%d:%d: %s", doc->name, line, column, message);
}

size_t json_offset(const JsonDoc *doc, const char *path, JsonWhere where) {
    const JsonPlace *place = json_place(doc, path);
    return !place ? NO_PLACE : where == AT_KEY ? place->key_at : place->value_at;
}

Status json_error(const JsonDoc *doc, const char *path, JsonWhere where, const char *message, Error *e) {
    return json_error_at(doc, json_offset(doc, path, where), message, e);
}

// --- The tree of places

// Where a place is among the slots, or the empty slot where it belongs.
static size_t *find_slot(const JsonDoc *doc, size_t parent, const char *name, size_t size) {
    uint64_t hash = (parent + 1) * 0x9E3779B97F4A7C15u ^ (name ? 0 : (size + 1) * 0xC2B2AE3D27D4EB4Fu);
    for (size_t i = 0; name && i < size; i++) hash = (hash ^ (unsigned char)name[i]) * 0x100000001B3u;
    for (size_t i = (hash ^ hash >> 29) & (doc->slot_count - 1);; i = (i + 1) & (doc->slot_count - 1)) {
        const JsonPlace *p = &doc->places[doc->slots[i]];
        bool same = p->parent == parent && p->size == size && !p->name == !name;
        if (!doc->slots[i] || (same && (!name || memcmp(p->name, name, size) == 0))) return &doc->slots[i];
    }
}

// Makes room for one more place: the array full, or the slots half full, doubles.
static bool grow(JsonDoc *doc, Arena *arena) {
    if (doc->place_count < doc->place_room) return true;
    size_t room = doc->place_room ? 2 * doc->place_room : 64;
    JsonPlace *places = arena_take(arena, room, sizeof *places);
    size_t *slots = arena_take(arena, 2 * room, sizeof *slots);
    if (!places || !slots) return false;
    if (doc->place_count) memcpy(places, doc->places, doc->place_count * sizeof *places);
    doc->places = places;
    doc->slots = slots;
    doc->place_room = room;
    doc->slot_count = 2 * room;
    if (!doc->place_count) doc->place_count = 1; // the document
    for (size_t i = 1; i < doc->place_count; i++) *find_slot(doc, places[i].parent, places[i].name, places[i].size) = i;
    return true;
}

bool json_place_add(JsonDoc *doc, Arena *arena, size_t parent, const char *name, size_t size, size_t *place) {
    if (!grow(doc, arena)) return false;
    size_t *slot = find_slot(doc, parent, name, size);
    if (!*slot) {
        *slot = doc->place_count++;
        doc->places[*slot] = (JsonPlace){.parent = parent, .name = name, .size = size};
    }
    *place = *slot;
    return true;
}

// The place that one part of a path names, "settings" or "settings[2]", below `parent`; 0 when there is none.
static size_t find_part(const JsonDoc *doc, size_t parent, const char *part, size_t size) {
    size_t place = *find_slot(doc, parent, part, size);
    const char *bracket = place ? NULL : memchr(part, '[', size);
    if (!bracket) return place;
    place = bracket > part ? *find_slot(doc, parent, part, (size_t)(bracket - part)) : parent;
    for (char *end; bracket && bracket < part + size && *bracket == '['; bracket = *end ? end + 1 : end) {
        size_t index = strtoul(bracket + 1, &end, 10);
        if (end == bracket + 1 || *end != ']') return 0;
        place = *find_slot(doc, place, NULL, index);
        if (!place) return 0;
    }
    return place;
}

const JsonPlace *json_place(const JsonDoc *doc, const char *path) {
    size_t place = 0;
    if (!doc->place_count) return NULL;
    for (;; path++) {
        size_t n = strcspn(path, ".");
        place = find_part(doc, place, path, n);
        if (!place) return NULL;
        path += n;
        if (!*path) return doc->places[place].given ? &doc->places[place] : NULL;
    }
}

const char *json_place_path(const JsonDoc *doc, Arena *arena, size_t place) {
    size_t n = 0;
    for (size_t i = place; i; i = doc->places[i].parent) n++;
    size_t *chain = arena_take(arena, n, sizeof *chain);
    Text path = {.failed = !chain};
    for (size_t i = n, at = place; chain && i-- > 0; at = doc->places[at].parent) chain[i] = at;
    for (size_t i = 0; chain && i < n; i++) {
        const JsonPlace *p = &doc->places[chain[i]];
        if (!p->name)
            text_printf(&path, "[%zu]", p->size);
        else
            text_add(&path, i ? "." : "");
        if (p->name) text_add_n(&path, p->name, p->size);
    }
    return text_keep(&path, arena);
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
