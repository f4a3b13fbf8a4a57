#include "train/trainer.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "data/baseline.h"
#include "math/build.h"
#include "math/panel.h"
#include "nn/loss.h"
#include "train/class_weights.h"

#define EVAL_ROWS 64 // samples at a time in evaluation

// A single sample that would be left over joins the batch before it, for
// batch normalization cannot normalize one sample; so it is for every setting, that all take the same steps.
int trainer_batch_rows(const Trainer *t, int first) {
    const int left = t->split->train.size - first, size = t->spec.batch_size;
    if (left < size) return t->spec.last_batch == LAST_DROP ? 0 : left;
    return left == size + 1 && size > 1 && t->spec.last_batch == LAST_KEEP ? left : size;
}

// What the batch scores. `best` takes the classes that its samples are taken for. `share`: how much of each class a
// sample is, where that is more than its label says; NULL: it is not.
static Score score_batch(Trainer *t, const real *outputs, int32_t *best, bool gradient, const real *share) {
    Network *net = t->net;
    const bool classes = t->split->train.data->classes > 0;
    const LossPass pass = {.rows = t->batch.rows,
                           .outputs = net->outputs,
                           .z = outputs,
                           .label = classes ? t->batch.label : NULL,
                           .share = share,
                           .target = classes ? NULL : t->batch.target,
                           .loss = t->row_loss,
                           .best = best,
                           .d_z = gradient ? net->d_output : NULL,
                           .scratch = net->scratch};
    Score score = {0};
    t->loss->apply(&pass);
    if (gradient && t->class_weight) class_weights_apply(t->class_weight, &pass);
    for (int r = 0; r < pass.rows; r++) score.loss += (double)t->row_loss[r];
    for (int r = 0; classes && r < pass.rows; r++) score.correct += best[r] == t->batch.label[r];
    return score;
}

// Adds each target's squared errors over the batch to t->rmse, in sample order.
static void add_squares(Trainer *t, const real *outputs) {
    const int rows = t->batch.rows, targets = t->net->outputs;
    for (int r = 0; r < rows; r++)
        for (int k = 0; k < targets; k++) {
            const real difference = outputs[panel_index(rows, targets, r, k)] - t->batch.target[r * targets + k];
            t->rmse[k] += (double)(difference * difference);
        }
}

// The pass of the step under way.
static Pass step_pass(const Trainer *t) {
    return (Pass){.rows = t->batch.rows, .training = true, .seed = t->seed, .first_sample = (uint64_t)t->samples};
}

const real *trainer_input_gradient(Trainer *t) {
    Pass pass = step_pass(t);
    pass.inputs_only = true;
    score_batch(t, network_forward(t->net, pass, t->batch.x), t->best, true, t->sample_rules.share);
    return network_backward_inputs(t->net);
}

double trainer_gradient(Trainer *t, Pass pass, GradientSink *sink) {
    const double loss = score_batch(t, network_forward(t->net, pass, t->batch.x), t->best, true, NULL).loss;
    network_backward(t->net, sink);
    return loss;
}

Score trainer_score(Trainer *t, const real *outputs) {
    return score_batch(t, outputs, t->best, false, NULL);
}

double trainer_loss(Trainer *t, Pass pass) {
    return trainer_score(t, network_forward(t->net, pass, t->batch.x)).loss;
}

double trainer_step(Trainer *t, int first, int rows) {
    batch_gather(&t->batch, t->split, &t->split->train, t->order, first, rows);
    const Pass pass = step_pass(t);
    if (t->sample_rules.count > 0)
        sample_rules_apply(&t->sample_rules, (SamplePass){.spec = &t->spec,
                                                          .data = t->split->train.data,
                                                          .trainer = t,
                                                          .batch = &t->batch,
                                                          .seed = t->seed,
                                                          .step = t->steps + 1,
                                                          .first_sample = pass.first_sample});
    const real *z = network_forward(t->net, pass, t->batch.x);
    const double loss = score_batch(t, z, t->best, true, t->sample_rules.share).loss;
    if (!isfinite(loss)) return loss;
    t->rate = schedule_rate(&t->spec, &t->schedule, t->epoch, t->steps - t->epoch * t->epoch_steps, t->epoch_steps);
    optimizer_begin(&t->optimizer, t->steps + 1, t->rate, schedule_momentum(&t->spec, t->epoch));
    network_backward(t->net, &t->optimizer.sink);
    optimizer_end(&t->optimizer);
    t->steps++;
    t->samples += rows;
    averages_step(t);
    return loss;
}

// Each epoch's order comes from a stream of its own, so that an epoch can be repeated without those before it.
static void shuffle(Trainer *t) {
    const int n = t->split->train.size;
    Rng rng = rng_stream(t->seed, "shuffle", (uint64_t)t->epoch);
    for (int i = 0; i < n; i++) t->order[i] = i;
    rng_shuffle(&rng, t->order, n);
}

// Where the epoch is, is in the trainer and not here, so that it can go on elsewhere.
static EpochEnd trainer_epoch(Trainer *t, double *running_loss) {
    const int64_t begun = t->epoch_samples;
    *running_loss = NAN;
    shuffle(t);
    for (int rows; t->epoch_samples < t->split->train.size; t->epoch_samples += rows) {
        const int first = (int)t->epoch_samples;
        if ((rows = trainer_batch_rows(t, first)) == 0) break;
        if (t->pause && *t->pause && first > begun) return EPOCH_PAUSED;
        const double loss = trainer_step(t, first, rows);
        if (!isfinite(loss)) return EPOCH_DIVERGED;
        t->epoch_loss += loss;
    }
    if (t->epoch_samples > 0) *running_loss = t->epoch_loss / (double)t->epoch_samples;
    t->epoch_samples = 0;
    t->epoch_loss = 0;
    t->epoch++;
    averages_epoch(t);
    return EPOCH_TRAINED;
}

static void trainer_pause_on(Trainer *t, const volatile sig_atomic_t *flag) {
    t->pause = flag;
}

Measure trainer_measure_of(Trainer *t, const Part *part, Score sums) {
    const float *scale = t->split->target_scale;
    Measure m = {.loss = sums.loss / part->size, .metric = NAN, .output = t->output};
    if (part->data->classes > 0) {
        m.metric = (double)sums.correct / part->size;
        m.best = t->best;
    } else if (!t->rmse) {
        m.metric = sqrt(m.loss) / (double)scale[0];
    } else {
        for (int k = 0; k < t->net->outputs; k++) t->rmse[k] = sqrt(t->rmse[k] / part->size) / (double)scale[k];
        m.rmse = t->rmse;
    }
    return m;
}

bool trainer_wants_population(const Trainer *t) {
    const BatchNormSpec *norm = &t->net->spec.batch_norm;
    return norm->on && norm->evaluate_with == EVALUATE_POPULATION;
}

static void trainer_refresh(Trainer *t) {
    if (trainer_wants_population(t)) population_refresh(t);
    averages_refresh(t);
}

int trainer_gather(Trainer *t, const Part *part, int first) {
    const int rows = part->size - first < EVAL_ROWS ? part->size - first : EVAL_ROWS;
    batch_gather(&t->batch, t->split, part, NULL, first, rows);
    return rows;
}

const real *trainer_answer(Trainer *t, const Part *part, int first, Pass *pass) {
    pass->rows = trainer_gather(t, part, first);
    pass->first_sample = (uint64_t)first;
    return network_forward(t->net, *pass, t->batch.x);
}

Measure trainer_measure(Trainer *t, const Part *part, Pass pass) {
    Score all = {0};
    for (int k = 0; t->rmse && k < t->net->outputs; k++) t->rmse[k] = 0;
    for (int first = 0; first < part->size; first += pass.rows) {
        const real *outputs = trainer_answer(t, part, first, &pass);
        const Score score = score_batch(t, outputs, t->best + first, false, NULL);
        all.loss += score.loss;
        all.correct += score.correct;
        if (t->rmse) add_squares(t, outputs);
        if (t->output) outputs_keep(t, outputs, t->output + (size_t)first * (size_t)t->net->outputs);
    }
    return trainer_measure_of(t, part, all);
}

void trainer_predict(Trainer *t, const Part *part, Pass pass, double *sum) {
    const int outputs = t->net->outputs;
    for (int first = 0; first < part->size; first += pass.rows) {
        const real *z = trainer_answer(t, part, first, &pass);
        for (int r = 0; r < pass.rows; r++, sum += outputs) {
            t->loss->predict(z, pass.rows, outputs, r, t->prediction);
            for (int k = 0; k < outputs; k++) sum[k] += t->prediction[k];
        }
    }
}

static void predict_network(Trainer *t, const Part *part, double *sum) {
    trainer_predict(t, part, (Pass){0}, sum);
}

static Measure measure_network(Trainer *t, const Part *part) {
    return trainer_measure(t, part, (Pass){0});
}

static int64_t trainer_steps(const Trainer *t) {
    return t->steps;
}

static double trainer_rate(const Trainer *t) {
    return t->rate;
}

static void trainer_tell(Trainer *t, double loss) {
    if (t->spec.schedule.kind == SCHEDULE_PLATEAU) schedule_tell(&t->spec.schedule, &t->schedule, loss);
}

static int64_t trainer_samples(const Trainer *t) {
    return t->samples;
}

static int64_t trainer_parameters(const Trainer *t) {
    return t->net->trained;
}

static Status trainer_baseline(const Trainer *t, double *loss, Error *e) {
    return baseline_loss(t->split, t->loss->constant, t->class_weight, loss, e);
}

static bool trainer_layer(const Trainer *t, int place, LayerPlace *layer) {
    if (place >= t->net->layer_count) return false;
    const LayerKind *kind = t->net->layer[place]->kind;
    *layer = (LayerPlace){kind->name, kind->training_only};
    return true;
}

static const char **trainer_stack(const ModelSpec *model, Arena *arena, int *count) {
    Arena passing = {0};
    const Network *net = network_new(&passing, model, 1, 1, 1); // its memory is never touched, however wide it is
    *count = net ? net->layer_count : 0;
    const char **kinds = net ? arena_take(arena, (size_t)*count, sizeof *kinds) : NULL;
    for (int l = 0; kinds && l < *count; l++) kinds[l] = net->layer[l]->kind->name;
    arena_free(&passing);
    return kinds;
}

static const Span *trainer_spans(const Trainer *t, int *count) {
    *count = t->span_count;
    return t->spans;
}

static void trainer_close(Trainer *t) {
    if (!t) return;
    Arena arena = t->arena; // the arena holds the trainer itself
    arena_free(&arena);
}

// Samples of the largest part.
static int largest_part(const Split *split) {
    const int parts[] = {split->train.size, split->test.size, split->validation.size};
    int largest = 0;
    for (int i = 0; i < 3; i++) largest = parts[i] > largest ? parts[i] : largest;
    return largest;
}

// Room for what is measured: of every sample, and of every target.
static bool take_measures(Trainer *t, int max_rows) {
    const Dataset *data = t->split->train.data;
    const int samples = largest_part(t->split), rows = samples > max_rows ? samples : max_rows;
    t->row_loss = arena_take(&t->arena, (size_t)max_rows, sizeof *t->row_loss);
    t->best = arena_take(&t->arena, (size_t)rows, sizeof *t->best);
    if (data->targets > 1) t->rmse = arena_take(&t->arena, (size_t)data->targets, sizeof *t->rmse);
    if (t->spec.metrics)
        t->output = arena_take(&t->arena, (size_t)samples * (size_t)t->net->outputs, sizeof *t->output);
    t->prediction = arena_take(&t->arena, (size_t)t->net->outputs, sizeof *t->prediction);
    return t->row_loss && t->best && t->prediction && (data->targets <= 1 || t->rmse) &&
           (!t->spec.metrics || t->output);
}

static bool take_memory(Trainer *t, const ModelSpec *model, int max_rows) {
    const Dataset *data = t->split->train.data;
    const int outputs = data->classes > 0 ? data->classes : data->targets;
    t->net = network_new(&t->arena, model, data->features, outputs, max_rows);
    if (!t->net) return false;
    t->order = arena_take(&t->arena, (size_t)t->split->train.size, sizeof *t->order);
    return t->order && take_measures(t, max_rows) && optimizer_take(&t->optimizer, &t->spec, t->net, &t->arena) &&
           class_weights_take(&t->class_weight, &t->spec, &t->split->train, &t->arena) &&
           batch_take(&t->batch, &t->arena, t->split, max_rows) &&
           sample_rules_take(&t->sample_rules, &t->spec, data, max_rows, &t->arena) && averages_take(t) &&
           probes_take(t) && spans_list(t);
}

// A trainer with all its memory, in which nothing has begun; NULL without.
static Trainer *trainer_take(const ModelSpec *model, const TrainSpec *train, const Split *split) {
    Arena arena = {0};
    Trainer *t = arena_take(&arena, 1, sizeof *t);
    if (!t) return NULL;
    t->spec = *train;
    t->split = split;
    t->loss = loss_of(train->loss, split->train.data->classes);
    t->arena = arena;
    const int largest = train->batch_size < split->train.size ? train->batch_size + 1 : split->train.size;
    const int rows = largest > EVAL_ROWS ? largest : EVAL_ROWS, seen = probes_rows(train, split);
    if (take_memory(t, model, rows > seen ? rows : seen)) return t;
    trainer_close(t);
    return NULL;
}

// Counts the steps of an epoch; the samples that they see.
static int count_steps(Trainer *t) {
    int first = 0;
    for (int rows; first < t->split->train.size && (rows = trainer_batch_rows(t, first)) > 0; first += rows)
        t->epoch_steps++;
    return first;
}

static Status trainer_size(TrainerSize *size, const ModelSpec *model, const TrainSpec *train, const Split *split,
                           Error *e) {
    Trainer *t = trainer_take(model, train, split);
    if (!t) return error_memory(e);
    const int samples = count_steps(t);
    *size = (TrainerSize){.parameters = t->net->trained,
                          .epoch_steps = t->epoch_steps,
                          .epoch_samples = samples,
                          .looked = t->probes.samples,
                          .memory = t->arena.taken};
    trainer_close(t);
    return OK;
}

static Status trainer_open(Trainer **out, const ModelSpec *model, const TrainSpec *train, const Split *split,
                           uint64_t seed, Error *e) {
    Trainer *t = *out = trainer_take(model, train, split);
    if (!t) return error_memory(e);
    t->seed = seed;
    network_init(t->net, seed);
    optimizer_start(&t->optimizer);
    averages_start(t);
    probes_start(t);
    count_steps(t);
    schedule_start(&t->schedule);
    t->rate = schedule_rate(&t->spec, &t->schedule, 0, 0, t->epoch_steps);
    return OK;
}

const Engine engine = {
    .name = KERNEL_NAME,
    .size = trainer_size,
    .open = trainer_open,
    .epoch = trainer_epoch,
    .pause_on = trainer_pause_on,
    .steps = trainer_steps,
    .samples = trainer_samples,
    .rate = trainer_rate,
    .tell = trainer_tell,
    .parameters = trainer_parameters,
    .baseline = trainer_baseline,
    .refresh = trainer_refresh,
    .measure = measure_network,
    .measure_average = averages_measure,
    .predict = predict_network,
    .measure_mean = averages_measure_mean,
    .probe = probes_look,
    .probe_share = probes_share,
    .layer = trainer_layer,
    .stack = trainer_stack,
    .spans = trainer_spans,
    .close = trainer_close,
};
