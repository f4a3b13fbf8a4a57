// L2 penalty: loss + l2 sum w^2, so g + 2 l2 w (Hoerl & Kennard 1970). Keras's regularizers.L2; PyTorch's weight_decay,
// here regularize.weight_decay, is the same with half the factor: g + weight_decay w.
#include "math/build.h"
#include "train/step_rule.h"

static bool l2_wanted(const TrainSpec *spec) {
    return spec->l2 > 0;
}

static void l2_piece(const TrainSpec *spec, const Step *step, Role role, real *restrict w, real *restrict gradient,
                     size_t n) {
    (void)step;
    if (!step_rule_decays(spec, role)) return;
    const real pull = (real)(2 * spec->l2);
    for (size_t i = 0; i < n; i++) gradient[i] = fma_real(pull, w[i], gradient[i]);
}

const StepRule step_rule_l2 = {.name = "l2", .wanted = l2_wanted, .piece = l2_piece};
