#include "cli/configs.h"

#include <string.h>

#include "base/files.h"

Status configs_check(const ArgList *configs, const char *try, Error *e) {
    int inputs = 0;
    if (configs->count == 0) return error_set(e, ERR_USAGE, "--config FILE is missing; try %s", try);
    for (int i = 0; i < configs->count; i++) inputs += strcmp(configs->item[i], "-") == 0;
    return inputs < 2
               ? OK
               : error_set(e, ERR_USAGE,
                           "--config - is given twice, but the standard input is one config; put the other into a "
                           "file");
}

Status configs_folder(const ArgList *configs, int i, const char *name, const char **names, const char *out,
                      Arena *arena, const char **folder, Error *e) {
    for (int k = 0; k < i; k++)
        if (names[k] && strcmp(names[k], name) == 0)
            return error_set(e, ERR_USAGE,
                             "--config %s and --config %s are both named \"%s\", and their results would be in one "
                             "folder; give one of them another \"name\"",
                             configs->item[k], configs->item[i], name);
    names[i] = arena_text(arena, name);
    *folder = out && configs->count == 1 ? out : path_join(arena, out ? out : "results", name);
    return names[i] && *folder ? OK : error_memory(e);
}
