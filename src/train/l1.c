// L1 penalty: loss + l1 sum |w|, so g + l1 sign(w), where sign(0) = 0 (Tibshirani 1996). Keras's regularizers.L1.
#include "math/build.h"
#include "train/step_rule.h"

static bool l1_wanted(const TrainSpec *spec) {
    return spec->l1 > 0;
}

static void l1_piece(const TrainSpec *spec, const Step *step, Role role, real *restrict w, real *restrict gradient,
                     size_t n) {
    (void)step;
    if (!step_rule_decays(spec, role)) return;
    const real pull = (real)spec->l1;
    for (size_t i = 0; i < n; i++) gradient[i] += w[i] > 0 ? pull : w[i] < 0 ? -pull : 0;
}

const StepRule step_rule_l1 = {.name = "l1", .wanted = l1_wanted, .piece = l1_piece};
