// What is done to gradients and weights around the optimizer's update: penalties, clipping, constraints. A rule is one
// file and one row of STEP_RULES. The rows stand in the order in which the rules act: what belongs to the loss before
// what clips its gradient, and that before what moves the weights.
//
// A rule may act on pieces, on the whole gradient, after the update, or on several of these. Pieces come as the
// backward pass finds them, while they are in the nearest cache; as soon as one rule wants the whole gradient, it is
// gathered first, and pieces are then whole parameters. What is off is not there: it costs nothing.
#ifndef TRAIN_STEP_RULE_H
#define TRAIN_STEP_RULE_H

#include "nn/network.h"
#include "train/optimizer.h"

typedef struct StepRule {
    const char *name;
    bool (*wanted)(const TrainSpec *spec);
    // n elements of a parameter and of its gradient, in place. Looks at nothing but its own elements. NULL: nothing.
    void (*piece)(const TrainSpec *spec, const Step *step, Role role, real *w, real *gradient, size_t n);
    // The whole gradient, in place, laid out as net->params. NULL: nothing.
    void (*whole)(const TrainSpec *spec, const Network *net, real *gradient);
    // After the update of all parameters. `slab`: [net->param_count] as start left it, or as this did. NULL: nothing.
    void (*after)(const TrainSpec *spec, const Step *step, Network *net, real *slab);
    // What the slab holds of each parameter ("slow"), and how it starts; NULL: there is none.
    const char *slab;
    void (*start)(const Network *net, real *slab);
} StepRule;

// Each `name` is step_rule_name in train/name.c.
#define STEP_RULES(ROW)                                                                                                \
    ROW(l1)                                                                                                            \
    ROW(l2)                                                                                                            \
    ROW(clip_value)                                                                                                    \
    ROW(clip_norm)                                                                                                     \
    ROW(decoupled_decay)                                                                                               \
    ROW(max_norm)                                                                                                      \
    ROW(lookahead)

#define STEP_RULE_DECLARE(name) extern const StepRule step_rule_##name;
STEP_RULES(STEP_RULE_DECLARE)
#undef STEP_RULE_DECLARE

// Whether a penalty that pulls weights to 0 pulls parameters of this role, too.
static inline bool step_rule_decays(const TrainSpec *spec, Role role) {
    return role == ROLE_WEIGHT || spec->decay_what == DECAY_ALL;
}

#endif
