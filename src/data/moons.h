// A small table to try things on: two moons that reach into each other, hidden among columns of noise.
#ifndef DATA_MOONS_H
#define DATA_MOONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/rng.h"
#include "base/text.h"

#define MOONS_NOISE_COLUMNS 8

// Draws a point of one of the moons and features - 2 numbers that mean nothing (data/moons_source.c). `blur`: standard
// deviation in x and in y.
void moons_point(Rng *r, bool lower, float blur, float *values, int32_t features);

// Appends the table as CSV: a header, then `samples` rows, the moons in turn. Columns: x and y (a place on a half
// circle of radius 1, blurred), MOONS_NOISE_COLUMNS columns that mean nothing, and the label "moon": upper or lower.
// Numbers have three decimals. Row i depends on `seed` and i alone and is the same everywhere.
void moons_write(uint64_t seed, int32_t samples, Text *out);

#endif
