// The page of an experiment while it runs: made anew now and then, in a process of its own, which the work does not
// wait for.
#ifndef CLI_LIVE_PAGE_H
#define CLI_LIVE_PAGE_H

#include <sys/types.h>

#include "lab/lab.h"

#define PAGE_SECONDS 30.0 // between two pages

typedef struct LivePage {
    const Lab *lab;
    Watch inner;  // who else watches
    double next;  // clock_seconds
    pid_t writer; // 0: none is at work
} LivePage;

// What to put into lab->watch in the place of `inner`. Where the log is left to others there is no page.
Watch live_page_watch(LivePage *p, const Lab *lab, Watch inner);
// Ends a writer that is at work, so that no page comes after the last.
void live_page_close(LivePage *p);

#endif
