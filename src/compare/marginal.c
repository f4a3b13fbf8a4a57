#include "compare/marginal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare/difference.h"
#include "compare/marginal_levels.h"

// What the means are made from.
typedef struct Making {
    Comparison *c;
    Marginals *m;
    int *seed;      // [m->seeds] runs of the baseline
    double overlap; // of the folds
    int count;
    Levels levels[MARGINAL_OPTIONS_MOST]; // as they are
    Levels shown[MARGINAL_OPTIONS_MOST];  // with bins
    int place[MARGINAL_OPTIONS_MOST];     // the option of m; -1: it has nothing to average
} Making;

// The usable run of a setting beside run i of the baseline, or -1.
static int run_beside(const Comparison *c, int setting, int i) {
    const int run = c->against[setting].partner[i];
    return run >= 0 && run_usable(&c->settings[setting].log->runs[run]) ? run : -1;
}

// The settings that count, and the seeds under which all of these have a usable run.
static bool find_counted(Making *k, bool *counts) {
    Comparison *c = k->c;
    const int runs = c->settings[c->baseline].log->run_count;
    int *own = arena_take(&c->arena, (size_t)c->setting_count, sizeof *own), most = 0;
    k->seed = arena_take(&c->arena, (size_t)runs, sizeof *k->seed);
    if (!own || !k->seed) return false;
    for (int s = 0; s < c->setting_count; s++) {
        for (int i = 0; i < runs; i++) own[s] += run_beside(c, s, i) >= 0;
        if (own[s] > most) most = own[s];
    }
    for (int s = 0; s < c->setting_count; s++) {
        counts[s] = own[s] > 0 && 2 * own[s] >= most;
        k->m->left_out += !counts[s];
        k->overlap = fmax(k->overlap, c->against[s].overlap);
    }
    for (int i = 0; i < runs; i++) {
        int s = 0;
        while (s < c->setting_count && (!counts[s] || run_beside(c, s, i) >= 0)) s++;
        if (s == c->setting_count) k->seed[k->m->seeds++] = i;
    }
    return true;
}

// Whether numbers are too many for a level each: where few settings share one, means over them would be no means.
static bool wants_bins(const Levels *l, Balance balance, const bool *taken, int n) {
    int settings = 0;
    for (int s = 0; s < n; s++) settings += taken[s];
    if (!l->numeric || l->count < 2 * MARGINAL_BINS) return false;
    return l->count > MARGINAL_LEVELS_MOST || (balance == BALANCE_CONFOUNDED && 2 * l->count > settings);
}

// Whether there is something to average: levels that differ in nothing else, or two of several settings.
static bool tells(const Marginal *m) {
    int several = 0;
    if (m->level_count < 2) return false;
    for (int i = 0; i < m->level_count; i++) several += m->level[i].settings > 1;
    return m->balance != BALANCE_CONFOUNDED || (several > 1 && m->level_count <= MARGINAL_LEVELS_MOST);
}

// The means of one metric: of each level, seed by seed.
static bool fill_metric(Making *k, const Marginal *o, int metric, double *finite) {
    Comparison *c = k->c;
    const int seeds = k->m->seeds;
    for (int l = 0; l < o->level_count; l++) {
        Estimate *x = &o->level[l].metric[metric];
        Difference *d = &o->level[l].against[metric];
        x->values = arena_take(&c->arena, (size_t)seeds, sizeof *x->values);
        d->values = arena_take(&c->arena, (size_t)seeds, sizeof *d->values);
        if (!x->values || !d->values) return false;
    }
    for (int s = 0; s < c->setting_count; s++)
        for (int i = 0; i < seeds && o->of[s] >= 0; i++)
            o->level[o->of[s]].metric[metric].values[i] +=
                c->settings[s].metric[metric].values[run_beside(c, s, k->seed[i])];
    for (int l = 0; l < o->level_count; l++) {
        Estimate *x = &o->level[l].metric[metric];
        Difference *d = &o->level[l].against[metric];
        for (int i = 0; i < seeds; i++) {
            x->values[i] = isfinite(x->values[i]) ? x->values[i] / o->level[l].settings : NAN;
            const double more = x->values[i] - o->level[0].metric[metric].values[i];
            if (l > 0 && isfinite(more)) d->values[d->n++] = more;
        }
        estimate_fill(x, seeds, k->overlap, finite);
        d->overlap = k->overlap;
        difference_interval(d);
    }
    return true;
}

static bool fill_option(Making *k, const Marginal *o, double *finite) {
    Comparison *c = k->c;
    for (int l = 0; l < o->level_count; l++) {
        MarginalLevel *level = &o->level[l];
        level->metric = arena_take(&c->arena, (size_t)c->table.count, sizeof *level->metric);
        level->against = arena_take(&c->arena, (size_t)c->table.count, sizeof *level->against);
        if (!level->metric || !level->against) return false;
    }
    for (int m = 0; m < c->metrics.count; m++)
        if (!fill_metric(k, o, c->metrics.index[m], finite)) return false;
    return true;
}

// Adds the option, if it has something to average.
static bool add_option(Making *k, int option, bool *taken, double *finite) {
    Comparison *c = k->c;
    const int n = c->setting_count;
    Levels *l = &k->shown[option];
    *l = k->levels[option];
    Marginal o = {.key = l->key, .of = arena_take(&c->arena, (size_t)n, sizeof *o.of)};
    if (!o.of || !levels_balance(c, k->levels, k->count, option, option, &o.balance, taken)) return false;
    o.binned = wants_bins(l, o.balance, taken, n);
    if (o.binned && !levels_bin(c, l, taken)) return false;
    o.level_count = l->count;
    o.level = arena_take(&c->arena, (size_t)l->count, sizeof *o.level);
    if (!o.level) return false;
    for (int i = 0; i < l->count; i++) o.level[i].label = l->label[i];
    for (int s = 0; s < n; s++) {
        o.of[s] = taken[s] ? l->of[s] : -1;
        if (o.of[s] >= 0) o.level[o.of[s]].settings++;
    }
    k->place[option] = -1;
    if (!tells(&o)) return true;
    k->place[option] = k->m->option_count;
    k->m->option[k->m->option_count++] = o;
    return fill_option(k, &o, finite);
}

// The mean of a setting over the seeds.
static double setting_mean(const Making *k, int setting, int metric) {
    double sum = 0;
    for (int i = 0; i < k->m->seeds; i++)
        sum += k->c->settings[setting].metric[metric].values[run_beside(k->c, setting, k->seed[i])];
    return isfinite(sum) ? sum / k->m->seeds : NAN;
}

static bool add_pair(Making *k, int one, int other, bool *taken) {
    Comparison *c = k->c;
    const bool turned = k->shown[one].count > k->shown[other].count;
    const int across = turned ? other : one, down = turned ? one : other;
    const int columns = k->shown[across].count, cells = columns * k->shown[down].count;
    MarginalPair *p = &k->m->pair[k->m->pair_count++];
    *p = (MarginalPair){.across = k->place[across], .down = k->place[down]};
    p->settings = arena_take(&c->arena, (size_t)cells, sizeof *p->settings);
    p->mean = arena_take(&c->arena, (size_t)cells * (size_t)c->table.count, sizeof *p->mean);
    if (!p->settings || !p->mean) return false;
    if (!levels_balance(c, k->levels, k->count, across, down, &p->balance, taken)) return false;
    for (int s = 0; s < c->setting_count; s++) {
        if (!taken[s]) continue;
        const int cell = k->shown[down].of[s] * columns + k->shown[across].of[s];
        p->settings[cell]++;
        for (int m = 0; m < c->metrics.count; m++)
            p->mean[c->metrics.index[m] * cells + cell] += setting_mean(k, s, c->metrics.index[m]);
    }
    for (int m = 0; m < c->table.count; m++)
        for (int i = 0; i < cells; i++) p->mean[m * cells + i] /= p->settings[i]; // 0 / 0 is NAN
    return true;
}

static bool make(Making *k) {
    Comparison *c = k->c;
    Marginals *m = k->m;
    bool *counts = arena_take(&c->arena, (size_t)c->setting_count, sizeof *counts);
    bool *taken = arena_take(&c->arena, (size_t)c->setting_count, sizeof *taken);
    if (!counts || !taken || !find_counted(k, counts)) return false;
    if (m->seeds == 0) return true;
    k->count = levels_find(c, counts, k->levels);
    if (k->count < 0) return false;
    double *finite = arena_take(&c->arena, (size_t)m->seeds, sizeof *finite);
    m->option = arena_take(&c->arena, MARGINAL_OPTIONS_MOST, sizeof *m->option);
    m->pair = arena_take(&c->arena, MARGINAL_PAIRS_MOST, sizeof *m->pair);
    if (!finite || !m->option || !m->pair) return false;
    for (int o = 0; o < k->count; o++)
        if (!add_option(k, o, taken, finite)) return false;
    for (int o = 0; o < k->count; o++)
        for (int other = o + 1; other < k->count && m->pair_count < MARGINAL_PAIRS_MOST; other++)
            if (k->place[o] >= 0 && k->place[other] >= 0 && !add_pair(k, o, other, taken)) return false;
    return true;
}

Status marginals_make(Comparison *c, Error *e) {
    Marginals *m = arena_take(&c->arena, 1, sizeof *m);
    if (!m) return error_memory(e);
    c->marginals = m;
    for (int s = 0; s < c->setting_count; s++)
        if (c->against[s].other_data < DATA_FACTS) return OK;
    Making making = {.c = c, .m = m};
    return make(&making) ? OK : error_memory(e);
}

// --- Which grid is shown

typedef struct Grid {
    const double *cell;
    int rows, columns;
} Grid;

static Grid grid_of(const Comparison *c, const MarginalPair *p, int metric) {
    const int rows = c->marginals->option[p->down].level_count, columns = c->marginals->option[p->across].level_count;
    return (Grid){p->mean + (ptrdiff_t)metric * rows * columns, rows, columns};
}

// The mean of those of a grid's cells that are there, of one row or column (-1: of all).
static double mean_of(const Grid *g, int row, int column) {
    double sum = 0;
    int n = 0;
    for (int r = 0; r < g->rows; r++)
        for (int q = 0; q < g->columns; q++) {
            if ((row >= 0 && r != row) || (column >= 0 && q != column) || isnan(g->cell[r * g->columns + q])) continue;
            sum += g->cell[r * g->columns + q];
            n++;
        }
    return n > 0 ? sum / n : NAN;
}

double marginal_interaction(const Comparison *c, const MarginalPair *pair, int metric) {
    const Grid g = grid_of(c, pair, metric);
    double low = NAN, high = NAN;
    for (int r = 0; r < g.rows; r++)
        for (int q = 0; q < g.columns; q++) {
            const double cell = g.cell[r * g.columns + q];
            const double off = cell - mean_of(&g, r, -1) - mean_of(&g, -1, q) + mean_of(&g, -1, -1);
            low = fmin(low, off), high = fmax(high, off); // a NAN gives way
        }
    return high - low;
}

int marginal_pair_most(const Comparison *c, int metric) {
    const Marginals *m = c->marginals;
    int most = -1;
    double largest = NAN;
    for (int p = 0; p < m->pair_count; p++) {
        const double own = marginal_interaction(c, &m->pair[p], metric);
        const bool fairer = most >= 0 && m->pair[p].balance < m->pair[most].balance;
        const bool as_fair = most >= 0 && m->pair[p].balance == m->pair[most].balance;
        if (most < 0 || fairer || (as_fair && (own > largest || isnan(largest)))) most = p, largest = own;
    }
    return most;
}

bool marginal_named(const Marginal *m, const char *name) {
    const size_t n = strlen(name);
    if (strcmp(m->key, name) == 0) return true;
    for (const char *key = m->key; key;) {
        const char *end = strstr(key, " & ");
        const size_t length = end ? (size_t)(end - key) : strlen(key);
        const bool last = length > n && key[length - n - 1] == '.';
        if ((length == n || last) && n > 0 && memcmp(key + length - n, name, n) == 0) return true;
        key = end ? end + 3 : NULL;
    }
    return false;
}

int marginal_pair_find(const Comparison *c, const char *one, const char *other) {
    const Marginals *m = c->marginals;
    for (int p = 0; p < m->pair_count; p++) {
        const Marginal *across = &m->option[m->pair[p].across], *down = &m->option[m->pair[p].down];
        if (marginal_named(across, one) && marginal_named(down, other)) return p;
        if (marginal_named(across, other) && marginal_named(down, one)) return p;
    }
    return -1;
}
