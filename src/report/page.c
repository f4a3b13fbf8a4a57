#include "report/page.h"

#include <string.h>

#include "base/version.h"
#include "compare/stats.h"
#include "report/page_curves.h"
#include "report/page_probes.h"
#include "report/page_values.h"
#include "report/report.h"
#include "report/stopping.h"
#include "report/tuning.h"
#include "report/views.h"

// The template around the data, from scripts/embed.sh.
extern const char page_head[], page_head_end[], page_tail[], page_tail_end[];

static void add_experiments(JsonWriter *w, const Results *r) {
    json_list(w, JSON_DENSE);
    for (int i = 0; i < r->experiment_count; i++) {
        const ExperimentLog *x = &r->experiments[i];
        json_object(w, JSON_DENSE);
        page_text(w, "name", x->name);
        page_text(w, "about", x->about);
        if (x->claim) page_text(w, "claim", x->claim);
        page_text(w, "config", x->config);
        page_text(w, "manifest", x->manifest);
        json_end(w);
    }
    json_end(w);
}

// The 97.5 % quantile of Student's t for a mean of n values, by n; the page draws its bands with it.
static void add_quantiles(JsonWriter *w, const Results *r) {
    int most = 0;
    for (int i = 0; i < r->setting_count; i++) {
        if (r->settings[i].run_count > most) most = r->settings[i].run_count;
    }
    json_list(w, JSON_DENSE);
    for (int n = 0; n <= most; n++) page_number(w, n < 2 ? 0 : stats_t_quantile(0.975, n - 1));
    json_end(w);
}

// What was left out, and why.
static void add_notes(JsonWriter *w, const Comparison *c) {
    Arena arena = {0};
    Lines notes = view_notes(c, &arena);
    json_list(w, JSON_DENSE);
    for (int i = 0; i < notes.count; i++) {
        json_object(w, JSON_DENSE);
        page_text(w, "about", notes.line[i].about);
        page_text(w, "words", notes.line[i].words);
        json_end(w);
    }
    json_end(w);
    w->out->failed |= notes.failed;
    arena_free(&arena);
}

// A table as the terminal shows it: {"title", "columns": headings, "rows": cells}, every cell a text.
static void add_table(JsonWriter *w, const char *key, TextTable t) {
    w->out->failed |= t.failed;
    json_key(w, key);
    json_object(w, JSON_DENSE);
    page_text(w, "title", t.title);
    json_key(w, "columns");
    json_list(w, JSON_DENSE);
    for (int i = 0; i < t.column_count; i++) json_text(w, t.column[i].heading);
    json_end(w);
    json_key(w, "rows");
    json_list(w, JSON_DENSE);
    for (int i = 0; i < t.cell_count; i++) {
        if (i % t.column_count == 0) json_list(w, JSON_DENSE);
        json_text(w, t.cells[i]);
        if ((i + 1) % t.column_count == 0) json_end(w);
    }
    json_end(w);
    json_end(w);
}

static void add_tables(JsonWriter *w, const Comparison *c, const PageCurves *curves) {
    const Results *r = c->results;
    Arena arena = {0};
    json_object(w, JSON_DENSE);
    add_table(w, "settings", view_settings(c, false, &arena));
    add_table(w, "differences", view_differences(c, 0, &arena));
    add_table(w, "matched", view_matched(c, &arena));
    add_table(w, "effects", view_effects(c, &arena));
    if (r->tuning_count > 0) add_table(w, "tuning", view_tuning(c, &arena));
    if (c->beside_count > 0) add_table(w, "averages", view_averages(c, &arena));
    add_table(w, "recall", view_recall(c, &arena));
    for (int k = 0; k <= curves->count; k++) {
        const Column *column = k < curves->count ? curves->column[k] : curves->gap;
        add_table(w, column->name, view_curve(c, column, page_curve_higher(r, column), &arena));
    }
    json_end(w);
    arena_free(&arena);
}

// The metrics of the table of settings, as their keys, column by column.
static void add_shown(JsonWriter *w, const Comparison *c) {
    json_list(w, JSON_DENSE);
    for (int k = 0; k < c->shown.count; k++) json_text(w, comparison_names(c, c->shown.index[k])->key);
    json_end(w);
}

static void add_payload(JsonWriter *w, const Comparison *c, const PageCurves *curves) {
    json_object(w, JSON_DENSE);
    page_text(w, "generator", "regrun " REGRUN_VERSION);
    if (c->total > 0) {
        json_key(w, "unfinished");
        json_object(w, JSON_DENSE);
        json_key(w, "done");
        json_whole(w, c->done);
        json_key(w, "total");
        json_whole(w, c->total);
        json_end(w);
    }
    json_key(w, "comparison");
    report_json_value(w, c);
    json_key(w, "shown");
    add_shown(w, c);
    json_key(w, "tables");
    add_tables(w, c, curves);
    Text selection = {0};
    words_selection(&selection, c);
    page_text(w, "selection", selection.data ? selection.data : "");
    w->out->failed |= selection.failed;
    text_free(&selection);
    json_key(w, "notes");
    add_notes(w, c);
    json_key(w, "t95");
    add_quantiles(w, c->results);
    json_key(w, "experiments");
    add_experiments(w, c->results);
    page_probes(w, c);
    page_curves(w, c, curves); // the last, for they take what room is left
    json_end(w);
}

// JSON inside HTML: "<" only stands inside of JSON's texts, and written as an escape it can open no tag and end no
// script, whatever a setting is called. U+2028 and U+2029 end a line in older JavaScript.
static void add_for_html(Text *out, const char *json) {
    static const struct {
        const char *raw, *escaped;
    } escapes[] = {{"<", "\\u003c"}, {"\xe2\x80\xa8", "\\u2028"}, {"\xe2\x80\xa9", "\\u2029"}};
    while (*json) {
        size_t plain = strcspn(json, "<\xe2");
        text_add_n(out, json, plain);
        json += plain;
        size_t k = 0, count = sizeof escapes / sizeof *escapes;
        while (k < count && strncmp(json, escapes[k].raw, strlen(escapes[k].raw)) != 0) k++;
        if (k < count) {
            text_add(out, escapes[k].escaped);
            json += strlen(escapes[k].raw);
        } else if (*json) {
            text_add_n(out, json++, 1);
        }
    }
}

void page_html(Text *out, const Comparison *c) {
    Text payload = {0};
    JsonWriter w = {.out = &payload};
    Arena arena = {0};
    PageCurves curves;
    payload.failed = !page_curves_find(&curves, c->results, &arena);
    if (!payload.failed) add_payload(&w, c, &curves);
    arena_free(&arena);
    text_add_n(out, page_head, (size_t)(page_head_end - page_head));
    if (payload.data) add_for_html(out, payload.data);
    text_add_n(out, page_tail, (size_t)(page_tail_end - page_tail));
    out->failed |= payload.failed;
    text_free(&payload);
}
