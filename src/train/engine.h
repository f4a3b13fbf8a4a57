// Training as the floors above see it. The mathematics below is compiled once per instruction set; an Engine is one of
// these builds. All of them compute the same bits.
#ifndef TRAIN_ENGINE_H
#define TRAIN_ENGINE_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "data/dataset.h"
#include "nn/spec.h"
#include "train/spec.h"

typedef struct Trainer Trainer;

// Evaluation mode over a whole part.
typedef struct Measure {
    double loss;
    double metric; // accuracy (0 to 1); RMSE in the target's own unit for regression, NAN where there are several
    // Of the trainer, valid until it measures or trains again:
    const double *rmse;  // [targets] of a regression with several: the RMSE of each in its own unit; else NULL
    const int32_t *best; // [samples] of a classification: the class that each is taken for; else NULL
    const float *output; // where the TrainSpec has metrics: [samples][classes] the probabilities (as the loss predicts,
                         // nn/loss.h), or [samples][targets] the outputs, in the unit of the scaled target; else NULL
} Measure;

// A piece of a trainer's state under its name: a parameter or statistic of a layer ("0.weight", "1.running_mean": the
// layer's place in the stack, then what it is), what the optimizer keeps of a parameter ("0.weight.velocity"), or a
// position ("position.epoch"). Numbers are float (in the double build double) in a panel matrix of rows x cols
// (math/panel.h), padding included; a position is one int64_t, or one double.
typedef struct Span {
    char name[48]; // unique
    int role;      // Role of the parameter or statistic; SPAN_SLAB, SPAN_POSITION
    int rows, cols;
    void *at;
    size_t size; // bytes
} Span;

enum { SPAN_SLAB = ROLE_STATISTIC + 1, SPAN_POSITION };

// A layer of the network: its kind ("linear"), and whether evaluation passes through it unchanged.
typedef struct LayerPlace {
    const char *kind;
    bool training_only;
} LayerPlace;

// What training takes, before it is done.
typedef struct TrainerSize {
    int64_t parameters;                 // trained
    int64_t epoch_steps, epoch_samples; // of an epoch
    int32_t looked;                     // samples of the training part that instruments look at; 0: there are none
    size_t memory;                      // bytes that `open` takes
} TrainerSize;

// How a call of Engine.epoch ends.
typedef enum EpochEnd {
    EPOCH_DIVERGED, // a loss was not finite: training stopped at that step
    EPOCH_TRAINED,
    EPOCH_PAUSED, // between two steps; the next call goes on there
} EpochEnd;

// Where goes what an instrument says: the number of a ProbeValue (train/probe_value.h), the place of the layer that it
// is of (PROBE_WHOLE: of the whole network), and what it is. A number that is not finite says that there is nothing to
// say.
typedef struct ProbeSink {
    void (*take)(struct ProbeSink *sink, int value, int layer, double number);
} ProbeSink;

#define PROBE_WHOLE (-1)

typedef struct Engine {
    const char *name; // "avx512", "avx2", "plain"

    // How large a trainer of these would be. Touches none of the memory that it asks for.
    Status (*size)(TrainerSize *size, const ModelSpec *model, const TrainSpec *train, const Split *split, Error *e);

    // The kinds of the layers that such a network is a stack of, whatever the data, in the arena; their number in
    // *count. NULL without memory.
    const char **(*stack)(const ModelSpec *model, Arena *arena, int *count);
    // A network at its initial weights, and all the memory that training it will take. `split` must outlive it.
    Status (*open)(Trainer **t, const ModelSpec *model, const TrainSpec *train, const Split *split, uint64_t seed,
                   Error *e);
    // Trains one epoch, or what is left of the one that was paused. *running_loss: mean over the samples of the epoch's
    // minibatch losses (nan unless it was trained to its end).
    EpochEnd (*epoch)(Trainer *t, double *running_loss);
    // From now on an epoch pauses behind a step where *flag is not 0: it takes one step at least, and where that is its
    // last, it ends. A signal's handler may set the flag. NULL: none pauses, as after `open`.
    void (*pause_on)(Trainer *t, const volatile sig_atomic_t *flag);
    // Optimizer steps taken so far.
    int64_t (*steps)(const Trainer *t);
    // Samples trained on so far, each as often as it was seen.
    int64_t (*samples)(const Trainer *t);
    // The learning rate of the last step; before it that of the first.
    double (*rate)(const Trainer *t);
    // Tells a schedule that looks at them what the validation part's loss is now.
    void (*tell)(Trainer *t, double loss);
    // Number of trained parameters (weights, biases, gamma, beta).
    int64_t (*parameters)(const Trainer *t);
    // The train loss of the best constant prediction (data/baseline.h). ERR_IO without memory.
    Status (*baseline)(const Trainer *t, double *loss, Error *e);
    // Brings what evaluation goes by up to the parameters, before measuring: where the model wants the population's
    // statistics, they are recomputed over the training part (train/population.c), and so are those of averaged
    // weights. Else there is nothing to do.
    void (*refresh)(Trainer *t);
    Measure (*measure)(Trainer *t, const Part *part);
    // Adds what the network predicts of each sample of the part to `sum` [samples][classes or targets]: probabilities
    // as the loss understands the outputs (nn/loss.h), numbers in the unit of the scaled target.
    void (*predict)(Trainer *t, const Part *part, double *sum);
    // What the mean of `members` predictions scores, whose sums are in sum [samples][outputs] (numbers in the unit of
    // the scaled target); they become the means.
    Measure (*measure_mean)(Trainer *t, const Part *part, double *sum, int members);
    // What stands at a place of the stack of layers, from 0 on; false behind the last.
    bool (*layer)(const Trainer *t, int place, LayerPlace *layer);
    // What an average (AverageChoice; train/average.h) says of the test or the validation part. Its loss is NAN where
    // it has nothing to say yet, or the TrainSpec does not want it.
    Measure (*measure_average)(Trainer *t, int average, const Part *part);
    // What an instrument (ProbeChoice; train/probe.h) that the TrainSpec wants says of the network as it is now.
    void (*probe)(Trainer *t, int probe, ProbeSink *sink);
    // From now on instruments look at about such a share of the samples that they would look at, for timing.
    void (*probe_share)(Trainer *t, double share);
    // All that training goes on from: copied into a trainer of the same specs, split and seed, they make it continue as
    // this one would, to the bit. Nothing else does. The list is the trainer's own, and the same at any time.
    const Span *(*spans)(const Trainer *t, int *count);
    void (*close)(Trainer *t);
} Engine;

// The engine that `name` asks for (the value of REGRUN_KERNEL), or the fastest that this CPU runs when it is NULL or
// empty. NULL with ERR_USAGE when there is none of that name or the CPU cannot run it.
const Engine *engine_choose(const char *name, Error *e);
// All engines this CPU can run, fastest first, NULL at the end.
const Engine *const *engine_list(void);

#endif
