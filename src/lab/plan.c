#include "lab/plan.h"

#include <inttypes.h>
#include <string.h>

#include "config/asked.h"
#include "config/data_check.h"
#include "config/expect.h"
#include "config/primary.h"
#include "config/seeds.h"
#include "lab/names.h"
#include "lab/run_id.h"
#include "train/metric.h"

enum { FOLDER_NAME_MOST = 240 }; // file systems allow 255 bytes

static bool plain_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("_.+-,=", c));
}

void folder_name(const char *setting, Text *out) {
    for (const char *s = setting; *s; s++) {
        bool hides = s == setting && *s == '.'; // "..", or a hidden folder
        if (plain_letter(*s) && !hides)
            text_add_n(out, s, 1);
        else
            text_printf(out, "%%%02X", (unsigned char)*s);
    }
}

void run_folder(const char *setting, uint64_t seed, Text *out) {
    text_add(out, FOLDER_RUNS "/");
    folder_name(setting, out);
    text_printf(out, "/seed-%" PRIu64, seed);
}

void plan_folder(const Plan *p, int run, Text *out) {
    run_folder(p->experiment->settings[p->runs[run].setting].name, p->runs[run].replicate.seed, out);
}

int plan_find(const Plan *p, int setting, uint64_t seed) {
    const int place = seeds_find(p->experiment, seed);
    return place >= 0 ? setting * p->experiment->seed_count + place : -1;
}

static Status list_runs(Plan *p, int setting, Error *e) {
    const Experiment *x = p->experiment;
    Text name = {0};
    Status s = OK;

    folder_name(x->settings[setting].name, &name);
    if (name.size > FOLDER_NAME_MOST) {
        error_set(e, ERR_CONFIG, "name: too long: as a folder's name it takes %zu bytes, and at most %d are possible",
                  name.size, FOLDER_NAME_MOST);
        s = experiment_place_error(x, setting, e);
    }
    for (int i = 0; !s && i < x->seed_count; i++) {
        const int fold = p->folds > 0 ? (int)(x->seeds[i] % (uint64_t)p->folds) : 0;
        p->runs[setting * x->seed_count + i] =
            (Run){.setting = setting, .replicate = {.seed = x->seeds[i], .fold = fold}};
    }
    text_free(&name);
    return s;
}

Status plan_make(Plan *p, Experiment *x, Error *e) {
    Status s = OK;
    size_t settings = (size_t)x->setting_count;
    *p =
        (Plan){.experiment = x, .run_count = x->setting_count * x->seed_count, .folds = x->settings[0].spec.data.folds};
    p->runs = arena_take(&p->arena, (size_t)p->run_count, sizeof *p->runs);
    p->sources = arena_take(&p->arena, settings, sizeof *p->sources);
    p->setting_source = arena_take(&p->arena, settings, sizeof *p->setting_source);
    const bool memory = p->runs && p->sources && p->setting_source;
    if (!memory) s = error_memory(e);
    for (int i = 0; memory && !s && i < x->setting_count; i++) s = list_runs(p, i, e);
    if (s) plan_close(p);
    return s;
}

// The open source whose data are those of `setting`, or as many as there are for none. first[s]: the setting for which
// source s was opened.
static int source_of(const Plan *p, const int *first, int setting) {
    const Setting *all = p->experiment->settings;
    int s = 0;
    while (s < p->source_count && !options_same("data", &all[first[s]].spec, &all[setting].spec)) s++;
    return s;
}

// The first open source that has read the files that `setting` needs; NULL: there is none.
static const Source *source_with_files(const Plan *p, const int *first, int setting) {
    const Setting *all = p->experiment->settings;
    for (int s = 0; s < p->source_count; s++)
        if (options_same_files(&all[first[s]].spec, &all[setting].spec)) return &p->sources[s];
    return NULL;
}

// What waited for the data: whether each setting goes together with them.
static Status check_settings(const Plan *p, Error *e) {
    Status s = OK;
    for (int i = 0; !s && i < p->experiment->setting_count; i++) {
        const Source *source = plan_source(p, i);
        s = experiment_check_data(p->experiment, i, &source->spec, &source->train, e);
    }
    return s;
}

// What the settings learn must be of one kind, and where it is several targets, the same ones: one log has room for one
// list of them. Of a single target each setting may have its own; that is told when they are compared.
static Status check_answers(Plan *p, int setting, Error *e) {
    const Experiment *x = p->experiment;
    const Dataset *data = &plan_source(p, setting)->train;
    const bool regression = data->classes == 0, validation = plan_source(p, setting)->spec.validation_size > 0;
    if (setting == 0) {
        p->regression = regression;
        p->validation = validation;
        p->targets = data->targets;
        p->target_names = data->target_names;
        return OK;
    }
    if (regression != p->regression)
        return error_set(e, ERR_CONFIG,
                         "settings: \"%s\" is a regression and \"%s\" a classification; their losses cannot be "
                         "compared, so give each its own experiment",
                         x->settings[regression ? setting : 0].name, x->settings[regression ? 0 : setting].name);
    if (validation != p->validation)
        return error_set(e, ERR_CONFIG,
                         "settings: \"%s\" has a validation part and \"%s\" has none; give all of them one "
                         "(data.validation_fraction outside of the settings) or none",
                         x->settings[validation ? setting : 0].name, x->settings[validation ? 0 : setting].name);
    bool same = data->targets == p->targets;
    for (int k = 0; same && data->targets > 1 && k < data->targets; k++)
        same = strcmp(data->target_names[k], p->target_names[k]) == 0;
    if (same) return OK;
    return error_set(e, ERR_CONFIG,
                     "settings: \"%s\" and \"%s\" do not predict the same targets in the same order (data.label); "
                     "one log cannot hold both, so give each its own experiment",
                     x->settings[0].name, x->settings[setting].name);
}

// Whether what is to be measured can be measured of such answers.
static Status check_metrics(const Plan *p, Error *e) {
    const unsigned metrics = p->experiment->settings[0].spec.train.metrics;
    unsigned fit = 0;
    for (int m = 0; m < METRIC_COUNT; m++) fit |= (unsigned)(metric_kinds[m]->regression == p->regression) << m;
    if (!(metrics & ~fit)) return OK;
    Text unfit = {0}, others = {0};
    asked_text(&asked_metrics, metrics & ~fit, &unfit);
    asked_text(&asked_metrics, fit, &others);
    Status s = unfit.failed || others.failed
                   ? error_memory(e)
                   : error_set(e, ERR_CONFIG, "metrics: the data are a %s, which has no %s; there are %s",
                               p->regression ? "regression" : "classification", unfit.data, others.data);
    text_free(&unfit);
    text_free(&others);
    return s;
}

Status plan_open(Plan *p, Error *e) {
    const Experiment *x = p->experiment;
    int *first = arena_take(&p->arena, (size_t)x->setting_count, sizeof *first);
    if (!first) return error_memory(e);
    for (int i = 0; i < x->setting_count; i++) {
        p->setting_source[i] = source_of(p, first, i);
        if (p->setting_source[i] < p->source_count) continue;
        Source *source = &p->sources[p->source_count];
        first[p->source_count] = i;
        Status s = source_open_like(source, &x->settings[i].spec.data, x->folder, source_with_files(p, first, i), e);
        if (s) return experiment_place_error(x, i, e);
        s = source_note(source, x->seeds[0], e);
        if (s) return s;
        p->source_count++;
        s = check_answers(p, i, e);
        if (s) return s;
    }
    Status s = check_metrics(p, e);
    if (!s) s = primary_check(x, p->regression, p->targets, p->target_names, e);
    if (!s) s = expect_check(x, p->regression, p->targets, p->target_names, e);
    if (s == ERR_CONFIG) s = experiment_place_error(x, 0, e);
    if (!s && p->regression) s = experiment_regression(p->experiment, e);
    if (s) return s;
    const ColumnSet answers = {.regression = p->regression,
                               .validation = p->validation,
                               .targets = p->targets,
                               .target_names = p->target_names};
    for (int i = 0; i < x->setting_count; i++) p->averages |= averages_wanted(&x->settings[i].spec.train);
    s = log_columns_make(&p->columns, x, answers, &p->arena, e);
    if (!s) s = check_settings(p, e);
    return s ? s : run_ids_open(p, e);
}

static void copy_notes(const Notes *from, Notes *to) {
    for (int i = 0; i < from->count; i++) notes_add(to, "%s", from->text[i]);
}

void plan_notes(const Plan *p, Notes *notes) {
    copy_notes(&p->experiment->notes, notes);
    for (int i = 0; i < p->source_count; i++) copy_notes(&p->sources[i].notes, notes);
}

void plan_close(Plan *p) {
    for (int i = 0; i < p->source_count; i++) source_close(&p->sources[i]);
    arena_free(&p->arena);
    *p = (Plan){0};
}

const Source *plan_source(const Plan *p, int setting) {
    return &p->sources[p->setting_source[setting]];
}
