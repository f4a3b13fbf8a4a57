#include "config/sweep_values.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// To four digits, as text would have it.
static double rounded(double value) {
    char text[32];
    snprintf(text, sizeof text, "%.3e", value);
    return strtod(text, NULL);
}

// How many steps of `step` lead from `from` to `to`, which is reached where rounding is all that is missing.
static int range_count(const double *n) {
    const double steps = floor((n[1] - n[0]) / n[2] + 1e-9);
    return steps < POINTS_MOST ? (int)steps + 1 : POINTS_MOST + 1;
}

static double range_at(const double *n, int i) {
    char text[32];
    snprintf(text, sizeof text, "%.12g", n[0] + i * n[2]); // 0.1 + 2 * 0.1 is 0.3
    return strtod(text, NULL);
}

static int log_range_count(const double *n) {
    return n[2] <= POINTS_MOST ? (int)n[2] : POINTS_MOST + 1;
}

static double log_range_at(const double *n, int i) {
    return i == 0 ? n[0] : i == (int)n[2] - 1 ? n[1] : rounded(n[0] * pow(n[1] / n[0], i / (n[2] - 1)));
}

static bool range_good(const double *n) {
    return n[2] != 0 && (n[1] - n[0]) / n[2] >= 0;
}

static bool log_range_good(const double *n) {
    return n[0] > 0 && n[1] > 0 && n[2] >= 2 && n[2] == floor(n[2]);
}

static bool uniform_good(const double *n) {
    return n[0] < n[1];
}

static bool log_uniform_good(const double *n) {
    return n[0] > 0 && n[0] < n[1];
}

static bool int_uniform_good(const double *n) {
    return n[0] == floor(n[0]) && n[1] == floor(n[1]) && n[0] < n[1] && n[1] - n[0] < 4294967295.0;
}

static double share(Rng *rng) {
    return (double)rng_next(rng) / 4294967296.0;
}

static double uniform_draw(const double *n, Rng *rng) {
    return rounded(n[0] + share(rng) * (n[1] - n[0]));
}

static double log_uniform_draw(const double *n, Rng *rng) {
    return rounded(n[0] * pow(n[1] / n[0], share(rng)));
}

static double int_uniform_draw(const double *n, Rng *rng) {
    return n[0] + rng_below(rng, (uint32_t)(n[1] - n[0]) + 1);
}

typedef struct Maker {
    const char *name;
    int numbers; // in its list
    bool (*good)(const double *n);
    int (*count)(const double *n); // of its values, and each of them; or
    double (*at)(const double *n, int i);
    double (*draw)(const double *n, Rng *rng);
    const char *must; // be, where it is not good
} Maker;

static const Maker makers[] = {
    {"range", 3, range_good, range_count, range_at, NULL, "[first, last, step], with a step that leads there"},
    {"log_range", 3, log_range_good, log_range_count, log_range_at, NULL,
     "[first, last, how many], above 0 and at least 2 of them"},
    {"uniform", 2, uniform_good, NULL, NULL, uniform_draw, "[from, to], rising"},
    {"log_uniform", 2, log_uniform_good, NULL, NULL, log_uniform_draw, "[from, to], above 0 and rising"},
    {"int_uniform", 2, int_uniform_good, NULL, NULL, int_uniform_draw, "[from, to], whole numbers and rising"},
};
#define MAKERS (sizeof makers / sizeof *makers)

static const Maker *maker_of(const cJSON *value) {
    const cJSON *member = cJSON_IsObject(value) ? value->child : NULL;
    for (size_t i = 0; member && !member->next && i < MAKERS; i++)
        if (strcmp(makers[i].name, member->string) == 0) return &makers[i];
    return NULL;
}

bool sweep_is_maker(const cJSON *value) {
    return maker_of(value) != NULL;
}

const char *sweep_nearest_maker(const cJSON *value) {
    const cJSON *member = cJSON_IsObject(value) ? value->child : NULL;
    const char *names[MAKERS];
    for (size_t i = 0; i < MAKERS; i++) names[i] = makers[i].name;
    return member && !member->next && cJSON_IsArray(member) ? nearest_word(member->string, names, MAKERS) : NULL;
}

// The numbers of its list; false if there are more or fewer, or others than numbers.
static bool read_numbers(const cJSON *list, int count, double *n) {
    const cJSON *item;
    if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) != count) return false;
    cJSON_ArrayForEach(item, list) {
        if (!cJSON_IsNumber(item)) return false;
        *n++ = item->valuedouble;
    }
    return true;
}

Status sweep_make(SweepAxis *axis, const Overlay *overlay, const char *path) {
    const Maker *maker = maker_of(axis->given);
    double n[3];
    if (!read_numbers(axis->given->child, maker->numbers, n) || !maker->good(n)) {
        char message[160];
        snprintf(message, sizeof message, "%s: must be %s", maker->name, maker->must);
        return overlay_problem(overlay, path, AT_VALUE, message);
    }
    axis->count = maker->count ? maker->count(n) : 0;
    if (axis->count == 0) return OK;
    if (axis->count > POINTS_MOST) return overlay_problem(overlay, path, AT_VALUE, "makes more than 10000 values");
    axis->number = arena_take(overlay->arena, (size_t)axis->count, sizeof *axis->number);
    if (!axis->number) return error_memory(overlay->e);
    for (int i = 0; i < axis->count; i++) axis->number[i] = maker->at(n, i);
    return OK;
}

double sweep_draw(const SweepAxis *axis, Rng *rng) {
    const Maker *maker = maker_of(axis->given);
    double n[3];
    read_numbers(axis->given->child, maker->numbers, n);
    return maker->draw(n, rng);
}
