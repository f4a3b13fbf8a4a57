// Clipping by value: each g within -clip_value and clip_value (Mikolov 2012). PyTorch's clip_grad_value_.
#include "math/build.h"
#include "train/step_rule.h"

static bool clip_value_wanted(const TrainSpec *spec) {
    return spec->clip_value > 0;
}

static void clip_value_piece(const TrainSpec *spec, const Step *step, Role role, real *restrict w,
                             real *restrict gradient, size_t n) {
    (void)step, (void)role, (void)w;
    const real most = (real)spec->clip_value;
    for (size_t i = 0; i < n; i++) gradient[i] = gradient[i] > most ? most : gradient[i] < -most ? -most : gradient[i];
}

const StepRule step_rule_clip_value = {.name = "clip_value", .wanted = clip_value_wanted, .piece = clip_value_piece};
