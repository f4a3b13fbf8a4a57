// Decoupled weight decay: w = w - learning_rate decay w before the update, whatever the optimizer makes of the gradient
// (Loshchilov & Hutter 2019, "Decoupled Weight Decay Regularization", algorithm 1, with the schedule in learning_rate).
#include "math/build.h"
#include "train/step_rule.h"

static bool decoupled_decay_wanted(const TrainSpec *spec) {
    return spec->decoupled_decay > 0;
}

static void decoupled_decay_piece(const TrainSpec *spec, const Step *step, Role role, real *restrict w,
                                  real *restrict gradient, size_t n) {
    (void)gradient;
    if (!step_rule_decays(spec, role)) return;
    const real kept = (real)(1 - step->learning_rate[role] * spec->decoupled_decay);
    for (size_t i = 0; i < n; i++) w[i] *= kept;
}

const StepRule step_rule_decoupled_decay = {
    .name = "decoupled_decay", .wanted = decoupled_decay_wanted, .piece = decoupled_decay_piece};
