// What layer, group and RMS norm share: each sample is normalized by itself, over groups of its features.
//
//     x_hat = (x - mean) / sqrt(var + eps),    y = gamma x_hat + beta
//
// with mean and var those of the sample's features in the group (each with the weight 1 / n of n features), or, for
// RMS norm, with 0 in the place of the mean. Training and evaluation are the same: nothing is kept of the batch.
#ifndef NN_SAMPLE_NORM_H
#define NN_SAMPLE_NORM_H

#include "math/build.h"
#include "nn/layer.h"

typedef struct SampleNorm {
    Layer layer;
    const SampleNormSpec *spec;
    int groups;         // of as many features each
    bool centred;       // the mean is taken away, and a beta is learned
    int gamma_at;       // gamma's place among the parameters; -1: it is fixed at 1
    int beta_at;        // beta's; -1: it is fixed at 0
    real *gamma, *beta; // [padded features]
    real *x_hat;        // [features x max_rows], of the last pass: samples side by side
    real *inv_sd;       // [groups][padded max_rows], 1 / sqrt(var + eps), of the last pass
} SampleNorm;

bool sample_norm_stands(const SampleNormSpec *spec, const Place *place);
Layer *sample_norm_make(const Place *place, const LayerKind *kind, const SampleNormSpec *spec, int groups,
                        bool centred);
void sample_norm_bind(Layer *layer);
void sample_norm_init(Layer *layer, uint64_t seed);
real *sample_norm_forward(Layer *layer, const Pass *pass, real *x);
real *sample_norm_backward(Layer *layer, const Pass *pass, const real *x, real *dy, real *other);

#endif
