#include "lab/state.h"

const char *run_status_text(RunStatus status) {
    static const char *const texts[] = {
        [RUN_WAITING] = "waiting",
        [RUN_RUNNING] = "running",
        [RUN_DONE] = "done",
        [RUN_LEARNED_NOTHING] = "learned nothing",
        [RUN_DIVERGED] = "diverged",
        [RUN_FAILED] = "failed",
        [RUN_INTERRUPTED] = "interrupted",
    };
    return texts[status];
}
