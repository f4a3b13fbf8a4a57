// Lookahead around any optimizer: it walks k steps, then the slow weights go a share of the way to where it came, and
// it starts again from there (Zhang et al. 2019, "Lookahead Optimizer", algorithm 1):
//     every k-th step:  slow = slow + share (w - slow),  w = slow
// The optimizer keeps its own state across (the paper's "maintain").
#include <string.h>

#include "math/build.h"
#include "train/step_rule.h"

static bool lookahead_wanted(const TrainSpec *spec) {
    return spec->lookahead > 0;
}

static void lookahead_start(const Network *net, real *slow) {
    memcpy(slow, net->params, net->param_count * sizeof *slow);
}

static void lookahead_after(const TrainSpec *spec, const Step *step, Network *net, real *restrict slow) {
    if (step->number % spec->lookahead_steps != 0) return;
    const real share = (real)spec->lookahead;
    real *restrict w = net->params;
    for (size_t i = 0; i < net->param_count; i++) w[i] = slow[i] = fma_real(share, w[i] - slow[i], slow[i]);
}

const StepRule step_rule_lookahead = {.name = "lookahead",
                                      .wanted = lookahead_wanted,
                                      .after = lookahead_after,
                                      .slab = "slow",
                                      .start = lookahead_start};
