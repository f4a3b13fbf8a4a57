// The small table of our own: the committed file is what the generator writes.
#include "data/moons.h"
#include "unit/data_test.h"

static void check_committed(void) {
    Text t = {0};
    char *data;
    size_t size;
    Error e = {0};
    moons_write(1, 800, &t);
    Status status = file_read(&data_arena, "data/moons.csv", &data, &size, &e);
    CHECK(status == OK, "%s", e.text);
    CHECK(status == OK && size == t.size && memcmp(data, t.data, size) == 0,
          "data/moons.csv differs; scripts/make_csv_set.sh makes it anew");
    text_free(&t);
}

// Row i is the same however many there are; another seed gives another table.
static void check_rows(void) {
    Text few = {0}, many = {0}, other = {0};
    moons_write(3, 2, &few);
    moons_write(3, 5, &many);
    moons_write(4, 2, &other);
    CHECK(few.size < many.size && memcmp(few.data, many.data, few.size) == 0, "the first rows");
    CHECK(strcmp(few.data, other.data) != 0, "another seed");
    Text *texts[] = {&few, &many, &other};
    for (int i = 0; i < 3; i++) text_free(texts[i]);
}

static void check_table(void) {
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = "data/moons.csv";
    spec.labels[0] = "moon";
    if (!data_open(&s, &spec)) return;
    const Dataset *d = &s.train;
    CHECK(d->samples == 800 && d->features == 2 + MOONS_NOISE_COLUMNS && d->classes == 2, "its size");
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
    check_rows();
    check_table();
    return data_test_end("data_moons");
}
