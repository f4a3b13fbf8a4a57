// The built-in tasks: the same bytes everywhere, every sample on its own, one hidden rule for both parts, as
// documented.
#include "base/hash.h"
#include "data/source_type.h"
#include "unit/data_test.h"

static const int tasks[] = {SOURCE_MOONS, SOURCE_SPIRALS, SOURCE_BLOBS, SOURCE_TEACHER, SOURCE_LINEAR};
enum { TASKS = sizeof tasks / sizeof *tasks };

// The names of what was drawn live in its source, which stays open to the end.
static Source opened[64];
static int opened_count;

static const Dataset *draw(const DataSpec *given, uint64_t seed, uint64_t first, int32_t size) {
    Source *s = &opened[opened_count];
    DataSpec spec = *given;
    spec.train_size = spec.test_size = -1;
    source_sizes(&spec);
    if (!data_open(s, &spec)) return NULL;
    opened_count++;
    const Dataset *d = source_draw(s, seed, first, size, &data_arena);
    CHECK(d, "memory");
    return d;
}

// A value that moves on one machine, with one compiler or under one flag would change these.
static void check_bytes(void) {
    static const char *const want[TASKS] = {"628c021653082b74", "36a4a0231010a6c3", "2517e47338729e27",
                                            "e46e1bf2ed0413e8", "6cbe27c167e68b89"};
    for (int t = 0; t < TASKS; t++) {
        DataSpec spec = data_spec(tasks[t]);
        const Dataset *d = draw(&spec, 1, 0, 200), *later = draw(&spec, 1, 50, 3), *other = draw(&spec, 2, 0, 200);
        if (!d || !later || !other) continue;
        const size_t row = (size_t)d->features * sizeof(float);
        Hash h;
        char got[HASH_TEXT_SIZE];
        hash_start(&h);
        hash_add(&h, d->values, 200 * row);
        hash_add(&h, d->label ? (const void *)d->label : (const void *)d->target, 200 * sizeof(float));
        hash_end(&h, got);
        CHECK(strncmp(got, want[t], 16) == 0, "%s: %s", source_names[tasks[t]], got);
        CHECK(memcmp(later->values, d->values + 50 * (size_t)d->features, 3 * row) == 0, "sample 50 by itself");
        CHECK(memcmp(other->values, d->values, row) != 0, "another seed");
    }
}

// Without noise, every test sample lies on the rule that the training samples follow.
static void check_rules(void) {
    DataSpec spec = data_spec(SOURCE_BLOBS);
    spec.noise = 0;
    spec.classes = 5;
    const Dataset *train = draw(&spec, 3, 0, 5), *test = draw(&spec, 3, DRAWN_FIRST_TEST, 5);
    for (int32_t i = 0; i < 5; i++) CHECK(test->label[i] == i, "classes in turn");
    CHECK(memcmp(train->values, test->values, 10 * sizeof(float)) == 0, "both parts have the same centres");

    spec = data_spec(SOURCE_LINEAR);
    spec.noise = 0;
    spec.dimensions = 1;
    train = draw(&spec, 3, 0, 1), test = draw(&spec, 3, DRAWN_FIRST_TEST, 1);
    CHECK(train->classes == 0 && train->targets == 1, "regression");
    CHECK(train->target[0] / train->values[0] == test->target[0] / test->values[0], "both parts have the same slope");
    CHECK(train->target[0] * train->target[0] == train->values[0] * train->values[0], "of length 1");

    spec = data_spec(SOURCE_MOONS);
    spec.noise = 0;
    train = draw(&spec, 3, 0, 100);
    for (int32_t i = 0; i < 100; i++) {
        const float *v = train->values + (size_t)i * 10;
        const float x = i % 2 ? 1 - v[0] : v[0], y = i % 2 ? 0.5f - v[1] : v[1], off = x * x + y * y - 1;
        CHECK(y >= 0 && off * off < 1e-10f, "sample %d is on its half circle", i);
    }
    CHECK_TEXT(train->class_names[train->label[1]], "lower");
    CHECK_TEXT(train->feature_names[1], "y");
    CHECK_TEXT(train->feature_names[3], "noise2");

    spec = data_spec(SOURCE_SPIRALS);
    spec.noise = 0;
    spec.classes = 3;
    train = draw(&spec, 3, 0, 300);
    for (int32_t i = 0; i < 300; i++) {
        const float *v = train->values + (size_t)i * 2;
        CHECK(v[0] * v[0] + v[1] * v[1] < 16.001f, "within the radius");
    }
}

// No class of the teacher is rare, and noise changes its labels but not its inputs.
static void check_teacher(void) {
    DataSpec spec = data_spec(SOURCE_TEACHER);
    const Dataset *noisy = draw(&spec, 5, 0, 900);
    spec.noise = 0;
    const Dataset *clean = draw(&spec, 5, 0, 900);
    int count[3] = {0}, moved = 0;
    for (int32_t i = 0; i < 900; i++) {
        count[clean->label[i]]++;
        moved += clean->label[i] != noisy->label[i];
    }
    for (int k = 0; k < 3; k++) CHECK(count[k] > 150, "class %d has %d of 900", k, count[k]);
    CHECK(moved > 50 && moved < 400, "%d labels moved", moved);
    CHECK(memcmp(clean->values, noisy->values, 20 * sizeof(float)) == 0, "the same first input");
}

static bool same_answers(const Part *a, const Part *b) {
    const size_t bytes = (size_t)a->size * sizeof(float); // labels are as long, and there is one target
    return a->size == b->size &&
           (a->label ? memcmp(a->label, b->label, bytes) : memcmp(a->target, b->target, bytes)) == 0;
}

// Parts for their answers alone have the answers of whole ones, and no inputs.
static void check_answers(void) {
    for (int t = 0; t <= TASKS; t++) {
        Source s;
        Split answers;
        Error e = {0};
        DataSpec spec = data_spec(t < TASKS ? tasks[t] : SOURCE_DIGITS);
        spec.train_size = 40, spec.test_size = 30, spec.validation_size = 20;
        spec.label_noise = t == 0 ? 0.5 : 0;
        source_sizes(&spec);
        if (!data_open(&s, &spec)) continue;
        const Split whole = data_split(&s, 3);
        const Status status = source_split_answers(&s, 3, &data_arena, &answers, &e);
        CHECK(status == OK, "%s", e.text);
        CHECK(same_answers(&whole.train, &answers.train) && same_answers(&whole.test, &answers.test) &&
                  same_answers(&whole.validation, &answers.validation),
              "%s: the same answers", source_names[spec.source]);
        CHECK(!answers.train.data->pixels && !answers.train.data->values, "no inputs");
        source_close(&s);
    }
}

static void check_hash(void) {
    Source a, b;
    DataSpec spec = data_spec(SOURCE_SPIRALS);
    spec.train_size = spec.test_size = 10;
    source_sizes(&spec);
    if (!data_open(&a, &spec)) return;
    spec.noise = 0.4;
    if (!data_open(&b, &spec)) return;
    CHECK(strcmp(a.hash, b.hash) != 0, "other noise is other data");
    source_close(&a);
    source_close(&b);
}

static void check_refused(void) {
    SpecProblem problem;
    DataSpec spec = data_spec(SOURCE_MOONS);
    spec.train_size = spec.test_size = 10;
    spec.dimensions = 1;
    CHECK(!source_check(&spec, &problem), "one dimension");
    CHECK_TEXT(problem.key, "data.dimensions");
    spec.dimensions = 2;
    CHECK(source_check(&spec, &problem), "two dimensions");
    spec.test_size = 0;
    CHECK(!source_check(&spec, &problem), "all");
    CHECK_TEXT(problem.key, "data.test_size");
}

int main(void) {
    data_test_begin();
    check_bytes();
    check_rules();
    check_teacher();
    check_answers();
    check_hash();
    check_refused();
    while (opened_count > 0) source_close(&opened[--opened_count]);
    return data_test_end("data_tasks");
}
