#include "report/page_probes.h"

#include <math.h>
#include <string.h>

#include "compare/instruments.h"
#include "report/page_values.h"

enum { EPOCHS_LEAST = 8 }; // of each setting, before settings are left out

// While they are written.
typedef struct Writing {
    JsonWriter *w;
    const Comparison *c;
    Instruments in;
    bool *shown;     // [setting_count] has its numbers on the page
    int left_out;    // settings that have none there
    int epochs_most; // of a setting
    bool thinned;
    int *value;           // [PROBE_VALUE_COUNT] its place in the list; -1: nobody says it
    ProbeColumn **column; // [PROBE_VALUE_COUNT]
    int *columns;         // [PROBE_VALUE_COUNT]
    double *mean, *sd;    // [epochs of the setting that has most] scratch
    int *n;
    Arena arena;
} Writing;

// --- What there is room for

// Chooses the settings.
static bool choose(Writing *p, const int *order) {
    const int count = p->c->setting_count;
    int series = 0;
    p->shown = arena_take(&p->arena, (size_t)count, sizeof *p->shown);
    if (!p->shown) return false;
    for (int i = 0; i < count; i++) {
        const SettingProbes *own = &p->in.setting[order[i]];
        const int epochs = own->epoch_count < EPOCHS_LEAST ? own->epoch_count : EPOCHS_LEAST;
        if (own->series_count == 0) continue;
        if ((series + own->series_count) * 2 * epochs <= PAGE_PROBE_NUMBERS || i == 0) {
            p->shown[order[i]] = true;
            series += own->series_count;
        } else {
            p->left_out++;
        }
    }
    p->epochs_most = series > 0 ? PAGE_PROBE_NUMBERS / (2 * series) : 0;
    if (p->epochs_most < 2) p->epochs_most = 2;
    return true;
}

static int epochs_of(const Writing *p, const SettingProbes *s) {
    return s->epoch_count < p->epochs_most ? s->epoch_count : p->epochs_most;
}

// --- Writing

static bool find_columns(Writing *p) {
    const int count = p->c->setting_count;
    int *all = arena_take(&p->arena, (size_t)count, sizeof *all), values = 0;
    p->value = arena_take(&p->arena, PROBE_VALUE_COUNT, sizeof *p->value);
    p->column = arena_take(&p->arena, PROBE_VALUE_COUNT, sizeof(ProbeColumn *));
    p->columns = arena_take(&p->arena, PROBE_VALUE_COUNT, sizeof *p->columns);
    if (!all || !p->value || !p->column || !p->columns) return false;
    for (int s = 0; s < count; s++) all[s] = s;
    for (int v = 0; v < PROBE_VALUE_COUNT; v++) {
        p->value[v] = p->in.said[v] ? values++ : -1;
        p->column[v] = instruments_columns(&p->in, v, all, count, &p->columns[v], &p->arena);
        if (!p->column[v]) return false;
    }
    return true;
}

static bool take_scratch(Writing *p) {
    size_t most = 1;
    for (int s = 0; s < p->c->setting_count; s++) {
        const int epochs = epochs_of(p, &p->in.setting[s]);
        if ((size_t)epochs > most) most = (size_t)epochs;
    }
    p->mean = arena_take(&p->arena, most, sizeof *p->mean);
    p->sd = arena_take(&p->arena, most, sizeof *p->sd);
    p->n = arena_take(&p->arena, most, sizeof *p->n);
    return p->mean && p->sd && p->n;
}

static void add_values(const Writing *p) {
    JsonWriter *w = p->w;
    json_key(w, "values");
    json_list(w, JSON_DENSE);
    for (int v = 0; v < PROBE_VALUE_COUNT; v++) {
        if (p->value[v] < 0) continue;
        json_object(w, JSON_DENSE);
        page_text(w, "name", probe_values[v].name);
        page_text(w, "title", probe_values[v].title);
        page_text(w, "instrument", probe_names[probe_values[v].probe]);
        json_key(w, "columns");
        json_list(w, JSON_DENSE);
        for (int k = 0; k < p->columns[v]; k++) {
            json_list(w, JSON_DENSE);
            json_text(w, p->column[v][k].kind);
            json_whole(w, p->column[v][k].nth);
            json_end(w);
        }
        json_end(w);
        json_end(w);
    }
    json_end(w);
}

static int column_of(const Writing *p, const SettingProbes *s, const ProbeSeries *series) {
    const ProbeLayer *layer = &s->layer[series->layer];
    const ProbeColumn *column = p->column[series->value];
    int k = 0;
    while (column[k].nth != layer->nth || strcmp(column[k].kind, layer->kind) != 0) k++;
    return k;
}

// Its means and SDs at the epochs that the page has of it.
static void add_looks(const Writing *p, const ProbeSeries *series, int count, int all) {
    for (int i = 0; i < count; i++) {
        const int at = page_thinned(i, count, all);
        p->mean[i] = series->at[at].mean;
        p->sd[i] = series->at[at].sd;
        p->n[i] = series->at[at].n;
    }
    page_means(p->w, p->mean, p->sd, p->n, count);
}

// Where runs looked last at different epochs: over the last look of each.
static void add_last(JsonWriter *w, const SettingProbes *s, const ProbeSeries *series) {
    if (s->last[series->value].least == s->epoch[s->epoch_count - 1]) return;
    json_key(w, "e");
    json_list(w, JSON_DENSE);
    page_number(w, series->last.mean);
    page_number(w, series->last.sd);
    json_whole(w, series->last.n);
    json_end(w);
}

static void add_series(const Writing *p, const SettingProbes *s, const ProbeSeries *series) {
    JsonWriter *w = p->w;
    json_object(w, JSON_DENSE);
    json_key(w, "v");
    json_whole(w, p->value[series->value]);
    json_key(w, "c");
    json_whole(w, column_of(p, s, series));
    add_looks(p, series, epochs_of(p, s), s->epoch_count);
    add_last(w, s, series);
    json_end(w);
}

static void add_setting(Writing *p, int setting) {
    JsonWriter *w = p->w;
    const SettingProbes *s = &p->in.setting[setting];
    if (!p->shown[setting]) {
        json_null(w);
        return;
    }
    const int count = epochs_of(p, s);
    p->thinned |= count < s->epoch_count;
    json_object(w, JSON_DENSE);
    json_key(w, "epochs");
    json_list(w, JSON_DENSE);
    for (int i = 0; i < count; i++) json_whole(w, s->epoch[page_thinned(i, count, s->epoch_count)]);
    json_end(w);
    json_key(w, "series");
    json_list(w, JSON_DENSE);
    for (int k = 0; k < s->series_count; k++) add_series(p, s, &s->series[k]);
    json_end(w);
    json_end(w);
}

static void add_all(Writing *p) {
    JsonWriter *w = p->w;
    json_key(w, "instruments");
    json_object(w, JSON_DENSE);
    add_values(p);
    json_key(w, "settings");
    json_list(w, JSON_DENSE);
    for (int s = 0; s < p->c->setting_count; s++) add_setting(p, s);
    json_end(w);
    json_key(w, "left_out");
    json_whole(w, p->left_out);
    json_key(w, "thinned");
    json_bool(w, p->thinned);
    json_end(w);
}

void page_probes(JsonWriter *w, const Comparison *c, const int *order) {
    Writing p = {.w = w, .c = c};
    Error e;
    bool good = instruments_make(&p.in, c, &e) == OK;
    if (good && p.in.any) {
        good = choose(&p, order) && find_columns(&p) && take_scratch(&p);
        if (good) add_all(&p);
    }
    w->out->failed |= !good;
    instruments_free(&p.in);
    arena_free(&p.arena);
}
