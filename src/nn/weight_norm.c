// Weight normalization: Salimans & Kingma 2016, "Weight Normalization".
//
// The weights that come into a unit are w = g v / |v|: v are those that are stored, the length g is a parameter of its
// own. From the gradient of w, for each unit,
//     dg = dw . v / |v|,    dv = g / |v| (dw - dg v / |v|).
// Training starts at g = |v|, where w is v: with the weights that it would have without the rule.
#include "math/build.h"
#include "math/panel.h"
#include "math/vector.h"
#include "nn/weight_rule.h"

typedef struct WeightNorm {
    int g_at;       // g's place among the layer's parameters
    real *inv_norm; // [padded units], 1 / |v| of the last view; 0 where v is 0, as in the padding
} WeightNorm;

static bool weight_norm_applies(const Place *place) {
    return place->spec->weight_norm;
}

static bool weight_norm_make(Layer *layer, const Place *place, void **own) {
    WeightNorm *norm = arena_take(place->arena, 1, sizeof *norm);
    if (!norm) return false;
    norm->g_at = layer->param_count;
    layer_param(layer, "weight_g", ROLE_GAMMA, 1, place->out);
    norm->inv_norm = arena_take(place->arena, (size_t)panel_padded(place->out), sizeof(real));
    *own = norm;
    return norm->inv_norm != NULL;
}

// |v| of each unit of a panel, the inputs in their order.
INLINE void measure_panel(int in, int width, const real *restrict v, real *restrict norm) {
    real square[PANEL] = {0};
    for (int r = 0; r < in; r++)
        for (int c = 0; c < width; c++) square[c] = fma_real(v[r * width + c], v[r * width + c], square[c]);
    for (int c = 0; c < width; c++) norm[c] = sqrt_real(square[c]);
}

static void weight_norm_init(void *own, Layer *layer, const real *stored) {
    real *g = layer->param[((const WeightNorm *)own)->g_at].at;
    for (int p = 0; p < panel_count(layer->out); p++)
        FOR_WIDTH(w, panel_width(layer->out, p),
                  measure_panel(layer->in, w, stored + panel_offset(layer->in, p), g + (ptrdiff_t)p * PANEL));
}

// w = (g / |v|) v. Divided, so that it is exactly v where g is |v|.
INLINE void view_panel(int in, int width, const real *restrict g, const real *restrict v, real *restrict inv_norm,
                       real *restrict w) {
    real norm[PANEL], scale[PANEL];
    measure_panel(in, width, v, norm);
    for (int c = 0; c < width; c++) {
        scale[c] = norm[c] > 0 ? g[c] / norm[c] : 0;
        inv_norm[c] = norm[c] > 0 ? 1 / norm[c] : 0;
    }
    for (int r = 0; r < in; r++)
        for (int c = 0; c < width; c++) w[r * width + c] = scale[c] * v[r * width + c];
}

static void weight_norm_view(void *own, Layer *layer, const Pass *pass, const real *stored, real *effective) {
    (void)pass;
    const WeightNorm *norm = own;
    const real *g = layer->param[norm->g_at].at;
    for (int p = 0; p < panel_count(layer->out); p++) {
        const size_t at = panel_offset(layer->in, p), unit = (size_t)p * PANEL;
        FOR_WIDTH(w, panel_width(layer->out, p),
                  view_panel(layer->in, w, g + unit, stored + at, norm->inv_norm + unit, effective + at));
    }
}

// dw becomes dv; fills dg.
INLINE void back_panel(int in, int width, const real *restrict g, const real *restrict v, const real *restrict inv_norm,
                       real *restrict dw, real *restrict dg) {
    real product[PANEL] = {0}, scale[PANEL], along[PANEL];
    for (int r = 0; r < in; r++)
        for (int c = 0; c < width; c++) product[c] = fma_real(dw[r * width + c], v[r * width + c], product[c]);
    for (int c = 0; c < width; c++) {
        dg[c] = product[c] * inv_norm[c];
        scale[c] = g[c] * inv_norm[c];
        along[c] = dg[c] * inv_norm[c];
    }
    for (int r = 0; r < in; r++)
        for (int c = 0; c < width; c++)
            dw[r * width + c] = scale[c] * fma_real(-along[c], v[r * width + c], dw[r * width + c]);
}

static void weight_norm_back(void *own, Layer *layer, const Pass *pass, const real *stored, real *gradient) {
    const WeightNorm *norm = own;
    const Param *param = &layer->param[norm->g_at];
    for (int p = 0; p < panel_count(layer->out); p++) {
        const int width = panel_width(layer->out, p);
        const size_t at = panel_offset(layer->in, p), unit = (size_t)p * PANEL;
        real dg[PANEL];
        FOR_WIDTH(w, width,
                  back_panel(layer->in, w, param->at + unit, stored + at, norm->inv_norm + unit, gradient + at, dg));
        pass->sink->take(pass->sink, param, unit, dg, (size_t)width);
    }
}

const WeightRule weight_rule_weight_norm = {.name = "weight_norm",
                                            .applies = weight_norm_applies,
                                            .make = weight_norm_make,
                                            .init = weight_norm_init,
                                            .view = weight_norm_view,
                                            .back = weight_norm_back};
