// The sources "idx" (images and their labels, each in a file as MNIST has them) and "mnist" (a folder of its four
// files).
#include "base/files.h"
#include "data/idx.h"
#include "data/source_type.h"

static bool idx_check(const DataSpec *spec, SpecProblem *problem) {
    if (!*spec->train_images || !*spec->train_labels)
        return spec_refuse(
            problem, "data.source",
            "idx needs images and their labels: give their paths as data.train_images and data.train_labels");
    if (*spec->test_images && !*spec->test_labels)
        return spec_refuse(problem, "data.test_images", "needs data.test_labels beside it; give both or none");
    if (!*spec->test_images && *spec->test_labels)
        return spec_refuse(problem, "data.test_labels", "needs data.test_images beside it; give both or none");
    return true;
}

static Status open_images(Source *s, Opening *o) {
    if (!o->like) return idx_open(&s->train, &s->test, &s->spec, &s->arena, &o->hash, o->e);
    s->train = o->like->train;
    s->test = o->like->test;
    return OK;
}

static Status idx_source_open(Source *s, Opening *o) {
    const struct {
        const char *key;
        const char **path;
    } files[] = {
        {"data.train_images", &s->spec.train_images},
        {"data.train_labels", &s->spec.train_labels},
        {"data.test_images", &s->spec.test_images},
        {"data.test_labels", &s->spec.test_labels},
    };
    Status status = OK;
    for (size_t i = 0; status == OK && i < sizeof files / sizeof *files; i++)
        status = source_locate(s, o, files[i].key, files[i].path);
    return status == OK ? open_images(s, o) : status;
}

static bool mnist_check(const DataSpec *spec, SpecProblem *problem) {
    return *spec->dir || spec_refuse(problem, "data.dir", "must name the folder that holds MNIST's files");
}

static Status mnist_open(Source *s, Opening *o) {
    const char *found;
    Status status = source_path(&s->arena, o->config_folder, s->spec.dir, &found, o->e);
    if (status == OK && found) s->spec.dir = found;
    if (status == OK) status = mnist_find(&s->spec, &s->arena, o->e);
    return status == OK ? open_images(s, o) : status;
}

extern const SourceType source_idx, source_mnist;
const SourceType source_idx = {.name = "idx", .check = idx_check, .open = idx_source_open, .scaling = SCALING_NONE};
const SourceType source_mnist = {.name = "mnist", .check = mnist_check, .open = mnist_open, .scaling = SCALING_NONE};
