#include "data/moons.h"

#include "data/task.h"

#define BLUR 0.30f // standard deviation around the half circle

// A direction in the upper half plane, uniform over the angle: a point drawn in the half disc, brought to length 1.
static void draw_direction(Rng *r, float *x, float *y) {
    float square;
    do {
        *x = task_signed(r);
        *y = rng_uniform(r);
        square = *x * *x + *y * *y;
    } while (square > 1 || square < 1e-6f);
    float length = __builtin_sqrtf(square);
    *x /= length;
    *y /= length;
}

void moons_point(Rng *r, bool lower, float blur, float *values, int32_t features) {
    float x, y;
    draw_direction(r, &x, &y);
    // The lower moon is the upper one upside down, with its middle at the upper one's right end.
    values[0] = (lower ? 1 - x : x) + blur * task_normal(r);
    values[1] = (lower ? 0.5f - y : y) + blur * task_normal(r);
    for (int32_t k = 2; k < features; k++) values[k] = task_normal(r);
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
        float values[2 + MOONS_NOISE_COLUMNS];
        moons_point(&r, lower, BLUR, values, 2 + MOONS_NOISE_COLUMNS);
        for (int k = 0; k < 2 + MOONS_NOISE_COLUMNS; k++) add_number(out, values[k]);
        text_add(out, lower ? "lower\n" : "upper\n");
    }
}
