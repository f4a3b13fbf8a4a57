#include "data/names.h"

#include <stdio.h>

#include "data/source_type.h"

const char *feature_name(const Dataset *d, int32_t f, char room[FEATURE_NAME_SIZE]) {
    if (d->feature_names) return d->feature_names[f];
    if (d->width > 0)
        snprintf(room, FEATURE_NAME_SIZE, "r%dc%d", f / d->width, f % d->width);
    else
        snprintf(room, FEATURE_NAME_SIZE, "feature %d", f + 1);
    return room;
}

const char *source_answer(const Source *s) {
    const char *answer = source_types[s->spec.source]->answer;
    return answer ? answer : s->train.classes > 0 ? "label" : "target";
}
