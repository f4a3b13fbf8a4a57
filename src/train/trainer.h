// The training loop of one run, as its tests and its engine see it.
#ifndef TRAIN_TRAINER_H
#define TRAIN_TRAINER_H

#include "base/arena.h"
#include "data/batch.h"
#include "nn/loss.h"
#include "nn/network.h"
#include "train/average.h"
#include "train/engine.h"
#include "train/optimizer.h"
#include "train/probe.h"
#include "train/sample_rule.h"
#include "train/schedule.h"

struct Trainer {
    Arena arena; // owns all, this struct included
    Network *net;
    TrainSpec spec;
    const Split *split;
    uint64_t seed;
    int64_t epoch;          // epochs trained
    int64_t epoch_samples;  // trained on in the one under way
    double epoch_loss;      // the sum of their losses
    int64_t steps;          // optimizer steps taken
    int64_t samples;        // trained on
    int64_t epoch_steps;    // of each epoch
    ScheduleState schedule; // what it has seen
    double rate;            // the learning rate of the last step, or of the first before it
    int32_t *order;         // [train.size]: the epoch's order
    Batch batch;
    SampleRules sample_rules;
    const LossKind *loss;
    double *class_weight; // [classes]; NULL: all count alike
    real *row_loss;       // [max_rows] of the batch, each sample's loss
    int32_t *best;        // [max_rows, and the samples of any part] in classification, the class of its largest output
    double *rmse;         // [targets] of the last measure, where there are several; else NULL
    float *output;        // [samples of any part][outputs] of the last measure, where there are metrics; else NULL
    double *prediction;   // [outputs] room for one sample's
    Optimizer optimizer;
    Averages averages;
    Probes probes;
    int span_count;
    Span *spans;                        // all that training goes on from
    const volatile sig_atomic_t *pause; // where that is not 0, the epoch pauses; NULL: never
};

// Gathers `rows` samples of the training part from order[first] on and takes one optimizer step. The sum of the
// samples' losses, in training mode, before the step; where it is not finite, no step is taken.
double trainer_step(Trainer *t, int first, int rows);

// How many samples of the training part the batch at `first` has; 0 where the epoch ends there.
int trainer_batch_rows(const Trainer *t, int first);

// What samples score: the sum of their losses, in sample order, and how many are classified right.
typedef struct Score {
    double loss;
    int64_t correct;
} Score;

// Gathers the samples of a part from `first` on that are evaluated together; how many they are.
int trainer_gather(Trainer *t, const Part *part, int first);
// What the network puts out for them in `pass`, of which this says rows and first_sample.
const real *trainer_answer(Trainer *t, const Part *part, int first, Pass *pass);
// The network's answers in such passes over the whole part, measured.
Measure trainer_measure(Trainer *t, const Part *part, Pass pass);
// Adds what the network predicts of the part in such passes to `sum` [samples][outputs], as the loss understands it.
void trainer_predict(Trainer *t, const Part *part, Pass pass, double *sum);
// What the sums over a part say; those of several targets' squared errors stand in t->rmse.
Measure trainer_measure_of(Trainer *t, const Part *part, Score sums);

// Whether evaluation goes by the population's statistics.
bool trainer_wants_population(const Trainer *t);
// Recomputes the running statistics over the training part (train/population.c).
void population_refresh(Trainer *t);
// What the network put out for the batch at hand (train/outputs.c), as Measure.output has it, into [rows][outputs] of
// `to`: probabilities where the trainer classifies.
void outputs_keep(const Trainer *t, const real *outputs, float *to);
// The same of one sample's prediction.
void outputs_keep_one(const Trainer *t, const double *prediction, float *to);
// The gradient of the batch's loss by its inputs, as the step under way would have it [rows x features], padding 0;
// valid until the next pass.
const real *trainer_input_gradient(Trainer *t);

// The sum of the losses of the batch at hand, its samples as they are, in such a pass of training; the gradient of its
// mean loss goes to `sink`.
double trainer_gradient(Trainer *t, Pass pass, GradientSink *sink);
// The sum of its losses, in any pass.
double trainer_loss(Trainer *t, Pass pass);
// What it scores with these outputs; t->best has the classes that its samples are taken for.
Score trainer_score(Trainer *t, const real *outputs);

// Lists the trainer's state in t->spans (train/spans.c); false without memory.
bool spans_list(Trainer *t);

extern const Engine engine;

#endif
