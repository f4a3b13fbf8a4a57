// The claim that an experiment tests ("claim" in its config): what is said, and by whom. Such experiments are the pages
// of a book, in chapters (docs/claims.md).
#ifndef CONFIG_CLAIM_H
#define CONFIG_CLAIM_H

#include "config/experiment.h"
#include "config/overlay.h"

struct Chapter {
    const char *name;  // in a config
    const char *title; // on the page
};

extern const Chapter chapters[]; // in the order of the book; ends with a NULL name

// The config's "claim"; null takes back what an extended config claims.
Status claim_read(ClaimSpec *claim, const Overlay *overlay, const cJSON *value);

// Refuses, with ERR_CONFIG and the place, a picture of what no instrument says that x has. `overlay`: who gave the
// claim.
Status claim_check(const Experiment *x, const Overlay *overlay);

// The claim as an object of JSON.
void claim_json(const ClaimSpec *claim, JsonWriter *out);
// Adds the members of a JSON Schema that describe it.
void claim_schema(JsonWriter *out);

#endif
