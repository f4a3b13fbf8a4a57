#include "train/early_stopping.h"

#include <math.h>

void stop_start(StopState *state) {
    *state = (StopState){.reference = INFINITY};
}

bool stop_tell(const StopSpec *spec, StopState *state, double loss) {
    if (loss < state->reference - spec->min_improvement) {
        state->reference = loss;
        state->waited = 0;
        return false;
    }
    return ++state->waited >= spec->patience;
}
