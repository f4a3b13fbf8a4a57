#include "report/page_values.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void page_number(JsonWriter *w, double value) {
    char number[32];
    snprintf(number, sizeof number, "%.5g", value);
    json_raw(w, isfinite(value) ? number : "null");
}

void page_text(JsonWriter *w, const char *key, const char *text) {
    json_key(w, key);
    json_text(w, text);
}

int page_thinned(int i, int count, int all) {
    return count > 1 ? (int)((int64_t)i * (all - 1) / (count - 1)) : all - 1;
}

static void add_numbers(JsonWriter *w, const char *key, const double *value, int count) {
    json_key(w, key);
    json_list(w, JSON_DENSE);
    for (int i = 0; i < count; i++) page_number(w, value[i]);
    json_end(w);
}

void page_means(JsonWriter *w, const double *mean, const double *sd, const int *n, int count) {
    bool same = true;
    for (int i = 1; i < count; i++) same &= n[i] == n[0];
    add_numbers(w, "m", mean, count);
    add_numbers(w, "s", sd, count);
    json_key(w, "n");
    if (same) {
        json_whole(w, n[0]);
        return;
    }
    json_list(w, JSON_DENSE);
    for (int i = 0; i < count; i++) json_whole(w, n[i]);
    json_end(w);
}

typedef struct Ranked {
    int setting;
    double loss;
} Ranked;

static int by_loss(const void *a, const void *b) {
    const Ranked *x = a, *y = b;
    if (x->loss != y->loss) return x->loss < y->loss ? -1 : 1;
    return (x->setting > y->setting) - (x->setting < y->setting);
}

int *page_order(const Comparison *c, Arena *a) {
    const int metric = metric_find("test_loss");
    Ranked *ranked = arena_take(a, (size_t)c->setting_count, sizeof *ranked);
    int *order = arena_take(a, (size_t)c->setting_count, sizeof *order);
    if (!ranked || !order) return NULL;
    for (int s = 0; s < c->setting_count; s++) {
        const double loss = c->settings[s].metric[metric].mean;
        ranked[s] = (Ranked){s, s == c->baseline ? -INFINITY : isnan(loss) ? INFINITY : loss};
    }
    qsort(ranked, (size_t)c->setting_count, sizeof *ranked, by_loss);
    for (int s = 0; s < c->setting_count; s++) order[s] = ranked[s].setting;
    return order;
}
