#include "compare/ensemble.h"

#include <math.h>
#include <string.h>

#include "base/files.h"
#include "lab/names.h"
#include "lab/plan.h"
#include "results/model_data.h"

// What the members have said so far.
typedef struct Mean {
    const Engine *engine;
    Ensemble *en;
    Model model;      // the first member ...
    ModelData first;  // ... and its data, whose test part is that of all
    Trainer *trainer; // that member; NULL: there is none yet
    int outputs;      // numbers that a network says of a sample
    bool one_unit;    // all members scale their targets alike
    double *sum;      // [samples][outputs] of their predictions, numbers in the target's own unit
    double *said;     // the same of one member
    Arena *arena;     // takes en->why
    Arena own;        // owns the sums
} Mean;

// --- Whether it is the same test part

static size_t sample_size(const Dataset *data) {
    return (size_t)data->features * (data->pixels ? 1 : sizeof *data->values);
}

static const void *sample_at(const Part *part, int32_t i) {
    const Dataset *data = part->data;
    const size_t at = (size_t)part->row[i] * (size_t)data->features;
    return data->pixels ? (const void *)(data->pixels + at) : (const void *)(data->values + at);
}

static bool same_answer(const Part *a, const Part *b, int32_t i) {
    const size_t targets = (size_t)a->data->targets;
    if (a->label) return a->label[i] == b->label[i];
    return memcmp(a->target + (size_t)i * targets, b->target + (size_t)i * targets, targets * sizeof *a->target) == 0;
}

static bool same_part(const Part *a, const Part *b) {
    if (a->size != b->size || a->data->features != b->data->features) return false;
    if (!a->data->pixels != !b->data->pixels || !a->label != !b->label) return false;
    for (int32_t i = 0; i < a->size; i++)
        if (!same_answer(a, b, i) || memcmp(sample_at(a, i), sample_at(b, i), sample_size(a->data)) != 0) return false;
    return true;
}

static bool same_unit(const Split *a, const Split *b) {
    const size_t targets = (size_t)a->train.data->targets;
    return !a->target_scale || (memcmp(a->target_scale, b->target_scale, targets * sizeof *a->target_scale) == 0 &&
                                memcmp(a->target_shift, b->target_shift, targets * sizeof *a->target_shift) == 0);
}

// --- Members

static void add_predictions(Mean *mean, Trainer *trainer, const Split *split) {
    const size_t outputs = (size_t)mean->outputs, count = (size_t)split->test.size * outputs;
    memset(mean->said, 0, count * sizeof *mean->said);
    mean->engine->predict(trainer, &split->test, mean->said);
    for (size_t i = 0; i < count; i++) {
        const size_t k = i % outputs;
        const double said = mean->said[i];
        mean->sum[i] +=
            !split->target_scale ? said : said / (double)split->target_scale[k] + (double)split->target_shift[k];
    }
}

// Measures a member and adds what it predicts.
static void add_member(Mean *mean, Trainer *trainer, const Split *split) {
    Ensemble *en = mean->en;
    const Measure own = mean->engine->measure(trainer, &split->test);
    en->mean_loss += own.loss;
    en->mean_score += own.metric;
    en->members++;
    mean->one_unit &= same_unit(&mean->first.split, split);
    add_predictions(mean, trainer, split);
}

// `path`: what is named before the reason; NULL: nothing.
static Status why_not(Mean *mean, const char *path, const char *why, Error *e) {
    Text text = {0};
    text_printf(&text, "%s%s%s", path ? path : "", path ? ": " : "", why);
    mean->en->why = text_keep(&text, mean->arena);
    return mean->en->why ? OK : error_memory(e);
}

static const char other_data[] = "the data are not what they were when it was trained; run the experiment again";

static Status take_first(Mean *mean, const Model *m, Error *e) {
    const Part *test = &mean->first.split.test;
    Status s = model_data_open(&mean->first, m, e);
    if (!s && !mean->first.same) s = why_not(mean, m->path, other_data, e);
    if (s || mean->en->why) return s;
    mean->outputs = test->data->classes > 0 ? test->data->classes : test->data->targets;
    const size_t count = (size_t)test->size * (size_t)mean->outputs;
    mean->sum = arena_take(&mean->own, count, sizeof *mean->sum);
    mean->said = arena_take(&mean->own, count, sizeof *mean->said);
    mean->one_unit = true;
    s = mean->sum && mean->said ? model_trainer(m, mean->engine, &mean->first.split, 0, &mean->trainer, e)
                                : error_memory(e);
    if (!s) add_member(mean, mean->trainer, &mean->first.split);
    return s;
}

static const char other_folds[] =
    "it was tested on another fold than the seeds before it; leave out \"data.folds\" and give \"data.seed\", so that "
    "all seeds draw the same test part";
static const char other_samples[] =
    "it was tested on other samples than the seeds before it; give \"data.seed\", so that all seeds draw the same, or "
    "data with a test part of their own";

static Status take_further(Mean *mean, const Model *m, Error *e) {
    ModelData data;
    Trainer *trainer = NULL;
    Status s = model_data_open(&data, m, e);
    if (!s && !data.same)
        s = why_not(mean, m->path, other_data, e);
    else if (!s && !same_part(&mean->first.split.test, &data.split.test))
        s = why_not(mean, m->path, model_spec(m)->data.folds > 0 ? other_folds : other_samples, e);
    else if (!s)
        s = model_trainer(m, mean->engine, &data.split, 0, &trainer, e);
    if (trainer) add_member(mean, trainer, &data.split);
    if (trainer) mean->engine->close(trainer);
    model_data_close(&data);
    return s;
}

// The network in a file, which is there.
static Status take_file(Mean *mean, const char *path, Error *e) {
    Model model;
    if (!mean->trainer) {
        Status s = model_read(&mean->model, path, NULL, e);
        return s ? s : take_first(mean, &mean->model, e);
    }
    Status s = model_read(&model, path, NULL, e);
    if (!s) s = take_further(mean, &model, e);
    model_close(&model);
    return s;
}

static Status take_run(Mean *mean, const Results *r, const SettingLog *setting, const RunLog *run, Error *e) {
    Text path = {0};
    text_printf(&path, "%s/", r->experiments[setting->experiment].folder);
    run_folder(run->setting, run->replicate.seed, &path);
    text_printf(&path, "/" RUN_MODEL);
    Status s = path.failed ? error_memory(e) : OK;
    if (!s && file_exists(path.data))
        s = take_file(mean, path.data, e);
    else if (!s)
        s = why_not(mean, path.data, "there is no such file; run the experiment with \"train.save\": \"last\"", e);
    text_free(&path);
    return s;
}

// --- The mean

// Sums of numbers, from the target's own unit into that of the first member's scaled target.
static void scale_sums(const Mean *mean) {
    const Split *split = &mean->first.split;
    const size_t outputs = (size_t)mean->outputs, count = (size_t)split->test.size * outputs;
    for (size_t i = 0; split->target_scale && i < count; i++) {
        const size_t k = i % outputs;
        mean->sum[i] =
            (mean->sum[i] - mean->en->members * (double)split->target_shift[k]) * (double)split->target_scale[k];
    }
}

static void finish(const Mean *mean) {
    Ensemble *en = mean->en;
    en->mean_loss /= en->members;
    en->mean_score /= en->members;
    scale_sums(mean);
    const Measure all = mean->engine->measure_mean(mean->trainer, &mean->first.split.test, mean->sum, en->members);
    en->loss = mean->one_unit ? all.loss : NAN;
    en->score = all.metric;
}

Status ensemble_make(Ensemble *en, const Results *r, const SettingLog *setting, const Engine *engine, Arena *arena,
                     Error *e) {
    Mean mean = {.engine = engine, .en = en, .arena = arena};
    Status s = OK;
    *en = (Ensemble){0};
    for (int i = 0; !s && !en->why && i < setting->run_count; i++)
        if (run_usable(&setting->runs[i])) s = take_run(&mean, r, setting, &setting->runs[i], e);
    if (!s && !en->why && en->members < 2)
        s = why_not(&mean, NULL, "it has fewer than two runs that came to their end", e);
    if (!s && !en->why) finish(&mean);
    if (s || en->why) *en = (Ensemble){.why = en->why, .loss = NAN, .score = NAN, .mean_loss = NAN, .mean_score = NAN};
    if (mean.trainer) engine->close(mean.trainer);
    model_data_close(&mean.first);
    model_close(&mean.model);
    arena_free(&mean.own);
    return s;
}
