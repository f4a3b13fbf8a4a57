// The results folder: whose it is, and what may be removed from it.
#ifndef LAB_FOLDER_H
#define LAB_FOLDER_H

#include <stdbool.h>

#include "base/store.h"

// Changes nothing. ERR_IO when results could not be written to `folder`: it holds files of the names that regrun
// writes, but no manifest of regrun's; it, or the folder it would be made in, is no folder or not writable; with
// `restart`, not all of what it holds could be removed, or another regrun is at work in it.
Status folder_check(const char *folder, bool restart, Error *e);

// Makes the folder and opens it, checks as folder_check, and with `restart` removes what an earlier regrun wrote, and
// nothing else. On failure nothing is open.
Status folder_take(const char *folder, bool restart, Store *store, Error *e);

#endif
