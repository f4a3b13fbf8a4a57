// Tuning: a setting whose options are not given but chosen among candidates, by the loss of the validation part.
//
//     "settings": [ { "name": "dropout", "tune": {"regularize.dropout": [0.1, 0.3], "choose": "over_seeds"} } ]
//
// Each candidate is a setting of its own, with runs of its own, that says whose candidate it is. At the top level
// "tune" holds for every setting; what a setting gives itself, in its "tune" or as an option, goes before.
#ifndef CONFIG_TUNE_H
#define CONFIG_TUNE_H

#include "config/experiment.h"
#include "config/sweep.h"

// Zeroed, nothing is tuned.
typedef struct Tune {
    Sweep sweep;         // its points are the candidates
    const Overlay *from; // whose "tune" it is, for the places in messages
    bool chooses;        // `choose` was given
    Choose choose;
} Tune;

// Takes the value of "tune", and of "choose" in it or beside it. ERR_CONFIG with the place and what is allowed.
Status tune_read(Tune *tune, const Overlay *overlay, const cJSON *value);
Status tune_read_choose(Tune *tune, const Overlay *overlay, const cJSON *value);

// What comes of the tuning of the top level (`base`) and a setting's own. given [option_count]: what the setting gives.
// ERR_IO without memory.
Status tune_join(Tune *joined, const Tune *base, const Tune *own, const bool *given, Arena *arena, Error *e);

// How a choice is called in configs and logs: "per_seed", "over_seeds"; NULL at the end.
extern const char *const choose_names[];

// Whether candidates can be held against each other: they see the same parts of the same data, their losses are of one
// kind, and all say the same of their choice. Settings have their names. ERR_CONFIG with the place.
Status tune_check(const Experiment *x, Error *e);

// ERR_CONFIG where the setting's tuning is given: about its `what`, "tune" or the like, whatever stands there.
Status tune_refuse(const Experiment *x, int setting, Error *e, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
