// What becomes of a residual block's branches in training: a random share of each sample's F is added to x,
//
//     y = x + s F(x),   dF = s' dy;   with two branches  y = x + s F1(x) + (1 - s) F2(x),   dF1 = s' dy, dF2 = (1 - s')
//     dy
//
// and evaluation takes the mean of s. A rule is one file and one row of BRANCH_RULES; registry.c puts the first that
// applies into a block.
#ifndef NN_BRANCH_RULE_H
#define NN_BRANCH_RULE_H

#include "nn/layer.h"

typedef struct BranchRule {
    const char *name; // of the stream that it draws from
    int draws;        // numbers that it draws for each sample
    // Whether the options want it.
    bool (*applies)(const ModelSpec *spec);
    // The mean of s in a block.
    double (*mean)(const ModelSpec *spec, const Block *block);
    // s and s' of a sample, from that mean and its `draws` uniform numbers.
    void (*share)(real mean, const real *number, real *forward, real *backward);
} BranchRule;

// All rules, a row for each: `name` is branch_rule_name in nn/name.c. A network has one at most, which
// config/spec_check.c sees to.
#define BRANCH_RULES(ROW)                                                                                              \
    ROW(stochastic_depth)                                                                                              \
    ROW(shake_drop)                                                                                                    \
    ROW(shake_shake)

#define BRANCH_RULE_DECLARE(name) extern const BranchRule branch_rule_##name;
BRANCH_RULES(BRANCH_RULE_DECLARE)
#undef BRANCH_RULE_DECLARE

#endif
