#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

// Decimal digits d0 d1 d2 ... and an exponent: the number d0.d1d2... * 10^exponent.
typedef struct Decimal {
    char digits[20];
    int count;
    int exponent;
} Decimal;

static double read_float(const char *text) {
    return strtof(text, NULL);
}

static double read_double(const char *text) {
    return strtod(text, NULL);
}

// Raises the last digit of "d.ddde+dd" by one, carrying; false when all digits are nines.
static bool raise_digits(char *text) {
    for (char *p = strchr(text, 'e') - 1; p >= text; p--) {
        if (*p >= '0' && *p < '9') return (*p)++, true;
        if (*p == '9') *p = '0';
    }
    return false;
}

// Writes `magnitude` with `count` digits; whether that reads back. The nearest such text is the one to try; only for
// a power of two, whose neighbour below is nearer than the one above, the next text up can read back in its stead.
static bool reads_back(char *text, size_t size, double magnitude, int count, double (*read)(const char *)) {
    int exponent;
    snprintf(text, size, "%.*e", count - 1, magnitude);
    if (read(text) == magnitude) return true;
    return frexp(magnitude, &exponent) == 0.5 && raise_digits(text) && read(text) == magnitude;
}

// The fewest digits (at most `most`, which always suffice) from which `read` gives `magnitude` back. Both printf and
// `read` follow the locale's decimal point; the digits are picked out around it.
static Decimal shortest(double magnitude, int most, double (*read)(const char *)) {
    char text[48];
    int low = 1, count = most; // more digits than suffice suffice, too: the fewest lie from low to count
    while (low < count) {
        const int middle = (low + count) / 2;
        if (reads_back(text, sizeof text, magnitude, middle, read))
            count = middle;
        else
            low = middle + 1;
    }
    if (count == most)
        snprintf(text, sizeof text, "%.*e", most - 1, magnitude);
    else
        reads_back(text, sizeof text, magnitude, count, read);
    Decimal d = {.count = 0};
    char *e = strchr(text, 'e');
    for (const char *p = text; p < e; p++)
        if (*p >= '0' && *p <= '9') d.digits[d.count++] = *p;
    d.exponent = atoi(e + 1);
    return d;
}

static char *put_zeros(char *out, int n) {
    for (int i = 0; i < n; i++) *out++ = '0';
    return out;
}

static char *put_digits(char *out, const Decimal *d, int from, int to) {
    memcpy(out, d->digits + from, (size_t)(to - from));
    return out + (to - from);
}

// 0.00123, 12.3 or 12300.
static char *put_plain(char *out, const Decimal *d) {
    int whole = d->exponent + 1; // digits before the point
    if (whole <= 0) {
        *out++ = '0';
        *out++ = '.';
        return put_digits(put_zeros(out, -whole), d, 0, d->count);
    }
    if (whole >= d->count) return put_zeros(put_digits(out, d, 0, d->count), whole - d->count);
    out = put_digits(out, d, 0, whole);
    *out++ = '.';
    return put_digits(out, d, whole, d->count);
}

// 1.23e-5
static char *put_exponent(char *out, const Decimal *d) {
    out = put_digits(out, d, 0, 1);
    if (d->count > 1) {
        *out++ = '.';
        out = put_digits(out, d, 1, d->count);
    }
    return out + sprintf(out, "e%d", d->exponent);
}

// What the two kinds of number differ in: the digits that always suffice, the power of ten from which on an exponent is
// written, and how the text is read back.
static char *number_text(char *out, double value, int most, int plain_below, double (*read)(const char *)) {
    char *p = out;
    if (signbit(value) && !isnan(value)) *p++ = '-';
    if (!isfinite(value) || value == 0) {
        strcpy(p, isnan(value) ? "nan" : isinf(value) ? "inf" : "0");
        return out;
    }
    Decimal d = shortest(fabs(value), most, read);
    bool plain = d.exponent >= -4 && d.exponent < plain_below;
    p = plain ? put_plain(p, &d) : put_exponent(p, &d);
    *p = 0;
    return out;
}

char *number_text_float(char out[NUMBER_TEXT_SIZE], float value) {
    return number_text(out, value, 9, 7, read_float);
}

char *number_text_double(char out[NUMBER_TEXT_SIZE], double value) {
    return number_text(out, value, 17, 15, read_double);
}
