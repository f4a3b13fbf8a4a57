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

// Whether all that was given has an effect.
static Status check_effects(const Overlay *overlay) {
    Arena passing = {0};
    RunSpec defaults;
    Status s = options_default(&defaults, &passing, overlay->e);
    for (size_t i = 0; !s && i < option_count; i++)
        if (overlay->given[i]) s = overlay_check_effect(overlay, &options[i], overlay->spec, &defaults);
    arena_free(&passing);
    return s;
}

Status option_set_text(RunSpec *spec, const char *from, const char *key, const char *text, Arena *arena, Error *e) {
    const JsonDoc bare = {.name = from};
    JsonDoc doc;
    Overlay overlay;
    Status s = overlay_begin(&overlay, &bare, "", spec, arena, NULL, e);
    if (!s) s = set_read(&doc, from, key, text, arena, e);
    if (s) return s;
    s = overlay_set(&overlay, key, doc.root);
    if (!s) s = check_effects(&overlay);
    json_free(&doc);
    return s;
}
