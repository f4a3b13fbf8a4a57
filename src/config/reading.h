// A config while it is read: what its parts share (experiment.c has the top level and --set, settings_read.c the
// settings).
#ifndef CONFIG_READING_H
#define CONFIG_READING_H

#include "base/lookup.h"
#include "config/experiment.h"
#include "config/extends.h"
#include "config/json.h"
#include "config/overlay.h"
#include "config/problems.h"
#include "config/settle.h"
#include "config/sweep.h"
#include "config/tune.h"

// It lives as long as the experiment, whose `overlays` point into it.
typedef struct Reading {
    Experiment *x;
    Arena *arena; // the experiment's
    Chain chain;  // the config and what it extends
    RunSpec base;
    Overlay files[CHAIN_MOST]; // the base as each of them gives it
    Overlay file;              // the base as all of them give it
    Overlay set;               // all --set together
    Sweep sweep;
    JsonDoc **swept; // [swept_count] the values of each --set that has several
    int swept_count;
    Tune tune;                               // at the top level
    Tune *tunes;                             // [settings of the config] their own
    Overlays all;                            // of the files, the --set, and the settings
    Lookup names;                            // of the settings
    const cJSON *settings;                   // NULL when the config has none
    const JsonDoc *settings_doc, *sweep_doc; // where these stand
    Problems problems;
    Error *e;
} Reading;

// Reads the settings into r->x, one, "base", where the config has none; what a sweep and tunings make of them stands
// there, too. The base must be read. Errors go to r->problems, or are returned.
Status settings_read(Reading *r);

#endif
