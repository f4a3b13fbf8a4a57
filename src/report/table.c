#include "report/table.h"

#include <string.h>

Table table_begin(Arena *arena, const char *title, int key_columns) {
    return (Table){.title = title, .arena = arena, .key_columns = key_columns};
}

void table_column(Table *t, const char *heading, bool prose) {
    t->prose[t->column_count] = prose || t->column_count < t->key_columns;
    t->column[t->column_count++] = heading;
}

void table_cell_text(Table *t, const char *cell) {
    if (t->cell_count == t->cell_room) {
        int room = t->cell_room ? 2 * t->cell_room : 64;
        const char **cells = arena_take(t->arena, (size_t)room, sizeof *cells);
        if (!cells) {
            t->failed = true;
            return;
        }
        if (t->cells) memcpy(cells, t->cells, sizeof *cells * (size_t)t->cell_count);
        t->cells = cells;
        t->cell_room = room;
    }
    Text plain = {0};
    text_add_plain(&plain, cell);
    const char *copy = plain.failed ? NULL : arena_text(t->arena, plain.data ? plain.data : "");
    text_free(&plain);
    t->failed |= !copy;
    t->cells[t->cell_count++] = copy ? copy : "";
}

void table_cell(Table *t, Text *cell) {
    t->failed |= cell->failed;
    table_cell_text(t, cell->data ? cell->data : "");
    text_free(cell);
}

static int row_count(const Table *t) {
    return t->column_count > 0 ? t->cell_count / t->column_count : 0;
}

static const char *cell_at(const Table *t, int row, int column) {
    return row < 0 ? t->column[column] : t->cells[row * t->column_count + column];
}

static void add_blanks(Text *out, int n) {
    for (int i = 0; i < n; i++) text_add(out, " ");
}

static void add_aligned(Text *out, const char *cell, int width, bool left, bool last, bool unicode) {
    size_t start = out->size;
    if (!left) add_blanks(out, width - (int)text_columns(cell));
    text_add_shortened(out, cell, width, unicode);
    if (left && !last && !out->failed) add_blanks(out, width - (int)text_columns(out->data + start));
}

// The key columns, then columns [from, to).
static void add_block(Text *out, const Table *t, const int *width, int from, int to, bool color, bool unicode) {
    for (int row = -1; row < row_count(t); row++) {
        if (row < 0 && color) text_add(out, "\033[1m");
        for (int c = 0; c < to; c++) {
            if (c >= t->key_columns && c < from) continue;
            if (c > 0) text_add(out, "  ");
            add_aligned(out, cell_at(t, row, c), width[c], t->prose[c], c + 1 == to, unicode);
        }
        if (row < 0 && color) text_add(out, "\033[0m");
        text_add(out, "\n");
    }
}

#define KEY_LEAST 16 // columns that a key may always have

// Whether keys that differ still do when they are shortened to `most` columns.
static bool distinct(const Table *t, int column, int most, bool unicode) {
    int rows = row_count(t);
    const char **shown = arena_take(t->arena, (size_t)rows, sizeof *shown);
    if (!shown) return true; // long names or short ones: the table is the same
    for (int row = 0; row < rows; row++) {
        Text text = {0};
        text_add_shortened(&text, cell_at(t, row, column), most, unicode);
        shown[row] = text.data ? arena_text(t->arena, text.data) : "";
        text_free(&text);
        for (int i = 0; shown[row] && i < row; i++)
            if (shown[i] && strcmp(shown[i], shown[row]) == 0 &&
                strcmp(cell_at(t, i, column), cell_at(t, row, column)) != 0)
                return false;
    }
    return true;
}

// The columns that a key may have: a third of the terminal, or more where keys would look alike.
static int key_width(const Table *t, int column, int widest, int columns, bool unicode) {
    int most = columns / 3 > KEY_LEAST ? columns / 3 : KEY_LEAST;
    if (columns == 0) return widest;
    while (most < widest && !distinct(t, column, most, unicode)) most += most / 4;
    return most < widest ? most : widest;
}

void table_terminal(Text *out, const Table *t, int columns, bool color, bool unicode) {
    int width[TABLE_COLUMNS_MAX] = {0}, keys = 0;
    out->failed |= t->failed;
    for (int c = 0; c < t->column_count; c++) {
        for (int row = -1; row < row_count(t); row++) {
            int own = (int)text_columns(cell_at(t, row, c));
            if (own > width[c]) width[c] = own;
        }
        if (c >= t->key_columns) continue;
        width[c] = key_width(t, c, width[c], columns, unicode);
        keys += width[c] + 2 * (c > 0);
    }
    for (int from = t->key_columns; from < t->column_count;) {
        int to = from, used = keys;
        do used += 2 + width[to++];
        while (to < t->column_count && (columns == 0 || used + 2 + width[to] <= columns));
        if (from > t->key_columns) text_add(out, "\n");
        add_block(out, t, width, from, to, color, unicode);
        from = to;
    }
}

void table_markdown(Text *out, const Table *t) {
    out->failed |= t->failed;
    for (int row = -1; row < row_count(t); row++) {
        for (int c = 0; c < t->column_count; c++) {
            text_add(out, c == 0 ? "| " : " | ");
            text_add_markdown(out, cell_at(t, row, c));
        }
        text_add(out, " |\n");
        for (int c = 0; row < 0 && c < t->column_count; c++) text_add(out, t->prose[c] ? "|:---" : "|---:");
        if (row < 0) text_add(out, "|\n");
    }
}

void table_latex(Text *out, const Table *t) {
    out->failed |= t->failed;
    text_add(out, "\\begin{table}\n\\caption{");
    text_add_latex(out, t->title);
    text_add(out, "}\n\\begin{tabular}{");
    for (int c = 0; c < t->column_count; c++) text_add(out, t->prose[c] ? "l" : "r");
    text_add(out, "}\n\\hline\n");
    for (int row = -1; row < row_count(t); row++) {
        for (int c = 0; c < t->column_count; c++) {
            if (c > 0) text_add(out, " & ");
            text_add_latex(out, cell_at(t, row, c));
        }
        text_add(out, row < 0 ? " \\\\\n\\hline\n" : " \\\\\n");
    }
    text_add(out, "\\hline\n\\end{tabular}\n\\end{table}\n");
}

typedef struct Escape {
    char raw;
    const char *escaped;
} Escape;

// Whether the '-' at `at` in `text` is the sign of a number rather than a hyphen.
static bool is_minus(const char *text, const char *at) {
    bool begins = at == text || at[-1] == ' ' || at[-1] == '(';
    return *at == '-' && begins && at[1] >= '0' && at[1] <= '9';
}

// Writes `s` with every character that `escapes` (ended by a 0) names replaced, and the signs of numbers by `minus`.
static void add_escaped(Text *out, const char *s, const Escape *escapes, const char *minus) {
    Text plain = {0};
    text_add_plain(&plain, s);
    out->failed |= plain.failed;
    for (const char *p = plain.data; p && *p; p++) {
        const Escape *escape = escapes;
        while (escape->raw && escape->raw != *p) escape++;
        if (escape->raw)
            text_add(out, escape->escaped);
        else if (is_minus(plain.data, p))
            text_add(out, minus);
        else
            text_add_n(out, p, 1);
    }
    text_free(&plain);
}

void text_add_markdown(Text *out, const char *s) {
    static const Escape escapes[] = {{'\\', "\\\\"}, {'|', "\\|"},   {'*', "\\*"}, {'_', "\\_"}, {'`', "\\`"},
                                     {'[', "\\["},   {']', "\\]"},   {'#', "\\#"}, {'~', "\\~"}, {'<', "&lt;"},
                                     {'>', "&gt;"},  {'&', "&amp;"}, {0, NULL}};
    add_escaped(out, s, escapes, "-");
}

void text_add_latex(Text *out, const char *s) {
    static const Escape escapes[] = {{'\\', "\\textbackslash{}"},
                                     {'{', "\\{"},
                                     {'}', "\\}"},
                                     {'$', "\\$"},
                                     {'&', "\\&"},
                                     {'#', "\\#"},
                                     {'%', "\\%"},
                                     {'_', "\\_"},
                                     {'^', "\\textasciicircum{}"},
                                     {'~', "\\textasciitilde{}"},
                                     {'<', "$<$"},
                                     {'>', "$>$"},
                                     {'[', "{[}"}, // after a row's \\ these two would be its arguments
                                     {'*', "{*}"},
                                     {0, NULL}};
    add_escaped(out, s, escapes, "$-$");
}
