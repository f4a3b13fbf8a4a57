// The results folder: whose it is, and what may be removed from it.
#ifndef LAB_FOLDER_H
#define LAB_FOLDER_H

#include <stdbool.h>

#include "base/error.h"
#include "lab/plan.h"

// Changes nothing. ERR_IO when results could not be written to `folder`: it holds results already and not `restart`; it
// holds files of the names that regrun writes, but no manifest of regrun's; it, or the folder it would be made in, is
// no folder or not writable.
Status folder_check(const char *folder, bool restart, Error *e);

// Makes the folder and takes it for this process: *lock is a file descriptor that keeps other regruns out until it is
// closed; ERR_IO when one of them is at work here. Then checks as folder_check, and with `restart` removes what an
// earlier regrun wrote, and nothing else. On failure nothing is held.
Status folder_take(const char *folder, bool restart, int *lock, Error *e);

// Makes the folder of each run.
Status folder_make_runs(const char *folder, const Plan *p, Error *e);

#endif
