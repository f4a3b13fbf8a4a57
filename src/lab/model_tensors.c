#include "lab/model_tensors.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "math/panel.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "tensors in a file are little-endian");

// What a parameter or statistic is called by PyTorch, where that is not its own name. The weights under a rule
// ("weight_g" beside them) are its v.
static const struct {
    const char *own, *theirs;
} names[] = {{"gamma", "weight"}, {"beta", "bias"}, {"batches", "num_batches_tracked"}};

#define NORMALIZES "running_mean" // what has this is a BatchNorm1d, which always counts its batches

// A tensor of the network: a span, or (NULL) the count of batches of a layer that keeps none.
typedef struct Entry {
    const Span *span;
    char name[sizeof((Span){0}).name + 24];
    Tensor tensor; // without its data
} Entry;

typedef struct Entries {
    int count;
    Entry *entry; // [count], those with numbers of 8 bytes first, that all begin where they can be read in place
} Entries;

// The span of that name in the layer of another; NULL where it has none.
static const Span *beside(const Span *span, const char *name, const Span *spans, int count) {
    const size_t n = (size_t)(strchr(span->name, '.') - span->name) + 1;
    for (int i = 0; i < count; i++)
        if (spans[i].role <= ROLE_STATISTIC && strncmp(spans[i].name, span->name, n) == 0 &&
            strcmp(spans[i].name + n, name) == 0)
            return &spans[i];
    return NULL;
}

static Entry count_entry(const Span *span, const Span *kept) {
    Entry entry = {.span = kept, .tensor = {.type = TENSOR_I64, .size = 8}};
    const int n = (int)(strchr(span->name, '.') - span->name) + 1;
    snprintf(entry.name, sizeof entry.name, "%.*s%s", n, span->name, "num_batches_tracked");
    return entry;
}

static Entry number_entry(const Span *span, const Span *spans, int count) {
    const char *own = strchr(span->name, '.') + 1, *theirs = own;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(own, names[i].own) == 0) theirs = names[i].theirs;
    if (span->role == ROLE_WEIGHT && beside(span, "weight_g", spans, count)) theirs = "weight_v";
    const size_t rows = (size_t)span->rows, cols = (size_t)span->cols;
    Entry entry = {.span = span,
                   .tensor = {.type = TENSOR_F32, .dims = 1, .shape = {cols, rows}, .size = rows * cols * 4}};
    if (span->role == ROLE_WEIGHT || strcmp(own, "weight_g") == 0) entry.tensor.dims = 2;
    snprintf(entry.name, sizeof entry.name, "%.*s%s", (int)(own - span->name), span->name, theirs);
    return entry;
}

static bool is_count(const Span *span) {
    return strcmp(strchr(span->name, '.') + 1, "batches") == 0;
}

// All tensors of the network, in its order; false without memory.
static bool list(const Engine *engine, const Trainer *t, Entries *all, Arena *arena) {
    int count;
    const Span *spans = engine->spans(t, &count);
    *all = (Entries){.entry = arena_take(arena, 2 * (size_t)count, sizeof *all->entry)};
    for (int i = 0; all->entry && i < count; i++)
        if (spans[i].role <= ROLE_STATISTIC && beside(&spans[i], NORMALIZES, spans, count) == &spans[i])
            all->entry[all->count++] = count_entry(&spans[i], beside(&spans[i], "batches", spans, count));
    for (int i = 0; all->entry && i < count; i++)
        if (spans[i].role <= ROLE_STATISTIC && !is_count(&spans[i]))
            all->entry[all->count++] = number_entry(&spans[i], spans, count);
    for (int i = 0; all->entry && i < all->count; i++) all->entry[i].tensor.name = all->entry[i].name;
    return all->entry;
}

// A tensor is the transposed matrix, row by row: of weights a row for each unit.
static void copy_out(const Span *span, float *to) {
    const float *from = span->at;
    for (int c = 0; c < span->cols; c++)
        for (int r = 0; r < span->rows; r++) *to++ = from[panel_index(span->rows, span->cols, r, c)];
}

Status tensors_of(const Engine *engine, const Trainer *t, const Tensor **tensors, int *count, Arena *arena, Error *e) {
    Entries all;
    if (!list(engine, t, &all, arena)) return error_memory(e);
    Tensor *made = arena_take(arena, (size_t)all.count, sizeof *made);
    if (!made) return error_memory(e);
    for (int i = 0; i < all.count; i++) {
        const Span *span = all.entry[i].span;
        void *data = arena_take(arena, all.entry[i].tensor.size, 1);
        if (!data) return error_memory(e);
        made[i] = all.entry[i].tensor;
        made[i].data = data;
        if (made[i].type == TENSOR_F32)
            copy_out(span, data);
        else
            *(int64_t *)data = span ? (int64_t) * (const float *)span->at : engine->steps(t);
    }
    *tensors = made;
    *count = all.count;
    return OK;
}

// --- The other way

static void add_shape(const Tensor *t, Text *out) {
    text_add(out, "[");
    for (int i = 0; i < t->dims; i++) text_printf(out, "%s%llu", i ? ", " : "", (unsigned long long)t->shape[i]);
    text_printf(out, "] of %s", tensor_types[t->type].name);
}

static Status refuse(const Tensor *wanted, const Tensor *found, const char *path, Error *e) {
    Text want = {0}, have = {0};
    add_shape(wanted, &want);
    if (found) add_shape(found, &have);
    Status s = want.failed || have.failed
                   ? error_memory(e)
                   : error_set(e, ERR_DATA,
                               "%s: the network of its config has a tensor \"%s\", %s, and the file %s%s; it was "
                               "damaged, or changed by another program",
                               path, wanted->name, want.data, found ? "has " : "lacks it", found ? have.data : "");
    text_free(&want);
    text_free(&have);
    return s;
}

static const Tensor *find(const Tensor *wanted, const Tensor *tensors, int count) {
    for (int i = 0; i < count; i++)
        if (strcmp(tensors[i].name, wanted->name) == 0) return &tensors[i];
    return NULL;
}

static bool same_shape(const Tensor *a, const Tensor *b) {
    bool same = a->type == b->type && a->dims == b->dims && a->size == b->size;
    for (int i = 0; same && i < a->dims; i++) same = a->shape[i] == b->shape[i];
    return same;
}

// Numbers may stand at any address in the file. False where one is not finite.
static bool copy_in(const Span *span, const char *from) {
    float *to = span->at;
    bool finite = true;
    for (int c = 0; c < span->cols; c++)
        for (int r = 0; r < span->rows; r++, from += sizeof(float)) {
            float *at = &to[panel_index(span->rows, span->cols, r, c)];
            memcpy(at, from, sizeof *at);
            finite &= isfinite(*at);
        }
    return finite;
}

static bool take(const Entry *entry, const Tensor *found) {
    int64_t batches;
    if (entry->tensor.type == TENSOR_F32) return copy_in(entry->span, found->data);
    memcpy(&batches, found->data, sizeof batches);
    if (entry->span) *(float *)entry->span->at = (float)batches;
    return batches >= 0;
}

Status tensors_into(const Engine *engine, Trainer *t, const Tensor *tensors, int count, const char *path, Error *e) {
    Arena arena = {0};
    Entries all;
    Status s = list(engine, t, &all, &arena) ? OK : error_memory(e);
    for (int i = 0; !s && i < all.count; i++) {
        const Tensor *wanted = &all.entry[i].tensor, *found = find(wanted, tensors, count);
        if (!found || !same_shape(wanted, found))
            s = refuse(wanted, found, path, e);
        else if (!take(&all.entry[i], found))
            s = error_set(e, ERR_DATA,
                          "%s: tensor \"%s\" holds numbers that are none of a network's (nan, inf or a "
                          "count below 0); it was damaged, or changed by another program",
                          path, wanted->name);
    }
    for (int i = 0; !s && count > all.count && i < count; i++) {
        int known = 0;
        while (known < all.count && strcmp(all.entry[known].name, tensors[i].name) != 0) known++;
        if (known == all.count)
            s = error_set(e, ERR_DATA,
                          "%s: the network of its config has no tensor \"%.60s\"; the file was changed by "
                          "another program",
                          path, tensors[i].name);
    }
    arena_free(&arena);
    return s;
}
