// Who gave an option to a setting, and errors that point there.
#ifndef CONFIG_GIVER_H
#define CONFIG_GIVER_H

#include "config/settle.h"
#include "config/spec_check.h"

// The overlay that has the last word on an option of a setting; its errors go to `e`.
Overlay setting_giver(const Experiment *x, int setting, const Option *o, Error *e);

// The overlay of the config, or of what it extends, that has the last word on an option; the config's where none gives
// it.
const Overlay *file_giver(const Overlays *overlays, const Option *o);

// ERR_CONFIG: what is wrong with a setting, where the option was given.
Status setting_refuse(const Experiment *x, int setting, const SpecProblem *problem, Error *e);

#endif
