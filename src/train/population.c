// The population's statistics: Ioffe & Szegedy 2015, "Batch Normalization", algorithm 2, lines 8 to 10; "precise batch
// norm" in Wu & Johnson 2021, "Rethinking 'Batch' in BatchNorm", section 3.
//
// The training part passes through the network in order, in batches of the size that is trained with. Each is
// normalized by its own statistics, as in training; nothing is dropped, as in evaluation. Their means, weighted by
// samples, become the running statistics. They hang on nothing but the parameters: what the running statistics were
// before is forgotten.
#include "math/build.h"
#include "train/trainer.h"

void population_refresh(Trainer *t) {
    const Part *part = &t->split->train;
    for (int first = 0, rows; first < part->size && (rows = trainer_batch_rows(t, first)) > 0; first += rows) {
        batch_gather(&t->batch, t->split, part, NULL, first, rows);
        network_forward(t->net, (Pass){.rows = rows, .refresh = true, .first_sample = (uint64_t)first}, t->batch.x);
    }
}
