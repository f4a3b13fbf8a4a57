// A multilayer perceptron: a stack of layers, their parameters in one slab, and the buffers that a batch passes
// through.
#ifndef NN_NETWORK_H
#define NN_NETWORK_H

#include "nn/layer.h"

#define MAX_LAYERS (16 * MAX_HIDDEN + 2) // twice 8 of a hidden layer that has two branches

typedef struct Network {
    ModelSpec spec;
    int features, outputs, max_rows;
    int layer_count;
    Layer *layer[MAX_LAYERS];
    size_t param_count, statistic_count; // reals, padding included
    real *params, *statistics;           // slabs; a parameter stands at its `first`
    int64_t trained;                     // parameters without padding
    real *d_output;                      // [max_rows x outputs]: the caller writes the loss's gradient here; backward
                                         // overwrites it
    // Of the pass under way.
    Pass pass;
    real *input[MAX_LAYERS]; // what each layer was given
    real *gradient[2];       // passed from layer to layer
    real *scratch;           // of one layer at a time, and of the loss
} Network;

// The network that `spec` describes, its memory from `arena`; NULL without memory. `outputs`: classes, or targets.
Network *network_new(Arena *arena, const ModelSpec *spec, int features, int outputs, int max_rows);

// Parameters and running statistics as training starts with `seed`.
void network_init(Network *net, uint64_t seed);

// The outputs [rows x outputs] for x [rows x features], panel matrices; valid until the next pass. x stays as it is.
// The caller says all of `pass` but scratch and sink.
const real *network_forward(Network *net, Pass pass, real *x);

// The same through the first `layers` alone: what the next one is given, which may be x, overwritten.
real *network_forward_to(Network *net, Pass pass, real *x, int layers);

// The pass under way goes on through layers `from` to `end` - 1; x is what layer `from` is given.
real *network_forward_on(Network *net, real *x, int from, int end);

// After a training forward pass and with its gradient in d_output: hands every parameter's gradient to `sink`.
void network_backward(Network *net, GradientSink *sink);

// The same after a pass with inputs_only: the gradient of the inputs [rows x features], padding 0, valid until the next
// pass.
const real *network_backward_inputs(Network *net);

// The stack of layers that net->spec describes (nn/registry.c): fills layer and layer_count; false without memory.
bool registry_build(Network *net, Arena *arena);

#endif
