#include "lab/grow.h"

#include <string.h>

#include "base/files.h"
#include "base/lookup.h"
#include "config/options.h"
#include "config/resolved.h"
#include "config/seeds.h"
#include "config/varied.h"
#include "lab/manifest.h"
#include "lab/names.h"
#include "lab/plan.h"
#include "lab/run_facts.h"

#define NAMED_MOST 5 // differing options that an error names

Status grow_read(const char *folder, Experiment *x, bool *there, Error *e) {
    Arena arena = {0};
    const Overrides none = {0};
    const char *path = path_join(&arena, folder, FILE_CONFIG);
    Status s = path ? OK : error_memory(e);
    *there = !s && file_exists(path);
    if (*there && experiment_read(x, path, &none, e)) {
        Error why = *e;
        *there = false;
        s = error_set(e, ERR_IO,
                      "%s: what the folder holds cannot be continued, for its " FILE_CONFIG
                      " cannot be read; begin anew with --restart, or choose another folder with --out\n%.3000s",
                      folder, why.text);
    }
    arena_free(&arena);
    return s;
}

Status grow_open(const char *folder, Experiment *x, Error *e) {
    bool there = false;
    Status s = manifest_check(folder, e);
    if (!s) s = grow_read(folder, x, &there, e);
    if (s || there) return s;
    return error_set(e, ERR_IO, "%s: has no " FILE_CONFIG ", which says what its runs are", folder);
}

Status grow_write(const Store *store, const Experiment *x, bool *changed, Error *e) {
    Arena arena = {0};
    Text text = {0};
    char *before = NULL;
    size_t size = 0;
    experiment_resolved(x, &text);
    Status s = text.failed ? error_memory(e) : store_read(store, FILE_CONFIG, &arena, &before, &size, e);
    *changed = !s && (!before || size != text.size || memcmp(before, text.data, size) != 0);
    if (*changed) s = store_write(store, FILE_CONFIG, text.data, text.size, e);
    text_free(&text);
    arena_free(&arena);
    return s;
}

static void add_value(const Option *o, const RunSpec *spec, Text *out) {
    if (!option_used(o, spec)) {
        text_add(out, "nothing");
        return;
    }
    option_text(o, spec, out);
}

// Appends "train.momentum (0.9 there, 0.5 here)" for each option by which the setting cannot be continued.
static int add_differences(const RunSpec *there, const RunSpec *asked, Text *out) {
    int count = 0;
    for (const Option *o = options; o < options + option_count; o++) {
        const bool epochs = strcmp(o->key, "train.epochs") == 0;
        if (o->aside || o->type == OPTION_PATH || (!option_used(o, there) && !option_used(o, asked))) continue;
        if (epochs ? there->train.epochs <= asked->train.epochs : option_same(o, there, asked)) continue;
        if (count++ >= NAMED_MOST) continue;
        text_printf(out, "%s%s (", count > 1 ? ", " : "", o->key);
        add_value(o, there, out);
        text_add(out, " there, ");
        add_value(o, asked, out);
        text_add(out, epochs ? " here: runs can become longer, not shorter)" : " here)");
    }
    if (there->train.probes != asked->train.probes || there->train.probe_every != asked->train.probe_every) {
        if (count++ < NAMED_MOST) text_add(out, count > 1 ? ", probe" : "probe");
    }
    if (there->train.metrics != asked->train.metrics && count++ < NAMED_MOST)
        text_add(out, count > 1 ? ", metrics" : "metrics");
    if (count > NAMED_MOST) text_printf(out, ", and %d more", count - NAMED_MOST);
    return count;
}

static Status know_settings(const Experiment *x, Lookup *names, Arena *a, Error *e) {
    for (int i = 0; i < x->setting_count; i++)
        if (lookup_add(names, a, x->settings[i].name, i) < 0) return error_memory(e);
    return OK;
}

// The most epochs that a run of the setting in the folder was to train for; 0: there is none.
static Status longest_run(const char *folder, const char *setting, int *epochs, Error *e) {
    Arena arena = {0};
    StoreNames seeds;
    Store store;
    Text above = {0};
    *epochs = 0;
    Status s = store_open(&store, folder, e);
    text_add(&above, FOLDER_RUNS "/");
    folder_name(setting, &above);
    if (!s) s = above.failed ? error_memory(e) : store_list(&store, above.data, &seeds, &arena, e);
    for (int i = 0; !s && i < seeds.count; i++) {
        RunFacts facts;
        const char *run = path_join(&arena, above.data, seeds.name[i]);
        s = run ? run_facts_read(&store, run, &facts, e) : error_memory(e);
        if (!s && facts.status != RUN_STATUSES && facts.epochs > *epochs) *epochs = facts.epochs;
    }
    text_free(&above);
    store_close(&store);
    arena_free(&arena);
    return s;
}

// Whether both are candidates of the same setting, chosen alike, or neither is one.
static bool same_tuning(const Setting *a, const Setting *b) {
    if (!a->candidate_of || !b->candidate_of) return !a->candidate_of && !b->candidate_of;
    return strcmp(a->candidate_of, b->candidate_of) == 0 && a->choose == b->choose;
}

static Status refuse(const char *folder, const char *setting, const char *differences, const char *other, Error *e) {
    if (other)
        return error_set(e, ERR_IO, "%s: setting \"%s\" has other options than in %s: %s; nothing was merged", other,
                         setting, folder, differences);
    return error_set(e, ERR_IO,
                     "%s holds setting \"%s\" with other options: %s; choose another folder with --out, give the "
                     "setting another name, or begin anew with --restart",
                     folder, setting, differences);
}

Status grow_check(const char *folder, const Experiment *there, const Experiment *asked, const char *other, Error *e) {
    Arena arena = {0};
    Lookup names = {0};
    Status s = know_settings(there, &names, &arena, e);
    for (int i = 0; !s && i < asked->setting_count; i++) {
        const Setting *setting = &asked->settings[i];
        const int at = lookup_find(&names, setting->name);
        if (at < 0) continue;
        Text differences = {0};
        RunSpec own = there->settings[at].spec;
        int longest = own.train.epochs; // that were asked for once; what counts are those that runs are made of
        if (longest > setting->spec.train.epochs) s = longest_run(folder, setting->name, &longest, e);
        if (longest < own.train.epochs) own.train.epochs = longest;
        if (!s && !same_tuning(&there->settings[at], setting))
            s = refuse(folder, setting->name, "tune (it is a candidate in one of them alone)", other, e);
        else if (!s && add_differences(&own, &setting->spec, &differences) > 0)
            s = refuse(folder, setting->name, differences.data ? differences.data : "", other, e);
        text_free(&differences);
    }
    arena_free(&arena);
    return s;
}

static Status join_seeds(const Experiment *there, const Experiment *asked, Experiment *all, Error *e) {
    const size_t room = (size_t)there->seed_count + (size_t)asked->seed_count;
    int count = 0;
    all->seeds = arena_take(&all->arena, room, sizeof *all->seeds);
    if (!all->seeds) return error_memory(e);
    for (int i = 0; i < there->seed_count; i++) all->seeds[count++] = there->seeds[i];
    for (int i = 0; i < asked->seed_count; i++) all->seeds[count++] = asked->seeds[i];
    all->seed_count = count;
    seeds_sort(all);
    all->seed_count = 0;
    for (int i = 0; i < count; i++)
        if (i == 0 || all->seeds[i] != all->seeds[i - 1]) all->seeds[all->seed_count++] = all->seeds[i];
    return OK;
}

// The settings of `first`, each as `asked` has it where it has it, then those of `second` that are new.
static Status join_settings(const Experiment *first, const Experiment *second, const Experiment *asked, Experiment *all,
                            Error *e) {
    const size_t room = (size_t)first->setting_count + (size_t)second->setting_count;
    Arena arena = {0};
    Lookup known = {0}, wanted = {0};
    int count = 0;
    Status s = know_settings(asked, &wanted, &arena, e);
    all->settings = arena_take(&all->arena, room, sizeof *all->settings);
    if (!all->settings) s = error_memory(e);
    for (int pass = 0; pass < 2 && !s; pass++) {
        const Experiment *x = pass == 0 ? first : second;
        for (int i = 0; i < x->setting_count && !s; i++) {
            const int place = lookup_add(&known, &arena, x->settings[i].name, count);
            const int own = lookup_find(&wanted, x->settings[i].name);
            if (place < 0) s = error_memory(e);
            if (place == count) all->settings[count++] = own >= 0 ? asked->settings[own] : x->settings[i];
        }
    }
    all->setting_count = count;
    arena_free(&arena);
    return s;
}

// Columns that were asked for by either; *more: `asked` has not all of them.
static Status join_columns(const Experiment *there, const Experiment *asked, Experiment *all, bool *more, Error *e) {
    *more = false;
    if (varied_begin(all, e)) return e->status;
    for (size_t i = 0; i < option_count; i++) {
        all->asked[i] = there->asked[i] || asked->asked[i];
        *more |= all->asked[i] && !asked->asked[i];
    }
    return OK;
}

// Written out and read again, it is an experiment of its own.
static Status read_back(const char *folder, Experiment *joined, Experiment *all, Arena *arena, Error *e) {
    const Overrides none = {0};
    Text text = {0}, name = {0};
    Status s = varied_list(joined, e);
    if (s) return s;
    experiment_resolved(joined, &text);
    text_printf(&name, "%s/" FILE_CONFIG, folder);
    const size_t size = text.size;
    char *kept = text.failed ? NULL : arena_text(arena, text.data);
    const char *path = text_keep(&name, arena);
    const ConfigText config = {.name = path, .folder = "", .text = kept, .size = size};
    s = kept && path ? experiment_read_text(all, &config, &none, e) : error_memory(e);
    if (!s) {
        all->path = arena_text(&all->arena, joined->path);
        all->folder = arena_text(&all->arena, joined->folder);
        if (!all->path || !all->folder) s = error_memory(e);
        if (s) experiment_free(all);
    }
    text_free(&text);
    return s;
}

Status grow_union(const char *folder, const Experiment *there, const Experiment *asked, Experiment *all, bool *whole,
                  Arena *arena, Error *e) {
    Experiment joined = *asked;
    Lookup names = {0};
    bool has_all = true;
    joined.arena = (Arena){0};
    Status s = know_settings(asked, &names, &joined.arena, e);
    for (int i = 0; i < there->setting_count && has_all; i++)
        has_all = lookup_find(&names, there->settings[i].name) >= 0;
    bool more_columns = false;
    if (!s) s = join_seeds(there, asked, &joined, e);
    if (!s) s = join_columns(there, asked, &joined, &more_columns, e);
    *whole = !s && has_all && !more_columns && joined.seed_count == asked->seed_count;
    if (!s && !*whole) {
        s = join_settings(has_all ? asked : there, has_all ? there : asked, asked, &joined, e);
        joined.name = there->name;
        joined.about = there->about;
        if (!s) s = read_back(folder, &joined, all, arena, e);
    }
    arena_free(&joined.arena);
    return s;
}
