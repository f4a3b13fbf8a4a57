// Settings as they are run: each as often as the sweep has points and its tuning has candidates.
#ifndef CONFIG_EXPAND_H
#define CONFIG_EXPAND_H

#include "config/settle.h"

// Replaces x->settings and the overlays of settings; fills those of points and the origins, where there is anything to
// expand. tunes [setting_count]: the settings' own tunings; `base`: that of the top level. ERR_CONFIG with the place
// where more settings come of it than can be, or an option is given twice.
Status settings_expand(Experiment *x, Overlays *overlays, const Tune *base, const Tune *tunes, Error *e);

enum { SETTINGS_MOST = 10000 };

#endif
