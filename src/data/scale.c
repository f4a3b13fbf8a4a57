#include "data/scale.h"

#include <float.h>
#include <math.h>

// What is gathered of each column over the training part.
typedef struct Columns {
    double *least, *most, *mean, *square; // [features]; square: mean squared distance from the mean
} Columns;

static double value_at(const Part *part, int32_t sample, int32_t feature) {
    const Dataset *d = part->data;
    size_t at = (size_t)part->row[sample] * (size_t)d->features + (size_t)feature;
    return d->pixels ? d->pixels[at] : d->values[at];
}

static double target_at(const Part *part, int32_t sample, int32_t column) {
    return part->target[(size_t)sample * (size_t)part->data->targets + (size_t)column];
}

static bool columns_take(Columns *c, int32_t features, Arena *arena) {
    size_t n = (size_t)features;
    c->least = arena_take(arena, n, sizeof *c->least);
    c->most = arena_take(arena, n, sizeof *c->most);
    c->mean = arena_take(arena, n, sizeof *c->mean);
    c->square = arena_take(arena, n, sizeof *c->square);
    return c->least && c->most && c->mean && c->square;
}

// Two passes, row after row: the means (and extremes), then the squared distances from them.
static void gather(Columns *c, const Part *part, int32_t columns, double (*at)(const Part *, int32_t, int32_t)) {
    for (int32_t f = 0; f < columns; f++) c->least[f] = c->most[f] = at(part, 0, f);
    for (int32_t i = 0; i < part->size; i++)
        for (int32_t f = 0; f < columns; f++) {
            double v = at(part, i, f);
            if (v < c->least[f]) c->least[f] = v;
            if (v > c->most[f]) c->most[f] = v;
            c->mean[f] += v;
        }
    for (int32_t f = 0; f < columns; f++) c->mean[f] /= part->size;
    for (int32_t i = 0; i < part->size; i++)
        for (int32_t f = 0; f < columns; f++) {
            double distance = at(part, i, f) - c->mean[f];
            c->square[f] += distance * distance;
        }
    for (int32_t f = 0; f < columns; f++) c->square[f] /= part->size;
}

// Shift and scale of column f; `still` is the scale of a column that does not change.
static void fit(const Columns *c, int32_t f, int scaling, float still, float *shift, float *scale) {
    double spread = scaling == SCALING_MINMAX ? c->most[f] - c->least[f] : sqrt(c->square[f]);
    *shift = (float)(scaling == SCALING_MINMAX ? c->least[f] : c->mean[f]);
    // No spread gives no finite inverse. It is then exactly 0: sums of equal floats are exact in double.
    *scale = 1 / spread <= FLT_MAX ? (float)(1 / spread) : still;
}

// Of an encoded table: what is 0 or 1 stays so, and what is 0 in the whole training part is 0 everywhere.
static void fit_groups(Split *split, float *shift, float *scale) {
    const Part *train = &split->train;
    const Dataset *d = train->data;
    for (int32_t g = 0; g < d->groups; g++) {
        const FeatureGroup *group = &d->group[g];
        for (int32_t f = group->first; f < group->first + group->count; f++) {
            bool there = false;
            for (int32_t i = 0; !there && i < train->size; i++) there = value_at(train, i, f) != 0;
            if (!there) scale[f] = 0;
            if (there && group->kind != GROUP_NUMBER) shift[f] = 0, scale[f] = 1;
        }
    }
}

// The test samples that have a 1 where the training part has none.
static int32_t count_unseen(const Split *split) {
    const Dataset *d = split->train.data;
    int32_t unseen = 0;
    for (int32_t i = 0; d->groups && i < split->test.size; i++) {
        bool seen = true;
        for (int32_t g = 0; g < d->groups; g++) {
            const FeatureGroup *group = &d->group[g];
            for (int32_t f = group->first; group->kind == GROUP_ONE_HOT && f < group->first + group->count; f++)
                seen &= split->scale[f] != 0 || value_at(&split->test, i, f) == 0;
        }
        unseen += !seen;
    }
    return unseen;
}

static Status fit_features(Split *split, int scaling, Arena *arena, Arena *passing, Error *e) {
    const Dataset *d = split->train.data;
    float *shift = arena_take(arena, (size_t)d->features, sizeof *shift);
    float *scale = arena_take(arena, (size_t)d->features, sizeof *scale);
    Columns c;
    if (!shift || !scale || !columns_take(&c, d->features, passing)) return error_memory(e);
    split->shift = shift;
    split->scale = scale;
    if (scaling != SCALING_NONE) gather(&c, &split->train, d->features, value_at);
    for (int32_t f = 0; f < d->features; f++) {
        if (scaling == SCALING_NONE)
            scale[f] = d->width > 0 ? 1.0f / 255 : 1;
        else
            fit(&c, f, scaling, 0, &shift[f], &scale[f]);
    }
    fit_groups(split, shift, scale);
    split->unseen = count_unseen(split);
    return OK;
}

// Each target by itself.
static Status fit_targets(Split *split, int scaling, Arena *arena, Arena *passing, Error *e) {
    const int32_t targets = split->train.data->targets;
    if (!split->train.target) return OK;
    float *shift = arena_take(arena, (size_t)targets, sizeof *shift);
    float *scale = arena_take(arena, (size_t)targets, sizeof *scale);
    Columns c;
    if (!shift || !scale || !columns_take(&c, targets, passing)) return error_memory(e);
    split->target_shift = shift;
    split->target_scale = scale;
    if (scaling != SCALING_NONE) gather(&c, &split->train, targets, target_at);
    for (int32_t k = 0; k < targets; k++) {
        scale[k] = 1;
        if (scaling != SCALING_NONE) fit(&c, k, scaling, 1, &shift[k], &scale[k]);
    }
    return OK;
}

Status scale_fit(Split *split, const DataSpec *spec, Arena *arena, Error *e) {
    Arena passing = {0};
    Status status = fit_features(split, spec->scaling, arena, &passing, e);
    if (status == OK) status = fit_targets(split, spec->target_scaling, arena, &passing, e);
    arena_free(&passing);
    return status;
}
