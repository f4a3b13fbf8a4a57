// Model files, as `eval` and `fold` read them, but for the network itself, which would be built of every one.
#include "results/model.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void model_promises(const Model *m) {
    const ModelFile *f = &m->file;
    float sum = 0;
    size_t names = 0;
    for (uint64_t i = 0; i < f->features; i++) sum += f->shift[i] + f->scale[i];
    for (uint64_t i = 0; i < f->targets; i++) sum += f->target_shift[i] + f->target_scale[i];
    for (uint64_t i = 0; i < f->classes; i++) names += strlen(f->class_names[i]);
    for (uint64_t i = 0; i < f->layer_count; i++) names += strlen(f->layers[i]);
    for (int i = 0; i < f->tensor_count; i++) {
        const char *end = (const char *)f->tensors[i].data + f->tensors[i].size;
        fuzz_holds(end <= m->bytes.data + m->bytes.size, "tensors lie in the file");
    }
    fuzz_holds(sum == sum || names < SIZE_MAX, "lists are as long as they say");
    fuzz_holds((f->classes > 0) != (f->targets > 0), "it has classes or targets");
    fuzz_holds(m->experiment.setting_count == 1 && m->experiment.seed_count == 1, "it is of one run");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static FuzzFile file;
    Model m = {0};
    Error e = {0};
    Status status = model_read(&m, fuzz_file(&file, data, size), NULL, &e);
    if (status)
        fuzz_holds(e.status == status && e.text[0], "a refusal says why");
    else
        model_promises(&m);
    model_close(&m);
    return 0;
}
