#include "results/model_files.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/text.h"

enum {
    DEPTH_MOST = 4,
    NAMED_MOST = 3,
    COUNTED_MOST = 1000,
    LOOKED_MOST = 20000
}; // results/NAME: runs/SETTING/seed-1/model.safetensors

// Models that are being looked for.
typedef struct Search {
    Text names;        // of the first few
    int count, looked; // models; names of all kinds
    Arena arena;
} Search;

static void look(Search *s, const char *folder, int depth);

static void look_at(Search *s, const char *folder, const char *name, int depth) {
    const char *path = path_join(&s->arena, folder, name);
    if (!path || *name == '.') return;
    if (folder_exists(path)) {
        if (depth < DEPTH_MOST) look(s, path, depth + 1);
    } else if (text_ends_with(name, ".safetensors") && s->count++ < NAMED_MOST) {
        text_printf(&s->names, "%s%s", s->count > 1 ? ", " : "", path);
    }
}

static void look(Search *s, const char *folder, int depth) {
    struct dirent **entries;
    const int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        if (s->count < COUNTED_MOST && s->looked++ < LOOKED_MOST) look_at(s, folder, entries[i]->d_name, depth);
        free(entries[i]);
    }
    if (count >= 0) free(entries);
}

Status model_is_file(const char *path, Error *e) {
    Search s = {0};
    if (!folder_exists(path)) return OK;
    look(&s, path, 0);
    if (s.names.failed)
        error_memory(e);
    else if (s.count == 0)
        error_set(e, ERR_IO,
                  "%s: is a folder, in which no model (.safetensors) was found; runs keep theirs where the config says "
                  "\"train.save\": \"last\"",
                  path);
    else if (s.count <= NAMED_MOST)
        error_set(e, ERR_IO, "%s: is a folder; name a model that is in it: %s", path, s.names.data);
    else
        error_set(e, ERR_IO, "%s: is a folder; name one of the models in it: %s and %d%s more", path, s.names.data,
                  s.count - NAMED_MOST, s.count < COUNTED_MOST ? "" : " or");
    text_free(&s.names);
    arena_free(&s.arena);
    return e->status;
}
