// One row per setting as CSV: summary.csv, and the same with the comparison beside it.
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "report/ensembles.h"
#include "report/fields.h"
#include "report/report.h"
#include "report/stopping.h"
#include "report/words.h"

static void add_field(Text *out, double value) {
    text_add(out, ",");
    field_add_value(out, value);
}

// "X_mean,X_sd,X_values": the replicates with blanks between, one for each seed of the row.
static void add_estimate(Text *out, const Estimate *x, int runs) {
    add_field(out, x->mean);
    add_field(out, x->sd);
    for (int i = 0; i < runs; i++) {
        text_add(out, i == 0 ? "," : " ");
        field_add_value(out, x->values[i]);
    }
}

static void add_summary_header(Text *out, const Comparison *c) {
    text_add(out, "setting,seeds,diverged,learned_nothing");
    if (selects_on_test(c)) text_add(out, ",selected_on_test");
    for (int k = 0; k < c->metrics.count; k++) {
        const char *key = comparison_names(c, c->metrics.index[k])->key;
        field_add_heading(out, key, "_mean");
        field_add_heading(out, key, "_sd");
        field_add_heading(out, key, "_values");
    }
}

static void add_summary_row(Text *out, const Comparison *c, int setting) {
    const SettingSummary *s = &c->settings[setting];
    field_add_name(out, s->log->name);
    for (int i = 0; i < s->log->run_count; i++)
        text_printf(out, "%s%" PRIu64, i == 0 ? "," : " ", s->log->runs[i].replicate.seed);
    text_printf(out, ",%d,", s->diverged);
    if (s->log->planned) text_printf(out, "%d", s->nothing); // without a manifest it is not known
    if (selects_on_test(c)) text_add(out, s->log->selects_on_test ? ",yes" : ",no");
    for (int k = 0; k < c->metrics.count; k++) add_estimate(out, &s->metric[c->metrics.index[k]], s->log->run_count);
}

void summary_csv(Text *out, const Comparison *c) {
    add_summary_header(out, c);
    text_add(out, "\n");
    for (int s = 0; s < c->setting_count; s++) {
        add_summary_row(out, c, s);
        text_add(out, "\n");
    }
}

// The columns of a difference, after the metric's key.
static const char *const difference_columns[] = {"n",      "difference",    "low",    "high",       "p",
                                                 "p_holm", "p_permutation", "effect", "noise_floor"};
#define DIFFERENCE_COLUMNS ((int)(sizeof difference_columns / sizeof *difference_columns))

static void add_difference(Text *out, const Difference *d, bool baseline) {
    const double values[DIFFERENCE_COLUMNS] = {d->n,      d->mean,          d->low,    d->high,       d->p,
                                               d->p_holm, d->p_permutation, d->effect, d->noise_floor};
    for (int i = 0; i < DIFFERENCE_COLUMNS; i++) {
        if (baseline)
            text_add(out, ",");
        else
            add_field(out, values[i]);
    }
}

// The words in `words`, which is empty afterwards, as the row's next field.
static void add_words(Text *out, Text *words) {
    text_add(out, ",");
    text_add_csv(out, words->data ? words->data : "");
    out->failed |= words->failed;
    text_free(words);
}

void report_csv(Text *out, const Comparison *c) {
    add_summary_header(out, c);
    for (int k = 0; k < c->judged.count; k++) {
        const char *key = comparison_names(c, c->judged.index[k])->key;
        for (int i = 0; i < DIFFERENCE_COLUMNS; i++) {
            char end[32];
            snprintf(end, sizeof end, "_against_%s", difference_columns[i]);
            field_add_heading(out, key, end);
        }
        field_add_heading(out, key, "_verdict");
    }
    const char *const *keys = c->results->regression ? ensemble_keys_regression : ensemble_keys;
    for (int i = 0; c->ensemble && keys[i]; i++) text_printf(out, ",ensemble_%s", keys[i]);
    text_add(out, ",matched_loss,matched_loss_difference,matched_loss_low,matched_loss_high"
                  ",matched_steps,matched_steps_difference,matched_steps_low,matched_steps_high,matched_verdict\n");
    for (int s = 0; s < c->setting_count; s++) {
        const Against *a = &c->against[s];
        const MatchedFit *m = &a->matched;
        const double matched[] = {m->train_loss, m->equal_loss.mean,  m->equal_loss.low,  m->equal_loss.high,
                                  m->steps,      m->equal_steps.mean, m->equal_steps.low, m->equal_steps.high};
        add_summary_row(out, c, s);
        Text words = {0};
        for (int k = 0; k < c->judged.count; k++) {
            add_difference(out, &a->difference[k], s == c->baseline);
            words_verdict(&words, c, s, k);
            add_words(out, &words);
        }
        for (int i = 0; c->ensemble && keys[i]; i++) add_field(out, ensemble_value(&c->ensemble[s], i));
        for (size_t i = 0; i < sizeof matched / sizeof *matched; i++) {
            if (s == c->baseline)
                text_add(out, ",");
            else
                add_field(out, matched[i]);
        }
        words_matched(&words, c, s);
        add_words(out, &words);
        text_add(out, "\n");
    }
}
