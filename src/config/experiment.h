// An experiment as its config file says it: settings x seeds, every option resolved.
#ifndef CONFIG_EXPERIMENT_H
#define CONFIG_EXPERIMENT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/notes.h"
#include "base/text.h"
#include "config/run_spec.h"

// How the best of a tuned setting's candidates is found (config/tune.h).
typedef enum Choose {
    CHOOSE_PER_SEED,   // for each seed that of the lowest validation loss
    CHOOSE_OVER_SEEDS, // for all seeds that of the lowest mean over them
} Choose;

typedef struct Setting {
    const char *name; // unique; any UTF-8 text without control characters
    RunSpec spec;
    const char *candidate_of; // the tuned setting that it is a candidate of, which is made of its candidates alone;
                              // NULL: it stands for itself
    Choose choose;            // of a candidate
} Setting;

typedef struct Overlays Overlays; // config/settle.h
typedef struct Chapter Chapter;   // config/claim.h

// What an experiment tests. It says nothing about a run.
typedef struct ClaimSpec {
    const Chapter *chapter; // NULL: the config claims nothing
    const char *says, *by;  // a line each; "" when nobody is named
    const char *picture;    // what shows it best: a kind of scripts/plot.py's, or what an instrument says of a value;
                            // NULL: nothing
    int probe;              // the instrument that says it, ProbeChoice; -1: none does
    bool by_depth;          // it is drawn by depth, not by epoch
} ClaimSpec;

typedef struct Experiment {
    const char *name;   // names the results folder (config/name.h)
    const char *about;  // the question; "" when the config has none
    const char *path;   // the config file that was read
    const char *folder; // the folder it stands in, for relative data paths
    int seed_count;
    uint64_t *seeds;    // ascending
    bool seeds_counted; // given as a number of seeds: from 1, or from 0 with folds, so that whole repeats come out
    ClaimSpec claim;
    const char *primary; // key of the metric that the question is about; NULL: none was named
    int expect_count;
    struct Expectation *expect; // [expect_count] what it expects of its results (config/expect.h)
    int setting_count;
    Setting *settings;
    bool tunes, over_seeds;   // some setting is a candidate; one whose choice is made over seeds
    int merged;               // points of a sweep, or candidates, that came out equal to another
    bool *asked;              // [option_count] options that stand in the log, whether they differ or not: given by
                              // --set, swept, or listed by "columns"
    int varied_count;         // these, and those whose value differs between settings; in table order
    const char **varied;      // [varied_count] their dotted keys
    bool *differs;            // [varied_count] whether they differ
    Notes notes;              // things worth telling before the run (an override that a setting hides)
    const Overlays *overlays; // who gave what, for the places in messages
    Arena arena;              // owns all of the above
} Experiment;

// What the command line lays over the file.
typedef struct Overrides {
    int set_count;
    const char **set;  // "dotted.key=value", in order
    const char *seeds; // value of --seeds, or NULL
} Overrides;

// Reads, merges and checks. `config` is looked for as given, then in configs/, then among those that came with
// the program.
// ERR_CONFIG names file, line and column or the dotted key, and what is allowed; ERR_IO when it cannot be found. *x
// must stay where it is until experiment_free.
Status experiment_read(Experiment *x, const char *config, const Overrides *overrides, Error *e);
// The same of a config that stands in another file: errors call it `text.name`, and relative data paths are looked for
// beside it in `folder`. All of it must outlive the experiment.
typedef struct ConfigText {
    const char *name, *folder;
    char *text; // a 0 follows its size bytes
    size_t size;
} ConfigText;
Status experiment_read_text(Experiment *x, const ConfigText *text, const Overrides *overrides, Error *e);
void experiment_free(Experiment *x);

// What the config leaves open until the data are read: their target is a number. Gives the options that have a default
// of their own in regression that default, where nobody gave them, and sees anew what differs. ERR_IO without memory.
Status experiment_regression(Experiment *x, Error *e);

#endif
