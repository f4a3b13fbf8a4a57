// The course of a run, from its first step to its last: trains, measures, stops. It may pause between two steps, be
// written into a checkpoint there, and go on in another process.
#ifndef LAB_COURSE_H
#define LAB_COURSE_H

#include <signal.h>

#include "lab/checkpoint.h"
#include "lab/measuring.h"
#include "lab/state.h"
#include "lab/stopping.h"
#include "train/best.h"
#include "train/engine.h"

typedef struct Course Course;

// What is told of a course.
typedef struct CourseWatch {
    void *context;
    // A row was measured: state->row. `eval_seconds`: how long that took.
    Status (*row)(void *context, double eval_seconds, Error *e);
    // It pauses: where *pause is not 0, and behind the last of spec->epochs before that is measured. *stop: here it
    // ends for now, unfinished.
    Status (*pause)(void *context, bool *stop, Error *e);
    // An epoch has ended, and its row was written if it was due. May be NULL.
    void (*epoch)(void *context);
} CourseWatch;

struct Course {
    // What the caller sets, all of it open.
    const TrainSpec *spec;
    const Column *columns; // of the log
    Measuring measuring;   // with engine and trainer
    RunNews *state;        // running
    CourseWatch watch;
    const volatile sig_atomic_t *pause; // a signal's handler may set it
    // What goes on. Beside state->epoch, state->step, state->row and the trainer's spans this is all that there is of a
    // run: course_pieces lists it.
    Stopping stopping;
    Best best;              // the weights of the lowest validation loss, where train.save asks for them
    bool begun;             // the row of the untrained network was measured
    bool unlogged;          // an epoch was trained to its end, and its row not yet measured ...
    double running_loss;    // ... with this loss
    double train_seconds;   // since the last row
    int64_t logged_samples; // trained on up to the last row
    double seconds;         // that all processes have spent on the run; the caller's to count
};

// Trains until the run ends or is to stop here (state->status is RUN_INTERRUPTED then, or RUN_DIVERGED). At the end the
// network, state->row and the confusion matrix are those that the run ends with.
Status course_train(Course *c, Error *e);

// Lists all that the course goes on from. Where they come from a checkpoint, `begun` says that it is under way.
void course_pieces(Course *c, Pieces *pieces);

#endif
