#include "compare/factorial.h"

#include <math.h>
#include <string.h>

#include "base/lookup.h"
#include "base/text.h"
#include "compare/difference.h"

// How one option divides the settings: level[s], with the baseline's level 0 and the others as they first appear.
typedef struct Partition {
    int level_count;
    int *level;
    const char **text; // [level_count]
} Partition;

// Gives each setting the level of its value. False without memory.
static bool number_levels(const Comparison *c, int option, Partition *p, Arena *scratch) {
    Lookup levels = {0};
    p->text[p->level_count++] = c->settings[c->baseline].log->values[option];
    if (lookup_add(&levels, scratch, p->text[0], 0) < 0) return false;
    for (int s = 0; s < c->setting_count; s++) {
        const char *value = c->settings[s].log->values[option];
        p->level[s] = lookup_add(&levels, scratch, value, p->level_count);
        if (p->level[s] < 0) return false;
        if (p->level[s] == p->level_count) p->text[p->level_count++] = value;
    }
    return true;
}

// False without memory. level_count is 0 where a setting does not know the option.
static bool divide(Comparison *c, int option, Partition *p) {
    int n = c->setting_count;
    *p = (Partition){.level = arena_take(&c->arena, (size_t)n, sizeof *p->level),
                     .text = arena_take(&c->arena, (size_t)n, sizeof *p->text)};
    if (!p->level || !p->text) return false;
    for (int s = 0; s < n; s++)
        if (!c->settings[s].log->values[option]) return true;
    Arena scratch = {0};
    bool numbered = number_levels(c, option, p, &scratch);
    arena_free(&scratch);
    return numbered;
}

// The last part of a dotted key, blanks for underscores.
static const char *friendly(const char *key, Arena *a) {
    const char *dot = strrchr(key, '.');
    char *label = arena_text(a, dot ? dot + 1 : key);
    for (char *p = label; p && *p; p++)
        if (*p == '_') *p = ' ';
    return label;
}

// Options that always vary together are one factor, named after all of them.
static Status join_factor(Comparison *c, Factor *f, const char *key, Error *e) {
    Text keys = {0}, labels = {0};
    const char *label = friendly(key, &c->arena);
    if (!label) return error_memory(e);
    text_printf(&keys, "%s & %s", f->key, key);
    text_printf(&labels, "%s & %s", f->label, label);
    f->key = text_keep(&keys, &c->arena);
    f->label = text_keep(&labels, &c->arena);
    return f->key && f->label ? OK : error_memory(e);
}

// Finds the factors and each setting's levels: level[f][s]. *count is -1 when there are more than FACTOR_MAX.
static Status find_factors(Comparison *c, int *level[FACTOR_MAX], int *count, Error *e) {
    const Results *r = c->results;
    Factor *factors = c->factorial.factors;
    *count = 0;
    for (int option = 0; option < r->option_count; option++) {
        Partition p;
        if (!divide(c, option, &p)) return error_memory(e);
        if (p.level_count < 2) continue;
        int f = 0;
        while (f < *count && memcmp(level[f], p.level, sizeof *p.level * (size_t)c->setting_count) != 0) f++;
        if (f < *count) {
            if (join_factor(c, &factors[f], r->options[option], e)) return e->status;
            continue;
        }
        if (f == FACTOR_MAX) {
            *count = -1;
            return OK;
        }
        level[f] = p.level;
        factors[f] = (Factor){r->options[option], friendly(r->options[option], &c->arena), p.level_count, p.text};
        if (!factors[f].label) return error_memory(e);
        (*count)++;
    }
    return OK;
}

// Whether each combination of levels is there exactly once.
static Status crosses(Comparison *c, int *const level[FACTOR_MAX], int count, bool *crossed, Error *e) {
    long cells = 1;
    *crossed = false;
    if (count < 2) return OK;
    for (int f = 0; f < count && cells <= c->setting_count; f++) cells *= c->factorial.factors[f].level_count;
    if (cells != c->setting_count) return OK;
    bool *taken = arena_take(&c->arena, (size_t)cells, sizeof *taken);
    if (!taken) return error_memory(e);
    for (int s = 0; s < c->setting_count; s++) {
        long cell = 0;
        for (int f = 0; f < count; f++) cell = cell * c->factorial.factors[f].level_count + level[f][s];
        if (taken[cell]) return OK;
        taken[cell] = true;
    }
    *crossed = true;
    return OK;
}

// The weight of a setting in a contrast: the product over the effect's factors of +1 at the effect's level, -1 at level
// 0 and 0 elsewhere, averaged over the levels of all other factors.
static double weight(const Factorial *x, const Effect *effect, int setting) {
    double weight = 1;
    for (int f = 0; f < x->factor_count; f++) {
        int own = x->level[setting * x->factor_count + f], at = 0;
        while (at < effect->order && effect->factor[at] != f) at++;
        if (at == effect->order)
            weight /= x->factors[f].level_count;
        else if (own == 0)
            weight = -weight;
        else if (own != effect->level[at])
            return 0;
    }
    return weight;
}

// The usable run of a setting beside run i of the baseline, or -1.
static int run_beside(const Comparison *c, int setting, int i) {
    int run = c->against[setting].partner[i];
    return run >= 0 && run_usable(&c->settings[setting].log->runs[run]) ? run : -1;
}

// The runs of the baseline under whose replicates every setting has a usable run.
static Status find_seeds(Comparison *c, int **seeds, Error *e) {
    int runs = c->settings[c->baseline].log->run_count;
    *seeds = arena_take(&c->arena, (size_t)runs, sizeof **seeds);
    if (!*seeds) return error_memory(e);
    for (int i = 0; i < runs; i++) {
        int s = 0;
        while (s < c->setting_count && run_beside(c, s, i) >= 0) s++;
        if (s == c->setting_count) (*seeds)[c->factorial.seeds++] = i;
    }
    return OK;
}

// The contrast of one metric under each of `seeds`.
static Status contrast(Comparison *c, const int *seeds, const Effect *effect, int m, Difference *d, Error *e) {
    d->n = c->factorial.seeds;
    d->values = arena_take(&c->arena, (size_t)d->n, sizeof *d->values);
    if (!d->values) return error_memory(e);
    for (int s = 0; s < c->setting_count; s++) {
        double own = weight(&c->factorial, effect, s);
        d->overlap = fmax(d->overlap, c->against[s].overlap);
        if (own == 0) continue;
        for (int i = 0; i < d->n; i++)
            d->values[i] += own * c->settings[s].metric[m].values[run_beside(c, s, seeds[i])];
    }
    difference_interval(d);
    return OK;
}

// The main effect on the gap of the i-th factor of an interaction. Main effects stand before interactions.
static double main_gap(const Comparison *c, const Effect *effect, int i) {
    for (const Effect *other = c->factorial.effects; other < effect; other++)
        if (other->order == 1 && other->factor[0] == effect->factor[i] && other->level[0] == effect->level[i])
            return other->gap.mean;
    return NAN;
}

static Reading read_effect(const Comparison *c, const Effect *effect) {
    const Difference *d = &effect->gap;
    if (d->n < VERDICT_PAIRS) return READING_TOO_FEW;
    if (!difference_shows(d)) return READING_NONE;
    if (effect->order == 1) return d->mean < 0 ? READING_NARROWS : READING_WIDENS;
    if (effect->order > 2) return READING_DEPEND;
    double first = main_gap(c, effect, 0), second = main_gap(c, effect, 1);
    if (!(first * second > 0)) return READING_CHANGE;
    return d->mean * first > 0 ? READING_REINFORCE : READING_AGAINST;
}

// Adds the effects of one set of factors: every choice of levels above 0.
static Status add_effects(Comparison *c, const int *seeds, const int *factor, int order, Error *e) {
    Factorial *x = &c->factorial;
    Effect effect = {.order = order};
    for (int i = 0; i < order; i++) effect.factor[i] = factor[i], effect.level[i] = 1;
    for (int i = 0; i < order;) {
        Effect *added = &x->effects[x->effect_count];
        *added = effect;
        if (contrast(c, seeds, added, metric_find("gap"), &added->gap, e)) return e->status;
        if (contrast(c, seeds, added, metric_find("test_loss"), &added->test_loss, e)) return e->status;
        added->reading = read_effect(c, added);
        x->effect_count++;
        for (i = 0; i < order && ++effect.level[i] == x->factors[factor[i]].level_count; i++) effect.level[i] = 1;
    }
    return OK;
}

// All sets of factors, the small ones first.
static Status add_all_effects(Comparison *c, Error *e) {
    Factorial *x = &c->factorial;
    int *seeds;
    if (find_seeds(c, &seeds, e)) return e->status;
    x->effects = arena_take(&c->arena, (size_t)c->setting_count, sizeof *x->effects); // one less than settings at most
    if (!x->effects) return error_memory(e);
    for (int order = 1; order <= EFFECT_ORDER_MAX; order++) {
        for (unsigned set = 1; set < 1u << x->factor_count; set++) {
            if (__builtin_popcount(set) != order) continue;
            int factor[FACTOR_MAX] = {0}, n = 0;
            for (int f = 0; f < x->factor_count; f++)
                if (set >> f & 1) factor[n++] = f;
            if (add_effects(c, seeds, factor, order, e)) return e->status;
        }
    }
    return OK;
}

Status factorial_make(Comparison *c, Error *e) {
    Factorial *x = &c->factorial;
    int *level[FACTOR_MAX], count;
    bool crossed;
    for (int s = 0; s < c->setting_count; s++)
        if (c->against[s].other_data < DATA_FACTS) return OK;
    if (find_factors(c, level, &count, e)) return e->status;
    if (crosses(c, level, count, &crossed, e)) return e->status;
    if (!crossed) return OK;
    x->factor_count = count;
    x->level = arena_take(&c->arena, (size_t)(c->setting_count * count), sizeof *x->level);
    if (!x->level) return error_memory(e);
    for (int s = 0; s < c->setting_count; s++)
        for (int f = 0; f < count; f++) x->level[s * count + f] = level[f][s];
    return add_all_effects(c, e);
}
