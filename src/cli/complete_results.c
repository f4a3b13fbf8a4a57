// Values that hang on what the command line names before: the results of a comparison, a table, a config.
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "base/files.h"
#include "cli/complete.h"
#include "compare/comparison.h"
#include "config/experiment.h"
#include "config/options.h"
#include "lab/names.h"
#include "lab/select.h"
#include "report/columns.h"
#include "table/columns.h"

// Nobody who presses Tab waits for more: bytes of logs, or of a table.
#define BYTES_MOST ((off_t)64 << 20)

static off_t file_size(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode) ? info.st_size : 0;
}

// Whether reading waits for somebody to write: the terminal, a pipe.
static bool would_wait(const char *path) {
    struct stat info;
    return strcmp(path, "-") == 0 || (stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode));
}

// --- Results

// Reads the results that the line names; false where there are none, or too many bytes of them.
static bool read_results(Completion *c, Results *r) {
    const char **operands = arena_take(&c->arena, (size_t)c->count, sizeof *operands);
    const int count = operands ? complete_operands(c, operands) : 0;
    off_t bytes = 0;
    Error e;
    *r = (Results){0};
    for (int i = 0; i < count; i++) {
        const char *log = path_join(&c->arena, operands[i], FILE_LOG);
        if (!log || would_wait(operands[i]) || would_wait(log)) return false;
        bytes += file_size(operands[i]) + file_size(log);
    }
    return count > 0 && bytes <= BYTES_MOST && results_read(r, operands, count, &e) == OK;
}

void complete_settings(Completion *c) {
    Results r;
    if (read_results(c, &r))
        for (int i = 0; i < r.setting_count; i++) complete_offer(c, r.settings[i].name, NULL);
    results_free(&r);
}

// Those of the results; all that there may be where none are named.
void complete_metrics(Completion *c) {
    Results r;
    MetricTable table;
    MetricList list;
    Error e;
    if (!read_results(c, &r)) {
        for (int m = 0; m < metric_count; m++) complete_offer(c, metrics[m].names.key, metrics[m].names.title);
    } else if (metrics_make(&table, &r, &c->arena, &e) == OK &&
               metrics_list(&list, &table, &r, METRICS_ALL, &c->arena, &e) == OK) {
        for (int i = 0; i < list.count; i++) {
            const MetricNames *names = metric_names(&table.row[list.index[i]], r.regression);
            complete_offer(c, names->key, names->title);
        }
    }
    results_free(&r);
}

// What is drawn by epoch.
void complete_curves(Completion *c) {
    Results r;
    const Column *column = read_results(c, &r) ? results_columns(&r, &c->arena) : NULL;
    for (; column && column->name; column++)
        if (column->kind != COLUMN_WHOLE) complete_offer(c, column->name, NULL);
    results_free(&r);
}

void complete_swept(Completion *c) {
    Results r;
    if (read_results(c, &r))
        for (int i = 0; i < r.option_count; i++) complete_offer(c, r.options[i], NULL);
    results_free(&r);
}

void complete_columns(Completion *c) {
    Results r;
    Comparison comparison = {0};
    NameList columns;
    Error e;
    if (read_results(c, &r) && comparison_make(&comparison, &r, &(ComparisonOptions){.reach = NAN}, &e) == OK &&
        focus_make(&comparison, &(FocusOptions){.full = true}, &e) == OK &&
        columns_list(&columns, &comparison, &(ReportStyle){0}, &c->arena, &e) == OK)
        for (int i = 0; i < columns.count; i++) complete_offer(c, columns.name[i], NULL);
    comparison_free(&comparison);
    results_free(&r);
}

// --- A config, a table

// States of runs; and settings of the config, which stand alone.
void complete_runs(Completion *c) {
    Experiment x;
    Error e;
    const char *config = complete_given(c, "config");
    for (int i = 0; selection_word(i); i++) complete_offer(c, selection_word(i), NULL);
    if (*c->taken || !config || would_wait(config) || experiment_read(&x, config, NULL, &e)) return;
    for (int i = 0; i < x.setting_count; i++) complete_offer(c, x.settings[i].name, NULL);
    experiment_free(&x);
}

void complete_table_columns(Completion *c) {
    const char **operands = arena_take(&c->arena, (size_t)c->count, sizeof *operands), *path = NULL;
    RunSpec spec;
    Table table;
    Notes notes = {.arena = &c->arena};
    Error e;
    if (!operands || complete_operands(c, operands) != 1 || options_default(&spec, &c->arena, &e)) return;
    if (source_path(&c->arena, "", operands[0], &path, &e) || !path) return;
    if (would_wait(path) || file_size(path) > BYTES_MOST) return;
    if (table_read(&table, path, &spec.data, NULL, columns_choice(&spec.data), &c->arena, NULL, &notes, &e)) return;
    for (int32_t i = 0; i < table.columns; i++)
        if (*table.column[i].name) complete_offer(c, table.column[i].name, NULL);
}
