// Squared error of one output: loss = (z - target)^2, d loss / d z = 2 (z - target).
#include "math/build.h"
#include "math/panel.h"
#include "nn/loss.h"

void squared_error(const LossPass *pass) {
    const int width = panel_width(1, 0);
    for (int r = 0; r < pass->rows; r++) {
        const real difference = pass->z[r * width] - pass->target[r];
        pass->loss[r] = difference * difference;
        for (int c = 0; pass->d_z && c < width; c++)
            pass->d_z[r * width + c] = c == 0 ? 2 * difference / (real)pass->rows : 0;
    }
}
