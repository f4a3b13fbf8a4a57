#include "nn/spec.h"

#include <stddef.h>

#define ACTIVATION_NAME(constant, name) #name,
const char *const activation_names[] = {ACTIVATIONS(ACTIVATION_NAME) NULL};

#define INIT_NAME(constant, name, ...) #name,
const char *const init_names[] = {INITS(INIT_NAME) NULL};
