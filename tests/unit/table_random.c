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
    bool label; // the last column is one
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

// Numbers, then words from some row on: what the column is shows late.
static void make_late(Rng *rng, Cells *cells, int c) {
    const int from = (int)(rng_next(rng) % (uint32_t)cells->rows);
    const int numbers = rng_next(rng) % 2 ? 0 : 2, words = rng_next(rng) % 2 ? 4 : 7;
    for (int i = 0; i < cells->rows; i++) make_cell(rng, cells->text[i][c], i < from ? numbers : words);
}

static void make_cells(Rng *rng, Cells *cells) {
    cells->rows = 1 + (int)(rng_next(rng) % ROWS_MOST);
    cells->columns = 2 + (int)(rng_next(rng) % (COLUMNS_MOST - 1));
    cells->label = rng_next(rng) % 2;
    const bool plain = rng_next(rng) % 2;
    for (int c = 0; c < cells->columns; c++) {
        const int sort = (int)(rng_next(rng) % (plain ? 2 : 9));
        for (int i = 0; i < cells->rows; i++) make_cell(rng, cells->text[i][c], sort);
        if (sort == 8) make_late(rng, cells, c);
        if (sort == 8 || rng_next(rng) % 3) continue;
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

static bool is_word(const char *text) {
    return *text && strchr("rasbw", *text);
}

static bool is_missing(const char *text) {
    return !*text || strcmp(text, "NA") == 0;
}

// Whether no cell above it has the same text.
static bool is_new(const Cells *cells, int row, int c) {
    for (int k = 0; k < row; k++)
        if (strcmp(cells->text[k][c], cells->text[row][c]) == 0) return false;
    return !is_missing(cells->text[row][c]);
}

// What a feature is taken for: numbers with words are categories where the texts are few and words no rarity.
static ColumnKind kind_of(const Cells *cells, int c) {
    int words = 0, numbers = 0, texts = 0;
    double value;
    for (int i = 0; i < cells->rows; i++) {
        const char *text = cells->text[i][c];
        words += is_word(text);
        numbers += number_read(text, strlen(text), &value);
        texts += is_new(cells, i, c);
    }
    if (words == 0) return KIND_NUMERIC;
    if (numbers == 0) return KIND_CATEGORICAL;
    return texts <= 20 && texts <= cells->rows / 5 && words * 20 >= cells->rows ? KIND_CATEGORICAL : KIND_NUMERIC;
}

// What a cell is worth in its column: a number, NAN, or how many texts of the column came before its own.
static double worth(const Cells *cells, int row, int column, ColumnKind kind) {
    const char *text = cells->text[row][column];
    double value;
    if (is_missing(text)) return NAN;
    if (kind == KIND_NUMERIC && number_read(text, strlen(text), &value)) return (float)value;
    if (kind == KIND_NUMERIC) return is_word(text) ? NAN : strchr("yT", *text) ? 1 : 0;
    int before = 0;
    for (int i = 0; strcmp(cells->text[i][column], text) != 0; i++) before += is_new(cells, i, column);
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

// The label: numbers where all cells are, else the places of its texts.
static int compare_label(const Cells *cells, const TableColumn *column) {
    const int c = cells->columns - 1;
    bool numbers = true;
    double value;
    int wrong = 0;
    for (int i = 0; i < cells->rows; i++) {
        const char *text = cells->text[i][c];
        numbers &= is_missing(text) || number_read(text, strlen(text), &value);
    }
    if (numbers != !column->code) return 1;
    for (int i = 0; i < cells->rows; i++) {
        const char *text = cells->text[i][c];
        if (!numbers) wrong += column->code[i] != (is_missing(text) ? -1 : (int)worth(cells, i, c, KIND_CATEGORICAL));
        if (!number_read(text, strlen(text), &value))
            wrong += numbers && !isnan(column->number[i]);
        else
            wrong += column->number[i] != value;
    }
    return wrong;
}

static int compare_cells(const Cells *cells, const Table *t) {
    const int features = cells->columns - cells->label;
    int wrong = t->rows != cells->rows || t->columns != cells->columns || t->width != features;
    bool bytes = true;
    if (!wrong && cells->label) wrong += compare_label(cells, &t->column[features]);
    for (int c = 0; !wrong && c < features; c++) {
        const ColumnKind kind = kind_of(cells, c);
        wrong += t->column[c].kind != kind;
        wrong += t->column[c].constant != is_constant(cells, c, kind);
        for (int i = 0; i < cells->rows; i++) {
            const double want = worth(cells, i, c, kind);
            const size_t at = (size_t)i * (size_t)t->width + (size_t)c;
            const double got = t->bytes ? t->bytes[at] : t->values[at];
            wrong += !(got == want || (isnan(got) && isnan(want)));
            bytes &= kind == KIND_NUMERIC && want >= 0 && want <= 255 && want == trunc(want) &&
                     !strchr("yNTf", *cells->text[i][c]);
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
        char roles[COLUMNS_MOST + 2] = "";
        for (int c = 0; c + 1 < cells.columns; c++) strcat(roles, "f");
        read_text(&r, text.data, &spec, strcat(roles, cells.label ? "l" : "f"));
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
