#include "lab/log.h"

#include <inttypes.h>
#include <string.h>

#include "base/files.h"
#include "config/resolved.h"
#include "lab/log_tuning.h"
#include "lab/names.h"

static void add_key_header(const Plan *p, Text *out) {
    text_add(out, p->folds > 0 ? "setting,seed,fold" : "setting,seed");
}

void log_header(const Plan *p, Text *out) {
    const Experiment *x = p->experiment;
    add_key_header(p, out);
    log_tuning_header(x, out);
    for (const Column *c = p->columns; c->name; c++) {
        text_add(out, ",");
        text_add_csv(out, c->name);
    }
    for (int i = 0; i < x->varied_count; i++) {
        text_add(out, ",");
        text_add_csv(out, x->varied[i]);
    }
    text_add(out, "\n");
}

static void add_key(const Plan *p, const Run *run, Text *out) {
    text_add_csv(out, p->experiment->settings[run->setting].name);
    text_printf(out, ",%" PRIu64, run->replicate.seed);
    if (p->folds > 0) text_printf(out, ",%d", run->replicate.fold);
}

static void add_varied(const Experiment *x, int setting, Text *out) {
    for (int i = 0; i < x->varied_count; i++) {
        Text value = {0};
        experiment_value(x, setting, x->varied[i], &value);
        text_add(out, ",");
        text_add_csv(out, value.data ? value.data : "");
        out->failed |= value.failed;
        text_free(&value);
    }
}

void log_row(const Plan *p, const Run *run, const EpochRow *row, Text *out) {
    add_key(p, run, out);
    log_tuning_cells(p->experiment, run->setting, out);
    for (const Column *c = p->columns; c->name; c++) {
        text_add(out, ",");
        column_write(c, row, out);
    }
    add_varied(p->experiment, run->setting, out);
    text_add(out, "\n");
}

static void add_float(Text *out, double value) {
    char number[NUMBER_TEXT_SIZE];
    text_add(out, ",");
    text_add(out, number_text_float(number, (float)value));
}

void timing_header(const Plan *p, Text *out) {
    add_key_header(p, out);
    text_add(out, ",epoch,train_seconds,eval_seconds,samples_per_second\n");
}

void timing_row(const Plan *p, const Run *run, const TimingRow *row, Text *out) {
    add_key(p, run, out);
    text_printf(out, ",%" PRId64, row->epoch);
    add_float(out, row->train_seconds);
    add_float(out, row->eval_seconds);
    if (row->samples && row->train_seconds > 0)
        add_float(out, (double)row->samples / row->train_seconds);
    else
        text_add(out, ",");
    text_add(out, "\n");
}

// Appends the whole rows of one run's file, without its header. A run that has not begun has none.
static Status add_rows(const char *folder, const Run *run, const char *name, Text *out, Error *e) {
    Arena arena = {0};
    char *path = path_join(&arena, folder, run->folder), *data, *row, *end;
    size_t size;
    Status s = OK;

    if (path) path = path_join(&arena, path, name);
    if (!path)
        s = error_memory(e);
    else if (file_exists(path))
        s = file_read(&arena, path, &data, &size, e);
    else
        size = 0, data = NULL;
    if (!s && data && (row = memchr(data, '\n', size))) {
        row++;
        end = memrchr(data, '\n', size);
        text_add_n(out, row, (size_t)(end + 1 - row));
    }
    arena_free(&arena);
    return s;
}

static Status merge(const Plan *p, const char *folder, const char *from, const char *to, Text *out, Error *e) {
    Arena arena = {0};
    char *path = path_join(&arena, folder, to);
    Status s = path ? OK : error_memory(e);
    for (int i = 0; !s && i < p->run_count; i++) s = add_rows(folder, &p->runs[i], from, out, e);
    if (!s && out->failed) s = error_memory(e);
    if (!s) s = file_write(path, out->data, out->size, e);
    text_free(out);
    arena_free(&arena);
    return s;
}

Status log_merge(const Plan *p, const char *folder, Error *e) {
    Text log = {0}, timing = {0};
    Status s;
    log_header(p, &log);
    s = merge(p, folder, RUN_EPOCHS, FILE_LOG, &log, e);
    if (s) return s;
    timing_header(p, &timing);
    return merge(p, folder, FILE_TIMING, FILE_TIMING, &timing, e);
}
