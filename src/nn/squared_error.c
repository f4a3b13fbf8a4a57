// Squared error of K outputs: loss = 1/K sum_k (z_k - target_k)^2, d loss / d z_k = 2 (z_k - target_k) / K.
//
// The mean and not the sum, so that the loss, and with it the learning rate that suits it, keeps its size however many
// targets there are; of one output both are (z - target)^2. Of classes the targets are q_k, how much of class k a
// sample is: 1 for its label and 0 for the others (Hui & Belkin 2021, "Evaluation of Neural Architectures Trained with
// Square Loss vs Cross-Entropy in Classification Tasks").
//
// The prediction are the outputs themselves: of classes that is what they are fitted to be, the chance of each, though
// nothing holds them between 0 and 1.
#include "math/build.h"
#include "math/panel.h"
#include "math/vector.h"
#include "nn/loss.h"

// Output c of sample r, from the right: its difference from the target, which becomes its gradient.
INLINE real take_difference(const LossPass *pass, int r, int c) {
    const size_t at = panel_index(pass->rows, pass->outputs, r, c);
    const real wanted = pass->target ? pass->target[r * pass->outputs + c] : loss_share(pass, r, c);
    const real difference = pass->z[at] - wanted;
    if (pass->d_z) pass->d_z[at] = 2 * difference / (real)(pass->rows * pass->outputs);
    return difference;
}

static void squared_error_apply(const LossPass *pass) {
    if (!pass->target) loss_best(pass);
    if (pass->d_z) loss_clear_padding(pass);
    for (int r = 0; r < pass->rows; r++) {
        real sum = 0;
        for (int c = 0; c < pass->outputs; c++) {
            const real difference = take_difference(pass, r, c);
            sum += difference * difference;
        }
        pass->loss[r] = sum / (real)pass->outputs;
    }
}

static double squared_error_constant(const double *share, const double *guess, int32_t classes) {
    double loss = 0;
    for (int32_t k = 0; k < classes; k++)
        loss += share[k] * (1 - guess[k]) * (1 - guess[k]) + (1 - share[k]) * guess[k] * guess[k];
    return loss / classes;
}

static void squared_error_predict(const real *z, int rows, int outputs, int r, double *p) {
    for (int k = 0; k < outputs; k++) p[k] = (double)z[panel_index(rows, outputs, r, k)];
}

static double squared_error_of(const double *p, int outputs, int32_t label, const real *target) {
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
        const double difference = p[k] - (target ? (double)target[k] : k == label);
        sum += difference * difference;
    }
    return sum / outputs;
}

const LossKind loss_squared_error = {.name = "squared_error",
                                     .apply = squared_error_apply,
                                     .constant = squared_error_constant,
                                     .predict = squared_error_predict,
                                     .of = squared_error_of};
