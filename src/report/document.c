// The comparison in Markdown and in LaTeX.
#include <string.h>

#include "report/ensembles.h"
#include "report/report.h"
#include "report/stopping.h"
#include "report/table.h"
#include "report/views.h"
#include "report/words.h"

// What the two formats write differently.
typedef struct Format {
    void (*escape)(Text *out, const char *s);
    void (*table)(Text *out, const TextTable *t);
    const char *section[2]; // around a heading
    const char *list[2];    // around a list
    const char *item;       // before an item
    const char *strong[2];  // around a name
    bool captions;          // tables bear their titles themselves
} Format;

static const Format markdown = {
    .escape = text_add_markdown,
    .table = table_markdown,
    .section = {"## ", "\n\n"},
    .list = {"", "\n"},
    .item = "- ",
    .strong = {"**", "**"},
};

static const Format latex = {
    .escape = text_add_latex,
    .table = table_latex,
    .section = {"\\section*{", "}\n"},
    .list = {"\\begin{itemize}\n", "\\end{itemize}\n\n"},
    .item = "\\item ",
    .strong = {"\\textbf{", "}"},
    .captions = true,
};

static void add_heading(Text *out, const char *title, const Format *f) {
    text_add(out, f->section[0]);
    f->escape(out, title);
    text_add(out, f->section[1]);
}

static void add_table(Text *out, const TextTable *t, const Format *f) {
    if (t->cell_count == 0) return;
    if (!f->captions) add_heading(out, t->title, f);
    f->table(out, t);
    text_add(out, "\n");
}

static void add_lines(Text *out, const Lines *lines, const Format *f) {
    out->failed |= lines->failed;
    if (lines->count == 0) return;
    text_add(out, f->list[0]);
    for (int i = 0; i < lines->count; i++) {
        text_add(out, f->item);
        if (*lines->line[i].about) {
            text_add(out, f->strong[0]);
            f->escape(out, lines->line[i].about);
            text_add(out, f->strong[1]);
            text_add(out, *lines->line[i].words ? ": " : "");
        }
        f->escape(out, lines->line[i].words);
        text_add(out, "\n");
    }
    text_add(out, f->list[1]);
}

static void add_guessing(Text *out, const Comparison *c, const Format *f) {
    Text words = {0};
    words_guessing(&words, c);
    if (words.data) {
        f->escape(out, words.data);
        text_add(out, "\n\n");
    }
    out->failed |= words.failed;
    text_free(&words);
}

static void add_document(Text *out, const Comparison *c, const Format *f) {
    Arena arena = {0};
    Lines questions = view_questions(c, &arena), verdicts = view_verdicts(c, &arena), notes = view_notes(c, &arena);
    TextTable settings = view_settings(c, false, &arena), differences = view_differences(c, &arena);
    TextTable averages = view_averages(c, &arena), matched = view_matched(c, &arena), effects = view_effects(c, &arena);
    TextTable ensembles = view_ensembles(c, &arena);
    add_lines(out, &questions, f);
    add_table(out, &settings, f);
    add_guessing(out, c, f);
    add_lines(out, &notes, f);
    add_table(out, &averages, f);
    if (verdicts.count > 0) {
        Text title = {0};
        text_printf(&title, "Against %s, paired by seed", c->settings[c->baseline].log->name);
        Text correction = {0};
        words_correction(&correction, c);
        if (correction.data) text_printf(&title, "; %s", correction.data);
        title.failed |= correction.failed;
        text_free(&correction);
        words_selection(&title, c);
        if (title.data) add_heading(out, title.data, f);
        out->failed |= title.failed;
        text_free(&title);
        add_lines(out, &verdicts, f);
    }
    add_table(out, &differences, f);
    add_table(out, &matched, f);
    add_table(out, &effects, f);
    add_table(out, &ensembles, f);
    arena_free(&arena);
}

void report_markdown(Text *out, const Comparison *c) {
    add_document(out, c, &markdown);
}

void report_latex(Text *out, const Comparison *c) {
    add_document(out, c, &latex);
}
