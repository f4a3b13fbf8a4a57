#include "results/log_read.h"

#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/lookup.h"
#include "base/text.h"
#include "config/tune.h"
#include "lab/log_tuning.h"
#include "results/csv.h"
#include "train/metric.h"

enum { COLUMNS_MOST = 1000 }; // every unknown column may be an option, and options are crossed with each other

// The columns that say whose row it is.
typedef enum Key { KEY_SETTING, KEY_SEED, KEY_FOLD, KEY_CANDIDATE_OF, KEY_CHOOSE, KEYS, KEY_NONE } Key;
static const char *const keys[KEYS] = {"setting", "seed", "fold", LOG_CANDIDATE_OF, LOG_CHOOSE};
#define KEYS_REQUIRED KEY_FOLD // without a fold's column there is only fold 0

// A column of the file: a key, a measure, or an option that varies (if its value never changes within a setting).
typedef struct FileColumn {
    const char *name;
    Key key;
    const Column *measure; // NULL: none
    bool constant;         // one value per setting so far
} FileColumn;

typedef struct Reader {
    Log *log;
    Arena *arena;
    Error *e;
    const char *path;
    CsvRows table;
    int line; // of the row taken last
    int column_count;
    FileColumn *columns;  // [column_count]
    int setting_column;   // index into them
    const CsvCell *field; // [column_count] of the row taken last
    EpochRow *rows;       // of the whole file
    double *extra;        // of each of them, [extra_count]
    int extra_count;
    int row_count;
    RunLog *runs; // in file order
    int run_count;
    int *run_setting;    // [run_count]
    Lookup settings;     // by name
    const char ***value; // [setting_count][column_count], the cells of the setting's first row
} Reader;

static Status broken(Reader *r, const char *what, const char *detail) {
    return error_set(r->e, ERR_DATA, "%s:%d: %s%s", r->path, r->line, what, detail);
}

// Goes to a row of the table; its cells must be as many as the header's.
static Status take_row(Reader *r, int row) {
    size_t first = r->table.first[row], count = r->table.first[row + 1] - first;
    r->field = &r->table.cell[first];
    r->line = r->field[0].line;
    if (count == (size_t)r->column_count) return OK;
    return error_set(r->e, ERR_DATA, "%s:%d: the row has %zu fields, the header %d%s", r->path, r->line, count,
                     r->column_count, row + 1 == r->table.count ? "; was the file cut off?" : "");
}

static FileColumn column_named(const char *name) {
    FileColumn c = {.name = name, .key = KEY_SETTING, .measure = column_find(name), .constant = true};
    while (c.key < KEYS && strcmp(name, keys[c.key]) != 0) c.key++;
    if (c.key == KEYS) c.key = KEY_NONE;
    return c;
}

// Whether the column is one of each target, where there are several.
static bool of_targets(Extra extra) {
    if (extra.metric >= EXTRA_AVERAGES) return !extra_is_average_loss(extra);
    return extra.metric == METRIC_NONE || metric_kinds[extra.metric]->regression;
}

// The targets that scores are named after, in the order in which they are met, and how many; and which metrics there
// are.
static Status find_extras(Reader *r) {
    const CsvCell *header = r->table.cell;
    Log *log = r->log;
    Lookup names = {0};
    log->targets = arena_take(r->arena, (size_t)r->column_count, sizeof *log->targets);
    if (!log->targets) return error_memory(r->e);
    for (int i = 0; i < r->column_count; i++) {
        const char *target;
        Extra extra;
        if (!column_find_extra(header[i].text, &extra, &target)) continue;
        const bool metric = extra.metric != METRIC_NONE && extra.metric < EXTRA_AVERAGES;
        if (metric) log->metrics |= 1u << extra.metric;
        if (extra.metric >= EXTRA_AVERAGES) log->averages |= 1u << average_of_extra(extra);
        log->regression |= target || (metric && of_targets(extra));
        if (!target) continue;
        int place = lookup_add(&names, r->arena, target, log->target_count);
        if (place < 0) return error_memory(r->e);
        if (place == log->target_count) log->targets[log->target_count++] = target;
    }
    return OK;
}

static Status beside_targets(Reader *r, const char *name) {
    return broken(r, "a score of all targets stands beside those of each: ", name);
}

// Makes `c` an extra column where its name says so.
static Status take_extra(Reader *r, FileColumn *c) {
    const char *target;
    Extra extra;
    if (!column_find_extra(c->name, &extra, &target)) return OK;
    Column *own = arena_take(r->arena, 1, sizeof *own);
    if (!own) return error_memory(r->e);
    int k = 0;
    while (target && strcmp(r->log->targets[k], target) != 0) k++; // find_extras met it
    *own = column_of_extra(extra, c->name, k, r->log->target_count);
    c->measure = own;
    return of_targets(extra) && !target && r->log->target_count > 0 ? beside_targets(r, c->name) : OK;
}

// Notes whether the file is of a regression and has a validation part.
static Status note_measure(Reader *r, const FileColumn *c) {
    const Column *measure = c->measure;
    const bool score = measure->flags & COLUMN_SCORE;
    if (score && r->log->target_count > 0) return beside_targets(r, c->name);
    r->log->regression |= score && strcmp(c->name, measure->regression) == 0;
    r->log->has_validation |= (measure->flags & COLUMN_VALIDATION) != 0;
    r->log->has_stopping |= (measure->flags & COLUMN_KEPT) != 0;
    return OK;
}

static Status require_columns(Reader *r, const Lookup *names) {
    const char *missing = NULL;
    for (const Column *c = log_columns; c->name && !missing; c++)
        if (c->flags & COLUMN_REQUIRED && lookup_find(names, c->name) < 0) missing = c->name;
    for (int k = KEYS_REQUIRED - 1; k >= 0; k--)
        if (lookup_find(names, keys[k]) < 0) missing = keys[k];
    r->setting_column = lookup_find(names, keys[KEY_SETTING]);
    return missing ? broken(r, "not a log of regrun: no column ", missing) : OK;
}

static Status read_header(Reader *r) {
    const CsvCell *header = r->table.cell;
    Lookup names = {0};
    if (r->table.first[1] > COLUMNS_MOST)
        return error_set(r->e, ERR_DATA, "%s:%d: %zu columns, and at most %d can be compared; leave some out", r->path,
                         r->line, r->table.first[1], COLUMNS_MOST);
    r->column_count = (int)r->table.first[1];
    r->columns = arena_take(r->arena, (size_t)r->column_count, sizeof *r->columns);
    if (!r->columns) return error_memory(r->e);
    if (find_extras(r)) return r->e->status;
    for (int i = 0; i < r->column_count; i++) {
        FileColumn c = r->columns[i] = column_named(header[i].text);
        int place = lookup_add(&names, r->arena, c.name, i);
        if (place < 0) return error_memory(r->e);
        if (place < i) return broken(r, "two columns are named ", c.name);
        if (!c.measure && take_extra(r, &r->columns[i])) return r->e->status;
        c = r->columns[i];
        if (!c.measure) continue;
        for (int j = 0; j < i; j++) // train_acc and train_rmse, say
            if (r->columns[j].measure == c.measure) return broken(r, "another column says the same as ", c.name);
        if (note_measure(r, &c)) return r->e->status;
    }
    return require_columns(r, &names);
}

static bool read_key(Key key, const char *cell, Replicate *replicate) {
    uint64_t value;
    if (!whole_read(cell, &value)) return false;
    if (key == KEY_SEED)
        replicate->seed = value;
    else
        replicate->fold = (int)value;
    return key == KEY_SEED || value <= INT_MAX;
}

static Status read_row(Reader *r, EpochRow *row, Replicate *replicate) {
    *row = (EpochRow){.extra_count = r->extra_count};
    if (r->extra) row->extra = r->extra + (size_t)r->row_count * (size_t)r->extra_count;
    row_clear(row);
    for (const Column *c = log_columns; c->name; c++)
        if (c->kind != COLUMN_WHOLE || c->flags & COLUMN_KEPT) column_read(c, row, ""); // what the file has not
    for (int i = 0; i < r->column_count; i++) {
        const FileColumn *c = &r->columns[i];
        const char *cell = r->field[i].text;
        bool good = true;
        if (c->measure)
            good = column_read(c->measure, row, cell);
        else if (c->key == KEY_SEED || c->key == KEY_FOLD)
            good = read_key(c->key, cell, replicate);
        if (!good)
            return error_set(r->e, ERR_DATA, "%s:%d: column %s: \"%.60s\" is not %s", r->path, r->line, c->name, cell,
                             c->measure && c->measure->kind != COLUMN_WHOLE ? "a number" : "a whole number from 0 up");
    }
    if (isnan(row->gap)) row->gap = row->test_loss - row->train_loss;
    return OK;
}

// What the row taken last says of the setting's tuning.
static void take_tuning(const Reader *r, SettingLog *setting) {
    for (int i = 0; i < r->column_count; i++) {
        const char *cell = r->field[i].text;
        if (r->columns[i].key == KEY_CANDIDATE_OF && *cell) setting->candidate_of = cell;
        if (r->columns[i].key == KEY_CHOOSE) setting->over_seeds = strcmp(cell, choose_names[CHOOSE_OVER_SEEDS]) == 0;
    }
}

// The index of the setting named `name`, taken up now if it is new; -1 without memory. Room for it there is: at most
// one setting per row.
static int setting_index(Reader *r, const char *name) {
    Log *log = r->log;
    int known = lookup_add(&r->settings, r->arena, name, log->setting_count);
    if (known < log->setting_count) return known;
    const char **value = arena_take(r->arena, (size_t)r->column_count, sizeof *value);
    if (!value) return -1;
    for (int i = 0; i < r->column_count; i++) value[i] = r->field[i].text;
    r->value[known] = value;
    log->settings[known] = (SettingLog){.name = name, .own_name = name};
    take_tuning(r, &log->settings[known]);
    return log->setting_count++;
}

// Adds the row taken last to the run it belongs to: the last one, or a new one.
static Status add_row(Reader *r) {
    EpochRow *row = &r->rows[r->row_count];
    Replicate replicate = {0};
    if (read_row(r, row, &replicate)) return r->e->status;
    int setting = setting_index(r, r->field[r->setting_column].text);
    if (setting < 0) return error_memory(r->e);
    RunLog *run = r->run_count > 0 ? &r->runs[r->run_count - 1] : NULL;
    if (!run || r->run_setting[r->run_count - 1] != setting || !replicate_same(run->replicate, replicate)) {
        r->run_setting[r->run_count] = setting;
        run = &r->runs[r->run_count++];
        // NOLINTNEXTLINE(clang-analyzer-core.NullDereference): memory for the runs is taken before the first row
        *run =
            (RunLog){.replicate = replicate, .setting = r->log->settings[setting].name, .rows = row, .line = r->line};
        r->log->settings[setting].run_count++;
    } else if (row->epoch <= row[-1].epoch) {
        return broken(r, "the epochs of a run must ascend", "");
    }
    run->row_count++;
    r->row_count++;
    for (int i = 0; i < r->column_count; i++) {
        FileColumn *c = &r->columns[i];
        if (c->measure)
            run->diverged |= column_diverged(c->measure, row);
        else if (c->key >= KEY_CANDIDATE_OF && strcmp(r->field[i].text, r->value[setting][i]) != 0) {
            c->constant = false;
            if (c->key != KEY_NONE) return broken(r, "a setting has one value of ", c->name);
        }
    }
    return OK;
}

static int by_replicate(const void *a, const void *b) {
    const RunLog *x = *(const RunLog *const *)a, *y = *(const RunLog *const *)b;
    int order = replicate_order(x->replicate, y->replicate);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

// Puts the runs of each setting in the order of their replicates. A run that was interrupted by another and went on
// later stands there twice: the first such line of the file is refused.
static Status sort_runs(Reader *r) {
    const Log *log = r->log;
    const char *twice = NULL;
    int line = INT_MAX;
    for (int s = 0; s < log->setting_count; s++) {
        const SettingLog *setting = &log->settings[s];
        RunLog **runs = setting->by_replicate;
        qsort(runs, (size_t)setting->run_count, sizeof *runs, by_replicate);
        for (int i = 1; i < setting->run_count; i++) {
            if (!replicate_same(runs[i - 1]->replicate, runs[i]->replicate) || runs[i]->line >= line) continue;
            line = runs[i]->line;
            twice = setting->name;
        }
    }
    r->line = line;
    return twice ? broken(r, "this run's rows stand in two places; setting ", twice) : OK;
}

// The columns that turned out to be options.
static Status gather_options(Reader *r) {
    Log *log = r->log;
    int *column = arena_take(r->arena, (size_t)r->column_count, sizeof *column);
    log->options = arena_take(r->arena, (size_t)r->column_count, sizeof *log->options);
    if (!column || !log->options) return error_memory(r->e);
    for (int i = 0; i < r->column_count; i++) {
        if (r->columns[i].measure || r->columns[i].key != KEY_NONE || !r->columns[i].constant) continue;
        column[log->option_count] = i;
        log->options[log->option_count++] = r->columns[i].name;
    }
    for (int s = 0; s < log->setting_count; s++) {
        const char **values = arena_take(r->arena, (size_t)log->option_count, sizeof *values);
        if (!values) return error_memory(r->e);
        for (int i = 0; i < log->option_count; i++) values[i] = r->value[s][column[i]];
        log->settings[s].values = values;
    }
    return OK;
}

// Goes to the row whose weights a run ended with, where its last one says that it is another.
static Status find_final(Reader *r, RunLog *run, SettingLog *setting) {
    const EpochRow *last = &run->rows[run->row_count - 1];
    const bool by_test = last->kept_epoch_by_test != KEPT_NONE;
    const int64_t kept = by_test ? last->kept_epoch_by_test : last->kept_epoch;
    setting->selects_on_test |= by_test;
    setting->stops |= kept != KEPT_NONE;
    if (kept == KEPT_NONE) return OK;
    while (run->taken_back < run->row_count && last[-run->taken_back].epoch != kept) run->taken_back++;
    if (run->taken_back < run->row_count) return OK;
    r->line = run->line + run->row_count - 1;
    char epoch[NUMBER_TEXT_SIZE];
    snprintf(epoch, sizeof epoch, "%" PRId64, kept);
    return broken(r, "the run has no row of the epoch that it keeps: ", epoch);
}

static Status check_tunings(Reader *r) {
    const Log *log = r->log;
    r->line = 1;
    for (int s = 0; s < log->setting_count; s++)
        if (log->settings[s].candidate_of && !log->has_validation)
            return broken(r, "there are candidates (" LOG_CANDIDATE_OF ") and no val_loss to choose them by", "");
    return OK;
}

// Gives each setting its runs.
static Status gather_runs(Reader *r) {
    Log *log = r->log;
    for (int s = 0; s < log->setting_count; s++) {
        SettingLog *setting = &log->settings[s];
        setting->runs = arena_take(r->arena, (size_t)setting->run_count, sizeof *setting->runs);
        setting->by_replicate = arena_take(r->arena, (size_t)setting->run_count, sizeof *setting->by_replicate);
        if (!setting->runs || !setting->by_replicate) return error_memory(r->e);
        setting->run_count = 0;
        setting->folds = 0;
    }
    for (int i = 0; i < r->run_count; i++) {
        SettingLog *setting = &log->settings[r->run_setting[i]];
        int n = setting->run_count++;
        const int fold = r->runs[i].replicate.fold; // folds that are all 0 divide nothing
        if (fold > 0 && fold < INT_MAX && fold >= setting->folds) setting->folds = fold + 1;
        setting->folds_counted = setting->folds > 0;
        setting->runs[n] = r->runs[i];
        if (find_final(r, &setting->runs[n], setting)) return r->e->status;
        setting->by_replicate[n] = &setting->runs[n];
    }
    return sort_runs(r);
}

Status log_read(Log *log, const char *path, char *data, size_t size, Arena *arena, Error *e) {
    *log = (Log){0};
    Reader r = {.log = log, .arena = arena, .e = e, .path = path, .line = 1};
    if (csv_split(&r.table, arena, data, size, ',', path, e)) return e->status;
    size_t rows = (size_t)r.table.count;
    if (rows == 0) return broken(&r, "the log is empty", "");
    r.rows = arena_take(arena, rows, sizeof *r.rows);
    r.runs = arena_take(arena, rows, sizeof *r.runs);
    r.run_setting = arena_take(arena, rows, sizeof *r.run_setting);
    r.value = arena_take(arena, rows, sizeof *r.value);
    log->settings = arena_take(arena, rows, sizeof *log->settings);
    if (!r.rows || !r.runs || !r.run_setting || !r.value || !log->settings) return error_memory(e);
    if (read_header(&r)) return e->status;
    r.extra_count = columns_extra(log->metrics, log->averages, log->target_count);
    if (r.extra_count > 0) {
        r.extra = arena_take(arena, rows, (size_t)r.extra_count * sizeof *r.extra);
        if (!r.extra) return error_memory(e);
    }
    for (int row = 1; row < r.table.count; row++)
        if (take_row(&r, row) || add_row(&r)) return e->status;
    if (r.row_count == 0) return broken(&r, "the log has no rows: no epoch was finished yet", "");
    Status s = gather_runs(&r);
    if (!s) s = check_tunings(&r);
    return s ? s : gather_options(&r);
}
