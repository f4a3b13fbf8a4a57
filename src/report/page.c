#include "report/page.h"

#include <math.h>
#include <string.h>

#include "base/version.h"
#include "compare/stats.h"
#include "report/report.h"
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

// The rows that a curve may have: the budget over all runs and their three losses.
static int rows_per_run(const Results *r) {
    int runs = 0;
    for (int i = 0; i < r->setting_count; i++) runs += r->settings[i].run_count;
    int most = PAGE_CURVE_NUMBERS / (3 * runs); // NOLINT(clang-analyzer-core.DivideZero): a log without runs is refused
    return most < 20 ? 20 : most;
}

// Curves are drawn, not read: five digits are finer than any screen.
static void add_number(Text *out, double value) {
    if (isfinite(value))
        text_printf(out, "%.5g", value);
    else
        text_add(out, "null");
}

typedef double (*RowValue)(const EpochRow *row);
static double running_loss(const EpochRow *row) {
    return row->running_loss;
}
static double train_loss(const EpochRow *row) {
    return row->train_loss;
}
static double test_loss(const EpochRow *row) {
    return row->test_loss;
}
static const struct {
    const char *key;
    RowValue value;
} curves[] = {{"running_loss", running_loss}, {"train_loss", train_loss}, {"test_loss", test_loss}};

// One curve of a run at the epochs of `t`; null where the run has no such epoch.
static void add_curve(Text *out, const RunLog *run, const Thinned *t, RowValue value) {
    text_add(out, "[");
    for (int i = 0, row = 0; i < t->count; i++) {
        int64_t epoch = thinned_epoch(t, i);
        while (row < run->row_count && run->rows[row].epoch < epoch) row++;
        if (i > 0) text_add(out, ",");
        bool there = row < run->row_count && run->rows[row].epoch == epoch;
        add_number(out, there ? value(&run->rows[row]) : NAN);
    }
    text_add(out, "]");
}

static void add_setting_curves(Text *out, const SettingLog *s, int most) {
    Thinned t = thin(s, most);
    text_add(out, "{\"epochs\":[");
    for (int i = 0; i < t.count; i++) text_printf(out, "%s%lld", i > 0 ? "," : "", (long long)thinned_epoch(&t, i));
    text_add(out, "],\"runs\":[");
    for (int i = 0; i < s->run_count; i++) {
        text_printf(out, "%s{\"seed\":\"%llu\",\"usable\":%s", i > 0 ? "," : "",
                    (unsigned long long)s->runs[i].replicate.seed, run_usable(&s->runs[i]) ? "true" : "false");
        for (size_t k = 0; k < sizeof curves / sizeof *curves; k++) {
            text_printf(out, ",\"%s\":", curves[k].key);
            add_curve(out, &s->runs[i], &t, curves[k].value);
        }
        text_add(out, "}");
    }
    text_add(out, "]}");
}

static void add_curves(Text *out, const Results *r) {
    int most = rows_per_run(r);
    text_add(out, "[");
    for (int i = 0; i < r->setting_count; i++) {
        if (i > 0) text_add(out, ",");
        add_setting_curves(out, &r->settings[i], most);
    }
    text_add(out, "]");
}

// How many rows a curve shows at most, and how many the longest run has.
static void add_rows(Text *out, const Results *r) {
    int all = 0;
    for (int i = 0; i < r->setting_count; i++) {
        int longest = thin(&r->settings[i], 0).longest->row_count;
        if (longest > all) all = longest;
    }
    text_printf(out, "{\"shown\":%d,\"all\":%d}", rows_per_run(r), all);
}

static void add_text_field(Text *out, const char *key, const char *value) {
    text_printf(out, "\"%s\":", key);
    if (value)
        text_add_json(out, value);
    else
        text_add(out, "null");
}

static void add_experiments(Text *out, const Results *r) {
    text_add(out, "[");
    for (int i = 0; i < r->experiment_count; i++) {
        const ExperimentLog *x = &r->experiments[i];
        text_add(out, i > 0 ? ",{" : "{");
        add_text_field(out, "name", x->name);
        text_add(out, ",");
        add_text_field(out, "about", x->about);
        text_add(out, ",");
        add_text_field(out, "config", x->config);
        text_add(out, ",");
        add_text_field(out, "manifest", x->manifest);
        text_add(out, "}");
    }
    text_add(out, "]");
}

// The 97.5 % quantile of Student's t for a mean of n values, by n; the page draws its bands with it.
static void add_quantiles(Text *out, const Results *r) {
    int most = 0;
    for (int i = 0; i < r->setting_count; i++) {
        if (r->settings[i].run_count > most) most = r->settings[i].run_count;
    }
    text_add(out, "[0,0");
    for (int n = 2; n <= most; n++) text_printf(out, ",%.6g", stats_t_quantile(0.975, n - 1));
    text_add(out, "]");
}

// What was left out, and why.
static void add_notes(Text *out, const Comparison *c) {
    Arena arena = {0};
    Lines notes = view_notes(c, &arena);
    text_add(out, "[");
    for (int i = 0; i < notes.count; i++) {
        text_add(out, i > 0 ? ",{" : "{");
        add_text_field(out, "about", notes.line[i].about);
        text_add(out, ",");
        add_text_field(out, "words", notes.line[i].words);
        text_add(out, "}");
    }
    text_add(out, "]");
    out->failed |= notes.failed;
    arena_free(&arena);
}

static void add_payload(Text *out, const Comparison *c) {
    Text summary = {0};
    summary_csv(&summary, c);
    text_add(out, "{\"generator\":\"regrun " REGRUN_VERSION "\",\"comparison\":");
    report_json(out, c);
    text_add(out, ",");
    add_text_field(out, "summary", summary.data);
    out->failed |= summary.failed;
    text_free(&summary);
    text_add(out, ",\"notes\":");
    add_notes(out, c);
    text_add(out, ",\"t95\":");
    add_quantiles(out, c->results);
    text_add(out, ",\"experiments\":");
    add_experiments(out, c->results);
    text_add(out, ",\"rows\":");
    add_rows(out, c->results);
    text_add(out, ",\"curves\":");
    add_curves(out, c->results);
    text_add(out, "}");
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
    add_payload(&payload, c);
    text_add_n(out, page_head, (size_t)(page_head_end - page_head));
    if (payload.data) add_for_html(out, payload.data);
    text_add_n(out, page_tail, (size_t)(page_tail_end - page_tail));
    out->failed |= payload.failed;
    text_free(&payload);
}
