#include "config/set.h"

#include <string.h>

#include "config/option_type.h"
#include "config/overlay.h"

static bool takes_text(const char *key) {
    const Option *o = option_find(key);
    return o ? option_type(o)->verbatim : strcmp(key, "name") == 0 || strcmp(key, "about") == 0;
}

Status set_read(JsonDoc *doc, const char *from, const char *key, const char *text, Arena *arena, Error *e) {
    Error not_json;
    Status s = json_read(doc, arena, from, text, strlen(text), &not_json);
    if (!s && (cJSON_IsString(doc->root) || !takes_text(key))) return OK;
    if (s && s != ERR_CONFIG) return *e = not_json, s;
    json_free(doc);
    Text quoted = {0};
    text_add_json(&quoted, text);
    const char *json = text_keep(&quoted, arena);
    return json ? json_read(doc, arena, from, json, strlen(json), e) : error_memory(e);
}

Status option_set_text(RunSpec *spec, const char *from, const char *key, const char *text, Arena *arena, Error *e) {
    const JsonDoc bare = {.name = from};
    JsonDoc doc;
    Overlay overlay;
    Status s = overlay_begin(&overlay, &bare, "", spec, arena, NULL, e);
    if (!s) s = set_read(&doc, from, key, text, arena, e);
    if (s) return s;
    s = overlay_set(&overlay, key, doc.root);
    json_free(&doc);
    return s;
}
