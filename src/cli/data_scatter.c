// Samples as points in a plane, in characters.
#include <stdio.h>
#include <string.h>

#include "cli/data.h"

enum { WIDTH = 72, HEIGHT = 24 };

// A class's mark by its number; those beyond share one, and so do targets.
static const char marks[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
enum { MARKS = sizeof marks - 1, SHARED = '*' };

static float across(const Dataset *d, int32_t i) {
    return d->values[(size_t)i * (size_t)d->features];
}

// The target; else the second feature, or the class where there is no second one.
static float up(const Dataset *d, int32_t i) {
    if (d->target) return d->target[i];
    return d->features > 1 ? d->values[(size_t)i * (size_t)d->features + 1] : (float)d->label[i];
}

typedef struct Range {
    float least, most;
} Range;

static Range range_of(const Dataset *d, float (*value)(const Dataset *d, int32_t i)) {
    Range r = {value(d, 0), value(d, 0)};
    for (int32_t i = 1; i < d->samples; i++) {
        const float v = value(d, i);
        if (v < r.least) r.least = v;
        if (v > r.most) r.most = v;
    }
    return r;
}

// The cell of `count` that v falls into.
static int cell(Range r, float v, int count) {
    const float share = r.most > r.least ? (v - r.least) / (r.most - r.least) : 0.5f;
    const int at = (int)(share * (float)count);
    return at < count ? at : count - 1;
}

void data_scatter(const Dataset *d, Text *out) {
    char picture[HEIGHT][WIDTH];
    memset(picture, ' ', sizeof picture);
    const Range x = range_of(d, across), y = range_of(d, up);
    for (int32_t i = d->samples - 1; i >= 0; i--) {
        char *at = &picture[HEIGHT - 1 - cell(y, up(d, i), HEIGHT)][cell(x, across(d, i), WIDTH)];
        *at = d->target || d->label[i] >= MARKS ? SHARED : marks[d->label[i]];
    }
    for (int row = 0; row < HEIGHT; row++) {
        int end = WIDTH;
        while (end > 0 && picture[row][end - 1] == ' ') end--;
        text_add_n(out, picture[row], (size_t)end);
        text_add(out, "\n");
    }
    const char *name = d->feature_names ? d->feature_names[0] : "feature 1";
    const char *other = d->target          ? "the target"
                        : d->features < 2  ? "the class"
                        : d->feature_names ? d->feature_names[1]
                                           : "feature 2";
    text_printf(out, "%s from %.3g to %.3g to the right, %s from %.3g to %.3g upwards", name, (double)x.least,
                (double)x.most, other, (double)y.least, (double)y.most);
    for (int32_t k = 0; k < d->classes && k < MARKS; k++)
        text_printf(out, "%s%c: %s", k ? ", " : "; ", marks[k], d->class_names[k]);
    if (d->classes > MARKS) text_printf(out, ", %c: the other %d", SHARED, (int)d->classes - MARKS);
    text_add(out, "\n\n");
}
