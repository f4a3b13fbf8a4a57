#include "nn/loss.h"

#include "math/build.h"
#include "math/elementary.h"

#define LOSS_ADDRESS(constant, name, ...) &loss_##name,
static const LossKind *const kinds[] = {LOSSES(LOSS_ADDRESS)};

const LossKind *loss_of(int choice, int32_t classes) {
    if (choice == LOSS_AUTO) choice = classes > 0 ? LOSS_CROSS_ENTROPY : LOSS_SQUARED_ERROR;
    return kinds[choice - 1];
}

void loss_best(const LossPass *pass) {
    for (int r = 0; r < pass->rows; r++) {
        real largest = pass->z[panel_index(pass->rows, pass->outputs, r, 0)];
        pass->best[r] = 0;
        for (int k = 1; k < pass->outputs; k++) {
            const real value = pass->z[panel_index(pass->rows, pass->outputs, r, k)];
            if (value > largest) pass->best[r] = k, largest = value;
        }
    }
}

void loss_clear_padding(const LossPass *pass) {
    for (int r = 0; r < pass->rows; r++)
        for (int k = pass->outputs; k < panel_padded(pass->outputs); k++)
            pass->d_z[panel_index(pass->rows, pass->outputs, r, k)] = 0;
}

double loss_surprise(double p, double least) {
    return (double)-log_real((real)(p < least ? least : p));
}
