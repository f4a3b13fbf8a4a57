// A multilayer perceptron: a stack of layers, their parameters in one slab, and the buffers that a batch passes
// through.
#ifndef NN_NETWORK_H
#define NN_NETWORK_H

#include "nn/layer.h"

#define MAX_LAYERS (4 * MAX_HIDDEN + 2)

typedef struct Network {
    ModelSpec spec;
    int features, outputs, max_rows;
    int layer_count;
    Layer *layer[MAX_LAYERS];
    size_t param_count, state_count; // reals
    real *params, *state;            // slabs; a layer's part stands at its first_param
    int64_t trained;                 // parameters without padding
    real *d_output;                  // [max_rows x outputs]: the caller writes the loss's gradient here; backward
                                     // overwrites it
    // Of the pass under way.
    real *input[MAX_LAYERS]; // what each layer was given
    real *gradient[2];       // passed from layer to layer
    real *scratch;           // of one layer at a time, and of the loss
} Network;

// The network that `spec` describes, its memory from `arena`; NULL without memory. `outputs`: classes, or 1.
Network *network_new(Arena *arena, const ModelSpec *spec, int features, int outputs, int max_rows);

// Parameters, running statistics and random streams as training starts with `seed`.
void network_init(Network *net, uint64_t seed);

// The outputs [rows x outputs] for x [rows x features], panel matrices; valid until the next pass. x stays as it is.
const real *network_forward(Network *net, int rows, bool training, real *x);

// After a training forward pass and with its gradient in d_output: hands every parameter's gradient to `sink`.
void network_backward(Network *net, int rows, GradientSink *sink);

// The stack of layers, in nn/registry.c: per hidden layer linear, batch norm where it is on (before or after the
// activation), activation, dropout where the rate is not 0; dropout of the inputs before, a linear layer at the end.
// Fills layer and layer_count; false without memory.
bool registry_build(Network *net, Arena *arena);

#endif
