#include "report/table.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

TextTable table_begin(Arena *arena, const char *title, int key_columns) {
    return (TextTable){.title = title, .arena = arena, .key_columns = key_columns};
}

// Room for one more item of `size` bytes: `items` itself, or a copy with twice the room. NULL without memory.
static void *with_room(TextTable *t, void *items, int count, int *room, size_t size) {
    if (count < *room) return items;
    int more = *room ? 2 * *room : 16;
    void *copy = arena_take(t->arena, (size_t)more, size);
    t->failed |= !copy;
    if (!copy) return NULL;
    if (items) memcpy(copy, items, size * (size_t)count);
    *room = more;
    return copy;
}

const char *table_keep(TextTable *t, Text *text) {
    const char *kept = text_keep(text, t->arena);
    t->failed |= !kept;
    return kept ? kept : "";
}

void table_column(TextTable *t, const char *heading, bool prose) {
    TextColumn *columns = with_room(t, t->column, t->column_count, &t->column_room, sizeof *columns);
    if (!columns) return;
    t->column = columns;
    columns[t->column_count] = (TextColumn){.heading = heading, .prose = prose || t->column_count < t->key_columns};
    t->column_count++;
}

void table_cell_text(TextTable *t, const char *cell) {
    const char **cells = with_room(t, t->cells, t->cell_count, &t->cell_room, sizeof *cells);
    if (!cells) return;
    t->cells = cells;
    Text plain = {0};
    text_add_plain(&plain, cell);
    const char *copy = plain.failed ? NULL : arena_text(t->arena, plain.data ? plain.data : "");
    text_free(&plain);
    t->failed |= !copy;
    t->cells[t->cell_count++] = copy ? copy : "";
}

void table_cell(TextTable *t, Text *cell) {
    t->failed |= cell->failed;
    table_cell_text(t, cell->data ? cell->data : "");
    text_free(cell);
}

void table_column_is(TextTable *t, const char *key, bool detail) {
    if (t->column_count == 0) return;
    t->column[t->column_count - 1].key = key;
    t->column[t->column_count - 1].detail = detail;
}

void table_column_key(Text *out, const TextColumn *column) {
    const size_t start = out->size;
    bool gap = false;
    if (column->key) {
        text_add(out, column->key);
        return;
    }
    for (const char *p = column->heading; *p; p++) {
        const char letter = (char)tolower((unsigned char)*p);
        const bool first = out->size == start,
                   kept = isalpha((unsigned char)*p) || (!first && isdigit((unsigned char)*p));
        if (kept && gap && !first) text_add(out, "_");
        if (kept) text_add_n(out, &letter, 1);
        gap = (gap && !kept) || (!kept && *p != '\'');
    }
    if (out->size == start) text_add(out, column->heading); // no letter of ASCII: 0.5
}

void table_select(TextTable *t, const int *index, int count) {
    const int rows = table_rows(t);
    TextColumn *columns = arena_take(t->arena, (size_t)count, sizeof *columns);
    const char **cells = arena_take(t->arena, (size_t)(count * rows), sizeof *cells);
    double *shade = arena_take(t->arena, (size_t)(count * rows), sizeof *shade);
    t->failed |= !columns || !cells || !shade;
    if (t->failed) return;
    for (int c = 0; c < count; c++) {
        columns[c] = t->column[index[c]];
        for (int row = 0; row < rows; row++) {
            cells[row * count + c] = table_at(t, row, index[c]);
            shade[row * count + c] = t->shade ? t->shade[row * t->column_count + index[c]] : NAN;
        }
    }
    t->column = columns;
    t->cells = cells;
    t->shade = t->shade ? shade : NULL;
    t->column_count = t->column_room = count;
    t->cell_count = t->cell_room = count * rows;
}

int table_rows(const TextTable *t) {
    return t->column_count > 0 ? t->cell_count / t->column_count : 0;
}

const char *table_at(const TextTable *t, int row, int column) {
    return row < 0 ? t->column[column].heading : t->cells[row * t->column_count + column];
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

// Takes back the blanks from `start` on that nothing follows.
static void trim(Text *out, size_t start) {
    while (!out->failed && out->size > start && out->data[out->size - 1] == ' ') out->data[--out->size] = 0;
}

// Colours of a terminal for a heat map's cells: light to dark blue, and text that can be read on each.
static const char *const shades[] = {"\033[48;5;195;38;5;16m", "\033[48;5;153;38;5;16m", "\033[48;5;111;38;5;16m",
                                     "\033[48;5;69;38;5;16m",  "\033[48;5;26;38;5;231m", "\033[48;5;18;38;5;231m"};
#define SHADES ((int)(sizeof shades / sizeof *shades))

// The colours of a cell, or NULL.
static const char *shade_of(const TextTable *t, int row, int column, bool color) {
    const double shade = color && t->shade && row >= 0 ? t->shade[row * t->column_count + column] : NAN;
    if (isnan(shade)) return NULL;
    const int step = (int)(shade * SHADES);
    return shades[step < SHADES ? step : SHADES - 1];
}

// The key columns, then columns [from, to).
static void add_block(Text *out, const TextTable *t, int from, int to, bool color, bool unicode) {
    for (int row = -1; row < table_rows(t); row++) {
        if (row < 0 && color) text_add(out, "\033[1m");
        const size_t start = out->size;
        for (int c = 0; c < to; c++) {
            if (c >= t->key_columns && c < from) continue;
            const char *shade = shade_of(t, row, c, color);
            if (c > 0) text_add(out, shade ? " " : "  ");
            if (shade) text_printf(out, "%s ", shade);
            add_aligned(out, table_at(t, row, c), t->column[c].width, t->column[c].prose, c + 1 == to, unicode);
            if (shade) text_add(out, "\033[0m");
        }
        trim(out, start);
        if (row < 0 && color) text_add(out, "\033[0m");
        text_add(out, "\n");
    }
}

#define KEY_LEAST 16 // columns that a key may always have

// A key as it is and as it is shown.
typedef struct Key {
    const char *whole, *shown;
} Key;

static int by_shown(const void *left, const void *right) {
    const Key *a = left, *b = right;
    int order = strcmp(a->shown, b->shown);
    return order ? order : strcmp(a->whole, b->whole);
}

// Whether keys that differ still do when they are shortened to `most` columns. True without memory: long names or
// short ones, the table is the same.
static bool distinct(const TextTable *t, int column, int most, bool unicode) {
    Arena arena = {0};
    int rows = table_rows(t);
    Key *keys = arena_take(&arena, (size_t)rows, sizeof *keys);
    bool good = keys != NULL, differ = true;
    for (int row = 0; good && row < rows; row++) {
        Text text = {0};
        keys[row].whole = table_at(t, row, column);
        text_add_shortened(&text, keys[row].whole, most, unicode);
        keys[row].shown = text_keep(&text, &arena);
        good = keys[row].shown != NULL;
    }
    if (good) qsort(keys, (size_t)rows, sizeof *keys, by_shown);
    for (int i = 1; good && differ && i < rows; i++) // equal ones stand together
        differ = strcmp(keys[i - 1].shown, keys[i].shown) != 0 || strcmp(keys[i - 1].whole, keys[i].whole) == 0;
    arena_free(&arena);
    return differ;
}

int table_key_room(int columns) {
    return columns / 3 > KEY_LEAST ? columns / 3 : KEY_LEAST;
}

// The columns that a key may have: a third of the terminal, or more where keys would look alike.
static int key_width(const TextTable *t, int column, int widest, int columns, bool unicode) {
    int most = table_key_room(columns);
    if (columns == 0) return widest;
    while (most < widest && !distinct(t, column, most, unicode)) most += most / 4;
    return most < widest ? most : widest;
}

// Sets the columns' widths; returns what the keys take together.
static int measure(const TextTable *t, int columns, bool unicode) {
    int keys = 0;
    for (int c = 0; c < t->column_count; c++) {
        int *width = &t->column[c].width;
        *width = 0;
        for (int row = -1; row < table_rows(t); row++) {
            int own = (int)text_columns(table_at(t, row, c));
            if (own > *width) *width = own;
        }
        if (c >= t->key_columns) continue;
        *width = key_width(t, c, *width, columns, unicode);
        keys += *width + 2 * (c > 0);
    }
    return keys;
}

void table_terminal(Text *out, const TextTable *t, int columns, bool color, bool unicode) {
    int keys = measure(t, columns, unicode);
    out->failed |= t->failed;
    for (int from = t->key_columns; from < t->column_count;) {
        int to = from, used = keys;
        do used += 2 + t->column[to++].width;
        while (to < t->column_count && (columns == 0 || used + 2 + t->column[to].width <= columns));
        if (from > t->key_columns) text_add(out, "\n");
        add_block(out, t, from, to, color, unicode);
        from = to;
    }
}

void table_markdown(Text *out, const TextTable *t) {
    out->failed |= t->failed;
    for (int row = -1; row < table_rows(t); row++) {
        for (int c = 0; c < t->column_count; c++) {
            text_add(out, c == 0 ? "| " : " | ");
            text_add_markdown(out, table_at(t, row, c));
        }
        text_add(out, " |\n");
        for (int c = 0; row < 0 && c < t->column_count; c++) text_add(out, t->column[c].prose ? "|:---" : "|---:");
        if (row < 0) text_add(out, "|\n");
    }
}

void text_add_markdown(Text *out, const char *s) {
    Text plain = {0};
    text_add_plain(&plain, s);
    out->failed |= plain.failed;
    for (const char *p = plain.data; p && *p; p++) {
        const char *const html = *p == '<' ? "&lt;" : *p == '>' ? "&gt;" : *p == '&' ? "&amp;" : NULL;
        if (strchr("\\|*_`[]#~", *p)) text_add(out, "\\");
        if (html)
            text_add(out, html);
        else
            text_add_n(out, p, 1);
    }
    text_free(&plain);
}
