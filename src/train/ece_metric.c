// Expected calibration error (Guo et al. 2017, "On Calibration of Modern Neural Networks", equation 3): the samples
// fall into 15 bins by their largest probability, bin m being ((m - 1) / 15, m / 15], and with B_m those of a bin
//     ECE = sum_m |B_m| / n  |accuracy of B_m - mean largest probability of B_m|.
#include "train/metric.h"

enum { BINS = 15 };

// The bin of a probability, from 0. No float but 0 and 1 is an edge between two, and the product is exact (24 bits
// times 4), so truncating is enough.
static int bin_of(double p) {
    const int bin = (int)(p * BINS);
    return bin < BINS ? bin : BINS - 1;
}

static void ece(const MetricPass *pass, double *value) {
    const int32_t classes = pass->part->data->classes;
    double confidence[BINS] = {0}, sum = 0;
    int64_t right[BINS] = {0};
    for (int32_t i = 0; i < pass->part->size; i++) {
        const int32_t best = pass->best[i];
        const double p = (double)pass->output[(size_t)i * (size_t)classes + (size_t)best];
        const int bin = bin_of(p);
        confidence[bin] += p;
        right[bin] += best == pass->part->label[i];
    }
    for (int m = 0; m < BINS; m++) {
        const double off = (double)right[m] - confidence[m]; // |B_m| times the difference of the means
        sum += off < 0 ? -off : off;
    }
    *value = sum / pass->part->size;
}

const MetricKind metric_ece = {.name = "ece", .title = "calibration error", .of = ece};
