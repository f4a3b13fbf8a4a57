// What stands beside a log: config.json and manifest.json, as far as they are there. (Of runs: results/run_result.h.)
#ifndef RESULTS_BESIDE_H
#define RESULTS_BESIDE_H

#include <cjson/cJSON.h>

#include "results/results.h"

// Finds the log of `path`, a results folder or a log itself, and fills `x` with it and with what stands beside it.
// ERR_IO when there is no log (a folder of results folders: their names) or a file cannot be read; ERR_DATA for a
// config.json that is no JSON; texts live in the arena.
Status experiment_open(ExperimentLog *x, const char *path, Arena *a, Error *e);

// What the manifest knows of an experiment whose settings are in r->settings: how each run ended, how many there were
// to be, settings that the log does not have, and the data's hash. ERR_DATA for a manifest that is no JSON.
Status manifest_apply(Results *r, int experiment, Error *e);

// What the configs know of all settings: the facts about their data, and, of several experiments that all have a
// config, the options that differ between them. Options that have a column and the same value in all settings go. A
// config that this version cannot read tells nothing.
Status configs_apply(Results *r, Error *e);

// --- What reading such files shares

// *text: what stands in the file `name` in `folder`, in the arena; NULL when there is no such file.
Status beside_read(Arena *a, const char *folder, const char *name, const char **text, Error *e);
// ERR_DATA where it is no JSON. *json is the caller's.
Status beside_parse(const char *text, const char *folder, const char *name, cJSON **json, Error *e);

#endif
