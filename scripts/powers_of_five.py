#!/usr/bin/env python3
"""Prints src/base/powers_of_five.h: 128 leading bits of 5^q, for reading decimal numbers (base/number_read.c)."""
LOW, HIGH = -65, 65


def leading(q):
    """5^q scaled by a power of two into [2^127, 2^128). Cut off, but for q from -27 to -1 rounded up: as D. Lemire,
    "Number parsing at a gigabyte per second" (2021), proves to be enough."""
    power = 5 ** abs(q)
    if q >= 0:
        return power << 128 >> power.bit_length()
    if q >= -27:
        return (1 << (power - 1).bit_length() + 127) // power + 1
    return (1 << power.bit_length() + 127) // power


def main():
    print(f"""// The 128 leading bits of 5^q for q from {LOW} to {HIGH}, high and low half. Made by scripts/powers_of_five.py.
#ifndef BASE_POWERS_OF_FIVE_H
#define BASE_POWERS_OF_FIVE_H

#include <stdint.h>

#define POWER_LOW ({LOW})
#define POWER_HIGH {HIGH}

static const uint64_t powers_of_five[POWER_HIGH - POWER_LOW + 1][2] = {{""")
    for q in range(LOW, HIGH + 1):
        c = leading(q)
        print(f"    {{0x{c >> 64:016x}, 0x{c & (2**64 - 1):016x}}}, // {q}")
    print("};\n\n#endif")


main()
