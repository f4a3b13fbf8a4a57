// The options that shape a network: those under "model", and the regularizers that live in its layers.
#ifndef NN_SPEC_H
#define NN_SPEC_H

#include <stdbool.h>

#define MAX_HIDDEN 16

// All activations, a row for each: its constant, and its name in a config. `name` is a layer kind (nn/kinds.h).
#define ACTIVATIONS(ROW)                                                                                               \
    ROW(RELU, relu)                                                                                                    \
    ROW(TANH, tanh)                                                                                                    \
    ROW(SIGMOID, sigmoid)

// All ways in which weights start, a row for each: its constant, its name in a config, and what is drawn (nn/init.h):
// the distribution, and the variance's numerator and denominator.
#define INITS(ROW)                                                                                                     \
    ROW(HE, he, NORMAL, 2, IN)                                                                                         \
    ROW(GLOROT, glorot, UNIFORM, 6, BOTH)                                                                              \
    ROW(NORMAL, normal, NORMAL, 0, GIVEN)

#define ACTIVATION_CONSTANT(constant, name) ACTIVATION_##constant,
typedef enum ActivationKind { ACTIVATIONS(ACTIVATION_CONSTANT) } ActivationKind;
#undef ACTIVATION_CONSTANT

#define INIT_CONSTANT(constant, ...) INIT_##constant,
typedef enum InitKind { INITS(INIT_CONSTANT) } InitKind;
#undef INIT_CONSTANT

// Their names in the order of the enums, NULL at the end (nn/spec.c).
extern const char *const activation_names[], *const init_names[];

typedef enum Placement { BEFORE_ACTIVATION, AFTER_ACTIVATION } Placement;

// Where dropout stands; before the norm that stands before the activation, and where there is none before the
// activation.
typedef enum DropoutPlacement {
    DROPOUT_AFTER_ACTIVATION,
    DROPOUT_BEFORE_ACTIVATION,
    DROPOUT_BEFORE_NORM,
} DropoutPlacement;

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
    int dropout_placement;      // DropoutPlacement
    double input_dropout;       // rate on the inputs
    // As dropout: one for every hidden layer, or one for each.
    int gaussian_dropout_count;
    double gaussian_dropout[MAX_HIDDEN]; // 0 <= rate < 1
    int alpha_dropout_count;
    double alpha_dropout[MAX_HIDDEN]; // 0 <= rate < 1
    int drop_connect_count;
    double drop_connect[MAX_HIDDEN]; // 0 <= rate < 1
    int hidden_noise_count;
    double hidden_noise[MAX_HIDDEN]; // standard deviation
    double input_noise;              // the same, on the inputs
} ModelSpec;

// That of a hidden layer, of numbers that are `count`: one for each layer, or one for all.
static inline double layer_number(const double *numbers, int count, int hidden) {
    return numbers[count == 1 ? 0 : hidden];
}

#endif
