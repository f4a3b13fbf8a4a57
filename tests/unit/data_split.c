// Which rows a run trains and tests on: exact sizes, kept shares, no row twice, what seeds and sizes move.
#include <math.h>

#include "base/text.h"
#include "data/label_noise.h"
#include "data/split.h"
#include "unit/data_parts.h"

static void check_allot(void) {
    static const struct {
        int32_t have[4], size, share[4];
    } cases[] = {
        {{10, 10, 10, 10}, 8, {2, 2, 2, 2}}, {{10, 10, 10, 10}, 10, {3, 3, 2, 2}}, // ties go to the lower class
        {{50, 30, 15, 5}, 10, {5, 3, 2, 0}}, // 5, 3, 1.5, 0.5: of the two halves the lower class
        {{7, 2, 1, 0}, 5, {4, 1, 0, 0}},     // 3.5, 1, 0.5, 0
        {{1, 1, 1, 97}, 50, {1, 1, 0, 48}},  // four halves, two left
        {{3, 4, 5, 6}, 18, {3, 4, 5, 6}},    {{3, 4, 5, 6}, 17, {3, 4, 5, 5}}, // 2.83, 3.78, 4.72, 5.67
        {{3, 4, 5, 6}, 0, {0, 0, 0, 0}},     {{2147483647, 0, 0, 0}, 2147483647, {2147483647, 0, 0, 0}},
        {{0, 0, 0, 0}, 0, {0, 0, 0, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t share[4];
        int64_t remainder[4];
        split_allot(cases[i].have, 4, cases[i].size, share, remainder);
        CHECK(memcmp(share, cases[i].share, sizeof share) == 0, "case %zu: %d %d %d %d", i, share[0], share[1],
              share[2], share[3]);
    }
}

static bool ascending(const Part *part) {
    for (int32_t i = 1; i < part->size; i++)
        if (part->row[i] <= part->row[i - 1]) return false;
    return true;
}

// Noise in one part's answers reaches neither the other part nor the dataset.
static void check_answers_are_its_own(void) {
    for (int regression = 0; regression < 2; regression++) {
        Source s;
        DataSpec spec = data_spec(SOURCE_CSV);
        spec.file = table("answers.csv", 40, regression);
        Split split = split_of(spec, 1, &s);
        const Part *parts[] = {&split.train, &split.test};
        int wrong = 0;
        for (int p = 0; p < 2; p++)
            for (int32_t i = 0; i < parts[p]->size; i++) {
                int32_t row = parts[p]->row[i];
                wrong +=
                    regression ? parts[p]->target[i] != (float)row + 0.5f : parts[p]->label[i] != s.train.label[row];
            }
        CHECK(split.train.size == 20 && split.test.size == 20 && wrong == 0, "%d answers are of another row", wrong);
        CHECK(regression ? !split.train.label : !split.train.target, "one kind of answers");
        for (int32_t i = 0; i < split.train.size; i++) {
            if (regression) // writes where the dataset must not be
                ((float *)split.train.target)[i] = -1;
            else
                ((int32_t *)split.train.label)[i] = -1;
        }
        for (int32_t i = 0; i < s.train.samples; i++)
            wrong += regression ? s.train.target[i] < 0 : s.train.label[i] < 0;
        for (int32_t i = 0; i < split.test.size; i++)
            wrong += regression ? split.test.target[i] < 0 : split.test.label[i] < 0;
        CHECK(wrong == 0, "noise in the training part reached %d other answers", wrong);
        source_close(&s);
    }
}

// All targets of a row go with it.
static void check_targets_stay_together(void) {
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = data_write_text("two.csv", "1,10,100\n2,20,200\n3,30,300\n4,40,400\n5,50,500\n6,60,600\n");
    spec.labels[0] = "2", spec.labels[1] = "3";
    spec.label_count = 2;
    Split split = split_of(spec, 1, &s);
    const Part *parts[] = {&split.train, &split.test};
    for (int p = 0; p < 2; p++)
        for (int32_t i = 0; i < parts[p]->size; i++) {
            const float row = (float)parts[p]->row[i] + 1, *target = parts[p]->target + (size_t)2 * (size_t)i;
            CHECK(target[0] == 10 * row && target[1] == 100 * row, "row %g has %g and %g", row, target[0], target[1]);
        }
    CHECK(split.train.size == 3 && split.test.size == 3, "both parts");
    source_close(&s);
}

static void check_stratified(void) {
    Source s;
    int count[3];
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = table("classes.csv", 200, false);
    spec.train_size = 55;
    spec.test_size = 41;
    Split split = split_of(spec, 1, &s);
    if (!split.train.data) return;
    CHECK(split.train.size == 55 && split.test.size == 41, "exact sizes");
    CHECK(ascending(&split.train) && ascending(&split.test), "rows in ascending order");
    CHECK(shared(&split.train, &split.test) == 0, "no row in both");
    count_classes(&split.test, count); // 24.6, 12.3, 4.1
    CHECK(count[0] == 25 && count[1] == 12 && count[2] == 4, "test: %d %d %d", count[0], count[1], count[2]);
    count_classes(&split.train, count); // of 95, 48, 16 left: 32.86, 16.60, 5.53
    CHECK(count[0] == 33 && count[1] == 17 && count[2] == 5, "train: %d %d %d", count[0], count[1], count[2]);
    source_close(&s);

    bool even = true;
    spec.stratify = false;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        split = split_of(spec, seed, &s);
        count_classes(&split.test, count);
        even = even && count[0] == 25;
        source_close(&s);
    }
    CHECK(!even, "unstratified, the shares vary");
}

static void check_seeds(void) {
    Source s, t;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = table("classes.csv", 200, false);
    spec.train_size = 60;
    spec.test_size = 40;
    Split one = split_of(spec, 1, &s), again = data_split(&s, 1), two = data_split(&s, 2);
    CHECK(shared(&one.train, &again.train) == 60 && shared(&one.test, &again.test) == 40, "the same seed");
    CHECK(shared(&one.test, &two.test) < 25, "another seed: %d in common", shared(&one.test, &two.test));
    spec.train_size = 120;
    Split larger = split_of(spec, 1, &t);
    CHECK(shared(&one.test, &larger.test) == 40, "the test part does not depend on train_size");
    CHECK(shared(&one.train, &larger.train) == 60, "a smaller training part lies in a larger one");
    source_close(&t);
    spec.seed = 1;
    spec.train_size = 60;
    Split pinned = split_of(spec, 99, &t);
    CHECK(shared(&one.train, &pinned.train) == 60, "data.seed pins the split");
    source_close(&t);
    source_close(&s);
}

static void check_separate(void) {
    Source s;
    int count[3];
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = table("classes.csv", 200, false);
    spec.test_file = table("test.csv", 50, false);
    Split all = split_of(spec, 1, &s);
    CHECK(all.train.size == 200 && all.test.size == 50, "all of both");
    CHECK(all.train.row[0] == 0 && all.train.row[199] == 199 && ascending(&all.train), "every row once");
    CHECK(all.train.data == &s.train && all.test.data == &s.test, "each from its own table");
    source_close(&s);
    spec.test_file = spec.file;
    spec.train_size = spec.test_size = 20;
    Split twins = split_of(spec, 1, &s);
    CHECK(shared(&twins.train, &twins.test) < 10, "each part is drawn by itself");
    source_close(&s);
    spec.test_file = table("test.csv", 50, false);
    spec.test_size = 10;
    Split some = split_of(spec, 1, &s);
    count_classes(&some.train, count);
    CHECK(count[0] == 12 && count[1] == 6 && count[2] == 2, "train: %d %d %d", count[0], count[1], count[2]);
    count_classes(&some.test, count);
    CHECK(count[0] == 6 && count[1] == 3 && count[2] == 1, "test: %d %d %d", count[0], count[1], count[2]);
    source_close(&s);
}

static void check_fraction(void) {
    static const struct {
        double fraction;
        int rows, train, test;
    } cases[] = {{0.2, 200, 160, 40}, {0.5, 3, 1, 2}, {0.25, 10, 7, 3}, {0.001, 100, 99, 1}, {0.9, 10, 1, 9}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Source s;
        DataSpec spec = data_spec(SOURCE_CSV);
        spec.file = table("fraction.csv", cases[i].rows, true);
        spec.test_fraction = cases[i].fraction;
        Split split = split_of(spec, 1, &s);
        CHECK(split.train.size == cases[i].train && split.test.size == cases[i].test, "case %zu: %d and %d", i,
              split.train.size, split.test.size);
        CHECK(shared(&split.train, &split.test) == 0, "case %zu: no row in both", i);
        source_close(&s);
    }
}

// The validation part is taken out of the training samples and moves nothing else.
static void check_validation(void) {
    Source s, t;
    int count[3];
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = table("classes.csv", 200, false);
    spec.train_size = 80;
    spec.test_size = 40;
    Split without = split_of(spec, 3, &t);
    CHECK(without.validation.size == 0, "none unless it is asked for");
    source_close(&t);
    spec.validation_fraction = 0.25;
    Split split = split_of(spec, 3, &s);
    CHECK(split.train.size == 60 && split.validation.size == 20 && split.test.size == 40, "%d %d %d", split.train.size,
          split.validation.size, split.test.size);
    CHECK(shared(&split.train, &split.validation) + shared(&split.validation, &split.test) == 0, "no row in both");
    CHECK(shared(&split.test, &without.test) == 40, "the test part stays");
    CHECK(shared(&split.train, &without.train) == 60 && shared(&split.validation, &without.train) == 20,
          "what was the training part is divided");
    count_classes(&split.validation, count);
    CHECK(count[0] == 12 && count[1] == 6 && count[2] == 2, "its classes: %d %d %d", count[0], count[1], count[2]);
    for (int32_t i = 0; i < split.validation.size; i++)
        CHECK(split.validation.label[i] == s.train.label[split.validation.row[i]], "answer %d", i);
    source_close(&s);

    spec.validation_fraction = 0;
    spec.validation_size = 20;
    spec.train_size = 120;
    Split larger = split_of(spec, 3, &s);
    CHECK(larger.train.size == 100 && shared(&split.validation, &larger.validation) == 20, "as a number, it stays too");
    CHECK(shared(&split.train, &larger.train) == 60, "and what is trained on is nested");
    source_close(&s);

    spec.test_file = table("test.csv", 50, false);
    spec.train_size = spec.test_size = 0;
    Split separate = split_of(spec, 3, &s);
    CHECK(separate.train.size == 180 && separate.validation.size == 20 && separate.test.size == 50,
          "beside a test file");
    CHECK(shared(&separate.train, &separate.validation) == 0 && separate.validation.data == &s.train, "from the table");
    source_close(&s);
}

// Scaling is fitted on what is trained on alone.
static void check_validation_scaling(void) {
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = table("line.csv", 40, true);
    spec.test_size = 10;
    spec.validation_size = 10;
    spec.scaling = spec.target_scaling = SCALING_MINMAX;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        Split split = split_of(spec, seed, &s);
        float least = 40;
        for (int32_t i = 0; i < split.train.size; i++)
            if ((float)split.train.row[i] < least) least = (float)split.train.row[i];
        CHECK(split.shift[0] == least && split.target_shift[0] == least + 0.5f, "seed %llu", (unsigned long long)seed);
        source_close(&s);
    }
}

static void check_validation_drawn(void) {
    Source s, t;
    DataSpec spec = data_spec(SOURCE_DIGITS);
    spec.train_size = 30;
    spec.test_size = 20;
    Split without = split_of(spec, 1, &t);
    spec.validation_fraction = 1.0 / 3;
    Split split = split_of(spec, 1, &s);
    const size_t bytes = (size_t)s.train.features;
    CHECK(split.train.size == 20 && split.validation.size == 10 && split.test.size == 20, "sizes");
    CHECK(memcmp(split.train.data->pixels, without.train.data->pixels, 20 * bytes) == 0, "the first training samples");
    CHECK(memcmp(split.test.data->pixels, without.test.data->pixels, 20 * bytes) == 0, "the test part stays");
    for (int32_t i = 0; i < 30; i++)
        CHECK(memcmp(split.validation.data->pixels, without.train.data->pixels + (size_t)i * bytes, bytes) != 0,
              "no training sample");
    source_close(&s);
    source_close(&t);
}

static void check_validation_refused(void) {
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = table("ten.csv", 10, false);
    spec.validation_size = 5;
    data_refused(&spec, ERR_CONFIG, "data.validation_size is 5 of the 5 training samples; some must be left");
    spec.validation_size = 0;
    spec.validation_fraction = 0.95;
    data_refused(&spec, ERR_CONFIG, "data.validation_fraction makes the validation part 5 of the 5 training samples");
    SpecProblem problem;
    spec.validation_size = 1;
    CHECK(!source_check(&spec, &problem) && strstr(problem.text, "give one of them"), "both: %s", problem.text);
}

// A table whose first column says what each of its 60 rows is for: 30 train, 20 test and, with `validation`, 10 val.
static const char *table_of_parts(const char *name, bool validation) {
    static const char *const words[] = {"train", "Test", "val", "TRAIN", " test ", "train"};
    Text t = {0};
    text_add(&t, "part,x,class\n");
    for (int i = 0; i < 60; i++)
        text_printf(&t, "%s,%d,%d\n", i % 6 == 2 && !validation ? "train" : words[i % 6], i, i / 6 % 2);
    const char *path = data_write(name, t.data, t.size);
    text_free(&t);
    return path;
}

static int strays(const Part *part, const Dataset *pool, int kind) {
    int n = 0;
    for (int32_t i = 0; i < part->size; i++) n += pool->part[part->row[i]] != kind;
    return n;
}

static void check_column(void) {
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = table_of_parts("parts.csv", true);
    spec.split_column = "part";
    Split split = split_of(spec, 1, &s);
    CHECK(s.train.features == 1 && s.train.pixels[7] == 7, "the column is no feature");
    CHECK(split.train.size == 30 && split.validation.size == 10 && split.test.size == 20, "%d %d %d", split.train.size,
          split.validation.size, split.test.size);
    CHECK(strays(&split.train, &s.train, PART_TRAIN) + strays(&split.test, &s.train, PART_TEST) +
                  strays(&split.validation, &s.train, PART_VALIDATION) ==
              0,
          "each row where its cell says");
    source_close(&s);

    spec.train_size = 12;
    spec.test_size = 10;
    split = split_of(spec, 1, &s);
    CHECK(split.train.size == 12 && split.validation.size == 10 && split.test.size == 10, "some of them");
    CHECK(strays(&split.train, &s.train, PART_TRAIN) + strays(&split.test, &s.train, PART_TEST) == 0, "of their own");
    source_close(&s);
    spec.train_size = spec.test_size = 0;
    spec.validation_fraction = 0.1;
    data_refused(&spec, ERR_CONFIG,
                 "data.validation_fraction: data.split_column names a validation part of 10 samples");

    spec.file = table_of_parts("two_parts.csv", false);
    spec.split_column = "1";
    split = split_of(spec, 1, &s);
    CHECK(split.train.size == 36 && split.validation.size == 4 && split.test.size == 20,
          "taken out of the training rows");
    CHECK(strays(&split.validation, &s.train, PART_TRAIN) == 0 && shared(&split.train, &split.validation) == 0,
          "of them");
    source_close(&s);
}

static void check_column_refused(void) {
    static const struct {
        const char *table, *column;
        Status status;
        const char *message;
    } cases[] = {
        {"p,x,y\ntrain,1,a\ntrain,2,b\n", "p", ERR_CONFIG, "data.split_column: no row of"},
        {"p,x,y\ntest,1,a\nval,2,b\n", "p", ERR_CONFIG, "says train; name another column"},
        {"p,x,y\ntrain,1,a\ndev,2,b\n", "p", ERR_DATA, "parts.csv:3: column 1 (p): \"dev\" is none of train"},
        {"p,x,y\ntrain,1,a\n,2,b\n", "p", ERR_DATA, "\"\" is none of train"},
        {"p,x,y\ntrain,1,a\ntest,2,b\n", "y", ERR_CONFIG, "data.split_column: is column 3, which is the label's"},
        {"p,x,y\ntrain,1,a\ntest,2,b\n", "part", ERR_CONFIG, "data.split_column: "},
        {"p,x,y\ntrain,1,a\ntest,2,b\n", "9", ERR_CONFIG, "has no column 9"},
        {"p,y\ntrain,a\ntest,b\n", "p", ERR_CONFIG, "no columns but this one and the label's"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        DataSpec spec = data_spec(SOURCE_CSV);
        spec.file = data_write_text("parts.csv", cases[i].table);
        spec.header = HEADER_YES;
        spec.split_column = cases[i].column;
        data_refused(&spec, cases[i].status, cases[i].message);
    }
    DataSpec spec = data_spec(SOURCE_CSV);
    SpecProblem problem;
    spec.file = spec.split_column = "p";
    CHECK(!source_check(&spec, &problem) && strcmp(problem.key, "data.test_fraction") == 0, "a fraction is no use");
    spec.test_fraction = TEST_FRACTION_DEFAULT;
    CHECK(source_check(&spec, &problem), "%s", problem.text);
    spec.test_file = "t.csv";
    CHECK(!source_check(&spec, &problem) && strcmp(problem.key, "data.test_file") == 0, "nor is a file");
}

int main(void) {
    data_test_begin();
    check_allot();
    check_answers_are_its_own();
    check_targets_stay_together();
    check_stratified();
    check_seeds();
    check_separate();
    check_fraction();
    check_validation();
    check_validation_scaling();
    check_validation_drawn();
    check_validation_refused();
    check_column();
    check_column_refused();
    return data_test_end("data_split");
}
