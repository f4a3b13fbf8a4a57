// What every kind of layer is. A kind is one file of one shape: where it stands, its parameters and memory (make),
// where training starts (init), forward, backward. nn/kinds.h lists them all.
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
#include "math/matmul.h"
#include "nn/spec.h"

// A tensor that a layer learns or, as a statistic, keeps: a panel matrix; a vector is one of a single row.
typedef struct Param {
    const char *name; // "weight", "bias", "gamma", "running_mean"; unique in its layer
    Role role;
    int rows, cols;
    size_t first; // where it begins in the network's slab: that of the parameters, or that of the statistics
    real *at;     // the same as an address; set by the network
} Param;

// Where a gradient goes as soon as a piece of it is known: to the optimizer, or into a slab. The piece are `count`
// elements of the parameter from element `from` on; `gradient` is the sink's to change and lost after the call. Weights
// come block by block, while the block is in the nearest cache; each element comes once per backward pass.
typedef struct GradientSink {
    void (*take)(struct GradientSink *sink, const Param *param, size_t from, real *gradient, size_t count);
    // What `take` reads of an element beside its gradient, each laid out as the network's parameters are: whoever makes
    // the gradient may ask for it ahead.
    const real *reads[SOON_MOST];
    int read_count;
} GradientSink;

// Sees on the way back, layer by layer, the gradient by what layer number `layer` puts out, dy [rows x out], before
// that layer's backward changes it.
typedef struct GradientWatch {
    void (*see)(struct GradientWatch *watch, int layer, const real *dy);
} GradientWatch;

// One pass of a batch through the network.
typedef struct Pass {
    int rows;              // samples
    bool training;         // batch statistics and dropout; else running statistics and none
    bool refresh;          // batch statistics and no dropout: one batch of a pass over the training part, whose
                           // statistics are averaged to be the running ones; first_sample counts from 0 in it
    bool masks;            // running statistics, but what training drops is dropped: an evaluation under the masks of
                           // the pass's own seed; first_sample counts from 0 in the part
    uint64_t seed;         // of the run; what a layer draws is found by it and ...
    uint64_t first_sample; // ... by the number of the batch's first sample, counted since the run began
    bool inputs_only; // a training pass that only asks for the gradient of the inputs: statistics stay as they are,
                      // and nobody wants the parameters' gradients (the sink takes them and does nothing)
    bool frozen;      // a training pass under running statistics, which are constants: they stay as they are, and no
                      // gradient flows through them
    bool undivided;   // a training pass whose samples batch norm takes together, whatever a virtual batch is
    real *scratch;    // as many reals as the greediest layer asked for (Layer.scratch_count)
    const Finish *finish; // forward only, to a layer that is `finishing`: what the layers behind it would do to what it
                          // puts out (LayerKind.follow); NULL: nothing
    GradientSink *sink;   // backward only
    GradientWatch *watch; // backward only; NULL: nobody watches
} Pass;

// Whether units, inputs or weights are dropped in the pass.
static inline bool pass_drops(const Pass *pass) {
    return pass->training || pass->masks;
}

// The places of a hidden layer, in their order. SLOT_LINEAR is in the output layer too; SLOT_INPUTS stands alone,
// before the first layer.
typedef enum Slot {
    SLOT_INPUTS,
    SLOT_HEAD, // of a branch of a residual block: features are still those of the layer before
    SLOT_LINEAR,
    SLOT_BEFORE_NORM, // that which stands before the activation
    SLOT_BEFORE_ACTIVATION,
    SLOT_JOIN, // where a block's branches end
    SLOT_ACTIVATION,
    SLOT_AFTER_ACTIVATION,
    SLOT_LAST,
} Slot;

#define HIDDEN_INPUTS (-1) // Place.hidden before the first layer

#define BRANCH_STREAMS ((uint64_t)1 << 32) // lie between the streams of two branches

typedef struct WeightRule WeightRule; // nn/weight_rule.h
typedef struct Block Block;           // nn/block.h

// Where a layer is to stand, and what it is made of.
typedef struct Place {
    Arena *arena;
    const ModelSpec *spec; // outlives the layer
    Slot slot;
    int hidden;             // the hidden layer's number from 0; spec->hidden_count: the output layer; HIDDEN_INPUTS
    int in, out;            // features
    int max_rows;           // the most samples of a pass
    const WeightRule *rule; // how weights are seen; NULL: as they are
    Block *block;           // the residual block that the hidden layer belongs to; NULL: none
    int branch;             // 0; 1 in a block's second branch, whose layers stand in the stack once more
} Place;

// The index of a stream for what has the number `index` among its like: a second branch draws numbers of its own.
static inline uint64_t place_stream(const Place *place, int index) {
    return (uint64_t)place->branch * BRANCH_STREAMS + (uint64_t)index;
}

typedef struct Layer Layer;

typedef struct LayerKind {
    const char *name;
    bool training_only; // evaluation passes through it unchanged
    // Whether the options want a layer of this kind there.
    bool (*stands)(const Place *place);
    // The layer with its parameters named and its memory taken from place->arena; NULL without memory.
    Layer *(*make)(const Place *place);
    // Once the network has given each parameter its place: what the layer derives from their addresses. NULL: nothing.
    void (*bind)(Layer *layer);
    // Before training: sets parameters and statistics to where it starts. NULL: there is nothing to set.
    void (*init)(Layer *layer, uint64_t seed);
    // y = f(x); returns y: the layer's output, or x itself, overwritten (activations) or as it was (dropout in
    // evaluation).
    real *(*forward)(Layer *layer, const Pass *pass, real *x);
    // dx from dy, after a training forward of the same x (if the layer overwrote it, x is now y); parameter gradients
    // go to pass->sink. Returns dx: dy itself, overwritten, or `other`, which has room for [rows x in]. Where `other`
    // is NULL nobody wants dx, and it may return anything.
    real *(*backward)(Layer *layer, const Pass *pass, const real *x, real *dy, real *other);
    // Where all that forward would do in this pass is something to each element of x: adds it to what is in `finish`,
    // if it fits behind that, and returns true. The layer before, if it is `finishing`, then does it in its forward,
    // and this one's is not called. NULL: it always is.
    bool (*follow)(const Layer *layer, const Pass *pass, Finish *finish);
    bool finishing;
} LayerKind;

#define LAYER_PARAMS 5 // at most

// What a layer holds beside this are its options, and the activations of the last pass that backward needs. Nothing
// else that changes a result outlives a pass (nn/draws.h remembers where a stream stands, and seeks where that is not
// the place the pass wants): what a run resumed later needs stands in the parameters and statistics.
struct Layer {
    const LayerKind *kind;
    int in, out; // features
    int param_count;
    Param param[LAYER_PARAMS];
    size_t scratch_count; // reals that forward or backward want for themselves
    real *output;         // [max_rows x out]; NULL for a kind that works in place
};

// Begins a layer of `size` bytes, whose first member is the Layer; NULL without memory. `output`: it has one.
void *layer_new(const Place *place, const LayerKind *kind, size_t size, bool output);

// Names the layer's next parameter or statistic.
void layer_param(Layer *layer, const char *name, Role role, int rows, int cols);

#endif
