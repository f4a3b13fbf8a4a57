// w 10^q, a whole number times a power of ten, as the nearest double, ties to even; inline, for those who read
// millions.
//
// Where w and the power are exact in double, one multiplication or division is rounded right (W. D. Clinger, "How to
// read floating point numbers accurately", 1990). Else w 5^q is taken from the leading 128 bits of 5^q (D. Lemire,
// "Number parsing at a gigabyte per second", Software: Practice and Experience 51, 2021, algorithm 1), which decides
// nearly always.
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/powers_of_five.h"

// w and 10^|q| are doubles, and their product or quotient is one operation.
static inline bool decimal_exactly(uint64_t w, int64_t q, double *value) {
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
static inline bool decimal_by_product(uint64_t w, int64_t q, double *value) {
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
    const uint64_t bits = (mantissa & (((uint64_t)1 << MANTISSA_BITS) - 1)) | (uint64_t)exponent << MANTISSA_BITS;
    memcpy(value, &bits, sizeof bits);
    return true;
}

// False where neither way decides: strtod must.
static inline bool decimal_double(uint64_t w, int64_t q, double *value) {
    *value = 0;
    return w == 0 || decimal_exactly(w, q, value) || decimal_by_product(w, q, value);
}

#endif
