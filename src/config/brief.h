// A config in brief: what options say beyond their defaults.
#ifndef CONFIG_BRIEF_H
#define CONFIG_BRIEF_H

#include "base/text.h"
#include "config/run_spec.h"

// A whole config as JSON, to be pasted: the source, every other option of the data that has an effect and another value
// than its default, and two settings to compare, "plain" and "dropout". ERR_IO without memory.
Status options_brief(const RunSpec *spec, Text *out, Error *e);

#endif
