// Tables. The first two bytes choose options, the rest is the table.
#include <math.h>
#include <stdint.h>

#include "data/dataset.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Every value is finite, every label a class: what dataset.h promises to whoever trains.
static void csv_promises(const Dataset *d) {
    for (int64_t i = 0; d->values && i < (int64_t)d->samples * d->features; i++) {
        fuzz_holds(isfinite(d->values[i]), "every value is finite");
    }
    for (int32_t i = 0; d->label && i < d->samples; i++) {
        fuzz_holds(d->label[i] >= 0 && d->label[i] < d->classes, "every label is a class");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static FuzzFile file;
    static const char *const separators[] = {",", ";", "\t", " "};
    static const char *const labels[] = {"-1", "1", "2", "y"};
    if (size < 2) return 0;
    DataSpec spec = {.source = SOURCE_CSV, .file = fuzz_file(&file, data + 2, size - 2), .test_file = ""};
    spec.dir = spec.train_images = spec.train_labels = spec.test_images = spec.test_labels = "";
    spec.header = data[0] % 3;
    spec.separator = separators[data[0] / 4 % 4];
    spec.label = labels[data[0] / 16 % 4];
    spec.task = data[1] % 3;
    spec.stratify = data[1] / 4 % 2;
    spec.test_fraction = 0.25;
    spec.seed = -1;
    Source s = {0};
    Error e = {0};
    Status status = data[1] / 8 % 2 ? source_look(&s, &spec, "", &e) : source_open(&s, &spec, "", &e);
    if (status) {
        fuzz_holds(e.status == status && e.text[0], "a refusal says why");
        return 0;
    }
    csv_promises(&s.train);
    if (data[1] / 8 % 2 == 0) {
        Split split;
        Arena arena = {0};
        (void)source_split(&s, data[1], &arena, &split, &e);
        arena_free(&arena);
    }
    source_close(&s);
    return 0;
}
