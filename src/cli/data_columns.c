// The samples of a built-in task as a table: one line for each of its columns.
#include "cli/data.h"
#include "cli/terminal.h"
#include "compare/stats.h"
#include "report/table.h"

enum { ROWS_MOST = 8 };

static void add_number(TextTable *t, double value) {
    Text cell = {0};
    text_printf(&cell, "%.4g", value);
    table_cell(t, &cell);
}

static void add_statistics(TextTable *t, const double *value, int n) {
    double least = value[0], most = value[0];
    for (int i = 1; i < n; i++) {
        if (value[i] < least) least = value[i];
        if (value[i] > most) most = value[i];
    }
    add_number(t, least);
    add_number(t, stats_mean(value, n));
    add_number(t, most);
    add_number(t, stats_sd(value, n));
}

static void add_name(TextTable *t, const Dataset *d, int32_t feature) {
    Text cell = {0};
    if (d->feature_names)
        text_add(&cell, d->feature_names[feature]);
    else
        text_printf(&cell, "feature %d", feature + 1);
    table_cell(t, &cell);
}

static void add_label(TextTable *t, const Dataset *d, int rows) {
    table_cell_text(t, "label");
    for (int i = 0; i < 4; i++) table_cell_text(t, "");
    for (int i = 0; i < rows; i++) table_cell_text(t, d->class_names[d->label[i]]);
}

// A target, by its name where there are several.
static void add_target(TextTable *t, const Dataset *d, int32_t target, int rows, double *value) {
    Text name = {0};
    text_add(&name, "target");
    if (d->targets > 1) text_printf(&name, " %s", d->target_names[target]);
    table_cell(t, &name);
    const float *first = d->target + target;
    for (int32_t i = 0; i < d->samples; i++) value[i] = first[(size_t)i * (size_t)d->targets];
    add_statistics(t, value, d->samples);
    for (int i = 0; i < rows; i++) add_number(t, value[i]);
}

// Each class with its number of samples, counted in one pass: there may be as many classes as samples.
static bool add_classes(const Dataset *d, Arena *arena, Text *out) {
    int32_t *count = arena_take(arena, (size_t)d->classes, sizeof *count);
    if (!count) return false;
    for (int32_t i = 0; i < d->samples; i++) count[d->label[i]]++;
    text_printf(out, "%d class%s:", d->classes, d->classes == 1 ? "" : "es");
    for (int32_t k = 0; k < d->classes; k++) {
        text_add(out, k > 0 ? ", " : " ");
        text_add_plain(out, d->class_names[k]);
        text_printf(out, " (%d)", count[k]);
    }
    text_add(out, "\n");
    return true;
}

Status data_columns(const Dataset *d, int rows, int columns, bool color, Text *out, Error *e) {
    static const char *const headings[] = {"least", "mean", "most", "SD"};
    Arena arena = {0};
    TextTable t = table_begin(&arena, "", 1);
    double *value = arena_take(&arena, (size_t)d->samples, sizeof *value);
    if (rows > ROWS_MOST) rows = ROWS_MOST;
    if (rows > d->samples) rows = d->samples;
    table_column(&t, "column", true);
    for (int i = 0; i < 4; i++) table_column(&t, headings[i], false);
    for (int i = 0; i < rows; i++) table_column(&t, i == 0 ? "first rows" : "", false);
    for (int32_t f = 0; value && f < d->features; f++) {
        add_name(&t, d, f);
        for (int32_t i = 0; i < d->samples; i++) {
            const size_t at = (size_t)i * (size_t)d->features + (size_t)f;
            value[i] = d->pixels ? d->pixels[at] : d->values[at];
        }
        add_statistics(&t, value, d->samples);
        for (int i = 0; i < rows; i++) add_number(&t, value[i]);
    }
    for (int32_t k = 0; value && k < d->targets; k++) add_target(&t, d, k, rows, value);
    if (d->label) add_label(&t, d, rows);
    text_printf(out, "%d samples, %d feature%s, ", d->samples, d->features, d->features == 1 ? "" : "s");
    bool told = d->classes == 0 || add_classes(d, &arena, out);
    if (d->targets == 1) text_add(out, "a number to predict\n");
    if (d->targets > 1) text_printf(out, "%d numbers to predict\n", d->targets);
    table_terminal(out, &t, columns, color, terminal_unicode());
    Status status = value && told && !t.failed ? OK : error_memory(e);
    arena_free(&arena);
    return status;
}
