// Max-norm: after each step the incoming weights of a unit that are longer than max_norm are scaled back to that
// length, w max_norm / ||w|| (Srebro & Shraibman 2005; Srivastava et al. 2014, section 5.1). Keras's
// constraints.MaxNorm.
#include "math/build.h"
#include "math/panel.h"
#include "math/vector.h"
#include "train/step_rule.h"

static bool max_norm_wanted(const TrainSpec *spec) {
    return spec->max_norm > 0;
}

// The units of a panel of weights [in x width].
INLINE void bound_panel(int in, int width, real most, real *restrict w) {
    real sum[PANEL] = {0}, scale[PANEL];
    for (int r = 0; r < in; r++)
        for (int c = 0; c < width; c++) sum[c] = fma_real(w[r * width + c], w[r * width + c], sum[c]);
    for (int c = 0; c < width; c++) {
        const real norm = sqrt_real(sum[c]);
        scale[c] = norm > most ? most / norm : 1;
    }
    for (int r = 0; r < in; r++)
        for (int c = 0; c < width; c++) w[r * width + c] *= scale[c];
}

static void max_norm_after(const TrainSpec *spec, const Step *step, Network *net, real *slab) {
    (void)step, (void)slab;
    const real most = (real)spec->max_norm;
    for (int l = 0; l < net->layer_count; l++)
        for (int i = 0; i < net->layer[l]->param_count; i++) {
            const Param *p = &net->layer[l]->param[i];
            for (int k = 0; p->role == ROLE_WEIGHT && k < panel_count(p->cols); k++)
                FOR_WIDTH(w, panel_width(p->cols, k), bound_panel(p->rows, w, most, p->at + panel_offset(p->rows, k)));
        }
}

const StepRule step_rule_max_norm = {.name = "max_norm", .wanted = max_norm_wanted, .after = max_norm_after};
