#include "compare/averages.h"

#include <math.h>
#include <string.h>

#include "compare/difference.h"
#include "train/spec.h"

// One number of an average beside the network's own, over the runs in which the average has something to say.
static Status compare_number(Comparison *c, int setting, int metric, BesideNumber *number, Error *e) {
    const SettingSummary *s = &c->settings[setting];
    const int runs = s->log->run_count;
    number->own = metric_find(c->table.row[metric].beside);
    number->average = metric;
    Difference *d = &number->difference;
    Estimate *network = &number->network;
    double *finite = arena_take(&c->arena, (size_t)runs, sizeof *finite);
    d->values = arena_take(&c->arena, (size_t)runs, sizeof *d->values);
    network->values = arena_take(&c->arena, (size_t)runs, sizeof *network->values);
    if (!d->values || !network->values || !finite) return error_memory(e);
    for (int i = 0; i < runs; i++) {
        const double own = s->metric[number->own].values[i], value = s->metric[metric].values[i] - own;
        network->values[i] = isfinite(value) ? own : NAN;
        if (isfinite(value)) d->values[d->n++] = value;
    }
    d->overlap = folds_overlap(s->log);
    estimate_fill(network, runs, d->overlap, finite);
    difference_interval(d);
    return OK;
}

Status averages_compare(Comparison *c, Error *e) {
    const size_t most = (size_t)c->setting_count * AVERAGE_COUNT;
    c->beside = arena_take(&c->arena, most, sizeof *c->beside);
    if (!c->beside) return error_memory(e);
    for (int s = 0; s < c->setting_count; s++)
        for (int average = 0; average < AVERAGE_COUNT; average++) {
            Beside *row = &c->beside[c->beside_count];
            *row = (Beside){.setting = s, .average = average};
            for (int k = 0; k < c->metrics.count; k++) {
                const int m = c->metrics.index[k];
                const MetricInfo *info = &c->table.row[m];
                if (!info->beside || info->of_average != average || info->part != SCORE_TEST) continue;
                if (c->settings[s].metric[m].n == 0) continue;
                if (compare_number(c, s, m, &row->number[row->count++], e)) return e->status;
            }
            c->beside_count += row->count > 0;
        }
    return OK;
}
