// Decimal text to the nearest double, ties to even.
//
// The digits are read as w 10^q with w a 64-bit whole number. Where w and the power are exact in double, one
// multiplication or division is rounded right (W. D. Clinger, "How to read floating point numbers accurately", 1990).
// Else w 5^q is taken from the leading 128 bits of 5^q (D. Lemire, "Number parsing at a gigabyte per second", Software:
// Practice and Experience 51, 2021, algorithm 1), which decides nearly always; where it cannot, and for what is very
// large, very small or has more than 19 digits that matter, strtod does.
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/powers_of_five.h"
#include "base/text.h"

// What the text says: (-1)^negative w 10^q, with more digits behind w's last one if `cut`.
typedef struct Parsed {
    uint64_t w;
    int64_t q;
    bool negative, cut;
} Parsed;

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

#define EXPONENT_MOST 100000 // beyond any double, whatever digits stand before it
#define DIGITS_MOST 19       // of a number that 64 bits hold

// Takes digits up to `end` into p->w; `used` counts the digits in it. Returns where they end.
static const char *take_digits(Parsed *p, int *used, const char *at, const char *end, bool after_point) {
    for (; at < end && is_digit(*at); at++) {
        if (*used < DIGITS_MOST) {
            p->w = 10 * p->w + (uint64_t)(*at - '0');
            *used += p->w != 0;
            p->q -= after_point;
        } else {
            p->cut |= *at != '0';
            p->q += !after_point;
        }
    }
    return at;
}

// Takes "e-12" with its sign; false where no digit follows the e.
static bool take_exponent(Parsed *p, const char **at, const char *end) {
    const char *digit = *at + 1;
    const bool negative = digit < end && *digit == '-';
    if (digit < end && (*digit == '-' || *digit == '+')) digit++;
    int64_t exponent = 0;
    const char *first = digit;
    for (; digit < end && is_digit(*digit); digit++)
        if (exponent < EXPONENT_MOST) exponent = 10 * exponent + (*digit - '0');
    *at = digit;
    p->q += negative ? -exponent : exponent;
    return digit > first;
}

// Whether the text is [+-] digits [. digits] [e [+-] digits], with at least one digit before or after the point.
static bool parse(const char *text, size_t n, Parsed *p) {
    const char *at = text, *end = text + n;
    int used = 0;
    *p = (Parsed){.negative = n > 0 && *at == '-'};
    if (at < end && (*at == '-' || *at == '+')) at++;
    const char *first = at;
    at = take_digits(p, &used, at, end, false);
    int64_t digits = at - first;
    if (at < end && *at == '.') {
        first = at + 1;
        at = take_digits(p, &used, first, end, true);
        digits += at - first;
    }
    if (digits == 0) return false;
    if (at < end && (*at == 'e' || *at == 'E') && !take_exponent(p, &at, end)) return false;
    return at == end;
}

static double from_bits(uint64_t bits) {
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

// w and 10^|q| are doubles, and their product or quotient is one operation.
static bool read_exactly(uint64_t w, int64_t q, double *value) {
    static const double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                           1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (w > (uint64_t)1 << 53 || q < -22 || q > 22) return false;
    *value = q < 0 ? (double)w / powers_of_ten[-q] : (double)w * powers_of_ten[q];
    return true;
}

#define MANTISSA_BITS 52
#define EXPONENT_BIAS 1023

// Lemire's algorithm 1 for w > 0. False where it does not decide: what the unknown bits of 5^q might change, and a
// power beyond the table, within which every result is a normal double.
static bool read_by_product(uint64_t w, int64_t q, double *value) {
    if (q < POWER_LOW || q > POWER_HIGH) return false;
    const uint64_t *power = powers_of_five[q - POWER_LOW];
    const int zeros = __builtin_clzll(w);
    const __uint128_t product = (__uint128_t)(w << zeros) * power[0];
    uint64_t high = (uint64_t)(product >> 64), low = (uint64_t)product;
    if ((high & 0x1ff) == 0x1ff) { // the bits that are rounded away might yet carry
        const uint64_t more = (uint64_t)(((__uint128_t)(w << zeros) * power[1]) >> 64);
        low += more;
        high += low < more;
    }
    if (low == UINT64_MAX && (q < -27 || q > 55)) return false;

    const int upper = (int)(high >> 63), shift = upper + 64 - MANTISSA_BITS - 3;
    uint64_t mantissa = high >> shift; // one bit more than a double has
    // The exponent of 2: floor(log2 10^q) is floor(217706 q / 2^16) for these q.
    int64_t exponent = ((217706 * q) >> 16) + 63 + upper - zeros + EXPONENT_BIAS;
    // Halfway between two doubles: only where 5^q fits the bits that are there.
    if (low <= 1 && q >= -4 && q <= 23 && (mantissa & 3) == 1 && mantissa << shift == high) mantissa &= ~(uint64_t)1;
    mantissa = (mantissa + (mantissa & 1)) >> 1;
    if (mantissa >> (MANTISSA_BITS + 1)) mantissa >>= 1, exponent++;
    *value = from_bits((mantissa & (((uint64_t)1 << MANTISSA_BITS) - 1)) | (uint64_t)exponent << MANTISSA_BITS);
    return true;
}

// Digits that were cut off lie between w and w + 1: where both read alike, so does all between.
static bool read_cut(uint64_t w, int64_t q, double *value) {
    double above;
    return read_by_product(w, q, value) && read_by_product(w + 1, q, &above) && *value == above;
}

static bool read_slowly(const char *text, size_t n, double *value) {
    char copy[NUMBER_READ_MOST + 1];
    memcpy(copy, text, n);
    copy[n] = 0;
    char *point = memchr(copy, '.', n);
    if (point) *point = *localeconv()->decimal_point; // strtod wants the locale's own
    *value = strtod(copy, NULL);
    return isfinite(*value);
}

bool number_read(const char *text, size_t n, double *value) {
    Parsed p;
    double x = 0;
    if (n > NUMBER_READ_MOST || !parse(text, n, &p)) return false;
    const bool read =
        p.cut ? read_cut(p.w, p.q, &x) : p.w == 0 || read_exactly(p.w, p.q, &x) || read_by_product(p.w, p.q, &x);
    if (read)
        x = p.negative ? -x : x;
    else if (!read_slowly(text, n, &x))
        return false;
    *value = x;
    return true;
}

bool whole_read(const char *text, uint64_t *value) {
    if (!is_digit(*text)) return false;
    for (*value = 0; is_digit(*text); text++)
        if (__builtin_mul_overflow(*value, 10, value) || __builtin_add_overflow(*value, *text - '0', value))
            return false;
    return *text == 0;
}
