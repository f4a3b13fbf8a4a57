// The primary metric of an experiment: the one that its question is about. A metric that carries a verdict: one of
// compare/metric.c, whose keys are known here by their parts (a test holds the two together).
#ifndef CONFIG_PRIMARY_H
#define CONFIG_PRIMARY_H

#include "config/experiment.h"
#include "config/overlay.h"

// The config's "primary". Refused where no data whatever have such a metric with a verdict; the rest is seen when the
// data are read.
Status primary_read(Experiment *x, const Overlay *overlay, const cJSON *value);

// Whether runs on such data will have it; `targets` of a regression, with their names where there are several. Else
// ERR_CONFIG with those that there are.
Status primary_check(const Experiment *x, bool regression, int targets, const char *const *names, Error *e);

// Adds the members of a JSON Schema that describe it.
void primary_schema(JsonWriter *out);

#endif
