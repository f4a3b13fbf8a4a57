// How the weights that a linear layer multiplies with come from those that it stores, where they are not the same:
// weight normalization, DropConnect. A rule is one file and one row of WEIGHT_RULES; registry.c puts the first that
// applies into the layer's Place.
#ifndef NN_WEIGHT_RULE_H
#define NN_WEIGHT_RULE_H

#include "nn/layer.h"

struct WeightRule {
    const char *name;
    // Whether the options want the rule in the linear layer there.
    bool (*applies)(const Place *place);
    // Names the rule's own parameters and takes its memory: *own. False without memory. NULL: it has neither.
    bool (*make)(Layer *layer, const Place *place, void **own);
    // Once the stored weights are where training starts: sets the rule's own parameters. NULL: it has none.
    void (*init)(void *own, Layer *layer, const real *stored);
    // effective = view(stored), both [in x out] panel matrices, before every product of a pass.
    void (*view)(void *own, Layer *layer, const Pass *pass, const real *stored, real *effective);
    // In place, after that view: the gradient of `effective` becomes that of `stored`; gradients of the rule's own
    // parameters go to pass->sink.
    void (*back)(void *own, Layer *layer, const Pass *pass, const real *stored, real *gradient);
};

// All rules, a row for each: `name` is weight_rule_name in nn/name.c. A layer has one at most, which
// config/spec_check.c sees to.
#define WEIGHT_RULES(ROW)                                                                                              \
    ROW(weight_norm)                                                                                                   \
    ROW(drop_connect)

#define WEIGHT_RULE_DECLARE(name) extern const WeightRule weight_rule_##name;
WEIGHT_RULES(WEIGHT_RULE_DECLARE)
#undef WEIGHT_RULE_DECLARE

#endif
