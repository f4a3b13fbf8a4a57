// Instruments that look at the loss around the parameters, and at what batch norm's statistics do to gradients: what
// they say in cases that are worked out here, in double.
#include <math.h>
#include <stdlib.h>

#include "base/rng.h"
#include "math/panel.h"
#include "train/engine.h"
#include "train/probe_value.h"

#include "test.h"

#define SAMPLES 16
#define FEATURES 2
#define SEED 6
#define RATE 0.05

static struct Set {
    float values[SAMPLES * FEATURES], target[SAMPLES], shift[FEATURES], scale[FEATURES], no_shift[1], unit[1];
    int32_t label[SAMPLES], row[SAMPLES];
    Dataset data;
    Split split;
} set = {.scale = {1, 1}, .unit = {1}};

// The first `size` samples, of a regression; or of two classes, by `classes`.
static void use(int size, int classes) {
    for (int i = 0; i < SAMPLES; i++) set.row[i] = i;
    set.data = (Dataset){.samples = SAMPLES, .features = FEATURES, .values = set.values};
    Part all = {.data = &set.data, .row = set.row, .size = size};
    if (classes) {
        set.data.classes = classes;
        all.label = set.data.label = set.label;
    } else {
        set.data.targets = 1;
        all.target = set.data.target = set.target;
    }
    set.split = (Split){.train = all,
                        .test = all,
                        .shift = set.shift,
                        .scale = set.scale,
                        .target_shift = set.no_shift,
                        .target_scale = set.unit};
}

static const TrainSpec sgd = {.epochs = 1,
                              .batch_size = 4,
                              .learning_rate = RATE,
                              .norm_rate = 1,
                              .eval_every = 1,
                              .probes = (1u << PROBE_COUNT) - 1,
                              .probe_every = 1};

// --- A network whose parameters are set, and what was said of it

enum { LAYERS = 12 };
typedef struct Said {
    ProbeSink sink;
    double of[PROBE_VALUE_COUNT][LAYERS + 1]; // [layer + 1]
} Said;

static void take(ProbeSink *sink, int value, int layer, double number) {
    ((Said *)sink)->of[value][layer + 1] = number;
}

static double value(const Said *said, ProbeValue v, int layer) {
    return said->of[v][layer + 1];
}

static Trainer *open(const Engine *build, const ModelSpec *model, const TrainSpec *spec) {
    Trainer *t;
    Error e;
    if (build->open(&t, model, spec, &set.split, SEED, &e) != OK) abort();
    return t;
}

// Sets a parameter or statistic, row by row.
static void put(const Engine *build, const Trainer *t, const char *name, const double *numbers) {
    int count, found = 0;
    const Span *spans = build->spans(t, &count);
    for (int i = 0; i < count; i++) {
        const Span *s = &spans[i];
        if (strcmp(s->name, name) != 0) continue;
        found++;
        for (int r = 0; r < s->rows; r++)
            for (int c = 0; c < s->cols; c++)
                ((float *)s->at)[panel_index(s->rows, s->cols, r, c)] = (float)numbers[r * s->cols + c];
    }
    CHECK(found == 1, "no span %s", name);
}

static Said look(const Engine *build, Trainer *t) {
    Said said = {.sink = {take}};
    for (int v = 0; v < PROBE_VALUE_COUNT; v++)
        for (int l = 0; l <= LAYERS; l++) said.of[v][l] = NAN;
    for (int p = PROBE_PHANTOM_GRADIENT; p <= PROBE_CURVATURE; p++) build->probe(t, p, &said.sink);
    build->probe(t, PROBE_GRADIENTS, &said.sink);
    build->close(t);
    return said;
}

#define NEAR(got, want, most)                                                                                          \
    CHECK(fabs((got) - (want)) <= (most)*fabs((double)(want)), #got " is %.9g, not %.9g", (double)(got), (double)(want))

// --- A quadratic

// Of a linear model with squared error, f(p) = mean (w.x + b - t)^2, p = (w1, w2, b): the Hessian is 2 E[(x, 1) (x,
// 1)^T], here of x1 = +-2, x2 = +-1, which are independent: 8, 2 and 2 on its diagonal, and nothing beside.
static const double hessian[3] = {8, 2, 2}, at[3] = {0.7, -0.4, 0.2};

static void use_quadratic(void) {
    for (int i = 0; i < 8; i++) {
        set.values[i * FEATURES] = i & 1 ? 2 : -2;
        set.values[i * FEATURES + 1] = i & 2 ? 1 : -1;
        set.target[i] = (float)(0.3 * i - 0.1 * i * i);
    }
    use(8, 0);
}

static double quadratic(const double *p) {
    double sum = 0;
    for (int i = 0; i < 8; i++) {
        const float *x = set.values + (ptrdiff_t)i * FEATURES;
        const double off = p[0] * (double)x[0] + p[1] * (double)x[1] + p[2] - (double)set.target[i];
        sum += off * off / 8;
    }
    return sum;
}

static void gradient_of_quadratic(const double *p, double *g) {
    for (int k = 0; k < 3; k++) g[k] = 0;
    for (int i = 0; i < 8; i++) {
        const float *x = set.values + (ptrdiff_t)i * FEATURES;
        const double off = p[0] * (double)x[0] + p[1] * (double)x[1] + p[2] - (double)set.target[i];
        g[0] += 2 * off * (double)x[0] / 8, g[1] += 2 * off * (double)x[1] / 8, g[2] += 2 * off / 8;
    }
}

// The highest value of a convex function in the box is in a corner.
static double highest_corner(double (*f)(const double *), const double *p, int n) {
    double highest = -INFINITY, corner[8];
    for (int bits = 0; bits < 1 << n; bits++) {
        for (int k = 0; k < n; k++) corner[k] = p[k] + (bits >> k & 1 ? 1e-3 : -1e-3) * (fabs(p[k]) + 1);
        if (f(corner) > highest) highest = f(corner);
    }
    return highest;
}

static void of_a_quadratic(const Engine *build) {
    const ModelSpec linear = {.hidden_count = 0};
    double g[3], low = INFINITY, high = -INFINITY, length = 0, change = 0;
    use_quadratic();
    Trainer *t = open(build, &linear, &sgd); // two batches of 4
    put(build, t, "0.weight", at);
    put(build, t, "0.bias", at + 2);
    const Said said = look(build, t);
    NEAR(value(&said, PROBE_HESSIAN_EIGENVALUE, PROBE_WHOLE), 8, 1e-3);
    gradient_of_quadratic(at, g);
    for (int k = 0; k < 3; k++) length += g[k] * g[k], change += hessian[k] * g[k] * hessian[k] * g[k];
    length = sqrt(length), change = sqrt(change);
    for (int i = 0; i < 4; i++) {
        const double step = RATE * (double[]){0.5, 1, 2, 4}[i];
        const double f = quadratic((double[]){at[0] - step * g[0], at[1] - step * g[1], at[2] - step * g[2]});
        low = fmin(low, f), high = fmax(high, f);
    }
    NEAR(value(&said, PROBE_EFFECTIVE_BETA, PROBE_WHOLE), change / length, 1e-4); // the same whatever the step
    NEAR(value(&said, PROBE_GRADIENT_CHANGE, PROBE_WHOLE), 4 * RATE * change, 1e-4);
    NEAR(value(&said, PROBE_GRADIENT_RANGE, PROBE_WHOLE), 3.5 * RATE * change, 1e-4);
    NEAR(value(&said, PROBE_LOSS_RANGE, PROBE_WHOLE), high - low, 1e-4);
    const double rise = highest_corner(quadratic, at, 3) - quadratic(at);
    NEAR(value(&said, PROBE_SHARPNESS_OF_BOX, PROBE_WHOLE), 100 * rise / (1 + quadratic(at)), 1e-3);
    NEAR(value(&said, PROBE_OUTPUT_BIAS_GRADIENT, 0), fabs(g[2]), 1e-5);
    CHECK(isnan(value(&said, PROBE_BIAS_GRADIENT, 0)), "an output layer is none before batch norm");
}

// At its lowest point no gradient says where to go, or only that of the rounding: sharpness still goes to a corner.
static void from_the_bottom(const Engine *build) {
    const ModelSpec linear = {.hidden_count = 0};
    double g[3], best[3];
    use_quadratic();
    gradient_of_quadratic((double[]){0, 0, 0}, g);
    for (int k = 0; k < 3; k++) best[k] = -g[k] / hessian[k];
    Trainer *t = open(build, &linear, &sgd);
    put(build, t, "0.weight", best);
    put(build, t, "0.bias", best + 2);
    const Said said = look(build, t);
    const double rise = highest_corner(quadratic, best, 3) - quadratic(best);
    NEAR(value(&said, PROBE_SHARPNESS_OF_BOX, PROBE_WHOLE), 100 * rise / (1 + quadratic(best)), 0.02);
    NEAR(value(&said, PROBE_HESSIAN_EIGENVALUE, PROBE_WHOLE), 8, 1e-3);
}

// --- Class weights

static const double weights[2] = {1, 3};

// Two outputs, each w x1 + b; w x2 is nothing. p = (w_1, w_2, b_1, b_2). The loss is the mean over the outputs, and
// over the samples by weight.
static double weighted(const double *p) {
    double sum = 0, all = 0;
    for (int i = 0; i < 8; i++)
        for (int k = 0; k < 2; k++) {
            const double weight = weights[set.label[i]];
            const double off = p[k] * (double)set.values[i * FEATURES] + p[2 + k] - (set.label[i] == k);
            sum += weight * off * off / 2, all += weight / 2;
        }
    return sum / all;
}

static void of_class_weights(const Engine *build) {
    const ModelSpec linear = {.hidden_count = 0};
    const double p[4] = {0.3, -0.2, 0.6, 0.1};
    TrainSpec spec = sgd;
    for (int i = 0; i < 8; i++) {
        set.label[i] = i < 5;
        set.values[i * FEATURES] = (float)(set.label[i] ? 1 + 0.25 * i : -0.5 * i);
        set.values[i * FEATURES + 1] = 0;
    }
    use(8, 2);
    spec.batch_size = 8;
    spec.loss = LOSS_SQUARED_ERROR;
    spec.class_weights = (ChoiceOrNumbers){.choice = CHOICE_NUMBERS, .count = 2, .number = weights};
    Trainer *t = open(build, &linear, &spec);
    put(build, t, "0.weight", (double[]){p[0], p[1], 0, 0});
    put(build, t, "0.bias", p + 2);
    const Said said = look(build, t);
    const double rise = highest_corner(weighted, p, 4) - weighted(p);
    NEAR(value(&said, PROBE_SHARPNESS_OF_BOX, PROBE_WHOLE), 100 * rise / (1 + weighted(p)), 1e-3);
    double square = 0, mean = 0, all = 0; // the Hessian of an output: (E x^2, E x; E x, 1)
    for (int i = 0; i < 8; i++) {
        const double x = (double)set.values[i * FEATURES], weight = weights[set.label[i]];
        square += weight * x * x, mean += weight * x, all += weight;
    }
    square /= all, mean /= all;
    const double largest = (square + 1) / 2 + sqrt((square - 1) * (square - 1) / 4 + mean * mean);
    NEAR(value(&said, PROBE_HESSIAN_EIGENVALUE, PROBE_WHOLE), largest, 1e-3);
}

// --- A Hessian whose eigenvalue of the largest size is negative

// One unit, f(p) = (w2 tanh(w1 + b1) + b2 - t)^2, p = (w1, b1, w2, b2).
static double one_unit(const double *p) {
    const double off = p[2] * tanh(p[0] + p[1]) + p[3] + 3;
    return off * off;
}

// The eigenvalues of a symmetric matrix, by Jacobi's rotations.
static void eigenvalues(double a[4][4], double *of) {
    for (int sweep = 0; sweep < 30; sweep++)
        for (int p = 0; p < 3; p++)
            for (int q = p + 1; q < 4; q++) {
                const double angle = 0.5 * atan2(2 * a[p][q], a[q][q] - a[p][p]), c = cos(angle), s = sin(angle);
                for (int k = 0; k < 4; k++) {
                    const double x = a[k][p], y = a[k][q];
                    a[k][p] = c * x - s * y, a[k][q] = s * x + c * y;
                }
                for (int k = 0; k < 4; k++) {
                    const double x = a[p][k], y = a[q][k];
                    a[p][k] = c * x - s * y, a[q][k] = s * x + c * y;
                }
            }
    for (int k = 0; k < 4; k++) of[k] = a[k][k];
}

static void negative_curvature(const Engine *build) {
    const ModelSpec model = {.hidden_count = 1, .hidden = {1}, .activation = ACTIVATION_TANH};
    const double p[4] = {0.66, 0, 1, 0}, h = 1e-3;
    double a[4][4], of[4], largest = -INFINITY, smallest = INFINITY;
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++) {
            double f[4];
            for (int corner = 0; corner < 4; corner++) {
                double there[4] = {p[0], p[1], p[2], p[3]};
                there[i] += corner & 1 ? h : -h, there[j] += corner & 2 ? h : -h;
                f[corner] = one_unit(there);
            }
            a[i][j] = (f[3] - f[2] - f[1] + f[0]) / (4 * h * h);
        }
    eigenvalues(a, of);
    for (int i = 0; i < 4; i++) largest = fmax(largest, of[i]), smallest = fmin(smallest, of[i]);
    CHECK(smallest < -1.5 * largest && largest > 1, "%g to %g", smallest, largest);
    for (int i = 0; i < 4; i++) set.values[i * FEATURES] = 1, set.values[i * FEATURES + 1] = 0, set.target[i] = -3;
    use(4, 0);
    Trainer *t = open(build, &model, &sgd);
    put(build, t, "0.weight", (double[]){p[0], 0});
    put(build, t, "0.bias", p + 1);
    put(build, t, "2.weight", p + 2);
    put(build, t, "2.bias", p + 3);
    const Said said = look(build, t);
    NEAR(value(&said, PROBE_HESSIAN_EIGENVALUE, PROBE_WHOLE), largest, 0.01);
}

// --- The phantom gradient

// z = v relu(gamma x_hat + beta) + c of x_hat, w.x normalized, and squared error.
typedef struct Unit {
    double w[2], gamma, beta, v, c, mean, variance; // the last two are running
} Unit;

typedef struct UnitGradient {
    double w[2], gamma, beta, v, bias;
} UnitGradient;

#define EPS 1e-3

// Over n samples; under the running statistics, as constants, or those of the n.
static UnitGradient gradient_of_unit(const Unit *u, const int32_t *sample, int n, bool running) {
    double h[SAMPLES], hat[SAMPLES], d[SAMPLES], mean = 0, variance = 0;
    UnitGradient g = {0};
    for (int i = 0; i < n; i++) {
        const float *x = set.values + (ptrdiff_t)sample[i] * FEATURES;
        h[i] = u->w[0] * (double)x[0] + u->w[1] * (double)x[1];
        mean += h[i] / n;
    }
    for (int i = 0; i < n; i++) variance += (h[i] - mean) * (h[i] - mean) / n;
    if (running) mean = u->mean, variance = u->variance;
    for (int i = 0; i < n; i++) {
        hat[i] = (h[i] - mean) / sqrt(variance + EPS);
        const double y = u->gamma * hat[i] + u->beta, lives = y > 0;
        const double dz = 2 * (u->v * y * lives + u->c - (double)set.target[sample[i]]) / n;
        d[i] = dz * u->v * lives;
        g.v += dz * y * lives, g.gamma += d[i] * hat[i], g.beta += d[i];
    }
    for (int i = 0; i < n; i++) {
        const double through = running ? 0 : (g.beta + hat[i] * g.gamma) / n;
        const double dh = u->gamma / sqrt(variance + EPS) * (d[i] - through);
        g.bias += dh;
        for (int k = 0; k < 2; k++) g.w[k] += dh * (double)set.values[sample[i] * FEATURES + k];
    }
    return g;
}

static Unit use_unit(void) {
    Rng rng = rng_stream(4, "test", 0);
    for (int i = 0; i < SAMPLES * FEATURES; i++) set.values[i] = 2 * rng_uniform(&rng) - 1;
    for (int i = 0; i < SAMPLES; i++) set.target[i] = 3 * set.values[i * FEATURES] + rng_uniform(&rng);
    use(SAMPLES, 0);
    return (Unit){{0.8, -0.5}, 1.3, 0.2, 0.9, -0.3, 0.15, 0.4};
}

static Trainer *open_unit(const Engine *build, const Unit *u, int virtual_batch) {
    const ModelSpec model = {
        .hidden_count = 1,
        .hidden = {1},
        .batch_norm = {.on = true, .stat_decay = 0.9, .eps = EPS, .affine = true, .virtual_batch = virtual_batch}};
    TrainSpec spec = sgd;
    if (virtual_batch) spec.batch_size = SAMPLES;
    Trainer *t = open(build, &model, &spec);
    put(build, t, "0.weight", u->w);
    put(build, t, "1.gamma", &u->gamma);
    put(build, t, "1.beta", &u->beta);
    put(build, t, "1.running_mean", &u->mean);
    put(build, t, "1.running_var", &u->variance);
    put(build, t, "3.weight", &u->v);
    put(build, t, "3.bias", &u->c);
    return t;
}

typedef struct Sums {
    double difference, batch, frozen, product;
} Sums;

static void add(Sums *s, double batch, double frozen) {
    s->difference += (frozen - batch) * (frozen - batch);
    s->batch += batch * batch, s->frozen += frozen * frozen, s->product += frozen * batch;
}

// Four batches of four, or one that has four virtual ones: as the instruments draw them.
static void phantom(const Engine *build, int virtual_batch) {
    const Unit u = use_unit();
    Sums first = {0}, last = {0};
    double gamma = 0;
    int32_t sample[SAMPLES];
    Rng rng = rng_stream(SEED, "probe", 0);
    for (int i = 0; i < SAMPLES; i++) sample[i] = i;
    rng_shuffle(&rng, sample, SAMPLES);
    for (int b = 0; b < SAMPLES; b += 4) {
        const UnitGradient batch = gradient_of_unit(&u, sample + b, 4, false);
        const UnitGradient frozen = gradient_of_unit(&u, sample + b, 4, true);
        for (int k = 0; k < 2; k++) add(&first, batch.w[k], frozen.w[k]);
        add(&last, batch.v, frozen.v);
        gamma += batch.gamma / 4;
    }
    const UnitGradient all = gradient_of_unit(&u, sample, SAMPLES, false);
    const Said said = look(build, open_unit(build, &u, virtual_batch));
    NEAR(value(&said, PROBE_GAMMA_BIAS, 1), fabs(gamma - all.gamma) / fabs(all.gamma), 1e-4);
    NEAR(value(&said, PROBE_GAMMA_DECAY, 1), (gamma - all.gamma) / u.gamma, 1e-4);
    if (virtual_batch) return; // the rest is of the whole batch there
    NEAR(value(&said, PROBE_PHANTOM_DIFFERENCE, 0), sqrt(first.difference / first.batch), 1e-4);
    NEAR(value(&said, PROBE_PHANTOM_COSINE, 0), first.product / sqrt(first.frozen * first.batch), 1e-4);
    NEAR(value(&said, PROBE_PHANTOM_DIFFERENCE, 3), sqrt(last.difference / last.batch), 1e-4);
    NEAR(value(&said, PROBE_PHANTOM_COSINE, 3), last.product / sqrt(last.frozen * last.batch), 1e-4);
    CHECK(value(&said, PROBE_BIAS_GRADIENT, 0) < 1e-6, "%g under batch norm", value(&said, PROBE_BIAS_GRADIENT, 0));
}

// No batch norm: no statistics, no phantom, and a bias that learns. One batch of all: no bias of gamma.
static void nothing_where_nothing_is(const Engine *build) {
    const ModelSpec plain = {.hidden_count = 1, .hidden = {5}, .dropout_count = 1, .dropout = {0.4}};
    ModelSpec bn = plain;
    TrainSpec whole = sgd, half = sgd;
    bn.batch_norm = (BatchNormSpec){.on = true, .stat_decay = 0.9, .eps = EPS, .affine = true};
    whole.batch_size = SAMPLES, half.batch_size = SAMPLES - 4;
    use_unit();
    const Said of_plain = look(build, open(build, &plain, &sgd)), of_bn = look(build, open(build, &bn, &sgd));
    CHECK(value(&of_plain, PROBE_PHANTOM_DIFFERENCE, 0) == 0 && value(&of_plain, PROBE_PHANTOM_COSINE, 0) == 1, "%g %g",
          value(&of_plain, PROBE_PHANTOM_DIFFERENCE, 0), value(&of_plain, PROBE_PHANTOM_COSINE, 0));
    CHECK(value(&of_bn, PROBE_PHANTOM_DIFFERENCE, 0) > 0.1, "%g", value(&of_bn, PROBE_PHANTOM_DIFFERENCE, 0));
    CHECK(value(&of_bn, PROBE_BIAS_GRADIENT, 0) < 1e-5 * value(&of_plain, PROBE_BIAS_GRADIENT, 0), "%g, without %g",
          value(&of_bn, PROBE_BIAS_GRADIENT, 0), value(&of_plain, PROBE_BIAS_GRADIENT, 0));
    const Said of_whole = look(build, open(build, &bn, &whole)), of_half = look(build, open(build, &bn, &half));
    CHECK(value(&of_whole, PROBE_GAMMA_BIAS, 1) == 0, "one batch of all: %g", value(&of_whole, PROBE_GAMMA_BIAS, 1));
    CHECK(isnan(value(&of_half, PROBE_GAMMA_BIAS, 1)), "one batch, not of all: %g",
          value(&of_half, PROBE_GAMMA_BIAS, 1));
}

int main(void) {
    Error e;
    const Engine *build = engine_choose(NULL, &e);
    of_a_quadratic(build);
    from_the_bottom(build);
    of_class_weights(build);
    negative_curvature(build);
    phantom(build, 0);
    phantom(build, 4);
    nothing_where_nothing_is(build);
    return test_end("probes_curvature");
}
