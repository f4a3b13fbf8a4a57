#include "report/words.h"

#include <math.h>
#include <string.h>

#include "compare/difference.h"
#include "report/number.h"

#define EXPLORATORY "exploratory: " // before what was not asked for

void words_mean(Text *out, const Difference *d) {
    number_add_signed(out, d->mean, (d->high - d->low) / 2);
}

void words_interval(Text *out, const Difference *d) {
    double margin = (d->high - d->low) / 2;
    if (isnan(margin)) {
        text_add(out, "-");
        return;
    }
    number_add_bound(out, d->low, margin);
    text_add(out, " to ");
    number_add_bound(out, d->high, margin);
}

void words_mean_interval(Text *out, const Difference *d) {
    words_mean(out, d);
    if (d->n < 2) return;
    text_add(out, " (");
    words_interval(out, d);
    text_add(out, ")");
}

void words_difference(Text *out, const Difference *d) {
    words_mean(out, d);
    if (d->n < 2) return;
    text_add(out, d->overlap > 0 ? ", 95 % CI for folds " : ", 95 % CI ");
    words_interval(out, d);
}

void words_estimate(Text *out, const Estimate *x) {
    const double margin = (x->high - x->low) / 2;
    if (x->n == 0 && x->never > 0) {
        text_add(out, "never");
        return;
    }
    number_add(out, x->mean, margin);
    if (!isnan(margin)) {
        text_add(out, " (");
        number_add(out, x->low, margin);
        text_add(out, " to ");
        number_add(out, x->high, margin);
        text_add(out, ")");
    }
    if (x->never > 0) text_printf(out, ", never in %d", x->never);
}

void words_folds(Text *out, const Comparison *c) {
    int folds = 0;
    bool same = true, counted = false;
    for (int s = 0; s < c->setting_count; s++) {
        int own = c->settings[s].log->folds;
        counted |= c->settings[s].log->folds_counted;
        same &= folds == 0 || own == folds;
        if (own > folds) folds = own;
    }
    if (folds == 0) return;
    text_add(out, "cross-validation: runs share training samples, so intervals for folds and their t tests take "
                  "(1/n + 1/(k - 1)) s^2 for the variance of a mean of n runs, in the place of s^2 / n");
    if (same) text_printf(out, ", with k = %d folds", folds);
    if (counted) text_add(out, same ? ", as many as the log shows" : ", with as many folds as the logs show");
    text_add(out, " (Nadeau and Bengio 2003); sign flips and the noise floor need independent runs and are left out");
}

// "the 3 comparisons of each metric", "the 2 to 3 comparisons of each metric".
static void add_families(Text *out, int fewest, int most) {
    text_add(out, "the ");
    if (fewest < most) text_printf(out, "%d to ", fewest);
    text_printf(out, "%d comparison%s of each metric", most, most == 1 ? "" : "s");
}

void words_correction(Text *out, const Comparison *c) {
    int fewest = 0, most = 0, count = 0, max_t = 0;
    for (int k = 0; k < c->judged.count; k++) {
        const Family *f = &c->family[k];
        if (f->count == 0) continue;
        fewest = count++ == 0 || f->count < fewest ? f->count : fewest;
        most = f->count > most ? f->count : most;
        max_t += f->max_t;
    }
    if (count == 0) return;
    text_add(out, max_t == 0 ? "verdicts by p (Holm)" : "verdicts by p (max-T)");
    if (max_t > 0 && max_t < count)
        text_printf(out, " of metrics with %d pairs or more of every setting, else by p (Holm)", MAX_T_PAIRS);
    text_add(out, ", corrected over ");
    add_families(out, fewest, most);
}

static void add_verdict(Text *out, const Difference *d, const MetricNames *metric, int family) {
    switch (d->verdict) {
    case VERDICT_TOO_FEW:
        if (d->n == 0)
            text_add(out, "no pair of runs to compare");
        else
            text_printf(out, "%d seed%s: too few for a verdict", d->n, d->n == 1 ? "" : "s");
        break;
    case VERDICT_SAME:
        text_printf(out, "the same in all %d pairs", d->n);
        break;
    case VERDICT_NONE:
        text_printf(out, "no difference that %d seeds can show", d->n);
        if (d->sd == 0 && d->p < 1) text_add(out, " by their signs alone");
        if (d->p < ALPHA) text_printf(out, " among %d comparisons", family);
        break;
    case VERDICT_LESS:
        text_add(out, metric->less);
        break;
    case VERDICT_MORE:
        text_add(out, metric->more);
        break;
    }
}

void words_verdict(Text *out, const Comparison *c, int setting, int k) {
    const Against *against = &c->against[setting];
    const Difference *d = &against->difference[k];
    const MetricNames *metric = comparison_names(c, c->judged.index[k]);
    if (setting == c->baseline) return;
    if (against->other_data < DATA_FACTS) {
        bool unit = data_fact_is_unit(against->other_data);
        text_printf(out, "other data: not comparable (%s differs%s)", data_facts[against->other_data],
                    unit ? ", and so the unit of the losses; data.target_scaling none keeps it" : "");
        return;
    }
    if (k > 0) text_add(out, EXPLORATORY);
    add_verdict(out, d, metric, c->family[k].count);
    if (d->n == 0) return;
    if (d->same) {
        text_printf(out, " (%s)", metric->title);
        return;
    }
    text_printf(out, " (%s ", metric->title);
    words_difference(out, d);
    if (d->left_out > 0) text_printf(out, "; %d seed%s, %d left out", d->n, d->n == 1 ? "" : "s", d->left_out);
    text_add(out, ")");
}

// What a metric that was not asked for showed, or nothing.
static void add_shown(Text *out, const Comparison *c, const Difference *d, int k, bool first) {
    const MetricNames *metric = comparison_names(c, c->judged.index[k]);
    const char *verdict = d->verdict == VERDICT_LESS ? metric->less : metric->more;
    text_printf(out, "%s%s (%s)", first ? "" : ", ", verdict, metric->title);
}

void words_exploratory(Text *out, const Comparison *c, int setting) {
    const Difference *d = c->against[setting].difference;
    int shown = 0, hidden = 0;
    if (setting == c->baseline || c->against[setting].other_data < DATA_FACTS) return;
    for (int k = 1; k < c->judged.count; k++) {
        if (d[k].verdict != VERDICT_LESS && d[k].verdict != VERDICT_MORE) continue;
        if (shown == 0) text_add(out, EXPLORATORY);
        add_shown(out, c, &d[k], k, shown++ == 0);
    }
    for (int k = 1; k < c->judged.count; k++) {
        if (d[k].n < VERDICT_PAIRS || d[k].verdict == VERDICT_LESS || d[k].verdict == VERDICT_MORE) continue;
        if (hidden == 0) text_add(out, shown == 0 ? EXPLORATORY "no difference shown in " : "; none shown in ");
        text_printf(out, "%s%s", hidden++ == 0 ? "" : ", ", comparison_names(c, c->judged.index[k])->title);
    }
}

void words_matched(Text *out, const Comparison *c, int setting) {
    static const char *const matches[] = {
        [MATCH_NONE] = "",
        [MATCH_OTHER_DATA] = "other data: not comparable",
        [MATCH_TOO_FEW] = "at equal train loss: too few seeds to tell",
        [MATCH_ONLY_SLOWER] = "only slower: no smaller gap at equal train loss",
        [MATCH_NOT_ONLY_SLOWER] = "not only slower: smaller gap also at equal train loss",
        [MATCH_SMALLER] = "smaller gap at equal train loss",
        [MATCH_LARGER] = "larger gap at equal train loss",
        [MATCH_SAME] = "no difference at equal train loss",
    };
    const MatchedFit *m = &c->against[setting].matched;
    const bool shorter = m->match == MATCH_ONLY_SLOWER && c->settings[setting].log->stops;
    text_add(out, shorter ? "only shorter: no smaller gap at equal train loss" : matches[m->match]);
    if (m->equal_loss.n == 0) return;
    text_add(out, " (gap ");
    words_difference(out, &m->equal_loss);
    // Outside of Holm's family: who reads a difference out of the interval should know.
    text_add(out, difference_shows(&m->equal_loss) ? "; not Holm-corrected)" : ")");
}

static bool switched_on(const Factor *f, int level) {
    return f->level_count == 2 && strcmp(f->levels[0], "false") == 0 && strcmp(f->levels[level], "true") == 0;
}

// "batch norm", "dropout 0.5", "batch size 128"; a main effect also says against what: "dropout 0.5 vs 0".
static void add_part(Text *out, const Factor *f, int level, bool versus) {
    text_add(out, f->label);
    if (switched_on(f, level)) return;
    if (f->level_count > 2 || versus) text_printf(out, " %s", f->levels[level]);
    if (versus) text_printf(out, " vs %s", f->levels[0]);
}

static void add_parts(Text *out, const Comparison *c, const Effect *effect, const char *between) {
    for (int i = 0; i < effect->order; i++) {
        if (i > 0) text_add(out, between);
        add_part(out, &c->factorial.factors[effect->factor[i]], effect->level[i], effect->order == 1);
    }
}

void words_effect_name(Text *out, const Comparison *c, const Effect *effect) {
    add_parts(out, c, effect, " x ");
}

void words_effect(Text *out, const Comparison *c, const Effect *effect) {
    static const char *const readings[] = {
        [READING_NARROWS] = " narrows the gap",           [READING_WIDENS] = " widens the gap",
        [READING_REINFORCE] = " reinforce each other",    [READING_AGAINST] = " work against each other",
        [READING_CHANGE] = " change each other's effect", [READING_DEPEND] = " depend on one another",
    };
    const char *kind = effect->order == 1 ? "effect" : "interaction";
    bool shown = effect->reading > READING_NONE;
    add_parts(out, c, effect, effect->order == 2 ? " and " : ", ");
    if (effect->reading == READING_TOO_FEW)
        text_add(out, ": too few seeds to tell");
    else if (effect->reading == READING_NONE)
        text_printf(out, ": no %s that %d seeds can show", kind, effect->gap.n);
    else
        text_add(out, readings[effect->reading]);
    if (effect->gap.n == 0) return;
    text_add(out, shown ? ": " : " (");
    text_add(out, effect->order == 1 ? "gap " : "interaction ");
    words_difference(out, &effect->gap);
    if (!shown) text_add(out, ")");
}

// The mean over a setting's runs; NAN where none of them tells.
static double guessing_of(const SettingLog *s, int target) {
    double sum = 0;
    int n = 0;
    for (int i = 0; i < s->run_count; i++)
        if (s->runs[i].guessing) sum += s->runs[i].guessing[target], n++;
    return n > 0 ? sum / n : NAN;
}

// "0.114", or where settings have other data "0.114 to 0.25".
static void add_guessing(Text *out, const Comparison *c, int target) {
    double low = INFINITY, high = -INFINITY;
    Text least = {0}, most = {0};
    for (int s = 0; s < c->setting_count; s++) {
        low = fmin(low, guessing_of(c->settings[s].log, target));
        high = fmax(high, guessing_of(c->settings[s].log, target));
    }
    number_add(&least, low, NAN);
    number_add(&most, high, NAN);
    out->failed |= least.failed || most.failed;
    if (least.data) text_add(out, least.data);
    if (least.data && most.data && strcmp(least.data, most.data) != 0)
        text_printf(out, " to %s, by setting", most.data);
    text_free(&least);
    text_free(&most);
}

void words_guessing(Text *out, const Comparison *c) {
    const Results *r = c->results;
    bool known = false;
    for (int s = 0; s < c->setting_count; s++) known |= !isnan(guessing_of(c->settings[s].log, 0));
    if (!known) return;
    text_printf(out, "Always guessing the training part's %s: ", r->regression ? "mean" : "commonest class");
    for (int k = 0; k < (r->target_count > 0 ? r->target_count : 1); k++) {
        if (k > 0) text_add(out, ", ");
        text_add(out, r->regression ? "test RMSE " : "test accuracy ");
        if (r->target_count > 0) text_printf(out, "of %s ", r->targets[k]);
        add_guessing(out, c, k);
    }
}
