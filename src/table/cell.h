// What a cell of a table is: a number, a word, a missing value, ...
//
// Numbers: [+-] digits [. digits] [e [+-] digits], correctly rounded whatever the locale. With the decimal comma a
// comma stands in the point's place. Groups of three digits, the first without a zero before it, may be set apart by
// the other mark: 1,234,567.8, or with the decimal comma 1.234,5. U+2212 is a minus as well.
#ifndef TABLE_CELL_H
#define TABLE_CELL_H

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/decimal.h"
#include "table/table.h"

#define CELL_CODES 32 // numbers that stand for missing cells and are kept as such; others are read for each cell

typedef struct CellRules {
    char decimal;
    const char *const *missing; // [missing_count]; the empty cell is always missing
    int missing_count;
    bool missing_numbers;     // one of these texts is a number: it stands for all cells of this value
    double code[CELL_CODES];  // these numbers; NAN where a text is none
    bool may_be_missing[256]; // whether one of them begins with this character
    bool *seen;               // [missing_count], or NULL: gets true for those that a cell held
} CellRules;

// `missing`: the texts that stand for a missing cell, or NULL for the usual ones. Those that are numbers are matched by
// value.
void cell_rules(CellRules *rules, char decimal, const char *const *missing, int count);

// Whether it is one of the usual ones.
bool cell_is_usual_missing(const char *text);

bool cell_is_missing(const CellRules *rules, const char *text, size_t n);

// The class of text[0..n), which has no blanks around it; at least 8 bytes behind it can be read. *value is a number's
// (CELL_HUGE: NAN where it is beyond a double, too) and 1 or 0 of a truth.
CellClass cell_class(const CellRules *rules, const char *text, size_t n, double *value);

// Whether a whole text is a number within a 32-bit float; nothing behind it is looked at.
bool cell_text_is_number(const CellRules *rules, const char *text);

// How numbers read with the decimal mark of a form, and with the other one.
typedef struct DecimalRules {
    CellRules own, other;
} DecimalRules;

void decimal_rules(DecimalRules *rules, const Form *form);

// Whether a text is no number, but one once the other character stands before the fraction.
bool decimal_is_other(const DecimalRules *rules, const char *text);

// Whether text[0..n) are digits alone that a double does not hold: it reads as the number `value`, but so does another.
bool cell_is_inexact(const char *text, size_t n, double value);

// For those who read millions -------------------------------------------------------------------------------------

#define CELL_EACH(byte) (0x0101010101010101u * (unsigned char)(byte))

static inline uint64_t cell_load(const char *p) {
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? __builtin_bswap64(word) : word;
}

// Whether all eight characters of a word are digits: neither the byte itself nor the byte + 6 leaves 0x30 to 0x3f.
static inline bool cell_digits8(uint64_t word) {
    return ((word & CELL_EACH(0xf0)) | (((word + CELL_EACH(6)) & CELL_EACH(0xf0)) >> 4)) == CELL_EACH(0x33);
}

// The number that eight digits write, the first in the lowest byte: neighbours are joined to pairs, fours, eights.
static inline uint32_t cell_join8(uint64_t word) {
    word -= CELL_EACH('0');
    word = word * 10 + (word >> 8);
    return (uint32_t)(((word & 0x000000ff000000ffu) * (100 + (1000000ull << 32)) +
                       ((word >> 16) & 0x000000ff000000ffu) * (1 + (10000ull << 32))) >>
                      32);
}

// The n < 8 characters from p on, with zeros before them.
static inline uint64_t cell_load_few(const char *p, size_t n) {
    return n == 0 ? CELL_EACH('0') : cell_load(p) << (64 - 8 * n) | CELL_EACH('0') >> (8 * n);
}

// Takes the n digits that stand before `stop`, at most 16, into *value; false where one is none. 16 bytes before `stop`
// can be read. With vectors of SSE2, which every x86-64 has, all at once, those before them as zeros: neighbours are
// joined to pairs in 16 bits, to fours in 32, to eights in 32.
static inline bool cell_last_digits(const char *stop, size_t n, uint64_t *value) {
#ifdef __SSE2__
    static const uint8_t zeros_before[32] = {[16] = 255, 255, 255, 255, 255, 255, 255, 255,
                                             255,        255, 255, 255, 255, 255, 255, 255};
    const __m128i taken = _mm_loadu_si128((const __m128i *)(const void *)(zeros_before + n));
    const __m128i text = _mm_loadu_si128((const __m128i *)(const void *)(stop - 16));
    const __m128i digit = _mm_and_si128(_mm_sub_epi8(text, _mm_set1_epi8('0')), taken);
    const __m128i above = _mm_subs_epu8(digit, _mm_set1_epi8(9));
    if (_mm_movemask_epi8(_mm_cmpeq_epi8(above, _mm_setzero_si128())) != 0xffff) return false;
    const __m128i tens = _mm_mullo_epi16(_mm_and_si128(digit, _mm_set1_epi16(0xff)), _mm_set1_epi16(10));
    const __m128i pairs = _mm_add_epi16(tens, _mm_srli_epi16(digit, 8));
    const __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(1 << 16 | 100));
    const __m128i eights = _mm_madd_epi16(_mm_packs_epi32(fours, fours), _mm_set1_epi32(1 << 16 | 10000));
    const uint64_t both = (uint64_t)_mm_cvtsi128_si64(eights);
    *value = 100000000 * (both & 0xffffffff) + (both >> 32);
    return true;
#else
    const size_t low_n = n < 8 ? n : 8;
    const uint64_t high = n == 16 ? cell_load(stop - 16) : cell_load_few(stop - n, n - low_n);
    const uint64_t low = low_n == 8 ? cell_load(stop - 8) : cell_load_few(stop - low_n, low_n);
    *value = (uint64_t)100000000 * cell_join8(high) + cell_join8(low);
    return cell_digits8(high) && cell_digits8(low);
#endif
}

// Reads [-+] digits [. digits] that fill p[0..stop - p), at most 19 of them, as number_read would. False for all else,
// numbers in other forms among it. 16 bytes before `stop` and 8 behind it can be read.
static inline bool cell_plain_number(const char *p, const char *stop, char point, double *value) {
    static const uint64_t tens[] = {1,
                                    10,
                                    100,
                                    1000,
                                    10000,
                                    100000,
                                    1000000,
                                    10000000,
                                    100000000,
                                    1000000000,
                                    10000000000,
                                    100000000000,
                                    1000000000000,
                                    10000000000000,
                                    100000000000000,
                                    1000000000000000,
                                    10000000000000000};
    const bool negative = *p == '-';
    p += negative || *p == '+';
    const char *first = p;
    uint64_t w = 0;
    for (unsigned digit; p < stop && (digit = (unsigned char)*p - (unsigned)'0') < 10; p++) w = 10 * w + digit;
    int64_t digits = p - first, fraction = 0;
    if (p < stop && *p == point) {
        fraction = stop - ++p;
        digits += fraction;
        for (unsigned digit; stop - p > 16; p++) {
            if ((digit = (unsigned char)*p - (unsigned)'0') > 9) return false;
            w = 10 * w + digit;
        }
        uint64_t last;
        if (!cell_last_digits(stop, (size_t)(stop - p), &last)) return false;
        w = tens[stop - p] * w + last;
        p = stop;
    }
    double x;
    if (p != stop || digits == 0 || digits > 19 || !decimal_double(w, -fraction, &x)) return false;
    *value = negative ? -x : x;
    return true;
}

#endif
