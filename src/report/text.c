// The comparison on a terminal.
#include <string.h>

#include "report/plot.h"
#include "report/sections.h"

#define ABOUT_MOST 24 // columns for the name before a line; longer names have a line of their own

static const char *const tone_colors[] = {[TONE_PLAIN] = "", [TONE_GOOD] = "\033[32m", [TONE_BAD] = "\033[31m"};

static int columns_of(const char *s) {
    return (int)text_columns(s);
}

static void add_blanks(Text *out, int n) {
    for (int i = 0; i < n; i++) text_add(out, " ");
}

// The bytes up to where a line may be broken: a blank, but not between a number and its "%".
static size_t unbroken(const char *words) {
    size_t n = strcspn(words, " ");
    while (words[n] == ' ' && words[n + 1] == '%') n += 1 + strcspn(words + n + 1, " ");
    return n;
}

// Writes words from column `indent` on, broken at blanks to stay within `columns` (0: no limit).
static void add_wrapped(Text *out, const char *words, int indent, int columns) {
    Text plain = {0};
    text_add_plain(&plain, words);
    out->failed |= plain.failed;
    int used = indent;
    for (char *word = plain.data; word && *word;) {
        size_t n = unbroken(word);
        bool more = word[n] != 0;
        word[n] = 0;
        int width = columns_of(word);
        if (used > indent && columns > 0 && used + 1 + width > columns) {
            text_add(out, "\n");
            add_blanks(out, indent);
            used = indent;
        } else if (used > indent) {
            text_add(out, " ");
            used++;
        }
        text_add(out, word);
        used += width;
        word += n + more;
    }
    text_add(out, "\n");
    text_free(&plain);
}

static void add_heading(Text *out, const char *title, const ReportStyle *style) {
    if (out->size > 0) text_add(out, "\n");
    if (style->color) text_add(out, "\033[1m");
    add_wrapped(out, title, 0, style->columns);
    if (style->color) text_add(out, "\033[0m");
}

void lines_wrapped(Text *out, const char *words, int indent, int columns) {
    add_wrapped(out, words, indent, columns);
}

static int about_width(const Lines *lines) {
    int width = 0;
    for (int i = 0; i < lines->count; i++) {
        int own = columns_of(lines->line[i].about);
        if (own > width && own <= ABOUT_MOST) width = own;
    }
    return width;
}

// Each name once, its lines beside it.
static void add_lines(Text *out, const Lines *lines, const ReportStyle *style) {
    int width = about_width(lines);
    const char *before = NULL;
    out->failed |= lines->failed;
    for (int i = 0; i < lines->count; i++) {
        const Line *line = &lines->line[i];
        bool again = before && strcmp(before, line->about) == 0;
        int indent = *line->about ? 2 + width + 2 : 2;
        text_add(out, "  ");
        if (*line->about && !again) {
            text_add_plain(out, line->about);
            int rest = width - columns_of(line->about);
            if (rest < 0) text_add(out, "\n");
            add_blanks(out, rest < 0 ? indent : rest + 2);
        } else {
            add_blanks(out, indent - 2);
        }
        if (style->color) text_add(out, tone_colors[line->tone]);
        add_wrapped(out, line->words, indent, style->columns);
        if (style->color && line->tone != TONE_PLAIN) text_add(out, "\033[0m");
        before = line->about;
    }
}

static void terminal_table(Writer *w, const Comparison *c, const TextTable *t) {
    const ReportStyle *style = w->style;
    (void)c;
    add_heading(w->out, t->title, style);
    table_terminal(w->out, t, style->columns, style->color, style->unicode);
    if (t->note) add_wrapped(w->out, t->note, 0, style->columns);
    if (t->shade && style->color) text_add(w->out, "(the darker, the larger)\n");
}

static void terminal_questions(Writer *w, const Lines *questions) {
    const ReportStyle *style = w->style;
    for (int i = 0; i < questions->count; i++) {
        const Line *line = &questions->line[i];
        if (style->color) text_add(w->out, "\033[1m");
        text_add_plain(w->out, line->about);
        if (style->color) text_add(w->out, "\033[0m");
        text_add(w->out, *line->words ? ": " : "");
        add_wrapped(w->out, line->words, columns_of(line->about) + 2, style->columns);
    }
}

static void terminal_heading(Writer *w, const char *title) {
    add_heading(w->out, title, w->style);
}

static void terminal_lines(Writer *w, const Lines *lines) {
    add_lines(w->out, lines, w->style);
}

static void terminal_words(Writer *w, const char *words) {
    add_wrapped(w->out, words, 0, w->style->columns);
}

static Writer terminal(Text *out, const ReportStyle *style) {
    return (Writer){.out = out,
                    .style = style,
                    .questions = terminal_questions,
                    .heading = terminal_heading,
                    .table = terminal_table,
                    .lines = terminal_lines,
                    .words = terminal_words};
}

void report_brief(Text *out, const Comparison *c, const ReportStyle *style) {
    Writer w = terminal(out, style);
    sections_write(&w, c, true);
}

void report_text(Text *out, const Comparison *c, const ReportStyle *style) {
    Writer w = terminal(out, style);
    sections_write(&w, c, false);
    if (style->plot) plot_curves(out, c, style);
}

void instruments_text(Text *out, const InstrumentView *v, const ReportStyle *style) {
    Writer w = terminal(out, style);
    sections_instruments(&w, v);
}
