// What a person sees while the runs go on, on stderr: on a terminal a line for each running run and one for the whole,
// redrawn in place; elsewhere one plain line for each run that has ended; with --quiet only what went wrong.
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/lab.h"

typedef struct Progress {
    const Lab *lab;
    bool quiet, live, color, unicode;
    int name_columns;   // of the widest setting's name
    int ended;          // runs
    double part_before; // the share of the work that was done when it began
    double started;     // clock_seconds
    double next_draw;   // clock_seconds
    int lines;          // that stand on the terminal now
    int *columns;       // [lines] what each takes
    Arena arena;        // owns columns
} Progress;

// `lab` must outlive it; its states may be made later. Without memory for the live lines it shows plain ones.
void progress_open(Progress *p, const Lab *lab, bool quiet);
// What to put into lab->watch.
Watch progress_watch(Progress *p);
// Takes the live lines away and gives the cursor back.
void progress_close(Progress *p);

// Adds the losses of a live line, that of a validation part only where all that `t` then holds fits into `room`
// columns.
void progress_losses(Text *t, const EpochRow *row, bool validation, int room);

// How long something takes, for a person: 0:07, 1:05:09. Rounds to whole seconds.
void progress_duration(Text *t, double seconds);

#endif
