// The comparison as JSON: everything it holds. A number that is not there is null; a metric's value that never came
// (overfit onset, epochs to reach) is "never".
#include <inttypes.h>
#include <math.h>

#include "report/number.h"
#include "report/report.h"
#include "report/words.h"

static void add_key(Text *out, const char *key) {
    text_add_json(out, key);
    text_add(out, ": ");
}

static void add_number(Text *out, double value) {
    if (isfinite(value))
        number_add_data(out, value);
    else
        text_add(out, isnan(value) ? "null" : "\"never\"");
}

static void add_number_field(Text *out, const char *key, double value) {
    add_key(out, key);
    add_number(out, value);
}

static void add_text_or_null(Text *out, const char *text) {
    if (text)
        text_add_json(out, text);
    else
        text_add(out, "null");
}

// What was written to `words`, which is empty afterwards, under the key "words".
static void add_words(Text *out, Text *words) {
    add_key(out, "words");
    text_add_json(out, words->data ? words->data : "");
    out->failed |= words->failed;
    text_free(words);
}

static void add_texts(Text *out, const char *const *texts, int n) {
    text_add(out, "[");
    for (int i = 0; i < n; i++) {
        if (i > 0) text_add(out, ", ");
        text_add_json(out, texts[i]);
    }
    text_add(out, "]");
}

static void add_values(Text *out, const double *values, int n) {
    text_add(out, "\"values\": [");
    for (int i = 0; i < n; i++) {
        if (i > 0) text_add(out, ", ");
        add_number(out, values[i]);
    }
    text_add(out, "]");
}

// mean, sd, low, high: what estimates and differences have alike.
static void add_interval(Text *out, double mean, double sd, double low, double high) {
    const char *const keys[] = {"mean", "sd", "low", "high"};
    const double values[] = {mean, sd, low, high};
    for (int i = 0; i < 4; i++) {
        add_number_field(out, keys[i], values[i]);
        text_add(out, ", ");
    }
}

static void add_estimate(Text *out, const Estimate *x, int runs) {
    text_printf(out, "{\"n\": %d, \"never\": %d, ", x->n, x->never);
    add_interval(out, x->mean, x->sd, x->low, x->high);
    add_values(out, x->values, runs);
    text_add(out, "}");
}

// The part of a difference that every one has, without the closing brace.
static void add_contrast(Text *out, const Difference *d) {
    text_printf(out, "{\"n\": %d, ", d->n);
    add_interval(out, d->mean, d->sd, d->low, d->high);
    add_values(out, d->values, d->n);
}

static void add_difference(Text *out, const Comparison *c, int setting, int k) {
    static const char *const verdicts[] = {"too_few", "none", "less", "more"};
    const Difference *d = &c->against[setting].difference[k];
    Text words = {0};
    const char *const keys[] = {"p", "p_holm", "p_permutation", "effect", "noise_floor"};
    const double values[] = {d->p, d->p_holm, d->p_permutation, d->effect, d->noise_floor};
    add_contrast(out, d);
    text_printf(out, ", \"left_out\": %d", d->left_out);
    for (int i = 0; i < 5; i++) {
        text_add(out, ", ");
        add_number_field(out, keys[i], values[i]);
    }
    text_printf(out, ", \"verdict\": \"%s\", ", verdicts[d->verdict]);
    words_verdict(&words, c, setting, k);
    add_words(out, &words);
    text_add(out, "}");
}

static void add_matched(Text *out, const Comparison *c, int setting) {
    const MatchedFit *m = &c->against[setting].matched;
    Text words = {0};
    text_add(out, "{\"equal_loss\": ");
    add_contrast(out, &m->equal_loss);
    text_add(out, "}, \"equal_steps\": ");
    add_contrast(out, &m->equal_steps);
    text_add(out, "}, ");
    add_number_field(out, "train_loss", m->train_loss);
    text_add(out, ", ");
    add_number_field(out, "steps", m->steps);
    text_printf(out, ", \"only_slower\": %s, ", m->match == MATCH_ONLY_SLOWER ? "true" : "false");
    words_matched(&words, c, setting);
    add_words(out, &words);
    text_add(out, "}");
}

static void add_against(Text *out, const Comparison *c, int setting) {
    if (setting == c->baseline) {
        text_add(out, "null");
        return;
    }
    text_add(out, "{\n");
    for (int k = 0; k < c->judged.count; k++) {
        text_add(out, "      ");
        add_key(out, metric_names(c->judged.index[k], c->results->regression)->key);
        add_difference(out, c, setting, k);
        text_add(out, ",\n");
    }
    DataFact other = c->against[setting].other_data;
    text_add(out, "      \"other_data\": ");
    add_text_or_null(out, other < DATA_FACTS ? data_facts[other] : NULL);
    text_add(out, ",\n      \"matched\": ");
    add_matched(out, c, setting);
    text_add(out, "}");
}

static void add_setting(Text *out, const Comparison *c, int setting) {
    const Results *r = c->results;
    const SettingSummary *s = &c->settings[setting];
    text_add(out, "    {\"name\": ");
    text_add_json(out, s->log->name);
    text_add(out, ", \"experiment\": ");
    text_add_json(out, r->experiments[s->log->experiment].name);
    text_printf(out, ", \"baseline\": %s, \"options\": {", setting == c->baseline ? "true" : "false");
    for (int i = 0; i < r->option_count; i++) {
        if (i > 0) text_add(out, ", ");
        add_key(out, r->options[i]);
        add_text_or_null(out, s->log->values[i]);
    }
    text_add(out, "}, \"seeds\": [");
    for (int i = 0; i < s->log->run_count; i++)
        text_printf(out, "%s%" PRIu64, i > 0 ? ", " : "", s->log->runs[i].replicate.seed);
    text_printf(out, "], \"usable\": %d, \"diverged\": %d, \"unfinished\": %d,\n     \"metrics\": {", s->usable,
                s->diverged, s->unfinished);
    const char *comma = "\n      ";
    for (int k = 0; k < c->metrics.count; k++) {
        int m = c->metrics.index[k];
        text_add(out, comma);
        add_key(out, metric_names(m, r->regression)->key);
        add_estimate(out, &s->metric[m], s->log->run_count);
        comma = ",\n      ";
    }
    text_add(out, "},\n     \"against\": ");
    add_against(out, c, setting);
    text_add(out, "}");
}

static void add_metrics(Text *out, const Comparison *c) {
    const Results *r = c->results;
    static const char *const better[] = {"\"lower\"", "\"higher\"", "null"};
    const char *comma = "\n    ";
    text_add(out, "  \"metrics\": [");
    for (int k = 0; k < c->metrics.count; k++) {
        int m = c->metrics.index[k];
        const MetricNames *info = metric_names(m, r->regression);
        text_printf(out, "%s{\"key\": \"%s\", \"title\": \"%s\", \"better\": %s}", comma, info->key, info->title,
                    better[info->better]);
        comma = ",\n    ";
    }
    text_add(out, "],\n  \"compared\": [");
    for (int k = 0; k < c->judged.count; k++)
        text_printf(out, "%s\"%s\"", k > 0 ? ", " : "", metric_names(c->judged.index[k], r->regression)->key);
    text_add(out, "],\n");
}

static void add_experiments(Text *out, const Results *r) {
    text_add(out, "  \"experiments\": [");
    for (int i = 0; i < r->experiment_count; i++) {
        text_add(out, i > 0 ? ",\n    {\"name\": " : "\n    {\"name\": ");
        text_add_json(out, r->experiments[i].name);
        text_add(out, ", \"about\": ");
        text_add_json(out, r->experiments[i].about);
        text_add(out, ", \"log\": ");
        text_add_json(out, r->experiments[i].log_path);
        text_add(out, "}");
    }
    text_add(out, "],\n");
}

static void add_effect(Text *out, const Comparison *c, const Effect *effect) {
    const Factorial *x = &c->factorial;
    Text words = {0};
    words_effect_name(&words, c, effect);
    text_add(out, "\n    {\"label\": ");
    text_add_json(out, words.data ? words.data : "");
    out->failed |= words.failed;
    text_free(&words);
    text_printf(out, ", \"order\": %d, \"levels\": {", effect->order);
    for (int i = 0; i < effect->order; i++) {
        const Factor *f = &x->factors[effect->factor[i]];
        if (i > 0) text_add(out, ", ");
        add_key(out, f->key);
        add_texts(out, (const char *[]){f->levels[effect->level[i]], f->levels[0]}, 2);
    }
    text_add(out, "},\n     \"gap\": ");
    add_contrast(out, &effect->gap);
    text_add(out, "},\n     \"test_loss\": ");
    add_contrast(out, &effect->test_loss);
    text_add(out, "},\n     ");
    words_effect(&words, c, effect);
    add_words(out, &words);
    text_add(out, "}");
}

static void add_factorial(Text *out, const Comparison *c) {
    const Factorial *x = &c->factorial;
    text_add(out, "  \"factorial\": ");
    if (x->factor_count == 0) {
        text_add(out, "null\n");
        return;
    }
    text_printf(out, "{\"seeds\": %d, \"factors\": [", x->seeds);
    for (int f = 0; f < x->factor_count; f++) {
        text_add(out, f > 0 ? ", {\"key\": " : "{\"key\": ");
        text_add_json(out, x->factors[f].key);
        text_add(out, ", \"label\": ");
        text_add_json(out, x->factors[f].label);
        text_add(out, ", \"levels\": ");
        add_texts(out, x->factors[f].levels, x->factors[f].level_count);
        text_add(out, "}");
    }
    text_add(out, "], \"effects\": [");
    for (int i = 0; i < x->effect_count; i++) {
        if (i > 0) text_add(out, ",");
        add_effect(out, c, &x->effects[i]);
    }
    text_add(out, "]}\n");
}

void report_json(Text *out, const Comparison *c) {
    text_add(out, "{\n");
    add_experiments(out, c->results);
    text_add(out, "  \"baseline\": ");
    text_add_json(out, c->settings[c->baseline].log->name);
    text_add(out, ", ");
    add_number_field(out, "reach", c->reach);
    text_printf(out, ", \"comparisons\": %d,\n  \"options\": ", c->family);
    add_texts(out, c->results->options, c->results->option_count);
    text_add(out, ",\n");
    add_metrics(out, c);
    text_add(out, "  \"settings\": [\n");
    for (int s = 0; s < c->setting_count; s++) {
        if (s > 0) text_add(out, ",\n");
        add_setting(out, c, s);
    }
    text_add(out, "],\n");
    add_factorial(out, c);
    text_add(out, "}\n");
}
