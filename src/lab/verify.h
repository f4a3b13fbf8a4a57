// Whether runs can be had again: a published run against one that was computed anew.
#ifndef LAB_VERIFY_H
#define LAB_VERIFY_H

#include "base/store.h"
#include "lab/plan.h"

// Which runs of the store can be looked at: those that came to their end, and for as many epochs as the plan has.
// chosen [run_count]; *shorter counts those of fewer epochs. The plan is open. ERR_DATA where a run was trained on other
// data than there are now; ERR_IO where it is of other options, or of a regrun that makes other runs of them.
Status verify_choose(const Store *there, const Plan *p, bool *chosen, int *shorter, Error *e);

// Leaves of the chosen runs `size`, drawn at random: by the same `draw` the same ones of the same plan. ERR_IO without
// memory.
Status verify_sample(const Plan *p, bool *chosen, int size, int draw, Error *e);

// Adds to `difference` how the rows, or the network, of a run's folder in `there` differ from those in `now`: "epoch 3,
// test_loss: 0.5 there, 0.6 now"; nothing where all bytes are the same. ERR_IO.
Status verify_compare(const Store *there, const Store *now, const char *folder, Text *difference, Error *e);

#endif
