#include "report/page.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/version.h"
#include "compare/stats.h"
#include "report/mean_curve.h"
#include "report/page_probes.h"
#include "report/report.h"
#include "report/stopping.h"
#include "report/tuning.h"
#include "report/views.h"

// The template around the data, from scripts/embed.sh.
extern const char page_head[], page_head_end[], page_tail[], page_tail_end[];

// The rows of a setting's longest run that its curves show: `count` of them, evenly chosen.
typedef struct Thinned {
    const RunLog *longest;
    int count;
} Thinned;

static Thinned thin(const SettingLog *s, int most) {
    Thinned t = {&s->runs[0], 0};
    for (int i = 1; i < s->run_count; i++) {
        if (s->runs[i].row_count > t.longest->row_count) t.longest = &s->runs[i];
    }
    t.count = t.longest->row_count < most ? t.longest->row_count : most;
    return t;
}

static int64_t thinned_epoch(const Thinned *t, int i) {
    int last = t->longest->row_count - 1;
    int row = t->count > 1 ? (int)((int64_t)i * last / (t->count - 1)) : last;
    return t->longest->rows[row].epoch;
}

// The rows that a curve may have: the budget over all runs and their losses.
static int rows_per_run(const Results *r) {
    int runs = 0, losses = r->has_validation ? 4 : 3;
    for (int i = 0; i < r->setting_count; i++) runs += r->settings[i].run_count;
    int most =
        PAGE_CURVE_NUMBERS / (losses * runs); // NOLINT(clang-analyzer-core.DivideZero): a log without runs is refused
    return most < 20 ? 20 : most;
}

// The columns of a log that are drawn; the gap is their difference.
static const char *const drawn[] = {"running_loss", "train_loss", "test_loss", "val_loss"};
// Those whose first, lowest and last mean stand in a table.
static const char *const told[] = {"running_loss", "train_loss", "test_loss", "val_loss", "gap"};
#define COUNT(list) (sizeof(list) / sizeof *(list))

// The column of that name, or NULL where none of the logs has it.
static const Column *column_of(const Results *r, const char *name) {
    const Column *column = column_find(name);
    return column->flags & COLUMN_VALIDATION && !r->has_validation ? NULL : column;
}

static void add_text_field(JsonWriter *w, const char *key, const char *value) {
    json_key(w, key);
    json_text(w, value);
}

void page_number(JsonWriter *w, double value) {
    char number[32];
    snprintf(number, sizeof number, "%.5g", value);
    json_raw(w, isfinite(value) ? number : "null");
}

// One curve of a run at the epochs of `t`, as it counts in the mean; null where the run has no such epoch.
static void add_curve(JsonWriter *w, const RunLog *run, bool stops, const Thinned *t, const Column *column) {
    json_list(w, JSON_DENSE);
    for (int i = 0, row = 0; i < t->count; i++) {
        const EpochRow *at = row_at(run, stops, thinned_epoch(t, i), &row);
        page_number(w, at ? column_value(at, column) : NAN);
    }
    json_end(w);
}

// How many of the epochs of `t` the run has gone through.
static int own_epochs(const RunLog *run, const Thinned *t) {
    int count = 0;
    while (count < t->count && thinned_epoch(t, count) <= run->rows[run->row_count - 1].epoch) count++;
    return count;
}

static void add_run(JsonWriter *w, const Results *r, const RunLog *run, bool stops, const Thinned *t) {
    char seed[NUMBER_TEXT_SIZE];
    snprintf(seed, sizeof seed, "%" PRIu64, run->replicate.seed); // a text: more digits than JavaScript's numbers have
    json_object(w, JSON_DENSE);
    add_text_field(w, "seed", seed);
    json_key(w, "usable");
    json_bool(w, run_usable(run));
    if (own_epochs(run, t) < t->count) {
        json_key(w, "own"); // what follows in its curves is not its own
        json_whole(w, own_epochs(run, t));
    }
    for (size_t k = 0; k < COUNT(drawn); k++) {
        const Column *column = column_of(r, drawn[k]);
        if (!column) continue;
        json_key(w, drawn[k]);
        add_curve(w, run, stops, t, column);
    }
    json_end(w);
}

static void add_curves(JsonWriter *w, const Results *r) {
    int most = rows_per_run(r);
    json_list(w, JSON_DENSE);
    for (int s = 0; s < r->setting_count; s++) {
        Thinned t = thin(&r->settings[s], most);
        json_object(w, JSON_DENSE);
        json_key(w, "epochs");
        json_list(w, JSON_DENSE);
        for (int i = 0; i < t.count; i++) json_whole(w, thinned_epoch(&t, i));
        json_end(w);
        json_key(w, "runs");
        json_list(w, JSON_DENSE);
        const SettingLog *own = &r->settings[s];
        for (int i = 0; i < own->run_count; i++) add_run(w, r, &own->runs[i], own->stops, &t);
        json_end(w);
        json_end(w);
    }
    json_end(w);
}

// How many rows a curve shows at most, and how many the longest run has.
static void add_rows(JsonWriter *w, const Results *r) {
    int all = 0;
    for (int i = 0; i < r->setting_count; i++) {
        int longest = thin(&r->settings[i], 0).longest->row_count;
        if (longest > all) all = longest;
    }
    json_object(w, JSON_DENSE);
    json_key(w, "shown");
    json_whole(w, rows_per_run(r));
    json_key(w, "all");
    json_whole(w, all);
    json_end(w);
}

static void add_experiments(JsonWriter *w, const Results *r) {
    json_list(w, JSON_DENSE);
    for (int i = 0; i < r->experiment_count; i++) {
        const ExperimentLog *x = &r->experiments[i];
        json_object(w, JSON_DENSE);
        add_text_field(w, "name", x->name);
        add_text_field(w, "about", x->about);
        if (x->claim) add_text_field(w, "claim", x->claim);
        add_text_field(w, "config", x->config);
        add_text_field(w, "manifest", x->manifest);
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
        add_text_field(w, "about", notes.line[i].about);
        add_text_field(w, "words", notes.line[i].words);
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
    add_text_field(w, "title", t.title);
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

static void add_tables(JsonWriter *w, const Comparison *c) {
    Arena arena = {0};
    json_object(w, JSON_DENSE);
    add_table(w, "settings", view_settings(c, false, &arena));
    add_table(w, "differences", view_differences(c, &arena));
    add_table(w, "matched", view_matched(c, &arena));
    add_table(w, "effects", view_effects(c, &arena));
    if (c->results->tuning_count > 0) add_table(w, "tuning", view_tuning(c, &arena));
    if (c->beside_count > 0) add_table(w, "averages", view_averages(c, &arena));
    add_table(w, "recall", view_recall(c, &arena));
    for (size_t k = 0; k < COUNT(told); k++) {
        const Column *column = column_of(c->results, told[k]);
        if (column) add_table(w, told[k], view_curve(c, column, &arena));
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

static void add_payload(JsonWriter *w, const Comparison *c) {
    json_object(w, JSON_DENSE);
    add_text_field(w, "generator", "regrun " REGRUN_VERSION);
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
    add_tables(w, c);
    Text selection = {0};
    words_selection(&selection, c);
    add_text_field(w, "selection", selection.data ? selection.data : "");
    w->out->failed |= selection.failed;
    text_free(&selection);
    json_key(w, "notes");
    add_notes(w, c);
    json_key(w, "t95");
    add_quantiles(w, c->results);
    json_key(w, "experiments");
    add_experiments(w, c->results);
    json_key(w, "rows");
    add_rows(w, c->results);
    json_key(w, "curves");
    add_curves(w, c->results);
    page_probes(w, c);
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
    add_payload(&w, c);
    text_add_n(out, page_head, (size_t)(page_head_end - page_head));
    if (payload.data) add_for_html(out, payload.data);
    text_add_n(out, page_tail, (size_t)(page_tail_end - page_tail));
    out->failed |= payload.failed;
    text_free(&payload);
}
