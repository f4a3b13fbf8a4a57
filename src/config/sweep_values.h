// Values that an object stands for: {"range": [a, b, step]}, {"log_range": [a, b, n]}, {"uniform": [a, b]},
// {"log_uniform": [a, b]}, {"int_uniform": [a, b]}. Numbers that come of logarithms or draws are rounded to four
// digits, so that they are the same on every machine, and short in names.
#ifndef CONFIG_SWEEP_VALUES_H
#define CONFIG_SWEEP_VALUES_H

#include "base/rng.h"
#include "config/sweep.h"

// Whether `value` has this form: an object with one member, of such a name.
bool sweep_is_maker(const cJSON *value);
// The name that an object with one list in it comes near to ("log_unifrom"); NULL where it is nothing of that kind.
const char *sweep_nearest_maker(const cJSON *value);
// Reads axis->given, which has it, and fills count and number. `path` is that of the axis.
Status sweep_make(SweepAxis *axis, const Overlay *overlay, const char *path);
// A number from an axis whose count is 0.
double sweep_draw(const SweepAxis *axis, Rng *rng);

#endif
