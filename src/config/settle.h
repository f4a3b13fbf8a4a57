// The last word on an experiment that was read: what the settings leave open, whether they can be had, how they differ.
#ifndef CONFIG_SETTLE_H
#define CONFIG_SETTLE_H

#include "config/experiment.h"
#include "config/overlay.h"
#include "config/sweep.h"
#include "config/tune.h"

// Where a setting comes from that a sweep or a tuning made.
typedef struct Origin {
    int group;                // the same for all candidates of a tuning, at one point of the sweep
    const Tune *tune;         // which made it a candidate, and ...
    const Overlay *candidate; // ... what that gives; NULL: it is none
} Origin;

// Who said what: x->overlays.
struct Overlays {
    const Overlay *file, *set; // the base: the config file with what it extends, and all --set
    const Overlay *files;      // [file_count] what each file gives: the config, then what it extends, and so on
    int file_count;
    const Overlay *metrics, *primary, *expect, *claim; // who gave these; NULL: nobody
    Overlay *settings;                                 // [setting_count]
    Overlay *points;          // [setting_count] what sweep and tuning give to each; NULL: there are none
    Origin *origins;          // [setting_count], or NULL likewise
    const Sweep *sweep;       // where the points come from
    const JsonDoc *sweep_doc; // where it stands
    bool named;               // the settings are those of the file, with names of their own
    Problems *problems;       // while the config is read
};

// Fills in sizes, puts options without effect back to their defaults, refuses options that were given in vain and
// combinations that cannot be had, names what a sweep made, and
// makes x->varied and x->notes.
Status experiment_settle(Experiment *x, Error *e);

// Fills x->notes: what is worth telling before the run (notes.c).
Status experiment_note(Experiment *x, bool regression, Error *e);

#endif
