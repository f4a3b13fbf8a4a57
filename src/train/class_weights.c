// Class weights w_k: what is trained on is the weighted mean of a batch's losses,
//     sum_i w_i loss_i / sum_i w_i,    w_i = sum_k q_ik w_k
// with q_ik, how much of class k sample i is: for a label w_i is that of its class, as in PyTorch's
// CrossEntropyLoss(weight). A batch of samples that all weigh nothing has no gradient. The weights are those given, or
// balanced (King & Zeng 2001, "Logistic Regression in Rare Events Data"; scikit-learn's class_weight="balanced"): with
// n training samples, n_k of them of class k, of K classes
//     w_k = n / (K n_k).
#include "train/class_weights.h"

#include <string.h>

#include "math/build.h"

static void balance(double *weight, const Part *train) {
    const int32_t classes = train->data->classes;
    for (int32_t i = 0; i < train->size; i++) weight[train->label[i]]++;
    for (int32_t k = 0; k < classes; k++)
        if (weight[k] > 0) weight[k] = train->size / (classes * weight[k]);
}

bool class_weights_take(double **weight, const TrainSpec *spec, const Part *train, Arena *arena) {
    const int32_t classes = train->data->classes;
    const ChoiceOrNumbers *given = &spec->class_weights;
    *weight = NULL;
    if (given->choice == CLASS_WEIGHTS_NONE || classes == 0) return true;
    *weight = arena_take(arena, (size_t)classes, sizeof **weight);
    if (!*weight) return false;
    if (given->choice == CLASS_WEIGHTS_BALANCED)
        balance(*weight, train);
    else
        memcpy(*weight, given->number, (size_t)classes * sizeof **weight);
    return true;
}

static double sample_weight(const double *weight, const LossPass *pass, int r) {
    if (!pass->share) return weight[pass->label[r]];
    double sum = 0;
    for (int k = 0; k < pass->outputs; k++) sum += (double)pass->share[r * pass->outputs + k] * weight[k];
    return sum;
}

void class_weights_apply(const double *weight, const LossPass *pass) {
    double sum = 0;
    for (int r = 0; r < pass->rows; r++) sum += sample_weight(weight, pass, r);
    for (int r = 0; r < pass->rows; r++) {
        const real factor = sum > 0 ? (real)(sample_weight(weight, pass, r) * pass->rows / sum) : 0;
        for (int k = 0; k < pass->outputs; k++) pass->d_z[panel_index(pass->rows, pass->outputs, r, k)] *= factor;
    }
}
