#include <ctype.h>
#include <string.h>

#include "base/text.h"

#define LONGEST_WORD 63

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

const char *nearest_word(const char *word, const char *const *candidates, size_t n) {
    size_t length = strlen(word), nearest = LONGEST_WORD + 1;
    const char *found = NULL;
    if (length > LONGEST_WORD) return NULL;
    for (size_t i = 0; i < n; i++) {
        size_t other = strlen(candidates[i]), longer = length > other ? length : other;
        if (longer > LONGEST_WORD) continue;
        size_t distance = edit_distance(word, length, candidates[i], other);
        if (distance < nearest && distance <= (longer + 1) / 3) {
            nearest = distance;
            found = candidates[i];
        }
    }
    return found;
}
