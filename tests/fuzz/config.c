// Configs. (tests/unit/config_fuzz.c holds what reads against its resolved form; here it is only about survival.)
#include <stdint.h>

#include "config/experiment.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static FuzzFile file;
    Experiment x;
    Error e = {0};
    Status status = experiment_read(&x, fuzz_file(&file, data, size), NULL, &e);
    if (status) {
        fuzz_holds(e.status == status && e.text[0], "a refusal says why");
    } else {
        experiment_free(&x);
    }
    return 0;
}
