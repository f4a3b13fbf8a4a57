// Stochastic weight averaging (SWA): Izmailov et al. 2018, "Averaging Weights Leads to Wider Optima and Better
// Generalization", algorithm 1: the mean of the weights at the ends of epochs E, E + every, E + 2 every, ...
//     swa = swa + (w - swa) / (n + 1)   of n networks so far,   E = ceil(swa x epochs)
// The weights at E are the paper's pretrained ones. The learning rate is what train.schedule says: the paper goes on
// with a constant or cyclical one. Statistics of batch norm mean nothing under averaged weights, so before it answers
// they are recomputed over the training part (train/population.c), as the paper does; nothing is dropped then.
#include <math.h>

#include "math/build.h"
#include "train/trainer.h"

#define ROUNDING 1e-9 // 0.55 x 100 epochs are 55 and not 56

// How many networks the mean holds after so many epochs.
static int64_t taken(const TrainSpec *spec, int64_t epoch) {
    const double start = ceil(spec->swa * spec->epochs - ROUNDING);
    const int64_t first = start > 1 ? (int64_t)start : 1;
    return epoch < first ? 0 : (epoch - first) / spec->swa_every + 1;
}

static int swa_networks(const TrainSpec *spec) {
    (void)spec;
    return 1;
}

static void swa_epoch(Trainer *t, NetworkCopy *kept) {
    const Network *net = t->net;
    const int64_t count = taken(&t->spec, t->epoch);
    const real n = (real)count, *restrict w = net->params;
    real *restrict mean = kept->params;
    if (count == taken(&t->spec, t->epoch - 1)) return;
    if (count == 1) network_copy_from(kept, net);
    for (size_t i = 0; i < net->param_count; i++) mean[i] += (w[i] - mean[i]) / n;
}

static void swa_refresh(Trainer *t, NetworkCopy *kept) {
    if (taken(&t->spec, t->epoch) > 0 && t->net->statistic_count > 0) average_population(t, kept);
}

static int swa_members(const Trainer *t) {
    return taken(&t->spec, t->epoch) > 0;
}

static Pass swa_member(Trainer *t, const NetworkCopy *kept, int m) {
    (void)m;
    network_copy_into(kept, t->net);
    return (Pass){0};
}

const AverageKind average_swa = {.networks = swa_networks,
                                 .makes_statistics = true,
                                 .epoch = swa_epoch,
                                 .refresh = swa_refresh,
                                 .members = swa_members,
                                 .member = swa_member};
