#include "report/difference.h"

#include <math.h>

#include "base/rng.h"
#include "compare/stats.h"
#include "report/number.h"

#define ALPHA 0.05
#define FLIP_SEED 1 // any number: it only has to be the same each time

void difference_interval(Difference *d) {
    d->mean = stats_mean(d->values, d->n);
    d->sd = stats_sd(d->values, d->n);
    double margin = stats_t_margin(d->sd, d->n);
    d->low = d->mean - margin;
    d->high = d->mean + margin;
}

void difference_test(Difference *d, double rounding) {
    double flips = stats_sign_flip_p(d->values, d->n, rounding, FLIP_SEED);
    difference_interval(d);
    if (d->sd <= rounding / d->n) { // what rounding does to one value; more seeds do not make it more
        d->sd = 0;
        d->low = d->high = d->mean;
    }
    // Equal differences (of accuracies on few samples) do not mean that chance has no part in them, as t would have it.
    d->p = d->sd == 0 ? flips : stats_t_test(d->mean, d->sd, d->n);
    d->p_permutation = d->n < PERMUTATION_PAIRS ? NAN : flips;
    d->effect = d->n < VERDICT_PAIRS || d->sd == 0 ? NAN : stats_hedges(d->n) * d->mean / d->sd;
}

void difference_add_mean(Text *out, const Difference *d) {
    number_add_signed(out, d->mean, (d->high - d->low) / 2);
}

void difference_add_interval(Text *out, const Difference *d) {
    double margin = (d->high - d->low) / 2;
    if (isnan(margin)) {
        text_add(out, "-");
        return;
    }
    number_add_bound(out, d->low, margin);
    text_add(out, " to ");
    number_add_bound(out, d->high, margin);
}

void difference_add(Text *out, const Difference *d) {
    difference_add_mean(out, d);
    if (d->n < 2) return;
    text_add(out, ", 95 % CI ");
    difference_add_interval(out, d);
}

static Verdict verdict_of(const Difference *d) {
    if (d->n < VERDICT_PAIRS) return VERDICT_TOO_FEW;
    if (!(d->p_holm < ALPHA)) return VERDICT_NONE;
    return d->mean < 0 ? VERDICT_LESS : VERDICT_MORE;
}

bool difference_verdict(Difference *d, const MetricInfo *metric, int family, Arena *a) {
    Text t = {0};
    d->verdict = verdict_of(d);
    switch (d->verdict) {
    case VERDICT_TOO_FEW:
        if (d->n == 0)
            text_add(&t, "no pair of runs to compare");
        else
            text_printf(&t, "%d seed%s: too few for a verdict", d->n, d->n == 1 ? "" : "s");
        break;
    case VERDICT_NONE:
        text_printf(&t, "no difference that %d seeds can show", d->n);
        if (d->sd == 0 && d->p < 1) text_add(&t, " by their signs alone");
        if (d->p < ALPHA) text_printf(&t, " among %d comparisons", family);
        break;
    case VERDICT_LESS:
        text_add(&t, metric->less);
        break;
    case VERDICT_MORE:
        text_add(&t, metric->more);
        break;
    }
    if (d->n > 0) {
        text_printf(&t, " (%s ", metric->title);
        difference_add(&t, d);
        if (d->left_out > 0) text_printf(&t, "; %d seed%s, %d left out", d->n, d->n == 1 ? "" : "s", d->left_out);
        text_add(&t, ")");
    }
    d->words = text_keep(&t, a);
    return d->words != NULL;
}

static double halves_sampled(const double *values, int n, int32_t *order) {
    Rng rng = rng_stream(FLIP_SEED, "halves", 0);
    const int half = n / 2;
    double sum = 0;
    for (int i = 0; i < n; i++) order[i] = i;
    for (int sample = 0; sample < HALVES_SAMPLED; sample++) {
        double difference = 0;
        rng_shuffle(&rng, order, n);
        for (int i = 0; i < half; i++) difference += values[order[2 * i]] - values[order[2 * i + 1]];
        sum += fabs(difference) / half;
    }
    return sum / HALVES_SAMPLED;
}

// Every way to give each value to the first half, the second, or neither, written as a number of n digits base 3.
static double halves_exact(const double *values, int n) {
    double sum = 0;
    int ways = 1, counted = 0, half = n / 2;
    for (int i = 0; i < n; i++) ways *= 3;
    for (int way = 0; way < ways; way++) {
        int first = 0, second = 0;
        double difference = 0;
        for (int i = 0, digits = way; i < n; i++, digits /= 3) {
            if (digits % 3 == 1) first++, difference += values[i];
            if (digits % 3 == 2) second++, difference -= values[i];
        }
        if (first != half || second != half) continue;
        sum += fabs(difference) / half;
        counted++;
    }
    return sum / counted;
}

double noise_floor(const double *values, int n, int32_t *scratch) {
    if (n < 2) return NAN;
    return n <= HALVES_EXACT ? halves_exact(values, n) : halves_sampled(values, n, scratch);
}
