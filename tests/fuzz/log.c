// Logs, as `compare` reads them.
#include <stdint.h>

#include "fuzz/fuzz.h"
#include "results/log_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static FuzzFile file;
    Arena arena = {0};
    Log log = {0};
    Error e = {0};
    Status status = log_read(&log, fuzz_file(&file, data, size), &arena, &e);
    fuzz_holds(!status || (e.status == status && e.text[0]), "a refusal says why");
    arena_free(&arena);
    return 0;
}
