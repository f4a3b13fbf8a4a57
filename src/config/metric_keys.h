// The keys of the metrics that runs will have, as summary.csv has them (compare/metric.h, of whose table a test holds
// this to be a copy).
#ifndef CONFIG_METRIC_KEYS_H
#define CONFIG_METRIC_KEYS_H

#include "config/experiment.h"

// What is known of the data's answers. Before they are read nothing is: both numbers and classes may come, and a
// number's metric may be of a target of any name.
typedef struct Answers {
    bool known, regression;
    int targets; // of a regression, with their names where there are several
    const char *const *names;
} Answers;

typedef struct MetricKeys {
    int count;
    const char **key;
} MetricKeys;

// Those of a setting, in the arena. False without memory.
bool metric_keys(const RunSpec *spec, const Answers *answers, Arena *arena, MetricKeys *keys);

// Whether `key` is among them, or may be that of one of several targets, which are not known yet.
bool metric_keys_have(const MetricKeys *keys, const Answers *answers, const char *key);

#endif
