#include "data/duplicates.h"

#include <string.h>

// A set of samples of one part: those that are equal stand in it once.
typedef struct RowSet {
    const Part *part;
    bool answers;    // whether the answers count, too
    size_t mask;     // slots - 1
    int32_t *sample; // [slots]: 1 + a sample's number in the part; 0: free
    uint64_t *hash;  // [slots]
} RowSet;

static const char *features_of(const Part *part, int32_t sample, size_t *size) {
    const Dataset *d = part->data;
    const size_t at = (size_t)part->row[sample] * (size_t)d->features;
    *size = (size_t)d->features * (d->pixels ? 1 : sizeof *d->values);
    return d->pixels ? (const char *)(d->pixels + at) : (const char *)(d->values + at);
}

static const float *target_of(const Part *part, int32_t sample) {
    return part->target + (size_t)sample * (size_t)part->data->targets;
}

static bool same_answer(const Part *a, int32_t i, const Part *b, int32_t j) {
    if (a->label) return a->label[i] == b->label[j];
    const int32_t targets = a->data->targets;
    bool same = true;
    for (int32_t k = 0; k < targets; k++) same &= target_of(a, i)[k] == target_of(b, j)[k];
    return same;
}

// Multiplies and folds, eight bytes at a time; the constant is 2^64 divided by the golden ratio.
static uint64_t mix(uint64_t hash, uint64_t word) {
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 32;
}

static uint64_t hash_of(const Part *part, int32_t sample, bool answers) {
    size_t size;
    const char *at = features_of(part, sample, &size);
    uint64_t hash = 0, word;
    for (; size >= sizeof word; size -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        hash = mix(hash, word);
    }
    word = 0;
    memcpy(&word, at, size);
    hash = mix(hash, word);
    if (!answers) return hash;
    word = 0;
    memcpy(&word, part->label ? (const void *)&part->label[sample] : (const void *)target_of(part, sample), 4);
    return mix(hash, word);
}

static bool same(const RowSet *set, int32_t kept, const Part *part, int32_t sample) {
    size_t size;
    const char *a = features_of(set->part, kept, &size), *b = features_of(part, sample, &size);
    return memcmp(a, b, size) == 0 && (!set->answers || same_answer(set->part, kept, part, sample));
}

// The slot of a sample that the set has, or the free one where it would go.
static size_t slot_of(const RowSet *set, const Part *part, int32_t sample, uint64_t hash) {
    size_t slot = hash & set->mask;
    while (set->sample[slot] && (set->hash[slot] != hash || !same(set, set->sample[slot] - 1, part, sample)))
        slot = (slot + 1) & set->mask;
    return slot;
}

static bool contains(const RowSet *set, const Part *part, int32_t sample) {
    return set->sample[slot_of(set, part, sample, hash_of(part, sample, set->answers))] != 0;
}

// The set of all samples of a part, and how many of them were there already. False without memory.
static bool gather(RowSet *set, const Part *part, bool answers, int32_t *doubles, Arena *passing) {
    size_t slots = 2;
    while (slots < 2 * (size_t)part->size) slots *= 2;
    *set = (RowSet){.part = part,
                    .answers = answers,
                    .mask = slots - 1,
                    .sample = arena_take(passing, slots, sizeof *set->sample),
                    .hash = arena_take(passing, slots, sizeof *set->hash)};
    if (!set->sample || !set->hash) return false;
    *doubles = 0;
    for (int32_t i = 0; i < part->size; i++) {
        uint64_t hash = hash_of(part, i, answers);
        size_t slot = slot_of(set, part, i, hash);
        *doubles += set->sample[slot] != 0;
        if (set->sample[slot]) continue;
        set->sample[slot] = i + 1;
        set->hash[slot] = hash;
    }
    return true;
}

Status duplicates_between(const Part *first, const Part *second, Duplicates *out, Error *e) {
    Arena passing = {0};
    RowSet whole, features;
    int32_t ignored;
    *out = (Duplicates){0};
    bool gathered =
        gather(&whole, first, true, &ignored, &passing) && gather(&features, first, false, &ignored, &passing);
    for (int32_t i = 0; gathered && i < second->size; i++) {
        if (contains(&whole, second, i))
            out->same++;
        else
            out->other_answer += contains(&features, second, i);
    }
    arena_free(&passing);
    return gathered ? OK : error_memory(e);
}

Status duplicates_within(const Part *part, bool answers, int32_t *out, Error *e) {
    Arena passing = {0};
    RowSet set;
    bool gathered = gather(&set, part, answers, out, &passing);
    arena_free(&passing);
    return gathered ? OK : error_memory(e);
}
