// Ctrl-C, SIGTERM, SIGHUP and SIGUSR1 (a cluster's warning) while there is something to save: held back, so that no
// step is torn apart, and noticed where the program waits.
#ifndef LAB_INTERRUPT_H
#define LAB_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

// Holds the signals back from here on. Those that were ignored before stay ignored (nohup). SIGPIPE is
// ignored, here and in the workers: what it tells, write(2) tells with an error.
void interrupt_hold(void);
// The signal mask to wait with (ppoll): the only moment at which a signal arrives.
const sigset_t *interrupt_mask(void);
// Whether one has arrived: it asks to stop.
bool interrupted(void);
// Whether Ctrl-C came a second time: it asks to stop at once. (Clusters send several signals, one after the other.)
bool interrupt_urgent(void);
// As before interrupt_hold.
void interrupt_release(void);

// For a worker process: leaves these signals to its parent, but for SIGTERM, by which the parent tells it to stop; and
// dies with it.
void interrupt_leave_to_parent(void);

#endif
