#include "results/beside.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/lookup.h"
#include "base/near_path.h"
#include "base/store.h"
#include "base/text.h"
#include "config/experiment.h"
#include "lab/log.h"
#include "lab/manifest.h"
#include "lab/names.h"
#include "lab/plan.h"
#include "lab/scan.h"

#define HINT_NAMES 5 // folders that an error names

Status beside_read(Arena *a, const char *folder, const char *name, const char **text, Error *e) {
    char *path = path_join(a, folder, name), *data;
    size_t size;
    *text = NULL;
    if (!path) return error_memory(e);
    if (!file_exists(path)) return OK;
    if (file_read(a, path, &data, &size, e)) return e->status;
    *text = data;
    return OK;
}

Status beside_parse(const char *text, const char *folder, const char *name, cJSON **json, Error *e) {
    errno = 0;
    *json = cJSON_Parse(text);
    if (*json) return OK;
    if (errno == ENOMEM) return error_memory(e); // cJSON itself does not tell
    return error_set(e, ERR_DATA, "%s/%s: not JSON; move it away to compare from the log alone", folder, name);
}

static const char *text_of(const cJSON *json, const char *key) {
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, key));
}

// The name, the question and the metric that it is about, from config.json; without one, the folder's own name.
static Status read_name(ExperimentLog *x, Arena *a, Error *e) {
    char *full = realpath(x->folder, NULL);
    if (!full) return error_errno(e, "%s: cannot tell its full name", x->folder);
    const char *last = strrchr(full, '/') + 1;
    x->name = x->base = arena_text(a, *last ? last : full); // "/" is called so itself
    x->about = "";
    free(full);
    if (!x->base) return error_memory(e);
    if (!x->config) return OK;
    cJSON *json;
    if (beside_parse(x->config, x->folder, FILE_CONFIG, &json, e)) return e->status;
    const char *name = text_of(json, "name"), *about = text_of(json, "about"), *primary = text_of(json, "primary");
    if (name) x->name = arena_text(a, name);
    if (about) x->about = arena_text(a, about);
    if (primary) x->primary = arena_text(a, primary);
    const bool good = x->name && x->about && !primary == !x->primary;
    cJSON_Delete(json);
    return good ? OK : error_memory(e);
}

static bool has_log(const char *folder, const char *name, Arena *a) {
    const char *inner = path_join(a, folder, name), *log = inner ? path_join(a, inner, FILE_LOG) : NULL;
    return name[0] != '.' && log && (file_exists(log) || manifest_exists(inner));
}

// There is no log in `folder`; perhaps the folders in it were meant.
static Status no_log(const char *folder, Arena *a, Error *e) {
    struct dirent **entries;
    Text names = {0};
    int count = scandir(folder, &entries, NULL, alphasort), found = 0;
    for (int i = 0; i < count; i++) {
        if (has_log(folder, entries[i]->d_name, a) && found++ < HINT_NAMES) {
            const char *inner = path_join(a, folder, entries[i]->d_name);
            text_printf(&names, " %s", inner ? inner : "");
        }
        free(entries[i]);
    }
    if (count >= 0) free(entries);
    if (found > HINT_NAMES) text_add(&names, " ...");
    if (names.data)
        error_set(e, ERR_IO, "%s: no " FILE_LOG " in this folder, but in folders in it; name these:%s", folder,
                  names.data);
    else
        error_set(e, ERR_IO, "%s: no " FILE_LOG " in this folder", folder);
    text_free(&names);
    return e->status;
}

// The runs whose last attempt failed.
static Status list_failed(ExperimentLog *x, const Store *store, Experiment *config, Arena *a, Error *e) {
    Plan plan;
    Arena passing = {0};
    if (!store_exists(store, FOLDER_ATTEMPTS)) return OK;
    Status s = plan_make(&plan, config, e);
    if (s) return s;
    RunState *states = arena_take(&passing, (size_t)plan.run_count, sizeof *states);
    s = states ? scan_runs(store, &plan, states, false, &passing, e) : error_memory(e);
    int count = 0;
    for (int i = 0; !s && i < plan.run_count; i++) count += states[i].status == RUN_FAILED;
    x->failed = arena_take(a, (size_t)count, sizeof *x->failed);
    if (!s && !x->failed) s = error_memory(e);
    for (int i = 0; !s && i < plan.run_count; i++) {
        if (states[i].status != RUN_FAILED) continue;
        const char *name = arena_text(a, config->settings[plan.runs[i].setting].name);
        if (!name) s = error_memory(e);
        x->failed[x->failed_count++] = (struct FailedRun){name, plan.runs[i].replicate.seed};
    }
    arena_free(&passing);
    plan_close(&plan);
    return s;
}

// Moves a gathered text to the arena; nothing of an empty one.
static Status keep(Text *text, char **data, size_t *size, Arena *a, Error *e) {
    if (text->size == 0 && !text->failed) return OK;
    *size = text->size;
    *data = (char *)(uintptr_t)text_keep(text, a);
    return *data ? OK : error_memory(e);
}

// The rows of all runs of a results folder, as the runs' own folders have them; nothing where these do not tell.
static Status gather(ExperimentLog *x, Arena *a, Error *e) {
    const Overrides none = {0};
    Experiment config;
    Store store;
    Text log = {0}, probes = {0};
    const char *path = path_join(a, x->folder, FILE_CONFIG);
    if (!path) return error_memory(e);
    Status s = store_open(&store, x->folder, e);
    const bool runs = !s && (store_exists(&store, FOLDER_RUNS) || store_exists(&store, FOLDER_ATTEMPTS));
    if (runs && file_exists(path) && experiment_read(&config, path, &none, e) == OK) {
        s = log_gather(&store, &config, ROWS_EPOCHS, &log, e);
        if (!s && config.settings[0].spec.train.probes) s = log_gather(&store, &config, ROWS_PROBES, &probes, e);
        if (!s) s = list_failed(x, &store, &config, a, e);
        experiment_free(&config);
    } else if (!s) {
        *e = (Error){0}; // from another version, or changed by hand: the log stands without it
    }
    store_close(&store);
    x->gathered = !s && log.size > 0;
    if (!s) s = keep(&log, &x->log, &x->log_size, a, e);
    if (!s) s = keep(&probes, &x->probes, &x->probes_size, a, e);
    text_free(&log);
    text_free(&probes);
    return s;
}

// There is a log, or something to gather one from.
static Status read_log(ExperimentLog *x, const char *path, bool folder, Arena *a, Error *e) {
    if (folder && gather(x, a, e)) return e->status;
    if (x->gathered) return OK;
    if (!file_exists(x->log_path))
        return folder ? no_log(path, a, e)
                      : error_set(e, ERR_IO, "%s: no such results folder or " FILE_LOG "%s", path,
                                  path_suggestion(a, path));
    Status s = file_read(a, x->log_path, &x->log, &x->log_size, e);
    return s || !file_exists(x->probes_path) ? s : file_read(a, x->probes_path, &x->probes, &x->probes_size, e);
}

Status experiment_open(ExperimentLog *x, const char *path, Arena *a, Error *e) {
    bool folder = folder_exists(path);
    x->folder = folder ? arena_text(a, path) : path_folder(a, path);
    x->log_path = folder ? path_join(a, path, FILE_LOG) : arena_text(a, path);
    if (!x->folder || !x->log_path) return error_memory(e);
    if (!*x->folder) x->folder = ".";
    x->probes_path = path_join(a, x->folder, FILE_PROBES);
    if (!x->probes_path) return error_memory(e);
    if (read_log(x, path, folder, a, e)) return e->status;
    if (beside_read(a, x->folder, FILE_CONFIG, &x->config, e)) return e->status;
    if (beside_read(a, x->folder, FILE_MANIFEST, &x->manifest, e)) return e->status;
    return read_name(x, a, e);
}

// What one manifest is applied to. Names are known by their places in results->settings and results->absent.
typedef struct Applying {
    Results *results;
    int experiment;
    Lookup settings, absent;
} Applying;

static Status know_settings(Applying *a, Error *e) {
    Results *r = a->results;
    for (int s = r->setting_count - 1; s >= 0 && r->settings[s].experiment == a->experiment; s--)
        if (lookup_add(&a->settings, &r->arena, r->settings[s].own_name, s) < 0) return error_memory(e);
    return OK;
}

static SettingLog *find_setting(const Applying *a, const char *name) {
    int s = name ? lookup_find(&a->settings, name) : -1;
    return s < 0 ? NULL : &a->results->settings[s];
}

// Counts a run of a setting that the log does not know. results->absent has room.
static Status count_absent(Applying *a, const char *name, Error *e) {
    Results *r = a->results;
    int i = lookup_find(&a->absent, name);
    if (i < 0) {
        const char *copy = arena_text(&r->arena, name);
        if (!copy || lookup_add(&a->absent, &r->arena, copy, r->absent_count) < 0) return error_memory(e);
        i = r->absent_count++;
        r->absent[i] = (AbsentSetting){.name = copy, .experiment = a->experiment};
    }
    r->absent[i].planned++;
    return OK;
}

static double number_of(const cJSON *json, const char *key) {
    return cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(json, key));
}

// Takes the status of a run from the manifest, which knows of runs that were stopped; the log alone does not. Seeds are
// doubles here, as cJSON reads them: beyond 2^53 a few may be one number. False where the log has no row of it.
static bool mark_run(SettingLog *setting, const cJSON *item) {
    const char *status = text_of(item, "status");
    double seed = number_of(item, "seed"), fold = number_of(item, "fold");
    int low = 0, high = setting->run_count;
    bool found = false;
    setting->planned++;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if ((double)setting->by_replicate[middle]->replicate.seed < seed)
            low = middle + 1;
        else
            high = middle;
    }
    for (int i = low; status && i < setting->run_count; i++) {
        RunLog *run = setting->by_replicate[i];
        if ((double)run->replicate.seed != seed) break;
        if (run->replicate.fold != (isnan(fold) ? 0 : fold)) continue;
        if (strcmp(status, "diverged") == 0)
            run->diverged = true;
        else if (strcmp(status, "learned nothing") == 0)
            run->nothing = !run->diverged;
        else if (strcmp(status, "done") != 0)
            run->unfinished = !run->diverged;
        run->failed = run->unfinished && strcmp(status, "failed") == 0;
        found = true;
    }
    return found;
}

// A run that failed and left no row. results->lost has room.
static Status count_lost(Applying *a, const cJSON *item, Error *e) {
    Results *r = a->results;
    const char *status = text_of(item, "status"), *name = text_of(item, "setting");
    if (!status || !name || strcmp(status, "failed") != 0) return OK;
    const char *copy = arena_text(&r->arena, name);
    if (!copy) return error_memory(e);
    r->lost[r->lost_count++] = (LostRun){copy, a->experiment, number_of(item, "seed")};
    return OK;
}

static Status grow_lost(Results *r, int more, Error *e) {
    LostRun *lost = arena_take(&r->arena, (size_t)(r->lost_count + more), sizeof *lost);
    if (!lost) return error_memory(e);
    for (int i = 0; i < r->lost_count; i++) lost[i] = r->lost[i];
    r->lost = lost;
    return OK;
}

static Status apply_runs(Applying *a, const cJSON *runs, Error *e) {
    Results *r = a->results;
    const cJSON *item;
    size_t room = (size_t)(r->absent_count + cJSON_GetArraySize(runs));
    AbsentSetting *absent = arena_take(&r->arena, room, sizeof *absent);
    if (!absent) return error_memory(e);
    for (int i = 0; i < r->absent_count; i++) absent[i] = r->absent[i];
    r->absent = absent;
    if (grow_lost(r, cJSON_GetArraySize(runs), e)) return e->status;
    cJSON_ArrayForEach(item, runs) {
        const char *name = text_of(item, "setting");
        SettingLog *setting = find_setting(a, name);
        if (setting && mark_run(setting, item)) continue;
        if (count_lost(a, item, e) || (!setting && name && count_absent(a, name, e))) return e->status;
    }
    return OK;
}

// The same of a folder whose attempts tell.
static Status apply_failed(Applying *a, const ExperimentLog *x, Error *e) {
    Results *r = a->results;
    if (grow_lost(r, x->failed_count, e)) return e->status;
    for (int i = 0; i < x->failed_count; i++) {
        const struct FailedRun *failed = &x->failed[i];
        const SettingLog *setting = find_setting(a, failed->setting);
        bool found = false;
        for (int k = 0; setting && k < setting->run_count; k++) {
            RunLog *run = &setting->runs[k];
            if (run->replicate.seed != failed->seed) continue;
            run->failed = run->unfinished = found = true;
        }
        if (!found) r->lost[r->lost_count++] = (LostRun){failed->setting, a->experiment, (double)failed->seed};
    }
    return OK;
}

static Status apply_hashes(const Applying *a, const cJSON *data, Error *e) {
    const cJSON *item, *name;
    cJSON_ArrayForEach(item, data) {
        const char *hash = text_of(item, "sha256");
        const char *copy = hash ? arena_text(&a->results->arena, hash) : NULL;
        if (hash && !copy) return error_memory(e);
        cJSON_ArrayForEach(name, cJSON_GetObjectItemCaseSensitive(item, "settings")) {
            SettingLog *setting = find_setting(a, cJSON_GetStringValue(name));
            if (setting) setting->data[DATA_HASH] = copy;
        }
    }
    return OK;
}

Status manifest_apply(Results *r, int experiment, Error *e) {
    const ExperimentLog *x = &r->experiments[experiment];
    Applying a = {.results = r, .experiment = experiment};
    cJSON *json;
    Status s = know_settings(&a, e);
    if (!s && x->gathered) s = apply_failed(&a, x, e);
    if (s || !x->manifest) return s;
    if (beside_parse(x->manifest, x->folder, FILE_MANIFEST, &json, e)) return e->status;
    if (!x->gathered) s = apply_runs(&a, cJSON_GetObjectItemCaseSensitive(json, "runs"), e);
    if (!s) s = apply_hashes(&a, cJSON_GetObjectItemCaseSensitive(json, "data"), e);
    cJSON_Delete(json);
    return s;
}
