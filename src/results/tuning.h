// Tuned settings, read back: which of their candidates was chosen for which seed. A candidate is chosen by the
// validation loss of the row that its run ended with (run_final), never by anything of the test part.
#ifndef RESULTS_TUNING_H
#define RESULTS_TUNING_H

#include "results/results.h"

// What became of a candidate under a seed.
typedef enum Trial {
    TRIAL_RAN,
    TRIAL_DIVERGED, // out, as the next
    TRIAL_FAILED,
    TRIAL_MISSING, // it has not run to its end yet: the seed waits for it
} Trial;

typedef struct Candidate {
    const char *name;      // as in its log
    const SettingLog *log; // with all of its runs; NULL where there is no row of it
    Trial *trial;          // [seed_count of the tuning]
    double *val_loss;      // [seed_count] of a run that ran; NAN
    int chosen;            // for how many seeds
} Candidate;

enum {
    CHOSEN_NONE = -1,    // no candidate that ran can be chosen
    CHOSEN_WAITING = -2, // some candidate is missing: nothing is chosen among a part of them
};

struct Tuning {
    const char *name; // of the tuned setting, as shown
    int experiment;
    int setting;     // its index in Results.settings; -1: for no seed a candidate is chosen
    bool over_seeds; // one candidate for all seeds: the lowest mean over those that do not wait, of the candidates that
                     // ran under all of these. Else one for each seed. Of equal ones it is the first
    int candidate_count;
    Candidate *candidates; // in the order of the log
    int seed_count;
    Replicate *seeds; // that some candidate has a run of, in the order of the log
    int *chosen;      // [seed_count] the candidate, or CHOSEN_...
    int option_count; // options that differ between candidates, ...
    int *options;     // ... indices into Results.options
};

#define VALUE_TUNED "tuned" // what SettingLog.values has of these

// Makes one setting of the candidates of each tuned one. Where there is none nothing changes. ERR_IO without memory,
// ERR_DATA where no setting is left to compare.
Status tunings_fold(Results *r, Error *e);

// What a run of a log is to the comparison.
typedef enum RunPart {
    RUN_COMPARED,    // of a setting that is not tuned, or chosen
    RUN_PASSED_OVER, // of a candidate that was not chosen for this seed
    RUN_UNDECIDED,   // of a candidate, and the seed waits or has none that can be chosen
} RunPart;
// `setting`: as in its log.
RunPart run_part(const Results *r, int experiment, const char *setting, Replicate replicate);

#endif
