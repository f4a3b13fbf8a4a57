// What is done to the samples of a training batch and to their labels, on the way in: noise, smoothing, mixing. A rule
// is one file and one row of SAMPLE_RULES, in the order in which they act. What is measured are always the samples as
// they are. What a rule draws is found by the run's seed, a stream of the rule's name, and the number of the step or
// sample.
#ifndef TRAIN_SAMPLE_RULE_H
#define TRAIN_SAMPLE_RULE_H

#include "data/batch.h"
#include "train/spec.h"

#define SAMPLE_RULES_MOST 8

typedef struct SamplePass {
    const TrainSpec *spec;
    const Dataset *data;     // of the batch: width and height of an image, classes, targets
    struct Trainer *trainer; // whose gradients a rule may ask for (trainer_input_gradient)
    Batch *batch;            // x [rows x features] panels; label, or target [rows][targets]
    real *share;   // [rows][classes]: how much of each class a sample is; one-hot before the first rule. NULL in a
                   // regression, and where no rule blends
    uint64_t seed; // of the run
    int64_t step;  // the step's number, from 1
    uint64_t first_sample; // the number of the batch's first sample, counted since the run began
    int32_t *partner;      // [rows] room for a rule that pairs samples
    real *spare;           // room for a copy of x, of the shares or of the targets, likewise
    int32_t *cut;          // [features] room for a rule that cuts
} SamplePass;

typedef struct SampleRule {
    const char *name;
    bool (*wanted)(const TrainSpec *spec);
    bool blends; // it changes what a sample's label is: it wants the shares
    bool pairs;  // it wants partner and spare
    bool cuts;   // it wants cut
    void (*apply)(const SamplePass *pass);
} SampleRule;

// Each `name` is sample_rule_name in train/name.c.
#define SAMPLE_RULES(ROW)                                                                                              \
    ROW(cutout)                                                                                                        \
    ROW(cutmix)                                                                                                        \
    ROW(mixup)                                                                                                         \
    ROW(label_smoothing)                                                                                               \
    ROW(adversarial)

#define SAMPLE_RULE_DECLARE(name) extern const SampleRule sample_rule_##name;
SAMPLE_RULES(SAMPLE_RULE_DECLARE)
#undef SAMPLE_RULE_DECLARE

// Those that a run wants.
typedef struct SampleRules {
    int count;
    const SampleRule *rule[SAMPLE_RULES_MOST];
    real *share;      // [max_rows][classes] where one of them blends; else NULL
    int32_t *partner; // [max_rows], and spare, where one pairs; else NULL
    real *spare;
    int32_t *cut; // [features] where one cuts; else NULL
} SampleRules;

// False without memory.
bool sample_rules_take(SampleRules *rules, const TrainSpec *spec, const Dataset *data, int max_rows, Arena *arena);
// Applies them to a batch that was just gathered. `pass` says all but the shares.
void sample_rules_apply(const SampleRules *rules, SamplePass pass);

#endif
