// Area under the ROC curve, by the rank sum (Hanley & McNeil 1982, "The Meaning and Use of the Area under a Receiver
// Operating Characteristic Curve"). With the n samples ranked by the probability of class k, ties sharing the mean of
// their ranks, n_1 of them of the class and n_0 not:
//     AUC_k = (sum of the ranks of the n_1 - n_1 (n_1 + 1) / 2) / (n_1 n_0).
// For two classes it is that of the second one; for more the mean over classes of one against the rest (scikit-learn's
// roc_auc_score with multi_class="ovr", average="macro"). Classes that all samples or none have are left out; nan where
// no class remains.
#include <math.h>
#include <string.h>

#include "train/metric.h"

enum { DIGIT_BITS = 8, DIGITS = 1 << DIGIT_BITS };

// Sorts n keys by their `digit`-th byte from `from` into `to`, equal ones in their order.
static void sort_by_digit(const uint32_t *from, uint32_t *to, uint32_t n, int digit) {
    uint32_t begin[DIGITS + 1] = {0};
    const int shift = digit * DIGIT_BITS;
    for (uint32_t i = 0; i < n; i++) begin[(from[i] >> shift & (DIGITS - 1)) + 1]++;
    for (int d = 1; d < DIGITS; d++) begin[d] += begin[d - 1];
    for (uint32_t i = 0; i < n; i++) to[begin[from[i] >> shift & (DIGITS - 1)]++] = from[i];
}

// The samples as keys in ascending order: above the lowest bit the bits of the probability, which stand in the order of
// floats from 0 up; in it whether the sample is of the class.
static const uint32_t *sort_samples(const MetricPass *pass, int32_t class) {
    const uint32_t n = (uint32_t)pass->part->size;
    const size_t classes = (size_t)pass->part->data->classes;
    uint32_t *key = (uint32_t *)pass->scratch, *other = key + n;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t bits;
        memcpy(&bits, &pass->output[i * classes + (size_t) class], sizeof bits);
        key[i] = bits << 1 | (pass->part->label[i] == class);
    }
    for (int digit = 0; digit < 4; digit++) {
        sort_by_digit(key, other, n, digit);
        uint32_t *sorted = other;
        other = key;
        key = sorted;
    }
    return key;
}

// NAN where all samples or none are of the class. Twice the ranks are whole numbers, so their sum is exact.
static double auc_of_class(const MetricPass *pass, int32_t class) {
    const uint64_t n = (uint64_t)pass->part->size;
    const uint32_t *key = sort_samples(pass, class);
    uint64_t positive = 0, twice_ranks = 0;
    for (uint64_t i = 0, end; i < n; i = end) {
        uint64_t here = 0;
        for (end = i; end < n && key[end] >> 1 == key[i] >> 1; end++) here += key[end] & 1;
        positive += here;
        twice_ranks += here * (i + 1 + end);
    }
    const uint64_t negative = n - positive;
    if (positive == 0 || negative == 0) return NAN;
    return (double)(twice_ranks - positive * (positive + 1)) / 2 / ((double)positive * (double)negative);
}

static void auc(const MetricPass *pass, double *value) {
    const int32_t classes = pass->part->data->classes;
    double sum = 0;
    int32_t counted = 0;
    for (int32_t k = classes == 2 ? 1 : 0; k < classes; k++) {
        const double area = auc_of_class(pass, k);
        if (isnan(area)) continue;
        sum += area;
        counted++;
    }
    *value = counted > 0 ? sum / counted : NAN;
}

const MetricKind metric_auc = {.name = "auc", .title = "AUC", .higher = true, .of = auc};
