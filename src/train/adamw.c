// AdamW (Loshchilov & Hutter 2019, "Decoupled Weight Decay Regularization", algorithm 2; scaled by the learning rate,
// as in PyTorch): Adam, whose weight decay goes past the running means:
//     w = w - learning_rate decay w,   then Adam's step (train/adam.c) with g = gradient
#include "math/build.h"
#include "train/adam.h"

static void adamw_begin(Step *step, const TrainSpec *spec) {
    adam_begin(step, spec);
    for (int role = 0; role < ROLES_TRAINED; role++) {
        if (step->decay[role] > 0) step->shrink[role] = (real)(step->learning_rate[role] * spec->weight_decay);
        step->decay[role] = 0;
    }
}

const OptimizerKind optimizer_adamw = {
    .name = "adamw", .slabs = 2, .slab = {"mean", "mean_square"}, .begin = adamw_begin, .update = adam_update};
