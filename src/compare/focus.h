// What of a comparison is shown, and in which order: the settings and metrics that tables, lines and pictures have. CSV
// and JSON hold everything, whatever the focus; no number of the comparison hangs on it.
#ifndef COMPARE_FOCUS_H
#define COMPARE_FOCUS_H

#include <stdbool.h>

#include "base/error.h"
#include "compare/metric.h"

#define FOCUS_FEW 8  // up to so many settings every table has a row or more for each of them
#define FOCUS_TOP 20 // so many of more settings are shown where nobody says how many

// Names, in the arena of whoever has the list.
typedef struct NameList {
    int count;
    const char **name;
} NameList;

typedef struct FocusOptions {
    const char *sort;            // the key of a metric; NULL: the primary one
    int top;                     // how many of the settings, the best first; 0: nobody said
    const char *const *settings; // names of settings, with * ? [] for others' (fnmatch); none: all
    int setting_count;
    const char *const *metrics; // keys of metrics, or several with commas between; none: those that tables have anyway
    int metric_count;
    const char *const *columns; // names of columns, or several with commas between; none: those that tables have
    int column_count;
    const char *pair; // "a,b": two options of a heat map; NULL: nobody said
    bool full;        // every table, of however many settings
} FocusOptions;

typedef struct Focus {
    bool digest;       // many settings: one row for each, and what each swept option does
    bool marginals;    // what each swept option does is shown
    bool ranked;       // settings stand by the metric `sort`, the best first
    int sort;          // index of a metric
    int chosen;        // settings to choose from, before only the best of them were taken
    int count;         // settings shown
    int *setting;      // [count] their indices, in the order shown
    int *rank;         // [setting_count] of all that were to choose from, from 1; 0: another setting
    bool asked;        // somebody named the metrics
    MetricList shown;  // metrics of tables
    NameList columns;  // of tables, beside those that name their rows; none: all (report/columns.h knows the names)
    bool full;         // everything was asked for
    MetricList judged; // those of them that carry a verdict, as places in Comparison.judged
    int pair;          // the grid of two options that is shown, by its index; -1: nobody said which
} Focus;

struct Comparison;

// All settings in the order of the log, and all metrics. ERR_IO without memory.
Status focus_all(struct Comparison *c, Error *e);

// Fills c->focus. The baseline is always shown. ERR_USAGE for a metric that the results do not have, and for a pattern
// that no setting's name matches, and for a pair of options that are not swept; the message names the flag (--sort,
// --metric, --settings, --pair).
Status focus_make(struct Comparison *c, const FocusOptions *options, Error *e);

// Whether a setting, or a metric, is shown.
bool focus_has(const struct Comparison *c, int setting);
bool focus_shows(const struct Comparison *c, int metric);
// Whether a column is named among those that are to be shown.
bool focus_names(const struct Comparison *c, const char *column);

#endif
