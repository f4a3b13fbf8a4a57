// The comparison as JSON: everything it holds. A number that is not there is null; a metric's value that never came
// (overfit onset, epochs to reach) is "never".
#include <math.h>

#include "compare/classes.h"
#include "report/ensembles.h"
#include "report/expectations.h"
#include "report/marginals.h"
#include "report/number.h"
#include "report/report.h"
#include "report/stopping.h"
#include "report/tuning.h"
#include "report/words.h"
#include "train/spec.h"

static void add_number(JsonWriter *w, double value) {
    Text number = {0};
    if (isfinite(value)) number_add_data(&number, value);
    json_raw(w, number.data ? number.data : isnan(value) ? "null" : "\"never\"");
    w->out->failed |= number.failed;
    text_free(&number);
}

static void add_number_field(JsonWriter *w, const char *key, double value) {
    json_key(w, key);
    add_number(w, value);
}

static void add_text_field(JsonWriter *w, const char *key, const char *text) {
    json_key(w, key);
    json_text(w, text);
}

// What was written to `words`, which is empty afterwards.
static void add_words_field(JsonWriter *w, const char *key, Text *words) {
    add_text_field(w, key, words->data ? words->data : "");
    w->out->failed |= words->failed;
    text_free(words);
}

static void add_texts(JsonWriter *w, const char *const *texts, int n) {
    json_list(w, JSON_INLINE);
    for (int i = 0; i < n; i++) json_text(w, texts[i]);
    json_end(w);
}

// mean, sd, low, high and the values: what estimates and differences have alike.
static void add_interval(JsonWriter *w, const double interval[4], const double *values, int n) {
    static const char *const keys[] = {"mean", "sd", "low", "high"};
    for (int i = 0; i < 4; i++) add_number_field(w, keys[i], interval[i]);
    json_key(w, "values");
    json_list(w, JSON_INLINE);
    for (int i = 0; i < n; i++) add_number(w, values[i]);
    json_end(w);
}

static void add_estimate(JsonWriter *w, const Estimate *x, int runs) {
    json_object(w, JSON_INLINE);
    json_key(w, "n");
    json_whole(w, x->n);
    json_key(w, "never");
    json_whole(w, x->never);
    add_interval(w, (const double[]){x->mean, x->sd, x->low, x->high}, x->values, runs);
    json_end(w);
}

// The part of a difference that every one has.
static void add_contrast(JsonWriter *w, const Difference *d) {
    json_key(w, "n");
    json_whole(w, d->n);
    add_interval(w, (const double[]){d->mean, d->sd, d->low, d->high}, d->values, d->n);
}

static void add_contrast_field(JsonWriter *w, const char *key, const Difference *d) {
    json_key(w, key);
    json_object(w, JSON_INLINE);
    add_contrast(w, d);
    json_end(w);
}

static void add_difference(JsonWriter *w, const Comparison *c, int setting, int k) {
    static const char *const verdicts[] = {"too_few", "same", "none", "less", "more"};
    const Difference *d = &c->against[setting].difference[k];
    Text words = {0};
    json_object(w, JSON_INLINE);
    add_contrast(w, d);
    json_key(w, "left_out");
    json_whole(w, d->left_out);
    add_number_field(w, "p", d->p);
    add_number_field(w, "p_holm", d->p_holm);
    add_number_field(w, "p_max_t", d->p_max_t);
    add_number_field(w, "p_permutation", d->p_permutation);
    add_number_field(w, "effect", d->effect);
    add_number_field(w, "noise_floor", d->noise_floor);
    add_text_field(w, "verdict", verdicts[d->verdict]);
    words_verdict(&words, c, setting, k);
    add_words_field(w, "words", &words);
    json_end(w);
}

static void add_matched(JsonWriter *w, const Comparison *c, int setting) {
    const MatchedFit *m = &c->against[setting].matched;
    Text words = {0};
    json_object(w, JSON_INLINE);
    add_contrast_field(w, "equal_loss", &m->equal_loss);
    add_contrast_field(w, "equal_steps", &m->equal_steps);
    add_number_field(w, "train_loss", m->train_loss);
    add_number_field(w, "steps", m->steps);
    json_key(w, "only_slower");
    json_bool(w, m->match == MATCH_ONLY_SLOWER);
    words_matched(&words, c, setting);
    add_words_field(w, "words", &words);
    json_end(w);
}

static void add_against(JsonWriter *w, const Comparison *c, int setting) {
    if (setting == c->baseline) {
        json_null(w);
        return;
    }
    json_object(w, JSON_LINES);
    for (int k = 0; k < c->judged.count; k++) {
        json_key(w, comparison_names(c, c->judged.index[k])->key);
        add_difference(w, c, setting, k);
    }
    DataFact other = c->against[setting].other_data;
    add_text_field(w, "other_data", other < DATA_FACTS ? data_facts[other] : NULL);
    json_key(w, "matched");
    add_matched(w, c, setting);
    json_end(w);
}

// The mean prediction of the setting's seeds.
static void add_ensemble(JsonWriter *w, const Comparison *c, int setting) {
    const Ensemble *en = &c->ensemble[setting];
    const char *const *keys = c->results->regression ? ensemble_keys_regression : ensemble_keys;
    json_key(w, "ensemble");
    json_object(w, JSON_INLINE);
    json_key(w, "networks");
    json_whole(w, en->members);
    for (int i = 0; keys[i]; i++) add_number_field(w, keys[i], ensemble_value(en, i));
    if (en->why) add_text_field(w, "why_not", en->why);
    json_end(w);
}

// What its runs take each class for; null where that is not known.
static void add_classes(JsonWriter *w, const SettingLog *log) {
    Arena arena = {0};
    ClassSummary c;
    w->out->failed |= !class_summary(&c, log, &arena);
    json_key(w, "classes");
    if (c.classes == 0) {
        json_null(w);
        return;
    }
    json_object(w, JSON_LINES);
    json_key(w, "names");
    add_texts(w, c.name, c.classes);
    json_key(w, "runs");
    json_whole(w, c.runs);
    json_key(w, "share");
    json_list(w, JSON_LINES);
    for (int k = 0; k < c.classes; k++) {
        json_list(w, JSON_INLINE);
        for (int other = 0; other < c.classes; other++) add_number(w, c.share[k * c.classes + other]);
        json_end(w);
    }
    json_end(w);
    json_key(w, "recall_sd");
    json_list(w, JSON_INLINE);
    for (int k = 0; k < c.classes; k++) add_number(w, c.sd[k]);
    json_end(w);
    json_end(w);
    arena_free(&arena);
}

static void add_setting(JsonWriter *w, const Comparison *c, int setting) {
    const Results *r = c->results;
    const SettingSummary *s = &c->settings[setting];
    json_object(w, JSON_LINES);
    add_text_field(w, "name", s->log->name);
    add_text_field(w, "experiment", r->experiments[s->log->experiment].name);
    json_key(w, "baseline");
    json_bool(w, setting == c->baseline);
    json_key(w, "options");
    json_object(w, JSON_INLINE);
    for (int i = 0; i < r->option_count; i++) add_text_field(w, r->options[i], s->log->values[i]);
    json_end(w);
    json_key(w, "seeds");
    json_list(w, JSON_INLINE);
    for (int i = 0; i < s->log->run_count; i++) json_unsigned(w, s->log->runs[i].replicate.seed);
    json_end(w);
    json_key(w, "folds");
    json_whole(w, s->log->folds);
    json_key(w, "usable");
    json_whole(w, s->usable);
    json_key(w, "diverged");
    json_whole(w, s->diverged);
    json_key(w, "learned_nothing");
    if (s->log->planned)
        json_whole(w, s->nothing);
    else
        json_null(w); // without a manifest it is not known
    json_key(w, "selected_on_test");
    json_bool(w, s->log->selects_on_test);
    json_key(w, "unfinished");
    json_whole(w, s->unfinished);
    json_key(w, "metrics");
    json_object(w, JSON_LINES);
    for (int k = 0; k < c->metrics.count; k++) {
        json_key(w, comparison_names(c, c->metrics.index[k])->key);
        add_estimate(w, &s->metric[c->metrics.index[k]], s->log->run_count);
    }
    json_end(w);
    add_classes(w, s->log);
    if (c->ensemble) add_ensemble(w, c, setting);
    json_key(w, "against");
    add_against(w, c, setting);
    json_end(w);
}

static void add_metrics(JsonWriter *w, const Comparison *c) {
    static const char *const better[] = {"lower", "higher", NULL};
    json_key(w, "metrics");
    json_list(w, JSON_LINES);
    for (int k = 0; k < c->metrics.count; k++) {
        const MetricNames *names = comparison_names(c, c->metrics.index[k]);
        json_object(w, JSON_INLINE);
        add_text_field(w, "key", names->key);
        add_text_field(w, "title", names->title);
        add_text_field(w, "better", better[names->better]);
        json_end(w);
    }
    json_end(w);
    json_key(w, "compared");
    json_list(w, JSON_INLINE);
    for (int k = 0; k < c->judged.count; k++) json_text(w, comparison_names(c, c->judged.index[k])->key);
    json_end(w);
}

// What is corrected together: a family for each compared metric, the primary one first.
static void add_families(JsonWriter *w, const Comparison *c) {
    Text words = {0};
    words_correction(&words, c);
    add_text_field(w, "primary", comparison_names(c, c->judged.index[0])->key);
    json_key(w, "primary_given");
    json_bool(w, c->primary_given);
    add_words_field(w, "families_words", &words);
    json_key(w, "families");
    json_object(w, JSON_LINES);
    for (int k = 0; k < c->judged.count; k++) {
        json_key(w, comparison_names(c, c->judged.index[k])->key);
        json_object(w, JSON_INLINE);
        json_key(w, "comparisons");
        json_whole(w, c->family[k].count);
        add_text_field(w, "verdict_by", c->family[k].max_t ? "p_max_t" : "p_holm");
        json_key(w, "exploratory");
        json_bool(w, k > 0);
        json_end(w);
    }
    json_end(w);
}

static void add_experiments(JsonWriter *w, const Results *r) {
    json_key(w, "experiments");
    json_list(w, JSON_LINES);
    for (int i = 0; i < r->experiment_count; i++) {
        json_object(w, JSON_INLINE);
        add_text_field(w, "name", r->experiments[i].name);
        add_text_field(w, "about", r->experiments[i].about);
        if (r->experiments[i].claim) add_text_field(w, "claim", r->experiments[i].claim);
        add_text_field(w, "log", r->experiments[i].log_path);
        json_end(w);
    }
    json_end(w);
}

static void add_effect(JsonWriter *w, const Comparison *c, const Effect *effect) {
    Text words = {0};
    json_object(w, JSON_LINES);
    words_effect_name(&words, c, effect);
    add_words_field(w, "label", &words);
    json_key(w, "order");
    json_whole(w, effect->order);
    json_key(w, "levels");
    json_object(w, JSON_INLINE);
    for (int i = 0; i < effect->order; i++) {
        const Factor *f = &c->factorial.factors[effect->factor[i]];
        json_key(w, f->key);
        add_texts(w, (const char *[]){f->levels[effect->level[i]], f->levels[0]}, 2);
    }
    json_end(w);
    add_contrast_field(w, "gap", &effect->gap);
    add_contrast_field(w, "test_loss", &effect->test_loss);
    words_effect(&words, c, effect);
    add_words_field(w, "words", &words);
    json_end(w);
}

static void add_factorial(JsonWriter *w, const Comparison *c) {
    const Factorial *x = &c->factorial;
    json_key(w, "factorial");
    if (x->factor_count == 0) {
        json_null(w);
        return;
    }
    json_object(w, JSON_LINES);
    json_key(w, "seeds");
    json_whole(w, x->seeds);
    json_key(w, "factors");
    json_list(w, JSON_LINES);
    for (int f = 0; f < x->factor_count; f++) {
        json_object(w, JSON_INLINE);
        add_text_field(w, "key", x->factors[f].key);
        add_text_field(w, "label", x->factors[f].label);
        json_key(w, "levels");
        add_texts(w, x->factors[f].levels, x->factors[f].level_count);
        json_end(w);
    }
    json_end(w);
    json_key(w, "effects");
    json_list(w, JSON_LINES);
    for (int i = 0; i < x->effect_count; i++) add_effect(w, c, &x->effects[i]);
    json_end(w);
    json_end(w);
}

// What averages say beside the network itself; nothing where no setting has any.
static void add_averages(JsonWriter *w, const Comparison *c) {
    if (c->beside_count == 0) return;
    json_key(w, "averages");
    json_list(w, JSON_LINES);
    for (int i = 0; i < c->beside_count; i++) {
        const Beside *b = &c->beside[i];
        json_object(w, JSON_LINES);
        add_text_field(w, "setting", c->settings[b->setting].log->name);
        add_text_field(w, "average", average_names[b->average]);
        for (int k = 0; k < b->count; k++) {
            const BesideNumber *number = &b->number[k];
            json_key(w, comparison_names(c, number->own)->key);
            json_object(w, JSON_LINES);
            add_number_field(w, "network", number->network.mean);
            add_number_field(w, "average", c->settings[b->setting].metric[number->average].mean);
            add_contrast_field(w, "difference", &number->difference);
            json_end(w);
        }
        json_end(w);
    }
    json_end(w);
}

void report_json_value(JsonWriter *w, const Comparison *c) {
    json_object(w, JSON_LINES);
    add_experiments(w, c->results);
    add_text_field(w, "baseline", c->settings[c->baseline].log->name);
    add_number_field(w, "reach", c->reach);
    Text correction = {0};
    words_folds(&correction, c);
    add_text_field(w, "correction", correction.data);
    w->out->failed |= correction.failed;
    text_free(&correction);
    Text guessing = {0};
    words_guessing(&guessing, c);
    add_text_field(w, "guessing", guessing.data);
    w->out->failed |= guessing.failed;
    text_free(&guessing);
    add_text_field(w, "selection", selects_on_test(c) ? selection_note : NULL);
    json_key(w, "options");
    add_texts(w, c->results->options, c->results->option_count);
    add_metrics(w, c);
    add_families(w, c);
    json_key(w, "settings");
    json_list(w, JSON_LINES);
    for (int s = 0; s < c->setting_count; s++) add_setting(w, c, s);
    json_end(w);
    add_factorial(w, c);
    marginals_json(w, c);
    add_averages(w, c);
    tuning_json(w, c);
    expectations_json(w, c);
    json_end(w);
}

void report_json(Text *out, const Comparison *c) {
    JsonWriter w = {.out = out};
    report_json_value(&w, c);
    text_add(out, "\n");
}
