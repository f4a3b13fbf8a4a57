// What instruments say, one row for each value: whose it is, its constant, its name in probe.csv, and in words that
// stand alone. Names are unique over all instruments. docs/probes.md has the formula of each.
#ifndef TRAIN_PROBE_VALUE_H
#define TRAIN_PROBE_VALUE_H

#include "train/spec.h"

#define PROBE_VALUES(ROW)                                                                                              \
    ROW(WEIGHTS, WEIGHT_NORM, weight_norm, "norm of the weights")                                                      \
    ROW(WEIGHTS, WEIGHT_GROWTH, weight_growth, "norm of the weights over that at the start")                           \
    ROW(WEIGHTS, EFFECTIVE_RATE, effective_rate, "learning rate over the weights' squared norm")                       \
    ROW(WEIGHTS, WEIGHT_COSINE, weight_cosine, "cosine of weights and gradient")                                       \
    ROW(GRADIENTS, GRADIENT_NORM, gradient_norm, "norm of the gradient")                                               \
    ROW(GRADIENTS, BIAS_GRADIENT, bias_gradient, "norm of the biases' gradient")                                       \
    ROW(GRADIENTS, GRADIENT_NOISE, gradient_noise, "mean squared gradient noise of a batch")                           \
    ROW(ACTIVATIONS, ACTIVATION_MEAN, activation_mean, "mean of what the layer puts out")                              \
    ROW(ACTIVATIONS, ACTIVATION_SD, activation_sd, "SD of what the layer puts out")                                    \
    ROW(ACTIVATIONS, DEAD_UNITS, dead_units, "share of ReLU units that are 0 for every sample")                        \
    ROW(ACTIVATIONS, SATURATION, saturation, "share of sigmoid's and tanh's values near a bound")                      \
    ROW(ACTIVATIONS, MEAN_SLOPE, mean_slope, "mean slope of the activation at what it is given")                       \
    ROW(ACTIVATIONS, INPUT_P15, input_p15, "15th percentile of what the activation is given")                          \
    ROW(ACTIVATIONS, INPUT_P50, input_p50, "median of what the activation is given")                                   \
    ROW(ACTIVATIONS, INPUT_P85, input_p85, "85th percentile of what the activation is given")                          \
    ROW(ACTIVATIONS, BN_SKEWNESS, bn_skewness, "skewness of what batch norm puts out")                                 \
    ROW(ACTIVATIONS, BN_KURTOSIS, bn_kurtosis, "kurtosis of what batch norm puts out (3: normal)")                     \
    ROW(BN_NOISE, BN_MEAN_NOISE, bn_mean_noise, "SD over batches of (batch mean - mean) / SD")                         \
    ROW(BN_NOISE, BN_SD_NOISE, bn_sd_noise, "SD over batches of the logarithm of the batch's SD")                      \
    ROW(BN_NOISE, BN_SAMPLE_NOISE, bn_sample_noise, "SD over batches of one sample's normalized values")               \
    ROW(BN_NOISE, BN_OUTLIER_SHIFT, bn_outlier_shift, "shift of the others where one sample is ten times as large")    \
    ROW(BN_STATISTICS, BN_MODE_GAP, bn_mode_gap, "loss under batch statistics minus that in evaluation")               \
    ROW(BN_STATISTICS, BN_MEAN_ERROR, bn_mean_error, "error of the running mean, in SDs")                              \
    ROW(BN_STATISTICS, BN_VARIANCE_ERROR, bn_variance_error, "error of the running variance's logarithm")              \
    ROW(BN_STATISTICS, BN_SHUFFLED_VARIANCE, bn_shuffled_variance, "variance of shuffled batches over that of all")    \
    ROW(BN_STATISTICS, BN_SORTED_VARIANCE, bn_sorted_variance, "variance of class-sorted batches over that of all")    \
    ROW(VARIANCE_SHIFT, VARIANCE_RATIO, variance_ratio, "variance seen in evaluation over the running one")

#define PROBE_VALUE_CONSTANT(probe, constant, name, title) PROBE_##constant,
typedef enum ProbeValue { PROBE_VALUES(PROBE_VALUE_CONSTANT) PROBE_VALUE_COUNT } ProbeValue;
#undef PROBE_VALUE_CONSTANT

typedef struct ProbeValueInfo {
    int probe; // ProbeChoice
    const char *name, *title;
} ProbeValueInfo;
extern const ProbeValueInfo probe_values[PROBE_VALUE_COUNT]; // by ProbeValue

#endif
