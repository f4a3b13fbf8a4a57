#include "data/sizes.h"

#include <inttypes.h>

#include "data/source_type.h"
#include "data/split.h"

// What a column says goes before what the options would say.
static bool check_column(const DataSpec *spec, SpecProblem *problem) {
    if (spec->source != SOURCE_CSV || !*spec->split_column) return true;
    if (*spec->test_file)
        return spec_refuse(problem, "data.test_file",
                           "is a test part, and data.split_column names one in the table; leave one of them out");
    if (spec->test_fraction != TEST_FRACTION_DEFAULT)
        return spec_refuse(problem, "data.test_fraction",
                           "has no effect where data.split_column says which samples are for testing; leave it out");
    return true;
}

// Every sample is in a test part once: nothing else may say which are.
static bool check_folds(const DataSpec *spec, SpecProblem *problem) {
    const SourceType *type = source_types[spec->source];
    if (spec->folds == 0) return true;
    if (spec->folds == 1)
        return spec_refuse(problem, "data.folds",
                           "1 would test on every sample and train on none; at least 2, or 0 for none");
    if (type->draw)
        return spec_refuse(
            problem, "data.folds",
            "divides the samples that are there, and data.source %s draws as many as asked for; leave it "
            "out: every seed draws a test part of its own",
            type->name);
    const struct {
        const char *key;
        bool given;
    } others[] = {{"data.split_column", spec->source == SOURCE_CSV && *spec->split_column},
                  {"data.test_file", spec->source == SOURCE_CSV && *spec->test_file},
                  {"data.test_images", spec->source == SOURCE_IDX && *spec->test_images},
                  {"data.test_size", spec->test_size > 0},
                  {"data.test_fraction", spec->test_fraction != TEST_FRACTION_DEFAULT}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].given)
            return spec_refuse(problem, others[i].key,
                               "says what to test on, and with data.folds every sample is tested on in turn; leave one "
                               "of them out");
    return true;
}

bool sizes_check(const DataSpec *spec, SpecProblem *problem) {
    if (spec->validation_fraction > 0 && spec->validation_size > 0)
        return spec_refuse(problem, "data.validation_size",
                           "and data.validation_fraction both say how large the validation part is; give one of them");
    const int64_t all = source_types[spec->source]->train_size;
    if (spec->subset < 1 && spec->train_size > 0 && spec->train_size != all)
        return spec_refuse(
            problem, "data.subset",
            "is a share of the training part, and data.train_size says its size already; give one of them");
    return check_folds(spec, problem) && check_column(spec, problem);
}

// Samples that are drawn as they are needed: there is no "all", and any number within reason will do.
static Status size_drawn(const SourceType *type, int64_t size, const char *key, Error *e) {
    if (size >= 1 && size <= DRAWN_MOST) return OK;
    return error_set(e, ERR_CONFIG, "%s is %" PRId64 "; from 1 to %d %s can be drawn", key, size, DRAWN_MOST,
                     type->name);
}

static Status size_part(int64_t *size, int32_t available, const char *key, const char *what, Error *e) {
    if (*size == 0) *size = available;
    if (*size <= available) return OK;
    return error_set(e, ERR_CONFIG,
                     "%s is %" PRId64 ", but the %s set has %d samples; lower it, or leave it out for all", key, *size,
                     what, available);
}

// A share of `all` samples, rounded, but at least one.
static int64_t share_of(double fraction, int64_t all) {
    int64_t size = (int64_t)((double)all * fraction + 0.5);
    return size > 0 ? size : 1;
}

// One table gives both parts: the test part first, the training part from what is left.
static Status size_pool(DataSpec *spec, int32_t pool, Error *e) {
    bool fraction = spec->test_size == 0;
    if (fraction) spec->test_size = share_of(spec->test_fraction, pool);
    const char *test = fraction ? "data.test_fraction makes the test part" : "data.test_size is";
    if (spec->test_size >= pool)
        return error_set(e, ERR_CONFIG,
                         "%s %" PRId64 ", but there are only %d samples, and some must be left to train on", test,
                         spec->test_size, pool);
    if (spec->train_size == 0) spec->train_size = pool - spec->test_size;
    if (spec->train_size <= pool - spec->test_size) return OK;
    return error_set(e, ERR_CONFIG,
                     "data.train_size is %" PRId64 " and %s %" PRId64
                     ", but there are only %d samples for both; lower one of them",
                     spec->train_size, test, spec->test_size, pool);
}

// Takes the validation part out of the training samples.
static Status size_validation(DataSpec *spec, Error *e) {
    bool fraction = spec->validation_fraction > 0;
    int64_t size = fraction ? share_of(spec->validation_fraction, spec->train_size) : spec->validation_size;
    if (size >= spec->train_size)
        return error_set(e, ERR_CONFIG,
                         "%s %" PRId64 " of the %" PRId64 " training samples; some must be left to train on",
                         fraction ? "data.validation_fraction makes the validation part" : "data.validation_size is",
                         size, spec->train_size);
    spec->validation_size = (int)size;
    spec->validation_fraction = 0;
    spec->train_size -= size;
    return OK;
}

// What is left of the training samples, or the share of it that is wanted.
static void size_subset(DataSpec *spec) {
    if (spec->subset < 1) spec->train_size = share_of(spec->subset, spec->train_size);
    spec->subset = 1;
}

// What the column says: all of it, or as many of its training and test samples as the sizes say.
static Status size_column(Source *s, Error *e) {
    static const struct {
        uint8_t part;
        const char *word;
    } needed[] = {{PART_TRAIN, "train"}, {PART_TEST, "test"}};
    DataSpec *spec = &s->spec;
    int32_t count[2], validation = split_count(&s->train, PART_VALIDATION);
    for (int i = 0; i < 2; i++) {
        count[i] = split_count(&s->train, needed[i].part);
        if (count[i] == 0)
            return error_set(e, ERR_CONFIG,
                             "data.split_column: no row of %s says %s; name another column, or leave it out",
                             spec->file, needed[i].word);
    }
    if (validation > 0 && (spec->validation_fraction > 0 || spec->validation_size > 0))
        return error_set(
            e, ERR_CONFIG, "%s: data.split_column names a validation part of %d samples in %s already; leave this out",
            spec->validation_size > 0 ? "data.validation_size" : "data.validation_fraction", validation, spec->file);
    Status status = size_part(&spec->train_size, count[0], "data.train_size", "training", e);
    if (status == OK) status = size_part(&spec->test_size, count[1], "data.test_size", "test", e);
    if (status == OK && validation == 0) status = size_validation(spec, e);
    if (validation > 0) spec->validation_size = validation;
    return status;
}

// All folds but the one that is tested on, of which the largest leaves the fewest samples.
static Status size_folds(Source *s, Error *e) {
    DataSpec *spec = &s->spec;
    const int32_t pool = s->train.samples;
    if (s->test.samples > 0)
        return error_set(
            e, ERR_CONFIG,
            "data.folds: data.source %s has a test part of its own, and with folds every sample is tested on "
            "in turn; leave this out",
            source_names[spec->source]);
    if (spec->folds > pool)
        return error_set(e, ERR_CONFIG, "data.folds is %d, but there are only %d samples to divide; lower it",
                         spec->folds, pool);
    const int32_t left = pool - split_fold_size(pool, spec->folds, 0);
    s->use_rest = spec->train_size == 0 && spec->subset >= 1;
    if (spec->train_size == 0) spec->train_size = left;
    if (spec->train_size <= left) return size_validation(spec, e);
    return error_set(e, ERR_CONFIG,
                     "data.train_size is %" PRId64
                     ", but %d folds of %d samples leave %d to train on; lower it, or leave "
                     "it out for all",
                     spec->train_size, spec->folds, pool, left);
}

static Status size_parts(Source *s, Error *e) {
    DataSpec *spec = &s->spec;
    const SourceType *type = source_types[spec->source];
    Status status;
    if (s->train.part) return size_column(s, e);
    if (spec->folds > 0) return size_folds(s, e);
    if (type->draw) {
        status = size_drawn(type, spec->train_size, "data.train_size", e);
        if (status == OK) status = size_drawn(type, spec->test_size, "data.test_size", e);
    } else if (s->test.samples > 0) {
        status = size_part(&spec->train_size, s->train.samples, "data.train_size", "training", e);
        if (status == OK) status = size_part(&spec->test_size, s->test.samples, "data.test_size", "test", e);
    } else {
        status = size_pool(spec, s->train.samples, e);
    }
    return status == OK ? size_validation(spec, e) : status;
}

Status sizes_resolve(Source *s, Error *e) {
    Status status = size_parts(s, e);
    if (status == OK) size_subset(&s->spec);
    return status;
}

int fold_of(const Source *s, uint64_t seed) {
    return s->spec.folds > 0 ? (int)(seed % (uint64_t)s->spec.folds) : 0;
}

Sizes sizes_of(const Source *s, uint64_t seed) {
    const DataSpec *spec = &s->spec;
    Sizes sizes = {
        .test = (int32_t)spec->test_size, .validation = spec->validation_size, .train = (int32_t)spec->train_size};
    if (spec->folds == 0) return sizes;
    const int32_t largest = split_fold_size(s->train.samples, spec->folds, 0);
    sizes.test = split_fold_size(s->train.samples, spec->folds, fold_of(s, seed));
    if (s->use_rest) sizes.train += largest - sizes.test;
    return sizes;
}
