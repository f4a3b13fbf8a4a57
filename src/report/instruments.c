#include "report/instruments.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_writer.h"
#include "report/fields.h"
#include "report/number.h"
#include "report/ranked.h"

#define TINY 1e-4

// --- Tables

static void add_heading(TextTable *t, const ProbeColumn *column) {
    Text heading = {0};
    if (column->nth)
        text_printf(&heading, "%s %d", column->kind, column->nth);
    else
        text_add(&heading, "whole network");
    table_column(t, table_keep(t, &heading), false);
}

// "12", or "9 to 14" where runs ended at different epochs.
static void add_epochs(TextTable *t, ProbeEpochs epochs) {
    Text cell = {0};
    text_printf(&cell, "%d", epochs.least);
    if (epochs.most > epochs.least) text_printf(&cell, " to %d", epochs.most);
    table_cell(t, &cell);
}

// Two digits with an exponent: "-7.7e-8".
static void add_tiny(Text *out, double value) {
    char text[32], *exponent;
    snprintf(text, sizeof text, "%.1e", value);
    exponent = strchr(text, 'e');
    if (exponent) *exponent = 0;
    text_printf(out, "%s", text);
    if (exponent) text_printf(out, "e%d", atoi(exponent + 1));
}

// As tables have a mean and its SD; what is nearly nothing, as cosines and gradients under batch norm are, has an
// exponent.
static void add_mean(Text *out, const ProbeMean *mean) {
    if (!(fabs(mean->mean) < TINY && (isnan(mean->sd) || mean->sd < TINY)) || mean->mean == 0) {
        number_add_sd(out, mean->mean, mean->sd);
        return;
    }
    add_tiny(out, mean->mean);
    if (isnan(mean->sd)) return;
    text_add(out, " (");
    add_tiny(out, mean->sd);
    text_add(out, ")");
}

static void add_row(TextTable *t, const Instruments *in, int setting, int value, const ProbeColumn *column, int count,
                    bool last) {
    const SettingProbes *s = &in->setting[setting];
    table_cell_text(t, in->comparison->settings[setting].log->name);
    add_epochs(t, last ? s->last[value] : s->first[value]);
    for (int k = 0; k < count; k++) {
        const ProbeSeries *series = instruments_at(s, value, &column[k]);
        const ProbeMean *mean = !series ? NULL : last ? &series->last : &series->first;
        Text cell = {0};
        if (mean && mean->n > 0)
            add_mean(&cell, mean);
        else
            text_add(&cell, "-");
        table_cell(t, &cell);
    }
}

// Whether a setting has a series of the value.
static bool says(const SettingProbes *s, int value) {
    for (int k = 0; k < s->series_count; k++)
        if (s->series[k].value == value) return true;
    return false;
}

TextTable view_instrument(const Instruments *in, int value, Arena *a) {
    const Focus *f = &in->comparison->focus;
    const ProbeValueInfo *info = &probe_values[value];
    Text title = {0};
    int count = 0;
    text_printf(&title, "%s: %s; mean (SD) over seeds", info->name, info->title);
    TextTable t = table_begin(a, "", 2);
    t.title = table_keep(&t, &title);
    t.name = info->name;
    const ProbeColumn *column = instruments_columns(in, value, f->setting, f->count, &count, a);
    table_column(&t, "setting", true);
    table_column(&t, "epoch", false);
    for (int k = 0; k < count; k++) add_heading(&t, &column[k]);
    for (int i = 0; i < f->count; i++) {
        const int setting = f->setting[i];
        const SettingProbes *s = &in->setting[setting];
        if (!says(s, value)) continue;
        add_row(&t, in, setting, value, column, count, false);
        if (s->last[value].most > s->first[value].least) add_row(&t, in, setting, value, column, count, true);
    }
    t.failed |= !column;
    return t;
}

bool instruments_brief(const InstrumentView *v) {
    int count = 0;
    for (int value = 0; value < PROBE_VALUE_COUNT; value++) count += v->wanted[value];
    return count > INSTRUMENT_TABLES && !v->full;
}

// The mean over layers of each run that says the value, where it said it last.
static void add_overall(TextTable *t, const SettingLog *log, int value, double *values, double *finite) {
    Estimate x = {.values = values};
    Text cell = {0};
    for (int i = 0; i < log->run_count; i++)
        values[i] = run_usable(&log->runs[i]) ? probe_number(&log->runs[i], value, NULL, PROBE_LAST) : NAN;
    estimate_fill(&x, log->run_count, 0, finite);
    add_mean(&cell, &(ProbeMean){.n = x.n, .mean = x.mean, .sd = x.sd});
    table_cell(t, &cell);
}

TextTable view_instruments(const InstrumentView *v, Arena *a) {
    const Comparison *c = v->in.comparison;
    const Focus *f = &c->focus;
    size_t most = 0;
    TextTable t = table_begin(a, "What instruments saw last: mean over layers; mean (SD) over seeds", 1);
    t.name = "instruments";
    table_column(&t, "value", true);
    for (int i = 0; i < f->count; i++) {
        const SettingLog *log = c->settings[f->setting[i]].log;
        table_column(&t, log->name, false);
        most = (size_t)log->run_count > most ? (size_t)log->run_count : most;
    }
    double *values = arena_take(a, most, sizeof *values), *finite = arena_take(a, most, sizeof *finite);
    t.failed |= !values || !finite;
    for (int value = 0; !t.failed && value < PROBE_VALUE_COUNT; value++) {
        if (!v->wanted[value]) continue;
        table_cell_text(&t, probe_values[value].name);
        for (int i = 0; i < f->count; i++) add_overall(&t, c->settings[f->setting[i]].log, value, values, finite);
    }
    return t;
}

void words_instruments(Text *out, const InstrumentView *v) {
    const Focus *f = &v->in.comparison->focus;
    text_add(out, instruments_brief(v)
                      ? "By layer, with the first look: --probe and some of these names, or --full."
                      : "Layers are counted by kind, from the input on; each setting's first and last look.");
    text_add(out, " regrun help probes defines every value.");
    if (f->count < f->chosen)
        text_printf(out, " %d of %d settings are left out: see compare --top %d or --settings.", f->chosen - f->count,
                    f->chosen, f->chosen);
}

void words_looked(Text *out, const Comparison *c) {
    for (int s = 0; s < c->setting_count; s++)
        for (int i = 0; i < c->settings[s].log->run_count; i++) {
            if (c->settings[s].log->runs[i].probe_count == 0) continue;
            text_add(out, "What instruments saw: compare --probe all, and the page (regrun help probes).");
            return;
        }
}

// --- For programs

// The name of a value's setting, and what it says at one layer.
static void add_csv_row(Text *out, const Instruments *in, int setting, const ProbeSeries *series, int i) {
    const SettingProbes *s = &in->setting[setting];
    const ProbeLayer *layer = &s->layer[series->layer];
    const ProbeMean *at = &series->at[i];
    field_add_name(out, in->comparison->settings[setting].log->name);
    text_printf(out, ",%s,%s,%s,", probe_values[series->value].name, layer->name, layer->kind);
    if (layer->nth) text_printf(out, "%d", layer->nth);
    text_printf(out, ",%d,%d", s->epoch[i], at->n);
    for (int k = 0; k < 4; k++) {
        text_add(out, ",");
        field_add_value(out, (const double[]){at->mean, at->sd, at->low, at->high}[k]);
    }
    text_add(out, "\n");
}

void instruments_csv(Text *out, const InstrumentView *v) {
    const Instruments *in = &v->in;
    text_add(out, "setting,probe,layer,kind,nth,epoch,n,mean,sd,low,high\n");
    for (int setting = 0; setting < in->comparison->setting_count; setting++) {
        const SettingProbes *s = &in->setting[setting];
        for (int k = 0; k < s->series_count; k++)
            for (int i = 0; v->wanted[s->series[k].value] && i < s->epoch_count; i++)
                if (s->series[k].at[i].n > 0) add_csv_row(out, in, setting, &s->series[k], i);
    }
}

static double part_of(const ProbeMean *at, int part) {
    return (const double[]){at->mean, at->sd, at->low, at->high}[part];
}

static void add_series(JsonWriter *w, const SettingProbes *s, const ProbeSeries *series) {
    static const char *const parts[] = {"mean", "sd", "low", "high"};
    const ProbeLayer *layer = &s->layer[series->layer];
    json_object(w, JSON_LINES);
    json_key(w, "layer");
    json_text(w, layer->nth ? layer->name : NULL);
    json_key(w, "kind");
    json_text(w, layer->nth ? layer->kind : NULL);
    json_key(w, "nth");
    json_whole(w, layer->nth);
    json_key(w, "n");
    json_list(w, JSON_INLINE);
    for (int i = 0; i < s->epoch_count; i++) json_whole(w, series->at[i].n);
    json_end(w);
    for (int p = 0; p < 4; p++) {
        json_key(w, parts[p]);
        json_list(w, JSON_INLINE);
        for (int i = 0; i < s->epoch_count; i++) number_json(w, part_of(&series->at[i], p));
        json_end(w);
    }
    json_end(w);
}

static void add_setting(JsonWriter *w, const Instruments *in, int setting, int value) {
    const SettingProbes *s = &in->setting[setting];
    json_object(w, JSON_LINES);
    json_key(w, "setting");
    json_text(w, in->comparison->settings[setting].log->name);
    json_key(w, "epochs");
    json_list(w, JSON_INLINE);
    for (int i = 0; i < s->epoch_count; i++) json_whole(w, s->epoch[i]);
    json_end(w);
    json_key(w, "layers");
    json_list(w, JSON_LINES);
    for (int k = 0; k < s->series_count; k++)
        if (s->series[k].value == value) add_series(w, s, &s->series[k]);
    json_end(w);
    json_end(w);
}

void instruments_json(Text *out, const InstrumentView *view) {
    const Instruments *in = &view->in;
    JsonWriter w = {.out = out};
    json_object(&w, JSON_LINES);
    json_key(&w, "probes");
    json_list(&w, JSON_LINES);
    for (int v = 0; v < PROBE_VALUE_COUNT; v++) {
        if (!view->wanted[v]) continue;
        json_object(&w, JSON_LINES);
        json_key(&w, "name");
        json_text(&w, probe_values[v].name);
        json_key(&w, "instrument");
        json_text(&w, probe_names[probe_values[v].probe]);
        json_key(&w, "title");
        json_text(&w, probe_values[v].title);
        json_key(&w, "settings");
        json_list(&w, JSON_LINES);
        for (int s = 0; s < in->comparison->setting_count; s++)
            if (says(&in->setting[s], v)) add_setting(&w, in, s, v);
        json_end(&w);
        json_end(&w);
    }
    json_end(&w);
    json_end(&w);
    text_add(out, "\n");
}
