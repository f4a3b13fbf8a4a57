// A short calibration: how fast this machine trains and evaluates a kind of run.
#ifndef LAB_CALIBRATE_H
#define LAB_CALIBRATE_H

#include "lab/estimate.h"

// How long it may take.
typedef struct Patience {
    double kind; // seconds for a kind of run
    double all;  // and for all of them together
} Patience;      // three times as long where instruments look

// Times kinds of runs in `jobs` processes at once, as the runs would have it, on a few hundred samples of the data, and
// gives them their pace; where there are more kinds than there is time for, some of them, evenly among all. Where no
// process can be started, nothing is known afterwards.
void calibrate(Estimate *t, const Engine *engine, int jobs, Patience patience);

#endif
