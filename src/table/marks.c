#include "table/marks.h"

#include <stdbool.h>
#include <string.h>

#include "table/marks_x86.h"

#define EACH_BYTE 0x0101010101010101u
#define LOW_BITS (0x7f * EACH_BYTE)

// 0x80 in each byte of x that is 0, and 0 in all others.
static uint64_t zero_bytes(uint64_t x) {
    return ~(((x & LOW_BITS) + LOW_BITS) | x | LOW_BITS);
}

static void find_plain(uint64_t *mark, const char *text, size_t blocks, char a, char b) {
    const uint64_t sought[] = {'\n' * EACH_BYTE, '\r' * EACH_BYTE, (unsigned char)a * EACH_BYTE,
                               (unsigned char)b * EACH_BYTE};
    for (size_t k = 0; k < blocks; k++) {
        uint64_t bits = 0;
        for (int i = 0; i < 8; i++) {
            uint64_t word, hit = 0;
            memcpy(&word, text + MARKS_BLOCK * k + 8 * i, sizeof word);
            if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) word = __builtin_bswap64(word);
            for (int s = 0; s < 4; s++) hit |= zero_bytes(word ^ sought[s]);
            // The product moves the eight marks into its highest byte, the first byte's lowest.
            bits |= ((hit >> 7) * 0x0102040810204080u >> 56) << (8 * i);
        }
        mark[k] = bits;
    }
}

static size_t count_plain(const uint64_t *mark, size_t blocks) {
    size_t count = 0;
    for (size_t k = 0; k < blocks; k++) count += (size_t)__builtin_popcountll(mark[k]);
    return count;
}

static const Marks plain = {.name = "plain", .find = find_plain, .count = count_plain};

const Marks *marks_way(int i) {
    for (int w = 0; w < MARKS_X86_WAYS; w++)
        if (marks_x86_runs(w) && i-- == 0) return &marks_x86[w];
    return i == 0 ? &plain : NULL;
}

static const Marks *preferred;

void marks_prefer(const Marks *marks) {
    preferred = marks;
}

const Marks *marks_best(void) {
    return preferred ? preferred : marks_way(0);
}
