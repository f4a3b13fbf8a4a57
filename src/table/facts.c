#include "table/facts.h"

#include <math.h>
#include <string.h>

#include "data/duplicates.h"
#include "table/columns.h"
#include "table/labels.h"

// --- Columns

// Running sums over the numbers of some columns; [columns] each.
typedef struct Sums {
    double *least, *most, *mean, *square; // mean: the sum, until it is divided; square: of the distances from the mean
    int32_t *count;
} Sums;

static bool sums_take(Sums *s, int32_t columns, Arena *arena) {
    const size_t n = (size_t)columns;
    *s = (Sums){.least = arena_take(arena, n, sizeof *s->least),
                .most = arena_take(arena, n, sizeof *s->most),
                .mean = arena_take(arena, n, sizeof *s->mean),
                .square = arena_take(arena, n, sizeof *s->square),
                .count = arena_take(arena, n, sizeof *s->count)};
    if (!s->least || !s->most || !s->mean || !s->square || !s->count) return false;
    for (size_t i = 0; i < n; i++) s->least[i] = INFINITY, s->most[i] = -INFINITY;
    return true;
}

static inline void add_number(Sums *s, int32_t c, double value) {
    if (isnan(value)) return;
    s->count[c]++;
    if (value < s->least[c]) s->least[c] = value;
    if (value > s->most[c]) s->most[c] = value;
    s->mean[c] += value;
}

static inline void add_square(Sums *s, int32_t c, double value) {
    const double distance = value - s->mean[c];
    if (!isnan(value)) s->square[c] += distance * distance;
}

static void divide(Sums *s, int32_t columns) {
    for (int32_t c = 0; c < columns; c++)
        if (s->count[c] > 0) s->mean[c] /= s->count[c];
}

static inline double cell_of(const Table *t, int32_t row, int32_t at) {
    const size_t place = (size_t)row * (size_t)t->width + (size_t)at;
    return t->bytes ? t->bytes[place] : (double)t->values[place];
}

// Row after row, as the cells lie in memory: the sums, then the squares.
static void add_cells(const Table *t, Sums *s) {
    for (int32_t i = 0; i < t->rows; i++)
        for (int32_t at = 0; at < t->width; at++) add_number(s, at, cell_of(t, i, at));
    divide(s, t->width);
    for (int32_t i = 0; i < t->rows; i++)
        for (int32_t at = 0; at < t->width; at++) add_square(s, at, cell_of(t, i, at));
}

static void settle(const Sums *s, int32_t c, ColumnFacts *facts) {
    if (s->count[c] == 0) return;
    facts->least = s->least[c];
    facts->most = s->most[c];
    facts->mean = s->mean[c];
    if (s->count[c] > 1) facts->sd = sqrt(s->square[c] / (s->count[c] - 1));
}

static int32_t most_frequent(const int32_t *count, int32_t n) {
    int32_t top = -1;
    for (int32_t k = 0; k < n; k++)
        if (top < 0 || count[k] > count[top]) top = k;
    return top;
}

// Counts the categories of a column: a feature's by its cells, a label's by its codes.
static bool count_categories(const Table *t, const TableColumn *column, ColumnFacts *facts, Arena *arena) {
    int32_t *count = arena_take(arena, (size_t)column->categories, sizeof *count);
    if (!count) return false;
    for (int32_t i = 0; i < t->rows; i++) {
        const double cell = column->at >= 0 ? cell_of(t, i, column->at) : column->code[i];
        if (cell >= 0 && cell < column->categories) count[(int32_t)cell]++;
    }
    facts->count = count;
    facts->top = most_frequent(count, column->categories);
    return true;
}

// The numbers of a label, which do not stand among the cells.
static bool add_aside(const Table *t, const TableColumn *column, ColumnFacts *facts, Arena *passing) {
    Sums sums;
    if (!column->number) return true;
    if (!sums_take(&sums, 1, passing)) return false;
    for (int32_t i = 0; i < t->rows; i++) add_number(&sums, 0, column->number[i]);
    divide(&sums, 1);
    for (int32_t i = 0; i < t->rows; i++) add_square(&sums, 0, column->number[i]);
    settle(&sums, 0, facts);
    return true;
}

Status table_facts(const Table *t, ColumnFacts *facts, Arena *arena, Error *e) {
    Arena passing = {0};
    Sums sums;
    bool taken = sums_take(&sums, t->width, &passing);
    if (taken) add_cells(t, &sums);
    for (int32_t c = 0; taken && c < t->columns; c++) {
        const TableColumn *column = &t->column[c];
        facts[c] = (ColumnFacts){.least = NAN, .mean = NAN, .most = NAN, .sd = NAN, .top = -1};
        const bool coded = column->at >= 0 ? column->kind == KIND_CATEGORICAL : column->code != NULL;
        if (coded) taken = count_categories(t, column, &facts[c], arena);
        if (column->at >= 0 && !coded) settle(&sums, column->at, &facts[c]);
        if (column->at < 0) taken = taken && add_aside(t, column, &facts[c], &passing);
    }
    arena_free(&passing);
    return taken ? OK : error_memory(e);
}

// --- Rows

// The cells of `d`, a table's, without columns that count the rows: with them no row is like another.
static bool leave_counters(const Table *t, const DataSpec *spec, Dataset *d, Arena *passing) {
    const size_t size = t->bytes ? 1 : sizeof *t->values, rows = (size_t)t->rows, width = (size_t)t->width;
    bool *counts = arena_take(passing, width, sizeof *counts);
    size_t kept = width;
    if (!counts) return false;
    for (int32_t c = 0; c < t->columns; c++)
        if (column_is_index(t, spec, c)) counts[t->column[c].at] = true, kept--;
    if (kept == width) return true;
    char *copy = arena_take(passing, rows * kept, size), *to = copy;
    const char *from = t->bytes ? (const char *)t->bytes : (const char *)t->values;
    if (!copy) return false;
    for (size_t i = 0; i < rows * width; i++, from += size) {
        if (counts[i % width]) continue;
        memcpy(to, from, size);
        to += size;
    }
    d->features = (int32_t)kept;
    d->pixels = t->bytes ? (const uint8_t *)copy : NULL;
    d->values = t->bytes ? NULL : (const float *)(const void *)copy;
    return true;
}

// `answers`: has the labels of these rows.
static Status count_twice(const Table *t, const DataSpec *spec, Rows rows, const Dataset *answers, LabelFacts *facts,
                          Error *e) {
    Arena passing = {0};
    Dataset d = *answers;
    int32_t *row = arena_take(&passing, (size_t)rows.count, sizeof *row), alike;
    d.samples = t->rows, d.features = t->width, d.pixels = t->bytes, d.values = t->values;
    Status status = row && leave_counters(t, spec, &d, &passing) ? OK : error_memory(e);
    for (int32_t i = 0; status == OK && i < rows.count; i++) row[i] = rows.row ? rows.row[i] : i;
    const Part all = {&d, row, rows.count, answers->label, answers->target};
    if (status == OK) status = duplicates_within(&all, true, &facts->same, e);
    if (status == OK) status = duplicates_within(&all, false, &alike, e);
    if (status == OK) facts->other_answer = alike - facts->same;
    arena_free(&passing);
    return status;
}

// --- Labels

static Status count_classes(const Dataset *d, int32_t rows, LabelFacts *facts, Arena *arena, Error *e) {
    int32_t *count = arena_take(arena, (size_t)d->classes, sizeof *count);
    if (!count) return error_memory(e);
    for (int32_t i = 0; i < rows; i++) count[d->label[i]]++;
    facts->classes = d->classes;
    facts->class_names = d->class_names;
    facts->count = count;
    facts->top = most_frequent(count, d->classes);
    return OK;
}

static double constant_rmse(const double *number, Rows rows) {
    double sum = 0, square = 0;
    for (int32_t i = 0; i < rows.count; i++) sum += number[rows.row ? rows.row[i] : i];
    for (int32_t i = 0; i < rows.count; i++) {
        const double distance = number[rows.row ? rows.row[i] : i] - sum / rows.count;
        square += distance * distance;
    }
    return sqrt(square / rows.count);
}

static Status measure_targets(const Table *t, Rows rows, LabelFacts *facts, Arena *arena, Error *e) {
    double *rmse = arena_take(arena, (size_t)t->columns, sizeof *rmse);
    if (!rmse) return error_memory(e);
    for (int32_t c = 0; c < t->columns; c++)
        if (t->column[c].role == ROLE_LABEL) rmse[c] = constant_rmse(t->column[c].number, rows);
    facts->regression = true;
    facts->rmse = rmse;
    return OK;
}

Status table_label_facts(const Table *t, const DataSpec *spec, LabelFacts *facts, Arena *arena, Notes *notes,
                         Error *e) {
    Labels labels;
    Rows rows;
    Dataset d = {0};
    *facts = (LabelFacts){.top = -1};
    Status status = labels_learn(&labels, t, spec, arena, e);
    facts->told = labels.told;
    if (status == OK) status = labels_rows(&rows, &labels, t, arena, notes, e);
    if (status == OK) status = labels_read(&labels, t, spec, rows, &d, arena, e);
    if (status != OK) return status;
    facts->rows = rows.count;
    status =
        labels.regression ? measure_targets(t, rows, facts, arena, e) : count_classes(&d, rows.count, facts, arena, e);
    return status == OK ? count_twice(t, spec, rows, &d, facts, e) : status;
}
