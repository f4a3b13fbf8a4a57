// The random numbers of a layer. Unit f of the n-th sample since the run began takes draw n * features + f of the
// layer's stream, one draw each whatever comes of it. So they do not depend on the batch size, and are found again by
// anyone who knows the sample's number.
#ifndef NN_DRAWS_H
#define NN_DRAWS_H

#include "base/rng.h"
#include "nn/layer.h"

typedef struct Draws {
    const char *stream; // its name (base/rng.h) ...
    uint64_t index;     // ... and its index: 0 for what stands at the inputs, 1 for the first hidden layer
    int features;
    uint32_t *draw; // of some rows
    int draw_rows;  // how many rows that is
    // Where the last pass left the stream, so that the next batch need not look for its place.
    Rng rng;
    uint64_t seed, at;
    bool sought;
} Draws;

// Prepares the draws of place->out features; false without memory. `stream` outlives them.
bool draws_take(Draws *d, const Place *place, const char *stream);

// The number of the draw at which those of the pass begin.
static inline uint64_t draws_of(const Draws *d, const Pass *pass) {
    return pass->first_sample * (uint64_t)d->features;
}

// Fill out [rows x features], a panel matrix whose padding becomes 0, row by row from draw `at` on of the seed's
// stream. With probability `rate` 0, else `kept`: 0 where the draw is below rate * 2^32, so that what a lower rate
// drops a higher one drops, too.
void draws_mask(Draws *d, uint64_t seed, uint64_t at, int rows, double rate, double kept, real *out);
// Normal numbers of that mean and standard deviation (normal_float in math/elementary.h).
void draws_normal(Draws *d, uint64_t seed, uint64_t at, int rows, double mean, double sd, real *out);
// Uniform numbers in [0, 1).
void draws_uniform(Draws *d, uint64_t seed, uint64_t at, int rows, real *out);

#endif
