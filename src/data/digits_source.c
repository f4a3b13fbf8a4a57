// The source "digits": the built-in generator, without files and without an end.
#include <string.h>

#include "data/digits.h"
#include "data/source_type.h"

static bool digits_check(const DataSpec *spec, SpecProblem *problem) {
    if (spec->train_size != 0 && spec->test_size != 0) return true;
    return spec_refuse(problem, spec->train_size ? "data.test_size" : "data.train_size",
                       "data.source digits draws as many as asked for, so there is no \"all\": give a number");
}

static Status digits_open(Source *s, Opening *o) {
    static const char *const names[DIGITS_CLASSES] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    s->train = (Dataset){.features = DIGITS_PIXELS,
                         .classes = DIGITS_CLASSES,
                         .class_names = names,
                         .width = DIGITS_SIDE,
                         .height = DIGITS_SIDE};
    s->test = s->train;
    hash_add(&o->hash, DIGITS_VERSION, strlen(DIGITS_VERSION));
    return OK;
}

static void digits_sample(const Drawing *d, uint64_t number, Sample sample) {
    if (sample.pixels) digits_draw(d->seed, number, sample.pixels);
    *sample.label = digits_class(number);
}

extern const SourceType source_digits;
const SourceType source_digits = {.name = "digits",
                                  .answer = "digit",
                                  .check = digits_check,
                                  .open = digits_open,
                                  .draw = digits_sample,
                                  .train_size = 1000,
                                  .test_size = 5000,
                                  .scaling = SCALING_NONE};
