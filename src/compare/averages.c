#include "compare/averages.h"

#include <math.h>
#include <string.h>

#include "compare/difference.h"
#include "train/spec.h"

// One number of an average beside the network's own.
static Status compare_number(Comparison *c, int setting, int metric, BesideNumber *number, Error *e) {
    const SettingSummary *s = &c->settings[setting];
    number->own = metric_find(c->table.row[metric].beside);
    number->average = metric;
    Difference *d = &number->difference;
    d->values = arena_take(&c->arena, (size_t)s->log->run_count, sizeof *d->values);
    if (!d->values) return error_memory(e);
    for (int i = 0; i < s->log->run_count; i++) {
        const double value = s->metric[metric].values[i] - s->metric[number->own].values[i];
        if (isfinite(value)) d->values[d->n++] = value;
    }
    d->overlap = folds_overlap(s->log);
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
