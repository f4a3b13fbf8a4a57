// The options that shape a network: those under "model", and the regularizers that live in its layers.
#ifndef NN_SPEC_H
#define NN_SPEC_H

#include <stdbool.h>

#define MAX_HIDDEN 16

typedef enum ActivationKind { ACTIVATION_RELU, ACTIVATION_TANH, ACTIVATION_SIGMOID } ActivationKind;
typedef enum InitKind { INIT_HE, INIT_GLOROT, INIT_NORMAL } InitKind;
typedef enum Placement { BEFORE_ACTIVATION, AFTER_ACTIVATION } Placement;

// What a tensor of a network is there for: who is decayed, constrained, averaged, saved under which name.
typedef enum Role {
    ROLE_WEIGHT,
    ROLE_BIAS,
    ROLE_GAMMA,
    ROLE_BETA,
    ROLES_TRAINED,                  // how many roles a gradient step changes
    ROLE_STATISTIC = ROLES_TRAINED, // kept, not trained: running means and variances
} Role;

typedef struct BatchNormSpec {
    bool on;
    double stat_decay; // weight of the old value in the running statistics
    double eps;        // added to the variance
    int placement;     // Placement
    bool affine;       // learn gamma and beta
} BatchNormSpec;

typedef struct ModelSpec {
    int hidden_count;
    int hidden[MAX_HIDDEN]; // widths of the hidden layers
    int activation;         // ActivationKind
    int init;               // InitKind
    double init_sd;         // of INIT_NORMAL
    BatchNormSpec batch_norm;
    int dropout_count;          // 1: one rate for every hidden layer; else hidden_count of them
    double dropout[MAX_HIDDEN]; // 0 <= rate < 1
    double input_dropout;       // rate on the inputs
} ModelSpec;

#endif
