#include "compare/tuned.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "config/options.h"

enum { VALUES_LEAST = 3 }; // of two values one is always at an edge

int tuning_decided(const Tuning *t) {
    int decided = 0;
    for (int i = 0; i < t->seed_count; i++) decided += t->chosen[i] >= 0;
    return decided;
}

int setting_budget(const SettingLog *log) {
    return log->tuning ? log->tuning->candidate_count : 1;
}

bool budgets_differ(const Results *r) {
    for (int s = 1; s < r->setting_count; s++)
        if (setting_budget(&r->settings[s]) != setting_budget(&r->settings[0])) return true;
    return false;
}

static bool number_of(const Candidate *c, int option, double *number) {
    const char *text = c->log ? c->log->values[option] : NULL;
    return text && number_read(text, strlen(text), number);
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// The lowest and the highest of the values of an option that are numbers (it has none where it has no effect), and how
// many different ones there are; 0 where a value is something else. `numbers` has room for each candidate.
static int range_of(const Tuning *t, int option, double *numbers, double *low, double *high) {
    int n = 0, different = 0;
    for (int c = 0; c < t->candidate_count; c++) {
        const SettingLog *log = t->candidates[c].log;
        if (!log || !log->values[option] || !*log->values[option]) continue;
        if (!number_of(&t->candidates[c], option, &numbers[n++])) return 0;
    }
    qsort(numbers, (size_t)n, sizeof *numbers, ascending);
    for (int i = 0; i < n; i++) different += i == 0 || numbers[i] != numbers[i - 1];
    if (n > 0) *low = numbers[0], *high = numbers[n - 1];
    return different;
}

// Whether the option takes values beyond: dropout cannot be lower than 0.
static bool goes_on(const char *key, double edge, bool high) {
    const Option *o = option_find(key);
    if (!o || o->low == o->high) return true;
    return high ? edge < o->high : edge > o->low;
}

static void find_edge(Edges *edges, const Results *r, const Tuning *t, int option, double edge, bool high) {
    const char *key = r->options[option], *value = NULL;
    int seeds = 0;
    for (int i = 0; i < t->seed_count; i++) {
        double number;
        if (t->chosen[i] < 0 || !number_of(&t->candidates[t->chosen[i]], option, &number) || number != edge) continue;
        value = t->candidates[t->chosen[i]].log->values[option];
        seeds++;
    }
    if (seeds > 0 && 2 * seeds >= tuning_decided(t) && goes_on(key, edge, high))
        edges->edge[edges->count++] = (Edge){.tuning = t, .key = key, .value = value, .high = high, .seeds = seeds};
}

bool edges_find(Edges *edges, const Results *r, Arena *a) {
    int room = 0, most = 0;
    for (int i = 0; i < r->tuning_count; i++) {
        room += 2 * r->tunings[i].option_count;
        if (r->tunings[i].candidate_count > most) most = r->tunings[i].candidate_count;
    }
    *edges = (Edges){.edge = arena_take(a, (size_t)room + 1, sizeof *edges->edge)};
    double *numbers = arena_take(a, (size_t)most + 1, sizeof *numbers), low = 0, high = 0;
    if (!edges->edge || !numbers) return false;
    for (int i = 0; i < r->tuning_count; i++)
        for (int k = 0; k < r->tunings[i].option_count; k++) {
            const Tuning *t = &r->tunings[i];
            if (range_of(t, t->options[k], numbers, &low, &high) < VALUES_LEAST) continue;
            find_edge(edges, r, t, t->options[k], low, false);
            find_edge(edges, r, t, t->options[k], high, true);
        }
    return true;
}
