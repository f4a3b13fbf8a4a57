#include "lab/pause.h"

#include <stddef.h>
#include <sys/time.h>

static volatile sig_atomic_t asked, ends;

static void note(int signal) {
    if (signal == SIGTERM) ends = 1;
    asked = 1;
}

void pause_again(double seconds) {
    const time_t whole = (time_t)seconds;
    const suseconds_t rest = (suseconds_t)(1e6 * (seconds - (double)whole));
    const struct itimerval timer = {.it_value = {whole, rest == 0 && whole == 0 && seconds > 0 ? 1 : rest}};
    asked = 0;
    if (ends) asked = 1; // which may have come just now
    setitimer(ITIMER_REAL, &timer, NULL);
}

void pause_open(double seconds) {
    const struct sigaction noting = {.sa_handler = note, .sa_flags = SA_RESTART};
    sigaction(SIGALRM, &noting, NULL);
    sigaction(SIGTERM, &noting, NULL);
    pause_again(seconds);
}

const volatile sig_atomic_t *pause_flag(void) {
    return &asked;
}

bool pause_is_end(void) {
    return ends;
}
