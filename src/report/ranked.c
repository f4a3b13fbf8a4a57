#include "report/ranked.h"

#include <math.h>

#include "report/number.h"
#include "report/views.h"
#include "report/words.h"

void words_order(Text *out, const Comparison *c) {
    const MetricNames *names = comparison_names(c, c->focus.sort);
    text_printf(out, ", by %s, the %s first", names->title, names->better == BETTER_HIGHER ? "highest" : "lowest");
}

// By the gap the first may be the one that learned least.
static void warn_of_underfitting(Text *out, const Comparison *c) {
    const Focus *f = &c->focus;
    const int loss = metric_find("test_loss");
    int first = -1, best = -1;
    if (!f->digest || f->sort != metric_find("gap")) return;
    for (int s = 0; s < c->setting_count; s++) {
        if (f->rank[s] == 0 || isnan(c->settings[s].metric[loss].mean)) continue;
        if (f->rank[s] == 1) first = s;
        if (best < 0 || c->settings[s].metric[loss].mean < c->settings[best].metric[loss].mean) best = s;
    }
    if (first < 0 || first == best) return;
    text_printf(out, "%sa small gap may be underfitting: the lowest test loss has %s (compare --sort test_loss)",
                out->size > 0 ? "; " : "", c->settings[best].log->name);
}

void words_left_out(Text *out, const Comparison *c) {
    const Focus *f = &c->focus;
    if (f->digest) {
        text_printf(out, "Baseline: %s", c->settings[c->baseline].log->name);
        if (f->rank[c->baseline] > 0) text_printf(out, ", rank %d of %d", f->rank[c->baseline], f->chosen);
    }
    if (f->count < f->chosen)
        text_printf(out, "%s%d of %d settings left out: see compare --top %d or --settings", out->size > 0 ? "; " : "",
                    f->chosen - f->count, f->chosen, f->chosen);
    warn_of_underfitting(out, c);
}

void words_digest(Text *out, const Comparison *c) {
    Text correction = {0};
    words_correction(&correction, c);
    if (correction.data) text_printf(out, "p: %s. ", correction.data);
    out->failed |= correction.failed;
    text_free(&correction);
    text_add(out, "Other metrics: compare --metric; every table of every setting: compare --full.");
}

// Metrics that stand beside the one that settings are ranked by: those that were asked for, or the losses' and scores'.
static bool is_beside(const Comparison *c, int metric) {
    const MetricInfo *info = &c->table.row[metric];
    if (metric == c->focus.sort) return false;
    if (focus_names(c, comparison_names(c, metric)->key)) return true;
    if (c->focus.asked || metric == metric_find("test_loss") || metric == metric_find("gap")) return true;
    return info->score && !info->asked && info->part == SCORE_TEST;
}

static void add_runs(TextTable *t, const SettingSummary *s) {
    Text cell = {0};
    text_printf(&cell, "%d", s->usable);
    if (s->usable < s->log->run_count) text_printf(&cell, " of %d", s->log->run_count);
    table_cell(t, &cell);
}

TextTable view_ranked(const Comparison *c, Arena *a) {
    const Focus *f = &c->focus;
    Text title = {0};
    text_add(&title, "Settings");
    words_order(&title, c);
    text_add(&title, ": mean (95 % interval) over seeds");
    TextTable t = view_begin(a, &title, c, 2);
    t.name = "settings";
    table_column(&t, "#", true);
    table_column(&t, "setting", true);
    view_metric_column(&t, c, f->sort);
    for (int k = 0; k < f->shown.count; k++)
        if (is_beside(c, f->shown.index[k])) view_metric_column(&t, c, f->shown.index[k]);
    table_column(&t, "runs", false);
    for (int i = 0; i < f->count; i++) {
        const int s = f->setting[i];
        const SettingSummary *summary = &c->settings[s];
        Text cell = {0};
        text_printf(&cell, "%d", f->rank[s]);
        table_cell(&t, &cell);
        table_cell_text(&t, summary->log->name);
        words_estimate(&cell, &summary->metric[f->sort]);
        table_cell(&t, &cell);
        for (int k = 0; k < f->shown.count; k++) {
            const Estimate *x = &summary->metric[f->shown.index[k]];
            if (!is_beside(c, f->shown.index[k])) continue;
            if (x->n == 0 && x->never > 0)
                text_add(&cell, "never");
            else
                number_add(&cell, x->mean, x->sd);
            table_cell(&t, &cell);
        }
        add_runs(&t, summary);
    }
    return t;
}

// The verdict in a few words.
static void add_verdict(Text *out, const Comparison *c, int setting, int k) {
    const Against *against = &c->against[setting];
    const MetricNames *names = comparison_names(c, c->judged.index[k]);
    const char *const words[] = {[VERDICT_TOO_FEW] = "too few seeds",
                                 [VERDICT_SAME] = "the same",
                                 [VERDICT_NONE] = "cannot tell",
                                 [VERDICT_LESS] = names->less,
                                 [VERDICT_MORE] = names->more};
    if (against->other_data < DATA_FACTS) {
        text_printf(out, "other data (%s)", data_facts[against->other_data]);
        return;
    }
    text_add(out, words[against->difference[k].verdict]);
    const bool gap = c->judged.index[k] == metric_find("gap");
    if (gap && against->matched.match == MATCH_ONLY_SLOWER)
        text_add(out, c->settings[setting].log->stops ? ", only shorter" : ", only slower");
}

static void add_digest_row(TextTable *t, const Comparison *c, int setting, int k) {
    const Difference *d = &c->against[setting].difference[k];
    Text cell = {0};
    table_cell_text(t, c->settings[setting].log->name);
    if (c->focus.judged.count > 1) table_cell_text(t, comparison_names(c, c->judged.index[k])->title);
    words_mean_interval(&cell, d);
    table_cell(t, &cell);
    number_add_p(&cell, c->family[k].max_t ? d->p_max_t : d->p_holm);
    table_cell(t, &cell);
    add_verdict(&cell, c, setting, k);
    table_cell(t, &cell);
}

TextTable view_digest(const Comparison *c, Arena *a) {
    const Focus *f = &c->focus;
    const bool several = f->judged.count > 1;
    Text title = {0};
    if (f->judged.count == 1)
        text_printf(&title, "%s: setting", comparison_names(c, c->judged.index[f->judged.index[0]])->title);
    else
        text_add(&title, "Setting");
    text_printf(&title, " minus %s, paired by seed (95 %% interval)", c->settings[c->baseline].log->name);
    TextTable t = view_begin(a, &title, c, several ? 2 : 1);
    t.name = "digest";
    table_column(&t, "setting", true);
    if (several) table_column(&t, "metric", true);
    table_column(&t, "difference", false);
    table_column(&t, "p", false);
    table_column(&t, "verdict", true);
    for (int i = 0; i < f->count; i++)
        for (int place = 0; place < f->judged.count && f->setting[i] != c->baseline; place++)
            add_digest_row(&t, c, f->setting[i], f->judged.index[place]);
    return t;
}
