#include "data/split.h"

enum { CHOSEN_NOT, CHOSEN_TEST, CHOSEN_TRAIN };

// A pool without classes, or one not to be stratified, is one class.
static int32_t class_of(const Dataset *pool, bool stratify, int32_t row) {
    return stratify && pool->label ? pool->label[row] : 0;
}

void split_allot(const int32_t *have, int32_t classes, int32_t size, int32_t *share, int64_t *remainder) {
    int64_t all = 0, left = size;
    for (int32_t k = 0; k < classes; k++) all += have[k];
    for (int32_t k = 0; k < classes; k++) {
        int64_t exact = (int64_t)have[k] * size; // in parts of `all`
        share[k] = all > 0 ? (int32_t)(exact / all) : 0;
        remainder[k] = all > 0 ? exact % all : 0;
        left -= share[k];
    }
    for (; left > 0; left--) {
        int32_t largest = 0;
        for (int32_t k = 1; k < classes; k++)
            if (remainder[k] > remainder[largest]) largest = k;
        share[largest]++;
        remainder[largest] = -1;
    }
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
    int64_t *remainder;           // [classes]
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
    c->remainder = arena_take(arena, classes, sizeof *c->remainder);
    c->order = arena_take(arena, samples, sizeof *c->order);
    c->chosen = arena_take(arena, samples, sizeof *c->chosen);
    return c->have && c->test && c->train && c->remainder && c->order && c->chosen;
}

Status split_choose(const Dataset *pool, bool stratify, Rng rng, Part *test, Part *train, Arena *arena, Error *e) {
    Arena passing = {0};
    Choice c;
    Status status = choice_take(&c, pool, stratify, &passing) ? OK : error_memory(e);
    if (status != OK) goto done;

    for (int32_t i = 0; i < pool->samples; i++) c.have[class_of(pool, stratify, i)]++;
    split_allot(c.have, c.classes, test->size, c.test, c.remainder);
    for (int32_t k = 0; k < c.classes; k++) c.have[k] -= c.test[k];
    split_allot(c.have, c.classes, train->size, c.train, c.remainder);

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
