#include "config/json.h"

Status json_read(JsonDoc *doc, Arena *arena, const char *name, const char *text, size_t size, Error *e) {
    *doc = (JsonDoc){.name = name, .text = text, .size = size};
    char *blanked = arena_take(arena, size + 1, 1);
    if (!blanked) return error_memory(e);
    Status s = json_scan(doc, arena, blanked, e);
    if (s) return s;
    doc->root = cJSON_Parse(blanked);
    return doc->root ? OK : error_memory(e); // the grammar holds, so only memory can be missing
}

void json_free(JsonDoc *doc) {
    cJSON_Delete(doc->root);
    doc->root = NULL;
}
