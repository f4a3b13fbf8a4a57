// The source "csv": a table, or one to train on and one to test on.
#include "data/csv_dataset.h"
#include "data/source_type.h"

static bool csv_check(const DataSpec *spec, SpecProblem *problem) {
    if (!*spec->file) return spec_refuse(problem, "data.source", "csv needs a table: give its path as data.file");
    if (!*spec->label)
        return spec_refuse(problem, "data.label", "must name a column, or be its number (-1 is the last)");
    return true;
}

static Status csv_source_open(Source *s, Opening *o) {
    Status status = source_locate(s, o, "data.file", &s->spec.file);
    if (status == OK) status = source_locate(s, o, "data.test_file", &s->spec.test_file);
    return status == OK ? csv_open(&s->train, &s->test, &s->spec, &s->arena, &o->hash, o->e) : status;
}

extern const SourceType source_csv;
const SourceType source_csv = {.name = "csv", .check = csv_check, .open = csv_source_open, .scaling = SCALING_ZSCORE};
