// A first row of numbers that was taken for data, and may name the columns after all.
#include <math.h>

#include "base/text.h"
#include "table/reading.h"

#define COLUMNS_LEAST 3 // that must show a sign
#define ROWS_LEAST 3    // for a sign that lies in the other rows

// The columns that are looked at, in their order.
typedef struct Columns {
    const Table *t;
    const TableColumn **column; // [count]
    int32_t count;
} Columns;

static double kept(const Table *t, const TableColumn *column, int32_t row) {
    if (column->at < 0) return column->number[row];
    const size_t place = (size_t)row * (size_t)t->width + (size_t)column->at;
    return t->bytes ? t->bytes[place] : (double)t->values[place];
}

// --- Signs

// Whether a row's numbers are whole and count up by one from column to column.
static bool counts(const Columns *of, int32_t row) {
    const double first = kept(of->t, of->column[0], row);
    for (int32_t i = 0; i < of->count; i++)
        if (kept(of->t, of->column[i], row) != first + i) return false;
    return first == trunc(first);
}

// The first row counts, and it alone. A label that is a number counts as any cell.
static bool counts_up(const Columns *of, Text *what) {
    const Table *t = of->t;
    if (!counts(of, 0)) return false;
    for (int32_t i = 0; i < of->count; i++)
        if (of->column[i]->ascends && t->rows >= ROWS_LEAST) return false; // it begins what goes on below it
    for (int32_t row = 1; row < t->rows; row++)
        if (counts(of, row)) return false;
    const double first = kept(t, of->column[0], 0);
    text_printf(what, "counts up by one (%.0f, %.0f, ...)", first, first + 1);
    return true;
}

// The first row's numbers are whole and grow from column to column, and no other number in these columns is whole.
static bool alone_whole(const Columns *of, Text *what) {
    const Table *t = of->t;
    if (t->rows < ROWS_LEAST) return false;
    for (int32_t i = 0; i < of->count; i++) {
        const double first = kept(t, of->column[i], 0);
        if (first != trunc(first) || (i > 0 && !(kept(t, of->column[i - 1], 0) < first))) return false;
        for (int32_t row = 1; row < t->rows; row++) {
            const double other = kept(t, of->column[i], row);
            if (other == trunc(other)) return false;
        }
    }
    text_add(what, "holds whole numbers that grow from column to column, and no other row has one there");
    return true;
}

// -1 where a row's number lies below all that follow it, 1 above them; else 0.
static int lies_apart(const Table *t, const TableColumn *column, int32_t row) {
    const double first = kept(t, column, row);
    bool below = true, above = true;
    for (int32_t i = row + 1; i < t->rows && (below || above); i++) {
        const double other = kept(t, column, i);
        below &= !(other <= first);
        above &= !(other >= first);
    }
    return below ? -1 : above;
}

// The first row lies below, or above, all others in each column, which by chance is rare (2 / rows in each, if they are
// independent), and the second does not go on with it as in a table that is sorted.
static bool all_apart(const Columns *of, Text *what) {
    const Table *t = of->t;
    double chance = 64;
    bool sorted = true;
    if (t->rows < ROWS_LEAST) return false;
    for (int32_t i = 0; i < of->count; i++) {
        const int way = lies_apart(t, of->column[i], 0);
        if (way == 0) return false;
        sorted = sorted && lies_apart(t, of->column[i], 1) == way;
        chance *= 2.0 / t->rows;
    }
    text_printf(what, "lies apart from all others in each of %d columns", of->count);
    return chance <= 1 && !sorted;
}

// --- All of them

// The columns of numbers; for a sign that lies in the other rows without the label and those that count the rows.
static bool find_columns(Columns *of, const Reading *r, bool all, Arena *passing) {
    const Table *t = r->t;
    *of = (Columns){.t = t, .column = arena_take(passing, (size_t)t->columns, sizeof(TableColumn *))};
    for (int32_t c = 0; of->column && c < t->columns; c++) {
        const TableColumn *column = &t->column[c];
        const bool feature = column->at >= 0 && column->kind == KIND_NUMERIC && (all || !column->ascends);
        const bool label = all && column->number && !isnan(column->number[0]);
        if (feature || label) of->column[of->count++] = column;
    }
    return of->column;
}

Status head_doubt(Reading *r) {
    static const struct {
        bool (*shows)(const Columns *of, Text *what);
        bool all;
    } signs[] = {{counts_up, true}, {alone_whole, false}, {all_apart, false}};
    Table *t = r->t;
    if (t->header || !t->header_guessed || r->like || t->rows < 2) return OK;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        Columns of;
        Text what = {0};
        if (!find_columns(&of, r, signs[i].all, &r->passing)) return error_memory(r->e);
        const bool shows = of.count >= COLUMNS_LEAST && signs[i].shows(&of, &what);
        if (shows) t->header_doubt = text_keep(&what, r->arena);
        text_free(&what);
        if (!shows) continue;
        if (!t->header_doubt) return error_memory(r->e);
        notes_add(r->notes,
                  "%s:%d: the first row was taken for data, but %s: if it names the columns, say so with "
                  "data.header true",
                  t->path, t->head_line, t->header_doubt);
        return OK;
    }
    return OK;
}
