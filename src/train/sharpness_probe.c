// Sharpness: Keskar et al. 2017, "On large-batch training for deep learning: generalization gap and sharp minima",
// metric 2.1 with A = 1. How much the loss f (train/landscape_probe.h) rises at most in a box around the parameters x,
//     100 (max f(x + y) - f(x)) / (1 + f(x)),    |y_i| <= eps (|x_i| + 1),    eps = 1e-3.
//
// The maximum is sought in a fixed number of projected steps by the sign of the gradient: from the best y so far, each
// y_i goes `step` half widths of the box where the gradient says that f rises, and stops at its wall. The first step
// leads right into a corner, and so do those that follow while f rises: where f is convex in the box, none of them
// falls. Once one falls, steps are half as large. (The paper takes L-BFGS-B.)
#include <string.h>

#include "math/build.h"
#include "train/landscape_probe.h"

#define EPS 1e-3
#define STEPS 5

// Moves the network's parameters from `best` by `step` in the direction of the gradient's sign, within the box.
static void climb(Trainer *t, const real *best, double step, const real *gradient) {
    const real *x = t->probes.aside.params;
    for (size_t i = 0; i < t->net->param_count; i++) {
        const double size = x[i] < 0 ? -(double)x[i] : (double)x[i], half = EPS * (size + 1);
        const double sign = gradient[i] < 0 ? -1 : 1;
        const double y = (double)best[i] - (double)x[i] + sign * step * half;
        t->net->params[i] = (real)((double)x[i] + (y > half ? half : y < -half ? -half : y));
    }
}

static void sharpness_look(Trainer *t, ProbeSink *sink) {
    const size_t bytes = t->net->param_count * sizeof(real);
    real *best = t->probes.slab[0], *gradient = t->probes.slab[1], *there = t->probes.gradient;
    memcpy(best, t->net->params, bytes);
    const double start = landscape_gradient(t, gradient);
    double highest = start, step = 2;
    for (int i = 0; i < STEPS; i++) {
        climb(t, best, step, gradient);
        const double f = landscape_gradient(t, there);
        if (f > highest) {
            highest = f;
            memcpy(best, t->net->params, bytes);
            memcpy(gradient, there, bytes);
        } else {
            step /= 2;
        }
    }
    probe_say(sink, PROBE_SHARPNESS_OF_BOX, PROBE_WHOLE, 100 * (highest - start) / (1 + start));
}

const ProbeKind probe_sharpness = {.look = sharpness_look};
