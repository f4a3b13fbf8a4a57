// The peer in C: the plain training step as a careful programmer would write it on cblas_sgemm, one thread. What makes
// it fast: a narrow layer (10 or 2 classes) keeps its weights as [out][in], every other as [in][out], which is what
// OpenBLAS multiplies fastest; a narrow input is padded to whole vectors; bias and ReLU share one pass over the
// activations; sgemm adds the weight gradient into the velocity (beta = momentum), so that the update is one pass; and
// with small batches it does so some rows at a time, which are updated while they are in the near cache.
//
// Activations are [batch][width], row-major; padding is zero and stays zero.
#include <cblas.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "cells.h"

#define PAD 16    // floats of a vector
#define SLAB 64   // rows of weights made and updated at a time
#define NARROW 32 // layers with fewer outputs have [out][in] weights

typedef struct Linear {
    int in, out; // the input's width is padded
    bool narrow;
    float *weight, *bias, *weight_velocity, *bias_velocity;
    float *output, *gradient; // [batch][out]; of the output
} Linear;

static struct {
    Linear layer[CELL_MAX_LAYERS];
    float *input;          // the batch, [batch][padded width]
    float *inputs;         // all samples, [samples][width]
    int32_t *labels, *row; // of all samples; their order
    int32_t *label;        // of the batch
    Rng rng;
    double loss; // sum over the samples of the last pass
} net;

static int padded(int width) {
    return (width + PAD - 1) / PAD * PAD;
}

static float *floats(int64_t n) {
    float *p = aligned_alloc(64, (size_t)(n * 4 + 63) / 64 * 64);
    if (!p) {
        fprintf(stderr, "cblas: no memory\n");
        exit(5);
    }
    memset(p, 0, (size_t)n * 4);
    return p;
}

static void open_layer(Linear *l, int in, int out, bool last, int batch) {
    l->in = padded(in);
    l->out = last ? out : padded(out);
    l->narrow = out < NARROW;
    l->weight = floats((int64_t)l->in * l->out);
    l->weight_velocity = floats((int64_t)l->in * l->out);
    l->bias = floats(l->out);
    l->bias_velocity = floats(l->out);
    l->output = floats((int64_t)batch * l->out);
    l->gradient = floats((int64_t)batch * l->out);
    float bound = sqrtf(6.0f / (float)in);
    for (int i = 0; i < in; i++)
        for (int o = 0; o < out; o++)
            l->weight[l->narrow ? o * l->in + i : i * l->out + o] = bound * (2 * rng_uniform(&net.rng) - 1);
}

static bool cblas_open(const Cell *cell) {
    if (strcmp(cell->setting, "plain") != 0) return false;
    net.rng = rng_seed(2, 2);
    for (int l = 0; l < cell->layers; l++)
        open_layer(&net.layer[l], cell->width[l], cell->width[l + 1], l == cell->layers - 1, cell->batch);
    net.input = floats((int64_t)cell->batch * padded(cell->width[0]));
    net.inputs = floats((int64_t)cell->samples * cell->width[0]);
    net.labels = (int32_t *)floats(cell->samples);
    net.row = (int32_t *)floats(cell->samples);
    net.label = (int32_t *)floats(cell->batch);
    cell_samples(cell, net.inputs, net.labels);
    for (int i = 0; i < cell->samples; i++) net.row[i] = i;
    return true;
}

static void cblas_close(void) {
    for (Linear *l = net.layer; l < net.layer + CELL_MAX_LAYERS; l++) {
        float *all[] = {l->weight, l->bias, l->weight_velocity, l->bias_velocity, l->output, l->gradient};
        for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    }
    free(net.input);
    free(net.inputs);
    free(net.labels);
    free(net.row);
    free(net.label);
    memset(&net, 0, sizeof net);
}

static void gather(const Cell *cell, int first, int n) {
    int width = cell->width[0], stride = net.layer[0].in;
    for (int b = 0; b < n; b++) {
        int32_t row = net.row[first + b];
        memcpy(net.input + (int64_t)b * stride, net.inputs + (int64_t)row * width, (size_t)width * 4);
        net.label[b] = net.labels[row];
    }
}

// c [rows][columns] = a [rows][inner] b [inner][columns], where b may be stored transposed.
static void multiply(bool b_transposed, int rows, int columns, int inner, const float *a, const float *b, float *c) {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, b_transposed ? CblasTrans : CblasNoTrans, rows, columns, inner, 1, a,
                inner, b, b_transposed ? inner : columns, 0, c, columns);
}

static void forward(const Cell *cell, int n) {
    const float *x = net.input;
    for (int k = 0; k < cell->layers; k++) {
        Linear *l = &net.layer[k];
        multiply(l->narrow, n, l->out, l->in, x, l->weight, l->output);
        bool last = k == cell->layers - 1;
        for (int b = 0; b < n; b++) {
            float *y = l->output + (int64_t)b * l->out;
            if (last)
                for (int o = 0; o < l->out; o++) y[o] += l->bias[o];
            else
                for (int o = 0; o < l->out; o++) y[o] = y[o] + l->bias[o] > 0 ? y[o] + l->bias[o] : 0;
        }
        x = l->output;
    }
}

// Softmax cross-entropy over the classes; the gradient (probabilities less the label's one) / n.
static void loss_and_gradient(const Cell *cell, int n) {
    Linear *l = &net.layer[cell->layers - 1];
    int classes = cell->width[cell->layers];
    for (int b = 0; b < n; b++) {
        const float *y = l->output + (int64_t)b * l->out;
        float *g = l->gradient + (int64_t)b * l->out;
        float top = y[0], sum = 0;
        for (int c = 1; c < classes; c++) top = y[c] > top ? y[c] : top;
        for (int c = 0; c < classes; c++) sum += g[c] = expf(y[c] - top);
        net.loss += (double)(logf(sum) + top - y[net.label[b]]);
        float scale = 1 / (sum * (float)n);
        for (int c = 0; c < classes; c++) g[c] *= scale;
        g[net.label[b]] -= 1 / (float)n;
    }
}

static void update(float *w, const float *v, int64_t n) {
    for (int64_t i = 0; i < n; i++) w[i] -= BENCH_LEARNING_RATE * v[i];
}

// velocity [rows][columns] = momentum velocity + a^T b over the n samples; the weights follow it.
static void update_weights(Linear *l, const float *a, int rows, const float *b, int columns, int n) {
    int step = n < SLAB && rows > SLAB ? SLAB : rows;
    for (int row = 0; row < rows; row += step) {
        int count = rows - row < step ? rows - row : step;
        int64_t at = (int64_t)row * columns;
        cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, count, columns, n, 1, a + row, rows, b, columns,
                    BENCH_MOMENTUM, l->weight_velocity + at, columns);
        update(l->weight + at, l->weight_velocity + at, (int64_t)count * columns);
    }
}

static void backward_layer(Linear *l, Linear *below, int n) {
    const float *x = below ? below->output : net.input;
    if (below) {
        multiply(!l->narrow, n, l->in, l->out, l->gradient, l->weight, below->gradient);
        for (int64_t i = 0; i < (int64_t)n * l->in; i++) below->gradient[i] = x[i] > 0 ? below->gradient[i] : 0;
    }
    if (l->narrow)
        update_weights(l, l->gradient, l->out, x, l->in, n);
    else
        update_weights(l, x, l->in, l->gradient, l->out, n);
    for (int o = 0; o < l->out; o++) l->bias_velocity[o] *= BENCH_MOMENTUM;
    for (int b = 0; b < n; b++)
        for (int o = 0; o < l->out; o++) l->bias_velocity[o] += l->gradient[(int64_t)b * l->out + o];
    update(l->bias, l->bias_velocity, l->out);
}

static void cblas_pass(const Cell *cell) {
    net.loss = 0;
    if (cell->train) rng_shuffle(&net.rng, net.row, cell->samples);
    for (int first = 0; first < cell->samples; first += cell->batch) {
        int n = cell->samples - first < cell->batch ? cell->samples - first : cell->batch;
        gather(cell, first, n);
        forward(cell, n);
        loss_and_gradient(cell, n);
        if (!cell->train) continue;
        for (int k = cell->layers - 1; k >= 0; k--) backward_layer(&net.layer[k], k > 0 ? &net.layer[k - 1] : NULL, n);
    }
    if (!isfinite(net.loss)) {
        fprintf(stderr, "cblas: the loss is not finite\n");
        exit(1);
    }
}

int main(void) {
    openblas_set_num_threads(1);
    return cells_serve(&(Peer){"cblas", cblas_open, cblas_pass, cblas_close});
}
