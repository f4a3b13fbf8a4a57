// When a worker's training pauses: after some seconds, for a checkpoint, and when the process is told to end (SIGTERM).
// Signals say so by a flag that training looks at between its steps; nobody asks a clock there.
#ifndef LAB_PAUSE_H
#define LAB_PAUSE_H

#include <signal.h>
#include <stdbool.h>

// From now on SIGTERM asks for a pause instead of ending the process; so does the time, `seconds` from now (0: never).
void pause_open(double seconds);
// Not 0: a pause is asked for.
const volatile sig_atomic_t *pause_flag(void);
// Whether it is asked for because the process is to end.
bool pause_is_end(void);
// Once it has been heeded: the next one is due `seconds` from now (0: never).
void pause_again(double seconds);

#endif
