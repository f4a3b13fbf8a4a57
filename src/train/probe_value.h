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
    ROW(GRADIENTS, BIAS_GRADIENT, bias_gradient, "norm of the hidden biases' gradient")                                \
    ROW(GRADIENTS, OUTPUT_BIAS_GRADIENT, output_bias_gradient, "norm of the output biases' gradient")                  \
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
    ROW(FOLDING, FOLD_ERROR, fold_error, "change of the outputs where batch norm is folded into the weights")          \
    ROW(VARIANCE_SHIFT, VARIANCE_RATIO, variance_ratio, "variance seen in evaluation over the running one")            \
    ROW(BN_STATISTICS, BN_ERROR_NOISE, bn_error_noise, "of bn_mean_error, the noise of the last batches")              \
    ROW(BN_STATISTICS, BN_ERROR_BIAS, bn_error_bias, "of bn_mean_error, what the running mean is late")                \
    ROW(PHANTOM_GRADIENT, PHANTOM_DIFFERENCE, phantom_difference, "gradient under running statistics, how far off")    \
    ROW(PHANTOM_GRADIENT, PHANTOM_COSINE, phantom_cosine, "its cosine with that under batch statistics")               \
    ROW(PHANTOM_GRADIENT, GAMMA_BIAS, gamma_bias, "bias of gamma's gradient over batches, against one batch of all")   \
    ROW(PHANTOM_GRADIENT, GAMMA_DECAY, gamma_decay, "the decay of gamma that this bias is")                            \
    ROW(SMOOTHNESS, LOSS_RANGE, loss_range, "range of the loss along the gradient")                                    \
    ROW(SMOOTHNESS, GRADIENT_CHANGE, gradient_change, "largest change of the gradient along itself")                   \
    ROW(SMOOTHNESS, GRADIENT_RANGE, gradient_range, "range of that change")                                            \
    ROW(SMOOTHNESS, EFFECTIVE_BETA, effective_beta, "largest change of the gradient over the way")                     \
    ROW(SHARPNESS, SHARPNESS_OF_BOX, sharpness, "rise of the loss in a small box, in percent")                         \
    ROW(CURVATURE, HESSIAN_EIGENVALUE, hessian_eigenvalue, "largest eigenvalue of the loss's Hessian")                 \
    ROW(CO_ADAPTATION, ABLATED_ACC_0, ablated_acc_0, "accuracy on the sample with all hidden units")                   \
    ROW(CO_ADAPTATION, ABLATED_ACC_10, ablated_acc_10, "accuracy with 10 % of the hidden units at 0")                  \
    ROW(CO_ADAPTATION, ABLATED_ACC_25, ablated_acc_25, "accuracy with 25 % of the hidden units at 0")                  \
    ROW(CO_ADAPTATION, ABLATED_ACC_50, ablated_acc_50, "accuracy with 50 % of the hidden units at 0")                  \
    ROW(CO_ADAPTATION, ABLATED_ACC_75, ablated_acc_75, "accuracy with 75 % of the hidden units at 0")                  \
    ROW(CO_ADAPTATION, ABLATED_LOSS_0, ablated_loss_0, "loss of the sample with all hidden units")                     \
    ROW(CO_ADAPTATION, ABLATED_LOSS_10, ablated_loss_10, "loss with 10 % of the hidden units at 0")                    \
    ROW(CO_ADAPTATION, ABLATED_LOSS_25, ablated_loss_25, "loss with 25 % of the hidden units at 0")                    \
    ROW(CO_ADAPTATION, ABLATED_LOSS_50, ablated_loss_50, "loss with 50 % of the hidden units at 0")                    \
    ROW(CO_ADAPTATION, ABLATED_LOSS_75, ablated_loss_75, "loss with 75 % of the hidden units at 0")                    \
    ROW(CO_ADAPTATION, UNIT_CORRELATION, unit_correlation, "mean size of the correlation between two units")           \
    ROW(ENSEMBLE, ONE_MASK_LOSS, one_mask_loss, "test loss under one mask")                                            \
    ROW(ENSEMBLE, ONE_MASK_ACC, one_mask_acc, "test accuracy under one mask")                                          \
    ROW(ENSEMBLE, FIFTY_MASKS_LOSS, fifty_masks_loss, "test loss of the mean prediction of 50 masks")                  \
    ROW(ENSEMBLE, FIFTY_MASKS_ACC, fifty_masks_acc, "test accuracy of the mean prediction of 50 masks")                \
    ROW(ENSEMBLE, SCALED_LOSS, scaled_loss, "test loss with scaled weights and no mask")                               \
    ROW(ENSEMBLE, SCALED_ACC, scaled_acc, "test accuracy with scaled weights and no mask")                             \
    ROW(MEMORIZATION, NOISY_GIVEN_LOSS, noisy_given_loss, "loss of the given label where it is not the true one")      \
    ROW(MEMORIZATION, NOISY_TRUE_LOSS, noisy_true_loss, "loss of the true label there")                                \
    ROW(MEMORIZATION, NOISY_AS_GIVEN, noisy_as_given, "share of these samples that are taken for the given label")     \
    ROW(MEMORIZATION, NOISY_AS_TRUE, noisy_as_true, "share of these samples that are taken for the true label")        \
    ROW(MEMORIZATION, CLEAN_LOSS, clean_loss, "loss of the samples whose label is the true one")

#define PROBE_VALUE_CONSTANT(probe, constant, name, title) PROBE_##constant,
typedef enum ProbeValue { PROBE_VALUES(PROBE_VALUE_CONSTANT) PROBE_VALUE_COUNT } ProbeValue;
#undef PROBE_VALUE_CONSTANT

// What an instrument looks at, where not every network has it: "batch norm". NULL: it always sees something.
extern const char *const probe_needs[PROBE_COUNT];
// Whether a network of such options, trained so on such data, has it.
bool probe_sees(ProbeChoice probe, bool batch_norm, bool dropout, bool label_noise);

typedef struct ProbeValueInfo {
    int probe; // ProbeChoice
    const char *name, *title;
} ProbeValueInfo;
extern const ProbeValueInfo probe_values[PROBE_VALUE_COUNT]; // by ProbeValue

#endif
