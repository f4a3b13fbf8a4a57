#include "train/cut.h"

#include "math/build.h"

// Where a side of `length` pixels round a random centre begins and ends, within an image of `size`.
static void place_side(Rng *rng, double length, int32_t size, int32_t *begin, int32_t *end) {
    const int32_t whole = (int32_t)(length + 0.5);
    const int32_t from = (int32_t)rng_below(rng, (uint32_t)size) - whole / 2, to = from + whole;
    *begin = from < 0 ? 0 : from;
    *end = to > size ? size : to;
}

static Cut cut_box(const Dataset *data, Rng *rng, double share, int32_t *feature) {
    const double side = __builtin_sqrt(share);
    Cut cut = {.feature = feature};
    int32_t left, right, top, bottom;
    place_side(rng, side * data->width, data->width, &left, &right);
    place_side(rng, side * data->height, data->height, &top, &bottom);
    for (int32_t y = top; y < bottom; y++)
        for (int32_t x = left; x < right; x++) feature[cut.count++] = y * data->width + x;
    cut.share = (double)cut.count / data->features;
    return cut;
}

// Column by column, each with the chance that fills up what is wanted (Knuth, "The Art of Computer Programming", vol.
// 2, section 3.4.2, algorithm S).
static Cut cut_columns(const Dataset *data, Rng *rng, double share, int32_t *feature) {
    const int32_t columns = data->groups > 0 ? data->groups : data->features;
    const int32_t wanted = (int32_t)(share * columns + (double)rng_uniform(rng));
    Cut cut = {.feature = feature};
    int32_t missing = wanted < columns ? wanted : columns;
    cut.share = (double)missing / columns;
    for (int32_t c = 0; missing > 0; c++) {
        if ((int32_t)rng_below(rng, (uint32_t)(columns - c)) >= missing) continue;
        const int32_t first = data->groups > 0 ? data->group[c].first : c;
        const int32_t count = data->groups > 0 ? data->group[c].count : 1;
        for (int32_t f = first; f < first + count; f++) feature[cut.count++] = f;
        missing--;
    }
    return cut;
}

Cut cut_draw(const Dataset *data, Rng *rng, double share, int32_t *feature) {
    return data->width > 0 ? cut_box(data, rng, share, feature) : cut_columns(data, rng, share, feature);
}
