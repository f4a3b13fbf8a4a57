// What the built-in tasks (moons, spirals, blobs, teacher, linear) share: small problems whose answer is known, to
// learn on what a regularizer does. Each is one file, NAME_source.c, that states its rule.
//
// A sample is found by the options, the seed and its number: any of them can be drawn alone. Only + - * / sqrt and fma
// of floats and cos_pi of our own decide a value, so that samples are the same bytes everywhere. Where the label is
// not the result of a rule, sample i has class i mod classes: consecutive samples are balanced to within one.
#ifndef DATA_TASK_H
#define DATA_TASK_H

#include "base/rng.h"
#include "data/source_type.h"

// Whether the options go together, for a task of at least `least` dimensions.
bool task_check(const DataSpec *spec, int least, SpecProblem *problem);

// Fills in s->train and s->test: spec.dimensions features x1, x2, ... (in a plane: x, y, noise1, ...), and `classes`
// classes called 1, 2, ... (0: a number to predict). `version` enters the hash of the data; raise its number with every
// change that moves a value.
Status task_open(Source *s, Opening *o, int32_t classes, bool plane, const char *version);

// About normal with variance 1 (twelve uniforms, each of variance 1/12): |x| <= 6.
float task_normal(Rng *r);

// Uniform in [-1, 1).
float task_signed(Rng *r);

// a . b over n terms, in order.
float task_dot(const float *a, const float *b, int64_t n);

#endif
