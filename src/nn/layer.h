// What every kind of layer is. A kind is one file of one shape: a constructor that says its sizes, init, forward,
// backward. Only nn/registry.c names them all.
//
// Activations are panel matrices (math/panel.h) of rows = samples of the batch, cols = features. Gradients are those of
// the batch's mean loss. Padding columns hold finite numbers without meaning; their gradients are 0.
#ifndef NN_LAYER_H
#define NN_LAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "math/build.h"
#include "nn/spec.h"

// Where a gradient goes as soon as a piece of it is known: to the optimizer, or into a slab for a test. `first` is the
// piece's place in the network's parameter slab, `gradient` is lost after the call. Weights come block by block, while
// the block is in the nearest cache; each parameter comes once per backward pass. `decays`: weight decay touches it.
typedef struct GradientSink {
    void (*take)(struct GradientSink *sink, size_t first, const real *gradient, size_t count, bool decays);
} GradientSink;

// One pass of a batch through the network.
typedef struct Pass {
    int rows;           // samples
    bool training;      // batch statistics and dropout; else running statistics and none
    real *scratch;      // as many reals as the greediest layer asked for (Layer.scratch_count)
    GradientSink *sink; // backward only
} Pass;

typedef struct Layer Layer;

typedef struct LayerKind {
    const char *name;
    // Once the network has set params and state, and before any pass: sets them to where training starts; random kinds
    // seed their stream.
    void (*init)(Layer *layer, uint64_t seed);
    // y = f(x); returns y: the layer's output, or x itself, overwritten (activations) or as it was (dropout in
    // evaluation).
    real *(*forward)(Layer *layer, const Pass *pass, real *x);
    // dx from dy, after a training forward of the same x (if the layer overwrote it, x is now y); parameter gradients
    // go to pass->sink. Returns dx: dy itself, overwritten, or `other`, which has room for [rows x in]. Where `other`
    // is NULL nobody wants dx, and it may return anything.
    real *(*backward)(Layer *layer, const Pass *pass, const real *x, real *dy, real *other);
} LayerKind;

struct Layer {
    const LayerKind *kind;
    int in, out;          // features
    size_t param_count;   // reals in the parameter slab, padding included
    size_t state_count;   // reals that are kept but not trained (running statistics)
    size_t scratch_count; // reals that forward or backward want for themselves
    int64_t trained;      // parameters without padding
    size_t first_param;   // where the layer's part of the slab begins
    real *params;         // set by the network
    real *state;          // set by the network
    real *output;         // [max_rows x out]; NULL for a kind that works in place
};

// Fills a new layer's common part and takes its output, unless max_rows is 0; false without memory.
bool layer_setup(Layer *layer, const LayerKind *kind, Arena *arena, int in, int out, int max_rows);

#endif
