#include "data/moons.h"

#include "base/rng.h"

#define BLUR 0.30f // standard deviation around the half circle

static float uniform_signed(Rng *r) {
    return 2 * rng_uniform(r) - 1;
}

// A direction in the upper half plane, uniform over the angle: a point drawn in the half disc, brought to length 1.
static void draw_direction(Rng *r, float *x, float *y) {
    float square;
    do {
        *x = uniform_signed(r);
        *y = rng_uniform(r);
        square = *x * *x + *y * *y;
    } while (square > 1 || square < 1e-6f);
    float length = __builtin_sqrtf(square);
    *x /= length;
    *y /= length;
}

// About normal with variance 1: twelve uniforms, each of variance 1/12.
static float about_normal(Rng *r) {
    float sum = -6;
    for (int i = 0; i < 12; i++) sum += rng_uniform(r);
    return sum;
}

static void add_number(Text *out, float value) {
    char text[NUMBER_TEXT_SIZE];
    int thousandths = (int)(value * 1000 + (value < 0 ? -0.5f : 0.5f));
    text_add(out, number_text_double(text, thousandths / 1000.0));
    text_add(out, ",");
}

void moons_write(uint64_t seed, int32_t samples, Text *out) {
    text_add(out, "x,y");
    for (int k = 1; k <= MOONS_NOISE_COLUMNS; k++) text_printf(out, ",noise%d", k);
    text_add(out, ",moon\n");
    for (int32_t i = 0; i < samples; i++) {
        Rng r = rng_stream(seed, "moons", (uint64_t)i);
        bool lower = i % 2;
        float x, y;
        draw_direction(&r, &x, &y);
        // The lower moon is the upper one upside down, with its middle at the upper one's right end.
        add_number(out, (lower ? 1 - x : x) + BLUR * about_normal(&r));
        add_number(out, (lower ? 0.5f - y : y) + BLUR * about_normal(&r));
        for (int k = 0; k < MOONS_NOISE_COLUMNS; k++) add_number(out, about_normal(&r));
        text_add(out, lower ? "lower\n" : "upper\n");
    }
}
