// What is done to a training batch on the way in, rule by rule, in cases small enough to work out by hand. In the
// double build, as the gradient checks.
#include "train/sample_rule.h"

#include "base/rng.h"
#include "math/panel.h"

#include "test.h"

#define ROWS_MOST 64
#define FEATURES_MOST 64

// A batch, and the rules that act on it.
typedef struct Bench {
    Arena arena;
    Dataset data;
    TrainSpec spec;
    Batch batch;
    SampleRules rules;
    real x[ROWS_MOST * FEATURES_MOST] __attribute__((aligned(ARENA_ALIGN)));
    real target[ROWS_MOST];
    int32_t label[ROWS_MOST];
} Bench;

// Sample r holds 100 r + f as its feature f, has label r mod classes, or the target r. `rows` of them.
static void bench_open(Bench *b, Dataset data, TrainSpec spec, int rows) {
    *b = (Bench){.data = data, .spec = spec};
    b->batch = (Batch){.rows = rows, .x = b->x, .label = b->label, .target = b->target};
    for (int r = 0; r < rows; r++) {
        b->label[r] = data.classes > 0 ? r % data.classes : 0;
        b->target[r] = (real)r;
        for (int f = 0; f < data.features; f++) b->x[panel_index(rows, data.features, r, f)] = (real)(100 * r + f);
    }
    CHECK(sample_rules_take(&b->rules, &b->spec, &b->data, rows, &b->arena), "memory");
}

static void bench_apply(Bench *b, uint64_t seed, int64_t step) {
    const uint64_t first = (uint64_t)((step - 1) * b->batch.rows);
    const SamplePass pass = {
        .spec = &b->spec, .data = &b->data, .batch = &b->batch, .seed = seed, .step = step, .first_sample = first};
    sample_rules_apply(&b->rules, pass);
}

static real share_at(const Bench *b, int r, int k) {
    return b->rules.share[r * b->data.classes + k];
}

// 0.2 of a label in four equal parts: 0.8 + 0.05 for the class itself.
static void test_label_smoothing(void) {
    Bench b;
    bench_open(&b, (Dataset){.features = 2, .classes = 4}, (TrainSpec){.label_smoothing = 0.2}, 5);
    bench_apply(&b, 1, 1);
    for (int r = 0; r < 5; r++)
        for (int k = 0; k < 4; k++) CHECK_NEAR(share_at(&b, r, k), k == r % 4 ? 0.85 : 0.05, 1e-15);
    bench_apply(&b, 1, 2); // begins from the labels again
    CHECK_NEAR(share_at(&b, 1, 1), 0.85, 1e-15);
    arena_free(&b.arena);
}

// What is off has no memory and no part in a step.
static void test_that_what_is_off_costs_nothing(void) {
    Bench b;
    bench_open(&b, (Dataset){.features = 2, .classes = 4}, (TrainSpec){.label_smoothing = 0}, 5);
    CHECK(b.rules.count == 0 && !b.rules.share, "%d rules without any", b.rules.count);
    arena_free(&b.arena);
}

int main(void) {
    test_label_smoothing();
    test_that_what_is_off_costs_nothing();
    return test_end("samples");
}
