// What instruments said while runs learned (probe.csv), read back.
#ifndef RESULTS_PROBES_H
#define RESULTS_PROBES_H

#include "results/results.h"
#include "train/engine.h"
#include "train/probe_value.h"

// One number.
struct ProbeRow {
    int epoch;
    int layer;              // its place in the stack; PROBE_WHOLE: of the whole network
    const char *layer_name; // "1.batch_norm"; "" of the whole
    int value;              // ProbeValue
    double number;          // NAN where there was none to say
};

// Gives the runs of an experiment whose settings are in r->settings, candidates not yet folded, their ProbeRows, and
// notes a name that this version does not know in r->unknown_probe. Rows of runs that the log does not have say
// nothing. ERR_DATA with file and line where the file is broken; ERR_IO without memory.
Status probes_apply(Results *r, int experiment, Error *e);

// Names of layers, as one asks for them: "3" (its place), "3.linear" (and its kind), "linear 2" (which of its
// kind, among those that say the value), "first", "last", "whole".
#define PROBE_LAYERS                                                                                                   \
    "a layer's place (3), its place and kind (3.linear), its kind and number (linear 2), first, last, or whole"
// What a run says of a value. `layer`: as above, first and last being those of the layers that say it; NULL: the mean
// over the layers that say it (of a value of the whole network alone, that). `epoch`: PROBE_LAST is the last one at
// which the instrument looked. NAN where it says nothing.
#define PROBE_LAST (-1)
double probe_number(const RunLog *run, int value, const char *layer, int epoch);

#endif
