// ShakeDrop: Yamada et al. 2019, "ShakeDrop Regularization for Deep Residual Learning", eq. 6: in training
//
//     y = x + (b + alpha - b alpha) F(x),   dF = (b + beta - b beta) dy
//
// b = 1 with probability p_l, that of stochastic depth, and else 0; alpha uniform in [-1, 1), beta in [0, 1): where the
// block is not left as it is, it goes one way and its gradient another. Evaluation takes the mean, p_l F(x). Each
// sample draws its own three numbers.
#include "math/build.h"
#include "nn/block.h"

static bool shake_drop_applies(const ModelSpec *spec) {
    return spec->shake_drop > 0;
}

static double shake_drop_mean(const ModelSpec *spec, const Block *block) {
    return block_survival(block, spec->shake_drop);
}

static void shake_drop_share(real mean, const real *number, real *forward, real *backward) {
    const bool kept = number[0] >= 1 - mean;
    const real alpha = 2 * number[1] - 1, beta = number[2];
    *forward = kept ? 1 : alpha;
    *backward = kept ? 1 : beta;
}

const BranchRule branch_rule_shake_drop = {.name = "shake drop",
                                           .draws = 3,
                                           .applies = shake_drop_applies,
                                           .mean = shake_drop_mean,
                                           .share = shake_drop_share};
