#include "lab/confusion.h"

#include <math.h>
#include <string.h>

bool confusion_take(Confusion *c, int32_t classes, Arena *arena) {
    *c = (Confusion){0};
    if (classes > CONFUSION_CLASSES || classes == 0) return true;
    c->classes = classes;
    c->count = arena_take(arena, (size_t)classes * (size_t)classes, sizeof *c->count);
    return c->count != NULL;
}

void confusion_count(Confusion *c, const Part *part, const int32_t *best) {
    if (c->classes == 0 || !best) return;
    memset(c->count, 0, (size_t)c->classes * (size_t)c->classes * sizeof *c->count);
    for (int32_t i = 0; i < part->size; i++) c->count[(ptrdiff_t)part->label[i] * c->classes + best[i]]++;
    c->counted = true;
}

void confusion_copy(Confusion *to, const Confusion *from) {
    const size_t classes = (size_t)to->classes;
    if (classes > 0) memcpy(to->count, from->count, classes * classes * sizeof *to->count);
    to->counted = from->counted;
}

static double recall(const Confusion *c, int32_t class) {
    const int64_t *row = c->count + (ptrdiff_t) class * c->classes;
    int64_t all = 0;
    for (int32_t k = 0; k < c->classes; k++) all += row[k];
    return all > 0 ? (double)row[class] / (double)all : NAN;
}

void confusion_json(const Confusion *c, const Dataset *data, JsonWriter *w) {
    if (!c->counted) return;
    json_key(w, "classes");
    json_list(w, JSON_INLINE);
    for (int32_t k = 0; k < c->classes; k++) json_text(w, data->class_names[k]);
    json_end(w);
    json_key(w, "confusion");
    json_list(w, JSON_LINES);
    for (int32_t k = 0; k < c->classes; k++) {
        json_list(w, JSON_INLINE);
        for (int32_t j = 0; j < c->classes; j++) json_whole(w, c->count[(ptrdiff_t)k * c->classes + j]);
        json_end(w);
    }
    json_end(w);
    json_key(w, "recall");
    json_list(w, JSON_INLINE);
    for (int32_t k = 0; k < c->classes; k++) json_float(w, (float)recall(c, k));
    json_end(w);
}
