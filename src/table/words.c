#include "table/words.h"

#include <string.h>

// A text's place in the table: of one up to 8 bytes, `head` is all of it.
typedef struct WordSlot {
    uint64_t hash, head;
    size_t length;
    int32_t number; // + 1; 0: free
} WordSlot;

#define LETTERS ((size_t)1 << 14) // taken from the arena at a time

static uint64_t load(const char *p, size_t n) {
    uint64_t word;
    memcpy(&word, p, sizeof word);
    if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) word = __builtin_bswap64(word);
    return n >= 8 ? word : n == 0 ? 0 : word & (~(uint64_t)0 >> (64 - 8 * n));
}

// Both halves of the product, folded: every bit of the input reaches every bit of the result.
static uint64_t fold(uint64_t a, uint64_t b) {
    const __uint128_t product = (__uint128_t)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t hash_of(const char *text, size_t n) {
    uint64_t hash = 0x9e3779b97f4a7c15u ^ n;
    for (; n > 8; n -= 8, text += 8) hash = fold(hash ^ load(text, 8), 0xd6e8feb86659fd93u);
    return fold(hash ^ load(text, n), 0xa0761d6478bd642fu);
}

static WordSlot *slot_of(const Words *w, uint64_t hash) {
    return &w->slot[hash & (w->slots - 1)];
}

static WordSlot *next_slot(const Words *w, WordSlot *slot) {
    return slot + 1 < w->slot + w->slots ? slot + 1 : w->slot;
}

static bool grow(Words *w) {
    Words wider = *w;
    wider.room = w->room > 0 ? 2 * w->room : 32;
    wider.slots = 2 * (size_t)wider.room;
    wider.text = arena_take(w->passing, (size_t)wider.room, sizeof *wider.text);
    wider.tag = arena_take(w->passing, (size_t)wider.room, sizeof *wider.tag);
    wider.slot = arena_take(w->passing, wider.slots, sizeof *wider.slot);
    if (!wider.text || !wider.tag || !wider.slot) return false;
    for (size_t i = 0; i < w->slots; i++) {
        if (w->slot[i].number == 0) continue;
        WordSlot *free = slot_of(&wider, w->slot[i].hash);
        while (free->number) free = next_slot(&wider, free);
        *free = w->slot[i];
    }
    if (w->count > 0) {
        memcpy(wider.text, w->text, (size_t)w->count * sizeof *w->text);
        memcpy(wider.tag, w->tag, (size_t)w->count);
    }
    *w = wider;
    return true;
}

static char *keep_letters(Words *w, const char *text, size_t n) {
    if (n >= w->letters_left) {
        const size_t size = n < LETTERS / 4 ? LETTERS : n + 1;
        char *fresh = arena_take(w->arena, size, 1);
        if (!fresh) return NULL;
        w->letters = fresh;
        w->letters_left = size;
    }
    char *kept = w->letters;
    memcpy(kept, text, n);
    w->letters += n + 1;
    w->letters_left -= n + 1;
    return kept;
}

static int32_t add(Words *w, const char *text, size_t n, WordSlot found) {
    if (w->most > 0 && w->count == w->most) {
        w->full = true;
        return WORDS_FULL;
    }
    const char *kept = w->count < w->room || grow(w) ? keep_letters(w, text, n) : NULL;
    if (!kept) return WORDS_MEMORY;
    WordSlot *slot = slot_of(w, found.hash);
    while (slot->number) slot = next_slot(w, slot);
    found.number = ++w->count;
    *slot = found;
    w->text[found.number - 1] = kept;
    w->tag[found.number - 1] = WORDS_NEW_TAG;
    return found.number - 1;
}

int32_t words_number(Words *w, const char *text, size_t n) {
    const WordSlot sought = {.hash = hash_of(text, n), .head = load(text, n), .length = n};
    if (w->slots == 0) return add(w, text, n, sought);
    for (WordSlot *slot = slot_of(w, sought.hash); slot->number; slot = next_slot(w, slot))
        if (slot->hash == sought.hash && slot->length == n && slot->head == sought.head &&
            (n <= 8 || memcmp(w->text[slot->number - 1], text, n) == 0))
            return slot->number - 1;
    return add(w, text, n, sought);
}

const char *const *words_list(const Words *w) {
    const char **list = arena_take(w->arena, (size_t)w->count, sizeof *list);
    if (list && w->count > 0) memcpy(list, w->text, (size_t)w->count * sizeof *list);
    return list;
}
