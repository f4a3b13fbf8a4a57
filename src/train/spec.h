// The options under "train", and weight decay.
#ifndef TRAIN_SPEC_H
#define TRAIN_SPEC_H

typedef enum DecayWhat { DECAY_WEIGHTS, DECAY_ALL } DecayWhat;
typedef enum ClassWeights { CLASS_WEIGHTS_NONE, CLASS_WEIGHTS_BALANCED } ClassWeights;
typedef enum LastBatch { LAST_KEEP, LAST_DROP } LastBatch;

// All optimizers, a row for each: its constant, and its name in a config and in the code (train/optimizer.h).
#define OPTIMIZERS(ROW) ROW(SGD, sgd)

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

typedef struct TrainSpec {
    int epochs;
    int batch_size;
    double learning_rate;
    ScheduleSpec schedule;
    int class_weights;                                               // ClassWeights
    int loss;                                                        // LossChoice (nn/spec.h)
    double warmup;                                                   // epochs over which the learning rate rises from 0
    double momentum;                                                 // classical: v = momentum v + g, w = w - lr v
    double momentum_start;                                           // of the first epoch, where there is a ramp
    int momentum_ramp;                                               // epochs from momentum_start to momentum; 0: none
    double weight_decay;                                             // g + weight_decay w
    double decoupled_decay, l1, l2, max_norm, clip_norm, clip_value; // a file each (train/step_rule.h); 0: off
    double label_smoothing, mixup, cutmix, cutout, adversarial;      // a file each (train/sample_rule.h); 0: off
    int decay_what; // DecayWhat: what weight_decay, decoupled_decay, l1 and l2 pull to 0
    int eval_every; // evaluate and log every k-th epoch, and the last
    int optimizer;  // OptimizerChoice
    int last_batch; // LastBatch: a short last batch is trained on, or dropped. Either way a single sample left
                    // over joins the batch before it (kept) or goes (dropped).
} TrainSpec;

#endif
