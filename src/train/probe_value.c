#include "train/probe_value.h"

#define PROBE_VALUE_ROW(probe, constant, name, title) {PROBE_##probe, #name, title},
const ProbeValueInfo probe_values[PROBE_VALUE_COUNT] = {PROBE_VALUES(PROBE_VALUE_ROW)};
