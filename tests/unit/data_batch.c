// Batches: every sample lands scaled in its place, the padding is finite, and nothing behind the data is read.
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "data/batch.h"
#include "math/build.h"
#include "math/panel.h"

#include "test.h"

#define SAMPLES 6
#define FEATURES_MOST 70

static const int32_t row[SAMPLES] = {3, 1, 5, 0, 2, 4};
static const float shifts[FEATURES_MOST] = {0.5f, 3}, scales[FEATURES_MOST] = {2, 0.25f, 1, 1, 0.5f};

// Room that ends where the next page cannot be read: one byte too far ends the test.
static void *before_a_wall(size_t size) {
    const size_t page = (size_t)sysconf(_SC_PAGESIZE), whole = (size + page - 1) / page * page;
    char *room = mmap(NULL, whole + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED || mprotect(room + whole, page, PROT_NONE) != 0) exit(1);
    return room + whole - size;
}

// Gathers all samples in reverse order. Row s has s + f as its feature f.
static void check_gather(int features, bool pixels) {
    static const int32_t order[SAMPLES] = {5, 4, 3, 2, 1, 0}, label[SAMPLES] = {0};
    const size_t n = (size_t)SAMPLES * (size_t)features;
    uint8_t *pixel = before_a_wall(n);
    float *value = before_a_wall(n * sizeof *value);
    for (int s = 0; s < SAMPLES; s++)
        for (int f = 0; f < features; f++) {
            pixel[s * features + f] = (uint8_t)(s + f);
            value[s * features + f] = (float)(s + f);
        }
    const Dataset data = {.samples = SAMPLES,
                          .features = features,
                          .classes = 2,
                          .pixels = pixels ? pixel : NULL,
                          .values = pixels ? NULL : value,
                          .label = label};
    const Split split = {.train = {&data, row, SAMPLES, label, NULL}, .shift = shifts, .scale = scales};
    Arena arena = {0};
    Batch batch;
    int wrong = 0, infinite = 0;
    if (!batch_take(&batch, &arena, &split, SAMPLES)) exit(1);
    batch_gather(&batch, &split, &split.train, order, 0, SAMPLES);
    for (int r = 0; r < SAMPLES; r++)
        for (int f = 0; f < features; f++) {
            const real want = (real)(((float)(row[order[r]] + f) - shifts[f]) * scales[f]);
            wrong += batch.x[panel_index(SAMPLES, features, r, f)] != want;
        }
    for (size_t i = 0; i < panel_size(SAMPLES, features); i++) infinite += !isfinite(batch.x[i]);
    CHECK(wrong == 0, "%d %s: %d misplaced", features, pixels ? "pixels" : "values", wrong);
    CHECK(infinite == 0, "%d %s: %d not finite", features, pixels ? "pixels" : "values", infinite);
    arena_free(&arena);
}

// Answers are the part's own, in the part's order, whatever the dataset says.
static void check_answers(void) {
    static const int32_t order[SAMPLES] = {5, 4, 3, 2, 1, 0}, label[SAMPLES] = {10, 11, 12, 13, 14, 15};
    static const int32_t others[SAMPLES] = {0};
    static const float values[SAMPLES] = {0}, target[SAMPLES] = {1, 2, 3, 4, 5, 6};
    static const float target_shift[] = {1, 0, 0}, target_scale[] = {2, 1, 10};
    const Dataset classes = {.samples = SAMPLES, .features = 1, .classes = 16, .values = values, .label = others};
    const Dataset numbers = {.samples = SAMPLES, .features = 1, .targets = 1, .values = values, .target = values};
    const Dataset three = {.samples = 2, .features = 1, .targets = 3, .values = values, .target = values};
    Split split = {.shift = shifts, .scale = scales, .target_shift = target_shift, .target_scale = target_scale};
    Arena arena = {0};
    Batch batch;
    split.train = (Part){&classes, row, SAMPLES, label, NULL};
    if (!batch_take(&batch, &arena, &split, SAMPLES)) exit(1);
    batch_gather(&batch, &split, &split.train, order, 1, 3);
    CHECK(batch.label[0] == 14 && batch.label[1] == 13 && batch.label[2] == 12, "labels in the order given");
    batch_gather(&batch, &split, &split.train, NULL, 1, 3);
    CHECK(batch.label[0] == 11 && batch.label[1] == 12 && batch.label[2] == 13, "labels in the part's order");
    split.train = (Part){&numbers, row, SAMPLES, NULL, target};
    batch_gather(&batch, &split, &split.train, order, 1, 2);
    CHECK(batch.target[0] == 8 && batch.target[1] == 6, "targets, scaled: (5 - 1) 2 and (4 - 1) 2");
    arena_free(&arena);
    split.train = (Part){&three, row, 2, NULL, target};
    if (!batch_take(&batch, &arena, &split, 2)) exit(1);
    batch_gather(&batch, &split, &split.train, order + 4, 0, 2);
    const real want[] = {6, 5, 60, 0, 2, 30}; // rows {4, 5, 6} and {1, 2, 3}, each target by its own scale
    CHECK(memcmp(batch.target, want, sizeof want) == 0, "three targets of each sample");
    arena_free(&arena);
}

int main(void) {
    check_answers();
    for (int features = 1; features <= FEATURES_MOST; features++) {
        check_gather(features, true);
        check_gather(features, false);
    }
    return test_end("data_batch");
}
