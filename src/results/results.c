#include "results/results.h"

#include <string.h>

#include "base/lookup.h"
#include "base/text.h"
#include "results/beside.h"
#include "results/log_read.h"
#include "results/probes.h"
#include "results/run_result.h"
#include "results/tuning.h"

// Adds the options of a log that are not yet known; `known` has the places of those that are.
static Status add_options(Results *r, const Log *log, Lookup *known, Error *e) {
    size_t room = (size_t)(r->option_count + log->option_count);
    const char **options = arena_take(&r->arena, room, sizeof *options);
    if (!options) return error_memory(e);
    int count = r->option_count;
    for (int i = 0; i < count; i++) options[i] = r->options[i];
    for (int i = 0; i < log->option_count; i++) {
        int place = lookup_add(known, &r->arena, log->options[i], count);
        if (place < 0) return error_memory(e);
        if (place == count) options[count++] = log->options[i];
    }
    r->options = options;
    r->option_count = count;
    return OK;
}

// Appends a log's settings to r->settings, where room was made for them.
static Status add_settings(Results *r, const Log *log, int experiment, const Lookup *options, Error *e) {
    for (int s = 0; s < log->setting_count; s++) {
        SettingLog *setting = &r->settings[r->setting_count++];
        *setting = log->settings[s];
        setting->experiment = experiment;
        setting->values = arena_take(&r->arena, (size_t)r->option_count, sizeof *setting->values);
        if (!setting->values) return error_memory(e);
        for (int i = 0; i < log->option_count; i++)
            setting->values[lookup_find(options, log->options[i])] = log->settings[s].values[i];
    }
    return OK;
}

// Experiments of one name go by their folders' names, and where these are the same too, by a number: "x", "x (2)".
static Status name_experiments(Results *r, Error *e) {
    const char **own = arena_take(&r->arena, (size_t)r->experiment_count, sizeof *own);
    if (!own) return error_memory(e);
    for (int i = 0; i < r->experiment_count; i++) {
        own[i] = r->experiments[i].name;
        for (int j = 0; j < r->experiment_count; j++)
            if (j != i && strcmp(r->experiments[j].name, r->experiments[i].name) == 0) own[i] = r->experiments[i].base;
    }
    for (int i = 0; i < r->experiment_count; i++) {
        int copies = 1;
        r->experiments[i].name = own[i];
        for (int j = 0; j < i; j++) {
            if (strcmp(r->experiments[j].name, r->experiments[i].name) != 0) continue;
            Text text = {0};
            text_printf(&text, "%s (%d)", own[i], ++copies);
            r->experiments[i].name = text_keep(&text, &r->arena);
            if (!r->experiments[i].name) return error_memory(e);
            j = -1; // the new name must be free as well
        }
    }
    return OK;
}

// "experiment/setting"; NULL without memory.
static const char *long_name(Results *r, int experiment, const char *setting) {
    Text text = {0};
    text_printf(&text, "%s/%s", r->experiments[experiment].name, setting);
    return text_keep(&text, &r->arena);
}

// With several experiments a setting is shown with its experiment.
static Status name_settings(Results *r, Error *e) {
    if (name_experiments(r, e)) return e->status;
    if (r->experiment_count == 1) return OK;
    for (int s = 0; s < r->setting_count; s++) {
        SettingLog *setting = &r->settings[s];
        setting->name = long_name(r, setting->experiment, setting->own_name);
        if (!setting->name) return error_memory(e);
    }
    for (int i = 0; i < r->tuning_count; i++) {
        r->tunings[i].name = long_name(r, r->tunings[i].experiment, r->tunings[i].name);
        if (!r->tunings[i].name) return error_memory(e);
    }
    for (int i = 0; i < r->absent_count; i++) {
        r->absent[i].name = long_name(r, r->absent[i].experiment, r->absent[i].name);
        if (!r->absent[i].name) return error_memory(e);
    }
    return OK;
}

// Whether two experiments learn the same kind of answers.
static Status check_kinds(const Results *r, const Log *logs, int i, Error *e) {
    const Log *a = &logs[0], *b = &logs[i];
    const char *const first = r->experiments[0].log_path, *const other = r->experiments[i].log_path;
    if (a->regression != b->regression)
        return error_set(e, ERR_DATA, "%s and %s: classification and regression cannot be compared", first, other);
    bool same = a->target_count == b->target_count;
    for (int k = 0; same && k < a->target_count; k++) same = strcmp(a->targets[k], b->targets[k]) == 0;
    if (same) return OK;
    return error_set(e, ERR_DATA,
                     "%s and %s: only regressions of the same targets in the same order can be compared (data.label)",
                     first, other);
}

static Status merge(Results *r, const Log *logs, Error *e) {
    Lookup options = {0};
    int settings = 0;
    for (int i = 0; i < r->experiment_count; i++) {
        if (check_kinds(r, logs, i, e)) return e->status;
        if (add_options(r, &logs[i], &options, e)) return e->status;
        settings += logs[i].setting_count;
        r->has_validation |= logs[i].has_validation;
        r->has_stopping |= logs[i].has_stopping;
        r->metrics |= logs[i].metrics;
        r->averages |= logs[i].averages;
    }
    r->regression = logs[0].regression;
    r->target_count = logs[0].target_count;
    r->targets = logs[0].targets;
    r->settings = arena_take(&r->arena, (size_t)settings, sizeof *r->settings);
    if (!r->settings) return error_memory(e);
    for (int i = 0; i < r->experiment_count; i++)
        if (add_settings(r, &logs[i], i, &options, e) || manifest_apply(r, i, e) || run_results_apply(r, i, e) ||
            probes_apply(r, i, e))
            return e->status;
    if (configs_apply(r, e) || tunings_fold(r, e)) return e->status;
    return name_settings(r, e);
}

Status results_read(Results *r, const char *const *paths, int count, Error *e) {
    *r = (Results){.experiment_count = count};
    r->experiments = arena_take(&r->arena, (size_t)count, sizeof *r->experiments);
    Log *logs = arena_take(&r->arena, (size_t)count, sizeof *logs);
    if (!r->experiments || !logs) return error_memory(e);
    for (int i = 0; i < count; i++) {
        ExperimentLog *x = &r->experiments[i];
        if (experiment_open(x, paths[i], &r->arena, e)) return e->status;
        if (log_read(&logs[i], x->log_path, x->log, x->log_size, &r->arena, e)) return e->status;
    }
    return merge(r, logs, e);
}

void results_free(Results *r) {
    arena_free(&r->arena);
    *r = (Results){0};
}

DataFact data_difference(const SettingLog *a, const SettingLog *b) {
    DataFact i = 0;
    while (i < DATA_FACTS && (!a->data[i] || !b->data[i] || strcmp(a->data[i], b->data[i]) == 0)) i++;
    return i;
}

bool data_fact_is_unit(DataFact fact) {
    return fact >= DATA_TRAIN_SIZE && fact <= DATA_SUBSET;
}

bool run_usable(const RunLog *run) {
    return !run->diverged && !run->unfinished;
}

const EpochRow *run_final(const RunLog *run) {
    return &run->rows[run->row_count - 1 - run->taken_back];
}

RunLog run_kept(const RunLog *run) {
    RunLog kept = *run;
    kept.row_count -= run->taken_back;
    kept.taken_back = 0;
    return kept;
}

const Column *results_columns(const Results *r, Arena *arena) {
    const ColumnSet set = {.regression = r->regression,
                           .validation = r->has_validation,
                           .targets = r->target_count,
                           .target_names = r->targets,
                           .metrics = r->metrics,
                           .averages = r->averages};
    return columns_make(set, arena);
}
