// The options under "train", and weight decay.
#ifndef TRAIN_SPEC_H
#define TRAIN_SPEC_H

typedef enum LastBatch { LAST_KEEP, LAST_DROP } LastBatch;

// All optimizers, a row for each: its constant, and its name in a config and in the code (train/optimizer.h).
#define OPTIMIZERS(ROW) ROW(SGD, sgd)

#define OPTIMIZER_CONSTANT(constant, name) OPTIMIZER_##constant,
typedef enum OptimizerChoice { OPTIMIZERS(OPTIMIZER_CONSTANT) } OptimizerChoice;
#undef OPTIMIZER_CONSTANT

extern const char *const optimizer_names[]; // in the order of the enum, NULL at the end (train/spec.c)

typedef struct TrainSpec {
    int epochs;
    int batch_size;
    double learning_rate;
    double momentum;     // classical: v = momentum v + g, w = w - lr v
    double weight_decay; // g + weight_decay w, for weights only
    int eval_every;      // evaluate and log every k-th epoch, and the last
    int optimizer;       // OptimizerChoice
    int last_batch;      // LastBatch: a short last batch is trained on, or dropped. Either way a single sample left
                         // over joins the batch before it (kept) or goes (dropped).
} TrainSpec;

#endif
