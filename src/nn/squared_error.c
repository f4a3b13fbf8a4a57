// Squared error of K outputs: loss = 1/K sum_k (z_k - target_k)^2, d loss / d z_k = 2 (z_k - target_k) / K.
//
// The mean and not the sum, so that the loss, and with it the learning rate that suits it, keeps its size however many
// targets there are; of one output both are (z - target)^2.
#include "math/build.h"
#include "math/panel.h"
#include "math/vector.h"
#include "nn/loss.h"

// Output c of sample r, from the right: its difference from the target, which becomes its gradient.
INLINE real take_difference(const LossPass *pass, int r, int c) {
    const size_t at = panel_index(pass->rows, pass->outputs, r, c);
    const real difference = pass->z[at] - pass->target[r * pass->outputs + c];
    if (pass->d_z) pass->d_z[at] = 2 * difference / (real)(pass->rows * pass->outputs);
    return difference;
}

// The padding of the gradient's last panel.
static void clear_padding(const LossPass *pass) {
    const int last = panel_count(pass->outputs) - 1, width = panel_width(pass->outputs, last);
    real *d_z = pass->d_z + panel_offset(pass->rows, last);
    for (int r = 0; r < pass->rows; r++)
        for (int c = pass->outputs - last * PANEL; c < width; c++) d_z[r * width + c] = 0;
}

void squared_error(const LossPass *pass) {
    if (pass->d_z) clear_padding(pass);
    for (int r = 0; r < pass->rows; r++) {
        real sum = 0;
        for (int c = 0; c < pass->outputs; c++) {
            const real difference = take_difference(pass, r, c);
            sum += difference * difference;
        }
        pass->loss[r] = sum / (real)pass->outputs;
    }
}
