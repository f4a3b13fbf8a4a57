#include "compare/pairing.h"

#include <stdlib.h>

typedef struct Place {
    Replicate replicate;
    int index;
} Place;

static int by_replicate(Replicate a, Replicate b) {
    if (a.seed != b.seed) return a.seed < b.seed ? -1 : 1;
    return (a.fold > b.fold) - (a.fold < b.fold);
}

static int by_place(const void *left, const void *right) {
    const Place *a = left, *b = right;
    int order = by_replicate(a->replicate, b->replicate);
    return order ? order : a->index - b->index;
}

static Place *sorted_places(const SettingLog *s, Arena *a) {
    Place *places = arena_take(a, (size_t)s->run_count, sizeof *places);
    for (int i = 0; places && i < s->run_count; i++) places[i] = (Place){s->runs[i].replicate, i};
    if (places) qsort(places, (size_t)s->run_count, sizeof *places, by_place);
    return places;
}

int *pair_runs(const SettingLog *one, const SettingLog *other, Arena *a) {
    Arena scratch = {0};
    int *partner = arena_take(a, (size_t)one->run_count, sizeof *partner);
    Place *own = sorted_places(one, &scratch), *theirs = sorted_places(other, &scratch);
    if (!own || !theirs) partner = NULL;
    for (int i = 0, j = 0; partner && i < one->run_count; i++) {
        while (j < other->run_count && by_replicate(theirs[j].replicate, own[i].replicate) < 0) j++;
        bool same = j < other->run_count && replicate_same(theirs[j].replicate, own[i].replicate);
        partner[own[i].index] = same ? theirs[j].index : -1;
    }
    arena_free(&scratch);
    return partner;
}
