// What a run trains on of what it may, and with which labels: subsets, label noise, folds.
#include <math.h>

#include "base/text.h"
#include "data/label_noise.h"
#include "unit/data_parts.h"

static void check_subset(void) {
    static const double shares[] = {1, 0.5, 0.25, 0.001};
    static const int sizes[] = {80, 40, 20, 1};
    Split split[4];
    Source s[4];
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = table("classes.csv", 200, false);
    spec.test_size = 100;
    spec.validation_fraction = 0.2;
    for (int i = 0; i < 4; i++) {
        spec.subset = shares[i];
        split[i] = split_of(spec, 5, &s[i]);
        CHECK(split[i].train.size == sizes[i], "%g: %d", shares[i], split[i].train.size);
        CHECK(shared(&split[i].test, &split[0].test) == 100 && shared(&split[i].validation, &split[0].validation) == 20,
              "the other parts stay");
        CHECK(i == 0 || shared(&split[i].train, &split[i - 1].train) == sizes[i], "nested");
    }
    int count[3];
    count_classes(&split[2].train, count);
    CHECK(count[0] == 12 && count[1] == 6 && count[2] == 2, "shares are kept: %d %d %d", count[0], count[1], count[2]);
    for (int i = 0; i < 4; i++) source_close(&s[i]);

    SpecProblem problem;
    spec.subset = 0.5;
    spec.train_size = 50;
    CHECK(!source_check(&spec, &problem) && strcmp(problem.key, "data.subset") == 0, "not beside train_size");
    DataSpec drawn = data_spec(SOURCE_DIGITS);
    drawn.train_size = drawn.test_size = -1;
    drawn.subset = 0.03;
    source_sizes(&drawn);
    CHECK(source_check(&drawn, &problem), "%s", problem.text);
    Split few = split_of(drawn, 1, &s[0]);
    CHECK(few.train.size == 30 && few.test.size == 5000, "of those drawn where nobody says how many");
    source_close(&s[0]);
}

// How many labels of the part are not those of the dataset.
static int changed(const Part *part, bool *kept_within) {
    int n = 0;
    for (int32_t i = 0; i < part->size; i++) {
        n += part->label[i] != part->data->label[part->row[i]];
        *kept_within = *kept_within && part->label[i] >= 0 && part->label[i] < part->data->classes;
    }
    return n;
}

static void check_label_noise(void) {
    static const double shares[] = {0, 0.1, 0.5, 1};
    Split split[4];
    Source s[4];
    bool within = true;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = table("many.csv", 4000, false);
    spec.validation_fraction = 0.25;
    for (int i = 0; i < 4; i++) {
        spec.label_noise = shares[i];
        split[i] = split_of(spec, 2, &s[i]);
        CHECK(changed(&split[i].test, &within) + changed(&split[i].validation, &within) == 0, "only the training part");
        // Of 1500 labels a share is redrawn from three classes, of which one time in three the same comes out.
        double want = shares[i] * 1500 * 2 / 3;
        int got = changed(&split[i].train, &within);
        CHECK(got <= shares[i] * 1500 && fabs(got - want) <= 4 * sqrt(want / 3 + 1e-9), "%g: %d", shares[i], got);
        for (int32_t k = 0; i > 0 && k < split[i].train.size; k++) {
            const Part *less = &split[i - 1].train, *more = &split[i].train;
            int32_t was = less->data->label[less->row[k]];
            CHECK(less->label[k] == was || more->label[k] == less->label[k], "a larger share keeps what a smaller did");
        }
    }
    CHECK(within, "labels are classes");
    int count[3];
    count_classes(&split[3].train, count); // all redrawn: a third each, though six, three and one in ten were there
    for (int k = 0; k < 3; k++) CHECK(abs(count[k] - 500) < 4 * 19, "class %d: %d", k, count[k]);
    for (int i = 0; i < 4; i++) source_close(&s[i]);
}

// The count is exact: in a part of one class among a thousand, a redrawn label is nearly never the same.
static void check_label_noise_count(void) {
    enum { ROWS = 25 };
    int32_t row[ROWS], label[ROWS] = {0};
    const Dataset data = {.samples = ROWS, .classes = 100000000, .label = label};
    for (int32_t i = 0; i < ROWS; i++) row[i] = i;
    static const struct {
        double share;
        int count;
    } cases[] = {{0.1, 3}, {0.5, 13}, {0.019, 0}, {0.02, 1}, {1, ROWS}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        Part part = {.data = &data, .row = row, .size = ROWS, .label = label};
        bool within = true;
        Error e;
        CHECK(label_noise_add(&part, cases[c].share, 7, &data_arena, &e) == OK, "%s", e.text);
        CHECK(changed(&part, &within) == cases[c].count, "%g: %d", cases[c].share, changed(&part, &within));
    }
}

static void check_label_noise_refused(void) {
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = table("targets.csv", 40, true);
    spec.label_noise = 0.1;
    data_refused(&spec, ERR_CONFIG, "data.label_noise: redraws classes, and this is a regression; leave it out");
}

// Every sample is tested on once in a repeat, and is else there to train on.
static void check_folds(void) {
    enum { ROWS = 203, FOLDS = 5 };
    for (int stratify = 0; stratify < 2; stratify++) {
        Source s;
        DataSpec spec = data_spec(SOURCE_CSV);
        spec.file = table("classes.csv", ROWS, false);
        spec.folds = FOLDS;
        spec.stratify = stratify;
        if (!data_open(&s, &spec)) return;
        int all[3] = {0}, least[3] = {ROWS, ROWS, ROWS}, most[3] = {0}, count[3];
        for (int32_t i = 0; i < ROWS; i++) all[s.train.label[i]]++;
        Part first = {0};
        for (uint64_t repeat = 0; repeat < 3; repeat++) {
            int tested[ROWS] = {0};
            for (uint64_t fold = 0; fold < FOLDS; fold++) {
                Split split = data_split(&s, FOLDS * repeat + fold);
                CHECK(split.test.size == (fold < ROWS % FOLDS ? 41 : 40), "fold %d: %d", (int)fold, split.test.size);
                CHECK(split.train.size == ROWS - split.test.size && shared(&split.train, &split.test) == 0, "the rest");
                for (int32_t i = 0; i < split.test.size; i++) tested[split.test.row[i]]++;
                count_classes(&split.test, count);
                for (int k = 0; k < 3; k++) {
                    least[k] = count[k] < least[k] ? count[k] : least[k];
                    most[k] = count[k] > most[k] ? count[k] : most[k];
                }
                if (repeat == 0 && fold == 0) first = split.test;
                if (repeat > 0 && fold == 0)
                    CHECK(shared(&split.test, &first) < 25, "another repeat: %d", shared(&split.test, &first));
            }
            for (int32_t i = 0; i < ROWS; i++) CHECK(tested[i] == 1, "row %d is tested %d times", i, tested[i]);
        }
        bool even = true;
        for (int k = 0; k < 3; k++)
            even = even && least[k] >= all[k] / FOLDS && most[k] <= (all[k] + FOLDS - 1) / FOLDS;
        CHECK(even == stratify, "classes, stratified %d: %d to %d of %d", stratify, least[0], most[0], all[0]);
        source_close(&s);
    }
}

static void check_folds_and_sizes(void) {
    Source s, t;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = table("classes.csv", 100, false);
    spec.folds = 4;
    Split all = split_of(spec, 7, &s);
    CHECK(all.train.size == 75, "all but one fold");
    spec.validation_fraction = 0.2;
    spec.subset = 0.5;
    Split some = split_of(spec, 7, &t);
    CHECK(some.validation.size == 15 && some.train.size == 30 && some.test.size == 25, "%d %d %d", some.validation.size,
          some.train.size, some.test.size);
    CHECK(shared(&some.test, &all.test) == 25 && shared(&some.train, &all.train) == 30, "the fold stays");
    CHECK(shared(&some.train, &some.validation) == 0 && shared(&some.validation, &all.train) == 15, "of the others");
    source_close(&t);
    spec.seed = 1; // as repeat 1 divides the data, under every seed
    Split same = split_of(spec, 3, &t), next = data_split(&t, 4 + 3);
    CHECK(shared(&same.test, &all.test) == 25 && shared(&next.test, &all.test) == 25, "data.seed pins the division");
    source_close(&t);
    source_close(&s);
}

static void check_folds_refused(void) {
    static const struct {
        const char *key, *text;
        DataSpec spec;
    } cases[] = {
        {"data.folds", "at least 2, or 0 for none", {.folds = 1}},
        {"data.folds", "data.source digits draws as many", {.source = SOURCE_DIGITS, .folds = 5}},
        {"data.split_column", "every sample is tested on in turn", {.folds = 5, .split_column = "p"}},
        {"data.test_file", "every sample is tested on in turn", {.folds = 5, .test_file = "t.csv"}},
        {"data.test_images", "leave one of them out", {.source = SOURCE_IDX, .folds = 5, .test_images = "t"}},
        {"data.test_size", "leave one of them out", {.folds = 5, .test_size = 10}},
        {"data.test_fraction", "leave one of them out", {.folds = 5, .test_fraction = 0.3}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const DataSpec *c = &cases[i].spec;
        DataSpec spec = data_spec(c->source ? c->source : SOURCE_CSV);
        spec.folds = c->folds;
        spec.test_size = c->test_size;
        spec.test_fraction = c->test_fraction > 0 ? c->test_fraction : TEST_FRACTION_DEFAULT;
        if (i == 1) spec.source = SOURCE_DIGITS;
        if (c->split_column) spec.split_column = c->split_column;
        if (c->test_file) spec.test_file = c->test_file;
        if (c->test_images) spec.test_images = c->test_images;
        SpecProblem problem;
        CHECK(!source_check(&spec, &problem) && strcmp(problem.key, cases[i].key) == 0, "case %zu: %s", i, problem.key);
        CHECK(strstr(problem.text, cases[i].text), "case %zu: %s", i, problem.text);
    }
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = table("ten.csv", 10, false);
    spec.folds = 11;
    data_refused(&spec, ERR_CONFIG, "data.folds is 11, but there are only 10 samples to divide");
    spec.folds = 3;
    spec.train_size = 7;
    data_refused(&spec, ERR_CONFIG, "data.train_size is 7, but 3 folds of 10 samples leave 6 to train on");
    spec.train_size = 0;
    spec.test_file = spec.file;
    data_refused(&spec, ERR_CONFIG, "data.folds: data.source csv has a test part of its own");
}

int main(void) {
    data_test_begin();
    check_subset();
    check_label_noise();
    check_label_noise_count();
    check_label_noise_refused();
    check_folds();
    check_folds_and_sizes();
    check_folds_refused();
    return data_test_end("data_folds");
}
