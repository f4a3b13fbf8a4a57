#include "train/probe_value.h"

static const char batch_norm_words[] = "batch norm", dropout_words[] = "dropout",
                  noise_words[] = "labels that data.label_noise redrew";

const char *const probe_needs[PROBE_COUNT] = {
    [PROBE_BN_NOISE] = batch_norm_words, [PROBE_BN_STATISTICS] = batch_norm_words,
    [PROBE_FOLDING] = batch_norm_words,  [PROBE_VARIANCE_SHIFT] = batch_norm_words,
    [PROBE_ENSEMBLE] = dropout_words,    [PROBE_MEMORIZATION] = noise_words};

bool probe_sees(ProbeChoice probe, bool batch_norm, bool dropout, bool label_noise) {
    const char *needs = probe_needs[probe];
    return !needs || (needs == batch_norm_words && batch_norm) || (needs == dropout_words && dropout) ||
           (needs == noise_words && label_noise);
}

#define PROBE_VALUE_ROW(probe, constant, name, title) {PROBE_##probe, #name, title},
const ProbeValueInfo probe_values[PROBE_VALUE_COUNT] = {PROBE_VALUES(PROBE_VALUE_ROW)};
