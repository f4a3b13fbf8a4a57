// Configs, and what --set lays over them: what follows a 0 byte is "key=value", what follows another the seeds. What
// reads must come back from its resolved form.
#include "config/resolved.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *config_word(FuzzInput *in) {
    if (in->at == in->end) return NULL;
    FuzzInput part = fuzz_part(in, 0);
    return strndup((const char *)part.at, (size_t)(part.end - part.at));
}

static void config_again(const Experiment *x) {
    static FuzzFile file;
    Text first = {0}, second = {0};
    Experiment again;
    Error e = {0};
    experiment_resolved(x, &first);
    Status status = experiment_read(&again, fuzz_file(&file, first.data, first.size), NULL, &e);
    if (status) fprintf(stderr, "%s\n", e.text);
    fuzz_holds(!status, "a resolved config reads");
    experiment_resolved(&again, &second);
    fuzz_holds(first.size == second.size && memcmp(first.data, second.data, first.size) == 0,
               "a resolved config is the experiment");
    experiment_free(&again);
    text_free(&first);
    text_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static FuzzFile file;
    FuzzInput rest = {data, data + size}, config = fuzz_part(&rest, 0);
    const char *set = config_word(&rest), *seeds = config_word(&rest);
    Overrides over = {.set_count = set != NULL, .set = &set, .seeds = seeds};
    Experiment x;
    Error e = {0};
    Status status = experiment_read(&x, fuzz_file(&file, config.at, (size_t)(config.end - config.at)), &over, &e);
    fuzz_holds(!status || (e.status == status && e.text[0]), "a refusal says why");
    if (!status) {
        config_again(&x);
        experiment_free(&x);
    }
    free((char *)(uintptr_t)set);
    free((char *)(uintptr_t)seeds);
    return 0;
}
