#include "report/mean_curve.h"

#include <math.h>

static const RunLog *longest_run(const SettingLog *s) {
    const RunLog *longest = NULL;
    for (int i = 0; i < s->run_count; i++)
        if (run_usable(&s->runs[i]) && (!longest || s->runs[i].row_count > longest->row_count)) longest = &s->runs[i];
    return longest;
}

const EpochRow *row_at(const RunLog *run, bool stops, int64_t epoch, int *row) {
    while (*row < run->row_count && run->rows[*row].epoch < epoch) ++*row;
    if (*row == run->row_count) return stops ? run_final(run) : NULL;
    return run->rows[*row].epoch == epoch ? &run->rows[*row] : NULL;
}

bool mean_curve(MeanCurve *curve, const SettingLog *s, const Column *column, Arena *a) {
    const RunLog *longest = longest_run(s);
    *curve = (MeanCurve){0};
    if (!longest) return true;
    curve->epoch = arena_take(a, (size_t)longest->row_count, sizeof *curve->epoch);
    curve->value = arena_take(a, (size_t)longest->row_count, sizeof *curve->value);
    if (!curve->epoch || !curve->value) return false;
    for (int row = 0; row < longest->row_count; row++) {
        int64_t epoch = longest->rows[row].epoch;
        double sum = 0;
        int n = 0;
        for (int i = 0; i < s->run_count; i++) {
            int from = row < s->runs[i].row_count ? row : s->runs[i].row_count;
            const EpochRow *own = run_usable(&s->runs[i]) ? row_at(&s->runs[i], s->stops, epoch, &from) : NULL;
            double value = own ? column_value(own, column) : NAN;
            if (!isfinite(value)) continue;
            sum += value;
            n++;
        }
        curve->epoch[row] = (double)epoch;
        curve->value[row] = n > 0 ? sum / n : NAN;
    }
    curve->count = longest->row_count;
    return true;
}
