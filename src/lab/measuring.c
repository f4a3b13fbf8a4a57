#include "lab/measuring.h"

#include <math.h>

#include "train/metric.h"

// The values of the row's further columns of one part: each target's RMSE, and the metrics.
static void measure_extra(const Measuring *m, EpochRow *row, Score score, const Part *part, const Measure *measured) {
    const MetricPass pass = {
        .split = m->split, .part = part, .output = measured->output, .best = measured->best, .scratch = m->scratch};
    for (int k = 0; measured->rmse && k < m->targets; k++)
        row->extra[column_of_extra((Extra){METRIC_NONE, score}, NULL, k, m->targets).place] = measured->rmse[k];
    for (int i = 0; pass.output && isfinite(measured->loss) && i < METRIC_COUNT; i++) {
        const Extra extra = {i, score};
        if (!(m->metrics >> i & 1)) continue;
        metric_kinds[i]->of(&pass, &row->extra[column_of_extra(extra, NULL, 0, m->targets).place]);
    }
}

// What the averages say of a part.
static void measure_averages(const Measuring *m, EpochRow *row, Score score, const Part *part) {
    for (int i = 0; i < AVERAGE_COUNT; i++) {
        if (!(m->averages >> i & 1)) continue;
        const Measure said = m->engine->measure_average(m->trainer, i, part);
        const int loss = column_of_extra((Extra){extra_average(i, false), score}, NULL, 0, m->targets).place;
        const int first = column_of_extra((Extra){extra_average(i, true), score}, NULL, 0, m->targets).place;
        row->extra[loss] = said.loss;
        row->extra[first] = said.metric;
        for (int k = 0; said.rmse && k < m->targets; k++) row->extra[first + k] = said.rmse[k];
    }
}

// One part's loss and score, and all else that the row has of it. A part without samples is left out.
static void measure_part(Measuring *m, EpochRow *row, Score score, double *loss, double *metric) {
    const Part *const parts[SCORES] = {&m->split->train, &m->split->test, &m->split->validation};
    if (parts[score]->size == 0) return;
    const Measure measured = m->engine->measure(m->trainer, parts[score]);
    *loss = measured.loss;
    *metric = measured.metric;
    measure_extra(m, row, score, parts[score], &measured);
    if (score == SCORE_TEST) confusion_count(&m->confusion, parts[score], measured.best);
    if (score != SCORE_TRAIN) measure_averages(m, row, score, parts[score]);
}

void measuring_row(Measuring *m, EpochRow *row) {
    measure_part(m, row, SCORE_TRAIN, &row->train_loss, &row->train_score);
    measure_part(m, row, SCORE_TEST, &row->test_loss, &row->test_score);
    measure_part(m, row, SCORE_VAL, &row->val_loss, &row->val_score);
    row->gap = row->test_loss - row->train_loss;
}

bool measuring_take(Measuring *m, EpochRow *row, unsigned all_averages, Arena *arena) {
    const Split *split = m->split;
    const Dataset *data = split->train.data;
    const int sizes[] = {split->train.size, split->test.size, split->validation.size};
    int32_t most = 0;
    m->targets = data->targets > 1 ? data->targets : 0;
    const int extra = columns_extra(m->metrics, all_averages, m->targets);
    for (int i = 0; i < 3; i++) most = sizes[i] > most ? sizes[i] : most;
    if (m->metrics) m->scratch = arena_take(arena, metric_scratch(most, data->classes), sizeof *m->scratch);
    if (extra > 0) row->extra = arena_take(arena, (size_t)extra, sizeof *row->extra);
    if ((m->metrics && !m->scratch) || (extra > 0 && !row->extra)) return false;
    row->extra_count = extra;
    row_clear(row);
    return confusion_take(&m->confusion, data->classes, arena);
}
