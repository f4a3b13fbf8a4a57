// MC dropout: the mean prediction of k masks (Srivastava et al. 2014, "Dropout", section 7.5; Gal & Ghahramani 2016,
// "Dropout as a Bayesian Approximation", equation 6), where evaluation takes the network without any, of scaled
// weights:
//     p = 1/k sum_m p(x under mask m)
// Dropout, input dropout, Gaussian and alpha dropout and DropConnect draw as in training; noise does not, and batch
// norm goes by its running statistics.
//
// Mask m is found by m, the run's seed and the sample's number in its part (that of DropConnect, which is one for all
// samples, without that), so that it is the same after each epoch and whatever else is measured.
#include "base/rng.h"
#include "math/build.h"
#include "train/trainer.h"

static int mc_dropout_members(const Trainer *t) {
    return t->spec.mc_dropout;
}

// The layers' own streams, under a seed of the mask's.
Pass averages_mask(const Trainer *t, int m) {
    Rng rng = rng_stream(t->seed, "mc dropout", (uint64_t)m);
    const uint64_t high = rng_next(&rng), low = rng_next(&rng);
    return (Pass){.masks = true, .seed = high << 32 | low};
}

static Pass mc_dropout_member(Trainer *t, const NetworkCopy *kept, int m) {
    (void)kept;
    return averages_mask(t, m);
}

const AverageKind average_mc_dropout = {.members = mc_dropout_members, .member = mc_dropout_member};
