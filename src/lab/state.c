#include "lab/state.h"

#include <string.h>

static const char *const texts[RUN_STATUSES] = {
    [RUN_WAITING] = "waiting",
    [RUN_RUNNING] = "running",
    [RUN_ELSEWHERE] = "running elsewhere",
    [RUN_DONE] = "done",
    [RUN_LEARNED_NOTHING] = "learned nothing",
    [RUN_DIVERGED] = "diverged",
    [RUN_FAILED] = "failed",
    [RUN_INTERRUPTED] = "interrupted",
};

const char *run_status_text(RunStatus status) {
    return texts[status];
}

RunStatus run_status_of(const char *text) {
    int status = 0;
    while (status < RUN_STATUSES && strcmp(texts[status], text) != 0) status++;
    return (RunStatus)status;
}

bool run_status_complete(RunStatus status) {
    return status == RUN_DONE || status == RUN_LEARNED_NOTHING || status == RUN_DIVERGED;
}
