// The options under "train", and weight decay.
#ifndef TRAIN_SPEC_H
#define TRAIN_SPEC_H

#include <stdbool.h>

#include "base/choice_or_numbers.h"

typedef enum DecayWhat { DECAY_WEIGHTS, DECAY_ALL } DecayWhat;
typedef enum ClassWeights { CLASS_WEIGHTS_NONE, CLASS_WEIGHTS_BALANCED } ClassWeights;
typedef enum SaveWhat { SAVE_NONE, SAVE_LAST, SAVE_BEST, SAVE_BOTH } SaveWhat;
typedef enum LastBatch { LAST_KEEP, LAST_DROP } LastBatch;

// All optimizers, a row for each: its constant, and its name in a config and in the code (train/optimizer.h).
#define OPTIMIZERS(ROW)                                                                                                \
    ROW(SGD, sgd)                                                                                                      \
    ROW(NESTEROV, nesterov)                                                                                            \
    ROW(RMSPROP, rmsprop)                                                                                              \
    ROW(ADAM, adam)                                                                                                    \
    ROW(ADAMW, adamw)

#define OPTIMIZER_CONSTANT(constant, name) OPTIMIZER_##constant,
typedef enum OptimizerChoice { OPTIMIZERS(OPTIMIZER_CONSTANT) } OptimizerChoice;
#undef OPTIMIZER_CONSTANT

// All schedules of the learning rate, a row for each: its constant, and its name in a config and in the code
// (train/schedule.h).
#define SCHEDULES(ROW)                                                                                                 \
    ROW(CONSTANT, constant)                                                                                            \
    ROW(STEP, step)                                                                                                    \
    ROW(EXPONENTIAL, exponential)                                                                                      \
    ROW(INVERSE_TIME, inverse_time)                                                                                    \
    ROW(LINEAR, linear)                                                                                                \
    ROW(COSINE, cosine)                                                                                                \
    ROW(PLATEAU, plateau)

#define SCHEDULE_CONSTANT_OF(constant, name) SCHEDULE_##constant,
typedef enum ScheduleChoice { SCHEDULES(SCHEDULE_CONSTANT_OF) } ScheduleChoice;
#undef SCHEDULE_CONSTANT_OF

// All metrics that may be measured beside loss and accuracy (RMSE), a row for each: its constant, and its name in a
// config, in columns of the log and in the code (train/metric.h).
#define METRICS(ROW)                                                                                                   \
    ROW(BALANCED_ACC, balanced_acc)                                                                                    \
    ROW(MACRO_F1, macro_f1)                                                                                            \
    ROW(AUC, auc)                                                                                                      \
    ROW(BRIER, brier)                                                                                                  \
    ROW(ECE, ece)                                                                                                      \
    ROW(MAE, mae)                                                                                                      \
    ROW(R2, r2)

#define METRIC_CONSTANT(constant, name) METRIC_##constant,
typedef enum MetricChoice { METRIC_NONE = -1, METRICS(METRIC_CONSTANT) METRIC_COUNT } MetricChoice;
#undef METRIC_CONSTANT

// All averages of networks or predictions that are measured beside the network itself, a row for each: its constant,
// its name in a config, in columns of the log and in the code (train/average.h), and its name for people. A run wants
// one where the field of TrainSpec of that name is not 0.
#define AVERAGES(ROW)                                                                                                  \
    ROW(EMA, ema, "EMA")                                                                                               \
    ROW(SWA, swa, "SWA")                                                                                               \
    ROW(SNAPSHOTS, snapshots, "snapshots")                                                                             \
    ROW(MC_DROPOUT, mc_dropout, "MC dropout")

#define AVERAGE_CONSTANT(constant, name, title) AVERAGE_##constant,
typedef enum AverageChoice { AVERAGES(AVERAGE_CONSTANT) AVERAGE_COUNT } AverageChoice;
#undef AVERAGE_CONSTANT

// All instruments that look at a network while it learns, a row for each: its constant, and its name in a config and in
// the code (train/probe.h). What each of them says stands in train/probe_value.h.
#define PROBES(ROW)                                                                                                    \
    ROW(WEIGHTS, weights)                                                                                              \
    ROW(GRADIENTS, gradients)                                                                                          \
    ROW(ACTIVATIONS, activations)                                                                                      \
    ROW(BN_NOISE, bn_noise)                                                                                            \
    ROW(BN_STATISTICS, bn_statistics)                                                                                  \
    ROW(FOLDING, folding)                                                                                              \
    ROW(VARIANCE_SHIFT, variance_shift)                                                                                \
    ROW(PHANTOM_GRADIENT, phantom_gradient)                                                                            \
    ROW(SMOOTHNESS, smoothness)                                                                                        \
    ROW(SHARPNESS, sharpness)                                                                                          \
    ROW(CURVATURE, curvature)                                                                                          \
    ROW(CO_ADAPTATION, co_adaptation)                                                                                  \
    ROW(ENSEMBLE, ensemble)                                                                                            \
    ROW(MEMORIZATION, memorization)

#define PROBE_CONSTANT(constant, name) PROBE_##constant,
#define PROBE_EVERY_MOST 1000000

typedef enum ProbeChoice { PROBES(PROBE_CONSTANT) PROBE_COUNT } ProbeChoice;
#undef PROBE_CONSTANT

extern const char *const probe_names[PROBE_COUNT];
extern const char *const average_names[AVERAGE_COUNT], *const average_titles[AVERAGE_COUNT];

// In the order of the enums, NULL at the end (train/spec.c).
extern const char *const optimizer_names[], *const schedule_names[];

typedef struct ScheduleSpec {
    int kind;       // ScheduleChoice
    double drop;    // step, plateau: factor of each drop
    int every;      // step: epochs between two
    double decay;   // exponential: factor of each epoch
    double slowing; // inverse_time: 1 / (1 + slowing epoch)
    double last;    // linear, cosine: the factor that they fall to
    int restart;    // cosine: epochs of the first cycle; 0: all of them
    int stretch;    // cosine: how many times as long each next one is
    int patience;   // plateau: evaluations without improvement that are borne
    double least;   // plateau: the share of the lowest loss that is an improvement
} ScheduleSpec;

typedef enum StopKeep { STOP_KEEP_BEST, STOP_KEEP_LAST } StopKeep;
typedef enum StopSelect { STOP_ON_VALIDATION, STOP_ON_TEST } StopSelect;

typedef struct StopSpec {
    int patience;           // evaluations in a row without improvement that end the run; 0: off
    double min_improvement; // by how much a loss must be lower to be one
    int keep;               // StopKeep: which weights the run ends with
    int select_on;          // StopSelect: whose loss
} StopSpec;

typedef struct OptimizerSpec {
    int kind;     // OptimizerChoice
    double beta1; // adam, adamw: weight of the old value in the running mean of the gradients ...
    double beta2; // ... and of their squares
    double alpha; // rmsprop: the same for its running mean of their squares
    double eps;   // rmsprop, adam, adamw: added to the root of that mean
} OptimizerSpec;

typedef struct TrainSpec {
    int epochs;
    int batch_size;
    OptimizerSpec optimizer;
    double learning_rate;
    double norm_rate; // its factor for gamma and beta
    ScheduleSpec schedule;
    ChoiceOrNumbers class_weights;                                   // ClassWeights, or a weight for each class
    int loss;                                                        // LossChoice (nn/spec.h)
    double warmup;                                                   // epochs over which the learning rate rises from 0
    double momentum;                                                 // classical: v = momentum v + g, w = w - lr v
    double momentum_start;                                           // of the first epoch, where there is a ramp
    int momentum_ramp;                                               // epochs from momentum_start to momentum; 0: none
    double weight_decay;                                             // g + weight_decay w
    double decoupled_decay, l1, l2, max_norm, clip_norm, clip_value; // a file each (train/step_rule.h); 0: off
    double label_smoothing, mixup, cutmix, cutout, adversarial;      // a file each (train/sample_rule.h); 0: off
    double lookahead;    // the share of the way that slow weights go (train/lookahead.c); 0: off
    int lookahead_steps; // after so many steps
    double ema;          // weight of the old value in the running mean of the weights (train/ema_average.c); 0: off
    bool ema_warmup;     // less at first
    double swa;          // the share of the epochs from which on weights are averaged (train/swa_average.c); 0: off
    int swa_every;       // at the ends of so many epochs
    int snapshots;       // the cycles whose networks are averaged (train/snapshots_average.c); 0: off
    int mc_dropout;      // the masks that are averaged (train/mc_dropout_average.c); 0: off
    int decay_what;      // DecayWhat: what weight_decay, decoupled_decay, l1 and l2 pull to 0
    int eval_every;      // evaluate and log every k-th epoch, and the last
    int last_batch;      // LastBatch: a short last batch is trained on, or dropped. Either way a single sample left
                         // over joins the batch before it (kept) or goes (dropped).
    StopSpec stop;       // regularize.early_stopping (train/early_stopping.h)
    int save;            // SaveWhat: which weights of a run are written to a file
    double checkpoint_seconds; // between two checkpoints; 0: none. Nothing that is computed hangs on it
    unsigned metrics;          // bit n: MetricChoice n is measured, too; the same in all settings
    unsigned probes;           // bit n: ProbeChoice n looks, too; likewise
    int probe_every;           // at epoch 0, at the ends of so many epochs, and of the last
} TrainSpec;

// Bit n: the spec wants average n.
unsigned averages_wanted(const TrainSpec *spec);

// Whether `epochs` says no more than when the run ends: its first epochs are the same however many there are. A
// schedule or an average that goes by their number makes it more.
bool train_ends_freely(const TrainSpec *spec);

#endif
