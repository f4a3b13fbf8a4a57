// MNIST's file format, plain and packed, and MNIST itself where it is at hand.
#include <zlib.h>

#include "unit/data_test.h"

enum { SAMPLES = 3, HEIGHT = 2, WIDTH = 3 };

static const uint8_t images[16 + SAMPLES * HEIGHT * WIDTH] = {0,      0, 8, 3,  0,     0,  0,  SAMPLES, 0,  0,  0,
                                                              HEIGHT, 0, 0, 0,  WIDTH, 1,  2,  3,       4,  5,  6,
                                                              7,      8, 9, 10, 11,    12, 13, 14,      15, 255};
static const uint8_t labels[8 + SAMPLES] = {0, 0, 8, 1, 0, 0, 0, SAMPLES, 2, 0, 2};

static const char *pack(const char *name, const void *bytes, size_t size) {
    const char *path = path_join(&data_arena, data_folder, name);
    gzFile f = gzopen(path, "wb");
    bool done = f && gzwrite(f, bytes, (unsigned)size) == (int)size;
    if (f) done = gzclose(f) == Z_OK && done;
    CHECK(done, "%s was packed", path);
    return path;
}

static void check_pair(const DataSpec *spec) {
    Source s;
    if (!data_open(&s, spec)) return;
    const Dataset *d = &s.train;
    CHECK(d->samples == SAMPLES && d->features == HEIGHT * WIDTH && d->height == HEIGHT && d->width == WIDTH, "shape");
    CHECK(memcmp(d->pixels, images + 16, SAMPLES * HEIGHT * WIDTH) == 0, "pixels");
    CHECK(d->classes == 3 && d->label[0] == 2 && d->label[1] == 0 && d->label[2] == 2, "labels");
    CHECK_TEXT(d->class_names[1], "1"); // a class without samples is one all the same
    CHECK(!d->values && !d->target && s.test.samples == 0, "nothing else");
    CHECK(s.spec.train_size == 1 && s.spec.test_size == 2, "the pool is split");
    source_close(&s);
}

static void check_files(void) {
    DataSpec spec = data_spec(SOURCE_IDX);
    spec.train_images = data_write("images", images, sizeof images);
    spec.train_labels = data_write("labels", labels, sizeof labels);
    check_pair(&spec);
    Source plain, packed;
    DataSpec gz = spec;
    gz.train_images = pack("images.gz", images, sizeof images);
    gz.train_labels = pack("labels.gz", labels, sizeof labels);
    check_pair(&gz);
    if (data_open(&plain, &spec) && data_open(&packed, &gz))
        CHECK_TEXT(plain.hash, packed.hash); // of what is in the files, not of how it is packed
    source_close(&plain);
    source_close(&packed);
}

static void check_test_set(void) {
    Source s;
    DataSpec spec = data_spec(SOURCE_IDX);
    const uint8_t test_labels[] = {0, 0, 8, 1, 0, 0, 0, 3, 1, 1, 1};
    spec.train_images = spec.test_images = data_write("images", images, sizeof images);
    spec.train_labels = data_write("labels", labels, sizeof labels);
    spec.test_labels = data_write("test-labels", test_labels, sizeof test_labels);
    if (!data_open(&s, &spec)) return;
    CHECK(s.test.samples == 3 && s.test.classes == 3 && s.test.label[2] == 1, "the test set");
    CHECK(s.test.class_names == s.train.class_names, "has the training set's classes");
    CHECK(s.spec.train_size == 3 && s.spec.test_size == 3, "all of both");
    source_close(&s);
}

// Every way to cut the files short is refused.
static void check_cuts(void) {
    DataSpec spec = data_spec(SOURCE_IDX);
    spec.train_labels = data_write("labels", labels, sizeof labels);
    for (size_t n = 0; n < sizeof images; n++) {
        spec.train_images = data_write("cut", images, n);
        data_refused(&spec, ERR_DATA, "cut: ");
    }
    spec.train_images = data_write("images", images, sizeof images);
    for (size_t n = 0; n < sizeof labels; n++) {
        spec.train_labels = data_write("cut", labels, n);
        data_refused(&spec, ERR_DATA, "cut: ");
    }
}

// MNIST's folder may hold plain and packed files side by side.
// An image of 65536 x 65536 would ask for a network that no memory holds.
static void check_impossible_sizes(void) {
    DataSpec spec = data_spec(SOURCE_IDX);
    const uint8_t huge[] = {0, 0, 8, 3, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0};
    spec.train_images = data_write("huge", huge, sizeof huge);
    spec.train_labels = data_write("labels", labels, sizeof labels);
    data_refused(&spec, ERR_DATA, "impossible sizes (1 x 65536 x 65536)");
}

static void check_mnist_names(void) {
    DataSpec spec = data_spec(SOURCE_MNIST);
    spec.dir = data_folder;
    data_refused(&spec, ERR_DATA, "there is no train-images-idx3-ubyte (or train-images-idx3-ubyte.gz)");
    data_write("train-images-idx3-ubyte", images, sizeof images);
    pack("train-labels-idx1-ubyte.gz", labels, sizeof labels);
    pack("t10k-images-idx3-ubyte.gz", images, sizeof images);
    data_refused(&spec, ERR_DATA, "there is no t10k-labels-idx1-ubyte");
    data_write("t10k-labels-idx1-ubyte", labels, sizeof labels);
    Source s;
    if (!data_open(&s, &spec)) return;
    CHECK(s.train.samples == 3 && s.test.samples == 3, "both sets");
    source_close(&s);
}

static void check_mnist(void) {
    Source s;
    DataSpec spec = data_spec(SOURCE_MNIST);
    spec.dir = data_real("mnist");
    if (!folder_exists(spec.dir)) {
        SKIP("MNIST is not at hand");
        return;
    }
    spec.train_size = 1000;
    if (!data_open(&s, &spec)) return;
    CHECK(s.train.samples == 60000 && s.test.samples == 10000 && s.train.features == 784 && s.train.classes == 10,
          "MNIST's sizes");
    CHECK(s.train.label[0] == 5 && s.train.label[59999] == 8 && s.test.label[0] == 7, "MNIST's labels");
    // Every pixel stays one byte: 55 MB and the labels, nothing twice.
    CHECK(s.arena.taken < 56 * 1000 * 1000, "%zu bytes", s.arena.taken);
    Split split = data_split(&s, 1);
    int ones = 0;
    for (int32_t i = 0; i < split.train.size; i++) ones += s.train.label[split.train.row[i]] == 1;
    CHECK(ones == 112, "6742 of 60000 are ones: 112.4 of 1000, not %d", ones);
    CHECK(split.test.size == 10000, "all test samples");
    source_close(&s);
}

int main(void) {
    data_test_begin();
    check_files();
    check_test_set();
    check_cuts();
    check_impossible_sizes();
    check_mnist_names();
    check_mnist();
    return data_test_end("data_idx");
}
