#include "table/odd_line.h"

#include <string.h>
#include <strings.h>

#include "table/columns.h"

int32_t odd_cells(const TableColumn *column, int *class) {
    const int32_t *cells = column->cells, *line = column->first_line;
    const bool numbers = cells[CELL_NUMBER] + cells[CELL_HUGE] > 0, truths = numbers && cells[CELL_TRUTH] > 0;
    const bool truth_first = truths && (cells[CELL_WORD] == 0 || line[CELL_TRUTH] < line[CELL_WORD]);
    *class = truth_first ? CELL_TRUTH : CELL_WORD;
    return cells[CELL_WORD] + (truths ? cells[CELL_TRUTH] : 0);
}

// Whether numbers are wanted of a column.
static bool is_numeric(const Table *t, const DataSpec *spec, int32_t c) {
    const TableColumn *column = &t->column[c];
    if (column->role == ROLE_LABEL) return spec->task != TASK_CLASSIFICATION && column->cells[CELL_NUMBER] > 0;
    return column_is_feature(t, spec, c) && column->kind == KIND_NUMERIC;
}

static bool is_sum(const char *text) {
    static const char *const words[] = {"total", "totals", "grand total", "sum", "mean", "average", "median"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(text, words[i]) == 0) return true;
    return false;
}

// What is found of the columns of numbers.
typedef struct Found {
    int32_t with, without; // columns with words, and without
    int32_t cells;         // most words of a column
    bool again, sum;       // each is its column's name; the first is one for a sum
} Found;

static OddLineKind kind_of(const Found *f, const Table *t, int32_t line) {
    if (f->with == 0) return LINE_NONE;
    if (!t->header && line == first_row_line(t) && t->rows > 1) return f->cells == 1 ? LINE_NAMES : LINE_NONE;
    if (f->again) return LINE_AGAIN;
    if (f->cells > 1) return LINE_NONE;
    if (f->with > 1 && f->without == 0) return LINE_UNITS;
    return f->sum ? LINE_SUM : LINE_NONE;
}

OddLine odd_line_find(const Table *t, const DataSpec *spec) {
    OddLine odd = {LINE_NONE, 0, 0, -1};
    Found f = {.again = t->header};
    for (int32_t c = 0; c < t->columns; c++) {
        const TableColumn *column = &t->column[c];
        int class;
        if (!is_numeric(t, spec, c)) continue;
        const int32_t words = odd_cells(column, &class), line = column->first_line[class];
        f.without += words == 0;
        if (words == 0) continue;
        const char *text = column->first_text[class];
        const bool one = words == 1 || column->odd_words == 1;
        if (!one || (f.with > 0 && line != odd.line)) return (OddLine){LINE_NONE, 0, 0, -1};
        if (f.with++ == 0) odd.line = line, odd.column = c, odd.more = words - 1, f.sum = is_sum(text);
        if (words > f.cells) f.cells = words;
        f.again = f.again && strcmp(text, column->name) == 0;
    }
    odd.kind = kind_of(&f, t, odd.line);
    return odd;
}
