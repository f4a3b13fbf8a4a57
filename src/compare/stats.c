#include "compare/stats.h"

#include <math.h>
#include <stdlib.h>

#include "base/rng.h"

#define CONFIDENCE 0.95

double stats_mean(const double *x, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) sum += x[i];
    return n > 0 ? sum / n : NAN;
}

double stats_sd(const double *x, int n) {
    if (n < 2) return NAN;
    double mean = stats_mean(x, n), sum = 0;
    for (int i = 0; i < n; i++) sum += (x[i] - mean) * (x[i] - mean);
    return sqrt(sum / (n - 1));
}

static int ascending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

double stats_median(double *x, int n) {
    if (n < 1) return NAN;
    qsort(x, (size_t)n, sizeof *x, ascending);
    return (x[(n - 1) / 2] + x[n / 2]) / 2;
}

// The continued fraction of I_x(a, b) without its leading factor; converges fast for x < (a + 1) / (a + b + 2).
static double beta_fraction(double a, double b, double x) {
    const double tiny = 1e-300; // stands in for a zero denominator (Lentz)
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (fabs(d) < tiny ? tiny : d);
    double value = d;
    for (int m = 1; m < 10000; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        double factor = 1;
        for (int half = 0; half < 2; half++) {
            double term = half == 0 ? even : odd;
            d = 1 + term * d;
            c = 1 + term / c;
            d = 1 / (fabs(d) < tiny ? tiny : d);
            c = fabs(c) < tiny ? tiny : c;
            factor *= c * d;
        }
        value *= factor;
        if (fabs(factor - 1) < 1e-16) break;
    }
    return value;
}

// I_x(a, b) with 1 - x given as well, so that nothing is lost where x is near 1.
static double beta_both(double a, double b, double x, double rest) {
    if (x <= 0) return 0;
    if (rest <= 0) return 1;
    double front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(rest));
    if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(a, b, x) / a;
    return 1 - front * beta_fraction(b, a, rest) / b;
}

double stats_beta(double a, double b, double x) {
    return beta_both(a, b, x, 1 - x);
}

double stats_t_p(double t, double df) {
    if (isnan(t)) return NAN;
    if (isinf(t)) return 0;
    return beta_both(df / 2, 0.5, df / (df + t * t), t * t / (df + t * t));
}

double stats_t_cdf(double t, double df) {
    double tail = stats_t_p(t, df) / 2;
    return t > 0 ? 1 - tail : tail;
}

static double t_density(double t, double df) {
    return exp(lgamma((df + 1) / 2) - lgamma(df / 2) - (df + 1) / 2 * log1p(t * t / df)) / sqrt(df * M_PI);
}

double stats_t_quantile(double p, double df) {
    if (p < 0.5) return -stats_t_quantile(1 - p, df);
    // Beyond 0 the upper tail is convex and falls: Newton's steps from 0 come nearer from the left and never pass.
    double t = 0, tail = 2 * (1 - p);
    for (int i = 0; i < 1000; i++) {
        double step = (stats_t_p(t, df) - tail) / (2 * t_density(t, df));
        t += step;
        if (fabs(step) <= 1e-15 * t) break;
    }
    return t;
}

// What an SD is divided by to give the standard error of the mean.
static double error_divisor(int n, double overlap) {
    return overlap > 0 ? 1 / sqrt(1.0 / n + overlap) : sqrt(n);
}

double stats_t_margin(double sd, int n, double overlap) {
    return n < 2 ? NAN : stats_t_quantile(0.5 + CONFIDENCE / 2, n - 1) * sd / error_divisor(n, overlap);
}

double stats_t_test(double mean, double sd, int n, double overlap) {
    if (n < 2) return NAN;
    if (sd == 0) return mean == 0;
    return stats_t_p(mean / (sd / error_divisor(n, overlap)), n - 1);
}

// Of at most FLIPS_EXACT values.
static double flipped_sum(const double *d, int n, uint64_t signs) {
    double sum = 0;
    for (int i = 0; i < n; i++) sum += signs >> i & 1 ? -d[i] : d[i];
    return sum;
}

// The sums of the 8 values from `first` on under each pattern of signs; a bit that is set is a minus. Values from `n`
// on are 0.
static void sums_of_eight(const double *d, int n, int first, double sums[256]) {
    sums[0] = 0;
    for (int i = first; i < first + 8 && i < n; i++) sums[0] += d[i];
    for (int signs = 1; signs < 256; signs++) {
        int lowest = first + __builtin_ctz((unsigned)signs);
        sums[signs] = sums[signs & (signs - 1)] - (lowest < n ? 2 * d[lowest] : 0);
    }
}

#define FLIPS_BLOCK 4096 // samples whose sums are made side by side

// Adds to each total the values [at, at + 32) under the sample's signs: four sums of eight values each are looked up.
static void add_flipped(const double *d, int n, int at, const uint32_t *signs, double *total, int block) {
    double sums[4][256];
    for (int part = 0; part < 4; part++) sums_of_eight(d, n, at + 8 * part, sums[part]);
    for (int k = 0; k < block; k++)
        for (int part = 0; part < 4; part++) total[k] += sums[part][signs[k] >> 8 * part & 255];
}

static int block_size(int samples, int done) {
    return samples - done < FLIPS_BLOCK ? samples - done : FLIPS_BLOCK;
}

// How many of FLIPS_SAMPLED random patterns of signs reach the sum. Signs are drawn 32 at a time for all samples of a
// block.
static int sampled_hits(const double *d, int n, double reached, uint64_t seed) {
    double total[FLIPS_BLOCK];
    uint32_t signs[FLIPS_BLOCK];
    Rng rng = rng_stream(seed, "sign flip", 0);
    int hits = 0;
    for (int done = 0, block; done < FLIPS_SAMPLED; done += block) {
        block = block_size(FLIPS_SAMPLED, done);
        for (int k = 0; k < block; k++) total[k] = 0;
        for (int at = 0; at < n; at += 32) {
            for (int k = 0; k < block; k++) signs[k] = rng_next(&rng);
            add_flipped(d, n, at, signs, total, block);
        }
        for (int k = 0; k < block; k++) hits += fabs(total[k]) >= reached;
    }
    return hits;
}

// Sums that are equal on paper may differ by rounding, ours or that of the data: they count as reached.
static double sum_to_reach(const double *d, int n, double rounding) {
    double size = 0, sum = 0;
    for (int i = 0; i < n; i++) size += fabs(d[i]), sum += d[i];
    return fabs(sum) - 1e-12 * size - rounding;
}

double stats_sign_flip_p(const double *d, int n, double rounding, uint64_t seed) {
    double reached = sum_to_reach(d, n, rounding);
    int64_t hits = 0;
    if (n <= FLIPS_EXACT) {
        int64_t patterns = (int64_t)1 << n;
        for (int64_t signs = 0; signs < patterns; signs++) hits += fabs(flipped_sum(d, n, (uint64_t)signs)) >= reached;
        return (double)hits / (double)patterns;
    }
    return (double)(sampled_hits(d, n, reached, seed) + 1) / (FLIPS_SAMPLED + 1);
}

// --- Max-T

// One comparison of a family. Flips move the sum of its differences and leave the sum of their squares, so that
// t^2 = (n - 1) sum^2 / (n squares - sum^2) rises with |sum| alone.
typedef struct Flipped {
    int index;
    double scale, squares; // n - 1; n times the sum of squares
    double reached;        // its own t^2
    int hits;
} Flipped;

static double squared_t(double scale, double squares, double sum) {
    double rest = squares - sum * sum, least = 1e-15 * squares; // equal differences leave nothing
    return scale * sum * sum / (rest > least ? rest : least);
}

static int by_reached(const void *left, const void *right) {
    const Flipped *a = left, *b = right;
    if (a->reached != b->reached) return a->reached < b->reached ? -1 : 1;
    return a->index - b->index;
}

// The comparisons, the one that shows least first.
static void rank_flipped(const FlipFamily *f, Flipped *ranked) {
    for (int i = 0; i < f->count; i++) {
        const double *d = f->d + (size_t)i * (size_t)f->seeds;
        double squares = 0;
        for (int k = 0; k < f->seeds; k++) squares += d[k] * d[k];
        Flipped own = {.index = i, .scale = f->pairs[i] - 1, .squares = f->pairs[i] * squares};
        double reached = sum_to_reach(d, f->seeds, f->rounding[i]);
        own.reached = squared_t(own.scale, own.squares, reached > 0 ? reached : 0);
        ranked[i] = own;
    }
    qsort(ranked, (size_t)f->count, sizeof *ranked, by_reached);
}

// The signs of a block of samples, 32 seeds after 32: the samples' own numbers where all patterns are gone through.
static void draw_signs(uint32_t *signs, int seeds, int done, int block, bool exact, Rng *rng) {
    for (int at = 0; at < seeds; at += 32, signs += block)
        for (int k = 0; k < block; k++) signs[k] = exact ? (uint32_t)(done + k) : rng_next(rng);
}

// Successive maxima: under each sample the largest t^2 up to the comparison, and whether that reaches its own.
static void count_hits(const FlipFamily *f, Flipped *ranked, const uint32_t *signs, int block) {
    double total[FLIPS_BLOCK], most[FLIPS_BLOCK];
    for (int k = 0; k < block; k++) most[k] = 0;
    for (Flipped *own = ranked; own < ranked + f->count; own++) {
        const double *d = f->d + (size_t)own->index * (size_t)f->seeds;
        const double scale = own->scale, squares = own->squares, reached = own->reached;
        int hits = 0;
        for (int k = 0; k < block; k++) total[k] = 0;
        for (int at = 0, word = 0; at < f->seeds; at += 32, word++)
            add_flipped(d, f->seeds, at, signs + (size_t)word * (size_t)block, total, block);
        for (int k = 0; k < block; k++) {
            double t = squared_t(scale, squares, total[k]);
            most[k] = t > most[k] ? t : most[k];
            hits += most[k] >= reached;
        }
        own->hits += hits;
    }
}

bool stats_max_t(const FlipFamily *f, uint64_t seed, double *p) {
    const bool exact = f->seeds <= FLIPS_EXACT;
    const int samples = exact ? 1 << f->seeds : FLIPS_SAMPLED;
    Flipped *ranked = malloc(sizeof *ranked * (size_t)(f->count > 0 ? f->count : 1));
    uint32_t *signs = malloc(sizeof *signs * FLIPS_BLOCK * (size_t)(f->seeds / 32 + 1));
    const bool good = ranked && signs;
    Rng rng = rng_stream(seed, "sign flip", 0);
    if (good) rank_flipped(f, ranked);
    for (int done = 0, block; good && done < samples; done += block) {
        block = block_size(samples, done);
        draw_signs(signs, f->seeds, done, block, exact, &rng);
        count_hits(f, ranked, signs, block);
    }
    double above = 0;
    for (int i = good ? f->count - 1 : -1; i >= 0; i--) {
        double own = exact ? (double)ranked[i].hits / samples : (double)(ranked[i].hits + 1) / (samples + 1);
        above = own > above ? own : above;
        p[ranked[i].index] = above;
    }
    free(signs);
    free(ranked);
    return good;
}

double stats_hedges(int n) {
    if (n < 2) return NAN;
    if (n == 2) return 0; // the mean of the estimate does not exist with 1 degree of freedom
    double df = n - 1;
    return exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2);
}

typedef struct Ranked {
    double p;
    int index;
} Ranked;

static int by_p(const void *left, const void *right) {
    const Ranked *a = left, *b = right;
    if (a->p != b->p) return a->p < b->p ? -1 : 1;
    return a->index - b->index;
}

int stats_holm(const double *p, int n, double *adjusted) {
    Ranked *ranked = malloc(sizeof *ranked * (size_t)(n > 0 ? n : 1));
    if (!ranked) return -1;
    int count = 0;
    for (int i = 0; i < n; i++) {
        adjusted[i] = NAN;
        if (!isnan(p[i])) ranked[count++] = (Ranked){p[i], i};
    }
    qsort(ranked, (size_t)count, sizeof *ranked, by_p);
    double above = 0;
    for (int k = 0; k < count; k++) {
        double scaled = fmin(1, ranked[k].p * (count - k));
        above = fmax(above, scaled);
        adjusted[ranked[k].index] = above;
    }
    free(ranked);
    return count;
}
