// Deep ensembles (Lakshminarayanan et al. 2017, "Simple and Scalable Predictive Uncertainty Estimation using Deep
// Ensembles", section 2.4): the mean of what the networks of a setting's seeds predict, on the test part that all of
// them share. The networks are the files that train.save left; nothing is trained.
#ifndef COMPARE_ENSEMBLE_H
#define COMPARE_ENSEMBLE_H

#include "base/arena.h"
#include "base/error.h"
#include "results/results.h"
#include "train/engine.h"

typedef struct Ensemble {
    int members;                  // networks; below 2: there is none, and the numbers are NAN
    const char *why;              // ... for this reason and with this remedy; else NULL
    double loss, score;           // of the mean prediction: accuracy, or RMSE (NAN where there are several targets)
    double mean_loss, mean_score; // mean over the networks of their own
} Ensemble;

// Fills *en for a setting of `r`. Probabilities are averaged as the loss predicts them (nn/loss.h), numbers in the
// target's own unit; the loss of a regression is NAN where the seeds' scaled targets have different units. `why` lives
// in the arena. ERR_IO, ERR_DATA: a model or its data cannot be read; ERR_CONFIG likewise.
Status ensemble_make(Ensemble *en, const Results *r, const SettingLog *setting, const Engine *engine, Arena *arena,
                     Error *e);

#endif
