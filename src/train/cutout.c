// Cutout: of each image a box round a random centre becomes 0, of each row of a table some columns (train/cut.h); a
// piece of its own for every sample of every epoch
//     x_f' = 0 for f in the piece, x_f elsewhere
// (DeVries & Taylor 2017, "Improved Regularization of Convolutional Neural Networks with Cutout", section 3.2). 0 is
// that of the scaled input: the training part's mean under zscore, its least value under minmax, black in pixels that
// are not scaled. Answers stay as they are.
#include "math/build.h"
#include "math/panel.h"
#include "train/cut.h"
#include "train/sample_rule.h"

static bool cutout_wanted(const TrainSpec *spec) {
    return spec->cutout > 0;
}

static void cutout_apply(const SamplePass *pass) {
    const int rows = pass->batch->rows, features = pass->data->features;
    for (int r = 0; r < rows; r++) {
        Rng rng = rng_stream(pass->seed, "cutout", pass->first_sample + (uint64_t)r);
        const Cut cut = cut_draw(pass->data, &rng, pass->spec->cutout, pass->cut);
        for (int32_t i = 0; i < cut.count; i++) pass->batch->x[panel_index(rows, features, r, cut.feature[i])] = 0;
    }
}

const SampleRule sample_rule_cutout = {.name = "cutout", .wanted = cutout_wanted, .cuts = true, .apply = cutout_apply};
