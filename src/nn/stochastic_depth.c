// Stochastic depth: Huang et al. 2016, "Deep Networks with Stochastic Depth", eq. 2, 4 and 5: in training a residual
// block is left out at random, y = x + b F(x), b = 1 with probability p and else 0; dF = b dy. Evaluation takes p F(x).
// The blocks survive with p_l = 1 - l / L rate, so that the first hardly ever goes and the last goes at `rate`.
//
// Each sample draws a b of its own (the paper draws one for a batch), so that batches of any size draw alike.
#include "math/build.h"
#include "nn/block.h"

static bool stochastic_depth_applies(const ModelSpec *spec) {
    return spec->stochastic_depth > 0;
}

static double stochastic_depth_mean(const ModelSpec *spec, const Block *block) {
    return block_survival(block, spec->stochastic_depth);
}

// What a lower rate leaves out a higher one leaves out, too.
static void stochastic_depth_share(real mean, const real *number, real *forward, real *backward) {
    *forward = *backward = number[0] < 1 - mean ? 0 : 1;
}

const BranchRule branch_rule_stochastic_depth = {.name = "stochastic depth",
                                                 .draws = 1,
                                                 .applies = stochastic_depth_applies,
                                                 .mean = stochastic_depth_mean,
                                                 .share = stochastic_depth_share};
