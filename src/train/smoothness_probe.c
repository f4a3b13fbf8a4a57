// Smoothness: Santurkar et al. 2018, "How does batch normalization help optimization?", section 3.1. From the
// parameters x, with the loss f (train/landscape_probe.h) and its gradient g there, steps of several sizes are taken
// against the gradient, to x - s g for s = 1/2, 1, 2 and 4 times the learning rate. Over these steps:
//     loss_range       highest f minus lowest f
//     gradient_change  largest |g' - g|, g' the gradient where the step leads
//     gradient_range   largest minus smallest |g' - g|
//     effective_beta   largest |g' - g| / (s |g|): how fast the gradient changes by the way gone
// In the paper f is the loss of the step's own batch.
#include <math.h>

#include "math/build.h"
#include "train/landscape_probe.h"

static const double sizes[] = {0.5, 1, 2, 4}; // of steps, in learning rates
#define SIZES (sizeof sizes / sizeof *sizes)

// |a - b|; a is lost.
static double distance(const Network *net, real *a, const real *b) {
    for (size_t i = 0; i < net->param_count; i++) a[i] -= b[i];
    return __builtin_sqrt(probe_dot_all(net, a, a));
}

static void smoothness_look(Trainer *t, ProbeSink *sink) {
    real *start = t->probes.slab[0], *there = t->probes.gradient;
    double loss[2] = {INFINITY, -INFINITY}, change[2] = {INFINITY, -INFINITY}, beta = 0; // lowest and highest
    landscape_gradient(t, start);
    const double length = __builtin_sqrt(probe_dot_all(t->net, start, start));
    for (size_t i = 0; i < SIZES; i++) {
        const double size = sizes[i] * t->rate;
        landscape_move(t, -size, start);
        const double f = landscape_gradient(t, there), moved = distance(t->net, there, start);
        if (!isfinite(f) || !isfinite(moved)) return;
        if (f < loss[0]) loss[0] = f;
        if (f > loss[1]) loss[1] = f;
        if (moved < change[0]) change[0] = moved;
        if (moved > change[1]) change[1] = moved;
        if (moved / (size * length) > beta) beta = moved / (size * length);
    }
    probe_say(sink, PROBE_LOSS_RANGE, PROBE_WHOLE, loss[1] - loss[0]);
    probe_say(sink, PROBE_GRADIENT_CHANGE, PROBE_WHOLE, change[1]);
    probe_say(sink, PROBE_GRADIENT_RANGE, PROBE_WHOLE, change[1] - change[0]);
    probe_say(sink, PROBE_EFFECTIVE_BETA, PROBE_WHOLE, beta);
}

const ProbeKind probe_smoothness = {.look = smoothness_look};
