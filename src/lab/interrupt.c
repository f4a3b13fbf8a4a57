#include "lab/interrupt.h"

#include <stddef.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

static const int held[] = {SIGINT, SIGTERM, SIGHUP, SIGUSR1};
enum { HELD = sizeof held / sizeof *held };

static volatile sig_atomic_t arrived, typed; // signals; those of Ctrl-C
static sigset_t mask_before;
static struct sigaction action_before[HELD], pipe_before;

static void note(int signal) {
    arrived = 1;
    if (signal == SIGINT && typed < 2) typed++;
}

void interrupt_hold(void) {
    struct sigaction noting = {.sa_handler = note}, ignoring = {.sa_handler = SIG_IGN};
    sigset_t mask;
    arrived = typed = 0;
    sigemptyset(&mask);
    for (int i = 0; i < HELD; i++) sigaddset(&mask, held[i]);
    sigprocmask(SIG_BLOCK, &mask, &mask_before);
    for (int i = 0; i < HELD; i++) {
        sigaction(held[i], NULL, &action_before[i]);
        if (action_before[i].sa_handler != SIG_IGN) sigaction(held[i], &noting, NULL);
    }
    sigaction(SIGPIPE, &ignoring, &pipe_before);
}

const sigset_t *interrupt_mask(void) {
    return &mask_before;
}

bool interrupted(void) {
    return arrived;
}

bool interrupt_urgent(void) {
    return typed > 1;
}

void interrupt_release(void) {
    for (int i = 0; i < HELD; i++) sigaction(held[i], &action_before[i], NULL);
    sigaction(SIGPIPE, &pipe_before, NULL);
    sigprocmask(SIG_SETMASK, &mask_before, NULL);
}

void interrupt_leave_to_parent(void) {
    struct sigaction ignoring = {.sa_handler = SIG_IGN};
    for (int i = 0; i < HELD; i++)
        if (held[i] != SIGTERM) sigaction(held[i], &ignoring, NULL);
    signal(SIGTERM, SIG_DFL);
    sigprocmask(SIG_SETMASK, &mask_before, NULL);
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
}
