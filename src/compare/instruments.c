#include "compare/instruments.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare/difference.h"

// While one setting's rows are gathered.
typedef struct Gather {
    const SettingLog *log;
    SettingProbes *out;
    int run_count;      // usable runs that say something
    const RunLog **run; // [run_count]
    int top;            // the highest place of a layer
    int *layer_at;      // [top + 2] index of the layer at a place, from PROBE_WHOLE on; -1: none
    int *series_at;     // [PROBE_VALUE_COUNT][layer_count]; -1: none
    double *number;     // [series][epoch][run]; NAN: nothing said
    double *finite;     // [run_count] room
    Arena passing;
    Arena *arena;
} Gather;

static bool list_runs(Gather *g) {
    g->run = arena_take(&g->passing, (size_t)g->log->run_count, sizeof(const RunLog *));
    for (int i = 0; g->run && i < g->log->run_count; i++) {
        const RunLog *run = &g->log->runs[i];
        if (run_usable(run) && run->probe_count > 0) g->run[g->run_count++] = run;
    }
    return g->run;
}

// The layers by place, and the number of each among those of its kind.
static bool list_layers(Gather *g) {
    g->top = PROBE_WHOLE;
    for (int r = 0; r < g->run_count; r++)
        for (int i = 0; i < g->run[r]->probe_count; i++)
            if (g->run[r]->probes[i].layer > g->top) g->top = g->run[r]->probes[i].layer;
    const size_t places = (size_t)(g->top - PROBE_WHOLE) + 1;
    const char **name = arena_take(&g->passing, places, sizeof *name);
    g->layer_at = arena_take(&g->passing, places, sizeof *g->layer_at);
    g->out->layer = arena_take(g->arena, places, sizeof *g->out->layer);
    if (!name || !g->layer_at || !g->out->layer) return false;
    for (int r = 0; r < g->run_count; r++)
        for (int i = 0; i < g->run[r]->probe_count; i++)
            name[g->run[r]->probes[i].layer - PROBE_WHOLE] = g->run[r]->probes[i].layer_name;
    for (size_t p = 0; p < places; p++) {
        g->layer_at[p] = -1;
        if (!name[p]) continue;
        const char *dot = strchr(name[p], '.');
        ProbeLayer layer = {
            .place = (int)p + PROBE_WHOLE, .name = name[p], .kind = dot ? dot + 1 : "", .nth = dot != 0};
        for (int k = 0; dot && k < g->out->layer_count; k++)
            layer.nth += strcmp(g->out->layer[k].kind, layer.kind) == 0;
        g->layer_at[p] = g->out->layer_count;
        g->out->layer[g->out->layer_count++] = layer;
    }
    return true;
}

static int by_number(const void *a, const void *b) {
    const int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

// The epochs of all runs, each once.
static bool list_epochs(Gather *g) {
    size_t room = 0;
    int count = 0;
    for (int r = 0; r < g->run_count; r++)
        for (int i = 0; i < g->run[r]->probe_count; i++)
            room += i == 0 || g->run[r]->probes[i].epoch != g->run[r]->probes[i - 1].epoch;
    int *epoch = g->out->epoch = arena_take(g->arena, room, sizeof *epoch);
    if (!epoch) return false;
    for (int r = 0; r < g->run_count; r++)
        for (int i = 0; i < g->run[r]->probe_count; i++)
            if (i == 0 || g->run[r]->probes[i].epoch != g->run[r]->probes[i - 1].epoch)
                epoch[count++] = g->run[r]->probes[i].epoch;
    qsort(epoch, (size_t)count, sizeof *epoch, by_number);
    for (int i = 0; i < count; i++)
        if (i == 0 || epoch[i] != epoch[i - 1]) epoch[g->out->epoch_count++] = epoch[i];
    return true;
}

static int *series_of(const Gather *g, int value, int place) {
    return &g->series_at[value * g->out->layer_count + g->layer_at[place - PROBE_WHOLE]];
}

static bool list_series(Gather *g) {
    SettingProbes *out = g->out;
    const size_t most = (size_t)PROBE_VALUE_COUNT * (size_t)out->layer_count;
    g->series_at = arena_take(&g->passing, most, sizeof *g->series_at);
    if (!g->series_at) return false;
    for (int r = 0; r < g->run_count; r++)
        for (int i = 0; i < g->run[r]->probe_count; i++)
            *series_of(g, g->run[r]->probes[i].value, g->run[r]->probes[i].layer) = 1;
    for (size_t k = 0; k < most; k++) g->series_at[k] = g->series_at[k] ? out->series_count++ : -1;
    out->series = arena_take(g->arena, (size_t)out->series_count, sizeof *out->series);
    for (size_t k = 0; out->series && k < most; k++) {
        if (g->series_at[k] < 0) continue;
        ProbeSeries *series = &out->series[g->series_at[k]];
        *series = (ProbeSeries){.value = (int)k / out->layer_count, .layer = (int)k % out->layer_count};
        series->at = arena_take(g->arena, (size_t)out->epoch_count, sizeof *series->at);
        if (!series->at) return false;
    }
    return out->series;
}

static double *number_at(const Gather *g, int series, int epoch, int run) {
    return &g->number[((size_t)series * (size_t)g->out->epoch_count + (size_t)epoch) * (size_t)g->run_count +
                      (size_t)run];
}

static bool fill_numbers(Gather *g) {
    const size_t count = (size_t)g->out->series_count * (size_t)g->out->epoch_count * (size_t)g->run_count;
    g->number = arena_take(&g->passing, count, sizeof *g->number);
    g->finite = arena_take(&g->passing, (size_t)g->run_count, sizeof *g->finite);
    if (!g->number || !g->finite) return false;
    for (size_t k = 0; k < count; k++) g->number[k] = NAN;
    for (int r = 0; r < g->run_count; r++)
        for (int i = 0, epoch = 0; i < g->run[r]->probe_count; i++) {
            const ProbeRow *row = &g->run[r]->probes[i];
            while (g->out->epoch[epoch] < row->epoch) epoch++;
            *number_at(g, *series_of(g, row->value, row->layer), epoch, r) = row->number;
        }
    return true;
}

static ProbeMean mean_of(const Gather *g, double *values) {
    Estimate x = {.values = values};
    estimate_fill(&x, g->run_count, folds_overlap(g->log), g->finite);
    return (ProbeMean){x.n, x.mean, x.sd, x.low, x.high};
}

// The places among the epochs at which a run said a value first and last; -1: it never did.
typedef struct Ends {
    int first, last;
} Ends;

static Ends ends_of(const Gather *g, int value, int run) {
    const RunLog *log = g->run[run];
    Ends ends = {-1, -1};
    for (int i = 0, epoch = 0; i < log->probe_count; i++) {
        while (g->out->epoch[epoch] < log->probes[i].epoch) epoch++;
        if (log->probes[i].value != value) continue;
        if (ends.first < 0) ends.first = epoch;
        ends.last = epoch;
    }
    return ends;
}

static void widen(ProbeEpochs *e, int epoch, bool begun) {
    if (!begun || epoch < e->least) e->least = epoch;
    if (!begun || epoch > e->most) e->most = epoch;
}

// Where each run said the value first and last, for all series of it: series[0..n).
static bool fill_ends(Gather *g, ProbeSeries *series, int n) {
    SettingProbes *out = g->out;
    const int value = series->value;
    Ends *ends = arena_take(&g->passing, (size_t)g->run_count, sizeof *ends);
    double *values = arena_take(&g->passing, (size_t)g->run_count, sizeof *values);
    bool begun = false;
    if (!ends || !values) return false;
    for (int r = 0; r < g->run_count; r++) {
        ends[r] = ends_of(g, value, r);
        if (ends[r].first < 0) continue;
        widen(&out->first[value], out->epoch[ends[r].first], begun);
        widen(&out->last[value], out->epoch[ends[r].last], begun);
        begun = true;
    }
    for (int k = 0; k < n; k++) {
        const int index = (int)(&series[k] - out->series);
        for (int end = 0; end < 2; end++) {
            for (int r = 0; r < g->run_count; r++) {
                const int at = end ? ends[r].last : ends[r].first;
                values[r] = at < 0 ? NAN : *number_at(g, index, at, r);
            }
            *(end ? &series[k].last : &series[k].first) = mean_of(g, values);
        }
    }
    return true;
}

static bool fill_means(Gather *g) {
    SettingProbes *out = g->out;
    for (int k = 0; k < out->series_count; k++)
        for (int i = 0; i < out->epoch_count; i++) out->series[k].at[i] = mean_of(g, number_at(g, k, i, 0));
    for (int k = 0, n; k < out->series_count; k += n) {
        n = 1;
        while (k + n < out->series_count && out->series[k + n].value == out->series[k].value) n++;
        if (!fill_ends(g, &out->series[k], n)) return false;
    }
    return true;
}

static bool gather(SettingProbes *out, const SettingLog *log, Arena *a) {
    Gather g = {.log = log, .out = out, .arena = a};
    bool good = list_runs(&g);
    if (good && g.run_count > 0)
        good = list_layers(&g) && list_epochs(&g) && list_series(&g) && fill_numbers(&g) && fill_means(&g);
    arena_free(&g.passing);
    return good;
}

Status instruments_make(Instruments *in, const Comparison *c, Error *e) {
    *in = (Instruments){.comparison = c};
    in->setting = arena_take(&in->arena, (size_t)c->setting_count, sizeof *in->setting);
    if (!in->setting) return error_memory(e);
    for (int s = 0; s < c->setting_count; s++) {
        SettingProbes *own = &in->setting[s];
        if (!gather(own, c->settings[s].log, &in->arena)) return error_memory(e);
        for (int k = 0; k < own->series_count; k++) in->any = in->said[own->series[k].value] = true;
    }
    return OK;
}

void instruments_free(Instruments *in) {
    arena_free(&in->arena);
    *in = (Instruments){0};
}

// --- Settings beside each other

static bool is_at(const ProbeLayer *layer, const ProbeColumn *column) {
    return layer->nth == column->nth && strcmp(layer->kind, column->kind) == 0;
}

const ProbeSeries *instruments_at(const SettingProbes *s, int value, const ProbeColumn *column) {
    for (int k = 0; k < s->series_count; k++)
        if (s->series[k].value == value && is_at(&s->layer[s->series[k].layer], column)) return &s->series[k];
    return NULL;
}

// Puts `column` behind the first `at` of a list of *n, unless it is there; returns how many stand before what follows
// it.
static int merge_column(ProbeColumn *list, int *n, int at, ProbeColumn column) {
    for (int i = 0; i < *n; i++)
        if (list[i].nth == column.nth && strcmp(list[i].kind, column.kind) == 0) return i + 1;
    memmove(list + at + 1, list + at, (size_t)(*n - at) * sizeof *list);
    list[at] = column;
    ++*n;
    return at + 1;
}

ProbeColumn *instruments_columns(const Instruments *in, int value, const int *setting, int count, int *columns,
                                 Arena *a) {
    size_t room = 1;
    int n = 0;
    bool whole = false;
    for (int i = 0; i < count; i++) room += (size_t)in->setting[setting[i]].layer_count;
    ProbeColumn *list = arena_take(a, room, sizeof *list);
    if (!list) return NULL;
    for (int i = 0; i < count; i++) {
        const SettingProbes *s = &in->setting[setting[i]];
        for (int k = 0, at = 0; k < s->series_count; k++) {
            const ProbeLayer *layer = &s->layer[s->series[k].layer];
            if (s->series[k].value != value) continue;
            if (layer->nth)
                at = merge_column(list, &n, at, (ProbeColumn){layer->kind, layer->nth});
            else
                whole = true;
        }
    }
    if (whole) list[n++] = (ProbeColumn){"", 0};
    *columns = n;
    return list;
}

// --- Which are wanted

// Whether some value of the instrument was said.
static bool is_heard(const Instruments *in, int probe) {
    bool said = false;
    for (int v = 0; v < PROBE_VALUE_COUNT; v++) said |= in->said[v] && probe_values[v].probe == probe;
    return said;
}

// Appends ", name" for each instrument of which something was said.
static void add_looked(Text *t, const Instruments *in) {
    const char *comma = "";
    for (int p = 0; p < PROBE_COUNT; p++) {
        if (!is_heard(in, p)) continue;
        text_printf(t, "%s%s", comma, probe_names[p]);
        comma = ", ";
    }
}

static Status no_such_value(const char *flag, const char *name, Error *e) {
    const char *names[PROBE_COUNT + PROBE_VALUE_COUNT + 1] = {"all"};
    size_t count = 1;
    Text list = {0};
    for (int p = 0; p < PROBE_COUNT; p++) names[count++] = probe_names[p];
    for (int v = 0; v < PROBE_VALUE_COUNT; v++) names[count++] = probe_values[v].name;
    const char *near = nearest_word(name, names, count);
    if (near) return error_set(e, ERR_USAGE, "%s %s: no instrument says so; did you mean %s?", flag, name, near);
    for (int p = 0; p < PROBE_COUNT; p++) text_printf(&list, "%s, ", probe_names[p]);
    error_set(e, ERR_USAGE, "%s %s: no instrument says so; there are %sor all, and the values in regrun help probes",
              flag, name, list.failed ? "" : list.data);
    text_free(&list);
    return e->status;
}

// The instruments that were to look and said nothing, of the one that is wanted or (-1) of all.
static unsigned silent_ones(const Instruments *in, int probe) {
    const Results *r = in->comparison->results;
    unsigned asked = 0;
    for (int i = 0; i < r->experiment_count; i++) asked |= r->experiments[i].looking;
    return probe < 0 ? asked : asked & 1u << probe;
}

// They had nothing to see, or there is no look yet.
static Status nothing_seen(const char *flag, const char *name, unsigned silent, Error *e) {
    Text why = {0};
    for (int p = 0; p < PROBE_COUNT; p++) {
        if (!(silent >> p & 1)) continue;
        text_printf(&why, "%s%s ", why.size > 0 ? "; " : "", probe_names[p]);
        if (probe_needs[p])
            text_printf(&why, "looks at %s, which no run here has", probe_needs[p]);
        else
            text_add(&why, "has not looked yet: no run has come to an epoch at which it does");
    }
    const Status s = why.failed ? error_memory(e)
                                : error_set(e, ERR_DATA, "%s %s: the config asks for it, and it saw nothing: %s", flag,
                                            name, why.data);
    text_free(&why);
    return s;
}

// Nothing was said of what is wanted: a config has to ask for it.
static Status nothing_said(const Instruments *in, const char *flag, const char *name, int probe, Error *e) {
    const Results *r = in->comparison->results;
    const char *wanted = probe < 0 ? "all" : probe_names[probe];
    const unsigned silent = silent_ones(in, probe);
    if (silent && (probe < 0 || !in->any || !is_heard(in, probe))) return nothing_seen(flag, name, silent, e);
    if (!in->any)
        return error_set(
            e, ERR_DATA,
            "%s %s: no instrument looked at these runs (%s is not there, or empty); add \"probe\": \"%s\" "
            "to the config, or --set probe=%s, and run it again with --out of another folder, or --restart",
            flag, name, r->experiments[0].probes_path, wanted, wanted);
    Text looked = {0};
    add_looked(&looked, in);
    error_set(
        e, ERR_DATA,
        "%s %s: nothing in %s tells; what these instruments say is there: %s. Either no setting has a layer of "
        "which it speaks (regrun help probes), or \"probe\" in the config lacks %s: add it, and run again with --out "
        "of another folder, or --restart",
        flag, name, r->experiments[0].probes_path, looked.failed ? "" : looked.data, wanted);
    text_free(&looked);
    return e->status;
}

static Status choose(const Instruments *in, const char *name, const char *flag, bool *wanted, Error *e) {
    const bool all = strcmp(name, "all") == 0;
    bool known = all, said = false;
    int probe = -1;
    for (int v = 0; v < PROBE_VALUE_COUNT; v++) {
        const int own = probe_values[v].probe;
        if (!all && strcmp(name, probe_values[v].name) != 0 && strcmp(name, probe_names[own]) != 0) continue;
        known = true;
        if (!all) probe = own;
        wanted[v] |= in->said[v];
        said |= in->said[v];
    }
    if (!known) return no_such_value(flag, name, e);
    return said ? OK : nothing_said(in, flag, name, probe, e);
}

Status instruments_choose(const Instruments *in, const char *names, const char *flag, bool wanted[PROBE_VALUE_COUNT],
                          Error *e) {
    Arena passing = {0};
    Status s = OK;
    for (const char *name = names; !s && name;) {
        const size_t n = strcspn(name, ",");
        const char *own = arena_text_n(&passing, name, n);
        s = own ? choose(in, own, flag, wanted, e) : error_memory(e);
        name = name[n] ? name + n + 1 : NULL;
    }
    arena_free(&passing);
    return s;
}
