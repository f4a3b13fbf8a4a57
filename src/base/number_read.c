// Decimal text to the nearest double, ties to even.
//
// The digits are read as w 10^q with w a 64-bit whole number, which base/decimal.h makes a double; where it cannot, and
// for what is very large, very small or has more than 19 digits that matter, strtod does.
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
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

// Digits that were cut off lie between w and w + 1: where both read alike, so does all between.
static bool read_cut(uint64_t w, int64_t q, double *value) {
    double above;
    return decimal_by_product(w, q, value) && decimal_by_product(w + 1, q, &above) && *value == above;
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
    const bool read = p.cut ? read_cut(p.w, p.q, &x) : decimal_double(p.w, p.q, &x);
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
