// Samples that are there twice.
#include "data/duplicates.h"

#include "unit/data_test.h"

enum { SAMPLES = 6, FEATURES = 3 };

static const uint8_t pixels[SAMPLES * FEATURES] = {1, 2, 3, 4, 5, 6, 1, 2, 3, 1, 2, 4, 1, 2, 3, 4, 5, 6};
static const float values[SAMPLES * FEATURES] = {1, 2, 3, 4, 5, 6, 1, 2, 3, 1, 2, 4, 1, 2, 3, 4, 5, 6};
static const int32_t label[SAMPLES] = {0, 1, 0, 0, 1, 1};
static const float target[SAMPLES] = {0, 1, 0, 0, 1, 1};
static const int32_t rows[SAMPLES] = {0, 1, 2, 3, 4, 5};

static void test_table(bool bytes, bool regression) {
    Error e = {0};
    Dataset d = {.samples = SAMPLES,
                 .features = FEATURES,
                 .pixels = bytes ? pixels : NULL,
                 .values = bytes ? NULL : values,
                 .label = regression ? NULL : label,
                 .targets = regression,
                 .target = regression ? target : NULL};
    Part all = {&d, rows, SAMPLES, d.label, d.target};
    int32_t count;
    CHECK(duplicates_within(&all, true, &count, &e) == OK && count == 2, "2 and 5 are 0 and 1 again: %d", count);
    CHECK(duplicates_within(&all, false, &count, &e) == OK && count == 3, "4 is 0 but for the answer: %d", count);

    Part train = {&d, rows, 2, d.label, d.target};
    Part test = {&d, rows + 2, 4, d.label ? d.label + 2 : NULL, d.target ? d.target + 2 : NULL};
    Duplicates found;
    CHECK(duplicates_between(&train, &test, &found, &e) == OK);
    CHECK(found.same == 2 && found.other_answer == 1, "%d, %d", found.same, found.other_answer);
    CHECK(duplicates_between(&test, &train, &found, &e) == OK);
    CHECK(found.same == 2 && found.other_answer == 0, "0 is there with both answers: %d, %d", found.same,
          found.other_answer);
}

// Of two targets both must be the same: samples 1 and 2 are 0 again but for one of them, the second or the first.
static void test_targets(void) {
    static const float inputs[] = {7, 7, 7, 7, 8}, targets[] = {1, 2, 1, 3, 4, 2, 1, 2, 1, 2};
    static const int32_t order[] = {0, 1, 2, 3, 4};
    Error e = {0};
    const Dataset d = {.samples = 5, .features = 1, .values = inputs, .targets = 2, .target = targets};
    const Part all = {&d, order, 5, NULL, targets};
    int32_t count;
    CHECK(duplicates_within(&all, true, &count, &e) == OK && count == 1, "3 is 0 again: %d", count);
    CHECK(duplicates_within(&all, false, &count, &e) == OK && count == 3, "1 to 3 are 0 but for answers: %d", count);
    const Part train = {&d, order, 1, NULL, targets}, test = {&d, order + 1, 4, NULL, targets + 2};
    Duplicates found;
    CHECK(duplicates_between(&train, &test, &found, &e) == OK, "%s", e.text);
    CHECK(found.same == 1 && found.other_answer == 2, "%d, %d", found.same, found.other_answer);
}

// All samples alike, each with an answer of its own: nothing is compared more than once or twice.
static void test_alike(void) {
    enum { MANY = 200000 };
    Error e = {0};
    float *value = arena_take(&data_arena, MANY, sizeof *value),
          *answer = arena_take(&data_arena, MANY, sizeof *answer);
    int32_t *row = arena_take(&data_arena, MANY, sizeof *row), count;
    for (int32_t i = 0; i < MANY; i++) row[i] = i, answer[i] = (float)i;
    Dataset d = {.samples = MANY, .features = 1, .values = value, .targets = 1, .target = answer};
    Part part = {&d, row, MANY, NULL, answer};
    Duplicates found;
    CHECK(duplicates_within(&part, false, &count, &e) == OK && count == MANY - 1, "%d", count);
    CHECK(duplicates_between(&part, &part, &found, &e) == OK && found.same == MANY && found.other_answer == 0);
}

int main(void) {
    data_test_begin();
    for (int i = 0; i < 4; i++) test_table(i & 1, i & 2);
    test_targets();
    test_alike();
    return data_test_end("data_duplicates");
}
