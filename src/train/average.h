// Averages: of the weights that training goes through, or of what several networks predict. Each is measured beside the
// network itself, with columns of its own; training never sees it. An average is one file and one row of AVERAGES
// (train/spec.h).
//
// An average answers by its members: networks that it keeps, or the trained one under masks. One member is measured as
// any network is. The answer of several is the mean of their predictions (nn/loss.h), added in their order, and its
// loss is that of this mean.
#ifndef TRAIN_AVERAGE_H
#define TRAIN_AVERAGE_H

#include "train/engine.h"
#include "train/network_copy.h"
#include "train/spec.h"

struct Trainer;

typedef struct AverageKind {
    // How many networks it keeps. They belong to what training goes on from (train/spans.c: "0.weight.ema"). NULL:
    // none.
    int (*networks)(const TrainSpec *spec);
    // Whether it finds the networks' statistics anew whenever it is refreshed, so that training need not go on from
    // them.
    bool makes_statistics;
    // At the weights that training starts from; after each step; after each epoch; before measuring, all parts being
    // measured then by what it leaves (Engine.refresh). NULL: nothing to do. kept: [networks]
    void (*start)(struct Trainer *t, NetworkCopy *kept);
    void (*step)(struct Trainer *t, NetworkCopy *kept);
    void (*epoch)(struct Trainer *t, NetworkCopy *kept);
    void (*refresh)(struct Trainer *t, NetworkCopy *kept);
    // How many members answer now; 0: there is nothing to say yet.
    int (*members)(const struct Trainer *t);
    // Puts member m into the trainer's network, whose own weights are put by if the average keeps networks; the pass
    // that it answers with, but for rows and first_sample.
    Pass (*member)(struct Trainer *t, const NetworkCopy *kept, int m);
} AverageKind;

// Each `name` is average_name in train/name_average.c.
#define AVERAGE_DECLARE(constant, name, title) extern const AverageKind average_##name;
AVERAGES(AVERAGE_DECLARE)
#undef AVERAGE_DECLARE

// Those of a run.
typedef struct Averages {
    const AverageKind *kind[AVERAGE_COUNT]; // NULL: not wanted
    int networks[AVERAGE_COUNT];
    NetworkCopy *kept[AVERAGE_COUNT]; // [networks]
    NetworkCopy aside;                // the trained network, while others stand in its place; NULLs where none is kept
    double *sum;                      // [samples of the largest part but the training part][outputs]
} Averages;

// False without memory. Once the network is there, and its parameters are where training starts.
bool averages_take(struct Trainer *t);
void averages_start(struct Trainer *t);
void averages_step(struct Trainer *t);
void averages_epoch(struct Trainer *t);
void averages_refresh(struct Trainer *t);

// What the average says of a part, which is not the training part: a loss of NAN where it has nothing to say yet, or is
// not wanted. The trained network stays as it is, to the bit.
Measure averages_measure(struct Trainer *t, int average, const Part *part);

// What the mean of `members` predictions scores, whose sums are in sum [samples][outputs]; they become the means.
Measure averages_measure_mean(struct Trainer *t, const Part *part, double *sum, int members);

// Scores a prediction p[outputs] of sample r of the batch at hand: its loss; *best: in classification the class that it
// is taken for, else 0. Adds to the squares of t->rmse, where there are several targets.
double averages_score(struct Trainer *t, int r, const double *p, int32_t *best);

// An evaluation under mask m of those that MC dropout averages, but for rows and first_sample.
Pass averages_mask(const struct Trainer *t, int m);

// Makes a kept network's statistics those of the training part under its weights (train/population.c); the trained
// network's stay as they are.
void average_population(struct Trainer *t, NetworkCopy *kept);

#endif
