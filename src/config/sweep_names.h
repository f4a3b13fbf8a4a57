// Settings that a sweep or a tuning made: what they are called, and which of them are the same.
#ifndef CONFIG_SWEEP_NAMES_H
#define CONFIG_SWEEP_NAMES_H

#include "config/settle.h"

// Once options without effect are back at their defaults: gives each setting its name, made of its own and of what the
// sweep and the tuning give it ("bn,batch_size=64"), and keeps one of those that came out equal. *merged: how many
// went. A tuning of which one candidate is left becomes a setting. Where there is neither nothing changes. ERR_CONFIG
// where a name is that of a setting already.
Status sweep_settle(Experiment *x, int *merged, Error *e);

// The value of an option as names have it: "0.5", "256x256".
void sweep_value(const Option *o, const RunSpec *spec, Text *out);

#endif
