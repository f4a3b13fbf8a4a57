// Batch normalization: Ioffe & Szegedy 2015, "Batch Normalization", algorithm 1 and the gradients below it.
//
// Training, per feature over the B samples of the batch:
//     mean = sum x / B,  var = sum (x - mean)^2 / B,  x_hat = (x - mean) / sqrt(var + eps),  y = gamma x_hat + beta
// Evaluation: the same with the running mean and variance. stat_decay is the weight of the old value in them. The
// running variance is the unbiased one, var B / (B - 1), as in PyTorch.
#include "math/build.h"
#include "math/panel.h"
#include "math/vector.h"
#include "nn/kinds.h"

enum { RUN_MEAN, RUN_VAR, GAMMA, BETA }; // its parameters and statistics; the last two are there if affine

typedef struct BatchNorm {
    Layer layer;
    const BatchNormSpec *spec;
    real *mean, *inv_sd;      // [padded features], of the last training pass; inv_sd = 1 / sqrt(var + eps)
    real *gamma, *beta;       // [padded features]; the layer's parameters, or fixed at 1 and 0
    real *run_mean, *run_var; // [padded features]
} BatchNorm;

static bool batch_norm_stands(const Place *place) {
    const BatchNormSpec *spec = &place->spec->batch_norm;
    return spec->on &&
           place->slot == (spec->placement == BEFORE_ACTIVATION ? SLOT_BEFORE_ACTIVATION : SLOT_AFTER_ACTIVATION);
}

static Layer *batch_norm_make(const Place *place) {
    const int features = place->out;
    const size_t n = (size_t)panel_padded(features);
    BatchNorm *bn = layer_new(place, &layer_batch_norm, sizeof *bn, true);
    if (!bn) return NULL;
    bn->spec = &place->spec->batch_norm;
    layer_param(&bn->layer, "running_mean", ROLE_STATISTIC, 1, features);
    layer_param(&bn->layer, "running_var", ROLE_STATISTIC, 1, features);
    if (bn->spec->affine) {
        layer_param(&bn->layer, "gamma", ROLE_GAMMA, 1, features);
        layer_param(&bn->layer, "beta", ROLE_BETA, 1, features);
    } else {
        bn->gamma = arena_take(place->arena, n, sizeof(real));
        bn->beta = arena_take(place->arena, n, sizeof(real));
        if (!bn->gamma || !bn->beta) return NULL;
    }
    bn->mean = arena_take(place->arena, n, sizeof(real));
    bn->inv_sd = arena_take(place->arena, n, sizeof(real));
    return bn->mean && bn->inv_sd ? &bn->layer : NULL;
}

static void batch_norm_bind(Layer *layer) {
    BatchNorm *bn = (BatchNorm *)layer;
    bn->run_mean = layer->param[RUN_MEAN].at;
    bn->run_var = layer->param[RUN_VAR].at;
    if (bn->spec->affine) bn->gamma = layer->param[GAMMA].at, bn->beta = layer->param[BETA].at;
}

static void batch_norm_init(Layer *layer, uint64_t seed) {
    (void)seed;
    BatchNorm *bn = (BatchNorm *)layer;
    for (int c = 0; c < panel_padded(layer->out); c++) {
        bn->gamma[c] = 1, bn->beta[c] = 0;
        bn->run_mean[c] = 0, bn->run_var[c] = 1;
    }
}

// One panel, `width` features from feature `f` on. `keeps`: the running statistics stay as they are.
INLINE void train_panel(BatchNorm *bn, int rows, int width, int f, bool keeps, const real *restrict x,
                        real *restrict y) {
    const real eps = (real)bn->spec->eps, old = (real)bn->spec->stat_decay, new = (real)(1 - bn->spec->stat_decay);
    const real share = 1 / (real)rows, unbiased = (real)rows / (real)(rows - 1);
    real mean[PANEL] = {0}, var[PANEL] = {0}, inv_sd[PANEL];
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < width; c++) mean[c] += x[r * width + c];
    for (int c = 0; c < width; c++) mean[c] *= share;
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < width; c++) {
            const real d = x[r * width + c] - mean[c];
            var[c] = fma_real(d, d, var[c]);
        }
    for (int c = 0; c < width; c++) {
        var[c] *= share;
        inv_sd[c] = 1 / sqrt_real(var[c] + eps);
        bn->mean[f + c] = mean[c];
        bn->inv_sd[f + c] = inv_sd[c];
    }
    for (int c = 0; !keeps && c < width; c++) {
        bn->run_mean[f + c] = fma_real(old, bn->run_mean[f + c], new *mean[c]);
        bn->run_var[f + c] = fma_real(old, bn->run_var[f + c], new *(var[c] * unbiased));
    }
    const real *gamma = bn->gamma + f, *beta = bn->beta + f;
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < width; c++) {
            const real x_hat = (x[r * width + c] - mean[c]) * inv_sd[c];
            y[r * width + c] = fma_real(gamma[c], x_hat, beta[c]);
        }
}

// In place: x becomes y.
INLINE void evaluate_panel(const BatchNorm *bn, int rows, int width, int f, real *restrict x) {
    const real *mean = bn->run_mean + f, *beta = bn->beta + f;
    real scale[PANEL];
    for (int c = 0; c < width; c++) scale[c] = bn->gamma[f + c] / sqrt_real(bn->run_var[f + c] + (real)bn->spec->eps);
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < width; c++) x[r * width + c] = fma_real(x[r * width + c] - mean[c], scale[c], beta[c]);
}

// In place: dy becomes dx. With x_hat = (x - mean) / sqrt(var + eps),
//     d_beta = sum dy,  d_gamma = sum dy x_hat,
//     dx = gamma / sqrt(var + eps) (dy - d_beta / B - x_hat d_gamma / B).
INLINE void backward_panel(BatchNorm *bn, const Pass *pass, int width, int f, const real *restrict x,
                           real *restrict dy) {
    const real *mean = bn->mean + f, *inv_sd = bn->inv_sd + f, share = 1 / (real)pass->rows;
    real d_beta[PANEL] = {0}, d_gamma[PANEL] = {0}, scale[PANEL], mean_dy[PANEL], mean_dy_x_hat[PANEL];
    for (int r = 0; r < pass->rows; r++)
        for (int c = 0; c < width; c++) {
            const real x_hat = (x[r * width + c] - mean[c]) * inv_sd[c];
            d_beta[c] += dy[r * width + c];
            d_gamma[c] = fma_real(dy[r * width + c], x_hat, d_gamma[c]);
        }
    for (int c = 0; c < width; c++) {
        scale[c] = bn->gamma[f + c] * inv_sd[c];
        mean_dy[c] = d_beta[c] * share;
        mean_dy_x_hat[c] = d_gamma[c] * share;
    }
    for (int r = 0; r < pass->rows; r++)
        for (int c = 0; c < width; c++) {
            const real x_hat = (x[r * width + c] - mean[c]) * inv_sd[c];
            dy[r * width + c] = scale[c] * fma_real(-x_hat, mean_dy_x_hat[c], dy[r * width + c] - mean_dy[c]);
        }
    if (bn->spec->affine) {
        pass->sink->take(pass->sink, &bn->layer.param[GAMMA], (size_t)f, d_gamma, (size_t)width);
        pass->sink->take(pass->sink, &bn->layer.param[BETA], (size_t)f, d_beta, (size_t)width);
    }
}

static real *batch_norm_forward(Layer *layer, const Pass *pass, real *x) {
    BatchNorm *bn = (BatchNorm *)layer;
    for (int p = 0; p < panel_count(layer->out); p++) {
        const int width = panel_width(layer->out, p), f = p * PANEL;
        const size_t at = panel_offset(pass->rows, p);
        if (pass->training)
            FOR_WIDTH(w, width, train_panel(bn, pass->rows, w, f, pass->inputs_only, x + at, layer->output + at));
        else
            FOR_WIDTH(w, width, evaluate_panel(bn, pass->rows, w, f, x + at));
    }
    return pass->training ? layer->output : x;
}

static real *batch_norm_backward(Layer *layer, const Pass *pass, const real *x, real *dy, real *other) {
    (void)other;
    BatchNorm *bn = (BatchNorm *)layer;
    for (int p = 0; p < panel_count(layer->out); p++) {
        const size_t at = panel_offset(pass->rows, p);
        FOR_WIDTH(w, panel_width(layer->out, p), backward_panel(bn, pass, w, p * PANEL, x + at, dy + at));
    }
    return dy;
}

const LayerKind layer_batch_norm = {.name = "batch_norm",
                                    .stands = batch_norm_stands,
                                    .make = batch_norm_make,
                                    .bind = batch_norm_bind,
                                    .init = batch_norm_init,
                                    .forward = batch_norm_forward,
                                    .backward = batch_norm_backward};
