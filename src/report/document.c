// The comparison in Markdown and in LaTeX.
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "report/latex.h"
#include "report/sections.h"

// What the two formats write differently.
typedef struct Format {
    void (*escape)(Text *out, const char *s);
    const char *section[2]; // around a heading
    const char *list[2];    // around a list
    const char *item;       // before an item
    const char *strong[2];  // around a name
} Format;

static const Format markdown = {
    .escape = text_add_markdown,
    .section = {"## ", "\n\n"},
    .list = {"", "\n"},
    .item = "- ",
    .strong = {"**", "**"},
};

static const Format latex = {
    .escape = text_add_latex,
    .section = {"\\paragraph*{", "}\\leavevmode\n"},
    .list = {"\\begin{itemize}\n", "\\end{itemize}\n\n"},
    .item = "\\item ",
    .strong = {"\\textbf{", "}"},
};

static const Format *format_of(const Writer *w) {
    return w->format;
}

static void add_heading(Writer *w, const char *title) {
    const Format *f = format_of(w);
    text_add(w->out, f->section[0]);
    f->escape(w->out, title);
    text_add(w->out, f->section[1]);
}

static void add_lines(Writer *w, const Lines *lines) {
    const Format *f = format_of(w);
    text_add(w->out, f->list[0]);
    for (int i = 0; i < lines->count; i++) {
        text_add(w->out, f->item);
        if (*lines->line[i].about) {
            text_add(w->out, f->strong[0]);
            f->escape(w->out, lines->line[i].about);
            text_add(w->out, f->strong[1]);
            text_add(w->out, *lines->line[i].words ? ": " : "");
        }
        f->escape(w->out, lines->line[i].words);
        text_add(w->out, "\n");
    }
    text_add(w->out, f->list[1]);
}

static void add_words(Writer *w, const char *words) {
    format_of(w)->escape(w->out, words);
    text_add(w->out, "\n\n");
}

static void markdown_table(Writer *w, const Comparison *c, const TextTable *t) {
    (void)c;
    add_heading(w, t->title);
    table_markdown(w->out, t);
    text_add(w->out, "\n");
    if (t->note) add_words(w, t->note);
}

// --- LaTeX

#define NAMED_MOST 2 // experiments that a label names

// "tab:regrun-bn_vs_dropout-settings": a label has no character that means anything.
static void add_label(Text *out, const Comparison *c, const TextTable *t) {
    const Results *r = c->results;
    text_add(out, "tab:regrun");
    for (int i = 0; i < r->experiment_count && i < NAMED_MOST; i++) {
        text_add(out, "-");
        for (const char *p = r->experiments[i].name; *p; p++)
            text_add_n(out, isalnum((unsigned char)*p) || *p == '_' ? p : "-", 1);
    }
    if (r->experiment_count > NAMED_MOST) text_printf(out, "-and-%d", r->experiment_count - NAMED_MOST);
    text_printf(out, "-%s", t->name ? t->name : "table");
}

#define SEEDS_LISTED 5 // in a caption, where they do not follow each other

// Whether a setting that is shown has a run under `from` or a higher seed; *seed becomes the lowest of these.
static bool next_seed(const Comparison *c, uint64_t from, uint64_t *seed) {
    bool there = false;
    for (int i = 0; i < c->focus.count; i++) {
        const SettingLog *log = c->settings[c->focus.setting[i]].log;
        for (int run = 0; run < log->run_count; run++) {
            const uint64_t own = log->runs[run].replicate.seed;
            if (own < from || (there && own >= *seed)) continue;
            *seed = own;
            there = true;
        }
    }
    return there;
}

// "seeds 1 to 6", "seeds 2, 5 and 9", or of many with gaps "seeds between 2 and 90".
static void add_seeds(Text *out, const Comparison *c) {
    uint64_t first[SEEDS_LISTED] = {0}, seed = 0;
    int count = 0;
    for (bool more = next_seed(c, 0, &seed); more; more = seed < UINT64_MAX && next_seed(c, seed + 1, &seed)) {
        if (count < SEEDS_LISTED) first[count] = seed;
        count++;
    }
    text_add(out, count == 1 ? "seed" : "seeds");
    if (count > 1 && seed - first[0] == (uint64_t)count - 1)
        text_printf(out, " %" PRIu64 " to %" PRIu64, first[0], seed);
    else if (count > SEEDS_LISTED)
        text_printf(out, " between %" PRIu64 " and %" PRIu64, first[0], seed);
    else
        for (int i = 0; i < count; i++)
            text_printf(out, "%s %" PRIu64, i == 0 ? "" : i + 1 < count ? "," : " and", first[i]);
}

// What its title does not say: how many runs there are of each setting, and under which seeds.
static void add_caption(Text *out, const Comparison *c) {
    int least = INT32_MAX, most = 0;
    for (int i = 0; i < c->focus.count; i++) {
        const int usable = c->settings[c->focus.setting[i]].usable;
        if (usable < least) least = usable;
        if (usable > most) most = usable;
    }
    if (most == 0) return;
    text_printf(out, ". %d", least);
    if (most > least) text_printf(out, " to %d", most);
    text_printf(out, " run%s of each setting, ", most == 1 ? "" : "s");
    add_seeds(out, c);
    text_add(out, ".");
}

static void latex_table(Writer *w, const Comparison *c, const TextTable *t) {
    Text label = {0}, caption = {0};
    add_label(&label, c, t);
    add_caption(&caption, c);
    w->out->failed |= label.failed || caption.failed;
    if (!w->out->failed)
        table_latex(w->out, t, caption.data ? caption.data : "", label.data,
                    c->focus.full || c->focus.columns.count > 0);
    text_add(w->out, "\n");
    text_free(&label);
    text_free(&caption);
}

// Lines of a paragraph that cannot be broken well are set loosely rather than into the margin.
static const char latex_begin[] = "% Tables by regrun compare. The preamble needs \\usepackage{booktabs}.\n"
                                  "\\begingroup\\sloppy\n\n";
static const char latex_end[] = "\\endgroup\n";

static Writer writer(Text *out, const Format *f) {
    return (Writer){.out = out,
                    .format = f,
                    .paper = f == &latex,
                    .questions = add_lines,
                    .heading = add_heading,
                    .table = f == &latex ? latex_table : markdown_table,
                    .lines = add_lines,
                    .words = add_words};
}

void report_markdown(Text *out, const Comparison *c) {
    Writer w = writer(out, &markdown);
    sections_write(&w, c, false);
}

void report_latex(Text *out, const Comparison *c) {
    Writer w = writer(out, &latex);
    text_add(out, latex_begin);
    sections_write(&w, c, false);
    text_add(out, latex_end);
}

void instruments_markdown(Text *out, const InstrumentView *v) {
    Writer w = writer(out, &markdown);
    sections_instruments(&w, v);
}

void instruments_latex(Text *out, const InstrumentView *v) {
    Writer w = writer(out, &latex);
    text_add(out, latex_begin);
    sections_instruments(&w, v);
    text_add(out, latex_end);
}
