// The options under "train", and weight decay.
#ifndef TRAIN_SPEC_H
#define TRAIN_SPEC_H

typedef enum LastBatch { LAST_KEEP, LAST_DROP } LastBatch;

typedef enum OptimizerChoice { OPTIMIZER_SGD } OptimizerChoice;

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
