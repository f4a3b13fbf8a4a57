// Clipping by the norm: where ||g|| of all parameters together is above clip_norm, g clip_norm / ||g|| (Pascanu et al.
// 2013, algorithm 1). PyTorch's clip_grad_norm_, which has 1e-6 more in the denominator.
#include "math/build.h"
#include "math/panel.h"
#include "train/step_rule.h"

static bool clip_norm_wanted(const TrainSpec *spec) {
    return spec->clip_norm > 0;
}

// In PANEL sums side by side, each of every PANEL-th square, which are then added in their order: the same bits
// whatever the vectors' width. (A slab's size is a multiple of 8, the narrowest panel.)
static double sum_of_squares(const real *x, size_t n) {
    double sums[PANEL] = {0}, sum = 0;
    size_t i = 0;
    for (; i + PANEL <= n; i += PANEL)
        for (int k = 0; k < PANEL; k++) sums[k] += (double)x[i + (size_t)k] * (double)x[i + (size_t)k];
    for (int k = 0; i < n; i++, k++) sums[k] += (double)x[i] * (double)x[i];
    for (int k = 0; k < PANEL; k++) sum += sums[k];
    return sum;
}

static void clip_norm_whole(const TrainSpec *spec, const Network *net, real *gradient) {
    const double norm = __builtin_sqrt(sum_of_squares(gradient, net->param_count));
    if (!(norm > spec->clip_norm)) return;
    const real scale = (real)(spec->clip_norm / norm);
    for (size_t i = 0; i < net->param_count; i++) gradient[i] *= scale;
}

const StepRule step_rule_clip_norm = {.name = "clip_norm", .wanted = clip_norm_wanted, .whole = clip_norm_whole};
