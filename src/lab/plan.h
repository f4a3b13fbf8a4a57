// An experiment as work: every setting under every seed, and the data that the runs share.
#ifndef LAB_PLAN_H
#define LAB_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/replicate.h"
#include "base/text.h"
#include "config/experiment.h"
#include "data/dataset.h"
#include "lab/log_columns.h"

typedef struct Run {
    int setting; // index into the experiment's settings
    Replicate replicate;
} Run;

typedef struct Plan {
    Experiment *experiment; // borrowed
    int run_count;
    Run *runs; // in plan order: settings outer, seeds (ascending) inner
    int source_count;
    Source *sources;     // one for each distinct data spec, once plan_open has opened them
    int *setting_source; // [setting_count], index into sources
    int folds;           // of all settings' data; 0: none
    // What all settings do; known after plan_open.
    bool regression;
    bool validation;                 // whether all have a validation part
    int targets;                     // of a regression; 0: classification
    const char *const *target_names; // [targets], of the first setting's source
    unsigned averages;               // that some setting wants
    LogColumns columns;              // of the log and of each setting's runs
    Hash *identity;                  // [setting_count] what run_id begins with (lab/run_id.h)
    Arena arena;                     // owns all of the above, not the sources' own memory
} Plan;

// Lists the runs; touches no file. ERR_CONFIG for a setting whose name is too long to name a folder.
Status plan_make(Plan *p, Experiment *x, Error *e);

// Opens each distinct source once; in regression the experiment's options get the defaults for it
// (experiment_regression). Besides the errors of source_open: ERR_CONFIG when some settings classify and others
// regress, or when they regress different lists of several targets, which no table could compare, when only some have a
// validation part, when a metric is not of such answers, and when a setting does not go together with the size of its
// data.
Status plan_open(Plan *p, Error *e);

// What is worth telling before the first run: of the experiment, then of each of its open sources.
void plan_notes(const Plan *p, Notes *notes);

// Frees the plan and closes its sources; a zeroed plan is fine.
void plan_close(Plan *p);

// The source that a setting draws from.
const Source *plan_source(const Plan *p, int setting);

// A setting's name as a folder's: letters, digits, _ + - , = and . stay (a leading . does not), every other byte
// becomes %XX. Different names give different folders.
void folder_name(const char *setting, Text *out);
// A run's folder in the results folder: "runs/<setting>/seed-<n>".
void run_folder(const char *setting, uint64_t seed, Text *out);
// That of run number `run`.
void plan_folder(const Plan *p, int run, Text *out);
// The number of the run of a setting under a seed; -1 where there is none.
int plan_find(const Plan *p, int setting, uint64_t seed);

#endif
