// The seeds of an experiment: a number of them (5 is 1 to 5), or a list.
#ifndef CONFIG_SEEDS_H
#define CONFIG_SEEDS_H

#include "config/experiment.h"
#include "config/overlay.h"

#define SEEDS_MOST 10000
#define SEEDS_DEFAULT 5 // how many when the config does not say

// The config's "seeds". Fills x->seeds and x->seed_count.
Status seeds_read(Experiment *x, const Overlay *overlay, const cJSON *value);
// The text of --seeds: "5" or "1,2,7". ERR_USAGE when it is neither.
Status seeds_read_text(Experiment *x, const char *text, Error *e);

// Puts them into ascending order, in whatever order they were listed: results that grow seed by seed end as those of
// all seeds at once.
void seeds_sort(Experiment *x);
// The place of a seed among them, once they are sorted; -1 where it is none of them.
int seeds_find(const Experiment *x, uint64_t seed);

#endif
