// What an estimate says, in words: for `check` and `plan`. Times and sizes are rounded to two digits.
#ifndef CLI_COST_H
#define CLI_COST_H

#include "lab/calibrate.h"
#include "report/table.h"

// Counts, and calibrates on all processors with the kernel that would train, unless there is no patience.
Status cost_estimate(Estimate *t, const Plan *plan, Patience patience, Error *e);

// "0.35 s", "12 min", "2.5 h", "40 days"; "-" for NAN.
void cost_add_time(double seconds, Text *out);
// "1.2 MB".
void cost_add_bytes(size_t bytes, Text *out);

// Columns of what a run of a setting costs: parameters, steps, time; and their cells.
void cost_columns(TextTable *table);
void cost_cells(TextTable *table, const Estimate *t, int setting);

// How many of these runs go on at once, of at most `jobs` (0: as many as there are processors).
int cost_at_once(const Estimate *t, const int *runs, int jobs);
// "about 12 s with 2 runs at once (9.5 to 16 s)", of runs[i] runs of setting i; "not known" where nothing could be
// timed. In `out` no line ends.
void cost_add_times(const Estimate *t, const int *runs, int jobs, Text *out);
// "about 14 MB with 2 runs at once: 5.1 MB for a run, 4 MB for data that they share", at most.
void cost_add_memory(const Estimate *t, const int *runs, int jobs, Text *out);
// "weights, gradients, every 5 epochs: about 40 % of the time", of these runs; nothing where no instrument looks. In
// `out` no line ends.
void cost_add_instruments(const Estimate *t, const int *runs, Text *out);
// What there is to tell of how it was reckoned, as sentences without full stop.
void cost_notes(const Estimate *t, Notes *notes);

#endif
