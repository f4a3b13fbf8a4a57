// Where runs ended and what they were chosen by, in words: early stopping (docs/regularizers.md), and logs whose runs
// are of different lengths.
#ifndef REPORT_STOPPING_H
#define REPORT_STOPPING_H

#include "base/text.h"
#include "compare/comparison.h"

// "stopped at epochs 18 to 25 and kept the weights of epochs 15 to 21; ..."; nothing where all usable runs of the
// setting ended with the same last row.
void words_ends(Text *out, const SettingLog *log);

// Whether some setting's epochs were chosen by its test losses.
bool selects_on_test(const Comparison *c);
// Of such settings, for what stands above numbers: "; epochs of "a" and "b" selected on the test data (optimistic)".
// Nothing where there is none.
void words_selection(Text *out, const Comparison *c);
// The same as a sentence about one of them.
extern const char selection_note[];

#endif
