// The options that shape a network: those under "model", and the regularizers that live in its layers.
#ifndef NN_SPEC_H
#define NN_SPEC_H

#include <stdbool.h>

#define MAX_HIDDEN 16

// All activations, a row for each: its constant, and its name in a config. `name` is a layer kind (nn/kinds.h), whose
// file has the equation.
#define ACTIVATIONS(ROW)                                                                                               \
    ROW(RELU, relu)                                                                                                    \
    ROW(TANH, tanh)                                                                                                    \
    ROW(SIGMOID, sigmoid)                                                                                              \
    ROW(GELU, gelu)                                                                                                    \
    ROW(ELU, elu)                                                                                                      \
    ROW(SELU, selu)                                                                                                    \
    ROW(LEAKY_RELU, leaky_relu)                                                                                        \
    ROW(SILU, silu)

// All ways in which weights start, a row for each: its constant, its name in a config, and what is drawn (nn/init.h):
// the distribution, the variance's numerator and denominator, and how biases start.
#define INITS(ROW)                                                                                                     \
    ROW(HE, he, NORMAL, 2, IN, ZERO)                                                                                   \
    ROW(HE_UNIFORM, he_uniform, UNIFORM, 6, IN, ZERO)                                                                  \
    ROW(GLOROT, glorot, UNIFORM, 6, BOTH, ZERO)                                                                        \
    ROW(GLOROT_NORMAL, glorot_normal, NORMAL, 2, BOTH, ZERO)                                                           \
    ROW(LECUN, lecun, NORMAL, 1, IN, ZERO)                                                                             \
    ROW(LECUN_UNIFORM, lecun_uniform, UNIFORM, 3, IN, ZERO)                                                            \
    ROW(TORCH, torch, UNIFORM, 1, IN, ALIKE)                                                                           \
    ROW(NORMAL, normal, NORMAL, 0, GIVEN, ZERO)

// All losses, a row for each: its constant, its name in a config and in the code (nn/loss.h), and whether it is one of
// classes only.
#define LOSSES(ROW)                                                                                                    \
    ROW(CROSS_ENTROPY, cross_entropy, true)                                                                            \
    ROW(SIGMOID_CROSS_ENTROPY, sigmoid_cross_entropy, true)                                                            \
    ROW(SQUARED_ERROR, squared_error, false)

#define ACTIVATION_CONSTANT(constant, name) ACTIVATION_##constant,
typedef enum ActivationKind { ACTIVATIONS(ACTIVATION_CONSTANT) } ActivationKind;
#undef ACTIVATION_CONSTANT

#define INIT_CONSTANT(constant, ...) INIT_##constant,
typedef enum InitKind { INITS(INIT_CONSTANT) } InitKind;
#undef INIT_CONSTANT

#define LOSS_CONSTANT(constant, ...) LOSS_##constant,
typedef enum LossChoice { LOSS_AUTO, LOSSES(LOSS_CONSTANT) } LossChoice; // auto: as the task has it
#undef LOSS_CONSTANT

// Their names in the order of the enums, NULL at the end (nn/spec.c).
extern const char *const activation_names[], *const init_names[], *const loss_names[];
// By LossChoice.
extern const bool loss_wants_classes[];

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

typedef enum EvaluateWith { EVALUATE_RUNNING, EVALUATE_POPULATION } EvaluateWith;

#define STAT_CUMULATIVE (-1.0) // BatchNormSpec.stat_decay: all batches weigh the same

typedef struct BatchNormSpec {
    bool on;
    double stat_decay; // weight of the old value in the running statistics, or STAT_CUMULATIVE
    double eps;        // added to the variance
    int placement;     // Placement
    bool affine;       // learn gamma and beta
    int virtual_batch; // samples that are normalized together; 0: the batch
    int evaluate_with; // EvaluateWith
} BatchNormSpec;

// Of layer, group and RMS norm, which take each sample by itself.
typedef struct SampleNormSpec {
    bool on;       // layer and RMS norm
    int groups;    // group norm; 0: off
    double eps;    // added to the variance (RMS norm: to the mean square)
    int placement; // Placement
    bool affine;   // learn gamma and (but RMS norm) beta
} SampleNormSpec;

typedef struct ModelSpec {
    int hidden_count;
    int hidden[MAX_HIDDEN]; // widths of the hidden layers
    int activation;         // ActivationKind
    int init;               // InitKind
    double init_sd;         // of INIT_NORMAL
    BatchNormSpec batch_norm;
    SampleNormSpec layer_norm, group_norm, rms_norm;
    bool weight_norm;
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
    // The hidden layers behind the first are cut into residual blocks of so many; 0: there are none.
    int skip;
    double stochastic_depth; // how often the last block is left out; 0: off
    double shake_drop;       // the same of ShakeDrop
    bool shake_shake;        // blocks have two branches
} ModelSpec;

// How many branches a residual block has.
static inline int model_branches(const ModelSpec *spec) {
    return spec->shake_shake ? 2 : 1;
}

// That of a hidden layer, of numbers that are `count`: one for each layer, or one for all.
static inline double layer_number(const double *numbers, int count, int hidden) {
    return numbers[count == 1 ? 0 : hidden];
}

#endif
