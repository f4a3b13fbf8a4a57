// A results folder that grows: what it holds and what a config asks for, as one experiment.
#ifndef LAB_GROW_H
#define LAB_GROW_H

#include <stdbool.h>

#include "base/store.h"
#include "config/experiment.h"

// Reads the experiment that the folder holds, from its config.json. *there: whether it holds one; then experiment_free
// is due. ERR_IO for a config.json that cannot be read.
Status grow_read(const char *folder, Experiment *x, bool *there, Error *e);
// The same of a folder that must hold one. ERR_IO also where it is no results folder.
Status grow_open(const char *folder, Experiment *x, Error *e);
// Writes config.json, unless it says this already. *changed: it did not. ERR_IO.
Status grow_write(const Store *store, const Experiment *x, bool *changed, Error *e);

// Whether the folder can take what is asked: settings of one name must be the same, but that they may train for more
// epochs than the runs that are there. ERR_IO names the options that differ, and both values. `other`: the folder that
// asks, in a merge; NULL for a config.
Status grow_check(const char *folder, const Experiment *there, const Experiment *asked, const char *other, Error *e);

// Both together: the settings that are there, then those that are new (all in the order of `asked` where it has all);
// all seeds. *whole: `asked` is that already, and *all is not made. The text that `all` is read from lives in `arena`.
Status grow_union(const char *folder, const Experiment *there, const Experiment *asked, Experiment *all, bool *whole,
                  Arena *arena, Error *e);

#endif
