// A plan as `regrun plan` tells it.
#ifndef CLI_PLAN_H
#define CLI_PLAN_H

#include "cli/session.h"
#include "lab/estimate.h"

typedef struct Planning {
    Session session;
    int jobs;         // 0: not given
    RunState *states; // [run_count] by what the folder holds
    bool *chosen;     // [run_count] what is asked for
    int chosen_count;
    int count[RUN_STATUSES]; // of the chosen runs
    int *left;               // [settings] chosen runs that are not done
    Estimate cost;           // of all settings; not of --list
} Planning;

// To standard output, piece by piece: a line of ID for each chosen run that is not done; a row for each chosen run; an
// object with all there is to know. ERR_IO.
Status plan_list(const Planning *p, Error *e);
Status plan_csv(const Planning *p, Error *e);
Status plan_json(const Planning *p, Error *e);

#endif
