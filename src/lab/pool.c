#include "lab/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "lab/interrupt.h"
#include "lab/worker.h"

// A running worker.
typedef struct Slot {
    pid_t pid;
    int run;
    double started; // clock_seconds
} Slot;

// slots[i] and polls[i] belong together, for i < active.
typedef struct Work {
    const Pool *pool;
    int active;
    Slot *slots;
    struct pollfd *polls;
} Work;

static void changed(const Work *w, int run) {
    if (w->pool->watch.changed) w->pool->watch.changed(w->pool->watch.context, run);
}

static void child(const Work *w, int run, pid_t parent, int pipe) {
    interrupt_leave_to_parent();
    if (getppid() != parent) _exit(1); // it died before we asked to die with it
    for (int i = 0; i < w->active; i++) close(w->polls[i].fd);
    worker_run(w->pool->plan, run, w->pool->engine, w->pool->folder, pipe);
    _exit(0); // what stdio holds is the parent's to write
}

static Status start(Work *w, int run, Error *e) {
    int ends[2];
    pid_t parent = getpid(), pid;
    if (pipe2(ends, O_CLOEXEC) != 0) return error_errno(e, "cannot make a pipe for a worker");
    pid = fork();
    if (pid == 0) {
        close(ends[0]);
        child(w, run, parent, ends[1]);
    }
    close(ends[1]);
    if (pid < 0) {
        error_errno(e, "cannot start a worker process");
        close(ends[0]);
        return ERR_IO;
    }
    w->slots[w->active] = (Slot){.pid = pid, .run = run, .started = clock_seconds()};
    w->polls[w->active] = (struct pollfd){.fd = ends[0], .events = POLLIN};
    w->active++;
    w->pool->states[run] = (RunState){.status = RUN_RUNNING};
    changed(w, run);
    return OK;
}

// Takes one message. False when there will be no more.
static bool receive(Work *w, int i) {
    RunState state;
    ssize_t n;
    do n = read(w->polls[i].fd, &state, sizeof state);
    while (n < 0 && errno == EINTR);
    if (n != (ssize_t)sizeof state) return false;
    w->pool->states[w->slots[i].run] = state;
    if (state.status == RUN_RUNNING) changed(w, w->slots[i].run); // finish() tells of the end
    return true;
}

// The worker has ended. What it did not say itself is told by how it ended.
static void finish(Work *w, int i) {
    Slot slot = w->slots[i];
    RunState *state = &w->pool->states[slot.run];
    int status = 0;
    while (waitpid(slot.pid, &status, 0) < 0 && errno == EINTR) continue;
    close(w->polls[i].fd);
    w->active--;
    w->slots[i] = w->slots[w->active];
    w->polls[i] = w->polls[w->active];
    if (state->status == RUN_RUNNING) {
        state->seconds = clock_seconds() - slot.started;
        state->status = interrupted() ? RUN_INTERRUPTED : RUN_FAILED;
        if (!interrupted() && WIFSIGNALED(status))
            snprintf(state->message, sizeof state->message, "killed by signal %d (%s)", WTERMSIG(status),
                     strsignal(WTERMSIG(status)));
        else if (!interrupted())
            snprintf(state->message, sizeof state->message, "its process ended with exit code %d and no result",
                     WEXITSTATUS(status));
    }
    changed(w, slot.run);
}

static void stop_all(Work *w) {
    for (int i = 0; i < w->active; i++) kill(w->slots[i].pid, SIGKILL);
    while (w->active) {
        while (receive(w, 0)) continue; // one may have come to its end just now
        finish(w, 0);
    }
}

// Starts waiting runs while there is room. Where the system refuses another process or pipe, those that run will make
// room; only when none runs is that the end.
static Status start_waiting(Work *w, int *next, Error *e) {
    const Pool *p = w->pool;
    for (; *next < p->plan->run_count && w->active < p->jobs; ++*next) {
        if (p->states[*next].status != RUN_WAITING) continue;
        Status s = start(w, *next, e);
        if (s) return w->active ? OK : s;
    }
    return OK;
}

static Status wait_for_news(Work *w, Error *e) {
    const Watch *watch = &w->pool->watch;
    int ms = watch->tick ? watch->tick(watch->context) : -1;
    struct timespec timeout = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
    int ready = ppoll(w->polls, (nfds_t)w->active, ms < 0 ? NULL : &timeout, interrupt_mask());
    if (ready < 0 && errno != EINTR) return error_errno(e, "cannot wait for the workers");
    if (interrupted()) return error_set(e, ERR_INTERRUPTED, "interrupted");
    // From the last to the first: finish() moves the last into the place of the one that ended.
    for (int i = w->active - 1; ready > 0 && i >= 0; i--) {
        if (w->polls[i].revents && !receive(w, i)) finish(w, i);
    }
    return OK;
}

Status pool_run(const Pool *p, Error *e) {
    Arena arena = {0};
    Work w = {.pool = p};
    int next = 0;
    w.slots = arena_take(&arena, (size_t)p->jobs, sizeof *w.slots);
    w.polls = arena_take(&arena, (size_t)p->jobs, sizeof *w.polls);
    Status s = w.slots && w.polls ? start_waiting(&w, &next, e) : error_memory(e);
    while (!s && w.active) {
        s = wait_for_news(&w, e);
        if (!s) s = start_waiting(&w, &next, e);
    }
    stop_all(&w);
    arena_free(&arena);
    return s;
}

int pool_processors(void) {
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : (int)sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n;
}
