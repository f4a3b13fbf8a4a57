// regrun against PyTorch, in every kernel build that this CPU runs: the fixtures that tests/make_fixtures.py wrote give
// a model, data and initial parameters; after some epochs the losses, parameters, running statistics and outputs must
// be PyTorch's (computed in double precision).
#include <stdint.h>
#include <stdlib.h>

// What is looked into here are the float builds, whose structs are all the same.
#undef REAL
#define REAL float

#include "base/arena.h"
#include "base/files.h"
#include "math/panel.h"
#include "test.h"
#include "train/trainer.h"

// Largest difference that is accepted in an array, relative to its largest number (at least 1). PyTorch's own float
// results lie within 1e-6 of its double ones (make_fixtures.py sees to it); ours are at most 6e-7 away, the same on
// every machine. An error in a formula shows in the third digit.
#define TOLERANCE 2e-6

static const char *const cases[] = {
    "relu",
    "wide",
    "bn_before",
    "bn_after_tanh",
    "bn_not_affine",
    "dropout",
    "weight_decay",
    "regression",
    "targets",
    "all",
    "drop_last",
    "layer_norm",
    "layer_norm_after",
    "group_norm",
    "rms_norm",
    "gelu",
    "elu",
    "selu",
    "leaky_relu",
    "silu",
    "nesterov",
    "rmsprop",
    "adam",
    "adam_decay",
    "adamw",
    "adamw_regression",
    "norm_rate",
    "adversarial",
    "adversarial_all",
    "adversarial_regression",
    "class_weights",
    "class_weights_given",
    "class_weights_sigmoid",
    "label_smoothing",
    "sigmoid_loss",
    "sigmoid_loss_smoothed",
    "squared_loss",
    "squared_loss_smoothed",
    "skip",
    "skip_bn",
    "skip_norm_after",
    "stochastic_depth",
    "shake_drop",
    "shake_shake",
    "shake_shake_bn",
    "bn_cumulative",
    "bn_virtual",
    "bn_population",
    "averages",
    "averages_regression",
    "weight_norm",
    "weight_norm_bn",
    "dropout_before_activation",
    "dropout_before_norm",
    "gaussian_dropout",
    "noise",
    "alpha_dropout",
    "drop_connect",
};

typedef struct Fixture {
    Arena arena;
    char *text;   // the options
    char *cursor; // in the arrays
    ModelSpec model;
    TrainSpec train;
    double class_weights[MAX_HIDDEN]; // a list of them, where train has one
    uint64_t seed;
    Dataset data;
    Split split;
} Fixture;

// What a comparison found: the largest difference of all arrays, and where.
typedef struct Worst {
    double off;
    char where[32];
} Worst;

static void stop(const char *message, const char *detail) {
    printf("torch_fixtures: %s %s\n", message, detail);
    exit(1);
}

static void *take(Fixture *f, size_t count, size_t size) {
    void *p = arena_take(&f->arena, count, size);
    if (!p) stop("no", "memory");
    return p;
}

// What stands after the option's key; NULL: the fixture does not say.
static const char *option_said(const Fixture *f, const char *key) {
    char line[64];
    snprintf(line, sizeof line, "\n%s ", key);
    const char *found = strstr(f->text, line);
    return found ? found + strlen(line) : NULL;
}

static const char *option(const Fixture *f, const char *key) {
    const char *found = option_said(f, key);
    if (!found) stop("a fixture has no option", key);
    return found;
}

static double option_number(const Fixture *f, const char *key) {
    return strtod(option(f, key), NULL);
}

static double option_number_or(const Fixture *f, const char *key, double fallback) {
    return option_said(f, key) ? option_number(f, key) : fallback;
}

static bool option_is(const Fixture *f, const char *key, const char *value) {
    const char *text = option(f, key);
    return strncmp(text, value, strlen(value)) == 0 && text[strlen(value)] == '\n';
}

// The loss that the fixture names; auto where it names none.
static int loss_choice(const Fixture *f) {
    if (!strstr(f->text, "\nloss ")) return LOSS_AUTO;
    int loss = LOSS_AUTO;
    while (loss_names[loss] && !option_is(f, "loss", loss_names[loss])) loss++;
    if (!loss_names[loss]) stop("a fixture has an unknown loss", "");
    return loss;
}

// Numbers to the end of the line, MAX_HIDDEN at most; returns how many.
static int numbers_at(const char *at, double list[MAX_HIDDEN]) {
    int n = 0;
    while (*at != '\n' && n < MAX_HIDDEN) list[n++] = strtod(at, (char **)&at);
    return n;
}

static int option_list(const Fixture *f, const char *key, double list[MAX_HIDDEN]) {
    return numbers_at(option(f, key), list);
}

static int later_list(const Fixture *f, const char *key, double *list) {
    const char *at = option_said(f, key);
    return at ? numbers_at(at, list) : 0;
}

static ChoiceOrNumbers class_weights_of(Fixture *f) {
    const char *at = option_said(f, "class_weights");
    if (!at) return (ChoiceOrNumbers){.choice = CLASS_WEIGHTS_NONE};
    if (strncmp(at, "balanced", strlen("balanced")) == 0) return (ChoiceOrNumbers){.choice = CLASS_WEIGHTS_BALANCED};
    const int count = numbers_at(at, f->class_weights);
    return (ChoiceOrNumbers){.choice = CHOICE_NUMBERS, .count = count, .number = f->class_weights};
}

static int placement_of(const Fixture *f) {
    static const char *const names[] = {"after_activation", "before_activation", "before_norm"}; // DropoutPlacement
    const char *text = option_said(f, "dropout_placement");
    int placement = 0;
    while (text && strncmp(text, names[placement], strlen(names[placement])) != 0) placement++;
    return placement;
}

// The next array, which must be `name` with so many rows and columns.
static double *array(Fixture *f, const char *name, int rows, int cols) {
    char head[64];
    const int n = snprintf(head, sizeof head, "\n%s %d %d\n", name, rows, cols);
    if (strncmp(f->cursor, head, (size_t)n) != 0) stop("a fixture's next array should be", head + 1);
    f->cursor += n;
    double *values = take(f, (size_t)rows * (size_t)cols, sizeof *values);
    for (int i = 0; i < rows * cols; i++) values[i] = strtod(f->cursor, &f->cursor);
    return values;
}

// The norm that is called `name` in fixtures.
static SampleNormSpec read_norm(const Fixture *f, const char *name) {
    const bool on = option_said(f, "norm") && option_is(f, "norm", name);
    return (SampleNormSpec){
        .on = on,
        .groups = on ? (int)option_number_or(f, "groups", 0) : 0,
        .eps = option_number(f, "eps"),
        .placement = option_is(f, "placement", "before") ? BEFORE_ACTIVATION : AFTER_ACTIVATION,
        .affine = option_number(f, "affine") != 0,
    };
}

static int activation_of(const Fixture *f) {
    int a = 0;
    while (activation_names[a] && !option_is(f, "activation", activation_names[a])) a++;
    if (!activation_names[a]) stop("no activation is called", option(f, "activation"));
    return a;
}

// Those that only some fixtures give (SILENT in make_fixtures.py).
static void read_optimizer(const Fixture *f, TrainSpec *train) {
    for (int k = 0; option_said(f, "optimizer") && optimizer_names[k]; k++)
        if (option_is(f, "optimizer", optimizer_names[k])) train->optimizer.kind = k;
    train->optimizer.beta1 = option_number_or(f, "beta1", 0.9);
    train->optimizer.beta2 = option_number_or(f, "beta2", 0.999);
    train->optimizer.alpha = option_number_or(f, "alpha", 0.99);
    train->optimizer.eps = option_number_or(f, "optimizer_eps", 1e-8);
    train->norm_rate = option_number_or(f, "norm_rate", 1);
}

static void read_options(Fixture *f) {
    double hidden[MAX_HIDDEN];
    f->seed = (uint64_t)option_number(f, "seed");
    f->model = (ModelSpec){
        .hidden_count = option_list(f, "hidden", hidden),
        .activation = activation_of(f),
        .batch_norm = {.on = option_number(f, "batch_norm") != 0,
                       .stat_decay =
                           option_is(f, "stat_decay", "cumulative") ? STAT_CUMULATIVE : option_number(f, "stat_decay"),
                       .eps = option_number(f, "eps"),
                       .placement = option_is(f, "placement", "before") ? BEFORE_ACTIVATION : AFTER_ACTIVATION,
                       .affine = option_number(f, "affine") != 0,
                       .virtual_batch = (int)option_number_or(f, "virtual_batch", 0),
                       .evaluate_with = option_said(f, "evaluate_with") ? EVALUATE_POPULATION : EVALUATE_RUNNING},
        .weight_norm = option_said(f, "weight_norm"),
        .layer_norm = read_norm(f, "layer"),
        .group_norm = read_norm(f, "group"),
        .rms_norm = read_norm(f, "rms"),
        .input_dropout = option_number(f, "input_dropout"),
        .dropout_placement = placement_of(f),
    };
    f->model.skip = (int)option_number_or(f, "skip", 0);
    f->model.stochastic_depth = option_number_or(f, "stochastic_depth", 0);
    f->model.shake_drop = option_number_or(f, "shake_drop", 0);
    f->model.shake_shake = option_said(f, "shake_shake");
    f->model.dropout_count = option_list(f, "dropout", f->model.dropout);
    f->model.gaussian_dropout_count = later_list(f, "gaussian_dropout", f->model.gaussian_dropout);
    f->model.alpha_dropout_count = later_list(f, "alpha_dropout", f->model.alpha_dropout);
    f->model.drop_connect_count = later_list(f, "drop_connect", f->model.drop_connect);
    f->model.hidden_noise_count = later_list(f, "hidden_noise", f->model.hidden_noise);
    later_list(f, "input_noise", &f->model.input_noise);
    for (int i = 0; i < f->model.hidden_count; i++) f->model.hidden[i] = (int)hidden[i];
    f->train = (TrainSpec){
        .epochs = (int)option_number(f, "epochs"),
        .batch_size = (int)option_number(f, "batch_size"),
        .learning_rate = option_number(f, "learning_rate"),
        .momentum = option_number(f, "momentum"),
        .weight_decay = option_number(f, "weight_decay"),
        .label_smoothing = option_number_or(f, "label_smoothing", 0),
        .adversarial = option_number_or(f, "adversarial", 0),
        .ema = option_number_or(f, "ema", 0),
        .ema_warmup = option_number_or(f, "ema_warmup", 0) != 0,
        .swa = option_number_or(f, "swa", 0),
        .swa_every = 1,
        .loss = loss_choice(f),
        .class_weights = class_weights_of(f),
        .eval_every = 1,
        .last_batch = option_is(f, "last_batch", "keep") ? LAST_KEEP : LAST_DROP,
    };
    read_optimizer(f, &f->train);
}

static void read_data(Fixture *f) {
    const int samples = (int)option_number(f, "samples"), features = (int)option_number(f, "features");
    const bool regression = option_number(f, "regression") != 0;
    const int outputs = (int)option_number(f, "outputs"), targets = regression ? outputs : 0;
    const bool several = targets > 1;
    const double *inputs = array(f, "inputs", samples, features);
    const double *wanted = several ? array(f, "wanted", samples, targets) : array(f, "wanted", 1, samples);
    float *values = take(f, (size_t)(samples * features), sizeof *values);
    float *target = take(f, (size_t)(samples * outputs), sizeof *target);
    int32_t *label = take(f, (size_t)samples, sizeof *label), *row = take(f, (size_t)samples, sizeof *row);
    float *shift = take(f, (size_t)features, sizeof *shift), *scale = take(f, (size_t)features, sizeof *scale);
    float *target_shift = take(f, (size_t)outputs, sizeof *shift);
    float *target_scale = take(f, (size_t)outputs, sizeof *scale);
    for (int i = 0; i < samples * features; i++) values[i] = (float)inputs[i];
    for (int i = 0; i < features; i++) scale[i] = 1;
    for (int i = 0; i < outputs; i++) target_scale[i] = 1;
    for (int i = 0; i < samples * targets; i++) target[i] = (float)wanted[i];
    for (int i = 0; i < samples; i++) {
        row[i] = i;
        label[i] = (int32_t)wanted[i];
    }
    f->data = (Dataset){.samples = samples,
                        .features = features,
                        .classes = regression ? 0 : outputs,
                        .targets = targets,
                        .values = values,
                        .label = regression ? NULL : label,
                        .target = regression ? target : NULL};
    const Part all = {&f->data, row, samples, f->data.label, f->data.target};
    f->split = (Split){.train = all,
                       .test = all,
                       .shift = shift,
                       .scale = scale,
                       .target_shift = target_shift,
                       .target_scale = target_scale};
}

// Reads the file and its options; the arrays follow one by one.
static void fixture_open(Fixture *f, const char *name) {
    char path[128];
    size_t size;
    Error e;
    memset(f, 0, sizeof *f);
    snprintf(path, sizeof path, "tests/fixtures/torch_%s.txt", name);
    if (file_read(&f->arena, path, &f->text, &size, &e) != OK) stop("cannot read:", e.text);
    char *arrays = strstr(f->text, "\n---\n");
    if (!arrays) stop("no dashes in", path);
    arrays[1] = '\0';
    f->cursor = arrays + strlen("\n---");
    read_options(f);
}

static void compare(Worst *worst, const char *name, double got, double want, double largest) {
    double off = fabs(got - want) / (largest > 1 ? largest : 1);
    if (isnan(off)) off = INFINITY;
    if (off <= worst->off) return;
    worst->off = off;
    snprintf(worst->where, sizeof worst->where, "%s", name);
}

// A panel matrix and the fixture's next array: copied from there into the network, or compared with it.
static void visit_matrix(Fixture *f, const char *name, int rows, int cols, float *matrix, Worst *worst) {
    const double *values = array(f, name, rows, cols);
    double largest = 0;
    for (int i = 0; i < rows * cols; i++) largest = fmax(largest, fabs(values[i]));
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < cols; c++) {
            float *element = &matrix[panel_index(rows, cols, r, c)];
            if (worst)
                compare(worst, name, (double)*element, values[r * cols + c], largest);
            else
                *element = (float)values[r * cols + c];
        }
}

// All parameters, in the order of the layers: set (worst NULL) or compared.
static void visit_parameters(Fixture *f, Network *net, Worst *worst) {
    char start[48];
    for (int l = 0; l < net->layer_count; l++)
        for (int i = 0; i < net->layer[l]->param_count; i++) {
            const Param *p = &net->layer[l]->param[i];
            if (p->role == ROLE_STATISTIC) continue;
            snprintf(start, sizeof start, "start_%s", p->name);
            visit_matrix(f, worst ? p->name : start, p->rows, p->cols, p->at, worst);
        }
}

static void compare_statistics(Fixture *f, Network *net, Worst *worst) {
    for (int l = 0; l < net->layer_count; l++)
        for (int i = 0; i < net->layer[l]->param_count; i++) {
            const Param *p = &net->layer[l]->param[i];
            if (p->role == ROLE_STATISTIC) visit_matrix(f, p->name, p->rows, p->cols, p->at, worst);
        }
}

// What averages say, which begin with the fixture's parameters.
static void start_averages(Trainer *t) {
    const NetworkCopy *kept = t->averages.kept[AVERAGE_EMA];
    if (kept) memcpy(kept->params, t->net->params, t->net->param_count * sizeof(float));
}

static void compare_averages(Fixture *f, const Engine *build, Trainer *t, Worst *worst) {
    for (int i = 0; i < AVERAGE_COUNT; i++) {
        char name[32];
        if (!(averages_wanted(&f->train) >> i & 1)) continue;
        const Measure said = build->measure_average(t, i, &f->split.test);
        snprintf(name, sizeof name, "%s_outputs", average_names[i]);
        visit_matrix(f, name, f->data.samples, t->net->outputs, t->net->layer[t->net->layer_count - 1]->output, worst);
        snprintf(name, sizeof name, "%s_loss", average_names[i]);
        const double *loss = array(f, name, 1, 1);
        compare(worst, name, said.loss, *loss, 1);
    }
}

// Trains as the fixture says, and compares as it goes.
static void train_and_compare(Fixture *f, const Engine *build, Trainer *t, Worst *worst) {
    const int samples = f->data.samples, epochs = f->train.epochs;
    const double *order = array(f, "order", epochs, samples), *running = array(f, "running_loss", 1, epochs);
    for (int e = 0; e < epochs; e++) {
        double loss;
        build->epoch(t, &loss);
        int misplaced = 0;
        for (int i = 0; i < samples; i++) misplaced += t->order[i] != (int32_t)order[e * samples + i];
        CHECK(misplaced == 0, "the order of epoch %d differs in %d places", e, misplaced);
        compare(worst, "running_loss", loss, running[e], 1);
    }
    visit_parameters(f, t->net, worst);
    build->refresh(t);
    compare_statistics(f, t->net, worst);
    const Measure measure = build->measure(t, &f->split.test); // one batch: the last layer holds all outputs
    visit_matrix(f, "outputs", samples, t->net->outputs, t->net->layer[t->net->layer_count - 1]->output, worst);
    const double *loss = array(f, "loss", 1, 1);
    compare(worst, "loss", measure.loss, *loss, 1);
    CHECK(!measure.rmse == (f->data.targets <= 1), "scores for each of several targets");
    const double *rmse = measure.rmse ? array(f, "rmse", 1, f->data.targets) : NULL;
    for (int k = 0; rmse && k < f->data.targets; k++) compare(worst, "rmse", measure.rmse[k], rmse[k], 1);
    compare_averages(f, build, t, worst);
}

// How far the build is from PyTorch; `momentum_factor` other than 1 trains otherwise than the fixture says.
static Worst run_case(const Engine *build, const char *name, double momentum_factor) {
    Fixture f;
    Trainer *t = NULL;
    Worst worst = {0};
    Error e;
    fixture_open(&f, name);
    f.train.momentum *= momentum_factor;
    char *start = f.cursor; // the parameters come before the data, but the network is made for the data
    f.cursor = strstr(start, "\ninputs ");
    read_data(&f);
    if (build->open(&t, &f.model, &f.train, &f.split, f.seed, &e) != OK) stop("cannot open:", e.text);
    char *after = f.cursor;
    f.cursor = start;
    visit_parameters(&f, t->net, NULL);
    start_averages(t);
    f.cursor = after;
    train_and_compare(&f, build, t, &worst);
    CHECK(*f.cursor == '\n' && f.cursor[1] == '\0', "%s: the fixture goes on: %.40s", name, f.cursor);
    build->close(t);
    arena_free(&f.arena);
    return worst;
}

int main(void) {
    const Engine *const *engines = engine_list();
    for (int k = 0; engines[k]; k++) {
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            const Worst worst = run_case(engines[k], cases[i], 1);
            CHECK(worst.off <= TOLERANCE, "%s, %s: %s is off by %.2g", cases[i], engines[k]->name, worst.where,
                  worst.off);
        }
        // A momentum that is wrong in its fourth digit is seen.
        CHECK(run_case(engines[k], "all", 1.001).off > TOLERANCE, "%s: a wrong momentum passes", engines[k]->name);
    }
    return test_end("torch_fixtures");
}
