// Missing cells: what takes their place, worked by hand and held against scikit-learn (tests/make_impute_fixtures.py).
#include "data/impute.h"

#include "data/scale.h"
#include "unit/data_test.h"

// Three columns of six samples: x with two cells missing, a colour (red, green, blue) with one, and y, whole. Samples 0
// to 3 train, 4 and 5 test. Missing cells hold 0.
enum { SAMPLES = 6, FEATURES = 5 };
static const float values[SAMPLES * FEATURES] = {
    // x, red, green, blue, y
    1, 0, 1, 0, 10, //
    2, 0, 0, 0, 20, // colour missing
    0, 0, 1, 0, 30, // x missing
    6, 1, 0, 0, 40, //
    0, 0, 0, 1, 50, // x missing; blue is new
    9, 0, 0, 0, 60, // colour missing
};
static const FeatureGroup groups[] = {
    {GROUP_NUMBER, 0, 1, 0, "x"}, {GROUP_ONE_HOT, 1, 3, 1, "colour"}, {GROUP_NUMBER, 4, 1, 2, "y"}};
static const MissingCell missing[] = {{1, 1}, {2, 0}, {4, 0}, {5, 1}};
static const char *const names[FEATURES] = {"x", "colour=red", "colour=green", "colour=blue", "y"};
static const int32_t labels[SAMPLES] = {0, 1, 0, 1, 0, 1};
static const char *const classes[] = {"no", "yes"};
static const int32_t rows[SAMPLES] = {0, 1, 2, 3, 4, 5};

static Dataset table(void) {
    return (Dataset){.samples = SAMPLES,
                     .features = FEATURES,
                     .classes = 2,
                     .values = values,
                     .label = labels,
                     .class_names = classes,
                     .feature_names = names,
                     .groups = 3,
                     .group = groups,
                     .missing_count = 4,
                     .missing = missing};
}

static Split parts_of(const Dataset *d) {
    return (Split){.train = {.data = d, .row = rows, .size = 4, .label = d->label},
                   .test = {.data = d, .row = rows + 4, .size = 2, .label = d->label + 4}};
}

static Split fitted(const Dataset *d, int impute, int scaling) {
    Split split = parts_of(d);
    DataSpec spec = {.impute = impute, .scaling = scaling};
    Error e = {0};
    CHECK(impute_fit(&split, &spec, &data_arena, &e) == OK, "%s", e.text);
    CHECK(scale_fit(&split, &spec, &data_arena, &e) == OK, "%s", e.text);
    return split;
}

static float cell(const Part *part, int sample, int feature) {
    return part->data->values[part->row[sample] * part->data->features + feature];
}

static void test_fills(void) {
    static const struct {
        int impute;
        float x;
    } cases[] = {{IMPUTE_MEAN, 3}, {IMPUTE_MEDIAN, 2}, {IMPUTE_MOST_FREQUENT, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Dataset d = table();
        Split split = fitted(&d, cases[i].impute, SCALING_NONE);
        CHECK(cell(&split.train, 2, 0) == cases[i].x, "case %zu: x is %g", i, cell(&split.train, 2, 0));
        CHECK(cell(&split.test, 0, 0) == cases[i].x, "the test part is filled by the training part");
        CHECK(cell(&split.train, 0, 0) == 1 && cell(&split.test, 1, 0) == 9, "what is there stays");
        CHECK(cell(&split.train, 1, 1) == 0 && cell(&split.train, 1, 2) == 1 && cell(&split.train, 1, 3) == 0,
              "green, twice in the training part, is its colour");
        CHECK(cell(&split.test, 1, 2) == 1, "and the test part's");
        CHECK(split.train.data == split.test.data && split.train.data->missing_count == 0, "one copy for both parts");
        CHECK(d.values == values && values[10] == 0, "the table itself is as it was");
    }
}

static void test_median_of_even_count(void) {
    Dataset d = table();
    Split split = parts_of(&d);
    split.train.size = 6; // x: 1 2 6 9
    split.test.size = 0;
    Error e = {0};
    CHECK(impute_fit(&split, &(DataSpec){.impute = IMPUTE_MEDIAN}, &data_arena, &e) == OK, "%s", e.text);
    CHECK(cell(&split.train, 2, 0) == 4, "between 2 and 6: %g", cell(&split.train, 2, 0));
}

static void test_whole_tables(void) {
    Dataset d = table();
    d.missing_count = 0;
    Split split = parts_of(&d);
    Error e = {0};
    CHECK(impute_fit(&split, &(DataSpec){.impute = IMPUTE_MEAN}, &data_arena, &e) == OK && split.train.data == &d,
          "nothing is missing, nothing is copied");
}

// A column that the training part does not have at all is 0, and scaled to 0: no test sample is told by it.
static void test_absent(void) {
    Dataset d = table();
    Split split = parts_of(&d);
    static const int32_t only[] = {2};
    split.train = (Part){.data = &d, .row = only, .size = 1, .label = labels};
    DataSpec spec = {.impute = IMPUTE_MEAN, .scaling = SCALING_NONE};
    Error e = {0};
    CHECK(impute_fit(&split, &spec, &data_arena, &e) == OK, "%s", e.text);
    CHECK(scale_fit(&split, &spec, &data_arena, &e) == OK, "%s", e.text);
    CHECK(cell(&split.train, 0, 0) == 0 && split.scale[0] == 0 && split.scale[4] == 1, "%g, %g", split.scale[0],
          split.scale[4]);
}

static void test_scaling(void) {
    static const int scalings[] = {SCALING_NONE, SCALING_MINMAX, SCALING_ZSCORE};
    for (int i = 0; i < 3; i++) {
        Dataset d = table();
        Split split = fitted(&d, IMPUTE_MEAN, scalings[i]);
        for (int f = 1; f <= 2; f++) CHECK(split.shift[f] == 0 && split.scale[f] == 1, "one-hot codes stay 0 and 1");
        CHECK(split.scale[3] == 0, "blue is nowhere in the training part");
        CHECK(split.unseen == 1, "one test sample is blue: %d", split.unseen);
    }
    Dataset d = table();
    Split split = fitted(&d, IMPUTE_MEAN, SCALING_MINMAX);
    CHECK(split.shift[0] == 1 && split.scale[0] == 0.2f, "scaled after it was filled: 1 to 6");
}

static void test_drop_rows(void) {
    Dataset train = table(), test = table();
    Arena arena = {0};
    Notes notes = {.arena = &arena};
    DataSpec spec = {.impute = IMPUTE_DROP_ROWS, .file = "a.csv", .test_file = "b.csv"};
    Error e = {0};
    test.missing_count = 0;
    CHECK(impute_pools(&train, &test, &spec, &arena, &notes, &e) == OK, "%s", e.text);
    CHECK(train.samples == 2 && train.values[0] == 1 && train.values[FEATURES] == 6, "samples 0 and 3 are whole");
    CHECK(train.label[0] == 0 && train.label[1] == 1 && train.missing_count == 0);
    CHECK(test.samples == SAMPLES, "nothing is missing here");
    CHECK(notes.count == 1);
    if (notes.count) CHECK_TEXT(notes.text[0], "a.csv: 4 of 6 rows have missing cells and are left out");

    static const MissingCell all[] = {{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 0}, {5, 0}};
    train = table();
    train.missing = all;
    train.missing_count = 6;
    CHECK(impute_pools(&train, &test, &spec, &arena, &notes, &e) == ERR_DATA);
    CHECK(strstr(e.text, "a.csv: every row has a missing cell") && strstr(e.text, "data.impute median"), "%s", e.text);
    arena_free(&arena);
}

static void test_indicator(void) {
    Dataset train = table(), test = table();
    Arena arena = {0};
    Notes notes = {.arena = &arena};
    DataSpec spec = {.impute = IMPUTE_INDICATOR};
    Error e = {0};
    static const MissingCell only_x[] = {{2, 0}}, y_too[] = {{0, 0}, {1, 2}};
    train.missing = only_x, train.missing_count = 1;
    test.missing = y_too, test.missing_count = 2;
    CHECK(impute_pools(&train, &test, &spec, &arena, &notes, &e) == OK, "%s", e.text);
    CHECK(train.features == 6 && test.features == 6 && train.groups == 4 && test.groups == 4, "one more, for x");
    CHECK_TEXT(train.feature_names[5], "x missing");
    CHECK(train.group[3].kind == GROUP_INDICATOR && train.group[3].first == 5 && train.group[3].count == 1);
    for (int i = 0; i < SAMPLES; i++) {
        CHECK(train.values[i * 6 + 5] == (i == 2) && test.values[i * 6 + 5] == (i == 0), "sample %d", i);
        CHECK(memcmp(&train.values[i * 6], &values[i * 5], 5 * sizeof(float)) == 0, "the rest is as it was");
    }
    Split split = fitted(&train, IMPUTE_INDICATOR, SCALING_ZSCORE);
    CHECK(split.train.data->values[2 * 6] == 2, "the median of 1, 2 and 6");
    CHECK(split.shift[5] == 0 && split.scale[5] == 1);
    arena_free(&arena);
}

#include "fixtures/impute.h"

// The fixture's table through each method, fitted on its first rows, as scikit-learn's SimpleImputer has it.
static void test_fixture(void) {
    static const float *const wants[] = {
        [IMPUTE_MEAN] = impute_mean, [IMPUTE_MEDIAN] = impute_median, [IMPUTE_MOST_FREQUENT] = impute_most_frequent};
    for (int impute = IMPUTE_MEAN; impute <= IMPUTE_MOST_FREQUENT; impute++) {
        FeatureGroup group[IMPUTE_COLUMNS];
        MissingCell cells[IMPUTE_ROWS * IMPUTE_COLUMNS];
        float value[IMPUTE_ROWS * IMPUTE_COLUMNS];
        int32_t row[IMPUTE_ROWS], label[IMPUTE_ROWS] = {0}, count = 0;
        for (int c = 0; c < IMPUTE_COLUMNS; c++) group[c] = (FeatureGroup){GROUP_NUMBER, c, 1, c, "c"};
        for (int i = 0; i < IMPUTE_ROWS * IMPUTE_COLUMNS; i++) {
            row[i / IMPUTE_COLUMNS] = i / IMPUTE_COLUMNS;
            value[i] = isnan(impute_table[i]) ? 0 : impute_table[i];
            if (isnan(impute_table[i])) cells[count++] = (MissingCell){i / IMPUTE_COLUMNS, i % IMPUTE_COLUMNS};
        }
        Dataset d = {.samples = IMPUTE_ROWS,
                     .features = IMPUTE_COLUMNS,
                     .classes = 1,
                     .values = value,
                     .label = label,
                     .groups = IMPUTE_COLUMNS,
                     .group = group,
                     .missing_count = count,
                     .missing = cells};
        Split split = {.train = {&d, row, IMPUTE_TRAIN, label, NULL},
                       .test = {&d, row + IMPUTE_TRAIN, IMPUTE_ROWS - IMPUTE_TRAIN, label, NULL}};
        Error e = {0};
        CHECK(impute_fit(&split, &(DataSpec){.impute = impute}, &data_arena, &e) == OK, "%s", e.text);
        for (int i = 0; i < IMPUTE_ROWS * IMPUTE_COLUMNS; i++)
            CHECK(fabsf(split.train.data->values[i] - wants[impute][i]) <= 1e-6f * fabsf(wants[impute][i]),
                  "method %d, cell %d: %g, not %g", impute, i, split.train.data->values[i], wants[impute][i]);
    }
}

int main(void) {
    data_test_begin();
    test_fills();
    test_median_of_even_count();
    test_whole_tables();
    test_absent();
    test_scaling();
    test_drop_rows();
    test_indicator();
    test_fixture();
    return data_test_end("data_impute");
}
