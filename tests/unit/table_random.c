// Random tables as they are read, against their cells: a reader that is slow and obvious.
#include <math.h>

#include "base/rng.h"
#include "base/text.h"
#include "table/marks.h"
#include "unit/table_test.h"

#define ROWS_MOST 90
#define COLUMNS_MOST 70

typedef struct Cells {
    int rows, columns;
    char text[ROWS_MOST][COLUMNS_MOST][32];
} Cells;

static void make_cell(Rng *rng, char *out, int sort) {
    const uint32_t x = rng_next(rng), y = rng_next(rng);
    switch (sort) {
    case 0:
        sprintf(out, "%u", x % 10);
        break;
    case 1:
        sprintf(out, "%u", x % 256);
        break;
    case 2:
        sprintf(out, "%s%u.%0*u", x % 2 ? "-" : "", x % 1000, (int)(y % 17) + 1, y);
        break;
    case 3:
        sprintf(out, "%.*g", (int)(x % 18) + 1, ldexp((double)y, (int)(x % 60) - 50));
        break;
    case 4:
        sprintf(out, "%s", (const char *[]){"red", "a word, with more", "say \"no\"", "blue\ngreen"}[x % 4]);
        break;
    case 5:
        sprintf(out, "%s", (const char *[]){"yes", "No", "TRUE", "false"}[x % 4]);
        break;
    case 6:
        sprintf(out, "%u", y);
        break;
    default:
        sprintf(out, "w%u", x % 3000);
        break;
    }
    if (sort < 6 && y % 97 == 0) strcpy(out, y % 2 ? "" : "NA");
}

static void make_cells(Rng *rng, Cells *cells) {
    cells->rows = 1 + (int)(rng_next(rng) % ROWS_MOST);
    cells->columns = 2 + (int)(rng_next(rng) % (COLUMNS_MOST - 1));
    const bool plain = rng_next(rng) % 2;
    for (int c = 0; c < cells->columns; c++) {
        const int sort = (int)(rng_next(rng) % (plain ? 2 : 8));
        for (int i = 0; i < cells->rows; i++) make_cell(rng, cells->text[i][c], sort);
        if (rng_next(rng) % 3) continue;
        const int but = (int)(rng_next(rng) % (2 * ROWS_MOST)); // all the same, but perhaps for one
        for (int i = 1; i < cells->rows; i++)
            if (i != but) strcpy(cells->text[i][c], cells->text[0][c]);
    }
}

// Writes the table in some dialect of commas: quotes where they must be and elsewhere, blanks, ends of lines.
static void write_cells(Rng *rng, Text *out, const Cells *cells) {
    const char *end = (const char *[]){"\n", "\r\n", "\r"}[rng_next(rng) % 3];
    const uint32_t quoting = rng_next(rng) % 3, blanks = rng_next(rng) % 2;
    out->size = 0;
    for (int c = 0; c < cells->columns; c++) text_printf(out, "%sname%d", c ? "," : "", c);
    text_add(out, end);
    for (int i = 0; i < cells->rows; i++) {
        for (int c = 0; c < cells->columns; c++) {
            const char *text = cells->text[i][c];
            if (c > 0) text_add(out, ",");
            if (blanks && rng_next(rng) % 4 == 0) text_add(out, " ");
            const bool quoted = quoting && rng_next(rng) % (5 * quoting) == 0;
            if (quoted && !strpbrk(text, ",\"\n"))
                text_printf(out, "\"%s\"", text);
            else
                text_add_csv(out, text);
            if (blanks && rng_next(rng) % 4 == 0) text_add(out, "\t ");
        }
        if (i + 1 < cells->rows || rng_next(rng) % 2) text_add(out, end);
        if (rng_next(rng) % 40 == 0) text_add(out, end);
    }
}

// What a cell is worth in its column: a number, NAN, or how many texts of the column came before its own.
static double worth(const Cells *cells, int row, int column, ColumnKind kind) {
    const char *text = cells->text[row][column];
    double value;
    if (!*text || strcmp(text, "NA") == 0) return NAN;
    if (kind == KIND_NUMERIC && number_read(text, strlen(text), &value)) return (float)value;
    if (kind == KIND_NUMERIC) return strchr("yT", *text) ? 1 : 0;
    int before = 0;
    for (int i = 0; strcmp(cells->text[i][column], text) != 0; i++) {
        bool is_new = *cells->text[i][column] && strcmp(cells->text[i][column], "NA") != 0;
        for (int k = 0; k < i; k++) is_new &= strcmp(cells->text[k][column], cells->text[i][column]) != 0;
        before += is_new;
    }
    return before;
}

static bool is_constant(const Cells *cells, int c, ColumnKind kind) {
    const double first = worth(cells, 0, c, kind);
    for (int i = 1; i < cells->rows; i++) {
        const double value = worth(cells, i, c, kind);
        if (value != first && !(isnan(value) && isnan(first))) return false;
    }
    return true;
}

static int compare_cells(const Cells *cells, const Table *t) {
    int wrong = t->rows != cells->rows || t->columns != cells->columns || t->width != cells->columns;
    bool bytes = true;
    for (int c = 0; !wrong && c < cells->columns; c++) {
        bool words = false;
        for (int i = 0; i < cells->rows; i++) words |= strchr("rasbw", *cells->text[i][c]) && *cells->text[i][c];
        wrong += t->column[c].kind != (words ? KIND_CATEGORICAL : KIND_NUMERIC);
        wrong += t->column[c].constant != is_constant(cells, c, t->column[c].kind);
        for (int i = 0; i < cells->rows; i++) {
            const double want = worth(cells, i, c, t->column[c].kind);
            const size_t at = (size_t)i * (size_t)t->width + (size_t)c;
            const double got = t->bytes ? t->bytes[at] : t->values[at];
            wrong += !(got == want || (isnan(got) && isnan(want)));
            bytes &= !words && want >= 0 && want <= 255 && want == trunc(want) && !strchr("yNTf", *cells->text[i][c]);
        }
    }
    return wrong + ((t->bytes != NULL) != bytes);
}

static void check_random(void) {
    static Cells cells;
    Rng rng = rng_seed(5, 6);
    Text text = {0};
    int wrong = 0;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.header = HEADER_YES;
    int ways = 0;
    while (marks_way(ways)) ways++;
    for (int i = 0; i < 400; i++) {
        Read r;
        marks_prefer(marks_way(i % ways)); // all of them find the same cells
        make_cells(&rng, &cells);
        write_cells(&rng, &text, &cells);
        read_text(&r, text.data, &spec, "");
        const bool fine = r.status == OK && compare_cells(&cells, &r.table) == 0;
        if (!fine && wrong++ == 0) fprintf(stderr, "%s%.3000s\n", r.error.text, text.data);
        arena_free(&r.arena);
    }
    marks_prefer(NULL);
    CHECK(wrong == 0, "%d tables are read otherwise", wrong);
    text_free(&text);
}

int main(void) {
    data_test_begin();
    check_random();
    return data_test_end("table_random");
}
