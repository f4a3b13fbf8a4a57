// The last word on an experiment that was read: what the settings leave open, whether they can be had, how they differ.
#ifndef CONFIG_SETTLE_H
#define CONFIG_SETTLE_H

#include "config/experiment.h"
#include "config/layer.h"

// Who said what: x->layers.
struct Layers {
    const Layer *file, *set; // the base: the config file, and all --set
    const Layer *settings;   // [setting_count]
};

// Fills in sizes, puts options without effect back to their defaults, refuses options that were given in vain and
// combinations that cannot be had, and makes x->varied and x->notes.
Status experiment_settle(Experiment *x, Error *e);

#endif
