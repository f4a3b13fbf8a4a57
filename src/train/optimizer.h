// Optimizers: plain update rules over spans of weights, gradients and what the optimizer keeps of each weight (slabs).
// An optimizer is one file and one row of OPTIMIZERS. The span may be a block of a panel, a bias vector, or all
// parameters of a role at once: an update looks at nothing but its own elements.
#ifndef TRAIN_OPTIMIZER_H
#define TRAIN_OPTIMIZER_H

#include <stdbool.h>

#include "nn/network.h"
#include "train/spec.h"

#define OPTIMIZER_SLABS 2 // numbers kept of each weight, at most

// The coefficients of one step. What is a list is so by the parameter's role.
typedef struct Step {
    int64_t number; // from 1
    double learning_rate[ROLES_TRAINED];
    real rate[ROLES_TRAINED];   // the learning rate, as the update takes it
    real decay[ROLES_TRAINED];  // pull to 0 by way of the gradient: decay w is added to it
    real shrink[ROLES_TRAINED]; // pull to 0 beside it: shrink w is taken from w
    real momentum;
    real mean_decay, mean_rest;     // a running mean of gradients: decay times the old, rest times the new
    real square_decay, square_rest; // one of their squares
    real root_factor;               // of the root of the latter ...
    real eps;                       // ... and what is added to that
} Step;

typedef struct OptimizerKind {
    const char *name;
    int slabs;
    const char *slab[OPTIMIZER_SLABS]; // their names: "velocity"
    // Sets the step's coefficients beside number, learning_rate, rate, decay and momentum, which are there; or others
    // in their place. NULL: that is all it needs.
    void (*begin)(Step *step, const TrainSpec *spec);
    // n weights of one role and their slabs, from their gradients. The spans do not overlap.
    void (*update)(const Step *step, Role role, real *w, real *const slab[], const real *gradient, size_t n);
} OptimizerKind;

// Each of OPTIMIZERS (train/spec.h) is optimizer_name in train/name.c.
#define OPTIMIZER_DECLARE(constant, name) extern const OptimizerKind optimizer_##name;
OPTIMIZERS(OPTIMIZER_DECLARE)
#undef OPTIMIZER_DECLARE

typedef struct StepRule StepRule; // train/step_rule.h

#define STEP_RULES_MOST 16

typedef struct Optimizer {
    GradientSink sink; // takes gradients, straight into the update where no rule wants the whole of them
    const OptimizerKind *kind;
    const TrainSpec *spec;
    Network *net;
    Step step;
    real *slab[OPTIMIZER_SLABS]; // [param_count] each, laid out as the network's parameters; they start at 0
    int rules;                   // what else is done in a step
    const StepRule *rule[STEP_RULES_MOST];
    real *kept[STEP_RULES_MOST]; // each rule's slab, laid out so, too; NULL: it has none
    real *gradient;              // [param_count] gathered where a rule wants the whole; else NULL
} Optimizer;

// The optimizer that `spec` asks for, with the rules that it asks for, of net's parameters; both outlive it. False
// without memory.
bool optimizer_take(Optimizer *o, const TrainSpec *spec, Network *net, Arena *arena);

// Once the parameters are where training starts.
void optimizer_start(Optimizer *o);

// Before the gradients of step `number` (from 1) come to o->sink, and after they all came.
void optimizer_begin(Optimizer *o, int64_t number, double learning_rate, double momentum);
void optimizer_end(Optimizer *o);

#endif
