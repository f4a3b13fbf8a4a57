#include "lab/scan.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/files.h"
#include "base/lookup.h"
#include "base/maker.h"
#include "lab/attempt.h"
#include "lab/names.h"
#include "lab/run_id.h"

typedef struct Scan {
    const Store *store;
    const Plan *plan;
    RunState *states;
    bool adopt;      // complete attempts are published, empty folders removed
    Lookup settings; // by their folders' names
    Arena *texts;    // takes messages
    Arena arena;
} Scan;

// --- Published runs

static Status refuse_run(const Scan *c, const char *folder, const RunFacts *facts, int run, Error *e) {
    const char *hash = plan_source(c->plan, c->plan->runs[run].setting)->hash;
    if (*facts->data && strcmp(facts->data, hash) != 0)
        return error_set(
            e, ERR_IO,
            "%s/%s was trained on other data (sha256 %.12s...) than there are now (%.12s...); give the new "
            "data a folder of their own with --out, or begin anew with --restart",
            c->store->path, folder, facts->data, hash);
    return error_set(e, ERR_IO,
                     "%s/%s is not what this config, or this regrun, makes of the setting; choose another folder with "
                     "--out, or begin anew with --restart",
                     c->store->path, folder);
}

static Status scan_run(const Scan *c, const char *folder, int run, Error *e) {
    RunFacts facts;
    Status s = run_facts_read(c->store, folder, &facts, e);
    if (s || facts.status == RUN_STATUSES) return s;
    const int epochs = c->plan->experiment->settings[c->plan->runs[run].setting].spec.train.epochs;
    if (c->plan->identity) {
        const RunId then = run_id_at(c->plan, run, facts.epochs);
        if (strcmp(facts.id.text, then.text) != 0 || facts.epochs > epochs)
            return refuse_run(c, folder, &facts, run, e);
    }
    if (facts.epochs < epochs) { // it is to be extended
        c->states[run].epoch = facts.epochs;
        return OK;
    }
    c->states[run] = (RunState){.status = facts.status, .epoch = facts.epoch, .seconds = facts.seconds};
    return OK;
}

static Status scan_setting(const Scan *c, const char *name, int setting, Error *e) {
    static const char begin[] = "seed-";
    Arena arena = {0};
    StoreNames seeds;
    const char *above = path_join(&arena, FOLDER_RUNS, name);
    Status s = above ? store_list(c->store, above, &seeds, &arena, e) : error_memory(e);
    for (int i = 0; !s && i < seeds.count; i++) {
        uint64_t seed;
        if (strncmp(seeds.name[i], begin, strlen(begin)) != 0 || !whole_read(seeds.name[i] + strlen(begin), &seed))
            continue;
        const int run = plan_find(c->plan, setting, seed);
        const char *folder = path_join(&arena, above, seeds.name[i]);
        if (run >= 0) s = folder ? scan_run(c, folder, run, e) : error_memory(e);
    }
    arena_free(&arena);
    return s;
}

static Status know_settings(Scan *c, Error *e) {
    const Experiment *x = c->plan->experiment;
    if (c->settings.count > 0) return OK;
    for (int i = 0; i < x->setting_count; i++) {
        Text name = {0};
        folder_name(x->settings[i].name, &name);
        const char *kept = text_keep(&name, &c->arena);
        if (!kept || lookup_add(&c->settings, &c->arena, kept, i) < 0) return error_memory(e);
    }
    return OK;
}

static Status scan_published(Scan *c, Error *e) {
    StoreNames names;
    Status s = store_list(c->store, FOLDER_RUNS, &names, &c->arena, e);
    if (!s && names.count > 0) s = know_settings(c, e);
    for (int i = 0; !s && i < names.count; i++) {
        const int setting = lookup_find(&c->settings, names.name[i]);
        if (setting >= 0) s = scan_setting(c, names.name[i], setting, e);
    }
    return s;
}

// --- Attempts

// The run of an attempt that is of none of the plan's; that of one that does not say whose it is, since its maker was
// killed before.
enum { RUN_FOREIGN = -1, RUN_UNTOLD = -2 };

// Called with each attempt; `run`: in the plan, or one of these; `other`: it was to train for other epochs.
typedef Status Visit(const Scan *c, const char *folder, int run, bool other, Error *e);

typedef struct Visiting {
    Scan *scan;
    Visit *visit;
} Visiting;

static Status visit_attempt(void *context, const char *folder, Error *e) {
    const Visiting *v = context;
    const Plan *p = v->scan->plan;
    AttemptRun of;
    if (know_settings(v->scan, e) || attempt_run(v->scan->store, folder, &of, e)) return e->status;
    const int setting = lookup_find(&v->scan->settings, of.setting);
    const int run = setting >= 0 ? plan_find(p, setting, of.seed) : *of.folder ? RUN_FOREIGN : RUN_UNTOLD;
    const char *id = folder + strlen(FOLDER_ATTEMPTS "/");
    const bool other = run >= 0 && p->identity && strncmp(id, run_id(p, run).text, RUN_ID_SIZE - 1) != 0;
    return v->visit(v->scan, folder, run, other, e);
}

static Status visit_attempts(Scan *c, Visit *visit, Error *e) {
    Visiting v = {.scan = c, .visit = visit};
    Status s = attempts_visit(c->store, visit_attempt, &v, e);
    if (c->adopt) attempts_remove_empty(c->store);
    return s;
}

// "node1, process 123"
static void add_maker(const char *folder, Text *out) {
    const char *name = strrchr(folder, '/') + 1;
    const int host = (int)strcspn(name, "-");
    text_printf(out, "%.*s, process %d", host, name, name[host] ? atoi(name + host + 1) : 0);
}

// "node1, process 123, 3 s ago"; NULL without memory.
static const char *who(const Scan *c, const char *folder) {
    struct stat info;
    Text text = {0};
    const long ago = fstatat(c->store->fd, folder, &info, 0) == 0 ? (long)(time(NULL) - info.st_mtime) : 0;
    add_maker(folder, &text);
    text_printf(&text, ", %ld s ago", ago < 0 ? 0 : ago);
    return text_keep(&text, c->texts);
}

static Status adopt(const Scan *c, const char *folder, int run, Error *e) {
    Published how = PUBLISHED;
    Text place = {0};
    plan_folder(c->plan, run, &place);
    Status s = place.failed ? error_memory(e) : attempt_publish(c->store, folder, place.data, &how, e);
    text_free(&place);
    return s;
}

static Status scan_attempt(const Scan *c, const char *folder, int run, bool other, Error *e) {
    RunFacts facts;
    bool at_work;
    if (run < 0 || other || run_status_complete(c->states[run].status)) return OK;
    if (attempt_look(c->store, folder, &facts, &at_work, e)) return e->status;
    RunState *state = &c->states[run];
    if (at_work) {
        *state = (RunState){.status = RUN_ELSEWHERE, .message = who(c, folder)};
    } else if (run_status_complete(facts.status)) {
        *state = (RunState){.status = facts.status, .epoch = facts.epoch, .seconds = facts.seconds};
        return c->adopt ? adopt(c, folder, run, e) : OK;
    } else if (state->status != RUN_ELSEWHERE) {
        *state = (RunState){.status = facts.status == RUN_FAILED ? RUN_FAILED : RUN_INTERRUPTED,
                            .epoch = facts.epoch,
                            .seconds = facts.seconds,
                            .message = *facts.message ? arena_text(c->texts, facts.message) : NULL};
    }
    return OK;
}

Status scan_runs(const Store *s, const Plan *p, RunState *states, bool adopt, Arena *texts, Error *e) {
    Scan c = {.store = s, .plan = p, .states = states, .adopt = adopt, .texts = texts};
    for (int i = 0; i < p->run_count; i++) states[i] = (RunState){.status = RUN_WAITING};
    Status status = scan_published(&c, e);
    if (!status) status = visit_attempts(&c, scan_attempt, e);
    arena_free(&c.arena);
    return status;
}

// --- Cleaning

// The run is published, as long as it is to be: nobody goes on from an attempt of it.
static Status is_published(const Scan *c, int run, bool *published, Error *e) {
    RunFacts facts;
    Status s = run_facts_of(c->store, c->plan, run, &facts, e);
    const int epochs = c->plan->experiment->settings[c->plan->runs[run].setting].spec.train.epochs;
    *published = facts.status != RUN_STATUSES && facts.epochs >= epochs;
    return s;
}

// What is of no run of the plan may be of one that another regrun has added meanwhile. From what says nothing nobody
// goes on.
static Status clean_attempt(const Scan *c, const char *folder, int run, bool other, Error *e) {
    RunFacts facts;
    bool at_work, published = run == RUN_UNTOLD;
    (void)other;
    if (run == RUN_FOREIGN || attempt_look(c->store, folder, &facts, &at_work, e) || at_work) return e->status;
    Status s = run >= 0 ? is_published(c, run, &published, e) : OK;
    return !s && published ? store_remove(c->store, folder, e) : s;
}

// Where its maker's name begins, if the file is a temporary one of regrun's; else NULL.
static const char *temporary_maker(const char *file) {
    static const size_t end = sizeof STORE_TEMPORARY - 1;
    const size_t n = strlen(file);
    if (n <= end || strcmp(file + n - end, STORE_TEMPORARY) != 0) return NULL;
    for (const Written *w = written; w->name; w++) {
        const size_t name = strlen(w->name);
        if (n > name + 1 + end && strncmp(file, w->name, name) == 0 && file[name] == '.') return file + name + 1;
    }
    return NULL;
}

Status scan_clean_temporary(const Store *s, Error *e) {
    Arena arena = {0};
    StoreNames names;
    Status status = store_list(s, ".", &names, &arena, e);
    for (int i = 0; !status && i < names.count; i++) {
        const char *maker = temporary_maker(names.name[i]);
        if (maker && !maker_at_work(maker, s->fd, names.name[i])) status = store_remove(s, names.name[i], e);
    }
    arena_free(&arena);
    return status;
}

Status scan_clean(const Store *s, const Plan *p, Error *e) {
    Scan c = {.store = s, .plan = p, .adopt = true};
    Status status = visit_attempts(&c, clean_attempt, e);
    if (!status) status = scan_clean_temporary(s, e);
    arena_free(&c.arena);
    return status;
}

// --- Who is at work

typedef struct Looking {
    const Store *store;
    LiveAttempts *live;
} Looking;

static Status look(void *context, const char *folder, Error *e) {
    const Looking *l = context;
    RunFacts facts;
    bool at_work = false;
    Status s = attempt_look(l->store, folder, &facts, &at_work, e);
    if (s || !at_work || l->live->count++ > 0) return s;
    Text maker = {0};
    add_maker(folder, &maker);
    snprintf(l->live->who, sizeof l->live->who, "%s", maker.data ? maker.data : "");
    text_free(&maker);
    return OK;
}

Status scan_live(const Store *s, LiveAttempts *live, Error *e) {
    Looking l = {.store = s, .live = live};
    *live = (LiveAttempts){0};
    return attempts_visit(s, look, &l, e);
}
