// Shake-Shake: Gastaldi 2017, "Shake-Shake regularization", eq. 2: a residual block has two branches, and in training
//
//     y = x + alpha F1(x) + (1 - alpha) F2(x),   dF1 = beta dy,  dF2 = (1 - beta) dy
//
// alpha and beta uniform in [0, 1), each drawn by each sample for itself (S-S-I, "Shake-Shake-Image", in the paper).
// Evaluation takes 1/2 of both.
#include "math/build.h"
#include "nn/block.h"

static bool shake_shake_applies(const ModelSpec *spec) {
    return model_branches(spec) == 2;
}

static double shake_shake_mean(const ModelSpec *spec, const Block *block) {
    (void)spec, (void)block;
    return 0.5;
}

static void shake_shake_share(real mean, const real *number, real *forward, real *backward) {
    (void)mean;
    *forward = number[0];
    *backward = number[1];
}

const BranchRule branch_rule_shake_shake = {.name = "shake shake",
                                            .draws = 2,
                                            .applies = shake_shake_applies,
                                            .mean = shake_shake_mean,
                                            .share = shake_shake_share};
