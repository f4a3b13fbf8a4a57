#include "nn/spec.h"

#include <stddef.h>

#define ACTIVATION_NAME(constant, name) #name,
const char *const activation_names[] = {ACTIVATIONS(ACTIVATION_NAME) NULL};

#define INIT_NAME(constant, name, ...) #name,
const char *const init_names[] = {INITS(INIT_NAME) NULL};

#define LOSS_NAME(constant, name, ...) #name,
const char *const loss_names[] = {"auto", LOSSES(LOSS_NAME) NULL};

#define LOSS_WANTS(constant, name, classes) classes,
const bool loss_wants_classes[] = {false, LOSSES(LOSS_WANTS)};
