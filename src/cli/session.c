#include "cli/session.h"

#include <stdlib.h>

#include "base/files.h"
#include "config/expect.h"
#include "lab/folder.h"
#include "lab/grow.h"
#include "lab/manifest.h"
#include "lab/names.h"

static Status read_config(Session *s, Error *e) {
    const Overrides overrides = {.set_count = s->set.count, .set = s->set.item, .seeds = s->seeds};
    const char *config = s->config;
    if (!config) {
        if (manifest_check(s->folder, e)) return e->status;
        config = path_join(&s->arena, s->folder, FILE_CONFIG);
    }
    return config ? experiment_read(&s->asked, config, &overrides, e) : error_memory(e);
}

static Status open_plan(Session *s, Experiment *x, Error *e) {
    Status status = plan_make(&s->plan, x, e);
    if (!status) status = folder_check(s->lab.folder, s->restart, e);
    if (!status) status = plan_open(&s->plan, e);
    return status ? status : expect_check_layers(x, s->lab.engine, e);
}

// What the folder holds comes into the plan.
static Status grow(Session *s, Error *e) {
    bool there = false, whole = true;
    Status status = grow_read(s->lab.folder, &s->there, &there, e);
    if (!status && there) status = grow_check(s->lab.folder, &s->there, &s->asked, NULL, e);
    if (!status && there) status = grow_union(s->lab.folder, &s->there, &s->asked, &s->all, &whole, &s->arena, e);
    if (status || whole) return status;
    plan_close(&s->plan);
    s->lab.selection.asked = &s->asked;
    status = plan_make(&s->plan, &s->all, e);
    return status ? status : plan_open(&s->plan, e);
}

Status session_open(Session *s, Error *e) {
    Lab *lab = &s->lab;
    s->notes.arena = &s->arena;
    Status status = read_config(s, e);
    if (!status && s->check) status = s->check(&s->asked, e);
    if (status) return status;
    *lab = (Lab){.plan = &s->plan, .restart = s->restart};
    lab->engine = engine_choose(getenv("REGRUN_KERNEL"), e);
    if (!lab->engine) return e->status;
    const bool named = s->folder && !s->several;
    lab->folder = named ? s->folder : path_join(&s->arena, s->folder ? s->folder : "results", s->asked.name);
    if (!lab->folder) return error_memory(e);
    status = open_plan(s, &s->asked, e);
    if (!status) plan_notes(&s->plan, &s->notes);
    return status || s->restart ? status : grow(s, e);
}

void session_close(Session *s) {
    lab_close(&s->lab);
    plan_close(&s->plan);
    experiment_free(&s->all);
    experiment_free(&s->there);
    experiment_free(&s->asked);
    arena_free(&s->arena);
}
