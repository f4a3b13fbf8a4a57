#include "results/probes.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/lookup.h"
#include "base/text.h"
#include "results/csv.h"

// The columns of the file. What others it has is of tuning, and nobody's here.
typedef enum ProbeColumn {
    COLUMN_SETTING,
    COLUMN_SEED,
    COLUMN_EPOCH,
    COLUMN_LAYER,
    COLUMN_PROBE,
    COLUMN_VALUE,
    COLUMN_FOLD, // where there are folds
    COLUMNS
} ProbeColumn;
static const char *const column_names[COLUMNS] = {"setting", "seed", "epoch", "layer", "probe", "value", "fold"};
#define COLUMNS_REQUIRED COLUMN_FOLD

#define PLACES_MOST 1000000 // of layers: no stack is that high, and lists of them go by place

// While one file is read.
typedef struct Reader {
    Results *results;
    int experiment;
    const char *path;
    CsvRows table;
    int line; // of the row taken last
    const CsvCell *field;
    size_t column_count;
    int column[COLUMNS];     // where they stand; -1: nowhere
    const char *key[3];      // the row before: its setting, seed and fold; NULL: there is none
    Lookup settings, values; // by name
    Lookup layers;           // those met: their place + 1 in the stack, by name
    RunLog *run;             // of the row before; NULL: the log has none such
    ProbeRow *rows;          // of all runs
    int count;
    Arena passing;
    Error *e;
} Reader;

static Status broken(Reader *r, const char *what, const char *detail) {
    return error_set(r->e, ERR_DATA, "%s:%d: %s%s", r->path, r->line, what, detail);
}

static const char *cell(const Reader *r, ProbeColumn column) {
    return r->column[column] < 0 ? "" : r->field[r->column[column]].text;
}

static Status bad_cell(Reader *r, ProbeColumn column, const char *is_not) {
    return error_set(r->e, ERR_DATA, "%s:%d: column %s: \"%.60s\" is not %s", r->path, r->line, column_names[column],
                     cell(r, column), is_not);
}

// --- Whose row it is

static Status read_header(Reader *r) {
    r->line = r->table.count > 0 ? r->table.cell[0].line : 1;
    r->column_count = r->table.count > 0 ? r->table.first[1] : 0;
    for (int c = 0; c < COLUMNS; c++) {
        r->column[c] = -1;
        for (size_t i = 0; i < r->column_count; i++) {
            if (strcmp(r->table.cell[i].text, column_names[c]) != 0) continue;
            if (r->column[c] >= 0) return broken(r, "two columns are named ", column_names[c]);
            r->column[c] = (int)i;
        }
        if (r->column[c] < 0 && c < COLUMNS_REQUIRED)
            return broken(r, "not what instruments said: no column ", column_names[c]);
    }
    return OK;
}

static Status know_names(Reader *r) {
    const Results *results = r->results;
    for (int s = 0; s < results->setting_count; s++) {
        if (results->settings[s].experiment != r->experiment) continue;
        if (lookup_add(&r->settings, &r->passing, results->settings[s].own_name, s) < 0) return error_memory(r->e);
    }
    for (int v = 0; v < PROBE_VALUE_COUNT; v++)
        if (lookup_add(&r->values, &r->passing, probe_values[v].name, v) < 0) return error_memory(r->e);
    return OK;
}

static RunLog *find_run(const Reader *r, const char *setting, Replicate replicate) {
    const int s = lookup_find(&r->settings, setting);
    if (s < 0) return NULL;
    const SettingLog *log = &r->results->settings[s];
    int low = 0, high = log->run_count;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (replicate_order(log->by_replicate[middle]->replicate, replicate) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    RunLog *run = low < log->run_count ? log->by_replicate[low] : NULL;
    return run && replicate_same(run->replicate, replicate) ? run : NULL;
}

// Goes to the run that the row taken last is of: that of the row before, or another.
static Status take_run(Reader *r) {
    const char *key[] = {cell(r, COLUMN_SETTING), cell(r, COLUMN_SEED), cell(r, COLUMN_FOLD)};
    bool same = true;
    for (int i = 0; same && i < 3; i++) same = r->key[i] && strcmp(r->key[i], key[i]) == 0;
    if (same) return OK;
    memcpy(r->key, key, sizeof key);
    Replicate replicate = {0};
    uint64_t fold = 0;
    if (!whole_read(key[1], &replicate.seed)) return bad_cell(r, COLUMN_SEED, "a whole number from 0 up");
    if (r->column[COLUMN_FOLD] >= 0 && (!whole_read(key[2], &fold) || fold > INT_MAX))
        return bad_cell(r, COLUMN_FOLD, "a whole number from 0 up");
    replicate.fold = (int)fold;
    r->run = find_run(r, key[0], replicate);
    if (!r->run) return OK;
    if (r->run->probes) return broken(r, "this run's rows stand in two places; setting ", key[0]);
    r->run->probes = r->rows + r->count;
    return OK;
}

// --- What it says

// The place of a layer by its name, "3.linear"; -2 where it is no such name.
static int layer_place(const char *name) {
    char *end;
    if (!*name) return PROBE_WHOLE;
    if (*name < '0' || *name > '9') return -2;
    const long place = strtol(name, &end, 10);
    return *end == '.' && end[1] && place < PLACES_MOST ? (int)place : -2;
}

// The same by what was met before.
static Status take_layer(Reader *r, ProbeRow *row) {
    row->layer_name = cell(r, COLUMN_LAYER);
    int known = lookup_find(&r->layers, row->layer_name);
    if (known < 0) {
        const int place = layer_place(row->layer_name);
        if (place < PROBE_WHOLE) return bad_cell(r, COLUMN_LAYER, "the place and kind of a layer (1.batch_norm)");
        known = lookup_add(&r->layers, &r->passing, row->layer_name, place - PROBE_WHOLE);
    }
    row->layer = known + PROBE_WHOLE;
    return known < 0 ? error_memory(r->e) : OK;
}

static Status read_row(Reader *r, ProbeRow *row) {
    uint64_t epoch;
    const char *number = cell(r, COLUMN_VALUE);
    if (!whole_read(cell(r, COLUMN_EPOCH), &epoch) || epoch > INT_MAX)
        return bad_cell(r, COLUMN_EPOCH, "a whole number from 0 up");
    row->epoch = (int)epoch;
    row->number = NAN;
    if (*number && !number_read(number, strlen(number), &row->number)) return bad_cell(r, COLUMN_VALUE, "a number");
    if (take_layer(r, row)) return r->e->status;
    row->value = lookup_find(&r->values, cell(r, COLUMN_PROBE));
    if (row->value < 0 && !r->results->unknown_probe) r->results->unknown_probe = cell(r, COLUMN_PROBE);
    return OK;
}

// Reads a row of the table, and keeps what it says of a run that the log has.
static Status take_row(Reader *r, int index) {
    const size_t first = r->table.first[index], count = r->table.first[index + 1] - first;
    r->field = &r->table.cell[first];
    r->line = r->field[0].line;
    if (count != r->column_count)
        return error_set(r->e, ERR_DATA, "%s:%d: the row has %zu fields, the header %zu%s", r->path, r->line, count,
                         r->column_count, index + 1 == r->table.count ? "; was the file cut off?" : "");
    ProbeRow *row = &r->rows[r->count];
    if (take_run(r) || read_row(r, row)) return r->e->status;
    if (!r->run || row->value < 0) return OK;
    if (r->run->probe_count > 0 && row->epoch < row[-1].epoch) return broken(r, "the epochs of a run must ascend", "");
    r->run->probe_count++;
    r->count++;
    return OK;
}

Status probes_apply(Results *r, int experiment, Error *e) {
    const ExperimentLog *x = &r->experiments[experiment];
    if (!x->probes) return OK;
    Reader reader = {.results = r, .experiment = experiment, .path = x->probes_path, .e = e};
    Status s = csv_split(&reader.table, &reader.passing, x->probes, x->probes_size, ',', x->probes_path, e);
    if (!s) s = read_header(&reader);
    if (!s) s = know_names(&reader);
    if (!s) {
        reader.rows = arena_take(&r->arena, (size_t)reader.table.count, sizeof *reader.rows);
        if (!reader.rows) s = error_memory(e);
    }
    for (int row = 1; !s && row < reader.table.count; row++) s = take_row(&reader, row);
    arena_free(&reader.passing);
    return s;
}

// --- Asking

typedef struct LayerWord {
    enum { LAYER_AT, LAYER_NAMED, LAYER_NTH, LAYER_FIRST, LAYER_LAST, LAYER_NONE } kind;
    int place; // of LAYER_AT; of LAYER_NTH, which of its kind, from 1 on
    const char *name;
} LayerWord;

static LayerWord read_word(const char *text) {
    uint64_t place;
    if (strcmp(text, "first") == 0) return (LayerWord){.kind = LAYER_FIRST};
    if (strcmp(text, "last") == 0) return (LayerWord){.kind = LAYER_LAST};
    if (strcmp(text, "whole") == 0) return (LayerWord){.kind = LAYER_AT, .place = PROBE_WHOLE};
    if (whole_read(text, &place) && place <= INT_MAX) return (LayerWord){.kind = LAYER_AT, .place = (int)place};
    const char *blank = strchr(text, ' ');
    if (blank && blank > text && whole_read(blank + 1, &place) && place > 0 && place <= INT_MAX)
        return (LayerWord){.kind = LAYER_NTH, .place = (int)place, .name = text};
    return (LayerWord){.kind = *text && layer_place(text) >= 0 ? LAYER_NAMED : LAYER_NONE, .name = text};
}

// The rows of the value at one epoch stand somewhere between two: first[0..n). False where there are none.
static bool find_epoch(const RunLog *run, int value, int epoch, const ProbeRow **first, int *n) {
    int end = run->probe_count;
    while (end > 0 && (run->probes[end - 1].value != value || (epoch >= 0 && run->probes[end - 1].epoch > epoch)))
        end--;
    if (end == 0) return false;
    const int at = run->probes[end - 1].epoch;
    if (epoch >= 0 && at != epoch) return false;
    int begin = end;
    while (begin > 0 && run->probes[begin - 1].epoch == at) begin--;
    *first = run->probes + begin;
    *n = end - begin;
    return true;
}

// The mean over layers; without any, what the whole network says.
static double mean_over_layers(const ProbeRow *row, int n, int value) {
    double sum = 0, whole = NAN;
    int count = 0;
    for (int i = 0; i < n; i++) {
        if (row[i].value != value || isnan(row[i].number)) continue;
        if (row[i].layer == PROBE_WHOLE) {
            whole = row[i].number;
            continue;
        }
        sum += row[i].number;
        count++;
    }
    return count > 0 ? sum / count : whole;
}

// Whether the layer's kind is what stands before the blank: "linear 2" of "3.linear".
static bool is_of_kind(const ProbeRow *row, const char *name) {
    const char *kind = strchr(row->layer_name, '.');
    const size_t n = strcspn(name, " ");
    return kind && strncmp(kind + 1, name, n) == 0 && !kind[1 + n];
}

double probe_number(const RunLog *run, int value, const char *layer, int epoch) {
    const ProbeRow *row, *found = NULL;
    int n;
    if (!find_epoch(run, value, epoch, &row, &n)) return NAN;
    if (!layer) return mean_over_layers(row, n, value);
    const LayerWord word = read_word(layer);
    int nth = 0;
    for (int i = 0; i < n; i++) {
        if (row[i].value != value || isnan(row[i].number)) continue;
        if (word.kind == LAYER_NTH && is_of_kind(&row[i], word.name) && ++nth == word.place) return row[i].number;
        const bool end = row[i].layer != PROBE_WHOLE && (word.kind == LAYER_FIRST || word.kind == LAYER_LAST);
        if (word.kind == LAYER_AT && row[i].layer == word.place) return row[i].number;
        if (word.kind == LAYER_NAMED && strcmp(row[i].layer_name, word.name) == 0) return row[i].number;
        if (end && (!found || (row[i].layer < found->layer) == (word.kind == LAYER_FIRST))) found = &row[i];
    }
    return found ? found->number : NAN;
}
