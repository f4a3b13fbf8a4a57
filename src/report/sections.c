#include "report/sections.h"

#include "report/columns.h"
#include "report/ensembles.h"
#include "report/expectations.h"
#include "report/marginals.h"
#include "report/ranked.h"
#include "report/stopping.h"
#include "report/tuning.h"
#include "report/views.h"
#include "report/words.h"

// Of one document: the format, the comparison, and what its views live in.
typedef struct Document {
    Writer *w;
    const Comparison *c;
    Arena arena;
    bool brief;
} Document;

// Somebody named the columns that he wants: then nothing but tables is written.
static bool tables_alone(const Document *d) {
    return d->c->focus.columns.count > 0;
}

static void add_heading(Document *d, Text *title) {
    if (title->data && !tables_alone(d)) d->w->heading(d->w, title->data);
    d->w->out->failed |= title->failed;
    text_free(title);
}

static void add_table(Document *d, TextTable t) {
    d->w->out->failed |= t.failed;
    if (t.failed || t.cell_count == 0) return;
    const bool shown = d->w->whole || columns_choose(&t, &d->c->focus.columns);
    d->w->out->failed |= t.failed;
    if (shown && !t.failed) d->w->table(d->w, d->c, &t);
}

static void add_lines(Document *d, const Lines *lines) {
    d->w->out->failed |= lines->failed;
    if (lines->count > 0 && !tables_alone(d)) d->w->lines(d->w, lines);
}

// What there is to say of the table before, if anything.
static void add_words(Document *d, void (*say)(Text *, const Comparison *)) {
    Text words = {0};
    say(&words, d->c);
    if (words.data && !tables_alone(d)) d->w->words(d->w, words.data);
    d->w->out->failed |= words.failed;
    text_free(&words);
}

// Lines under a heading; nothing where there are none.
static void add_headed(Document *d, Text *title, const Lines *lines) {
    if (lines->count == 0) {
        text_free(title);
        return;
    }
    add_heading(d, title);
    add_lines(d, lines);
}

static void add_questions(Document *d) {
    const Lines questions = view_questions(d->c, &d->arena);
    d->w->out->failed |= questions.failed;
    if (questions.count > 0 && !tables_alone(d)) d->w->questions(d->w, &questions);
}

static void add_settings(Document *d) {
    const Lines notes = view_notes(d->c, &d->arena);
    add_table(d, d->c->focus.digest ? view_ranked(d->c, &d->arena) : view_settings(d->c, d->brief, &d->arena));
    add_words(d, words_left_out);
    add_words(d, words_guessing);
    add_lines(d, &notes);
}

// How tuned settings were chosen.
static void add_tuning(Document *d) {
    const TextTable tuning = view_tuning(d->c, &d->arena);
    const Lines notes = view_tuning_notes(d->c, &d->arena);
    Text title = {0};
    add_table(d, tuning);
    if (tuning.cell_count == 0) text_add(&title, "Tuning");
    add_headed(d, &title, &notes);
}

static void add_verdicts(Document *d) {
    const Lines verdicts = view_verdicts(d->c, &d->arena);
    Text title = {0};
    text_printf(&title, "Against %s, paired by seed", d->c->settings[d->c->baseline].log->name);
    words_selection(&title, d->c);
    add_headed(d, &title, &verdicts);
}

// A row for each of many settings.
static void add_digest(Document *d) {
    const TextTable digest = view_digest(d->c, &d->arena);
    add_table(d, digest);
    if (digest.cell_count > 0) add_words(d, words_digest);
}

static void add_expectations(Document *d) {
    const Lines lines = view_expectations(d->c, &d->arena);
    Text title = {0};
    text_add(&title, "Expected: ");
    words_expectations(&title, d->c);
    add_headed(d, &title, &lines);
}

static void add_differences(Document *d) {
    const int columns = d->w->style ? d->w->style->columns : 0;
    add_table(d, d->w->paper ? view_differences_paper(d->c, &d->arena) : view_differences(d->c, columns, &d->arena));
    add_table(d, view_matched(d->c, &d->arena));
    add_table(d, view_effects(d->c, &d->arena));
}

// What swept options do, alone and two together.
static void add_marginals(Document *d) {
    const TextTable marginals = view_marginals(d->c, &d->arena);
    const Lines notes = view_marginal_notes(d->c, &d->arena);
    add_table(d, marginals);
    add_table(d, view_grid(d->c, &d->arena));
    if (marginals.cell_count > 0) add_lines(d, &notes);
    if (!d->c->focus.digest) return;
    const Lines interactions = view_verdicts(d->c, &d->arena);
    Text title = {0};
    text_add(&title, "Interactions (gap), the largest first");
    add_headed(d, &title, &interactions);
}

void sections_write(Writer *w, const Comparison *c, bool brief) {
    Document d = {.w = w, .c = c, .brief = brief};
    add_questions(&d);
    add_settings(&d);
    add_tuning(&d);
    add_table(&d, view_averages(c, &d.arena));
    if (c->focus.digest)
        add_digest(&d);
    else
        add_verdicts(&d);
    add_expectations(&d);
    if (!brief && !c->focus.digest) add_differences(&d);
    if (brief ? c->focus.digest : c->focus.marginals) add_marginals(&d);
    if (w->style && w->style->classes) add_table(&d, view_recall(c, &d.arena));
    if (!brief) add_table(&d, view_ensembles(c, &d.arena));
    if (w->style) add_words(&d, words_looked);
    arena_free(&d.arena);
}

void sections_instruments(Writer *w, const InstrumentView *v) {
    const bool brief = instruments_brief(v);
    for (int value = 0; value < (brief ? 1 : PROBE_VALUE_COUNT); value++) {
        Document d = {.w = w, .c = v->in.comparison};
        if (!brief && !v->wanted[value]) continue;
        add_table(&d, brief ? view_instruments(v, &d.arena) : view_instrument(&v->in, value, &d.arena));
        arena_free(&d.arena);
    }
    Text words = {0};
    words_instruments(&words, v);
    if (words.data) w->words(w, words.data);
    w->out->failed |= words.failed;
    text_free(&words);
}
