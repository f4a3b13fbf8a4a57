#include "data/split.h"

#include <stdlib.h>

enum { CHOSEN_NOT, CHOSEN_TEST, CHOSEN_TRAIN };

// A pool without classes, or one not to be stratified, is one class.
static int32_t class_of(const Dataset *pool, bool stratify, int32_t row) {
    return stratify && pool->label ? pool->label[row] : 0;
}

static int compare_places(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

void split_allot(const int32_t *have, int32_t classes, int32_t size, int32_t *share, int64_t *place) {
    int64_t all = 0, left = size;
    for (int32_t k = 0; k < classes; k++) all += have[k];
    if (all == 0) all = 1; // no class gets anything
    // What is left goes to the largest remainders, and among equal ones to the lower class: the order of the places.
    for (int32_t k = 0; k < classes; k++) {
        int64_t exact = (int64_t)have[k] * size; // in parts of `all`
        share[k] = (int32_t)(exact / all);
        place[k] = (all - exact % all) << 32 | k;
        left -= share[k];
    }
    qsort(place, (size_t)classes, sizeof *place, compare_places);
    for (int32_t i = 0; i < left; i++) share[(int32_t)(place[i] & INT32_MAX)]++;
}

Status split_answers(Part *part, Arena *arena, Error *e) {
    const Dataset *data = part->data;
    int32_t *label = data->label ? arena_take(arena, (size_t)part->size, sizeof *label) : NULL;
    float *target = data->target ? arena_take(arena, (size_t)part->size, sizeof *target) : NULL;
    if (!label && !target) return error_memory(e);
    for (int32_t i = 0; label && i < part->size; i++) label[i] = data->label[part->row[i]];
    for (int32_t i = 0; target && i < part->size; i++) target[i] = data->target[part->row[i]];
    part->label = label;
    part->target = target;
    return OK;
}

static Status list_rows(Part *part, const Dataset *pool, const uint8_t *chosen, uint8_t which, Arena *arena, Error *e) {
    int32_t *row = arena_take(arena, (size_t)part->size, sizeof *row);
    if (!row) return error_memory(e);
    part->data = pool;
    part->row = row;
    for (int32_t i = 0; i < pool->samples; i++)
        if (chosen[i] == which) *row++ = i;
    return split_answers(part, arena, e);
}

// What choosing needs: per class how many rows there are and how many each part still wants.
typedef struct Choice {
    int32_t classes;
    int32_t *have, *test, *train; // [classes]
    int64_t *place;               // [classes]
    int32_t *order;               // [samples]
    uint8_t *chosen;              // [samples]
} Choice;

static bool choice_take(Choice *c, const Dataset *pool, bool stratify, Arena *arena) {
    size_t samples = (size_t)pool->samples;
    c->classes = stratify && pool->label ? pool->classes : 1;
    size_t classes = (size_t)c->classes;
    c->have = arena_take(arena, classes, sizeof *c->have);
    c->test = arena_take(arena, classes, sizeof *c->test);
    c->train = arena_take(arena, classes, sizeof *c->train);
    c->place = arena_take(arena, classes, sizeof *c->place);
    c->order = arena_take(arena, samples, sizeof *c->order);
    c->chosen = arena_take(arena, samples, sizeof *c->chosen);
    return c->have && c->test && c->train && c->place && c->order && c->chosen;
}

Status split_choose(const Dataset *pool, bool stratify, Rng rng, Part *test, Part *train, Arena *arena, Error *e) {
    Arena passing = {0};
    Choice c;
    Status status = choice_take(&c, pool, stratify, &passing) ? OK : error_memory(e);
    if (status != OK) goto done;

    for (int32_t i = 0; i < pool->samples; i++) c.have[class_of(pool, stratify, i)]++;
    split_allot(c.have, c.classes, test->size, c.test, c.place);
    for (int32_t k = 0; k < c.classes; k++) c.have[k] -= c.test[k];
    split_allot(c.have, c.classes, train->size, c.train, c.place);

    for (int32_t i = 0; i < pool->samples; i++) c.order[i] = i;
    rng_shuffle(&rng, c.order, pool->samples);
    for (int32_t i = 0; i < pool->samples; i++) {
        int32_t row = c.order[i], k = class_of(pool, stratify, row);
        if (c.test[k] > 0) {
            c.test[k]--;
            c.chosen[row] = CHOSEN_TEST;
        } else if (c.train[k] > 0) {
            c.train[k]--;
            c.chosen[row] = CHOSEN_TRAIN;
        }
    }
    status = list_rows(test, pool, c.chosen, CHOSEN_TEST, arena, e);
    if (status == OK) status = list_rows(train, pool, c.chosen, CHOSEN_TRAIN, arena, e);
done:
    arena_free(&passing);
    return status;
}
