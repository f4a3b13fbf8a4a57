#include "nn/sample_norm.h"

#include "math/build.h"
#include "math/matmul.h"
#include "math/panel.h"
#include "math/vector.h"

bool sample_norm_stands(const SampleNormSpec *spec, const Place *place) {
    return place->slot == (spec->placement == BEFORE_ACTIVATION ? SLOT_BEFORE_ACTIVATION : SLOT_AFTER_ACTIVATION);
}

// The layer's next parameter, a vector over the features; -1 and memory for it where it is not learned.
static int take_vector(SampleNorm *norm, const Place *place, bool learned, const char *name, Role role, real **fixed) {
    if (!learned) {
        *fixed = arena_take(place->arena, (size_t)panel_padded(place->out), sizeof(real));
        return -1;
    }
    layer_param(&norm->layer, name, role, 1, place->out);
    return norm->layer.param_count - 1;
}

Layer *sample_norm_make(const Place *place, const LayerKind *kind, const SampleNormSpec *spec, int groups,
                        bool centred) {
    const size_t turned = panel_size(place->out, place->max_rows);
    SampleNorm *norm = layer_new(place, kind, sizeof *norm, true);
    if (!norm) return NULL;
    norm->spec = spec;
    norm->groups = groups;
    norm->centred = centred;
    norm->gamma_at = take_vector(norm, place, spec->affine, "gamma", ROLE_GAMMA, &norm->gamma);
    norm->beta_at = take_vector(norm, place, spec->affine && centred, "beta", ROLE_BETA, &norm->beta);
    norm->x_hat = arena_take(place->arena, turned, sizeof(real));
    norm->inv_sd = arena_take(place->arena, panel_size(groups, place->max_rows), sizeof(real));
    norm->layer.scratch_count = 2 * turned;
    const bool vectors = (norm->gamma_at >= 0 || norm->gamma) && (norm->beta_at >= 0 || norm->beta);
    return vectors && norm->x_hat && norm->inv_sd ? &norm->layer : NULL;
}

void sample_norm_bind(Layer *layer) {
    SampleNorm *norm = (SampleNorm *)layer;
    if (norm->gamma_at >= 0) norm->gamma = layer->param[norm->gamma_at].at;
    if (norm->beta_at >= 0) norm->beta = layer->param[norm->beta_at].at;
}

void sample_norm_init(Layer *layer, uint64_t seed) {
    (void)seed;
    SampleNorm *norm = (SampleNorm *)layer;
    for (int c = 0; c < panel_padded(layer->out); c++) norm->gamma[c] = 1, norm->beta[c] = 0;
}

// One group of up to PANEL samples that stand side by side: x[k * width + i] is feature k of sample i, and becomes
// x_hat. Sums go over the features in their order.
INLINE void normalize_group(const SampleNorm *norm, int width, int features, real *restrict x, real *restrict inv_sd) {
    const real share = 1 / (real)features, eps = (real)norm->spec->eps;
    real mean[PANEL] = {0}, var[PANEL] = {0};
    for (int k = 0; norm->centred && k < features; k++)
        for (int i = 0; i < width; i++) mean[i] += x[k * width + i];
    for (int i = 0; i < width; i++) mean[i] *= share;
    for (int k = 0; k < features; k++)
        for (int i = 0; i < width; i++) {
            const real d = x[k * width + i] - mean[i];
            var[i] = fma_real(d, d, var[i]);
        }
    for (int i = 0; i < width; i++) inv_sd[i] = 1 / sqrt_real(fma_real(var[i], share, eps));
    for (int k = 0; k < features; k++)
        for (int i = 0; i < width; i++) x[k * width + i] = (x[k * width + i] - mean[i]) * inv_sd[i];
}

// Panel p of the samples: x, side by side, becomes x_hat; y from it.
INLINE void forward_panel(SampleNorm *norm, int rows, int width, int p, real *restrict y) {
    const int n = norm->layer.out / norm->groups;
    real *x = norm->x_hat + panel_offset(norm->layer.out, p);
    y += panel_offset(norm->layer.out, p);
    for (int g = 0; g < norm->groups; g++)
        normalize_group(norm, width, n, x + (ptrdiff_t)g * n * width,
                        norm->inv_sd + panel_index(norm->groups, rows, g, p * PANEL));
    for (int k = 0; k < norm->layer.out; k++)
        for (int i = 0; i < width; i++) y[k * width + i] = fma_real(norm->gamma[k], x[k * width + i], norm->beta[k]);
}

real *sample_norm_forward(Layer *layer, const Pass *pass, real *x) {
    SampleNorm *norm = (SampleNorm *)layer;
    transpose(pass->rows, layer->out, x, norm->x_hat);
    for (int p = 0; p < panel_count(pass->rows); p++)
        FOR_WIDTH(w, panel_width(pass->rows, p), forward_panel(norm, pass->rows, w, p, pass->scratch));
    transpose(layer->out, pass->rows, pass->scratch, layer->output);
    return layer->output;
}

// One group, samples side by side: dy becomes dx. With g = gamma dy, and means over the group's features,
//     dx = (g - mean g - x_hat mean(g x_hat)) / sqrt(var + eps),
// where RMS norm, which takes no mean away, has no mean g.
INLINE void group_gradient(const SampleNorm *norm, int width, int features, const real *restrict gamma,
                           const real *restrict inv_sd, const real *restrict x_hat, real *restrict dy) {
    const real share = 1 / (real)features;
    real mean_g[PANEL] = {0}, mean_g_x_hat[PANEL] = {0};
    for (int k = 0; k < features; k++)
        for (int i = 0; i < width; i++) {
            const real g = gamma[k] * dy[k * width + i];
            dy[k * width + i] = g;
            mean_g[i] += g;
            mean_g_x_hat[i] = fma_real(g, x_hat[k * width + i], mean_g_x_hat[i]);
        }
    for (int i = 0; i < width; i++) {
        mean_g[i] = norm->centred ? mean_g[i] * share : 0;
        mean_g_x_hat[i] *= share;
    }
    for (int k = 0; k < features; k++)
        for (int i = 0; i < width; i++) {
            const real g = dy[k * width + i] - mean_g[i];
            dy[k * width + i] = inv_sd[i] * fma_real(-x_hat[k * width + i], mean_g_x_hat[i], g);
        }
}

// Panel p of the samples: dy becomes dx, and `products` dy x_hat.
INLINE void backward_panel(const SampleNorm *norm, int rows, int width, int p, real *restrict dy,
                           real *restrict products) {
    const int n = norm->layer.out / norm->groups;
    const size_t at = panel_offset(norm->layer.out, p);
    const real *x_hat = norm->x_hat + at;
    dy += at, products += at;
    for (int k = 0; k < norm->layer.out * width; k++) products[k] = dy[k] * x_hat[k];
    for (int g = 0; g < norm->groups; g++) {
        const ptrdiff_t first = (ptrdiff_t)g * n;
        group_gradient(norm, width, n, norm->gamma + first,
                       norm->inv_sd + panel_index(norm->groups, rows, g, p * PANEL), x_hat + first * width,
                       dy + first * width);
    }
}

INLINE void sum_panel(int rows, int width, const real *restrict terms, real *restrict sum) {
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < width; c++) sum[c] += terms[r * width + c];
}

// Hands on a vector's gradient: for each feature the sum of the terms [rows x features] over the samples.
static void vector_gradient(const Layer *layer, int index, const Pass *pass, const real *terms) {
    if (index < 0) return;
    for (int p = 0; p < panel_count(layer->out); p++) {
        const int width = panel_width(layer->out, p);
        real sum[PANEL] = {0};
        FOR_WIDTH(w, width, sum_panel(pass->rows, w, terms + panel_offset(pass->rows, p), sum));
        pass->sink->take(pass->sink, &layer->param[index], (size_t)p * PANEL, sum, (size_t)width);
    }
}

real *sample_norm_backward(Layer *layer, const Pass *pass, const real *x, real *dy, real *other) {
    (void)x, (void)other;
    const SampleNorm *norm = (const SampleNorm *)layer;
    real *turned = pass->scratch, *products = turned + panel_size(layer->out, pass->rows);
    transpose(pass->rows, layer->out, dy, turned);
    for (int p = 0; p < panel_count(pass->rows); p++)
        FOR_WIDTH(w, panel_width(pass->rows, p), backward_panel(norm, pass->rows, w, p, turned, products));
    // The sink changes gamma, of which dx is made: only now.
    vector_gradient(layer, norm->beta_at, pass, dy);
    if (norm->gamma_at >= 0) transpose(layer->out, pass->rows, products, dy);
    vector_gradient(layer, norm->gamma_at, pass, dy);
    transpose(layer->out, pass->rows, turned, dy);
    return dy;
}
