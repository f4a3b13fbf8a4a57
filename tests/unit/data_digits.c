// The generator of digits: the same bytes everywhere, every sample on its own, balanced, and digits to look at.
#include "base/hash.h"
#include "data/digits.h"
#include "data/source_type.h"
#include "unit/data_test.h"

enum { LEARNED = 2000, ASKED = 1000 };

// A pixel that moves on one machine, with one compiler or under one flag would change this.
static void check_bytes(void) {
    Hash h;
    char got[HASH_TEXT_SIZE];
    hash_start(&h);
    for (uint64_t i = 0; i < 100; i++) {
        uint8_t pixels[DIGITS_PIXELS];
        digits_draw(1, i, pixels);
        hash_add(&h, pixels, sizeof pixels);
    }
    hash_end(&h, got);
    CHECK_TEXT(got, "9e6f84aa4a06516bc69965b719deed28667a6552325adf0e452f71b476c65c72");
}

static void check_streams(void) {
    uint8_t a[DIGITS_PIXELS], b[DIGITS_PIXELS];
    digits_draw(3, 17, a);
    digits_draw(3, 17, b);
    CHECK(memcmp(a, b, sizeof a) == 0, "the same sample twice");
    digits_draw(4, 17, b);
    CHECK(memcmp(a, b, sizeof a) != 0, "another seed");
    digits_draw(3, 27, b);
    CHECK(memcmp(a, b, sizeof a) != 0, "another sample of the class");
    digits_draw(3, DRAWN_FIRST_TEST + 17, b);
    CHECK(memcmp(a, b, sizeof a) != 0, "a test sample");
    CHECK(DRAWN_FIRST_TEST % DIGITS_CLASSES == 0 && digits_class(DRAWN_FIRST_TEST + 3) == 3, "classes of test samples");
}

static void check_source(void) {
    Source s;
    DataSpec spec = data_spec(SOURCE_DIGITS);
    spec.train_size = 25;
    spec.test_size = 12;
    if (!data_open(&s, &spec)) return;
    CHECK(s.train.features == DIGITS_PIXELS && s.train.classes == 10 && s.train.samples == 0, "what is known");
    CHECK(s.train.width == DIGITS_SIDE && s.train.height == DIGITS_SIDE, "the size");
    CHECK_TEXT(s.train.class_names[7], "7");
    CHECK(s.spec.scaling == SCALING_NONE, "pixels are not scaled further");
    Split split = data_split(&s, 5);
    CHECK(split.train.size == 25 && split.test.size == 12, "sizes");
    int count[10] = {0};
    bool right = true;
    for (int32_t i = 0; i < 25; i++) {
        uint8_t want[DIGITS_PIXELS];
        int32_t row = split.train.row[i];
        digits_draw(5, (uint64_t)i, want);
        right = right && memcmp(split.train.data->pixels + (size_t)row * DIGITS_PIXELS, want, sizeof want) == 0;
        count[split.train.label[i]]++;
    }
    CHECK(right, "training samples are the first ones of the seed");
    for (int k = 0; k < 10; k++) CHECK(count[k] == (k < 5 ? 3 : 2), "class %d: %d", k, count[k]);
    CHECK(split.shift[0] == 0 && split.scale[783] == 1.0f / 255, "pixels are divided by 255");

    Split again = data_split(&s, 6);
    CHECK(memcmp(again.train.data->pixels, split.train.data->pixels, 25 * DIGITS_PIXELS) != 0, "a seed has its own");
    s.spec.seed = 5;
    again = data_split(&s, 6);
    CHECK(memcmp(again.train.data->pixels, split.train.data->pixels, 25 * DIGITS_PIXELS) == 0, "data.seed pins them");
    CHECK(memcmp(again.test.data->pixels, split.test.data->pixels, 12 * DIGITS_PIXELS) == 0, "and the test part");
    source_close(&s);
}

static void find_centres(double centre[10][DIGITS_PIXELS]) {
    for (int i = 0; i < LEARNED; i++) {
        uint8_t pixels[DIGITS_PIXELS];
        digits_draw(1, (uint64_t)i, pixels);
        for (int p = 0; p < DIGITS_PIXELS; p++) centre[i % 10][p] += pixels[p] / (LEARNED / 10.0);
    }
}

static int nearest(double centre[10][DIGITS_PIXELS], const uint8_t *pixels) {
    int best = 0;
    double least = INFINITY;
    for (int k = 0; k < 10; k++) {
        double distance = 0;
        for (int p = 0; p < DIGITS_PIXELS; p++) distance += (pixels[p] - centre[k][p]) * (pixels[p] - centre[k][p]);
        if (distance < least) {
            least = distance;
            best = k;
        }
    }
    return best;
}

// Neither noise nor too easy: the nearest class centre is right for most fresh samples, but by far not for all.
static void check_difficulty(void) {
    static double centre[10][DIGITS_PIXELS];
    find_centres(centre);
    int right = 0;
    for (uint64_t i = 0; i < ASKED; i++) {
        uint8_t pixels[DIGITS_PIXELS];
        digits_draw(1, DRAWN_FIRST_TEST + i, pixels);
        right += nearest(centre, pixels) == digits_class(i);
    }
    CHECK(right > 0.5 * ASKED && right < 0.9 * ASKED, "%d of %d", right, ASKED);
}

int main(void) {
    data_test_begin();
    check_bytes();
    check_streams();
    check_source();
    check_difficulty();
    return data_test_end("data_digits");
}
