// The options that stand in the log: those that differ between settings, and those that somebody asked for.
#ifndef CONFIG_VARIED_H
#define CONFIG_VARIED_H

#include "config/experiment.h"
#include "config/overlay.h"

// Zeroes x->asked.
Status varied_begin(Experiment *x, Error *e);
// Asks for the column of an option, because a --set gives it or it is swept: logs of other folders may have another
// value. Nothing happens for paths, which are others on other machines, and for what does not matter to rows.
void varied_ask(Experiment *x, const Option *o);

// The config's "columns", in place of what was asked for before.
Status varied_read(Experiment *x, const Overlay *overlay, const cJSON *value);
// What was asked for as a member "columns", where there is any.
void varied_json(const Experiment *x, JsonWriter *out);
// Adds the members of a JSON Schema that describe it.
void varied_schema(JsonWriter *out);

// Lists x->varied, with x->differs.
Status varied_list(Experiment *x, Error *e);

#endif
