#include "report/marginals.h"

#include <math.h>
#include <string.h>

#include "report/number.h"
#include "report/views.h"
#include "report/words.h"

static const char *const marks[] = {[BALANCE_CROSSED] = "", [BALANCE_MATCHED] = " +", [BALANCE_CONFOUNDED] = " *"};

// The last part of each dotted key in "a.b & c.d".
static void add_short(Text *out, const char *key) {
    while (key) {
        const char *end = strstr(key, " & "), *from = key;
        for (const char *p = key; *p && p != end; p++)
            if (*p == '.') from = p + 1;
        text_add_n(out, from, end ? (size_t)(end - from) : strlen(from));
        if (end) text_add(out, " & ");
        key = end ? end + 3 : NULL;
    }
}

// The option's name: short where that tells it from the others.
static void add_name(Text *out, const Comparison *c, int option) {
    const Marginals *m = c->marginals;
    Text own = {0}, other = {0};
    bool unique = true;
    add_short(&own, m->option[option].key);
    for (int o = 0; o < m->option_count; o++) {
        if (o == option) continue;
        add_short(&other, m->option[o].key);
        unique = unique && own.data && other.data && strcmp(own.data, other.data) != 0;
        text_free(&other);
    }
    text_add(out, unique && own.data ? own.data : m->option[option].key);
    out->failed |= own.failed;
    text_free(&own);
}

static const char *label_of(const MarginalLevel *level) {
    return *level->label ? level->label : "-";
}

// The metrics that the table has: those that were asked for, or the one that settings are ranked by.
static int metric_count_of(const Focus *f) {
    return f->asked ? f->shown.count : 1;
}

static int metric_of(const Focus *f, int k) {
    return f->asked ? f->shown.index[k] : f->sort;
}

static void add_level(TextTable *t, const MarginalLevel *level, int metric) {
    const Difference *d = &level->against[metric];
    Text cell = {0};
    words_estimate(&cell, &level->metric[metric]);
    table_cell(t, &cell);
    if (d->n > 0) words_mean_interval(&cell, d);
    if (!cell.data) text_add(&cell, "-");
    table_cell(t, &cell);
}

TextTable view_marginals(const Comparison *c, Arena *a) {
    const Marginals *m = c->marginals;
    const int count = metric_count_of(&c->focus);
    Text title = {0};
    text_printf(&title, "Marginal means, all %d settings, %d seed%s (95 %% interval)", c->setting_count, m->seeds,
                m->seeds == 1 ? "" : "s");
    TextTable t = view_begin(a, &title, c, 2);
    t.name = "marginals";
    table_column(&t, "option", true);
    table_column(&t, "level", true);
    for (int k = 0; k < count; k++) {
        view_metric_column(&t, c, metric_of(&c->focus, k));
        table_column(&t, "minus first level", false);
    }
    table_column(&t, "settings", false);
    for (int o = 0; o < m->option_count; o++)
        for (int l = 0; l < m->option[o].level_count; l++) {
            Text cell = {0};
            if (l == 0) {
                add_name(&cell, c, o);
                text_add(&cell, marks[m->option[o].balance]);
            }
            table_cell(&t, &cell);
            table_cell_text(&t, label_of(&m->option[o].level[l]));
            for (int k = 0; k < count; k++) add_level(&t, &m->option[o].level[l], metric_of(&c->focus, k));
            text_printf(&cell, "%d", m->option[o].level[l].settings);
            table_cell(&t, &cell);
        }
    return t;
}

// The index of the grid to show; -1: none.
static int chosen_pair(const Comparison *c) {
    const Focus *f = &c->focus;
    return f->pair >= 0 ? f->pair : marginal_pair_most(c, metric_of(f, 0));
}

// Fills the grid's numbers, each with the digits that lets them be told apart: a thousandth of their range.
static void add_cells(TextTable *t, const Comparison *c, const MarginalPair *p, const double *mean) {
    const Marginal *across = &c->marginals->option[p->across], *down = &c->marginals->option[p->down];
    const int columns = across->level_count, cells = columns * down->level_count;
    double low = NAN, high = NAN;
    for (int i = 0; i < cells; i++) low = fmin(low, mean[i]), high = fmax(high, mean[i]);
    double *shade = arena_take(t->arena, (size_t)(cells + down->level_count), sizeof *shade);
    t->failed |= !shade;
    t->shade = shade;
    for (int row = 0; shade && row < down->level_count; row++) {
        shade[row * (columns + 1)] = NAN;
        table_cell_text(t, label_of(&down->level[row]));
        for (int q = 0; q < columns; q++) {
            const double value = mean[row * columns + q];
            Text cell = {0};
            number_add(&cell, value, high > low ? (high - low) / 50 : NAN);
            table_cell(t, &cell);
            shade[row * (columns + 1) + q + 1] = high > low ? (value - low) / (high - low) : isnan(value) ? NAN : 0;
        }
    }
}

TextTable view_grid(const Comparison *c, Arena *a) {
    const Marginals *m = c->marginals;
    const int pair = chosen_pair(c), metric = metric_of(&c->focus, 0);
    const MarginalPair *p = pair >= 0 ? &m->pair[pair] : NULL;
    Text title = {0}, corner = {0};
    if (!p) return table_begin(a, "", 1);
    const Marginal *across = &m->option[p->across], *down = &m->option[p->down];
    text_printf(&title, "%s by ", comparison_names(c, metric)->title);
    add_name(&title, c, p->down);
    text_add(&title, " (down) and ");
    add_name(&title, c, p->across);
    text_printf(&title, " (across)%s: means over the rest", marks[p->balance]);
    TextTable t = view_begin(a, &title, c, 1);
    t.name = "grid";
    add_name(&corner, c, p->down);
    const char *heading = text_keep(&corner, a);
    t.failed |= !heading;
    table_column(&t, heading ? heading : "", true);
    for (int q = 0; q < across->level_count; q++) table_column(&t, label_of(&across->level[q]), false);
    add_cells(&t, c, p, p->mean + (ptrdiff_t)metric * across->level_count * down->level_count);
    return t;
}

Lines view_marginal_notes(const Comparison *c, Arena *a) {
    const Marginals *m = c->marginals;
    Lines lines = {0};
    const int pair = chosen_pair(c);
    bool has[3] = {false};
    for (int o = 0; o < m->option_count; o++) has[m->option[o].balance] = true;
    if (pair >= 0) has[m->pair[pair].balance] = true;
    if (has[BALANCE_MATCHED])
        lines_add(&lines, a, "+", "over the settings whose other options stand with every level; the rest is left out",
                  TONE_PLAIN);
    if (has[BALANCE_CONFOUNDED])
        lines_add(&lines, a, "*",
                  "confounded: levels (or cells) stand in settings that differ in other options, too, so that a "
                  "difference need not be this option's",
                  TONE_PLAIN);
    if (m->left_out > 0 && m->option_count > 0) {
        Text t = {0};
        text_printf(&t, "%d setting%s with less than half of the usable runs of others count%s in no mean", m->left_out,
                    m->left_out == 1 ? "" : "s", m->left_out == 1 ? "s" : "");
        lines_add_text(&lines, a, "", &t, TONE_PLAIN);
    }
    return lines;
}

// --- JSON

static void add_field(JsonWriter *w, const char *key, double value) {
    json_key(w, key);
    number_json(w, value);
}

static const char *const balances[] = {
    [BALANCE_CROSSED] = "crossed", [BALANCE_MATCHED] = "matched", [BALANCE_CONFOUNDED] = "confounded"};

static void add_json_level(JsonWriter *w, const Comparison *c, const MarginalLevel *level) {
    json_object(w, JSON_LINES);
    json_key(w, "label");
    json_text(w, label_of(level));
    json_key(w, "settings");
    json_whole(w, level->settings);
    json_key(w, "metrics");
    json_object(w, JSON_LINES);
    for (int k = 0; k < c->metrics.count; k++) {
        const int metric = c->metrics.index[k];
        const Estimate *x = &level->metric[metric];
        const Difference *d = &level->against[metric];
        json_key(w, comparison_names(c, metric)->key);
        json_object(w, JSON_INLINE);
        add_field(w, "mean", x->mean);
        add_field(w, "low", x->low);
        add_field(w, "high", x->high);
        add_field(w, "difference", d->n > 0 ? d->mean : NAN);
        add_field(w, "difference_low", d->n > 1 ? d->low : NAN);
        add_field(w, "difference_high", d->n > 1 ? d->high : NAN);
        json_end(w);
    }
    json_end(w);
    json_end(w);
}

static void add_json_pair(JsonWriter *w, const Comparison *c, const MarginalPair *p) {
    const Marginal *across = &c->marginals->option[p->across], *down = &c->marginals->option[p->down];
    const int columns = across->level_count, rows = down->level_count;
    json_object(w, JSON_LINES);
    json_key(w, "across");
    json_text(w, across->key);
    json_key(w, "down");
    json_text(w, down->key);
    json_key(w, "balance");
    json_text(w, balances[p->balance]);
    json_key(w, "metrics");
    json_object(w, JSON_LINES);
    for (int k = 0; k < c->metrics.count; k++) {
        const double *mean = p->mean + (ptrdiff_t)c->metrics.index[k] * rows * columns;
        json_key(w, comparison_names(c, c->metrics.index[k])->key);
        json_list(w, JSON_INLINE); // row by row
        for (int row = 0; row < rows; row++) {
            json_list(w, JSON_INLINE);
            for (int q = 0; q < columns; q++) number_json(w, mean[row * columns + q]);
            json_end(w);
        }
        json_end(w);
    }
    json_end(w);
    json_end(w);
}

void marginals_json(JsonWriter *w, const Comparison *c) {
    const Marginals *m = c->marginals;
    json_key(w, "marginals");
    json_list(w, JSON_LINES);
    for (int o = 0; o < m->option_count; o++) {
        json_object(w, JSON_LINES);
        json_key(w, "option");
        json_text(w, m->option[o].key);
        json_key(w, "balance");
        json_text(w, balances[m->option[o].balance]);
        json_key(w, "binned");
        json_bool(w, m->option[o].binned);
        json_key(w, "seeds");
        json_whole(w, m->seeds);
        json_key(w, "levels");
        json_list(w, JSON_LINES);
        for (int l = 0; l < m->option[o].level_count; l++) add_json_level(w, c, &m->option[o].level[l]);
        json_end(w);
        json_end(w);
    }
    json_end(w);
    json_key(w, "pairs");
    json_list(w, JSON_LINES);
    for (int p = 0; p < m->pair_count; p++) add_json_pair(w, c, &m->pair[p]);
    json_end(w);
}
