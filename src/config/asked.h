// Lists of names at the top of a config: what else is measured ("metrics"), which instruments look ("probe"). All
// settings share them, and a spec keeps each as a set of bits.
#ifndef CONFIG_ASKED_H
#define CONFIG_ASKED_H

#include "config/overlay.h"

typedef struct Asked {
    const char *key;
    int count;
    const char *(*name)(int which);
    const char *all; // a word that asks for all of them; NULL: there is none
} Asked;

extern const Asked asked_metrics, asked_probes;

// The config's list, or one name alone, into *set. Which of them the data allow is seen when they are read.
Status asked_read(const Asked *asked, const Overlay *overlay, const cJSON *value, unsigned *set);
// The names of those in `set`: "auc, ece"; as a JSON list.
void asked_text(const Asked *asked, unsigned set, Text *out);
void asked_json(const Asked *asked, unsigned set, JsonWriter *out);
// Adds the members of a JSON Schema that describe it.
void asked_schema(const Asked *asked, JsonWriter *out);

#endif
