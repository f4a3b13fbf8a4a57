// The fuzz targets of tests/fuzz, once for each file kept in their corpora; `make fuzz` looks for new ones.
#include <glob.h>
#include <stdint.h>

#include "test.h"

#define LLVMFuzzerTestOneInput fuzz_csv
#include "fuzz/csv.c" // NOLINT(bugprone-suspicious-include)
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_idx
#include "fuzz/idx.c" // NOLINT(bugprone-suspicious-include)
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_config
#include "fuzz/config.c" // NOLINT(bugprone-suspicious-include)
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_log
#include "fuzz/log.c" // NOLINT(bugprone-suspicious-include)
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_model
#include "fuzz/model.c" // NOLINT(bugprone-suspicious-include)
#undef LLVMFuzzerTestOneInput

#define LLVMFuzzerTestOneInput fuzz_recipe
#include "fuzz/recipe.c" // NOLINT(bugprone-suspicious-include)
#undef LLVMFuzzerTestOneInput

static void corpus(const char *pattern, int (*target)(const uint8_t *, size_t)) {
    glob_t found;
    CHECK(glob(pattern, 0, NULL, &found) == 0, "no file %s", pattern);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        static uint8_t data[1 << 16];
        FILE *file = fopen(found.gl_pathv[i], "rb");
        CHECK(file != NULL, "%s", found.gl_pathv[i]);
        if (!file) continue;
        size_t size = fread(data, 1, sizeof data, file);
        fclose(file);
        CHECK(target(data, size) == 0, "%s", found.gl_pathv[i]);
    }
    globfree(&found);
}

int main(void) {
    corpus("tests/fuzz/corpus/csv/*", fuzz_csv);
    corpus("tests/fuzz/corpus/idx/*", fuzz_idx);
    corpus("tests/fuzz/corpus/config/*", fuzz_config);
    corpus("tests/fuzz/corpus/log/*", fuzz_log);
    corpus("tests/fuzz/corpus/model/*", fuzz_model);
    corpus("tests/fuzz/corpus/recipe/*", fuzz_recipe);
    return test_end("fuzz_corpus");
}
