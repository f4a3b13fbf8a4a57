#include "compare/focus.h"

#include <fnmatch.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "compare/comparison.h"
#include "compare/marginal.h"
#include "compare/primary.h"

Status focus_all(Comparison *c, Error *e) {
    Focus *f = &c->focus;
    *f = (Focus){.sort = comparison_primary(c),
                 .count = c->setting_count,
                 .chosen = c->setting_count,
                 .shown = c->shown,
                 .pair = -1};
    f->setting = arena_take(&c->arena, (size_t)c->setting_count, sizeof *f->setting);
    f->rank = arena_take(&c->arena, (size_t)c->setting_count, sizeof *f->rank);
    f->judged.index = arena_take(&c->arena, (size_t)c->judged.count, sizeof *f->judged.index);
    if (!f->setting || !f->rank || !f->judged.index) return error_memory(e);
    for (int s = 0; s < c->setting_count; s++) f->setting[s] = s;
    for (int k = 0; k < c->judged.count; k++) f->judged.index[f->judged.count++] = k;
    return OK;
}

// --- Metrics

// The metric of that key (n bytes of it), of those that the results have; -1 where there is none.
static int find_metric(const Comparison *c, const char *key, size_t n) {
    for (int k = 0; k < c->metrics.count; k++) {
        const char *own = comparison_names(c, c->metrics.index[k])->key;
        if (strlen(own) == n && memcmp(own, key, n) == 0) return c->metrics.index[k];
    }
    return -1;
}

// The bytes of the longest text at the beginning of a list with commas that is a metric's key, which may have commas
// where a target's name has; 0 where the list does not begin with one.
static size_t metric_in_front(const Comparison *c, const char *list, int *metric) {
    size_t longest = 0;
    for (size_t n = strcspn(list, ",");; n += 1 + strcspn(list + n + 1, ",")) {
        const int found = find_metric(c, list, n);
        if (found >= 0) *metric = found, longest = n;
        if (!list[n]) return longest;
    }
}

static Status no_such_metric(Comparison *c, const char *flag, const char *key, size_t n, Error *e) {
    const int count = c->metrics.count;
    const char **keys = arena_take(&c->arena, (size_t)count, sizeof *keys), *word = arena_text_n(&c->arena, key, n);
    if (!keys || !word) return error_memory(e);
    for (int k = 0; k < count; k++) keys[k] = comparison_names(c, c->metrics.index[k])->key;
    const char *near = nearest_word(word, keys, (size_t)count);
    Text list = {0}, why = {0};
    for (int k = 0; k < count; k++) text_printf(&list, "%s%s", k > 0 ? ", " : "", keys[k]);
    metric_absent(word, c->results, &why);
    if (list.failed || why.failed)
        error_memory(e);
    else if (why.data)
        error_set(e, ERR_USAGE, "%s %s: not in these results: %s; they have %s", flag, word, why.data, list.data);
    else if (near)
        error_set(e, ERR_USAGE, "%s %s: no such metric; did you mean \"%s\"?", flag, word, near);
    else
        error_set(e, ERR_USAGE, "%s %s: no such metric; these results have %s", flag, word, list.data);
    text_free(&why);
    text_free(&list);
    return e->status;
}

static void append_new(MetricList *list, int item) {
    for (int i = 0; i < list->count; i++)
        if (list->index[i] == item) return;
    list->index[list->count++] = item;
}

// Appends what one --metric names: a list of keys.
static Status add_metrics(Comparison *c, const char *text, MetricList *list, Error *e) {
    for (const char *key = text;;) {
        int metric = 0;
        const size_t n = metric_in_front(c, key, &metric);
        if (n == 0) return no_such_metric(c, "--metric", key, strcspn(key, ","), e);
        append_new(list, metric);
        if (!key[n]) return OK;
        key += n + 1;
    }
}

static int judged_place(const Comparison *c, int metric) {
    int k = 0;
    while (k < c->judged.count && c->judged.index[k] != metric) k++;
    return k < c->judged.count ? k : -1;
}

static Status choose_metrics(Comparison *c, const FocusOptions *o, Error *e) {
    Focus *f = &c->focus;
    if (o->sort) {
        f->sort = find_metric(c, o->sort, strlen(o->sort));
        if (f->sort < 0) return no_such_metric(c, "--sort", o->sort, strlen(o->sort), e);
    }
    f->asked = o->metric_count > 0;
    if (!f->asked) return OK;
    f->shown = (MetricList){.index = arena_take(&c->arena, (size_t)c->table.count, sizeof *f->shown.index)};
    if (!f->shown.index) return error_memory(e);
    for (int i = 0; i < o->metric_count; i++)
        if (add_metrics(c, o->metrics[i], &f->shown, e)) return e->status;
    f->judged.count = 0;
    for (int i = 0; i < f->shown.count; i++) {
        const int k = judged_place(c, f->shown.index[i]);
        if (k >= 0) f->judged.index[f->judged.count++] = k;
    }
    return OK;
}

// Takes what --columns names. A metric's key among them is a column of the settings' table, whatever that has else.
static Status choose_columns(Comparison *c, const FocusOptions *o, Error *e) {
    Focus *f = &c->focus;
    size_t room = 0;
    for (int i = 0; i < o->column_count; i++) room += strlen(o->columns[i]) + 1;
    const MetricList before = f->shown;
    const char **names = arena_take(&c->arena, room, sizeof *names);
    f->shown.index = arena_take(&c->arena, (size_t)c->table.count, sizeof *f->shown.index);
    if (!names || !f->shown.index) return error_memory(e);
    memcpy(f->shown.index, before.index, sizeof *before.index * (size_t)before.count);
    f->columns.name = names;
    for (int i = 0; i < o->column_count; i++) {
        const char *text = o->columns[i];
        for (bool more = true; more;) {
            int metric = 0;
            size_t n = metric_in_front(c, text, &metric);
            if (n > 0) append_new(&f->shown, metric);
            if (n == 0) n = strcspn(text, ",");
            if (!(names[f->columns.count++] = arena_text_n(&c->arena, text, n))) return error_memory(e);
            more = text[n] != 0;
            text += n + more;
        }
    }
    return OK;
}

// Of many settings only the verdict on the metric that they are ranked by, or else on the primary one.
static void judge_one(Comparison *c) {
    Focus *f = &c->focus;
    const int by_sort = judged_place(c, f->sort);
    if (f->asked) return;
    f->judged.index[0] = by_sort >= 0 ? by_sort : judged_place(c, comparison_primary(c));
    f->judged.count = 1;
}

// --- Settings

static bool matches(const SettingLog *log, const char *pattern) {
    const char *const names[] = {log->name, log->own_name};
    for (int i = 0; i < 2; i++)
        if (strcmp(names[i], pattern) == 0 || fnmatch(pattern, names[i], 0) == 0) return true;
    return false;
}

static bool any_matches(const Comparison *c, const char *pattern) {
    for (int s = 0; s < c->setting_count; s++)
        if (matches(c->settings[s].log, pattern)) return true;
    return false;
}

// "--settings a --settings b" where "a,b" was meant as two; nothing where one of them matches nothing either.
static void add_parts(Text *out, const Comparison *c, const char *pattern, Arena *a) {
    for (const char *part = pattern;;) {
        const size_t n = strcspn(part, ",");
        const char *own = arena_text_n(a, part, n);
        if (!own || !any_matches(c, own)) {
            text_free(out);
            return;
        }
        text_printf(out, "%s--settings '%s'", out->size > 0 ? " " : "", own);
        if (!part[n]) return;
        part += n + 1;
    }
}

static Status no_such_setting(Comparison *c, const char *pattern, Error *e) {
    const char **names = arena_take(&c->arena, (size_t)c->setting_count, sizeof *names);
    if (!names) return error_memory(e);
    for (int s = 0; s < c->setting_count; s++) names[s] = c->settings[s].log->name;
    Text parts = {0};
    if (strchr(pattern, ',')) add_parts(&parts, c, pattern, &c->arena);
    const char *near = nearest_word(pattern, names, (size_t)c->setting_count);
    if (parts.data)
        error_set(e, ERR_USAGE, "--settings %s: no setting's name matches; did you mean %s?", pattern, parts.data);
    else if (near)
        error_set(e, ERR_USAGE, "--settings %s: no setting's name matches; did you mean \"%s\"?", pattern, near);
    else
        error_set(e, ERR_USAGE,
                  "--settings %s: no setting's name matches; names are like \"%s\" (* stands for any text)", pattern,
                  names[c->setting_count - 1]);
    text_free(&parts);
    return e->status;
}

// A setting's place among others.
typedef struct Placed {
    double key; // lower is better
    int setting;
} Placed;

static int best_first(const void *left, const void *right) {
    const Placed *a = left, *b = right;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return a->setting - b->setting;
}

// What a setting is ranked by: lower is better; a mean that is not there comes last.
static double sort_key(const Comparison *c, int setting) {
    const double mean = c->settings[setting].metric[c->focus.sort].mean;
    if (isnan(mean)) return INFINITY;
    return comparison_names(c, c->focus.sort)->better == BETTER_HIGHER ? -mean : mean;
}

static bool is_chosen(const Comparison *c, int setting, const FocusOptions *o) {
    if (o->setting_count == 0 || setting == c->baseline) return true;
    for (int i = 0; i < o->setting_count; i++)
        if (matches(c->settings[setting].log, o->settings[i])) return true;
    return false;
}

// Ranks what was chosen and takes the best, and the baseline wherever it stands.
static Status choose_settings(Comparison *c, const FocusOptions *o, Error *e) {
    Focus *f = &c->focus;
    Placed *placed = arena_take(&c->arena, (size_t)c->setting_count, sizeof *placed);
    if (!placed) return error_memory(e);
    int chosen = 0;
    for (int s = 0; s < c->setting_count; s++)
        if (is_chosen(c, s, o)) placed[chosen++] = (Placed){sort_key(c, s), s};
    f->chosen = chosen;
    f->full = o->full;
    f->digest = chosen > FOCUS_FEW && !o->full;
    f->marginals = f->digest || o->full || o->pair;
    f->ranked = f->digest || o->sort || o->top > 0;
    const int most = o->top > 0 ? o->top : f->digest ? FOCUS_TOP : chosen;
    qsort(placed, (size_t)chosen, sizeof *placed, best_first);
    for (int i = 0; i < chosen; i++) f->rank[placed[i].setting] = i + 1;
    f->count = 0;
    for (int i = 0; i < chosen && f->ranked; i++)
        if (i < most || placed[i].setting == c->baseline) f->setting[f->count++] = placed[i].setting;
    for (int s = 0; s < c->setting_count && !f->ranked; s++)
        if (f->rank[s] > 0) f->setting[f->count++] = s;
    return OK;
}

// --- The pair of options

static bool is_swept(const Comparison *c, const char *name) {
    for (int o = 0; o < c->marginals->option_count; o++)
        if (marginal_named(&c->marginals->option[o], name)) return true;
    return false;
}

static Status no_such_option(Comparison *c, const char *name, Error *e) {
    const Marginals *m = c->marginals;
    const char **keys = arena_take(&c->arena, (size_t)m->option_count * 2, sizeof *keys);
    int count = 0;
    if (!keys) return error_memory(e);
    for (int o = 0; o < m->option_count; o++) {
        const char *key = m->option[o].key, *dot = strrchr(key, '.');
        keys[count++] = key;
        if (dot) keys[count++] = dot + 1;
    }
    const char *near = nearest_word(name, keys, (size_t)count);
    if (near) return error_set(e, ERR_USAGE, "--pair: no swept option \"%s\"; did you mean \"%s\"?", name, near);
    Text list = {0};
    for (int o = 0; o < m->option_count; o++) text_printf(&list, "%s%s", o > 0 ? ", " : "", m->option[o].key);
    Status s = list.failed
                   ? error_memory(e)
                   : error_set(e, ERR_USAGE, "--pair: no swept option \"%s\"; %s%s", name,
                               list.data ? "there are " : "these results sweep none", list.data ? list.data : "");
    text_free(&list);
    return s;
}

static Status choose_pair(Comparison *c, const char *text, Error *e) {
    const size_t n = strcspn(text, ",");
    const char *const one = arena_text_n(&c->arena, text, n), *const other = text[n] ? text + n + 1 : NULL;
    if (!one) return error_memory(e);
    if (!other) return error_set(e, ERR_USAGE, "--pair %s: two options with a comma between, as in a,b", text);
    if (!is_swept(c, one)) return no_such_option(c, one, e);
    if (!is_swept(c, other)) return no_such_option(c, other, e);
    c->focus.pair = marginal_pair_find(c, one, other);
    if (c->focus.pair >= 0) return OK;
    return error_set(e, ERR_USAGE, "--pair %s: no grid of these two; it takes two different options", text);
}

Status focus_make(Comparison *c, const FocusOptions *options, Error *e) {
    if (focus_all(c, e) || choose_metrics(c, options, e)) return e->status;
    for (int i = 0; i < options->setting_count; i++)
        if (!any_matches(c, options->settings[i])) return no_such_setting(c, options->settings[i], e);
    if (choose_settings(c, options, e)) return e->status;
    if (c->focus.digest) judge_one(c);
    if (options->column_count > 0 && choose_columns(c, options, e)) return e->status;
    return options->pair ? choose_pair(c, options->pair, e) : OK;
}

bool focus_names(const Comparison *c, const char *column) {
    for (int i = 0; i < c->focus.columns.count; i++)
        if (strcmp(c->focus.columns.name[i], column) == 0) return true;
    return false;
}

bool focus_has(const Comparison *c, int setting) {
    for (int i = 0; i < c->focus.count; i++)
        if (c->focus.setting[i] == setting) return true;
    return false;
}

bool focus_shows(const Comparison *c, int metric) {
    for (int i = 0; i < c->focus.shown.count; i++)
        if (c->focus.shown.index[i] == metric) return true;
    return false;
}
