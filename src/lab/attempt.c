#include "lab/attempt.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/json_writer.h"
#include "base/maker.h"
#include "base/text.h"
#include "lab/names.h"

#define CLAIM_TRIES 100

// --- Names

Status attempt_name(Attempt *a, RunId id, Error *e) {
    char maker[MAKER_SIZE];
    if (maker_name(maker, e)) return e->status;
    snprintf(a->folder, sizeof a->folder, FOLDER_ATTEMPTS "/%s/%s", id.text, maker);
    return OK;
}

static bool is_alive(const Store *s, const char *folder) {
    return maker_at_work(strrchr(folder, '/') + 1, s->fd, folder);
}

// One with a result has ended; a complete one is about to be published.
Status attempt_look(const Store *s, const char *folder, RunFacts *facts, bool *at_work, Error *e) {
    Status status = run_facts_read(s, folder, facts, e);
    const bool ended = facts->status != RUN_STATUSES && !run_status_complete(facts->status);
    *at_work = !status && !ended && is_alive(s, folder);
    return status;
}

void attempt_beat(const Store *s, const Attempt *a) {
    utimensat(s->fd, a->folder, NULL, 0); // a folder that is gone is noticed when something is written
}

// --- All there are

Status attempt_run(const Store *s, const char *folder, AttemptRun *run, Error *e) {
    static const char begin[] = FOLDER_RUNS "/", seed[] = "/seed-";
    Arena arena = {0};
    char *json = NULL;
    size_t size;
    *run = (AttemptRun){0};
    const char *path = path_join(&arena, folder, ATTEMPT_FILE);
    Status status = path ? store_read(s, path, &arena, &json, &size, e) : error_memory(e);
    if (json && line_member(json, "folder", run->folder, sizeof run->folder) &&
        strncmp(run->folder, begin, strlen(begin)) == 0) {
        const char *name = run->folder + strlen(begin), *last = strstr(name, seed);
        if (last && whole_read(last + strlen(seed), &run->seed))
            snprintf(run->setting, sizeof run->setting, "%.*s", (int)(last - name), name);
    }
    if (!*run->setting) *run->folder = 0;
    arena_free(&arena);
    return status;
}

static Status visit_those_of(const Store *s, const char *above, AttemptVisit *visit, void *context, Error *e) {
    Arena arena = {0};
    StoreNames names;
    Status status = store_list(s, above, &names, &arena, e);
    for (int i = 0; !status && i < names.count; i++) {
        const char *folder = path_join(&arena, above, names.name[i]);
        status = folder ? visit(context, folder, e) : error_memory(e);
    }
    arena_free(&arena);
    return status;
}

Status attempts_visit(const Store *s, AttemptVisit *visit, void *context, Error *e) {
    Arena arena = {0};
    StoreNames ids;
    Status status = store_list(s, FOLDER_ATTEMPTS, &ids, &arena, e);
    for (int i = 0; !status && i < ids.count; i++) {
        const char *above = path_join(&arena, FOLDER_ATTEMPTS, ids.name[i]);
        status = above ? visit_those_of(s, above, visit, context, e) : error_memory(e);
    }
    arena_free(&arena);
    return status;
}

void attempts_remove_empty(const Store *s) {
    Arena arena = {0};
    StoreNames ids;
    Error ignored = {0};
    const bool listed = store_list(s, FOLDER_ATTEMPTS, &ids, &arena, &ignored) == OK;
    for (int i = 0; listed && i < ids.count; i++) {
        const char *above = path_join(&arena, FOLDER_ATTEMPTS, ids.name[i]);
        if (above) unlinkat(s->fd, above, AT_REMOVEDIR);
    }
    unlinkat(s->fd, FOLDER_ATTEMPTS, AT_REMOVEDIR);
    arena_free(&arena);
}

// --- Claiming

// Whether somebody else's living attempt comes before ours: then that one stays. All look by the same rule, and one
// that comes later sees those before it.
static Status find_other(const Store *s, RunId id, const Attempt *own, bool *found, Error *e) {
    Arena arena = {0};
    StoreNames names;
    char folder[ATTEMPT_FOLDER_SIZE];
    *found = false;
    snprintf(folder, sizeof folder, FOLDER_ATTEMPTS "/%s", id.text);
    Status status = store_list(s, folder, &names, &arena, e);
    for (int i = 0; !status && i < names.count; i++) {
        RunFacts facts;
        bool at_work;
        snprintf(folder, sizeof folder, FOLDER_ATTEMPTS "/%s/%.100s", id.text, names.name[i]);
        if (own && strcmp(folder, own->folder) >= 0) continue;
        status = attempt_look(s, folder, &facts, &at_work, e);
        *found |= at_work;
    }
    arena_free(&arena);
    return status;
}

static Status write_attempt(const Store *s, const Plan *p, int run, const Attempt *a, RunId id, Error *e) {
    Arena arena = {0};
    Text t = {0}, folder = {0};
    char host[HOST_SIZE];
    JsonWriter w = {.out = &t};
    maker_host(host);
    plan_folder(p, run, &folder);
    json_object(&w, JSON_LINES);
    json_key(&w, "folder");
    json_text(&w, folder.data ? folder.data : "");
    json_key(&w, "id");
    json_text(&w, id.text);
    json_key(&w, "host");
    json_text(&w, host);
    json_key(&w, "pid");
    json_whole(&w, getpid());
    json_key(&w, "started");
    json_whole(&w, time(NULL));
    json_end(&w);
    text_add(&t, "\n");
    const char *path = path_join(&arena, a->folder, ATTEMPT_FILE);
    int fd = path && !t.failed && !folder.failed ? store_create(s, path, e) : -1;
    Status status = fd >= 0 ? OK : e->status ? e->status : error_memory(e);
    if (fd >= 0 && write(fd, t.data, t.size) != (ssize_t)t.size)
        status = error_errno(e, "cannot write %s/%s", s->path, path);
    if (fd >= 0) close(fd);
    text_free(&t);
    text_free(&folder);
    arena_free(&arena);
    return status;
}

// Makes the attempt's folder. The one above it is taken away by whoever sees it empty, so that it may take some tries.
static Status make_folder(const Store *s, const Attempt *a, Error *e) {
    for (int i = 0; i < CLAIM_TRIES; i++) {
        *e = (Error){0};
        if (store_make_folder(s, a->folder, e) == OK) return OK;
    }
    return e->status;
}

static bool published(const Store *s, const Plan *p, int run, RunId id, Error *e) {
    RunFacts facts;
    run_facts_of(s, p, run, &facts, e);
    return facts.status != RUN_STATUSES && strcmp(facts.id.text, id.text) == 0;
}

Status attempt_claim(const Store *s, const Plan *p, int run, Attempt *a, Claim *claim, Error *e) {
    const RunId id = run_id(p, run);
    bool other = false;
    *claim = CLAIM_ELSEWHERE;
    if (published(s, p, run, id, e)) *claim = CLAIM_DONE;
    if (e->status || *claim == CLAIM_DONE) return e->status;
    Status status = find_other(s, id, NULL, &other, e);
    if (!status && !other) status = attempt_name(a, id, e);
    if (status || other) return status;
    status = make_folder(s, a, e);
    if (!status) status = find_other(s, id, a, &other, e);
    if (!status && !other) status = write_attempt(s, p, run, a, id, e);
    if (!status && !other) *claim = CLAIM_TAKEN;
    if (other) store_remove(s, a->folder, e);
    return status ? status : e->status;
}

// --- The end

Status attempt_fail(const Store *s, const Plan *p, int run, const Attempt *a, const RunNews *news, Error *e) {
    Arena arena = {0};
    Text t = {0};
    JsonWriter w = {.out = &t};
    json_object(&w, JSON_LINES);
    json_key(&w, "id");
    json_text(&w, run_id(p, run).text);
    json_key(&w, "status");
    json_text(&w, run_status_text(news->status));
    json_key(&w, "message");
    json_text(&w, news->message);
    json_key(&w, "epoch");
    json_whole(&w, news->epoch);
    json_key(&w, "seconds");
    json_float(&w, (float)news->seconds);
    json_end(&w);
    text_add(&t, "\n");
    const char *path = path_join(&arena, a->folder, RUN_RESULT);
    Status status = path && !t.failed ? store_write(s, path, t.data, t.size, e) : error_memory(e);
    text_free(&t);
    arena_free(&arena);
    return status;
}

static Status same_rows(const Store *s, const char *one, const char *other, bool *same, Error *e) {
    Arena arena = {0};
    char *a = NULL, *b = NULL;
    size_t n = 0, m = 0;
    const char *first = path_join(&arena, one, RUN_EPOCHS), *second = path_join(&arena, other, RUN_EPOCHS);
    Status status = first && second ? store_read(s, first, &arena, &a, &n, e) : error_memory(e);
    if (!status) status = store_read(s, second, &arena, &b, &m, e);
    *same = !status && a && b && n == m && memcmp(a, b, n) == 0;
    arena_free(&arena);
    return status;
}

// Another name of the attempt's folder: "conflicts/<id>.<tag>", or "attempts/<id>/<tag>-before".
static Status move(const Store *s, const char *from, const char *to, Error *e) {
    if (renameat(s->fd, from, s->fd, to) == 0) return OK;
    return error_errno(e, "cannot move %s/%s to %s", s->path, from, to);
}

static Status set_aside(const Store *s, const char *folder, Error *e) {
    char to[ATTEMPT_FOLDER_SIZE + 8];
    snprintf(to, sizeof to, FOLDER_CONFLICTS "/%s", folder + strlen(FOLDER_ATTEMPTS "/"));
    *strrchr(to, '/') = '.';
    Status status = store_make_folder(s, FOLDER_CONFLICTS, e);
    return status ? status : move(s, folder, to, e);
}

// The run's place is taken: by the same run, or by one of fewer epochs, which goes.
static Status publish_over(const Store *s, const char *folder, const char *place, Published *how, Error *e) {
    RunFacts there, own;
    bool same;
    Status status = run_facts_read(s, place, &there, e);
    if (!status) status = run_facts_read(s, folder, &own, e);
    if (status) return status;
    if (there.status != RUN_STATUSES && strcmp(there.id.text, own.id.text) == 0) {
        status = same_rows(s, place, folder, &same, e);
        if (status) return status;
        *how = same ? PUBLISHED_BEFORE : PUBLISHED_OTHER;
        return same ? store_remove(s, folder, e) : set_aside(s, folder, e);
    }
    if (there.status != RUN_STATUSES && there.epochs > own.epochs) { // it was extended meanwhile
        *how = PUBLISHED_BEFORE;
        return store_remove(s, folder, e);
    }
    if (there.status != RUN_STATUSES && there.epochs == own.epochs)
        return error_set(e, ERR_IO, "%s/%s is another run than %s, which has its name; move one of them away", s->path,
                         place, folder);
    char before[ATTEMPT_FOLDER_SIZE + 8];
    snprintf(before, sizeof before, "%s-before", folder);
    status = move(s, place, before, e);
    if (!status) status = move(s, folder, place, e);
    return status ? status : store_remove(s, before, e);
}

// The folder that held the attempts of a run goes with the last of them.
static void remove_empty(const Store *s, const char *folder) {
    char above[ATTEMPT_FOLDER_SIZE];
    snprintf(above, sizeof above, "%s", folder);
    *strrchr(above, '/') = 0;
    unlinkat(s->fd, above, AT_REMOVEDIR);
}

Status attempt_publish(const Store *s, const char *folder, const char *place, Published *how, Error *e) {
    Arena arena = {0};
    const char *above = path_folder(&arena, place);
    Status status = above ? store_make_folder(s, above, e) : error_memory(e);
    *how = PUBLISHED;
    if (!status) {
        if (renameat(s->fd, folder, s->fd, place) != 0)
            status = errno == ENOTEMPTY || errno == EEXIST
                         ? publish_over(s, folder, place, how, e)
                         : error_errno(e, "cannot move %s/%s to %s", s->path, folder, place);
        remove_empty(s, folder);
    }
    arena_free(&arena);
    return status;
}
