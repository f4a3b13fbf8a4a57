// A table's columns as lines: number, name, kind, what was found in the cells, and the first rows.
#include <math.h>

#include "cli/data_table.h"
#include "report/table.h"
#include "table/columns.h"

enum { COLUMNS_SHOWN = 40, NAME_MOST = 24, TEXT_MOST = 20 };

static void add_short(const TableView *v, const char *text, int most, Text *out) {
    text_add_shortened(out, text, most, v->style->unicode);
}

// --- What was found

static const char *kind_of(const TableView *v, int32_t c) {
    const TableColumn *column = &v->table.column[c];
    if (column->role == ROLE_IGNORED || column_is_index(&v->table, &v->spec->data, c)) return "ignored";
    if (column->role == ROLE_LABEL) return "label";
    if (column->role == ROLE_SPLIT) return "split";
    return column->kind == KIND_CATEGORICAL ? "categorical" : "numeric";
}

// Begins another part of what was found.
static void part(Text *out) {
    if (out->size > 0) text_add(out, "; ");
}

static void add_categories(const TableView *v, int32_t c, Text *out) {
    const TableColumn *column = &v->table.column[c];
    const ColumnFacts *facts = &v->facts[c];
    const bool more = column->categories > CATEGORIES_MOST;
    const int32_t known = more ? CATEGORIES_MOST : column->categories;
    part(out);
    text_printf(out, "%s%d %s", more ? "more than " : "", known,
                column->role == ROLE_FEATURE ? known == 1 ? "category" : "categories"
                : known == 1                 ? "text"
                                             : "texts");
    if (facts->top < 0) return;
    text_add(out, ", most often ");
    add_short(v, column->category[facts->top], TEXT_MOST, out);
    text_printf(out, " (%d)", facts->count[facts->top]);
}

// The cells of each class, with the first of those that are no plain numbers.
static void add_classes(const TableView *v, int32_t c, Text *out) {
    static const struct {
        CellClass class;
        const char *one, *many;
    } classes[] = {{CELL_NUMBER, "number", "numbers"},
                   {CELL_TRUTH, "truth", "truths"},
                   {CELL_WORD, "word", "words"},
                   {CELL_DATE, "date", "dates"},
                   {CELL_HEX, "hexadecimal number", "hexadecimal numbers"},
                   {CELL_HUGE, "number too large", "numbers too large"}};
    const TableColumn *column = &v->table.column[c];
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        const CellClass class = classes[i].class;
        const int32_t n = column->cells[class];
        if (n == 0) continue;
        part(out);
        text_printf(out, "%d %s", n, n == 1 ? classes[i].one : classes[i].many);
        if (class == CELL_NUMBER || !column->first_text[class]) continue;
        text_add(out, " (");
        add_short(v, column->first_text[class], TEXT_MOST, out);
        if (column->first_line[class] > 0) text_printf(out, " in line %d", column->first_line[class]);
        text_add(out, ")");
    }
}

// What is in the cells, and so why the column has its kind; what goes without saying is left out.
static void add_found(const TableView *v, int32_t c, Text *out) {
    const TableColumn *column = &v->table.column[c];
    const int32_t present = v->table.rows - column->cells[CELL_MISSING];
    if (column_is_index(&v->table, &v->spec->data, c))
        text_add(out, "counts the rows and has no name");
    else if (column->ascends && present > 1 && column->role == ROLE_FEATURE)
        text_add(out, "counts up by 1");
    if (present == 0) text_add(out, "nothing but missing cells");
    if (present > 0 && column->constant && v->table.rows > 1) text_add(out, "the same in every row");
    const bool coded = column->at >= 0 ? column->kind == KIND_CATEGORICAL : column->code != NULL;
    if (coded) add_categories(v, c, out);
    if (column->blurred) {
        part(out);
        text_printf(out, "floats cannot tell %s apart", column->blurred);
    }
    const bool plain = column->cells[CELL_NUMBER] == present || (coded && column->cells[CELL_WORD] == present);
    if (!plain) add_classes(v, c, out);
    if (!coded && column->cells[CELL_TRUTH] > 0 && column->cells[CELL_TRUTH] == present) text_add(out, " as 1 and 0");
    if (!plain) return;
    if (coded && column->cells[CELL_NUMBER] == present && column->role == ROLE_FEATURE)
        text_add(out, ", all of them numbers");
    else if (!coded && out->size == 0)
        text_add(out, "numbers");
}

// --- A line

// Four digits that count, and all those before the point of a number that people write without an exponent.
static void add_number(double value, Text *out) {
    const double size = fabs(value);
    const bool whole = size == trunc(size);
    if (!isnan(value)) text_printf(out, size < 1e9 && (whole || size >= 1e4) ? "%.0f" : "%.4g", value);
}

static void add_number_cell(TextTable *t, double value) {
    Text cell = {0};
    add_number(value, &cell);
    table_cell(t, &cell);
}

// A cell of the table itself, as far as it was kept.
static void add_cell(const TableView *v, TextTable *t, int32_t row, int32_t c) {
    const Table *table = &v->table;
    const TableColumn *column = &table->column[c];
    const bool inside = column->at >= 0, coded = inside ? column->kind == KIND_CATEGORICAL : column->code != NULL;
    double value = NAN;
    Text cell = {0};
    if (inside) {
        const size_t at = (size_t)row * (size_t)table->width + (size_t)column->at;
        value = table->bytes ? table->bytes[at] : (double)table->values[at];
    } else if (coded) {
        value = column->code[row] < 0 ? NAN : column->code[row];
    } else if (column->number) {
        value = column->number[row];
    }
    if (coded && !isnan(value))
        add_short(v, column->category[(int32_t)value], TEXT_MOST, &cell);
    else
        add_number(value, &cell);
    table_cell(t, &cell);
}

static int rows_shown(const TableView *v) {
    int rows = v->style->rows < TABLE_ROWS_MOST ? v->style->rows : TABLE_ROWS_MOST;
    return rows < v->table.rows ? rows : v->table.rows;
}

static void add_line(const TableView *v, TextTable *t, int32_t c) {
    const TableColumn *column = &v->table.column[c];
    const ColumnFacts *facts = &v->facts[c];
    const double numbers[] = {facts->least, facts->mean, facts->most, facts->sd};
    Text cell = {0};
    text_printf(&cell, "%d", c + 1);
    table_cell(t, &cell);
    if (v->table.header) {
        add_short(v, column->name, NAME_MOST, &cell);
        table_cell(t, &cell);
    }
    table_cell_text(t, kind_of(v, c));
    if (column->cells[CELL_MISSING] > 0) text_printf(&cell, "%d", column->cells[CELL_MISSING]);
    table_cell(t, &cell);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) add_number_cell(t, numbers[i]);
    for (int i = 0; i < rows_shown(v); i++) add_cell(v, t, i, c);
    add_found(v, c, &cell);
    table_cell(t, &cell);
}

static void add_headings(const TableView *v, TextTable *t, Arena *passing) {
    static const char *const headings[] = {"missing", "least", "mean", "most", "SD"};
    table_column(t, "column", false);
    if (v->table.header) table_column(t, "name", true);
    table_column(t, "kind", true);
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) table_column(t, headings[i], false);
    for (int i = 0; i < rows_shown(v); i++) {
        Text heading = {0};
        text_printf(&heading, "row %d", i + 1);
        const char *kept = text_keep(&heading, passing);
        t->failed |= !kept;
        table_column(t, kept ? kept : "", false);
    }
    table_column(t, "found", true);
}

void data_table_columns(const TableView *v, Text *out) {
    Arena passing = {0};
    TextTable t = table_begin(&passing, "", 1 + v->table.header);
    const int32_t columns = v->table.columns;
    int32_t shown = 0;
    add_headings(v, &t, &passing);
    for (int32_t c = 0; c < columns; c++) {
        if (!v->style->all && c >= COLUMNS_SHOWN && v->table.column[c].role != ROLE_LABEL) continue;
        add_line(v, &t, c);
        shown++;
    }
    table_terminal(out, &t, v->style->columns, v->style->color, v->style->unicode);
    if (shown < columns) text_printf(out, "%d of the %d columns; --all shows them all\n", shown, columns);
    arena_free(&passing);
}
