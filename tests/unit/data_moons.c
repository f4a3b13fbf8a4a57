// The small table of our own: the committed file has what the source "moons" draws, to three decimals.
#include "data/source_type.h"
#include "unit/data_test.h"

static void check_committed(void) {
    Source table, moons;
    DataSpec file = data_spec(SOURCE_CSV), drawn = data_spec(SOURCE_MOONS);
    file.file = "data/moons.csv";
    drawn.train_size = drawn.test_size = 10;
    source_sizes(&drawn);
    if (!data_open(&table, &file) || !data_open(&moons, &drawn)) return;
    const Dataset *want = source_draw(&moons, 1, 0, 800, &data_arena), *got = &table.train;
    CHECK(got->samples == 800 && got->features == want->features, "the size");
    for (int32_t i = 0; i < 800 * want->features; i++) CHECK_NEAR(got->values[i], want->values[i], 0.00051);
    CHECK(memcmp(got->label, want->label, 800 * sizeof *got->label) == 0, "the labels");
    for (int32_t f = 0; f < want->features; f++) CHECK_TEXT(got->feature_names[f], want->feature_names[f]);
    for (int32_t k = 0; k < 2; k++) CHECK_TEXT(got->class_names[k], want->class_names[k]);
    source_close(&table);
    source_close(&moons);
}

static void check_table(void) {
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = "data/moons.csv";
    spec.labels[0] = "moon";
    if (!data_open(&s, &spec)) return;
    const Dataset *d = &s.train;
    CHECK(d->samples == 800 && d->features == 10 && d->classes == 2, "its size");
    double upper = 0, lower = 0;
    for (int32_t i = 0; i < d->samples; i++) {
        float y = d->values[(size_t)i * (size_t)d->features + 1];
        *(strcmp(d->class_names[d->label[i]], "upper") == 0 ? &upper : &lower) += y / 400;
    }
    // The mean height of a half circle of radius 1 is 2 / pi; the lower one hangs from 0.5.
    CHECK_NEAR(upper, 2 / 3.14159265, 0.06);
    CHECK_NEAR(lower, 0.5 - 2 / 3.14159265, 0.06);
    source_close(&s);
}

int main(void) {
    data_test_begin();
    check_committed();
    check_table();
    return data_test_end("data_moons");
}
