#include "data/label_noise.h"

#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

// A sample's turn (samples with the lowest are redrawn first) and its label if it is.
typedef struct Redraw {
    uint64_t turn; // what was drawn, then the place in the part: all different
    int32_t label;
} Redraw;

static int by_turn(const void *a, const void *b) {
    const Redraw *x = a, *y = b;
    return (x->turn > y->turn) - (x->turn < y->turn);
}

static void redraw(const Part *part, uint64_t seed, Redraw *out) {
    for (int32_t i = 0; i < part->size; i++) {
        Rng rng = rng_stream(seed, "label noise", (uint64_t)part->row[i]);
        out[i].turn = (uint64_t)rng_next(&rng) << 32 | (uint32_t)i;
        out[i].label = (int32_t)rng_below(&rng, (uint32_t)part->data->classes);
    }
    qsort(out, (size_t)part->size, sizeof *out, by_turn);
}

Status label_noise_add(Part *part, double share, uint64_t seed, Arena *arena, Error *e) {
    const int32_t count = (int32_t)(share * part->size + 0.5);
    if (count == 0) return OK;
    Arena passing = {0};
    Redraw *redrawn = arena_take(&passing, (size_t)part->size, sizeof *redrawn);
    int32_t *label = arena_take(arena, (size_t)part->size, sizeof *label);
    Status status = redrawn && label ? OK : error_memory(e);
    if (status == OK) {
        memcpy(label, part->label, (size_t)part->size * sizeof *label);
        redraw(part, seed, redrawn);
        for (int32_t i = 0; i < count; i++) label[redrawn[i].turn & UINT32_MAX] = redrawn[i].label;
        part->label = label;
    }
    arena_free(&passing);
    return status;
}
