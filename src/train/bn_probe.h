// What the instruments that look at batch normalization share.
#ifndef TRAIN_BN_PROBE_H
#define TRAIN_BN_PROBE_H

#include "train/trainer.h"

// What a batch norm layer is given, unit by unit: over B batches (virtual ones, where the layer has those), in
// t->probes.sum.
typedef struct BnSums {
    int batches; // of the same size
    int units;
    double *mean, *mean_square;     // sums of the batches' means, and of their squares
    double *variance;               // of their variances (over m)
    double *log_sd, *log_sd_square; // of the logarithms of their SDs, and of their squares
} BnSums;

// The samples that a batch norm normalizes together in training.
int bn_probe_rows(const struct Trainer *t);
// Mean and variance (over n) of unit u over `rows` samples of x [batch_rows x units] from `first` on.
typedef struct Moments {
    double mean, variance;
} Moments;
Moments bn_probe_moments(const real *x, int batch_rows, int units, int u, int first, int rows);
// Sends the sample in the given order through the network, a batch after the other, as in training.
BnSums bn_probe_sums(struct Trainer *t, int layer, const int32_t *order);
// The variance of unit u's mean over the batches, over B - 1; 0 of a single one.
double bn_probe_mean_noise(const BnSums *sums, int u);
// How a running mean has been updated, after whole epochs each of which cut the training part into batches anew.
typedef struct Updates {
    double decay;              // weight of the old value, or STAT_CUMULATIVE
    int64_t in_epoch, so_far;  // batches
    int rows, last_rows, size; // samples of a batch, of the last one of an epoch, and of the training part
} Updates;
// The variance of the running mean under weights that stand still, over that of the means of batches of `rows` samples
// as they show it (over B - 1).
double bn_probe_running_noise(const Updates *updates);
// Over all samples: the mean and the variance (over n) of unit u.
double bn_probe_mean(const BnSums *sums, int u);
double bn_probe_variance(const BnSums *sums, int u);

#endif
