// Images and labels in MNIST's format. The first byte says how many bytes are the labels' file; the rest are images.
#include <stdint.h>

#include "data/dataset.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static FuzzFile images, labels;
    if (size < 1 || size - 1 < data[0]) return 0;
    DataSpec spec = {.source = SOURCE_IDX, .test_fraction = 0.25, .seed = -1};
    spec.file = spec.test_file = spec.dir = spec.test_images = spec.test_labels = spec.label = "";
    spec.separator = ",";
    spec.train_labels = fuzz_file(&labels, data + 1, data[0]);
    spec.train_images = fuzz_file(&images, data + 1 + data[0], size - 1 - data[0]);
    Source s = {0};
    Error e = {0};
    Status status = source_look(&s, &spec, "", &e);
    if (status) {
        fuzz_holds(e.status == status && e.text[0], "a refusal says why");
        return 0;
    }
    for (int32_t i = 0; i < s.train.samples; i++) {
        fuzz_holds(s.train.label[i] >= 0 && s.train.label[i] < s.train.classes, "every label is a class");
    }
    source_close(&s);
    return 0;
}
