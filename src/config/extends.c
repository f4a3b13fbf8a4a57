#include "config/extends.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/text.h"
#include "config/find.h"

static const char key[] = "extends";

static Status refuse(const JsonDoc *doc, const char *message, Status status, Error *e) {
    char text[sizeof e->text + sizeof key + 2];
    snprintf(text, sizeof text, "%s: %s", key, message);
    json_error(doc, key, AT_VALUE, text, e);
    return e->status = status;
}

// "a.json, which extends b.json, which extends c.json": the chain from its first config on, and `last`.
static Status refuse_chain(const Chain *chain, int first, const char *last, const char *why, Error *e) {
    Text text = {0};
    for (int i = first; i < chain->count; i++) text_printf(&text, "%s, which extends ", chain->doc[i].name);
    text_printf(&text, "%s%s", last, why);
    Status s = text.failed ? error_memory(e) : refuse(&chain->doc[chain->count - 1], text.data, ERR_CONFIG, e);
    text_free(&text);
    return s;
}

static bool same_file(const char *a, const char *b) {
    char *x = realpath(a, NULL), *y = realpath(b, NULL);
    bool same = x && y && strcmp(x, y) == 0;
    free(x);
    free(y);
    return same;
}

// Adds what the last config of the chain extends, by the name `name`.
static Status add(Chain *chain, const char *folder, const char *name, Arena *arena, Error *e) {
    const JsonDoc *above = &chain->doc[chain->count - 1];
    const char *path;
    char *text;
    size_t size;
    Error unplaced;
    Status s = config_read_from(arena, folder, name, &path, &text, &size, &unplaced);
    if (s) return refuse(above, unplaced.text, s, e);
    for (int i = 0; i < chain->count; i++)
        if (same_file(chain->doc[i].name, path))
            return refuse_chain(chain, i, path, ": a circle; take \"extends\" out of one of them", e);
    if (chain->count == CHAIN_MOST) return refuse_chain(chain, 0, path, ": more than 16 configs; join some of them", e);
    JsonDoc *doc = &chain->doc[chain->count++];
    s = json_read(doc, arena, path, text, size, e);
    doc->folder = path_folder(arena, path);
    doc->depth = chain->count - 1;
    return s || doc->folder ? s : error_memory(e);
}

Status extends_read(Chain *chain, const char *folder, Arena *arena, Error *e) {
    Status s = OK;
    while (!s) {
        const JsonDoc *last = &chain->doc[chain->count - 1];
        const cJSON *value = cJSON_IsObject(last->root) ? cJSON_GetObjectItemCaseSensitive(last->root, key) : NULL;
        const char *given = cJSON_GetStringValue(value), *name = given ? given : "";
        if (!value) break;
        if (!folder) return refuse(last, "the config of another file stands by itself", ERR_CONFIG, e);
        if (!*name || strcmp(name, "-") == 0)
            return refuse(last, "must be the name of the config that this one extends", ERR_CONFIG, e);
        s = add(chain, folder, name, arena, e);
        folder = chain->doc[chain->count - 1].folder;
    }
    return s;
}

void extends_free(Chain *chain) {
    for (int i = 0; i < chain->count; i++) json_free(&chain->doc[i]);
}
