// What waits for the data, or comes from them: errors find their place in the config again.
#ifndef CONFIG_DATA_CHECK_H
#define CONFIG_DATA_CHECK_H

#include "config/experiment.h"

// Puts the place where the setting got an option before an error whose text begins with that option's key:
// "t.json:4:17: data.label: ..."; with "name: ", that of the setting's name, with "metrics: ", theirs. Other errors
// stay as they are. Returns the error's status.
Status experiment_place_error(const Experiment *x, int setting, Error *e);

// What could not be checked before the data were read: whether a setting goes together with `data`, the spec whose
// sizes source_open has resolved, and with what it is the spec of. ERR_CONFIG.
Status experiment_check_data(const Experiment *x, int setting, const DataSpec *spec, const Dataset *data, Error *e);

#endif
