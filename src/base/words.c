#include <ctype.h>
#include <string.h>

#include "base/text.h"

#define LONGEST_WORD 63
#define PART_LEAST 3 // letters that a part of a word must have to be taken for it

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

static char folded(char c) {
    return (char)tolower((unsigned char)c);
}

// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours, one each; case is free.
// Neither word is longer than LONGEST_WORD.
static size_t edit_distance(const char *a, size_t na, const char *b, size_t nb) {
    size_t row[3][LONGEST_WORD + 1]; // distances of a[0..i) from every b[0..j), for the last three i
    for (size_t i = 0; i <= na; i++) {
        size_t *now = row[i % 3], *before = row[(i + 2) % 3], *two_before = row[(i + 1) % 3];
        for (size_t j = 0; j <= nb; j++) {
            if (i == 0 || j == 0) {
                now[j] = i + j;
                continue;
            }
            char x = folded(a[i - 1]), y = folded(b[j - 1]);
            now[j] = least(before[j - 1] + (x != y), least(before[j], now[j - 1]) + 1);
            bool swapped = i > 1 && j > 1 && x == folded(b[j - 2]) && folded(a[i - 2]) == y;
            if (swapped) now[j] = least(now[j], two_before[j - 2] + 1);
        }
    }
    return row[na % 3][nb];
}

// What `word` may be taken for, the lower the better; UNLIKE for what it is not.
enum { PART_ALIKE = LONGEST_WORD + 1, UNLIKE };

static size_t spelling(const char *word, const char *other) {
    const size_t n = strlen(word), m = strlen(other), longer = n > m ? n : m;
    if (longer > LONGEST_WORD) return UNLIKE;
    const size_t distance = edit_distance(word, n, other, m);
    return distance <= (longer + 1) / 3 ? distance : UNLIKE;
}

static bool in_word(char c) {
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

// Whether `whole` and one of the parts of `other`, with all behind it, begin alike until one of them ends.
static bool has_part(const char *other, const char *whole) {
    for (size_t i = 0; other[i]; i++) {
        if (i > 0 && (in_word(other[i - 1]) || !in_word(other[i]))) continue;
        size_t alike = 0;
        while (whole[alike] && folded(whole[alike]) == folded(other[i + alike])) alike++;
        const bool ends = !whole[alike] || !other[i + alike];
        const bool part = !whole[alike] && !in_word(other[i + alike]); // "f1" of "macro_f1"
        if (ends && (alike >= PART_LEAST || (part && alike > 1))) return true;
    }
    return false;
}

static size_t unlikeness(const char *word, const char *other) {
    const size_t distance = spelling(word, other);
    return distance < UNLIKE ? distance : has_part(other, word) || has_part(word, other) ? PART_ALIKE : UNLIKE;
}

static const char *nearest(const char *word, const char *const *candidates, size_t n,
                           size_t (*unlike)(const char *word, const char *other)) {
    size_t least_unlike = UNLIKE;
    const char *found = NULL;
    for (size_t i = 0; i < n; i++) {
        const size_t own = unlike(word, candidates[i]);
        if (own >= least_unlike) continue;
        least_unlike = own;
        found = candidates[i];
    }
    return found;
}

const char *nearest_word(const char *word, const char *const *candidates, size_t n) {
    return nearest(word, candidates, n, unlikeness);
}

const char *nearest_spelling(const char *word, const char *const *candidates, size_t n) {
    return nearest(word, candidates, n, spelling);
}
