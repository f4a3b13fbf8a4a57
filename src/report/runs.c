// One row for each run, or for each run and metric. Of tuned settings all candidates have theirs.
#include <inttypes.h>
#include <math.h>

#include "report/fields.h"
#include "results/tuning.h"

// A run to be written.
typedef struct RunRow {
    const Comparison *c;
    const SettingLog *log;        // whose name and options it has
    const SettingSummary *within; // that it counts in; NULL: a candidate's run, which may count in none
    const Tuning *tuning;         // NULL: not of a candidate
    int run;                      // index into log->runs
    double *scratch;              // room for a number per row
} RunRow;

typedef void WriteRun(Text *out, const RunRow *row);

static bool has_folds(const Comparison *c) {
    for (int s = 0; s < c->setting_count; s++)
        if (c->settings[s].log->folds > 0) return true;
    return false;
}

static void write_candidates(Text *out, const Comparison *c, const Tuning *t, WriteRun *write) {
    for (int k = 0; k < t->candidate_count; k++) {
        const SettingLog *log = t->candidates[k].log;
        for (int i = 0; log && i < log->run_count; i++) {
            Arena arena = {0};
            RunRow row = {.c = c, .log = log, .tuning = t, .run = i};
            row.scratch = arena_take(&arena, (size_t)log->runs[i].row_count, sizeof *row.scratch);
            if (row.scratch)
                write(out, &row);
            else
                out->failed = true;
            arena_free(&arena);
        }
    }
}

static void write_all(Text *out, const Comparison *c, WriteRun *write) {
    for (int s = 0; s < c->setting_count; s++) {
        const SettingSummary *summary = &c->settings[s];
        const SettingLog *log = summary->log;
        if (log->tuning) write_candidates(out, c, log->tuning, write);
        for (int i = 0; !log->tuning && i < log->run_count; i++)
            write(out, &(RunRow){.c = c, .log = log, .within = summary, .run = i});
    }
    for (int i = 0; i < c->results->tuning_count; i++) // where nothing is chosen yet
        if (c->results->tunings[i].setting < 0) write_candidates(out, c, &c->results->tunings[i], write);
}

// setting, seed, fold, what a candidate is, and the varied options: what a run is.
static void add_key_header(Text *out, const Comparison *c) {
    text_add(out, has_folds(c) ? "setting,seed,fold" : "setting,seed");
    if (c->results->tuning_count > 0) text_add(out, ",candidate_of,chosen");
    for (int i = 0; i < c->results->option_count; i++) field_add_heading(out, c->results->options[i], "");
}

// A candidate goes by the name in its log, behind that of the experiment where there are several.
static void add_setting(Text *out, const RunRow *row) {
    const Results *r = row->c->results;
    Text name = {0};
    if (row->tuning && r->experiment_count > 1) text_printf(&name, "%s/", r->experiments[row->log->experiment].name);
    text_add(&name, row->log->name);
    field_add_name(out, name.data ? name.data : "");
    out->failed |= name.failed;
    text_free(&name);
}

static void add_tuning(Text *out, const RunRow *row) {
    static const char *const chosen[] = {[RUN_COMPARED] = "yes", [RUN_PASSED_OVER] = "no", [RUN_UNDECIDED] = ""};
    if (row->c->results->tuning_count == 0) return;
    text_add(out, ",");
    if (row->tuning) field_add_name(out, row->tuning->name);
    text_add(out, ",");
    if (row->tuning)
        text_add(out, chosen[run_part(row->c->results, row->log->experiment, row->log->own_name,
                                      row->log->runs[row->run].replicate)]);
}

static void add_key(Text *out, const RunRow *row) {
    const Replicate replicate = row->log->runs[row->run].replicate;
    add_setting(out, row);
    text_printf(out, ",%" PRIu64, replicate.seed);
    if (has_folds(row->c)) text_printf(out, ",%d", replicate.fold);
    add_tuning(out, row);
    for (int i = 0; i < row->c->results->option_count; i++) {
        text_add(out, ",");
        field_add_name(out, row->log->values[i] ? row->log->values[i] : "");
    }
}

static double value_of(const RunRow *row, int metric) {
    const RunLog *run = &row->log->runs[row->run];
    const MetricInfo *info = &row->c->table.row[metric];
    if (row->within) return row->within->metric[metric].values[row->run];
    const MetricAid aid = {.reach = row->c->reach, .scratch = row->scratch};
    return run_usable(run) ? info->of(info, run, &aid) : NAN;
}

// What became of the run, as far as its files tell.
static const char *status_of(const RunLog *run) {
    if (run->status) return run->status;
    return run->diverged ? "diverged" : run->unfinished ? "unfinished" : "done";
}

static void write_run(Text *out, const RunRow *row) {
    const Comparison *c = row->c;
    const RunLog *run = &row->log->runs[row->run];
    add_key(out, row);
    text_printf(out, ",%s,%" PRId64, status_of(run), (int64_t)run->rows[run->row_count - 1].epoch);
    for (int k = 0; k < c->metrics.count; k++) {
        text_add(out, ",");
        field_add_value(out, value_of(row, c->metrics.index[k]));
    }
    text_add(out, ",");
    if (run->seconds > 0) field_add_value(out, run->seconds);
    text_add(out, "\n");
}

void runs_csv(Text *out, const Comparison *c) {
    add_key_header(out, c);
    text_add(out, ",status,last_epoch");
    for (int k = 0; k < c->metrics.count; k++)
        field_add_heading(out, comparison_names(c, c->metrics.index[k])->key, "");
    text_add(out, ",seconds\n");
    write_all(out, c, write_run);
}

static void write_long(Text *out, const RunRow *row) {
    const Comparison *c = row->c;
    for (int k = 0; k < c->metrics.count; k++) {
        const int metric = c->metrics.index[k];
        add_key(out, row);
        field_add_heading(out, comparison_names(c, metric)->key, "");
        text_add(out, ",");
        field_add_value(out, value_of(row, metric));
        text_add(out, "\n");
    }
}

void long_csv(Text *out, const Comparison *c) {
    add_key_header(out, c);
    text_add(out, ",metric,value\n");
    write_all(out, c, write_long);
}
