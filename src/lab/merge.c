#include "lab/merge.h"

#include <string.h>

#include "base/files.h"
#include "lab/attempt.h"
#include "lab/grow.h"
#include "lab/log.h"
#include "lab/names.h"
#include "lab/run_facts.h"

// Copies the files of a folder into another store.
static Status copy_folder(const Store *from, const char *folder, const Store *into, const char *to, Error *e) {
    Arena arena = {0};
    StoreNames names;
    Status s = store_make_folder(into, to, e);
    if (!s) s = store_list(from, folder, &names, &arena, e);
    for (int i = 0; !s && i < names.count; i++) {
        Arena file = {0};
        char *data;
        size_t size;
        const char *source = path_join(&file, folder, names.name[i]), *target = path_join(&file, to, names.name[i]);
        s = source && target ? store_read(from, source, &file, &data, &size, e) : error_memory(e);
        if (!s && data) s = store_write(into, target, data, size, e);
        arena_free(&file);
    }
    arena_free(&arena);
    return s;
}

// Through an attempt of its own, so that half a copy is never taken for a run.
static Status copy_run(const Store *from, const Store *into, const char *folder, const RunFacts *facts, Merged *merged,
                       Error *e) {
    Attempt attempt;
    Published how = PUBLISHED;
    Status s = attempt_name(&attempt, facts->id, e);
    if (!s) s = copy_folder(from, folder, into, attempt.folder, e);
    if (!s) s = attempt_publish(into, attempt.folder, folder, &how, e);
    if (s) return s;
    merged->copied += how == PUBLISHED;
    merged->same += how == PUBLISHED_BEFORE;
    merged->conflicts += how == PUBLISHED_OTHER;
    return OK;
}

// The data of a setting's runs: `known` is that of those seen before, or "".
static Status check_data(const Store *s, const char *folder, const RunFacts *facts, char *known, Error *e) {
    if (!*known) strcpy(known, facts->data);
    if (strcmp(known, facts->data) == 0) return OK;
    return error_set(e, ERR_IO, "%s/%s was trained on other data (sha256 %.12s...) than the runs beside it (%.12s...)",
                     s->path, folder, facts->data, known);
}

static Status merge_run(const Store *from, const Store *into, const Plan *p, int run, char *known, Merged *merged,
                        Error *e) {
    RunFacts there, own;
    Text folder = {0};
    plan_folder(p, run, &folder);
    Status s = folder.failed ? error_memory(e) : run_facts_read(into, folder.data, &there, e);
    if (!s && there.status != RUN_STATUSES) s = check_data(into, folder.data, &there, known, e);
    if (!s) s = run_facts_read(from, folder.data, &own, e);
    if (!s && own.status != RUN_STATUSES) {
        s = check_data(from, folder.data, &own, known, e);
        if (!s) s = copy_run(from, into, folder.data, &own, merged, e);
    }
    text_free(&folder);
    return s;
}

Status merge_runs(const Store *into, const char *other, const Plan *p, Merged *merged, Error *e) {
    Store from;
    char known[HASH_TEXT_SIZE] = "";
    Status s = store_open(&from, other, e);
    for (int i = 0; !s && i < p->run_count; i++) {
        if (i > 0 && p->runs[i].setting != p->runs[i - 1].setting) *known = 0;
        s = merge_run(&from, into, p, i, known, merged, e);
    }
    store_close(&from);
    return s;
}

Status merge_files(const Store *into, const Experiment *x, Error *e) {
    bool changed;
    Status s = grow_write(into, x, &changed, e);
    return s ? s : logs_write(into, x, e);
}
