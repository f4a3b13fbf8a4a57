#include "cli/live_page.h"

#include <signal.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/store.h"
#include "lab/scan.h"
#include "report/report.h"

// Of no priority: the runs come first. What goes wrong is told by the page after the last run.
static void write_page(const Lab *lab) {
    Error ignored = {0};
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    setpriority(PRIO_PROCESS, 0, 10);
    if (lab->store && store_check(lab->store, &ignored)) _exit(0); // another stands in its place
    report_while_running(lab->folder, lab_done(lab), lab->chosen_count, &ignored);
    _exit(0);
}

static void changed(void *context, int run) {
    const LivePage *p = context;
    if (p->inner.changed) p->inner.changed(p->inner.context, run);
}

static int tick(void *context) {
    LivePage *p = context;
    const double now = clock_seconds();
    int ms = p->inner.tick ? p->inner.tick(p->inner.context) : -1;
    if (p->writer > 0 && waitpid(p->writer, NULL, WNOHANG) != 0) p->writer = 0;
    if (p->writer == 0 && now >= p->next) {
        p->next = now + PAGE_SECONDS;
        p->writer = fork();
        if (p->writer == 0) write_page(p->lab);
        if (p->writer < 0) p->writer = 0; // another time
    }
    const int due = (int)(1000 * (p->next > now ? p->next - now : 1)) + 1;
    return ms < 0 || due < ms ? due : ms;
}

Watch live_page_watch(LivePage *p, const Lab *lab, Watch inner) {
    *p = (LivePage){.lab = lab, .inner = inner, .next = clock_seconds() + PAGE_SECONDS};
    return lab->runs_only ? inner : (Watch){.changed = changed, .tick = tick, .context = p};
}

// What a killed writer leaves half written goes, too.
void live_page_close(LivePage *p) {
    Store store;
    Error ignored = {0};
    if (p->writer <= 0) return;
    kill(p->writer, SIGKILL);
    waitpid(p->writer, NULL, 0);
    p->writer = 0;
    if (store_open(&store, p->lab->folder, &ignored) == OK) scan_clean_temporary(&store, &ignored);
    store_close(&store);
}
