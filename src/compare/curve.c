#include "compare/curve.h"

#include <math.h>

#include "compare/stats.h"

const EpochRow *curve_best(const RunLog *run) {
    const EpochRow *best = run->rows;
    for (const EpochRow *row = run->rows; row < run->rows + run->row_count; row++)
        if (row->test_loss < best->test_loss) best = row;
    return best;
}

double curve_lowest_train(const RunLog *run) {
    double lowest = INFINITY;
    for (int i = 0; i < run->row_count; i++) lowest = fmin(lowest, run->rows[i].train_loss);
    return lowest;
}

// The first row with train_loss <= loss, or NULL.
static const EpochRow *first_reaching(const RunLog *run, double loss) {
    for (const EpochRow *row = run->rows; row < run->rows + run->row_count; row++)
        if (row->train_loss <= loss) return row;
    return NULL;
}

double curve_reach(const RunLog *run, double loss) {
    const EpochRow *row = first_reaching(run, loss);
    return row ? (double)row->epoch : INFINITY;
}

#define NOISE_ROWS 5 // three second differences: fewer say nothing about noise

double curve_noise(const RunLog *run, double *scratch) {
    if (run->row_count < NOISE_ROWS) return NAN;
    int n = run->row_count - 2;
    for (int i = 0; i < n; i++) {
        const EpochRow *row = &run->rows[i];
        scratch[i] = fabs(row[0].test_loss - 2 * row[1].test_loss + row[2].test_loss);
    }
    // Independent noise of variance v gives second differences of variance (1 + 4 + 1) v; 1.4826 turns the median
    // absolute value of a normal variable into its SD.
    return 1.4826 * stats_median(scratch, n) / sqrt(6);
}

double curve_onset(const RunLog *run, double *scratch) {
    double noise = curve_noise(run, scratch);
    if (isnan(noise)) return NAN;
    // The lowest of n noisy values lies up to sqrt(2 ln n) SDs below its level: that much is no overfitting.
    const EpochRow *best = curve_best(run);
    double limit = best->test_loss + (2 + sqrt(2 * log(run->row_count))) * noise;
    const EpochRow *row = run->rows + run->row_count;
    while (row - 1 > best && row[-1].test_loss > limit) row--;
    return row < run->rows + run->row_count ? (double)row->epoch : INFINITY;
}

double curve_gap_area(const RunLog *run) {
    double area = 0;
    for (int i = 1; i < run->row_count; i++) {
        const EpochRow *row = &run->rows[i];
        area += (row[-1].gap + row[0].gap) / 2 * (double)(row[0].epoch - row[-1].epoch);
    }
    return area;
}

double curve_gap_at_loss(const RunLog *run, double loss) {
    const EpochRow *row = first_reaching(run, loss);
    if (row == run->rows) return row->gap;
    double part = (row[-1].train_loss - loss) / (row[-1].train_loss - row->train_loss);
    return row[-1].gap + part * (row->gap - row[-1].gap);
}

double curve_gap_at_step(const RunLog *run, double step) {
    const EpochRow *last = run->rows + run->row_count - 1, *row = run->rows;
    if (step <= (double)row->step) return row->gap;
    if (step >= (double)last->step) return last->gap;
    while ((double)row->step < step) row++;
    double part = (step - (double)row[-1].step) / (double)(row->step - row[-1].step);
    return row[-1].gap + part * (row->gap - row[-1].gap);
}
