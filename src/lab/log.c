#include "lab/log.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "base/files.h"
#include "base/lookup.h"
#include "config/resolved.h"
#include "lab/attempt.h"
#include "lab/log_columns.h"
#include "lab/log_tuning.h"
#include "lab/names.h"
#include "lab/plan.h"
#include "train/probe_value.h"

#define PIECE ((size_t)1 << 20) // of a log, that is written at once

// --- The files of a run

static void epochs_header(const Column *columns, Text *out) {
    for (const Column *c = columns; c->name; c++) {
        if (c > columns) text_add(out, ",");
        text_add_csv(out, c->name);
    }
    text_add(out, "\n");
}

void rows_header(RowFile kind, const Column *columns, Text *out) {
    switch (kind) {
    case ROWS_EPOCHS:
        epochs_header(columns, out);
        break;
    case ROWS_TIMING:
        text_add(out, "epoch,train_seconds,eval_seconds,samples_per_second\n");
        break;
    default:
        text_add(out, "epoch,layer,probe,value\n");
    }
}

void epochs_row(const Column *columns, const EpochRow *row, Text *out) {
    for (const Column *c = columns; c->name; c++) {
        if (c > columns) text_add(out, ",");
        column_write(c, row, out);
    }
    text_add(out, "\n");
}

static void add_float(Text *out, double value) {
    char number[NUMBER_TEXT_SIZE];
    text_add(out, ",");
    text_add(out, number_text_float(number, (float)value));
}

void timing_row(const TimingRow *row, Text *out) {
    text_printf(out, "%" PRId64, row->epoch);
    add_float(out, row->train_seconds);
    add_float(out, row->eval_seconds);
    if (row->samples && row->train_seconds > 0)
        add_float(out, (double)row->samples / row->train_seconds);
    else
        text_add(out, ",");
    text_add(out, "\n");
}

void probes_row(int64_t epoch, const char *layer, int value, double number, Text *out) {
    text_printf(out, "%" PRId64 ",%s,%s", epoch, layer, probe_values[value].name);
    if (isfinite(number))
        add_float(out, number);
    else
        text_add(out, ",");
    text_add(out, "\n");
}

// --- The log of all

// A log that is being gathered.
typedef struct Gathering {
    const Store *store;
    const Experiment *x;
    RowFile kind;
    Text *out;
    StoreFile *file;      // where it goes, piece by piece; NULL: it stays in `out`
    Lookup attempts;      // runs' folders, by their place in:
    const char **attempt; // [room]
    int room;
    Lookup settings; // those of which there is anything: folders' names
    bool begun;      // the header is written
    LogColumns columns;
    // Of one setting:
    Text own_header, key, tuning, varied;
    const int *place; // [columns of the log] the cell of the run's row that goes there; -1: none
    bool as_it_is;    // the log's columns are the run's own
    Arena arena;
} Gathering;

// In bytes, of the rows that a folder holds; -1: it has none.
static int64_t size_of(const Gathering *g, const char *folder) {
    Arena arena = {0};
    struct stat info;
    const char *path = path_join(&arena, folder, RUN_EPOCHS);
    const int64_t size = path && fstatat(g->store->fd, path, &info, 0) == 0 ? info.st_size : -1;
    arena_free(&arena);
    return size;
}

static Status count_attempt(void *context, const char *folder, Error *e) {
    Gathering *g = context;
    (void)folder, (void)e;
    g->room++;
    return OK;
}

// Takes up an attempt, under the folder that its run would have; of several the one with the most rows.
static Status know_attempt(void *context, const char *folder, Error *e) {
    Gathering *g = context;
    AttemptRun run;
    Status s = attempt_run(g->store, folder, &run, e);
    const int count = (int)g->attempts.count;
    if (s || !*run.folder || count >= g->room) return s; // or it has come since they were counted
    const char *own = arena_text(&g->arena, folder), *name = arena_text(&g->arena, run.folder),
               *setting = arena_text(&g->arena, run.setting);
    const int place = name ? lookup_add(&g->attempts, &g->arena, name, count) : -1;
    if (!own || place < 0 || !setting || lookup_add(&g->settings, &g->arena, setting, 0) < 0) return error_memory(e);
    if (place == count || size_of(g, own) > size_of(g, g->attempt[place])) g->attempt[place] = own;
    return OK;
}

static Status know_attempts(Gathering *g, Error *e) {
    Status s = attempts_visit(g->store, count_attempt, g, e);
    g->attempt = arena_take(&g->arena, (size_t)g->room, sizeof *g->attempt);
    if (!s && !g->attempt) s = error_memory(e);
    return s ? s : attempts_visit(g->store, know_attempt, g, e);
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

static void add_header(Gathering *g) {
    const Experiment *x = g->x;
    text_add(g->out, x->settings[0].spec.data.folds > 0 ? "setting,seed,fold" : "setting,seed");
    log_tuning_header(x, g->out);
    text_add(g->out, ",");
    Text header = {0};
    rows_header(g->kind, g->columns.all, &header);
    if (header.data) text_add_n(g->out, header.data, header.size - 1);
    g->out->failed |= header.failed;
    text_free(&header);
    for (int i = 0; g->kind == ROWS_EPOCHS && i < x->varied_count; i++) {
        text_add(g->out, ",");
        text_add_csv(g->out, x->varied[i]);
    }
    text_add(g->out, "\n");
    g->begun = true;
}

// The first run's header says what the data decide.
static Status begin(Gathering *g, const char *header, const char *path, Error *e) {
    ColumnSet answers;
    if (g->kind == ROWS_EPOCHS && !log_columns_answers(header, &answers, &g->arena))
        return error_set(e, ERR_DATA,
                         "%s/%s: does not begin as a run's rows do; an older regrun may have written it, whose log.csv "
                         "alone can be compared (name it instead of the folder)",
                         g->store->path, path);
    if (g->kind == ROWS_EPOCHS && log_columns_make(&g->columns, g->x, answers, &g->arena, e)) return e->status;
    add_header(g);
    return OK;
}

// What the rows of a setting's runs have in common.
static Status begin_setting(Gathering *g, int setting, Error *e) {
    g->own_header.size = g->key.size = g->tuning.size = g->varied.size = 0;
    text_add_csv(&g->key, g->x->settings[setting].name);
    text_add(&g->key, ",");
    log_tuning_cells(g->x, setting, &g->tuning);
    if (g->kind != ROWS_EPOCHS) {
        rows_header(g->kind, NULL, &g->own_header);
    } else {
        const Column *all = g->columns.all, *own = g->columns.own[setting];
        int count = 0;
        epochs_header(own, &g->own_header);
        add_varied(g->x, setting, &g->varied);
        while (all[count].name) count++;
        int *place = arena_take(&g->arena, (size_t)count, sizeof *place);
        if (!place) return error_memory(e);
        g->as_it_is = true;
        for (int i = 0, k = 0; i < count; i++) {
            const bool has = own[k].name && strcmp(own[k].name, all[i].name) == 0;
            place[i] = has ? k++ : -1;
            g->as_it_is &= has;
        }
        g->place = place;
    }
    const bool failed = g->own_header.failed || g->key.failed || g->tuning.failed || g->varied.failed;
    return failed ? error_memory(e) : OK;
}

// A row of fewer columns than the log: each cell in its place.
static void add_cells(Gathering *g, const char *row, const char *end) {
    const char *cell = row;
    for (const Column *c = g->columns.all; c->name; c++) {
        const int place = g->place[c - g->columns.all];
        if (c > g->columns.all) text_add(g->out, ",");
        if (place < 0) continue;
        const char *comma = memchr(cell, ',', (size_t)(end - cell)), *stop = comma ? comma : end;
        text_add_n(g->out, cell, (size_t)(stop - cell));
        cell = comma ? comma + 1 : end;
    }
}

static void add_rows(Gathering *g, uint64_t seed, const char *rows, const char *end) {
    Text key = {0};
    const int folds = g->x->settings[0].spec.data.folds;
    text_printf(&key, "%s%" PRIu64, g->key.data, seed);
    if (folds > 0) text_printf(&key, ",%d", (int)(seed % (uint64_t)folds));
    if (g->tuning.size > 0) text_add_n(&key, g->tuning.data, g->tuning.size);
    text_add(&key, ",");
    for (const char *row = rows; !key.failed && row < end;) {
        const char *stop = memchr(row, '\n', (size_t)(end - row));
        if (!stop) break; // a killed run's last line
        text_add_n(g->out, key.data, key.size);
        if (g->kind != ROWS_EPOCHS || g->as_it_is)
            text_add_n(g->out, row, (size_t)(stop - row));
        else
            add_cells(g, row, stop);
        if (g->varied.size > 0) text_add_n(g->out, g->varied.data, g->varied.size);
        text_add(g->out, "\n");
        row = stop + 1;
    }
    g->out->failed |= key.failed;
    text_free(&key);
}

// The rows of a run from its folder, or from an attempt's; NULL where it has none.
static Status read_rows(Gathering *g, const char *folder, char **data, size_t *size, const char **path, Arena *a,
                        Error *e) {
    *path = path_join(a, folder, row_files[g->kind]);
    Status s = *path ? store_read(g->store, *path, a, data, size, e) : error_memory(e);
    const int attempt = s || *data ? -1 : lookup_find(&g->attempts, folder);
    if (attempt < 0) return s;
    *path = path_join(a, g->attempt[attempt], row_files[g->kind]);
    return *path ? store_read(g->store, *path, a, data, size, e) : error_memory(e);
}

static Status add_run(Gathering *g, int setting, uint64_t seed, bool *begun, Error *e) {
    Arena arena = {0};
    Text folder = {0};
    char *data = NULL;
    const char *path = NULL;
    size_t size = 0;
    run_folder(g->x->settings[setting].name, seed, &folder);
    Status s = folder.failed ? error_memory(e) : read_rows(g, folder.data, &data, &size, &path, &arena, e);
    const char *rows = data ? memchr(data, '\n', size) : NULL;
    if (!s && rows && !g->begun) s = begin(g, data, path, e);
    if (!s && rows && !*begun) s = begin_setting(g, setting, e);
    if (!s && rows) {
        *begun = true;
        const size_t header = (size_t)(rows + 1 - data);
        if (header != g->own_header.size || memcmp(data, g->own_header.data, header) != 0)
            s = error_set(e, ERR_DATA, "%s/%s: line 1: its columns are not those of setting \"%s\" in %s/" FILE_CONFIG,
                          g->store->path, path, g->x->settings[setting].name, g->store->path);
        else
            add_rows(g, seed, rows + 1, data + size);
    }
    text_free(&folder);
    arena_free(&arena);
    return s;
}

// Puts what was gathered into the file, where there is one.
static Status put_piece(Gathering *g, size_t least, Error *e) {
    Text *out = g->out;
    if (out->failed) return error_memory(e);
    if (!g->file || out->size < least) return OK;
    Status s = store_put(g->file, out->data, out->size, e);
    out->size = 0;
    return s;
}

static Status know_published(Gathering *g, Error *e) {
    StoreNames names;
    Status s = store_list(g->store, FOLDER_RUNS, &names, &g->arena, e);
    for (int i = 0; !s && i < names.count; i++)
        if (lookup_add(&g->settings, &g->arena, names.name[i], 0) < 0) s = error_memory(e);
    return s;
}

// Of many settings most may not have begun: their runs are not looked for, one by one.
static bool has_begun(const Gathering *g, int setting, Error *e) {
    Text name = {0};
    folder_name(g->x->settings[setting].name, &name);
    const bool begun = !name.failed && lookup_find(&g->settings, name.data) >= 0;
    if (name.failed) error_memory(e);
    text_free(&name);
    return begun;
}

static Status gather_all(Gathering *g, Error *e) {
    const Experiment *x = g->x;
    Status s = know_attempts(g, e);
    if (!s) s = know_published(g, e);
    for (int i = 0; !s && i < x->setting_count; i++) {
        bool begun = false;
        if (!has_begun(g, i, e)) {
            s = e->status;
            continue;
        }
        for (int k = 0; !s && k < x->seed_count; k++) {
            s = add_run(g, i, x->seeds[k], &begun, e);
            if (!s) s = put_piece(g, PIECE, e);
        }
    }
    if (!s) s = put_piece(g, 1, e);
    text_free(&g->own_header);
    text_free(&g->key);
    text_free(&g->tuning);
    text_free(&g->varied);
    arena_free(&g->arena);
    return s;
}

Status log_gather(const Store *s, const Experiment *x, RowFile kind, Text *out, Error *e) {
    Gathering g = {.store = s, .x = x, .kind = kind, .out = out};
    return gather_all(&g, e);
}

static Status write_log(const Store *s, const Experiment *x, RowFile kind, Error *e) {
    StoreFile file;
    Text out = {0};
    Status status = store_begin(&file, s, row_logs[kind], e);
    if (status) return status;
    Gathering g = {.store = s, .x = x, .kind = kind, .out = &out, .file = &file};
    gather_all(&g, e);
    text_free(&out);
    return store_end(&file, e);
}

Status logs_write(const Store *s, const Experiment *x, Error *e) {
    const bool probes = x->settings[0].spec.train.probes;
    Status status = write_log(s, x, ROWS_EPOCHS, e);
    if (!status) status = write_log(s, x, ROWS_TIMING, e);
    return status || !probes ? status : write_log(s, x, ROWS_PROBES, e);
}
