#include "data/targets.h"

#include <stdio.h>
#include <string.h>

static bool is_plain(const char *name) {
    const size_t length = strlen(name);
    if (length == 0 || length > TARGET_NAME_MOST) return false;
    for (const unsigned char *c = (const unsigned char *)name; *c; c++)
        if (*c < ' ' || *c == 0x7f) return false;
    return true;
}

static bool have_names(const char *const *header, const int32_t *column, int32_t targets) {
    if (!header) return false;
    for (int32_t k = 0; k < targets; k++) {
        if (!is_plain(header[column[k]])) return false;
        for (int32_t j = 0; j < k; j++)
            if (strcmp(header[column[j]], header[column[k]]) == 0) return false;
    }
    return true;
}

Status targets_name(Dataset *d, const char *const *header, const int32_t *column, Arena *arena, Error *e) {
    const bool named = have_names(header, column, d->targets);
    const char **name = arena_take(arena, (size_t)d->targets, sizeof *name);
    if (!name) return error_memory(e);
    for (int32_t k = 0; k < d->targets; k++) {
        char number[16];
        snprintf(number, sizeof number, "%d", column[k] + 1);
        name[k] = arena_text(arena, named ? header[column[k]] : number);
        if (!name[k]) return error_memory(e);
    }
    d->target_names = name;
    return OK;
}
