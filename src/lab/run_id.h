// What a run is: a name for all that decides its bytes. Places in lists are no identities.
#ifndef LAB_RUN_ID_H
#define LAB_RUN_ID_H

#include "lab/plan.h"

#define RUN_ID_SIZE 17 // 16 hexadecimal digits and a 0

// The first digits of the SHA-256 of the setting's name and its options (as JSON; paths left out), the data's own hash,
// and the seed. The plan is open.
typedef struct RunId {
    char text[RUN_ID_SIZE];
} RunId;
RunId run_id(const Plan *p, int run);
// The same if it were to train for so many epochs.
RunId run_id_at(const Plan *p, int run, int epochs);

// What the course of the run hangs on: the same, but for the number of epochs where that only says when it ends
// (train_ends_freely). A checkpoint is of one trajectory.
RunId run_trajectory(const Plan *p, int run);

// Makes what these begin with, for each setting; part of plan_open. ERR_IO without memory.
Status run_ids_open(Plan *p, Error *e);

#endif
