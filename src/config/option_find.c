// Options by their keys. Every option of every setting asks for the options that it needs, so the keys are in a table.
#include <stdint.h>
#include <string.h>

#include "config/options.h"

enum { SLOTS = 4096 }; // a power of two, far above twice the keys

// For each slot 2 i + 1 for the key of option i, 2 i + 2 for the key with its inner name; 0: empty. Filled once.
static uint16_t slots[SLOTS];

typedef struct Key {
    const char *key, *inner; // "regularize.batch_norm", and "on" or ""
} Key;

static Key key_in(uint16_t slot) {
    const Option *o = &options[(slot - 1) / 2];
    return (Key){o->key, slot % 2 ? "" : o->inner};
}

static uint32_t add_hash(uint32_t hash, const char *text) {
    for (; *text; text++) hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash;
}

static bool is_key(Key k, const char *text) {
    size_t n = strlen(k.key);
    if (strncmp(text, k.key, n) != 0) return false;
    return *k.inner ? text[n] == '.' && strcmp(text + n + 1, k.inner) == 0 : !text[n];
}

static void fill(uint16_t value) {
    const Key k = key_in(value);
    uint32_t hash = add_hash(2166136261u, k.key);
    if (*k.inner) hash = add_hash(add_hash(hash, "."), k.inner);
    while (slots[hash % SLOTS]) hash++;
    slots[hash % SLOTS] = value;
}

static void fill_all(void) {
    for (size_t i = 0; i < option_count; i++) {
        fill((uint16_t)(2 * i + 1));
        if (options[i].inner) fill((uint16_t)(2 * i + 2));
    }
}

const Option *option_find(const char *key) {
    static bool filled;
    if (!filled) fill_all();
    filled = true;
    for (uint32_t at = add_hash(2166136261u, key); slots[at % SLOTS]; at++)
        if (is_key(key_in(slots[at % SLOTS]), key)) return &options[(slots[at % SLOTS] - 1) / 2];
    return NULL;
}

bool option_is_group(const char *key) {
    size_t n = strlen(key);
    for (size_t i = 0; i < option_count; i++) {
        if (strncmp(options[i].key, key, n) == 0 && options[i].key[n] == '.') return true;
    }
    return false;
}
