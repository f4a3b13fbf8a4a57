#include "report/results.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/text.h"
#include "report/log.h"

// The text of `name` in `folder`, or NULL when there is no such file.
static Status read_beside(Arena *a, const char *folder, const char *name, const char **text, Error *e) {
    char *path = path_join(a, folder, name), *data;
    size_t size;
    *text = NULL;
    if (!path) return error_memory(e);
    if (!file_exists(path)) return OK;
    if (file_read(a, path, &data, &size, e)) return e->status;
    *text = data;
    return OK;
}

static Status parse(const char *text, const char *folder, const char *name, cJSON **json, Error *e) {
    errno = 0;
    *json = cJSON_Parse(text);
    if (*json) return OK;
    if (errno == ENOMEM) return error_memory(e); // cJSON itself does not tell
    return error_set(e, ERR_DATA, "%s/%s: not JSON; move it away to compare from the log alone", folder, name);
}

// The name and the question from config.json; without one, the folder's own name.
static Status read_name(ExperimentLog *x, Arena *a, Error *e) {
    char *full = realpath(x->folder, NULL);
    if (!full) return error_errno(e, "%s: cannot tell its full name", x->folder);
    const char *last = strrchr(full, '/') + 1;
    x->name = arena_text(a, *last ? last : full); // "/" is called so itself
    x->about = "";
    free(full);
    if (!x->name) return error_memory(e);
    if (!x->config) return OK;
    cJSON *json;
    if (parse(x->config, x->folder, "config.json", &json, e)) return e->status;
    const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "name"));
    const char *about = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "about"));
    if (name) x->name = arena_text(a, name);
    if (about) x->about = arena_text(a, about);
    cJSON_Delete(json);
    return x->name && x->about ? OK : error_memory(e);
}

static Status open_experiment(ExperimentLog *x, const char *path, Arena *a, Error *e) {
    bool folder = folder_exists(path);
    x->folder = folder ? arena_text(a, path) : path_folder(a, path);
    x->log_path = folder ? path_join(a, path, "log.csv") : arena_text(a, path);
    if (!x->folder || !x->log_path) return error_memory(e);
    if (!*x->folder) x->folder = ".";
    if (!file_exists(x->log_path))
        return error_set(e, ERR_IO, folder ? "%s: no log.csv in this folder" : "%s: no such results folder or log.csv",
                         path);
    if (read_beside(a, x->folder, "config.json", &x->config, e)) return e->status;
    if (read_beside(a, x->folder, "manifest.json", &x->manifest, e)) return e->status;
    return read_name(x, a, e);
}

// Adds the options of a log that are not yet known.
static Status add_options(Results *r, const Log *log, Error *e) {
    size_t room = (size_t)(r->option_count + log->option_count);
    const char **options = arena_take(&r->arena, room, sizeof *options);
    if (!options) return error_memory(e);
    int count = r->option_count;
    for (int i = 0; i < count; i++) options[i] = r->options[i];
    for (int i = 0; i < log->option_count; i++) {
        bool known = false;
        for (int j = 0; j < count && !known; j++) known = strcmp(options[j], log->options[i]) == 0;
        if (!known) options[count++] = log->options[i];
    }
    r->options = options;
    r->option_count = count;
    return OK;
}

// Appends a log's settings to r->settings, where room was made for them.
static Status add_settings(Results *r, const Log *log, int experiment, Error *e) {
    for (int s = 0; s < log->setting_count; s++) {
        SettingLog *setting = &r->settings[r->setting_count++];
        *setting = log->settings[s];
        setting->experiment = experiment;
        setting->values = arena_take(&r->arena, (size_t)r->option_count, sizeof *setting->values);
        if (!setting->values) return error_memory(e);
        for (int i = 0; i < r->option_count; i++)
            for (int j = 0; j < log->option_count; j++)
                if (strcmp(r->options[i], log->options[j]) == 0) setting->values[i] = log->settings[s].values[j];
    }
    return OK;
}

static RunLog *find_run(const Results *r, int experiment, const char *setting, double seed) {
    for (int s = 0; s < r->setting_count; s++) {
        const SettingLog *log = &r->settings[s];
        if (log->experiment != experiment || strcmp(log->own_name, setting) != 0) continue;
        for (int i = 0; i < log->run_count; i++)
            if ((double)log->runs[i].seed == seed) return &log->runs[i];
    }
    return NULL;
}

// Takes the status of each run from the manifest, which knows of runs that were stopped; the log alone does not.
static Status mark_runs(Results *r, int experiment, Error *e) {
    const ExperimentLog *x = &r->experiments[experiment];
    cJSON *json, *item;
    if (!x->manifest) return OK;
    if (parse(x->manifest, x->folder, "manifest.json", &json, e)) return e->status;
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(json, "runs")) {
        const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "setting"));
        const char *status = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "status"));
        double seed = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(item, "seed"));
        RunLog *run = name && status ? find_run(r, experiment, name, seed) : NULL;
        if (!run) continue;
        if (strcmp(status, "diverged") == 0)
            run->diverged = true;
        else if (strcmp(status, "done") != 0)
            run->unfinished = !run->diverged;
    }
    cJSON_Delete(json);
    return OK;
}

// Experiments of one name are told apart by a number: "x", "x (2)".
static Status name_experiments(Results *r, Error *e) {
    for (int i = 0; i < r->experiment_count; i++) {
        const char *own = r->experiments[i].name;
        int copies = 1;
        for (int j = 0; j < i; j++) {
            if (strcmp(r->experiments[j].name, r->experiments[i].name) != 0) continue;
            Text text = {0};
            text_printf(&text, "%s (%d)", own, ++copies);
            r->experiments[i].name = text.failed ? NULL : arena_text(&r->arena, text.data);
            text_free(&text);
            if (!r->experiments[i].name) return error_memory(e);
            j = -1; // the new name must be free as well
        }
    }
    return OK;
}

// With several experiments a setting is shown as "experiment/setting".
static Status name_settings(Results *r, Error *e) {
    if (name_experiments(r, e)) return e->status;
    if (r->experiment_count == 1) return OK;
    for (int s = 0; s < r->setting_count; s++) {
        SettingLog *setting = &r->settings[s];
        Text text = {0};
        text_printf(&text, "%s/%s", r->experiments[setting->experiment].name, setting->own_name);
        setting->name = text.failed ? NULL : arena_text(&r->arena, text.data);
        text_free(&text);
        if (!setting->name) return error_memory(e);
    }
    return OK;
}

static Status merge(Results *r, const Log *logs, Error *e) {
    int settings = 0;
    for (int i = 0; i < r->experiment_count; i++) {
        if (logs[i].regression != logs[0].regression)
            return error_set(e, ERR_DATA, "%s and %s: classification and regression cannot be compared",
                             r->experiments[0].log_path, r->experiments[i].log_path);
        if (add_options(r, &logs[i], e)) return e->status;
        settings += logs[i].setting_count;
        r->has_validation |= logs[i].has_validation;
    }
    r->regression = logs[0].regression;
    r->settings = arena_take(&r->arena, (size_t)settings, sizeof *r->settings);
    if (!r->settings) return error_memory(e);
    for (int i = 0; i < r->experiment_count; i++)
        if (add_settings(r, &logs[i], i, e) || mark_runs(r, i, e)) return e->status;
    return name_settings(r, e);
}

Status results_read(Results *r, const char *const *paths, int count, Error *e) {
    *r = (Results){.experiment_count = count};
    r->experiments = arena_take(&r->arena, (size_t)count, sizeof *r->experiments);
    Log *logs = arena_take(&r->arena, (size_t)count, sizeof *logs);
    if (!r->experiments || !logs) return error_memory(e);
    for (int i = 0; i < count; i++) {
        ExperimentLog *x = &r->experiments[i];
        if (open_experiment(x, paths[i], &r->arena, e)) return e->status;
        if (log_read(&logs[i], x->log_path, &r->arena, e)) return e->status;
    }
    return merge(r, logs, e);
}

void results_free(Results *r) {
    arena_free(&r->arena);
    *r = (Results){0};
}

bool run_usable(const RunLog *run) {
    return !run->diverged && !run->unfinished;
}

const RunLog *setting_run(const SettingLog *s, uint64_t seed) {
    for (int i = 0; i < s->run_count; i++)
        if (s->runs[i].seed == seed) return run_usable(&s->runs[i]) ? &s->runs[i] : NULL;
    return NULL;
}
