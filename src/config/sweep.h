// Sweeps: options that take several values each. Every setting is run at every point of the sweep: the grid of all
// combinations, some points drawn at random, or points that are listed.
//
//     "sweep": {"train.batch_size": [16, 64], "train.momentum": {"range": [0, 0.9, 0.3]}}          a grid of 8 points
//     "sweep": {"sample": 20, "train.learning_rate": {"log_uniform": [1e-4, 1]}}                   20 points
//     "sweep": [{"train.batch_size": 16}, {"train.batch_size": 64, "train.learning_rate": 0.1}]    2 points
//
// The candidates of a tuning (config/tune.h) are given in the same way.
#ifndef CONFIG_SWEEP_H
#define CONFIG_SWEEP_H

#include "config/overlay.h"

#define POINTS_MOST 10000

// The values of one option, or what values are drawn from.
typedef struct SweepAxis {
    const JsonDoc *doc; // where it stands, for the places in errors ...
    const char *path;   // ... and in what object: "sweep", "settings[2].tune"; "" of a --set
    const char *key;    // dotted
    const cJSON *given; // a list of values, or an object that makes them
    int count;          // values; 0: drawn from a distribution
    double *number;     // [count] values that an object makes; or
    const cJSON **item; // [count] those of the list
} SweepAxis;

// Zeroed, there is no sweep: one point, which says nothing.
typedef struct Sweep {
    const char *kind; // "sweep" or "tune": its key in the config, and the stream that draws come from
    const char *path; // of its value in the document: "sweep", "settings[2].tune"
    int axis_count, axis_room;
    SweepAxis *axis;
    const JsonDoc *doc; // of what follows
    int point_count;
    const cJSON **points; // [point_count] those of a list; NULL: axes
    int sample;           // points that are drawn; 0: all combinations
    uint64_t seed;        // by which
} Sweep;

// Takes the value of the key `kind` ("sweep", "tune") of `overlay`. ERR_CONFIG with the place and what is allowed.
Status sweep_read(Sweep *sweep, const char *kind, const Overlay *overlay, const cJSON *value);

// Adds an axis whose values are the items of a list (`given`, of `overlay`'s document): --set KEY=A,B,C. It takes the
// place of one of the same key.
Status sweep_add(Sweep *sweep, const Overlay *overlay, const char *key, const cJSON *given);

// Whether it gives anything.
bool sweep_some(const Sweep *sweep);

// How many points; beyond POINTS_MOST one more than that.
int sweep_points(const Sweep *sweep);

// Lays the options of a point over overlay->spec. The overlay has begun, with the sweep's path.
Status sweep_apply(const Sweep *sweep, int point, Overlay *overlay);

// Makes the overlay's places those of the axis that gives the option: the config's, or a --set's.
void sweep_place(const Sweep *sweep, const Option *o, Overlay *overlay);

#endif
