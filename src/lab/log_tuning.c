#include "lab/log_tuning.h"

#include "config/tune.h"

void log_tuning_header(const Experiment *x, Text *out) {
    if (x->tunes) text_add(out, "," LOG_CANDIDATE_OF);
    if (x->over_seeds) text_add(out, "," LOG_CHOOSE);
}

void log_tuning_cells(const Experiment *x, int setting, Text *out) {
    const Setting *s = &x->settings[setting];
    if (!x->tunes) return;
    text_add(out, ",");
    if (s->candidate_of) text_add_csv(out, s->candidate_of);
    if (!x->over_seeds) return;
    text_add(out, ",");
    if (s->candidate_of) text_add(out, choose_names[s->choose]);
}
