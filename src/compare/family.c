#include "compare/family.h"

#include <limits.h>
#include <math.h>

#include "compare/difference.h"
#include "compare/stats.h"

// Whether it can carry a verdict. The baseline is in no pair: too few. Where all pairs are equal no test could ever
// reject, whatever the signs: such a comparison costs the others nothing (Tarone 1990).
static bool is_member(const Comparison *c, int setting, int k) {
    const Difference *d = &c->against[setting].difference[k];
    return setting != c->baseline && d->n >= VERDICT_PAIRS && !d->same;
}

// Holm's correction over one metric's comparisons.
static Status correct_holm(Comparison *c, int k, double *p, double *corrected, Error *e) {
    for (int s = 0; s < c->setting_count; s++) p[s] = is_member(c, s, k) ? c->against[s].difference[k].p : NAN;
    c->family[k].count = stats_holm(p, c->setting_count, corrected);
    if (c->family[k].count < 0) return error_memory(e);
    for (int s = 0; s < c->setting_count; s++) c->against[s].difference[k].p_holm = corrected[s];
    return OK;
}

// The fewest pairs of a comparison of the family; 0 where there are no sign flips: runs by folds are not independent.
static int fewest_pairs(const Comparison *c, int k) {
    int fewest = INT_MAX;
    for (int s = 0; s < c->setting_count; s++) {
        const Difference *d = &c->against[s].difference[k];
        if (!is_member(c, s, k)) continue;
        if (d->overlap > 0) return 0;
        if (d->n < fewest) fewest = d->n;
    }
    return c->family[k].count > 0 ? fewest : 0;
}

// The column of each of the baseline's runs that is in some pair of the family, else -1; their number, or -1 without
// memory.
static int find_seeds(const Comparison *c, int k, int **column, Arena *scratch) {
    const int runs = c->settings[c->baseline].log->run_count;
    int count = 0;
    *column = arena_take(scratch, (size_t)runs, sizeof **column);
    if (!*column) return -1;
    for (int s = 0; s < c->setting_count; s++) {
        const Difference *d = &c->against[s].difference[k];
        for (int i = 0; i < d->n && is_member(c, s, k); i++) (*column)[d->run[i]] = 1;
    }
    for (int i = 0; i < runs; i++) (*column)[i] = (*column)[i] ? count++ : -1;
    return count;
}

// The differences of one metric as rows, a column for each seed. 0 where a setting has no pair under it.
static Status max_t(Comparison *c, int k, Arena *scratch, Error *e) {
    int *column, members = 0;
    const int seeds = find_seeds(c, k, &column, scratch), count = c->family[k].count;
    if (seeds < 0) return error_memory(e);
    double *rows = arena_take(scratch, (size_t)count * (size_t)seeds, sizeof *rows);
    int *pairs = arena_take(scratch, (size_t)count, sizeof *pairs);
    double *rounding = arena_take(scratch, (size_t)count, sizeof *rounding);
    double *p = arena_take(scratch, (size_t)count, sizeof *p);
    if (!rows || !pairs || !rounding || !p) return error_memory(e);
    for (int s = 0; s < c->setting_count; s++) {
        const Difference *d = &c->against[s].difference[k];
        if (!is_member(c, s, k)) continue;
        for (int i = 0; i < d->n; i++) rows[(size_t)members * (size_t)seeds + (size_t)column[d->run[i]]] = d->values[i];
        pairs[members] = d->n;
        rounding[members++] = d->rounding;
    }
    const FlipFamily flips = {.count = count, .seeds = seeds, .d = rows, .pairs = pairs, .rounding = rounding};
    if (!stats_max_t(&flips, FLIP_SEED, p)) return error_memory(e);
    for (int s = 0, member = 0; s < c->setting_count; s++)
        if (is_member(c, s, k)) c->against[s].difference[k].p_max_t = p[member++];
    return OK;
}

static Status judge(Comparison *c, int k, Arena *scratch, Error *e) {
    double *p = arena_take(scratch, (size_t)c->setting_count, sizeof *p);
    double *corrected = arena_take(scratch, (size_t)c->setting_count, sizeof *corrected);
    if (!p || !corrected) return error_memory(e);
    Status s = correct_holm(c, k, p, corrected, e);
    if (s) return s;
    for (int i = 0; i < c->setting_count; i++) c->against[i].difference[k].p_max_t = NAN;
    const int fewest = fewest_pairs(c, k);
    if (fewest >= PERMUTATION_PAIRS && (s = max_t(c, k, scratch, e))) return s;
    c->family[k].max_t = fewest >= MAX_T_PAIRS;
    for (int i = 0; i < c->setting_count; i++) {
        Difference *d = &c->against[i].difference[k];
        d->verdict = difference_verdict(d, c->family[k].max_t ? d->p_max_t : d->p_holm);
    }
    return OK;
}

Status families_judge(Comparison *c, Error *e) {
    Arena scratch = {0};
    Status s = OK;
    c->family = arena_take(&c->arena, (size_t)c->judged.count, sizeof *c->family);
    if (!c->family) return error_memory(e);
    for (int k = 0; !s && k < c->judged.count; k++) {
        s = judge(c, k, &scratch, e);
        arena_free(&scratch);
    }
    return s;
}
