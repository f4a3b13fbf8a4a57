// Images and labels in MNIST's format. The first byte: bit 0, whether to look only; bit 1, whether the same two files
// are the test set. The second says how many bytes the labels' file has; the rest are images.
#include "config/run_spec.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void idx_promises(const Source *s) {
    const Dataset *const sets[] = {&s->train, &s->test};
    for (int k = 0; k < 2; k++) {
        fuzz_holds(sets[k]->samples == 0 || sets[k]->width * sets[k]->height == sets[k]->features,
                   "images have a size");
        for (int32_t i = 0; i < sets[k]->samples; i++)
            fuzz_holds(sets[k]->label[i] >= 0 && sets[k]->label[i] < s->train.classes, "every label is a class");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static FuzzFile images, labels;
    static Arena defaults;
    static RunSpec fresh;
    Source s = {0};
    Error e = {0};
    if (!defaults.blocks) fuzz_holds(options_default(&fresh, &defaults, &e) == OK, "every default can be set");
    if (size < 2 || size - 2 < data[1]) return 0;
    DataSpec spec = fresh.data;
    spec.source = SOURCE_IDX;
    spec.train_labels = fuzz_file(&labels, data + 2, data[1]);
    spec.train_images = fuzz_file(&images, data + 2 + data[1], size - 2 - data[1]);
    if (data[0] & 2) {
        spec.test_labels = spec.train_labels;
        spec.test_images = spec.train_images;
    }
    source_sizes(&spec);
    Status status = data[0] & 1 ? source_look(&s, &spec, "", &e) : source_open(&s, &spec, "", &e);
    if (status)
        fuzz_holds(e.status == status && e.text[0], "a refusal says why");
    else
        idx_promises(&s);
    if (!status) source_close(&s);
    return 0;
}
