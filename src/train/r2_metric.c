// Coefficient of determination, as scikit-learn's r2_score has it: with the part's own mean of the target,
//     R2 = 1 - sum_i (y_i - t_i)^2 / sum_i (t_i - mean)^2.
// 0 is what always saying that mean scores, 1 is right everywhere; nan where the target is the same in all samples.
#include <math.h>

#include "train/metric.h"

static void r2(const MetricPass *pass, double *value) {
    const int32_t n = pass->part->size, targets = pass->part->data->targets;
    for (int32_t k = 0; k < targets; k++) {
        const float *target = pass->part->target + k;
        double mean = 0, rest = 0, all = 0;
        for (int32_t i = 0; i < n; i++) mean += (double)target[(size_t)i * (size_t)targets];
        mean /= n;
        for (int32_t i = 0; i < n; i++) {
            const double error = metric_error(pass, i, k), away = (double)target[(size_t)i * (size_t)targets] - mean;
            rest += error * error;
            all += away * away;
        }
        value[k] = all > 0 ? 1 - rest / all : NAN;
    }
}

const MetricKind metric_r2 = {.name = "r2", .title = "R2", .regression = true, .higher = true, .of = r2};
