// A drop where the validation loss no longer falls: factor becomes drop x factor once more than `patience` evaluations
// in a row did not bring it below (1 - least) of the lowest one. PyTorch's ReduceLROnPlateau (mode min, threshold_mode
// rel).
#include "train/schedule.h"

double schedule_plateau(const ScheduleSpec *spec, const ScheduleState *state, int64_t epoch, int64_t epochs) {
    (void)spec, (void)epoch, (void)epochs;
    return state->factor;
}

void schedule_tell(const ScheduleSpec *spec, ScheduleState *state, double loss) {
    if (loss < state->best * (1 - spec->least)) {
        state->best = loss;
        state->waited = 0;
    } else if (++state->waited > spec->patience) {
        state->factor *= spec->drop;
        state->waited = 0;
    }
}
