// What an experiment came to: single values, and the whole as a config again.
#ifndef CONFIG_RESOLVED_H
#define CONFIG_RESOLVED_H

#include <stdint.h>

#include "config/experiment.h"

// The value of an option of a setting as the log and tables show it ("true", "0.5", "256 256", "relu"); empty
// where the option has no effect under the setting.
void experiment_value(const Experiment *x, int setting, const char *key, Text *out);

// The resolved config as JSON: every option, defaults included; reads back to the same experiment.
void experiment_resolved(const Experiment *x, Text *out);

// The same of one setting under one seed: a config that is just that run.
void experiment_resolved_run(const Experiment *x, int setting, uint64_t seed, Text *out);

// All that makes a setting what it is, as text: its name and every option that has an effect, a line each. Left out are
// paths (the data's hash stands for them) and train.epochs, by which a run is only longer.
void experiment_identity(const Experiment *x, int setting, Text *out);

#endif
