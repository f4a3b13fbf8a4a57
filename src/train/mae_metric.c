// Mean absolute error, in the target's own unit: the mean over samples of |y_i - t_i|.
#include "train/metric.h"

static void mae(const MetricPass *pass, double *value) {
    for (int32_t k = 0; k < pass->part->data->targets; k++) {
        double sum = 0;
        for (int32_t i = 0; i < pass->part->size; i++) {
            const double error = metric_error(pass, i, k);
            sum += error < 0 ? -error : error;
        }
        value[k] = sum / pass->part->size;
    }
}

const MetricKind metric_mae = {.name = "mae", .title = "MAE", .regression = true, .of = mae};
