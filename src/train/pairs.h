// Samples of a batch mixed in pairs.
#ifndef TRAIN_PAIRS_H
#define TRAIN_PAIRS_H

#include "base/rng.h"
#include "train/sample_rule.h"

// A random partner for each sample: pass->partner becomes a permutation of the batch, in which a sample may be its own.
void pairs_draw(const SamplePass *pass, Rng *rng);
// pass->spare becomes a copy of x.
void pairs_keep_inputs(const SamplePass *pass);
// The answer of each sample, its shares or its targets, becomes `kept` of itself and the rest of its partner's.
void pairs_mix_answers(const SamplePass *pass, double kept);

#endif
