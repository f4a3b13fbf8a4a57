// What a config expects of its results: "expect", a list of {"say": in words, "that": an expression}. Runs know nothing
// of it; compare/expectation.h judges it.
#ifndef CONFIG_EXPECT_H
#define CONFIG_EXPECT_H

#include "config/experiment.h"
#include "config/expression.h"
#include "config/overlay.h"
#include "train/engine.h"

#define EXPECT_MOST 200         // expectations
#define EXPECT_LENGTH_MOST 1000 // characters of one

// Takes the config's "expect", whose texts are kept; they are read by expect_settle.
Status expect_read(Experiment *x, const Overlay *overlay, const cJSON *value);

// Once settings have their names: reads what each expects, and refuses what names a setting, metric, option,
// instrument or epoch that is not there. `overlay`: who gave it.
Status expect_settle(Experiment *x, const Overlay *overlay);

// Whether the runs on such data will have the metrics that it names; `targets` of a regression, with their names where
// there are several. Else ERR_CONFIG.
Status expect_check(const Experiment *x, bool regression, int targets, const char *const *names, Error *e);

// Whether the networks have the layers that it names, by their stacks of any engine. Else ERR_CONFIG.
Status expect_check_layers(const Experiment *x, const Engine *engine, Error *e);

// The same expectations, in another arena. NULL without memory.
const Expectation *expect_copy(const Experiment *x, Arena *arena);

// As a member of a config, where there are any; as members of a JSON Schema that describes it.
void expect_json(const Experiment *x, JsonWriter *out);
void expect_schema(JsonWriter *out);

#endif
