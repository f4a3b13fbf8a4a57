#include "results/run_result.h"

#include <cjson/cJSON.h>
#include <math.h>

#include "base/files.h"
#include "base/text.h"
#include "lab/names.h"
#include "lab/plan.h"
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

// `passing` takes the text of the file.
static Status read_result(Results *r, const char *folder, const SettingLog *setting, RunLog *run, Arena *passing,
                          Error *e) {
    Text name = {0};
    const char *text;
    cJSON *json;
    run_folder(setting->own_name, run->replicate.seed, &name);
    const char *inner = text_keep(&name, passing), *own = inner ? path_join(passing, folder, inner) : NULL;
    if (!own) return error_memory(e);
    if (beside_read(passing, own, RUN_RESULT, &text, e)) return e->status;
    if (!text) return OK;
    Status s = beside_parse(text, own, RUN_RESULT, &json, e);
    if (s) return s;
    s = read_guessing(r, run, json, e);
    cJSON_Delete(json);
    return s;
}

Status run_results_apply(Results *r, int experiment, Error *e) {
    const char *folder = r->experiments[experiment].folder;
    Arena passing = {0};
    const char *runs = path_join(&passing, folder, FOLDER_RUNS);
    Status s = runs ? OK : error_memory(e);
    const bool there = !s && folder_exists(runs);
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
