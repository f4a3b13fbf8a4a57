// Batch normalization: Ioffe & Szegedy 2015, "Batch Normalization", algorithm 1 and the gradients below it.
//
// Training, per feature over the B samples of the batch:
//     mean = sum x / B,  var = sum (x - mean)^2 / B,  x_hat = (x - mean) / sqrt(var + eps),  y = gamma x_hat + beta
// Evaluation: the same with the running mean and variance. stat_decay is the weight of the old value in them; where it
// is cumulative, n batches so far give the old value the weight n / (n + 1). The running variance is the unbiased one,
// var B / (B - 1), as in PyTorch. In a refreshing pass (algorithm 2, lines 8 to 10) each part of the training set
// weighs as many as its samples.
//
// With virtual batches (Hoffer et al. 2017, "Train longer, generalize better", algorithm 1) the batch is cut into
// consecutive parts of so many samples, each of which is a batch of its own here. A last part of one sample joins the
// one before.
//
// In a frozen pass of training the running mean and variance stand for the batch's, as constants: y is that of
// evaluation, dx = gamma / sqrt(var + eps) dy.
#include <math.h>

#include "math/build.h"
#include "math/panel.h"
#include "math/row_sums.h"
#include "math/vector.h"
#include "nn/kinds.h"

enum { RUN_MEAN, RUN_VAR, GAMMA, BETA }; // its parameters and statistics; the last two are there if affine

typedef struct BatchNorm {
    Layer layer;
    const BatchNormSpec *spec;
    real *mean, *inv_sd;      // [parts][padded features], of the last training pass; inv_sd = 1 / sqrt(var + eps)
    real *gamma, *beta;       // [padded features]; the layer's parameters, or fixed at 1 and 0
    real *run_mean, *run_var; // [padded features]
    real *scale;              // [padded features], gamma / sqrt(run_var + eps) of the last pass that asked
    real *batches;            // how many the running statistics hold (from 2^24 on that many); NULL where nobody asks
} BatchNorm;

// Samples that are normalized together: `rows` of the batch from `first` on. `old`: the weight of the running
// statistics' old values beside theirs. `share`: that of a sample in the mean and variance. `least`: what y is at
// least.
typedef struct BatchPart {
    int number, first, rows;
    double old;
    real share, least;
} BatchPart;

// How many parts a batch of `rows` samples is cut into.
static int part_count(const BatchNormSpec *spec, int rows) {
    const int size = spec->virtual_batch;
    return size == 0 || rows <= size ? 1 : rows / size + (rows % size > 1);
}

static int parts_of(const BatchNorm *bn, const Pass *pass) {
    return pass->frozen || pass->undivided ? 1 : part_count(bn->spec, pass->rows);
}

// Where relu comes next it is done here (LayerKind.follow): y is 0 at least. Nothing else ever follows.
static real least_of(const Pass *pass) {
    return pass->finish && pass->finish->relu ? 0 : (real)-INFINITY;
}

static BatchPart part_of(const BatchNorm *bn, const Pass *pass, int number) {
    const BatchNormSpec *spec = bn->spec;
    const int first = number * spec->virtual_batch;
    const bool last = number == parts_of(bn, pass) - 1;
    BatchPart part = {number,           first, last ? pass->rows - first : spec->virtual_batch,
                      spec->stat_decay, 0,     least_of(pass)};
    part.share = pass->frozen ? 0 : 1 / (real)part.rows;
    const double seen = (double)pass->first_sample + first, batches = bn->batches ? (double)*bn->batches + number : 0;
    if (bn->batches) part.old = batches / (batches + 1);
    part.old = pass->inputs_only ? 1 : part.old;
    if (pass->refresh) part.old = seen / (seen + part.rows);
    return part;
}

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
    if (bn->spec->stat_decay == STAT_CUMULATIVE) layer_param(&bn->layer, "batches", ROLE_STATISTIC, 1, 1);
    const size_t parts = (size_t)part_count(bn->spec, place->max_rows);
    bn->mean = arena_take(place->arena, parts * n, sizeof(real));
    bn->inv_sd = arena_take(place->arena, parts * n, sizeof(real));
    bn->scale = arena_take(place->arena, n, sizeof(real));
    return bn->mean && bn->inv_sd && bn->scale ? &bn->layer : NULL;
}

static void batch_norm_bind(Layer *layer) {
    BatchNorm *bn = (BatchNorm *)layer;
    bn->run_mean = layer->param[RUN_MEAN].at;
    bn->run_var = layer->param[RUN_VAR].at;
    if (bn->spec->affine) bn->gamma = layer->param[GAMMA].at, bn->beta = layer->param[BETA].at;
    if (bn->spec->stat_decay == STAT_CUMULATIVE) bn->batches = layer->param[layer->param_count - 1].at;
}

static void batch_norm_init(Layer *layer, uint64_t seed) {
    (void)seed;
    BatchNorm *bn = (BatchNorm *)layer;
    for (int c = 0; c < panel_padded(layer->out); c++) {
        bn->gamma[c] = 1, bn->beta[c] = 0;
        bn->run_mean[c] = 0, bn->run_var[c] = 1;
    }
    if (bn->batches) *bn->batches = 0;
}

// What is kept of each column of a panel for one pass, where vectors may be read.
typedef real Columns[PANEL] __attribute__((aligned(ARENA_ALIGN)));

// Columns that are taken together, row by row: of so many, all that is kept of each fits the registers.
#define TOGETHER 16

INLINE void normalize_some(int rows, int width, int count, const real *restrict gamma, const real *restrict beta,
                           const real *restrict mean, const real *restrict inv_sd, real least, const real *restrict x,
                           real *restrict y) {
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < count; c++) {
            const real x_hat = (x[r * width + c] - mean[c]) * inv_sd[c], moved = fma_real(gamma[c], x_hat, beta[c]);
            y[r * width + c] = moved < least ? least : moved;
        }
}

INLINE void normalize(const BatchNorm *bn, const BatchPart *part, int width, int f, const real *mean,
                      const real *inv_sd, const real *x, real *y) {
    for (int c = 0; c < width; c += TOGETHER)
        normalize_some(part->rows, width, width < TOGETHER ? width : TOGETHER, bn->gamma + f + c, bn->beta + f + c,
                       mean + c, inv_sd + c, part->least, x + c, y + c);
}

// One part of a panel, `width` features from feature `f` on.
INLINE void train_part(BatchNorm *bn, const BatchPart *part, int width, int f, const real *restrict x,
                       real *restrict y) {
    const int rows = part->rows, at = part->number * panel_padded(bn->layer.out) + f;
    const real eps = (real)bn->spec->eps, old = (real)part->old, new = (real)(1 - part->old);
    const real share = part->share, unbiased = (real)rows / (real)(rows - 1);
    Columns mean, var, inv_sd;
    row_sum(rows, width, x, mean);
    for (int c = 0; c < width; c++) mean[c] *= share;
    row_squares(rows, width, x, mean, var);
    for (int c = 0; c < width; c++) {
        var[c] *= share;
        inv_sd[c] = 1 / sqrt_real(var[c] + eps);
        bn->mean[at + c] = mean[c];
        bn->inv_sd[at + c] = inv_sd[c];
        bn->run_mean[f + c] = fma_real(old, bn->run_mean[f + c], new *mean[c]);
        bn->run_var[f + c] = fma_real(old, bn->run_var[f + c], new *(var[c] * unbiased));
    }
    normalize(bn, part, width, f, mean, inv_sd, x, y);
}

// The same of a frozen pass.
INLINE void freeze_part(BatchNorm *bn, const BatchPart *part, int width, int f, const real *restrict x,
                        real *restrict y) {
    real mean[PANEL], inv_sd[PANEL];
    for (int c = 0; c < width; c++) {
        bn->mean[f + c] = mean[c] = bn->run_mean[f + c];
        bn->inv_sd[f + c] = inv_sd[c] = 1 / sqrt_real(bn->run_var[f + c] + (real)bn->spec->eps);
    }
    normalize(bn, part, width, f, mean, inv_sd, x, y);
}

// Whether a pass goes by the running statistics and is not one of training: y = (x - run_mean) scale + beta.
static bool evaluates(const Pass *pass) {
    return !pass->training && !pass->refresh;
}

static void set_scale(const BatchNorm *bn) {
    const real eps = (real)bn->spec->eps;
    for (int c = 0; c < panel_padded(bn->layer.out); c++) bn->scale[c] = bn->gamma[c] / sqrt_real(bn->run_var[c] + eps);
}

// In place: x becomes y.
INLINE void evaluate_panel(const BatchNorm *bn, int rows, int width, int f, real least, real *restrict x) {
    const real *mean = bn->run_mean + f, *scale = bn->scale + f, *beta = bn->beta + f;
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < width; c++) {
            const real y = fma_real(x[r * width + c] - mean[c], scale[c], beta[c]);
            x[r * width + c] = y < least ? least : y;
        }
}

static bool batch_norm_follow(const Layer *layer, const Pass *pass, Finish *finish) {
    const BatchNorm *bn = (const BatchNorm *)layer;
    if (!evaluates(pass) || finish->scale || finish->relu) return false;
    set_scale(bn);
    finish->mean = bn->run_mean;
    finish->scale = bn->scale;
    finish->shift = bn->beta;
    return true;
}

// What dx needs of each column beside mean and inv_sd: scale = gamma inv_sd, and the means of dy and dy x_hat.
typedef struct ColumnMeans {
    Columns scale, dy, dy_x_hat;
} ColumnMeans;

INLINE void subtract_some(int rows, int width, int count, const real *restrict mean, const real *restrict inv_sd,
                          const ColumnMeans *restrict means, int at, const real *restrict x, real *restrict dy) {
    const real *scale = means->scale + at, *mean_dy = means->dy + at, *mean_dy_x_hat = means->dy_x_hat + at;
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < count; c++) {
            const real x_hat = (x[r * width + c] - mean[c]) * inv_sd[c];
            dy[r * width + c] = scale[c] * fma_real(-x_hat, mean_dy_x_hat[c], dy[r * width + c] - mean_dy[c]);
        }
}

// In place: dy becomes dx, in one part of B samples. With x_hat = (x - mean) / sqrt(var + eps),
//     d_beta = sum dy,  d_gamma = sum dy x_hat,
//     dx = gamma / sqrt(var + eps) (dy - share d_beta - x_hat share d_gamma),  share = 1 / B, or 0 in a frozen pass.
// What gamma and beta get from the part is added to *_sum.
INLINE void part_gradient(const BatchNorm *bn, const BatchPart *part, int width, int f, const real *x, real *dy,
                          real *restrict gamma_sum, real *restrict beta_sum) {
    const int at = part->number * panel_padded(bn->layer.out) + f;
    const real *mean = bn->mean + at, *inv_sd = bn->inv_sd + at, share = part->share;
    Columns d_beta, d_gamma;
    ColumnMeans means;
    row_products(part->rows, width, dy, x, mean, inv_sd, d_beta, d_gamma);
    for (int c = 0; c < width; c++) {
        means.scale[c] = bn->gamma[f + c] * inv_sd[c];
        means.dy[c] = d_beta[c] * share;
        means.dy_x_hat[c] = d_gamma[c] * share;
        beta_sum[c] += d_beta[c];
        gamma_sum[c] += d_gamma[c];
    }
    for (int c = 0; c < width; c += TOGETHER)
        subtract_some(part->rows, width, width < TOGETHER ? width : TOGETHER, mean + c, inv_sd + c, &means, c, x + c,
                      dy + c);
}

// All features of one part.
static void train(BatchNorm *bn, const Pass *pass, const BatchPart *part, const real *x) {
    const int features = bn->layer.out;
    for (int p = 0; p < panel_count(features); p++) {
        const int width = panel_width(features, p);
        const size_t at = panel_offset(pass->rows, p) + (size_t)(part->first * width);
        if (pass->frozen)
            FOR_WIDTH(w, width, freeze_part(bn, part, w, p * PANEL, x + at, bn->layer.output + at));
        else
            FOR_WIDTH(w, width, train_part(bn, part, w, p * PANEL, x + at, bn->layer.output + at));
    }
}

static real *batch_norm_forward(Layer *layer, const Pass *pass, real *x) {
    BatchNorm *bn = (BatchNorm *)layer;
    if (!evaluates(pass)) {
        const int parts = parts_of(bn, pass);
        for (int i = 0; i < parts; i++) {
            const BatchPart part = part_of(bn, pass, i);
            train(bn, pass, &part, x);
        }
        if (bn->batches && pass->training && !pass->inputs_only && !pass->frozen) *bn->batches += (real)parts;
        return layer->output;
    }
    set_scale(bn);
    for (int p = 0; p < panel_count(layer->out); p++)
        FOR_WIDTH(w, panel_width(layer->out, p),
                  evaluate_panel(bn, pass->rows, w, p * PANEL, least_of(pass), x + panel_offset(pass->rows, p)));
    return x;
}

static real *batch_norm_backward(Layer *layer, const Pass *pass, const real *x, real *dy, real *other) {
    (void)other;
    BatchNorm *bn = (BatchNorm *)layer;
    const int parts = parts_of(bn, pass);
    for (int p = 0; p < panel_count(layer->out); p++) {
        const int width = panel_width(layer->out, p);
        Columns d_gamma, d_beta;
        for (int c = 0; c < width; c++) d_gamma[c] = d_beta[c] = 0;
        for (int i = 0; i < parts; i++) {
            const BatchPart part = part_of(bn, pass, i);
            const size_t at = panel_offset(pass->rows, p) + (size_t)(part.first * width);
            FOR_WIDTH(w, width, part_gradient(bn, &part, w, p * PANEL, x + at, dy + at, d_gamma, d_beta));
        }
        if (!bn->spec->affine) continue;
        pass->sink->take(pass->sink, &layer->param[GAMMA], (size_t)p * PANEL, d_gamma, (size_t)width);
        pass->sink->take(pass->sink, &layer->param[BETA], (size_t)p * PANEL, d_beta, (size_t)width);
    }
    return dy;
}

const LayerKind layer_batch_norm = {.name = "batch_norm",
                                    .stands = batch_norm_stands,
                                    .make = batch_norm_make,
                                    .bind = batch_norm_bind,
                                    .init = batch_norm_init,
                                    .forward = batch_norm_forward,
                                    .backward = batch_norm_backward,
                                    .follow = batch_norm_follow,
                                    .finishing = true};
