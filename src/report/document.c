// The comparison in Markdown and in LaTeX.
#include <string.h>

#include "report/ensembles.h"
#include "report/expectations.h"
#include "report/instruments.h"
#include "report/marginals.h"
#include "report/ranked.h"
#include "report/report.h"
#include "report/stopping.h"
#include "report/table.h"
#include "report/tuning.h"
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

// What there is to say of the table before, if anything.
static void add_words(Text *out, const Comparison *c, void (*say)(Text *, const Comparison *), const Format *f) {
    Text words = {0};
    say(&words, c);
    if (words.data) {
        f->escape(out, words.data);
        text_add(out, "\n\n");
    }
    out->failed |= words.failed;
    text_free(&words);
}

static void add_verdicts(Text *out, const Comparison *c, const Format *f, Arena *a) {
    Lines verdicts = view_verdicts(c, a);
    if (verdicts.count == 0) return;
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

static void add_expectations(Text *out, const Comparison *c, const Format *f, Arena *a) {
    Lines lines = view_expectations(c, a);
    Text title = {0};
    if (lines.count == 0) return;
    text_add(&title, "Expected: ");
    words_expectations(&title, c);
    if (title.data) add_heading(out, title.data, f);
    out->failed |= title.failed;
    text_free(&title);
    add_lines(out, &lines, f);
}

// How tuned settings were chosen.
static void add_tuning(Text *out, const Comparison *c, const Format *f, Arena *a) {
    TextTable tuning = view_tuning(c, a);
    Lines notes = view_tuning_notes(c, a);
    add_table(out, &tuning, f);
    if (notes.count > 0 && tuning.cell_count == 0) add_heading(out, "Tuning", f);
    add_lines(out, &notes, f);
}

// A row for each of many settings.
static void add_digest(Text *out, const Comparison *c, const Format *f, Arena *a) {
    TextTable digest = view_digest(c, a);
    add_table(out, &digest, f);
    if (digest.cell_count > 0) add_words(out, c, words_digest, f);
}

static void add_differences(Text *out, const Comparison *c, const Format *f, Arena *a) {
    TextTable differences = view_differences(c, a), matched = view_matched(c, a), effects = view_effects(c, a);
    add_table(out, &differences, f);
    add_table(out, &matched, f);
    add_table(out, &effects, f);
}

// What swept options do, alone and two together.
static void add_marginals(Text *out, const Comparison *c, const Format *f, Arena *a) {
    TextTable marginals = view_marginals(c, a), grid = view_grid(c, a);
    Lines notes = view_marginal_notes(c, a);
    add_table(out, &marginals, f);
    add_table(out, &grid, f);
    if (marginals.cell_count > 0) add_lines(out, &notes, f);
    if (!c->focus.digest) return;
    Lines interactions = view_verdicts(c, a);
    if (interactions.count > 0) add_heading(out, "Interactions (gap), the largest first", f);
    add_lines(out, &interactions, f);
}

static void add_document(Text *out, const Comparison *c, const Format *f) {
    Arena arena = {0};
    const bool digest = c->focus.digest;
    Lines questions = view_questions(c, &arena), notes = view_notes(c, &arena);
    TextTable settings = digest ? view_ranked(c, &arena) : view_settings(c, false, &arena);
    TextTable averages = view_averages(c, &arena), ensembles = view_ensembles(c, &arena);
    add_lines(out, &questions, f);
    add_table(out, &settings, f);
    add_words(out, c, words_left_out, f);
    add_words(out, c, words_guessing, f);
    add_lines(out, &notes, f);
    add_tuning(out, c, f, &arena);
    add_table(out, &averages, f);
    if (digest) {
        add_digest(out, c, f, &arena);
    } else {
        add_verdicts(out, c, f, &arena);
        add_differences(out, c, f, &arena);
    }
    add_expectations(out, c, f, &arena);
    if (c->focus.marginals) add_marginals(out, c, f, &arena);
    add_table(out, &ensembles, f);
    arena_free(&arena);
}

void report_markdown(Text *out, const Comparison *c) {
    add_document(out, c, &markdown);
}

void report_latex(Text *out, const Comparison *c) {
    add_document(out, c, &latex);
}

static void add_instruments(Text *out, const InstrumentView *v, const Format *f) {
    const bool brief = instruments_brief(v);
    for (int value = 0; value < (brief ? 1 : PROBE_VALUE_COUNT); value++) {
        Arena arena = {0};
        if (!brief && !v->wanted[value]) continue;
        TextTable t = brief ? view_instruments(v, &arena) : view_instrument(&v->in, value, &arena);
        out->failed |= t.failed;
        add_table(out, &t, f);
        arena_free(&arena);
    }
    Text words = {0};
    words_instruments(&words, v);
    if (words.data) f->escape(out, words.data);
    text_add(out, "\n");
    out->failed |= words.failed;
    text_free(&words);
}

void instruments_markdown(Text *out, const InstrumentView *v) {
    add_instruments(out, v, &markdown);
}

void instruments_latex(Text *out, const InstrumentView *v) {
    add_instruments(out, v, &latex);
}
