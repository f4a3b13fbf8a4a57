#include "data/split.h"

#include <stdlib.h>

static bool may_choose(const Choosing *from, int32_t row) {
    return !from->by_part || from->pool->part[row] == from->part;
}

int32_t split_count(const Dataset *pool, uint8_t part) {
    int32_t count = 0;
    for (int32_t i = 0; i < pool->samples; i++) count += pool->part[i] == part;
    return count;
}

// A pool without classes, or one not to be stratified, is one class.
static int32_t class_of(const Choosing *from, int32_t row) {
    return from->stratify && from->pool->label ? from->pool->label[row] : 0;
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
    const size_t targets = (size_t)data->targets;
    float *target = data->target ? arena_take(arena, (size_t)part->size * targets, sizeof *target) : NULL;
    if (!label && !target) return error_memory(e);
    for (int32_t i = 0; label && i < part->size; i++) label[i] = data->label[part->row[i]];
    for (int32_t i = 0; target && i < part->size; i++)
        for (size_t k = 0; k < targets; k++)
            target[(size_t)i * targets + k] = data->target[(size_t)part->row[i] * targets + k];
    part->label = label;
    part->target = target;
    return OK;
}

static Status list_rows(Part *part, const Dataset *pool, const uint8_t *chosen, int which, Arena *arena, Error *e) {
    int32_t *row = arena_take(arena, (size_t)part->size, sizeof *row);
    if (!row) return error_memory(e);
    part->data = pool;
    part->row = row;
    for (int32_t i = 0; i < pool->samples; i++)
        if (chosen[i] == which) *row++ = i;
    return split_answers(part, arena, e);
}

// What choosing needs: per class how many rows are left and how many each part still wants.
typedef struct Choice {
    int32_t classes;
    int32_t *left;                     // [classes]
    int32_t *wanted[SPLIT_PARTS_MOST]; // [classes] each
    int64_t *place;                    // [classes]
    int32_t *dealt;                    // [classes], see begin_folds
    int32_t *order;                    // [samples]
    uint8_t *chosen;                   // [samples]: 0, or the part's number from 1
} Choice;

static bool choice_take(Choice *c, const Choosing *from, int count, Arena *arena) {
    const Dataset *pool = from->pool;
    size_t samples = (size_t)pool->samples;
    c->classes = from->stratify && pool->label ? pool->classes : 1;
    size_t classes = (size_t)c->classes;
    bool taken = true;
    for (int i = 0; i < count; i++) {
        c->wanted[i] = arena_take(arena, classes, sizeof *c->wanted[i]);
        taken = taken && c->wanted[i];
    }
    c->left = arena_take(arena, classes, sizeof *c->left);
    c->place = arena_take(arena, classes, sizeof *c->place);
    c->dealt = arena_take(arena, classes, sizeof *c->dealt);
    c->order = arena_take(arena, samples, sizeof *c->order);
    c->chosen = arena_take(arena, samples, sizeof *c->chosen);
    return taken && c->left && c->place && c->dealt && c->order && c->chosen;
}

// Rows are dealt to the folds in turn, one class after the other, each class in random order: c->dealt is where the
// next row of a class comes. So every class is divided as evenly as it goes, and the whole too.
static void begin_folds(Choice *c) {
    int32_t begin = 0;
    for (int32_t k = 0; k < c->classes; k++) {
        c->dealt[k] = begin;
        begin += c->left[k];
    }
}

// How many rows of each class are in a fold.
static void count_fold(const Choice *c, const Choosing *from, int32_t *count) {
    const int64_t ahead = from->folds - 1 - from->fold; // of the places below p, (p + ahead) / folds are the fold's
    for (int32_t k = 0; k < c->classes; k++) {
        int64_t begin = c->dealt[k], end = begin + c->left[k];
        count[k] = (int32_t)((end + ahead) / from->folds - (begin + ahead) / from->folds);
    }
}

// How many rows of each class every part gets.
static void allot(Choice *c, const Choosing *from, Part *const parts[], int count) {
    for (int32_t row = 0; row < from->pool->samples; row++)
        if (may_choose(from, row)) c->left[class_of(from, row)]++;
    begin_folds(c);
    for (int i = 0; i < count; i++) {
        if (i == 0 && from->folds > 0)
            count_fold(c, from, c->wanted[i]);
        else
            split_allot(c->left, c->classes, parts[i]->size, c->wanted[i], c->place);
        for (int32_t k = 0; k < c->classes; k++) c->left[k] -= c->wanted[i][k];
    }
}

// The first part that may have the next row of class k.
static int first_part(Choice *c, const Choosing *from, int32_t k) {
    if (from->folds == 0) return 0;
    return c->dealt[k]++ % from->folds == from->fold ? 0 : 1;
}

// Each row, in random order, goes to the first part that still wants one of its class.
static void choose(Choice *c, const Choosing *from, int count) {
    const int32_t samples = from->pool->samples;
    Rng rng = from->rng;
    for (int32_t i = 0; i < samples; i++) c->order[i] = i;
    rng_shuffle(&rng, c->order, samples);
    for (int32_t i = 0; i < samples; i++) {
        int32_t row = c->order[i], k = class_of(from, row);
        int part = may_choose(from, row) ? first_part(c, from, k) : count;
        while (part < count && c->wanted[part][k] == 0) part++;
        if (part >= count) continue;
        c->wanted[part][k]--;
        c->chosen[row] = (uint8_t)(part + 1);
    }
}

Status split_choose(const Choosing *from, Part *const parts[], int count, Arena *arena, Error *e) {
    Arena passing = {0};
    Choice c;
    Status status = choice_take(&c, from, count, &passing) ? OK : error_memory(e);
    if (status == OK) {
        allot(&c, from, parts, count);
        choose(&c, from, count);
    }
    for (int i = 0; status == OK && i < count; i++) status = list_rows(parts[i], from->pool, c.chosen, i + 1, arena, e);
    arena_free(&passing);
    return status;
}
