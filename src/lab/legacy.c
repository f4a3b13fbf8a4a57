#include "lab/legacy.h"

#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "lab/names.h"
#include "lab/run_id.h"

// The first `size` bytes of a file of the folder; NULL where it has fewer. A file of which nothing is wanted need not
// be there.
static const char *rows_of(Legacy *legacy, const Store *store, const char *folder, const char *name, int64_t size) {
    Error ignored = {0};
    char *data = NULL;
    size_t there = 0;
    if (size == 0) return "";
    const char *path = path_join(&legacy->arena, folder, name);
    if (!path || store_read(store, path, &legacy->arena, &data, &there, &ignored) != OK) return NULL;
    return data && there >= (size_t)size ? data : NULL;
}

// What the folder left, where that can be used and has come further than what was found before.
static void look(Legacy *legacy, const Store *store, const char *folder, const char *trajectory, int epochs) {
    Error e = {0};
    Checkpoint found;
    Status s = checkpoint_open(&found, store, folder, trajectory, &e);
    if (!s && found.data && found.head.epoch > epochs) s = error_set(&e, ERR_DATA, "checkpoint of more epochs");
    const bool further =
        !s && found.data && (!legacy->checkpoint.data || found.head.step > legacy->checkpoint.head.step);
    if (further) {
        const char *rows[ROW_FILES];
        bool all = true;
        for (int i = 0; i < ROW_FILES; i++)
            all &= (rows[i] = rows_of(legacy, store, folder, row_files[i], found.head.size[i])) != NULL;
        if (all) {
            checkpoint_close(&legacy->checkpoint);
            legacy->checkpoint = found;
            legacy->folder = arena_text(&legacy->arena, folder);
            memcpy(legacy->rows, rows, sizeof rows);
            return;
        }
        s = error_set(&e, ERR_DATA, "checkpoint without the rows before it");
    }
    if (s == ERR_DATA) snprintf(legacy->note, sizeof legacy->note, "%.150s: %.80s; not used", folder, e.text);
    checkpoint_close(&found);
}

void legacy_find(Legacy *legacy, const Store *store, const Plan *p, int run, const char *own) {
    Error ignored = {0};
    StoreNames names = {0};
    Text place = {0}, above = {0};
    const RunId trajectory = run_trajectory(p, run);
    const int epochs = p->experiment->settings[p->runs[run].setting].spec.train.epochs;
    *legacy = (Legacy){0};
    plan_folder(p, run, &place);
    text_printf(&above, FOLDER_ATTEMPTS "/%s", run_id(p, run).text);
    if (!place.failed) look(legacy, store, place.data, trajectory.text, epochs);
    if (!above.failed && store_list(store, above.data, &names, &legacy->arena, &ignored) != OK) names.count = 0;
    for (int i = 0; !above.failed && i < names.count; i++) {
        const char *folder = path_join(&legacy->arena, above.data, names.name[i]);
        if (folder && strcmp(folder, own) != 0) look(legacy, store, folder, trajectory.text, epochs);
    }
    text_free(&place);
    text_free(&above);
}

void legacy_drop(const Legacy *legacy, const Store *store) {
    Arena arena = {0};
    Error ignored = {0};
    const bool attempt =
        legacy->folder && strncmp(legacy->folder, FOLDER_ATTEMPTS "/", strlen(FOLDER_ATTEMPTS "/")) == 0;
    const char *path = attempt ? path_join(&arena, legacy->folder, RUN_CHECKPOINT) : NULL;
    if (path) store_remove(store, path, &ignored);
    arena_free(&arena);
}

void legacy_close(Legacy *legacy) {
    checkpoint_close(&legacy->checkpoint);
    arena_free(&legacy->arena);
    *legacy = (Legacy){0};
}
