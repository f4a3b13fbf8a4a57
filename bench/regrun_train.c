// regrun's own training loop and evaluation, through the Engine as the lab uses it; answers cells (cells.h).
// REGRUN_KERNEL chooses the kernel build.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "cells.h"
#include "train/engine.h"

static struct {
    const Engine *engine;
    Trainer *trainer;
    Arena arena; // the samples
    Dataset data;
    Split split;
} bench;

static void stop(const char *message) {
    fprintf(stderr, "regrun: %s\n", message);
    exit(5);
}

static void *take(size_t count, size_t size) {
    void *p = arena_take(&bench.arena, count, size);
    if (!p) stop("no memory");
    return p;
}

// As many random samples as the cell asks for, all of them in both parts, inputs as they are.
static void make_samples(const Cell *cell) {
    int features = cell->width[0];
    float *values = take((size_t)cell->samples * (size_t)features, sizeof *values);
    float *shift = take((size_t)features, sizeof *shift), *scale = take((size_t)features, sizeof *scale);
    int32_t *label = take((size_t)cell->samples, sizeof *label), *row = take((size_t)cell->samples, sizeof *row);
    cell_samples(cell, values, label);
    for (int f = 0; f < features; f++) scale[f] = 1;
    for (int i = 0; i < cell->samples; i++) row[i] = i;
    bench.data = (Dataset){.samples = cell->samples,
                           .features = features,
                           .classes = cell->width[cell->layers],
                           .values = values,
                           .label = label};
    Part all = {&bench.data, row, cell->samples, label, NULL};
    bench.split = (Split){.train = all, .test = all, .shift = shift, .scale = scale};
}

static bool regrun_open(const Cell *cell) {
    ModelSpec model = {.hidden_count = cell->layers - 1,
                       .activation = ACTIVATION_RELU,
                       .init = INIT_HE,
                       .batch_norm = {cell->has[CELL_BN], 0.9, 1e-5, BEFORE_ACTIVATION, true},
                       .layer_norm = {cell->has[CELL_LAYER_NORM], 0, 1e-5, BEFORE_ACTIVATION, true},
                       .dropout_count = 1,
                       .dropout = {cell->has[CELL_DROPOUT] ? BENCH_DROPOUT : 0}};
    for (int k = 0; k < model.hidden_count; k++) model.hidden[k] = cell->width[k + 1];
    TrainSpec train = {.epochs = 1,
                       .batch_size = cell->batch,
                       .learning_rate = BENCH_LEARNING_RATE,
                       .norm_rate = 1,
                       .momentum = BENCH_MOMENTUM,
                       .eval_every = 1,
                       .last_batch = LAST_KEEP,
                       .max_norm = cell->has[CELL_MAX_NORM] ? BENCH_MAX_NORM : 0,
                       .ema = cell->has[CELL_EMA] ? BENCH_EMA : 0,
                       .ema_warmup = true,
                       .label_smoothing = cell->has[CELL_SMOOTHING] ? BENCH_SMOOTHING : 0,
                       .mixup = cell->has[CELL_MIXUP] ? BENCH_MIXUP : 0,
                       .adversarial = cell->has[CELL_ADVERSARIAL] ? BENCH_ADVERSARIAL : 0};
    if (cell->has[CELL_ADAM] || cell->has[CELL_ADAMW]) {
        train.optimizer = (OptimizerSpec){
            .kind = cell->has[CELL_ADAM] ? OPTIMIZER_ADAM : OPTIMIZER_ADAMW, .beta1 = 0.9, .beta2 = 0.999, .eps = 1e-8};
        train.learning_rate = BENCH_ADAM_RATE;
        train.weight_decay = cell->has[CELL_ADAMW] ? BENCH_ADAMW_DECAY : 0;
    }
    Error error;
    make_samples(cell);
    if (bench.engine->open(&bench.trainer, &model, &train, &bench.split, 1, &error) != OK) stop(error.text);
    return true;
}

static void regrun_pass(const Cell *cell) {
    double loss;
    if (cell->train)
        bench.engine->epoch(bench.trainer, &loss);
    else
        loss = bench.engine->measure(bench.trainer, &bench.split.test).loss;
    if (!isfinite(loss)) stop("the loss is not finite");
}

static void regrun_close(void) {
    bench.engine->close(bench.trainer);
    arena_free(&bench.arena);
}

int main(void) {
    Error error;
    bench.engine = engine_choose(getenv("REGRUN_KERNEL"), &error);
    if (!bench.engine) stop(error.text);
    return cells_serve(&(Peer){"regrun", regrun_open, regrun_pass, regrun_close});
}
