// What a log says of tunings: whose candidate a row's setting is, and how is chosen where that is over seeds. Nothing
// where the experiment tunes nothing.
#ifndef LAB_LOG_TUNING_H
#define LAB_LOG_TUNING_H

#include "base/text.h"
#include "config/experiment.h"

#define LOG_CANDIDATE_OF "candidate_of" // empty where the setting is no candidate
#define LOG_CHOOSE "choose"             // only where some choice is made over seeds; empty likewise

// ",candidate_of" and ",choose", behind the seed and the fold: in the header, and in each row of a setting.
void log_tuning_header(const Experiment *x, Text *out);
void log_tuning_cells(const Experiment *x, int setting, Text *out);

#endif
