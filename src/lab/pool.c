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
#include "lab/attempt.h"
#include "lab/interrupt.h"
#include "lab/worker.h"

#define GRACE_SECONDS 20.0 // that a worker has to save what it has when it is told to stop
#define WATCH_SECONDS 1.0  // between two looks at runs of others

// A running worker.
typedef struct Slot {
    pid_t pid;
    int run;
    Attempt attempt;
    double started;  // clock_seconds
    double deadline; // after which it is killed; 0: none
    bool late;       // it took longer than it may
} Slot;

// slots[i], polls[i] and news[i] belong together, for i < active.
typedef struct Work {
    Pool *pool;
    int active;
    Slot *slots;
    struct pollfd *polls;
    RunNews *news;
    int elsewhere;    // runs that others are at work on
    double next_beat; // clock_seconds
    double next_look; // at the runs of others
    bool stopping;
    Error ending; // why the work ends before all is done
} Work;

static void changed(const Work *w, int run) {
    if (w->pool->watch.changed) w->pool->watch.changed(w->pool->watch.context, run);
}

// --- Starting

static void child(const Work *w, int run, const Attempt *attempt, pid_t parent, int pipe) {
    interrupt_leave_to_parent();
    if (getppid() != parent) _exit(1); // it died before we asked to die with it
    for (int i = 0; i < w->active; i++) close(w->polls[i].fd);
    worker_run(w->pool->plan, run, w->pool->engine, w->pool->store, attempt, pipe);
    _exit(0); // what stdio holds is the parent's to write
}

static Status start(Work *w, int run, const Attempt *attempt, Error *e) {
    int ends[2];
    pid_t parent = getpid(), pid;
    if (pipe2(ends, O_CLOEXEC) != 0) return error_errno(e, "cannot make a pipe for a worker");
    pid = fork();
    if (pid == 0) {
        close(ends[0]);
        child(w, run, attempt, parent, ends[1]);
    }
    close(ends[1]);
    if (pid < 0) {
        error_errno(e, "cannot start a worker process");
        close(ends[0]);
        return ERR_IO;
    }
    w->slots[w->active] = (Slot){.pid = pid, .run = run, .attempt = *attempt, .started = clock_seconds()};
    w->polls[w->active] = (struct pollfd){.fd = ends[0], .events = POLLIN};
    w->news[w->active] = (RunNews){.status = RUN_RUNNING};
    w->pool->states[run] = (RunState){.status = RUN_RUNNING, .news = &w->news[w->active]};
    w->active++;
    changed(w, run);
    return OK;
}

// What another regrun has published.
static Status adopt(Work *w, int run, Error *e) {
    RunFacts facts;
    Status s = run_facts_of(w->pool->store, w->pool->plan, run, &facts, e);
    if (s) return s;
    w->pool->states[run] = (RunState){.status = facts.status, .epoch = facts.epoch, .seconds = facts.seconds};
    changed(w, run);
    return OK;
}

// Where the system refuses another process or pipe, those that run will make room; only when none runs is that the end.
static Status claim(Work *w, int run, Error *e) {
    const Pool *p = w->pool;
    RunState *state = &p->states[run];
    Attempt attempt;
    Claim claim;
    const bool was_elsewhere = state->status == RUN_ELSEWHERE;
    Status s = attempt_claim(p->store, p->plan, run, &attempt, &claim, e);
    if (s) return s;
    w->elsewhere += (claim == CLAIM_ELSEWHERE) - was_elsewhere;
    if (claim == CLAIM_DONE) return adopt(w, run, e);
    if (claim == CLAIM_ELSEWHERE) {
        *state = (RunState){.status = RUN_ELSEWHERE};
        return OK;
    }
    s = start(w, run, &attempt, e);
    if (s) {
        Error ignored = {0};
        store_remove(p->store, attempt.folder, &ignored);
        *state = (RunState){.status = was_elsewhere ? RUN_ELSEWHERE : RUN_WAITING};
        w->elsewhere += was_elsewhere;
    }
    return s && w->active ? (*e = (Error){0}, OK) : s;
}

static bool is_due(const Pool *p, int run, RunStatus status) {
    return p->states[run].status == status && (!p->chosen || p->chosen[run]);
}

static Status start_waiting(Work *w, int *next, Error *e) {
    const Pool *p = w->pool;
    Status s = OK;
    while (!s && *next < p->plan->run_count && w->active < p->jobs && !interrupted()) {
        if (is_due(p, *next, RUN_WAITING)) s = claim(w, *next, e);
        if (!s && is_due(p, *next, RUN_WAITING)) break; // no process was to be had
        ++*next;
    }
    const double now = clock_seconds();
    if (s || w->elsewhere == 0 || w->active >= p->jobs || now < w->next_look) return s;
    for (int i = 0; !s && i < p->plan->run_count && w->active < p->jobs; i++)
        if (is_due(p, i, RUN_ELSEWHERE)) s = claim(w, i, e);
    w->next_look = now + WATCH_SECONDS;
    return s;
}

// --- Ending

// Takes one message. False when there will be no more.
static bool receive(Work *w, int i) {
    RunNews news;
    ssize_t n;
    do n = read(w->polls[i].fd, &news, sizeof news);
    while (n < 0 && errno == EINTR);
    if (n != (ssize_t)sizeof news) return false;
    w->news[i] = news;
    RunState *state = &w->pool->states[w->slots[i].run];
    state->epoch = news.epoch;
    state->seconds = news.seconds;
    if (news.status == RUN_RUNNING) changed(w, w->slots[i].run); // finish() tells of the end
    return true;
}

// What the worker did not say itself is told by how it ended.
static void judge(const Work *w, int i, int status) {
    const Slot *slot = &w->slots[i];
    RunNews *news = &w->news[i];
    char *message = news->message;
    const size_t room = sizeof news->message;
    if (slot->late && !run_status_complete(news->status)) {
        news->status = RUN_FAILED;
        snprintf(message, room, "took longer than the %g s of --timeout-per-run", w->pool->timeout);
    }
    if (news->status == RUN_INTERRUPTED && !w->stopping) {
        news->status = RUN_FAILED;
        snprintf(message, room, "stopped by a SIGTERM that came from elsewhere");
    }
    if (news->status != RUN_RUNNING) return;
    news->seconds = clock_seconds() - slot->started;
    news->status = w->stopping ? RUN_INTERRUPTED : RUN_FAILED;
    if (w->stopping) return;
    if (WIFSIGNALED(status))
        snprintf(message, room, "killed by signal %d (%s)%s", WTERMSIG(status), strsignal(WTERMSIG(status)),
                 WTERMSIG(status) == SIGKILL ? ", as the system does when memory runs out" : "");
    else
        snprintf(message, room, "its process ended with exit code %d and no result", WEXITSTATUS(status));
}

// The attempt of a run that has ended: published, or left with the reason in it.
static Status settle(Work *w, const Slot *slot, RunNews *news, Error *e) {
    const Pool *p = w->pool;
    Published how = PUBLISHED;
    if (news->disk) return error_set(e, ERR_IO, "%s", news->message);
    if (news->status == RUN_FAILED || news->status == RUN_INTERRUPTED)
        return attempt_fail(p->store, p->plan, slot->run, &slot->attempt, news, e);
    if (!run_status_complete(news->status)) return OK;
    Text place = {0};
    plan_folder(p->plan, slot->run, &place);
    Status s = place.failed ? error_memory(e) : attempt_publish(p->store, slot->attempt.folder, place.data, &how, e);
    text_free(&place);
    if (!s) w->pool->conflicts += how == PUBLISHED_OTHER;
    return s;
}

static void finish(Work *w, int i) {
    const Slot slot = w->slots[i];
    RunNews *news = &w->news[i];
    RunState *state = &w->pool->states[slot.run];
    Error e = {0};
    int status = 0;
    while (waitpid(slot.pid, &status, 0) < 0 && errno == EINTR) continue;
    close(w->polls[i].fd);
    judge(w, i, status);
    if (settle(w, &slot, news, &e)) {
        if (!w->ending.status) w->ending = e;
        news->status = RUN_FAILED;
        snprintf(news->message, sizeof news->message, "%.1000s", e.text);
    }
    state->status = news->status;
    state->seconds = news->seconds;
    state->message = *news->message ? arena_text(w->pool->arena, news->message) : NULL;
    changed(w, slot.run);
    state->news = NULL;
    if (news->status == RUN_FAILED && w->pool->fail_fast && !w->ending.status)
        error_set(&w->ending, ERR_RUNS, "a run failed, and --fail-fast ends the work");
    w->active--;
    w->slots[i] = w->slots[w->active];
    w->polls[i] = w->polls[w->active];
    w->news[i] = w->news[w->active];
    if (i < w->active) w->pool->states[w->slots[i].run].news = &w->news[i];
}

// Tells all workers to save what they have, and gives them time for it.
static void stop_all(Work *w) {
    const double deadline = clock_seconds() + GRACE_SECONDS;
    w->stopping = true;
    for (int i = 0; i < w->active; i++) {
        kill(w->slots[i].pid, SIGTERM);
        w->slots[i].deadline = deadline;
    }
}

// --- Waiting

// Keeps the attempts alive, and ends workers whose time is over. Returns the milliseconds until it is due again.
static int keep_time(Work *w) {
    const double now = clock_seconds(), timeout = w->pool->timeout;
    double due = w->next_beat;
    if (now >= w->next_beat) {
        for (int i = 0; i < w->active; i++) attempt_beat(w->pool->store, &w->slots[i].attempt);
        due = w->next_beat = now + HEARTBEAT_SECONDS;
    }
    for (int i = 0; i < w->active; i++) {
        Slot *slot = &w->slots[i];
        if (slot->deadline > 0 && (now >= slot->deadline || interrupt_urgent())) {
            kill(slot->pid, SIGKILL);
            slot->deadline = now + GRACE_SECONDS;
        } else if (timeout > 0 && !slot->late && now >= slot->started + timeout) {
            slot->late = true;
            slot->deadline = now + GRACE_SECONDS;
            kill(slot->pid, SIGTERM);
        }
        const double own = slot->deadline > 0 ? slot->deadline : timeout > 0 ? slot->started + timeout : due;
        if (own < due) due = own;
    }
    if (w->elsewhere > 0 && w->active < w->pool->jobs && w->next_look < due) due = w->next_look;
    return due > now ? (int)(1000 * (due - now)) + 1 : 0;
}

static Status wait_for_news(Work *w, Error *e) {
    const Watch *watch = &w->pool->watch;
    int ms = watch->tick ? watch->tick(watch->context) : -1, due = keep_time(w);
    if (ms < 0 || due < ms) ms = due;
    struct timespec timeout = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
    int ready = ppoll(w->polls, (nfds_t)w->active, &timeout, interrupt_mask());
    if (ready < 0 && errno != EINTR) return error_errno(e, "cannot wait for the workers");
    // From the last to the first: finish() moves the last into the place of the one that ended.
    for (int i = w->active - 1; ready > 0 && i >= 0; i--) {
        if (w->polls[i].revents && !receive(w, i)) finish(w, i);
    }
    return OK;
}

// Whether there is, or may be, something left to do.
static bool goes_on(const Work *w, int next) {
    if (w->active > 0) return true;
    return !w->stopping && (next < w->pool->plan->run_count || w->elsewhere > 0);
}

static Status work(Work *w, Error *e) {
    const Pool *p = w->pool;
    int next = 0;
    Status s = OK;
    while (!s && goes_on(w, next)) {
        if (!w->stopping) s = start_waiting(w, &next, e);
        if (!s && interrupted() && !w->stopping) {
            error_set(&w->ending, ERR_INTERRUPTED, "interrupted");
            stop_all(w);
        }
        if (!s && goes_on(w, next)) s = wait_for_news(w, e);
        if (p->stop && p->stop->status && !w->ending.status) w->ending = *p->stop;
        if (w->ending.status && !w->stopping) stop_all(w);
    }
    if (s) { // nothing more is known of the workers
        stop_all(w);
        for (int i = 0; i < w->active; i++) kill(w->slots[i].pid, SIGKILL);
        while (w->active) {
            while (receive(w, 0)) continue;
            finish(w, 0);
        }
    }
    if (!s && w->ending.status) *e = w->ending;
    return e->status;
}

Status pool_run(Pool *p, Error *e) {
    Arena arena = {0};
    Work w = {.pool = p};
    w.slots = arena_take(&arena, (size_t)p->jobs, sizeof *w.slots);
    w.polls = arena_take(&arena, (size_t)p->jobs, sizeof *w.polls);
    w.news = arena_take(&arena, (size_t)p->jobs, sizeof *w.news);
    for (int i = 0; i < p->plan->run_count; i++) w.elsewhere += is_due(p, i, RUN_ELSEWHERE);
    Status s = w.slots && w.polls && w.news ? work(&w, e) : error_memory(e);
    arena_free(&arena);
    return s;
}

int pool_processors(void) {
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : (int)sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n;
}
