// The metrics of an experiment: a list of names. The log has columns for each, so all settings share them.
#ifndef CONFIG_METRICS_H
#define CONFIG_METRICS_H

#include "config/overlay.h"

// The config's "metrics": fills the metrics of the overlay's spec. Which of them the data allow is seen when they are
// read.
Status metrics_read(const Overlay *overlay, const cJSON *value);
// The names of those in `metrics` (TrainSpec.metrics): "auc, ece"; as a JSON list.
void metrics_text(unsigned metrics, Text *out);
void metrics_json(unsigned metrics, JsonWriter *out);
// Adds the members of a JSON Schema that describe them.
void metrics_schema(JsonWriter *out);

#endif
