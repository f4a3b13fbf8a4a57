// One row for each run, or for each run and metric.
#include <inttypes.h>
#include <math.h>

#include "report/fields.h"

static bool has_folds(const Comparison *c) {
    for (int s = 0; s < c->setting_count; s++)
        if (c->settings[s].log->folds > 0) return true;
    return false;
}

// setting, seed, fold and the varied options: what a run is.
static void add_key_header(Text *out, const Comparison *c) {
    text_add(out, has_folds(c) ? "setting,seed,fold" : "setting,seed");
    for (int i = 0; i < c->results->option_count; i++) field_add_heading(out, c->results->options[i], "");
}

static void add_key(Text *out, const Comparison *c, const SettingLog *log, const RunLog *run) {
    field_add_name(out, log->name);
    text_printf(out, ",%" PRIu64, run->replicate.seed);
    if (has_folds(c)) text_printf(out, ",%d", run->replicate.fold);
    for (int i = 0; i < c->results->option_count; i++) {
        text_add(out, ",");
        field_add_name(out, log->values[i] ? log->values[i] : "");
    }
}

// What became of the run, as far as its files tell.
static const char *status_of(const RunLog *run) {
    if (run->status) return run->status;
    return run->diverged ? "diverged" : run->unfinished ? "unfinished" : "done";
}

void runs_csv(Text *out, const Comparison *c) {
    add_key_header(out, c);
    text_add(out, ",status,last_epoch");
    for (int k = 0; k < c->metrics.count; k++)
        field_add_heading(out, comparison_names(c, c->metrics.index[k])->key, "");
    text_add(out, ",seconds\n");
    for (int s = 0; s < c->setting_count; s++) {
        const SettingSummary *summary = &c->settings[s];
        for (int i = 0; i < summary->log->run_count; i++) {
            const RunLog *run = &summary->log->runs[i];
            add_key(out, c, summary->log, run);
            text_printf(out, ",%s,%" PRId64, status_of(run), (int64_t)run->rows[run->row_count - 1].epoch);
            for (int k = 0; k < c->metrics.count; k++) {
                text_add(out, ",");
                field_add_value(out, summary->metric[c->metrics.index[k]].values[i]);
            }
            text_add(out, ",");
            if (run->seconds > 0) field_add_value(out, run->seconds);
            text_add(out, "\n");
        }
    }
}

void long_csv(Text *out, const Comparison *c) {
    add_key_header(out, c);
    text_add(out, ",metric,value\n");
    for (int s = 0; s < c->setting_count; s++) {
        const SettingSummary *summary = &c->settings[s];
        for (int i = 0; i < summary->log->run_count; i++)
            for (int k = 0; k < c->metrics.count; k++) {
                const int metric = c->metrics.index[k];
                add_key(out, c, summary->log, &summary->log->runs[i]);
                field_add_heading(out, comparison_names(c, metric)->key, "");
                text_add(out, ",");
                field_add_value(out, summary->metric[metric].values[i]);
                text_add(out, "\n");
            }
    }
}
