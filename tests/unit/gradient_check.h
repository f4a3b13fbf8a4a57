// What is shared by the tests that hold gradients against central finite differences in double precision: gradients.c,
// residual.c. They are compiled with REAL = double and link the double build of the same sources that train in float.
#ifndef TESTS_GRADIENT_CHECK_H
#define TESTS_GRADIENT_CHECK_H

#include "base/rng.h"
#include "math/build.h"
#include "math/panel.h"
#include "nn/loss.h"
#include "nn/network.h"

#include "test.h"

#define PANELS __attribute__((aligned(ARENA_ALIGN))) // panel matrices on the stack
#define STEP 1e-5
#define TOLERANCE 1e-7 // of the larger of 1 and the gradient's size; the differences' own error is about 1e-10 / STEP

// A sink that keeps the gradients where a test can read them.
typedef struct Keeper {
    GradientSink sink;
    real *gradient; // as the parameter slab
} Keeper;

static void keep(GradientSink *sink, const Param *param, size_t from, real *gradient, size_t count) {
    for (size_t i = 0; i < count; i++) ((Keeper *)sink)->gradient[param->first + from + i] = gradient[i];
}

static void fill(Rng *rng, real *x, int rows, int cols) {
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < cols; c++) {
            const real size = (real)(0.1 + rng_uniform(rng)); // away from 0, where relu has its corner
            x[panel_index(rows, cols, r, c)] = rng_uniform(rng) < 0.5f ? -size : size;
        }
}

static double relative_error(double got, double want) {
    const double size = fabs(want) > 1 ? fabs(want) : 1;
    return fabs(got - want) / size;
}

static double mean_loss(const LossKind *of, const LossPass *pass) {
    double sum = 0;
    of->apply(pass);
    for (int r = 0; r < pass->rows; r++) sum += (double)pass->loss[r];
    return sum / pass->rows;
}

// Whole networks: the gradient of the mean loss by every parameter.
static double network_loss(Network *net, int rows, real *x, const int32_t *label, bool gradient, bool inputs_only) {
    real loss[64];
    int32_t best[64];
    LossPass pass = {.rows = rows, .outputs = net->outputs, .label = label, .loss = loss, .best = best};
    pass.z = network_forward(net, (Pass){.rows = rows, .training = true, .seed = 5, .inputs_only = inputs_only}, x);
    pass.d_z = gradient ? net->d_output : NULL;
    pass.scratch = net->scratch;
    return mean_loss(&loss_cross_entropy, &pass);
}

// The gradient of the mean loss by every input, which leaves the running statistics as they are; the inputs themselves
// may have been dropped.
static void check_inputs(const char *name, Network *net, int rows, real *x, const int32_t *label) {
    real statistics[1024], before[512];
    double worst = 0, at_padding = 0;
    CHECK(net->statistic_count <= 1024 && panel_size(rows, net->features) <= 512, "%s: no room", name);
    memcpy(statistics, net->statistics, net->statistic_count * sizeof *statistics);
    network_loss(net, rows, x, label, true, true);
    memcpy(before, network_backward_inputs(net), panel_size(rows, net->features) * sizeof *before);
    CHECK(memcmp(statistics, net->statistics, net->statistic_count * sizeof *statistics) == 0,
          "%s: the statistics moved", name);
    for (int r = 0; r < rows; r++) {
        for (int f = 0; f < net->features; f++) {
            const size_t i = panel_index(rows, net->features, r, f);
            const real here = x[i];
            x[i] = here + STEP;
            const double above = network_loss(net, rows, x, label, false, true);
            x[i] = here - STEP;
            const double below = network_loss(net, rows, x, label, false, true);
            x[i] = here;
            const double error = relative_error((double)before[i], (above - below) / (2 * STEP));
            if (!(error <= worst)) worst = error;
        }
        for (int f = net->features; f < panel_padded(net->features); f++)
            at_padding += fabs((double)before[panel_index(rows, net->features, r, f)]);
    }
    CHECK(worst < 1e-6, "network %s, %d samples: error %.2g of the inputs", name, rows, worst);
    CHECK(at_padding == 0, "network %s, %d samples: a gradient of the padding", name, rows);
}

// Holds the gradients of a network's parameters and inputs against differences. `prepare`, unless NULL, changes the
// network before.
static void check_prepared(const char *name, const ModelSpec *spec, int rows, void (*prepare)(Network *net)) {
    Arena arena = {0};
    Network *net = network_new(&arena, spec, 6, 3, rows);
    Keeper keeper = {{.take = keep}, arena_take(&arena, net->param_count, sizeof(real))};
    if (prepare) prepare(net);
    real x[512] PANELS;
    int32_t label[64];
    Rng rng = rng_stream(11, "test", 0);
    network_init(net, 2);
    fill(&rng, x, rows, 6);
    for (int r = 0; r < rows; r++) label[r] = (int32_t)rng_below(&rng, 3);
    network_loss(net, rows, x, label, true, false);
    network_backward(net, &keeper.sink);
    double worst = 0;
    for (size_t i = 0; i < net->param_count; i++) {
        const real here = net->params[i];
        net->params[i] = here + STEP;
        const double above = network_loss(net, rows, x, label, false, false);
        net->params[i] = here - STEP;
        const double below = network_loss(net, rows, x, label, false, false);
        net->params[i] = here;
        const double error = relative_error((double)keeper.gradient[i], (above - below) / (2 * STEP));
        if (!(error <= worst)) worst = error;
    }
    CHECK(worst < 1e-6, "network %s, %d samples: error %.2g", name, rows, worst);
    check_inputs(name, net, rows, x, label);
    arena_free(&arena);
}

#endif
