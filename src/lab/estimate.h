// What a plan will cost, before it is run: parameters, steps and memory by counting, time by a short calibration here
// (lab/calibrate.h).
#ifndef LAB_ESTIMATE_H
#define LAB_ESTIMATE_H

#include "base/arena.h"
#include "base/error.h"
#include "lab/plan.h"
#include "train/engine.h"

// Seconds: about so many, and what they may become of it.
typedef struct Times {
    double about, least, most; // NAN: not known
} Times;

// What was seen of one kind of run, in seconds of computing. All of it is 0 where it was not looked at.
typedef struct Pace {
    double start;       // before the first epoch
    Times train;        // for each sample that is trained on
    double eval_train;  // for each sample of the training part in an evaluation
    double eval_others; // for each of the test and the validation part
    double look;        // for one look of all instruments, whatever they see ...
    double look_sample; // ... and for each sample of the training part that they look at
} Pace;

// What a run of a setting takes that trains to its end, with the sizes of the first seed.
typedef struct SettingCost {
    int kind;               // settings of one kind do the same work for a sample
    int64_t parameters;     // trained
    int64_t steps, samples; // trained on, each as often as it is seen
    int64_t evaluations;    // rows of the log
    int64_t looks;          // of instruments; 0: none are wanted
    int32_t looked;         // samples of the training part that they look at
    int32_t train, others;  // samples of an evaluation: of the training part; of the test and the validation part
    size_t memory;          // bytes of its process, beside the data
} SettingCost;

typedef struct Estimate {
    const Plan *plan;
    SettingCost *setting; // [settings]
    int kind_count;
    int *example;       // [kind_count] the first setting of the kind
    Pace *pace;         // [kind_count]
    int calibrated;     // kinds with a pace; the others' is that of the nearest in order, by parameters
    double load;        // how many times as long as it computes a process takes here now; 1: it has a processor alone
    size_t data_memory; // bytes that all processes share
    Split split;        // that the first source gives the first seed
    double split_seconds;
    Arena arena; // owns the above
} Estimate;

// Counts; times are not known yet. The plan's sources are open, and it must outlive the estimate. Frees nothing on
// failure: estimate_close is due in either case.
Status estimate_open(Estimate *t, const Plan *plan, const Engine *engine, Error *e);
void estimate_close(Estimate *t);

// The time of a run of a setting that trains to its end.
Times estimate_run(const Estimate *t, int setting);
// About how many seconds of it instruments look; NAN: not known.
double estimate_looks(const Estimate *t, int setting);
// Of runs[i] runs of setting i, at most `jobs` at once.
Times estimate_runs(const Estimate *t, const int *runs, int jobs);
// The bytes that so many processes and the data take at most.
size_t estimate_memory(const Estimate *t, int jobs);

#endif
