// Cross-entropy of a sigmoid for each class by itself: is the sample of this class, or is it not? With p_k = 1 / (1 +
// e^-z_k) and q_k, how much of class k the sample is (1 for its label, 0 for the others),
//     loss = -sum_k (q_k log p_k + (1 - q_k) log(1 - p_k)) = sum_k (max(z_k, 0) - q_k z_k + log(1 + e^-|z_k|)),
//     d loss / d z_k = p_k - q_k
// (Nielsen 2015, "Neural Networks and Deep Learning", chapter 3). The sum over PyTorch's BCEWithLogitsLoss of each
// class.
//
// The prediction is p, whose parts need not add up to 1: each is about its own class. It is made in double precision,
// so that 1 - p_k is worth something where p_k is almost 1.
#include <float.h>
#include <math.h>

#include "math/build.h"
#include "math/elementary.h"
#include "nn/loss.h"

// Output k of sample r: its part of the loss. Its gradient, of the batch's mean, goes to d_z.
static real add_class(const LossPass *pass, int r, int k) {
    const size_t at = panel_index(pass->rows, pass->outputs, r, k);
    const real z = pass->z[at], share = loss_share(pass, r, k), e = exp_real(z < 0 ? z : -z);
    if (pass->d_z) pass->d_z[at] = ((z < 0 ? e : 1) / (1 + e) - share) / (real)pass->rows;
    return fma_real(-share, z, z < 0 ? 0 : z) + log_real(1 + e);
}

static void sigmoid_cross_entropy_apply(const LossPass *pass) {
    loss_best(pass);
    if (pass->d_z) loss_clear_padding(pass);
    for (int r = 0; r < pass->rows; r++) {
        real sum = 0;
        for (int k = 0; k < pass->outputs; k++) sum += add_class(pass, r, k);
        pass->loss[r] = sum;
    }
}

static double sigmoid_cross_entropy_constant(const double *share, const double *guess, int32_t classes) {
    double loss = 0;
    for (int32_t k = 0; k < classes; k++) {
        if (share[k] > 0) loss -= share[k] * log(guess[k]);
        if (share[k] < 1) loss -= (1 - share[k]) * log(1 - guess[k]);
    }
    return loss;
}

static void sigmoid_cross_entropy_predict(const real *z, int rows, int outputs, int r, double *p) {
    for (int k = 0; k < outputs; k++) {
        const real at = z[panel_index(rows, outputs, r, k)];
        const double e = (double)exp_real(at < 0 ? at : -at);
        p[k] = (at < 0 ? e : 1) / (1 + e);
    }
}

static double sigmoid_cross_entropy_of(const double *p, int outputs, int32_t label, const real *target) {
    (void)target;
    double loss = 0;
    for (int k = 0; k < outputs; k++)
        loss += k == label ? loss_surprise(p[k], FLT_MIN) : loss_surprise(1 - p[k], DBL_EPSILON / 2);
    return loss;
}

const LossKind loss_sigmoid_cross_entropy = {.name = "sigmoid_cross_entropy",
                                             .apply = sigmoid_cross_entropy_apply,
                                             .constant = sigmoid_cross_entropy_constant,
                                             .predict = sigmoid_cross_entropy_predict,
                                             .of = sigmoid_cross_entropy_of};
