// A table in LaTeX that fits the text of a page. Widths are known without running it: in Computer Modern to a
// hundredth, and other fonts that people write papers in are narrower.
#include "report/latex.h"

#include <stdint.h>
#include <string.h>

#define INDENT 1000   // of the lines below the first of a text that is broken
#define HEADING 2500  // a heading is not broken below that
#define LINES_MOST 12 // of one cell
#define RULES 3       // what rules, and the space around them, take in lines
#define NOTE 5        // what a note takes

// Ways to set a table, the most readable first. An em grows with the size, so that fewer of them fit. `room` is what
// \textwidth has in article at 10, 11 and 12 points at least: 345, 360 and 390 points.
static const struct {
    const char *size, *separation;
    int room;  // in thousandths of an em
    int gap;   // between two columns: the separation on both sides
    int most;  // a column's width, beyond which its texts are broken; 0: none is
    int lines; // on a page
} ways[] = {
    {"\\normalsize", "0.5em", 32500, 1000, 0, 32},      {"\\small", "0.5em", 35200, 1000, 0, 36},
    {"\\footnotesize", "0.4em", 38500, 800, 0, 40},     {"\\footnotesize", "0.4em", 38500, 800, 14000, 40},
    {"\\footnotesize", "0.4em", 38500, 800, 10000, 40}, {"\\footnotesize", "0.4em", 38500, 800, 8000, 40},
    {"\\footnotesize", "0.4em", 38500, 800, 12000, 40}}; // the last: where nothing fits, and columns follow below
#define WAYS ((int)(sizeof ways / sizeof *ways))

typedef struct Line {
    const char *from;
    size_t n;
} Line;

typedef struct Sheet {
    Text *out;
    const TextTable *t;
    const char *caption, *label;
    const char **tail; // [column_count] the longest end of a number, for whose width others leave room; NULL: none
    int way;
    int *width;   // [column_count]
    int *heading; // [column_count] what a line of its heading may take
    int *limit;   // [column_count] what a line of its cells may take; 0: they are not broken
    int part;     // floats begun
    int used;     // lines of the float at hand
    bool grouped; // some rows have the first key of the row before them
} Sheet;

// --- Lines of a cell

// The bytes of the part of a word that fits: up to a mark where there is one.
static size_t part_that_fits(const char *word, size_t n, int most) {
    size_t fits = 0, mark = 0, size = 0;
    for (uint32_t code_point; size < n; fits = size) {
        const size_t more = utf8_read(word + size, &code_point);
        if (fits > 0 && latex_width(word, size + (more ? more : 1)) > most) break;
        size += more ? more : 1;
        if (strchr("._-/+,=&|:;", word[size - 1])) mark = size;
    }
    return size == n && latex_width(word, n) <= most ? n : mark > 0 ? mark : fits;
}

// The bytes of the word at `p`: what stands in brackets is one word where that fits.
static size_t word_at(const char *p, int most) {
    const size_t bracketed = *p == '(' ? strcspn(p, ")") : 0, n = strcspn(p, " ");
    if (bracketed <= n || !p[bracketed]) return n;
    const size_t whole = bracketed + strcspn(p + bracketed, " ");
    return latex_width(p, whole) <= most ? whole : n;
}

// Breaks a text at blanks, and a word that is wider than a line within, into lines of at most `most` (0: it stays one
// line). `indent`: of all but the first. Returns their number; the last of LINES_MOST has whatever is left.
static int break_lines(Line *line, const char *text, int most, int indent) {
    int count = 0;
    line[count++] = (Line){text, most > 0 ? 0 : strlen(text)};
    for (const char *p = text + line[0].n; *p;) {
        Line *last = &line[count - 1];
        const int room = most - (count > 1 ? indent : 0);
        const size_t word = word_at(p, most - indent);
        const size_t joined = (size_t)(p - last->from) + word;
        if (count == LINES_MOST || (latex_width(last->from, joined) <= room)) {
            last->n = joined;
        } else if (last->n > 0) {
            line[count++] = (Line){p, 0};
            continue;
        } else {
            last->n = part_that_fits(p, word, room);
            p += last->n;
            line[count++] = (Line){p, 0};
            continue;
        }
        p += word;
        while (*p == ' ') p++;
    }
    return count;
}

// Of what a cell's text is set in from its second line on: numbers stand at the right.
static int indent_of(const Sheet *s, int column) {
    return s->t->column[column].prose ? INDENT : 0;
}

static int widest_line(const Line *line, int count, int indent) {
    int widest = 0;
    for (int i = 0; i < count; i++) {
        const int own = latex_width(line[i].from, line[i].n) + (i > 0 ? indent : 0);
        if (own > widest) widest = own;
    }
    return widest;
}

// --- Numbers below each other

#define KINDS 5
static const char kinds[KINDS + 1] = "0.() "; // characters that take different room; all digits take the same

// The end of a number that begins the cell: from its point on, or behind its last digit, with what stands behind it.
// NULL: the cell is no such number.
static const char *tail_of(const char *cell) {
    const char *p = cell + strspn(cell, "+-<");
    const size_t digits = strspn(p, "0123456789");
    p += digits;
    return digits > 0 && strspn(p, "0123456789.() ") == strlen(p) ? p : NULL;
}

static void count_kinds(int counts[KINDS], const char *tail) {
    for (int i = 0; i < KINDS; i++) counts[i] = 0;
    for (; *tail; tail++) counts[*tail >= '0' && *tail <= '9' ? 0 : strchr(kinds, *tail) - kinds]++;
}

// The room that a cell leaves behind itself, so that its point stands below those of the others.
static void add_room(Text *out, const Sheet *s, int column, const char *cell) {
    const char *tail = s->tail[column] ? tail_of(cell) : NULL;
    int all[KINDS], own[KINDS];
    if (!tail) return;
    count_kinds(all, s->tail[column]);
    count_kinds(own, tail);
    for (int i = 0; i < KINDS; i++)
        if (own[i] > all[i]) return; // it has what the longest has not
    for (int i = 0; i < KINDS; i++)
        for (int k = own[i]; k < all[i]; k++) text_add_n(out, &kinds[i], 1);
}

static int cell_width(const Sheet *s, int row, int column) {
    const char *cell = table_at(s->t, row, column);
    Text room = {0};
    add_room(&room, s, column, cell);
    const int width = latex_width(cell, strlen(cell)) + latex_width(room.data ? room.data : "", room.size);
    s->out->failed |= room.failed;
    text_free(&room);
    return width;
}

static void find_tails(Sheet *s) {
    for (int c = s->t->key_columns; c < s->t->column_count; c++) {
        int most = -1;
        for (int row = 0; row < table_rows(s->t) && !s->t->column[c].prose; row++) {
            const char *tail = tail_of(table_at(s->t, row, c));
            const int own = tail ? latex_width(tail, strlen(tail)) : -1;
            if (own > most) most = own, s->tail[c] = tail;
        }
    }
}

// --- Widths

static int longest_word(const char *text) {
    int longest = 0;
    for (const char *p = text; *p;) {
        const size_t n = strcspn(p, " ");
        const int own = latex_width(p, n);
        if (own > longest) longest = own;
        p += n + (p[n] == ' ');
    }
    return longest;
}

// Sets a column's width, and where it is more than the way lets it be that of its broken texts.
static void measure(Sheet *s, int column) {
    const char *heading = table_at(s->t, -1, column);
    const int most = ways[s->way].most, rows = table_rows(s->t);
    Line line[LINES_MOST];
    int cells = 0, width;
    for (int row = 0; row < rows; row++) {
        const int own = cell_width(s, row, column);
        if (own > cells) cells = own;
    }
    const int word = longest_word(heading);
    s->heading[column] = cells > word ? cells : word;
    if (s->heading[column] < HEADING) s->heading[column] = HEADING;
    s->limit[column] = most > 0 && s->heading[column] > most ? most : 0;
    if (s->limit[column] > 0) s->heading[column] = most;
    width = widest_line(line, break_lines(line, heading, s->heading[column], 0), 0);
    for (int row = 0; row < rows; row++) {
        const int lines = break_lines(line, table_at(s->t, row, column), s->limit[column], indent_of(s, column));
        const int own = lines > 1          ? widest_line(line, lines, indent_of(s, column))
                        : s->limit[column] ? cells
                                           : cell_width(s, row, column);
        if (own > width) width = s->limit[column] > 0 && own > most ? most : own;
    }
    s->width[column] = width;
}

static int keys_width(const Sheet *s) {
    int width = 0;
    for (int c = 0; c < s->t->key_columns; c++) width += s->width[c] + (c > 0 ? ways[s->way].gap : 0);
    return width;
}

// The column behind the last one that fits beside the keys, with `from` as the first; at least one does.
static int block_end(const Sheet *s, int from) {
    int to = from, used = keys_width(s);
    do used += ways[s->way].gap + s->width[to++];
    while (to < s->t->column_count && used + ways[s->way].gap + s->width[to] <= ways[s->way].room);
    return to;
}

static void choose_way(Sheet *s) {
    for (s->way = 0;; s->way++) {
        for (int c = 0; c < s->t->column_count; c++) measure(s, c);
        int whole = keys_width(s);
        for (int c = s->t->key_columns; c < s->t->column_count; c++) whole += ways[s->way].gap + s->width[c];
        if (whole <= ways[s->way].room || s->way + 1 == WAYS) return;
    }
}

// --- What is written

static void open_float(Sheet *s) {
    text_add(s->out, "\\begin{table}[tbp]\n\\centering\n\\caption{");
    text_add_latex(s->out, s->t->title);
    if (s->part > 0) text_add(s->out, " (continued)");
    text_add_latex(s->out, s->caption);
    text_printf(s->out, "}\n\\label{%s", s->label);
    if (s->part > 0) text_printf(s->out, "-%d", s->part + 1);
    text_printf(s->out, "}\n\\smallskip\n%s\\setlength{\\tabcolsep}{%s}%%\n", ways[s->way].size,
                ways[s->way].separation);
    s->part++;
    s->used = 0;
}

static void close_float(Sheet *s) {
    text_add(s->out, "\\end{table}\n");
}

static void add_note(Sheet *s) {
    if (!s->t->note) return;
    text_add(s->out, "\\par\\smallskip\n\\parbox{\\linewidth}{\\footnotesize\\raggedright ");
    text_add_latex(s->out, s->t->note);
    text_add(s->out, "}\n");
}

// Whether a row belongs to the one before: the first of its keys is the same, or none.
static bool goes_on(const Sheet *s, int row) {
    const char *key = table_at(s->t, row, 0);
    return row > 0 && s->t->key_columns > 1 && (!*key || strcmp(key, table_at(s->t, row - 1, 0)) == 0);
}

// Breaks the cell of a row (-1: the heading) into its lines; returns their number.
static int cell_lines(const Sheet *s, Line *line, int row, int column) {
    const bool head = row < 0;
    return break_lines(line, table_at(s->t, row, column), head ? s->heading[column] : s->limit[column],
                       head ? 0 : indent_of(s, column));
}

static int row_lines(const Sheet *s, int row, int from, int to, bool hide_key) {
    Line line[LINES_MOST];
    int most = 1;
    for (int c = hide_key; c < to; c++) {
        if (c >= s->t->key_columns && c < from) continue;
        const int own = cell_lines(s, line, row, c);
        if (own > most) most = own;
    }
    return most;
}

// One line of a row: headings stand at its bottom, cells at its top.
static void add_cell_line(Sheet *s, int row, int column, int at, int lines) {
    Line line[LINES_MOST];
    const int own = cell_lines(s, line, row, column), i = row < 0 ? at - (lines - own) : at;
    if (i < 0 || i >= own || line[i].n == 0) return;
    if (i > 0 && row >= 0 && indent_of(s, column) > 0) text_add(s->out, "\\quad ");
    latex_add(s->out, line[i].from, line[i].n);
    if (row < 0 || own > 1) return;
    Text room = {0};
    add_room(&room, s, column, table_at(s->t, row, column));
    for (char *p = room.data; p && (p = strchr(p, ' '));) *p = '~';
    if (room.data) text_printf(s->out, "\\phantom{%s}", room.data);
    s->out->failed |= room.failed;
    text_free(&room);
}

static void add_row(Sheet *s, int row, int from, int to, bool hide_key) {
    const int lines = row_lines(s, row, from, to, hide_key);
    for (int at = 0; at < lines; at++) {
        for (int c = 0; c < to; c++) {
            if (c >= s->t->key_columns && c < from) continue;
            if (c > 0) text_add(s->out, " & ");
            if (c > 0 || !hide_key) add_cell_line(s, row, c, at, lines);
        }
        text_add(s->out, " \\\\\n");
    }
    s->used += lines;
}

static void open_tabular(Sheet *s, int from, int to) {
    text_add(s->out, "\\begin{tabular}{@{}");
    for (int c = 0; c < to; c++)
        if (c < s->t->key_columns || c >= from) text_add(s->out, s->t->column[c].prose ? "l" : "r");
    text_add(s->out, "@{}}\n\\toprule\n");
    add_row(s, -1, from, to, false);
    text_add(s->out, "\\midrule\n");
    s->used += RULES;
}

// The keys and the columns [from, to), in as many floats as the rows take.
static void add_block(Sheet *s, int from, int to) {
    static const char close[] = "\\bottomrule\n\\end{tabular}\n";
    bool open = false;
    for (int row = 0; row < table_rows(s->t); row++) {
        const int lines = row_lines(s, row, from, to, false);
        const int head = open ? 0 : RULES + row_lines(s, -1, from, to, false);
        const bool full = s->used > 0 && s->used + head + lines > ways[s->way].lines - (s->t->note ? NOTE : 0);
        if (full) {
            if (open) text_add(s->out, close);
            close_float(s);
            text_add(s->out, "\n");
            open_float(s);
            open = false;
        } else if (!open && s->used > 0) {
            text_add(s->out, "\\par\\medskip\n");
        }
        const bool first = !open;
        if (first) open_tabular(s, from, to);
        open = true;
        if (!first && s->grouped && !goes_on(s, row)) text_add(s->out, "\\addlinespace\n");
        add_row(s, row, from, to, !first && goes_on(s, row));
    }
    text_add(s->out, close);
}

// Takes the columns that are details out.
static void leave_details(TextTable *t) {
    int count = 0, *index = arena_take(t->arena, (size_t)t->column_count, sizeof *index);
    t->failed |= !index;
    for (int c = 0; index && c < t->column_count; c++)
        if (c < t->key_columns || !t->column[c].detail) index[count++] = c;
    if (index && count > t->key_columns && count < t->column_count) table_select(t, index, count);
}

void table_latex(Text *out, const TextTable *table, const char *caption, const char *label, bool details) {
    TextTable t = *table;
    if (!details) leave_details(&t);
    const size_t n = (size_t)t.column_count;
    Sheet s = {.out = out,
               .t = &t,
               .caption = caption,
               .label = label,
               .tail = arena_take(t.arena, n, sizeof *s.tail),
               .width = arena_take(t.arena, n, sizeof *s.width),
               .heading = arena_take(t.arena, n, sizeof *s.heading),
               .limit = arena_take(t.arena, n, sizeof *s.limit)};
    out->failed |= t.failed || !s.tail || !s.width || !s.heading || !s.limit;
    if (out->failed) return;
    find_tails(&s);
    choose_way(&s);
    for (int row = 1; row < table_rows(&t); row++) s.grouped |= goes_on(&s, row);
    open_float(&s);
    for (int from = t.key_columns; from < t.column_count;) {
        const int to = block_end(&s, from);
        add_block(&s, from, to);
        from = to;
    }
    add_note(&s);
    close_float(&s);
}
