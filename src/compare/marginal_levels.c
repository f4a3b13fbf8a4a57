#include "compare/marginal_levels.h"

#include <stdlib.h>
#include <string.h>

#include "base/lookup.h"
#include "base/text.h"

// A level and what it sorts by.
typedef struct Ordered {
    double number;
    int level;
} Ordered;

static int ascending(const void *left, const void *right) {
    const Ordered *a = left, *b = right;
    if (a->number != b->number) return a->number < b->number ? -1 : 1;
    return a->level - b->level;
}

// Numbers the levels as they first appear, the baseline's first. False without memory; count 0 where a setting does not
// know the option.
static bool number_levels(Comparison *c, int option, const bool *counts, Levels *l) {
    Arena passing = {0};
    Lookup known = {0};
    bool good = true;
    for (int i = -1; good && i < c->setting_count; i++) {
        const int s = i < 0 ? c->baseline : i;
        const char *text = c->settings[s].log->values[option];
        l->of[s] = -1;
        if (!counts[s]) continue;
        if (!text) {
            l->count = 0;
            break;
        }
        const int level = lookup_add(&known, &passing, text, l->count);
        good = level >= 0;
        if (level == l->count) l->label[l->count++] = text;
        l->of[s] = level;
    }
    arena_free(&passing);
    return good;
}

static bool same_levels(const Comparison *c, const Levels *a, const Levels *b) {
    return a->count == b->count && memcmp(a->of, b->of, sizeof *a->of * (size_t)c->setting_count) == 0;
}

// Names a factor after both options, and each of its levels after both values.
static bool join(Comparison *c, Levels *l, const Levels *with) {
    Text key = {0};
    text_printf(&key, "%s & %s", l->key, with->key);
    l->key = text_keep(&key, &c->arena);
    for (int i = 0; l->key && i < l->count; i++) {
        Text label = {0};
        text_printf(&label, "%s & %s", l->label[i], with->label[i]);
        l->label[i] = text_keep(&label, &c->arena);
        if (!l->label[i]) return false;
    }
    return l->key != NULL;
}

// Lets the levels of numbers ascend.
static bool order(Comparison *c, Levels *l) {
    Ordered *ordered = arena_take(&c->arena, (size_t)l->count, sizeof *ordered);
    const char **label = arena_take(&c->arena, (size_t)l->count, sizeof *label);
    int *place = arena_take(&c->arena, (size_t)l->count, sizeof *place);
    if (!ordered || !label || !place) return false;
    l->numeric = true;
    for (int i = 0; i < l->count && l->numeric; i++) {
        ordered[i].level = i;
        l->numeric = number_read(l->label[i], strlen(l->label[i]), &ordered[i].number);
    }
    if (!l->numeric) return true;
    qsort(ordered, (size_t)l->count, sizeof *ordered, ascending);
    for (int i = 0; i < l->count; i++) label[i] = l->label[ordered[i].level], place[ordered[i].level] = i;
    for (int s = 0; s < c->setting_count; s++)
        if (l->of[s] >= 0) l->of[s] = place[l->of[s]];
    l->label = label;
    return true;
}

int levels_find(Comparison *c, const bool *counts, Levels *levels) {
    const size_t n = (size_t)c->setting_count;
    int count = 0, settings = 0;
    for (int s = 0; s < c->setting_count; s++) settings += counts[s];
    for (int option = 0; option < c->results->option_count; option++) {
        Levels l = {.key = c->results->options[option],
                    .of = arena_take(&c->arena, n, sizeof *l.of),
                    .label = arena_take(&c->arena, n, sizeof *l.label)};
        if (!l.of || !l.label || !number_levels(c, option, counts, &l)) return -1;
        if (l.count < 2) continue;
        int same = 0;
        while (same < count && !same_levels(c, &levels[same], &l)) same++;
        // Where every setting has a value of its own (numbers drawn at random), options do not vary together.
        if (same < count && l.count < settings) {
            if (!join(c, &levels[same], &l)) return -1;
        } else if (count < MARGINAL_OPTIONS_MOST) {
            levels[count++] = l;
        }
    }
    for (int i = 0; i < count; i++)
        if (!order(c, &levels[i])) return -1;
    return count;
}

// The combination of all other options that a setting has, as a number; -1 without memory.
static int rest_of(const Levels *levels, int count, int one, int other, int setting, Lookup *rests, Arena *a) {
    Text text = {0};
    text_add(&text, ":");
    for (int o = 0; o < count; o++)
        if (o != one && o != other) text_printf(&text, "%d,", levels[o].of[setting]);
    const char *key = text_keep(&text, a);
    return key ? lookup_add(rests, a, key, (int)rests->count) : -1;
}

// Counts the different cells that stand with each rest. False without memory.
static bool count_cells(const Comparison *c, const Levels *levels, int count, int one, int other, int *rest, int *cells,
                        Arena *a) {
    Lookup rests = {0}, seen = {0};
    for (int s = 0; s < c->setting_count; s++) {
        if (levels[one].of[s] < 0) continue;
        rest[s] = rest_of(levels, count, one, other, s, &rests, a);
        Text text = {0};
        text_printf(&text, "%d:%d,%d", rest[s], levels[one].of[s], levels[other].of[s]);
        const char *key = text_keep(&text, a);
        const int before = (int)seen.count;
        if (rest[s] < 0 || !key || lookup_add(&seen, a, key, before) < 0) return false;
        cells[rest[s]] += (int)seen.count > before;
    }
    return true;
}

bool levels_balance(const Comparison *c, const Levels *levels, int count, int one, int other, Balance *balance,
                    bool *taken) {
    const int n = c->setting_count;
    const long all = one == other ? levels[one].count : (long)levels[one].count * levels[other].count;
    int counted = 0, matched = 0;
    Arena passing = {0};
    int *rest = arena_take(&passing, (size_t)n, sizeof *rest), *cells = arena_take(&passing, (size_t)n, sizeof *cells);
    const bool good = rest && cells && count_cells(c, levels, count, one, other, rest, cells, &passing);
    for (int s = 0; good && s < n; s++) {
        const bool counts = levels[one].of[s] >= 0;
        taken[s] = counts && cells[rest[s]] == all;
        counted += counts;
        matched += taken[s];
    }
    arena_free(&passing);
    *balance = matched == counted ? BALANCE_CROSSED : 2 * matched >= counted ? BALANCE_MATCHED : BALANCE_CONFOUNDED;
    for (int s = 0; good && *balance == BALANCE_CONFOUNDED && s < n; s++) taken[s] = levels[one].of[s] >= 0;
    return good;
}

bool levels_bin(Comparison *c, Levels *l, const bool *taken) {
    const int n = c->setting_count;
    int *of = arena_take(&c->arena, (size_t)n, sizeof *of), *bin = arena_take(&c->arena, (size_t)l->count, sizeof *bin);
    int *settings = arena_take(&c->arena, (size_t)l->count, sizeof *settings);
    const char **label = arena_take(&c->arena, MARGINAL_BINS, sizeof *label);
    if (!of || !bin || !settings || !label) return false;
    int all = 0, before = 0, bins = 0;
    for (int s = 0; s < n; s++)
        if (taken[s] && l->of[s] >= 0) settings[l->of[s]]++, all++;
    for (int i = 0, last = -1; i < l->count; i++) { // by where the middle of a level's settings lies among all
        const int third = all > 0 ? (int)((2L * before + settings[i]) * MARGINAL_BINS / (2L * all)) : 0;
        if (third != last) bins++;
        last = third;
        bin[i] = bins - 1;
        before += settings[i];
    }
    for (int b = 0, first = 0; b < bins; b++) {
        int end = first;
        while (end < l->count && bin[end] == b) end++;
        Text text = {0};
        text_add(&text, l->label[first]);
        if (end - first > 1) text_printf(&text, " to %s", l->label[end - 1]);
        label[b] = text_keep(&text, &c->arena);
        if (!label[b]) return false;
        first = end;
    }
    for (int s = 0; s < n; s++) of[s] = l->of[s] < 0 ? -1 : bin[l->of[s]];
    l->of = of;
    l->label = label;
    l->count = bins;
    return true;
}
