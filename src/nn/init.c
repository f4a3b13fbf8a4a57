#include "nn/init.h"

#include "math/build.h"
#include "math/elementary.h"
#include "math/panel.h"

// A standard normal draw by Marsaglia's polar method ("A convenient method for generating normal variables", SIAM
// Review 1964). The second number of each pair is thrown away: a draw then depends on nothing before it but the
// stream's place.
static float normal_draw(Rng *rng) {
    for (;;) {
        const float u = 2.0f * rng_uniform(rng) - 1.0f, v = 2.0f * rng_uniform(rng) - 1.0f;
        const float s = __builtin_fmaf(u, u, v * v);
        if (s > 0.0f && s < 1.0f) return u * __builtin_sqrtf(-2.0f * log_float(s) / s);
    }
}

typedef struct InitRule {
    enum { NORMAL, UNIFORM } shape;
    float numerator;
    enum { IN, BOTH, GIVEN } denominator;
    enum { ZERO, ALIKE } biases;
} InitRule;

#define INIT_RULE(constant, name, ...) {__VA_ARGS__},
static const InitRule rules[] = {INITS(INIT_RULE)};

// The standard deviation, or how far the draws reach.
static float size_of(const InitRule *rule, const ModelSpec *spec, int in, int out) {
    if (rule->denominator == GIVEN) return (float)spec->init_sd;
    return __builtin_sqrtf(rule->numerator / (float)(rule->denominator == IN ? in : in + out));
}

static real draw(const InitRule *rule, float size, Rng *rng) {
    return (real)(size * (rule->shape == UNIFORM ? 2.0f * rng_uniform(rng) - 1.0f : normal_draw(rng)));
}

void init_weights(const ModelSpec *spec, Rng *rng, int in, int out, real *weights) {
    const InitRule *rule = &rules[spec->init];
    const float size = size_of(rule, spec, in, out);
    for (size_t i = 0; i < panel_size(in, out); i++) weights[i] = 0;
    for (int r = 0; r < in; r++)
        for (int c = 0; c < out; c++) weights[panel_index(in, out, r, c)] = draw(rule, size, rng);
}

void init_biases(const ModelSpec *spec, Rng *rng, int in, int out, real *biases) {
    const InitRule *rule = &rules[spec->init];
    const float size = size_of(rule, spec, in, out);
    for (int c = 0; c < panel_padded(out); c++)
        biases[c] = c < out && rule->biases == ALIKE ? draw(rule, size, rng) : 0;
}
