// Scaling, worked by hand: fitted on the training part alone.
#include "data/scale.h"
#include "unit/data_test.h"

enum { ROWS = 6, COLUMNS = 4 };

// Rows 0 to 3 train, 4 and 5 test. Columns: 2 4 4 6; constant; large and negative; tiny.
static const float values[ROWS * COLUMNS] = {
    2,    7, -1e6f, 1e-44f, //
    4,    7, 1e6f,  0,      //
    4,    7, -1e6f, 0,      //
    6,    7, 1e6f,  0,      //
    1000, 8, 5,     1,      //
    -1,   9, 5,     1,
};
static const float target[ROWS] = {1, 2, 3, 6, 100, 100};
static const int32_t rows[ROWS] = {0, 1, 2, 3, 4, 5};

// The targets are given to the parts alone: the dataset's own, which must not be read here, are others.
static Split fit(const Dataset *d, int scaling, int target_scaling) {
    static const float others[ROWS] = {-7, 0, 50};
    static Dataset data;
    data = *d;
    if (d->target) data.target = others, data.targets = 1;
    Split split = {.train = {.data = &data, .row = rows, .size = 4, .target = d->target},
                   .test = {.data = &data, .row = rows + 4, .size = 2, .target = d->target ? d->target + 4 : NULL}};
    DataSpec spec = {.scaling = scaling, .target_scaling = target_scaling};
    Error e = {0};
    Status status = scale_fit(&split, &spec, &data_arena, &e);
    CHECK(status == OK, "%s", e.text);
    return split;
}

static void check_features(void) {
    Dataset d = {.samples = ROWS, .features = COLUMNS, .values = values, .target = target};
    Split s = fit(&d, SCALING_NONE, SCALING_NONE);
    for (int f = 0; f < COLUMNS; f++) CHECK(s.shift[f] == 0 && s.scale[f] == 1, "none: feature %d", f);

    s = fit(&d, SCALING_MINMAX, SCALING_NONE);
    CHECK(s.shift[0] == 2 && s.scale[0] == 0.25f, "2 to 6: %g, %g", s.shift[0], s.scale[0]);
    CHECK(s.shift[1] == 7 && s.scale[1] == 0, "a constant feature");
    CHECK(s.shift[2] == -1e6f && s.scale[2] == 5e-7f, "-1e6 to 1e6: %g, %g", s.shift[2], s.scale[2]);
    CHECK(s.scale[3] == 0, "a spread too small for 1/spread: %g", s.scale[3]);

    s = fit(&d, SCALING_ZSCORE, SCALING_NONE);
    CHECK(s.shift[0] == 4 && s.scale[0] == (float)(1 / sqrt(2)), "mean 4, variance (4 + 4) / 4: %g, %g", s.shift[0],
          s.scale[0]);
    CHECK(s.shift[1] == 7 && s.scale[1] == 0, "a constant feature");
    CHECK(s.shift[2] == 0 && s.scale[2] == 1e-6f, "mean 0, SD 1e6: %g, %g", s.shift[2], s.scale[2]);
    CHECK(s.scale[3] == 0, "a spread too small for 1/spread: %g", s.scale[3]);
}

static void check_target(void) {
    Dataset d = {.samples = ROWS, .features = COLUMNS, .values = values, .target = target};
    Split s = fit(&d, SCALING_NONE, SCALING_NONE);
    CHECK(s.target_shift[0] == 0 && s.target_scale[0] == 1, "none");
    s = fit(&d, SCALING_NONE, SCALING_MINMAX);
    CHECK(s.target_shift[0] == 1 && s.target_scale[0] == 0.2f, "1 to 6: %g, %g", s.target_shift[0], s.target_scale[0]);
    s = fit(&d, SCALING_NONE, SCALING_ZSCORE);
    CHECK(s.target_shift[0] == 3 && s.target_scale[0] == (float)(1 / sqrt(3.5)), "mean 3, variance 14 / 4: %g, %g",
          s.target_shift[0], s.target_scale[0]);
    static const float still[ROWS] = {5, 5, 5, 5, 1, 2};
    d.target = still;
    s = fit(&d, SCALING_NONE, SCALING_ZSCORE);
    CHECK(s.target_shift[0] == 5 && s.target_scale[0] == 1, "a constant target can still be scaled back");
}

// Two targets, each fitted by itself; the second one is constant in the training part.
static void check_targets(void) {
    static const float two[2 * ROWS] = {1, 7, 2, 7, 3, 7, 6, 7, 100, 8, 100, 9};
    const Dataset d = {.samples = ROWS, .features = COLUMNS, .targets = 2, .values = values, .target = two};
    const DataSpec spec = {.scaling = SCALING_NONE, .target_scaling = SCALING_MINMAX};
    Split split = {.train = {.data = &d, .row = rows, .size = 4, .target = two},
                   .test = {.data = &d, .row = rows + 4, .size = 2, .target = two + 8}};
    Error e = {0};
    CHECK(scale_fit(&split, &spec, &data_arena, &e) == OK, "%s", e.text);
    CHECK(split.target_shift[0] == 1 && split.target_scale[0] == 0.2f, "1 to 6");
    CHECK(split.target_shift[1] == 7 && split.target_scale[1] == 1, "constant");
}

static void check_pixels(void) {
    static const uint8_t pixels[ROWS * 2] = {0, 9, 51, 9, 102, 9, 255, 9, 7, 7, 7, 7};
    Dataset d = {.samples = ROWS, .features = 2, .pixels = pixels, .width = 2, .height = 1};
    Split s = fit(&d, SCALING_NONE, SCALING_ZSCORE);
    CHECK(s.shift[0] == 0 && s.scale[0] == 1.0f / 255 && s.scale[1] == 1.0f / 255, "none divides by 255");
    CHECK(!s.target_shift && !s.target_scale, "no target");
    s = fit(&d, SCALING_MINMAX, SCALING_NONE);
    CHECK(s.shift[0] == 0 && s.scale[0] == 1.0f / 255 && s.scale[1] == 0, "minmax");
    d.width = d.height = 0;
    s = fit(&d, SCALING_NONE, SCALING_NONE);
    CHECK(s.shift[0] == 0 && s.scale[0] == 1 && s.scale[1] == 1, "the bytes of a table are numbers as they are");
    s = fit(&d, SCALING_ZSCORE, SCALING_NONE);
    CHECK(s.shift[0] == 102, "mean of 0 51 102 255: %g", s.shift[0]);
    CHECK(s.scale[0] == (float)(1 / sqrt((102. * 102 + 51 * 51 + 153 * 153) / 4)), "SD: %g", s.scale[0]);
}

// The whole way: what the test part holds does not matter.
static void check_training_only(void) {
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.task = TASK_REGRESSION;
    spec.file = data_write_text("train.csv", "1,10\n3,30\n");
    spec.test_file = data_write_text("test.csv", "1000,-5\n2000,99\n3000,1\n");
    if (!data_open(&s, &spec)) return;
    Split split = data_split(&s, 1);
    CHECK(split.shift[0] == 2 && split.scale[0] == 1, "feature: %g, %g", split.shift[0], split.scale[0]);
    CHECK(split.target_shift[0] == 20 && split.target_scale[0] == 0.1f, "target: %g, %g", split.target_shift[0],
          split.target_scale[0]);
    source_close(&s);
}

int main(void) {
    data_test_begin();
    check_features();
    check_target();
    check_targets();
    check_pixels();
    check_training_only();
    return data_test_end("data_scale");
}
