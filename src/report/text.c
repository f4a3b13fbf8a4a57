// The comparison on a terminal.
#include <string.h>

#include "report/ensembles.h"
#include "report/expectations.h"
#include "report/instruments.h"
#include "report/marginals.h"
#include "report/plot.h"
#include "report/ranked.h"
#include "report/report.h"
#include "report/stopping.h"
#include "report/table.h"
#include "report/tuning.h"
#include "report/views.h"
#include "report/words.h"

#define ABOUT_MOST 24 // columns for the name before a line; longer names have a line of their own

static const char *const tone_colors[] = {[TONE_PLAIN] = "", [TONE_GOOD] = "\033[32m", [TONE_BAD] = "\033[31m"};

static void add_heading(Text *out, const char *title, bool color) {
    if (out->size > 0) text_add(out, "\n");
    if (color) text_add(out, "\033[1m");
    text_add_plain(out, title);
    if (color) text_add(out, "\033[0m");
    text_add(out, "\n");
}

static int columns_of(const char *s) {
    return (int)text_columns(s);
}

static void add_blanks(Text *out, int n) {
    for (int i = 0; i < n; i++) text_add(out, " ");
}

// Writes words from column `indent` on, broken at blanks to stay within `columns` (0: no limit).
static void add_wrapped(Text *out, const char *words, int indent, int columns) {
    Text plain = {0};
    text_add_plain(&plain, words);
    out->failed |= plain.failed;
    int used = indent;
    for (char *word = plain.data; word && *word;) {
        size_t n = strcspn(word, " ");
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

static void add_table(Text *out, const TextTable *t, const ReportStyle *style) {
    if (t->cell_count == 0) return;
    add_heading(out, t->title, style->color);
    table_terminal(out, t, style->columns, style->color, style->unicode);
}

static void add_questions(Text *out, const Comparison *c, const ReportStyle *style, Arena *a) {
    Lines questions = view_questions(c, a);
    out->failed |= questions.failed;
    for (int i = 0; i < questions.count; i++) {
        if (style->color) text_add(out, "\033[1m");
        text_add_plain(out, questions.line[i].about);
        if (style->color) text_add(out, "\033[0m");
        text_add(out, *questions.line[i].words ? ": " : "");
        add_wrapped(out, questions.line[i].words, columns_of(questions.line[i].about) + 2, style->columns);
    }
}

// What there is to say of the table before, if anything.
static void add_words(Text *out, const Comparison *c, void (*say)(Text *, const Comparison *),
                      const ReportStyle *style) {
    Text words = {0};
    say(&words, c);
    if (words.data) add_wrapped(out, words.data, 0, style->columns);
    out->failed |= words.failed;
    text_free(&words);
}

static void add_verdicts(Text *out, const Comparison *c, const ReportStyle *style, Arena *a) {
    Lines verdicts = view_verdicts(c, a);
    if (verdicts.count == 0) return;
    Text title = {0};
    text_printf(&title, "Against %s, paired by seed", c->settings[c->baseline].log->name);
    words_selection(&title, c);
    if (title.data) add_heading(out, title.data, style->color);
    out->failed |= title.failed;
    text_free(&title);
    add_lines(out, &verdicts, style);
}

static void add_expectations(Text *out, const Comparison *c, const ReportStyle *style, Arena *a) {
    Lines lines = view_expectations(c, a);
    Text title = {0};
    if (lines.count == 0) return;
    text_add(&title, "Expected: ");
    words_expectations(&title, c);
    if (title.data) add_heading(out, title.data, style->color);
    out->failed |= title.failed;
    text_free(&title);
    add_lines(out, &lines, style);
}

// How tuned settings were chosen.
static void add_tuning(Text *out, const Comparison *c, const ReportStyle *style, Arena *a) {
    TextTable tuning = view_tuning(c, a);
    Lines notes = view_tuning_notes(c, a);
    add_table(out, &tuning, style);
    if (notes.count > 0 && tuning.cell_count == 0) add_heading(out, "Tuning", style->color);
    add_lines(out, &notes, style);
}

// A row for each of many settings.
static void add_digest(Text *out, const Comparison *c, const ReportStyle *style, Arena *a) {
    TextTable digest = view_digest(c, a);
    add_table(out, &digest, style);
    if (digest.cell_count > 0) add_words(out, c, words_digest, style);
}

// The question, the table of settings, what was left out, and the verdicts.
static void add_answer(Text *out, const Comparison *c, bool brief, const ReportStyle *style, Arena *a) {
    TextTable settings = c->focus.digest ? view_ranked(c, a) : view_settings(c, brief, a);
    TextTable averages = view_averages(c, a);
    Lines notes = view_notes(c, a);
    add_questions(out, c, style, a);
    add_table(out, &settings, style);
    add_words(out, c, words_left_out, style);
    add_words(out, c, words_guessing, style);
    add_lines(out, &notes, style);
    add_tuning(out, c, style, a);
    add_table(out, &averages, style);
    if (c->focus.digest)
        add_digest(out, c, style, a);
    else
        add_verdicts(out, c, style, a);
    add_expectations(out, c, style, a);
}

// What swept options do, alone and two together.
static void add_marginals(Text *out, const Comparison *c, const ReportStyle *style, Arena *a) {
    TextTable marginals = view_marginals(c, a), grid = view_grid(c, a);
    Lines notes = view_marginal_notes(c, a);
    add_table(out, &marginals, style);
    add_table(out, &grid, style);
    if (style->color && grid.cell_count > 0) text_add(out, "(the darker, the larger)\n");
    if (marginals.cell_count > 0) add_lines(out, &notes, style);
    if (!c->focus.digest) return;
    Lines interactions = view_verdicts(c, a);
    if (interactions.count > 0) add_heading(out, "Interactions (gap), the largest first", style->color);
    add_lines(out, &interactions, style);
}

void report_brief(Text *out, const Comparison *c, const ReportStyle *style) {
    Arena arena = {0};
    add_answer(out, c, true, style, &arena);
    if (c->focus.digest) add_marginals(out, c, style, &arena);
    add_words(out, c, words_looked, style);
    arena_free(&arena);
}

static void add_differences(Text *out, const Comparison *c, const ReportStyle *style, Arena *a) {
    TextTable differences = view_differences(c, a), matched = view_matched(c, a), effects = view_effects(c, a);
    add_table(out, &differences, style);
    if (differences.cell_count > 0) {
        Text words = {0};
        bool folds = c->against[c->baseline].overlap > 0;
        text_printf(&words, "p: paired t test%s; ", folds ? " with the variance for folds" : "");
        words_correction(&words, c);
        if (words.data && words.data[words.size - 1] != ' ') text_add(&words, "; ");
        if (!folds)
            text_add(&words,
                     "flips: random signs of the pairs, max-T: of all settings at once, both from 6 pairs on; ");
        text_add(&words, "effect g: difference in SDs of the pairs' differences, Hedges' correction");
        if (!folds) text_add(&words, "; noise floor: what two disjoint halves of one setting's seeds differ by");
        text_add(&words, ".");
        if (words.data) add_wrapped(out, words.data, 0, style->columns);
        out->failed |= words.failed;
        text_free(&words);
    }
    add_table(out, &matched, style);
    add_table(out, &effects, style);
}

void report_text(Text *out, const Comparison *c, const ReportStyle *style) {
    Arena arena = {0};
    add_answer(out, c, false, style, &arena);
    if (!c->focus.digest) add_differences(out, c, style, &arena);
    if (c->focus.marginals) add_marginals(out, c, style, &arena);
    if (style->classes) {
        TextTable recall = view_recall(c, &arena);
        add_table(out, &recall, style);
    }
    TextTable ensembles = view_ensembles(c, &arena);
    add_table(out, &ensembles, style);
    add_words(out, c, words_looked, style);
    if (style->plot) plot_losses(out, c, style);
    arena_free(&arena);
}

void instruments_text(Text *out, const InstrumentView *v, const ReportStyle *style) {
    const bool brief = instruments_brief(v);
    for (int value = 0; value < (brief ? 1 : PROBE_VALUE_COUNT); value++) {
        Arena arena = {0};
        if (!brief && !v->wanted[value]) continue;
        TextTable t = brief ? view_instruments(v, &arena) : view_instrument(&v->in, value, &arena);
        out->failed |= t.failed;
        add_table(out, &t, style);
        arena_free(&arena);
    }
    Text words = {0};
    words_instruments(&words, v);
    if (words.data) add_wrapped(out, words.data, 0, style->columns);
    out->failed |= words.failed;
    text_free(&words);
}
