#include "compare/difference.h"

#include <math.h>

#include "base/rng.h"
#include "compare/stats.h"

double folds_overlap(const SettingLog *log) {
    return log->folds > 1 ? 1.0 / (log->folds - 1) : 0;
}

void difference_interval(Difference *d) {
    d->mean = stats_mean(d->values, d->n);
    d->sd = stats_sd(d->values, d->n);
    double margin = stats_t_margin(d->sd, d->n, d->overlap);
    d->low = d->mean - margin;
    d->high = d->mean + margin;
}

static bool all_equal(const Difference *d) {
    for (int i = 0; i < d->n; i++)
        if (d->values[i] != 0) return false;
    return d->n >= VERDICT_PAIRS;
}

void difference_test(Difference *d) {
    const double rounding = d->rounding;
    const bool independent = d->overlap == 0;
    double flips = independent ? stats_sign_flip_p(d->values, d->n, rounding, FLIP_SEED) : NAN;
    difference_interval(d);
    d->same = all_equal(d);
    if (d->sd <= rounding / d->n) { // what rounding does to one value; more seeds do not make it more
        d->sd = 0;
        d->low = d->high = d->mean;
    }
    // Equal differences (of accuracies on few samples) do not mean that chance has no part in them, as t would have it.
    d->p = d->sd > 0 || isnan(d->sd) ? stats_t_test(d->mean, d->sd, d->n, d->overlap) : independent ? flips : 1;
    d->p_permutation = d->n < PERMUTATION_PAIRS ? NAN : flips;
    bool nothing = fabs(d->mean) * d->n <= rounding; // a mean of 0 but for rounding is an effect of 0
    d->effect = d->n < VERDICT_PAIRS || d->sd == 0 ? NAN : nothing ? 0 : stats_hedges(d->n) * d->mean / d->sd;
}

bool difference_shows(const Difference *d) {
    return d->n >= VERDICT_PAIRS && (d->low > 0 || d->high < 0);
}

Verdict difference_verdict(const Difference *d, double p) {
    if (d->n < VERDICT_PAIRS) return VERDICT_TOO_FEW;
    if (d->same) return VERDICT_SAME;
    if (!(p < ALPHA)) return VERDICT_NONE;
    return d->mean < 0 ? VERDICT_LESS : VERDICT_MORE;
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
    // So many values that the difference is a normal one, whose SD is known: sqrt(2 / (n / 2)) of the values'.
    const int half = n / 2;
    if (n > HALVES_MOST) return 2 * stats_sd(values, n) / sqrt(M_PI * half);
    return n <= HALVES_EXACT ? halves_exact(values, n) : halves_sampled(values, n, scratch);
}
