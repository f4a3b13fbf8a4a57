// What the layers of a residual block share: He et al. 2016, "Deep Residual Learning for Image Recognition", eq. 1 and
// figure 2:
//
//     y = activation(x + F(x)),   F(x): hidden layers `first` to `last` up to what stands before the last activation
//
// In the stack a block is  fork, F, join, activation;  and where it has two branches  fork, F1, turn, F2, join. The
// shortcut is the identity, so x and F(x) have the same features. F begins with a linear layer, which leaves x as it
// is, and what overwrites its input stands behind that one: so x lies where fork has seen it until join reads it.
#ifndef NN_BLOCK_H
#define NN_BLOCK_H

#include "nn/branch_rule.h"

struct Block {
    int number, count;      // which block it is, from 1, of how many
    int first, last;        // its hidden layers, as Place.hidden
    const BranchRule *rule; // NULL: all of F counts
    // Of the pass under way:
    real *x;                  // what fork was given
    const real *first_branch; // F1(x), where there are two
    real *kept;               // [max_rows x features], backward: dx but for what the branch still to come adds to it
    real *forward, *backward; // [max_rows], under a rule: each sample's shares of F, of F1 where there are two
};

// How often block l of L is kept where the last one is left out at `rate`: p_l = 1 - l / L rate.
double block_survival(const Block *block, double rate);

// What fork, turn and join are, or begin with.
typedef struct BlockLayer {
    Layer layer;
    Block *block;
} BlockLayer;

// The layer, which has no output of its own; NULL without memory.
void *block_layer_new(const Place *place, const LayerKind *kind, size_t size);

#endif
