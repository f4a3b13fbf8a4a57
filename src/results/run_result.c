#include "results/run_result.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "base/files.h"
#include "base/text.h"
#include "lab/confusion.h"
#include "lab/names.h"
#include "lab/plan.h"
#include "lab/state.h"
#include "results/beside.h"

// A number, or a list with one for each target, under the key of the results' score; NULL where there is none.
static Status read_guessing(Results *r, RunLog *run, const cJSON *json, Error *e) {
    const cJSON *given = cJSON_GetObjectItemCaseSensitive(json, r->regression ? "baseline_rmse" : "baseline_acc");
    const int count = r->target_count > 0 ? r->target_count : 1;
    const cJSON *item = cJSON_IsArray(given) ? given->child : given;
    if (!given || (cJSON_IsArray(given) ? cJSON_GetArraySize(given) : 1) != count) return OK;
    double *guessing = arena_take(&r->arena, (size_t)count, sizeof *guessing);
    if (!guessing) return error_memory(e);
    for (int k = 0; k < count; k++, item = item->next) guessing[k] = cJSON_GetNumberValue(item);
    run->guessing = guessing;
    return OK;
}

// Whether these are names of classes, and those of the setting where it has some.
static bool fits(const SettingLog *setting, const cJSON *names) {
    const int count = cJSON_GetArraySize(names), known = setting->class_count;
    const cJSON *item;
    int k = 0;
    if (!cJSON_IsArray(names) || count == 0 || count > CONFUSION_CLASSES || (known > 0 && known != count)) return false;
    cJSON_ArrayForEach(item, names) {
        if (!cJSON_IsString(item)) return false;
        if (known > 0 && strcmp(setting->classes[k++], item->valuestring) != 0) return false;
    }
    return true;
}

static Status take_classes(Results *r, SettingLog *setting, const cJSON *names, Error *e) {
    const int count = cJSON_GetArraySize(names);
    const cJSON *item;
    int k = 0;
    if (setting->class_count > 0) return OK;
    const char **classes = arena_take(&r->arena, (size_t)count, sizeof *classes);
    if (!classes) return error_memory(e);
    cJSON_ArrayForEach(item, names) {
        classes[k] = arena_text(&r->arena, item->valuestring);
        if (!classes[k++]) return error_memory(e);
    }
    setting->classes = classes;
    setting->class_count = count;
    return OK;
}

// A row of the matrix; false where it is none.
static bool read_row(int32_t *row, int count, const cJSON *json) {
    const cJSON *item;
    int k = 0;
    if (!cJSON_IsArray(json) || cJSON_GetArraySize(json) != count) return false;
    cJSON_ArrayForEach(item, json) {
        if (!cJSON_IsNumber(item) || item->valuedouble < 0 || item->valuedouble > INT32_MAX) return false;
        row[k++] = (int32_t)item->valuedouble;
    }
    return true;
}

static Status read_confusion(Results *r, SettingLog *setting, RunLog *run, const cJSON *json, Error *e) {
    const cJSON *matrix = cJSON_GetObjectItemCaseSensitive(json, "confusion"), *row;
    const cJSON *names = cJSON_GetObjectItemCaseSensitive(json, "classes");
    if (r->regression || !fits(setting, names)) return OK;
    if (take_classes(r, setting, names, e)) return e->status;
    const int count = setting->class_count;
    int32_t *confusion = arena_take(&r->arena, (size_t)count * (size_t)count, sizeof *confusion);
    if (!confusion) return error_memory(e);
    int k = 0;
    bool good = cJSON_IsArray(matrix) && cJSON_GetArraySize(matrix) == count;
    cJSON_ArrayForEach(row, matrix) {
        good = good && read_row(confusion + (size_t)k * (size_t)count, count, row);
        k++;
    }
    if (good) run->confusion = confusion;
    return OK;
}

static Status read_end(Results *r, SettingLog *setting, RunLog *run, const cJSON *json, Error *e) {
    const char *status = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "status"));
    const double epochs = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(json, "epochs"));
    if (epochs > 0) run->epochs = (int)epochs;
    const char *hash = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "data_sha256"));
    if (hash && !setting->data[DATA_HASH]) setting->data[DATA_HASH] = arena_text(&r->arena, hash);
    const double seconds = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(json, "seconds"));
    if (seconds > 0) run->seconds = seconds;
    if (!status) return OK;
    run->status = arena_text(&r->arena, status);
    return run->status ? OK : error_memory(e);
}

// `passing` takes the text of the file.
static Status read_result(Results *r, const char *folder, SettingLog *setting, RunLog *run, Arena *passing, Error *e) {
    const bool gathered = r->experiments[setting->experiment].gathered;
    Text name = {0};
    const char *text;
    cJSON *json;
    run_folder(setting->own_name, run->replicate.seed, &name);
    const char *inner = text_keep(&name, passing), *own = inner ? path_join(passing, folder, inner) : NULL;
    if (!own) return error_memory(e);
    if (beside_read(passing, own, RUN_RESULT, &text, e)) return e->status;
    if (gathered) run->unfinished = !text && !run->diverged; // what is published has one
    if (!text) return OK;
    Status s = beside_parse(text, own, RUN_RESULT, &json, e);
    if (s) return s;
    const char *status = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "status"));
    if (status && run_status_of(status) == RUN_DIVERGED) run->diverged = true;
    if (status && run_status_of(status) == RUN_LEARNED_NOTHING) run->nothing = !run->diverged;
    s = read_guessing(r, run, json, e);
    if (!s) s = read_end(r, setting, run, json, e);
    if (!s) s = read_confusion(r, setting, run, json, e);
    cJSON_Delete(json);
    return s;
}

Status run_results_apply(Results *r, int experiment, Error *e) {
    const char *folder = r->experiments[experiment].folder;
    Arena passing = {0};
    const char *runs = path_join(&passing, folder, FOLDER_RUNS);
    Status s = runs ? OK : error_memory(e);
    const bool there = !s && (r->experiments[experiment].gathered || folder_exists(runs));
    for (int i = 0; there && !s && i < r->setting_count; i++) {
        SettingLog *setting = &r->settings[i];
        for (int k = 0; setting->experiment == experiment && !s && k < setting->run_count; k++) {
            Arena file = {0};
            s = read_result(r, folder, setting, &setting->runs[k], &file, e);
            arena_free(&file);
        }
    }
    arena_free(&passing);
    return s;
}
