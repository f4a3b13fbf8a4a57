// Curvature: the largest eigenvalue of the Hessian H of the loss f (train/landscape_probe.h) by all parameters x, by
// power iteration on differences of its gradient: from a start v of length 1, 6 times
//     v = H v / |H v|,    H v = (grad f(x + h v) - grad f(x - h v)) / (2 h),    h = 1e-3 (1 + |x|)
// The last v.H v is the value. Where f is smooth that is at most the largest eigenvalue, and less where the next ones
// are near it; the corners of relu are seen as far as the 2 h reach. v starts between a random direction and the
// gradient's, which has much of the steepest ones (Gur-Ari et al. 2018, "Gradient descent happens in a tiny subspace").
//
// Power iteration finds the eigenvalue of the largest size. Where that is a negative lambda, it is done once more with
// H - lambda / 2, of whose eigenvalues the one that is wanted is the largest in size, as long as it is positive. What
// is negative even then says nothing of the largest one.
#include "base/rng.h"
#include "math/build.h"
#include "math/elementary.h"
#include "math/panel.h"
#include "train/landscape_probe.h"

#define ITERATIONS 6
#define STEP 1e-3

// Makes v's length 1; false where it has none.
static bool normalize(const Network *net, real *v) {
    const double length = __builtin_sqrt(probe_dot_all(net, v, v));
    if (!(length > 0)) return false;
    for (size_t i = 0; i < net->param_count; i++) v[i] = (real)((double)v[i] / length);
    return true;
}

static void fill_random(const Param *param, Rng *rng, real *v) {
    for (int r = 0; r < param->rows; r++)
        for (int c = 0; c < param->cols; c++)
            v[param->first + panel_index(param->rows, param->cols, r, c)] = (real)normal_float(rng_next(rng));
}

// Where v starts.
static void start(Trainer *t, real *v) {
    const Network *net = t->net;
    real *gradient = t->probes.gradient;
    Rng rng = rng_stream(t->seed, "curvature", 0);
    for (size_t i = 0; i < net->param_count; i++) v[i] = 0; // the padding
    for (int l = 0; l < net->layer_count; l++)
        for (int i = 0; i < net->layer[l]->param_count; i++)
            if (net->layer[l]->param[i].role != ROLE_STATISTIC) fill_random(&net->layer[l]->param[i], &rng, v);
    normalize(net, v);
    landscape_gradient(t, gradient);
    if (!normalize(net, gradient)) return;
    for (size_t i = 0; i < net->param_count; i++) v[i] += gradient[i];
    normalize(net, v);
}

// H v, into t->probes.gradient.
static void multiply(Trainer *t, double h, const real *v) {
    real *above = t->probes.slab[0], *below = t->probes.gradient;
    landscape_move(t, h, v);
    landscape_gradient(t, above);
    landscape_move(t, -h, v);
    landscape_gradient(t, below);
    for (size_t i = 0; i < t->net->param_count; i++) below[i] = (real)(((double)above[i] - (double)below[i]) / (2 * h));
}

// The eigenvalue of H that is furthest from `shift`.
static double iterate(Trainer *t, double h, double shift) {
    real *v = t->probes.slab[1], *product = t->probes.gradient;
    double value = 0;
    network_copy_into(&t->probes.aside, t->net);
    start(t, v);
    for (int i = 0; i < ITERATIONS; i++) {
        multiply(t, h, v);
        value = probe_dot_all(t->net, v, product);
        for (size_t k = 0; k < t->net->param_count; k++) v[k] = (real)((double)product[k] - shift * (double)v[k]);
        if (!normalize(t->net, v)) break;
    }
    return value;
}

static void curvature_look(Trainer *t, ProbeSink *sink) {
    const double h = STEP * (1 + __builtin_sqrt(probe_dot_all(t->net, t->net->params, t->net->params)));
    double value = iterate(t, h, 0);
    if (value < 0) value = iterate(t, h, value / 2);
    if (value >= 0) probe_say(sink, PROBE_HESSIAN_EIGENVALUE, PROBE_WHOLE, value);
}

const ProbeKind probe_curvature = {.look = curvature_look};
