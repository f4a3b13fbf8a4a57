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
