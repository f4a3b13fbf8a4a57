// A small table to try things on: two moons that reach into each other, hidden among columns of noise.
#ifndef DATA_MOONS_H
#define DATA_MOONS_H

#include <stdint.h>

#include "base/text.h"

#define MOONS_NOISE_COLUMNS 8

// Appends the table as CSV: a header, then `samples` rows, the moons in turn. Columns: x and y (a place on a half
// circle of radius 1, blurred), MOONS_NOISE_COLUMNS columns that mean nothing, and the label "moon": upper or lower.
// Numbers have three decimals. Row i depends on `seed` and i alone and is the same everywhere.
void moons_write(uint64_t seed, int32_t samples, Text *out);

#endif
