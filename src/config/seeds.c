#include "config/seeds.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char allowed[] = "a whole number from 1 to 10000, or a list of different whole numbers from 0 to 2^53 - 1";

static bool whole(double v, double low, double high) {
    return v == floor(v) && v >= low && v <= high;
}

static Status count_up(Experiment *x, int count, Error *e) {
    x->seeds = arena_take(&x->arena, (size_t)count, sizeof *x->seeds);
    if (!x->seeds) return error_memory(e);
    for (int i = 0; i < count; i++) x->seeds[i] = (uint64_t)i + 1;
    x->seed_count = count;
    x->seeds_counted = true;
    return OK;
}

static int by_value(const void *a, const void *b) {
    const uint64_t *x = *(const uint64_t *const *)a, *y = *(const uint64_t *const *)b;
    if (*x != *y) return *x < *y ? -1 : 1;
    return (x > y) - (x < y);
}

// The index of a seed that is there before, or -1. -2 without memory.
static int duplicate(const Experiment *x) {
    Arena scratch = {0};
    size_t n = (size_t)x->seed_count;
    const uint64_t **sorted = arena_take(&scratch, n, sizeof *sorted);
    int found = sorted ? -1 : -2;
    for (size_t i = 0; sorted && i < n; i++) sorted[i] = &x->seeds[i];
    if (sorted) qsort(sorted, n, sizeof *sorted, by_value);
    for (size_t i = 1; found == -1 && i < n; i++) {
        if (*sorted[i - 1] == *sorted[i]) found = (int)(sorted[i] - x->seeds);
    }
    arena_free(&scratch);
    return found;
}

static Status refuse_item(const Overlay *overlay, int index, const char *why) {
    char key[32];
    snprintf(key, sizeof key, "seeds[%d]", index);
    return overlay_error(overlay, key, AT_VALUE, "%s", why);
}

Status seeds_read(Experiment *x, const Overlay *overlay, const cJSON *value) {
    if (cJSON_IsNumber(value) && whole(value->valuedouble, 1, SEEDS_MOST))
        return count_up(x, (int)value->valuedouble, overlay->e);
    int size = cJSON_GetArraySize(value);
    if (!cJSON_IsArray(value) || size == 0 || size > SEEDS_MOST)
        return overlay_error(overlay, "seeds", AT_VALUE, "must be %s", allowed);
    x->seeds = arena_take(&x->arena, (size_t)size, sizeof *x->seeds);
    if (!x->seeds) return error_memory(overlay->e);
    x->seed_count = 0;
    x->seeds_counted = false;
    const cJSON *item;
    cJSON_ArrayForEach(item, value) {
        if (!cJSON_IsNumber(item) || !whole(item->valuedouble, 0, JSON_WHOLE))
            return refuse_item(overlay, x->seed_count, "must be a whole number from 0 to 2^53 - 1");
        x->seeds[x->seed_count++] = (uint64_t)item->valuedouble;
    }
    int again = duplicate(x);
    if (again == -2) return error_memory(overlay->e);
    return again < 0 ? OK : refuse_item(overlay, again, "this seed is there twice");
}

// "6-10"; false if it is not that.
static bool is_range(const char *text, double *from, double *to) {
    const char *dash = strchr(text, '-');
    return dash && dash > text && number_read(text, (size_t)(dash - text), from) &&
           number_read(dash + 1, strlen(dash + 1), to) && whole(*from, 0, JSON_WHOLE) &&
           whole(*to, *from, JSON_WHOLE) && *to - *from < SEEDS_MOST;
}

static Status count_from(Experiment *x, double from, double to, Error *e) {
    Status s = count_up(x, (int)(to - from) + 1, e);
    for (int i = 0; !s && i < x->seed_count; i++) x->seeds[i] = (uint64_t)from + (uint64_t)i;
    x->seeds_counted = false;
    return s;
}

Status seeds_read_text(Experiment *x, const char *text, Error *e) {
    size_t most = 1;
    double value, to;
    char shown[SHOWN_SIZE];
    json_shown(shown, text);
    if (is_range(text, &value, &to)) return count_from(x, value, to, e);
    if (number_read(text, strlen(text), &value) && whole(value, 1, SEEDS_MOST)) return count_up(x, (int)value, e);
    for (const char *p = text; *p; p++) most += *p == ',';
    bool list = most > 1 && most <= SEEDS_MOST;
    if (list && !(x->seeds = arena_take(&x->arena, most, sizeof *x->seeds))) return error_memory(e);
    x->seed_count = 0;
    x->seeds_counted = false;
    for (const char *p = text; list && p; p = strchr(p, ',') ? strchr(p, ',') + 1 : NULL) {
        list = number_read(p, strcspn(p, ","), &value) && whole(value, 0, JSON_WHOLE);
        if (list) x->seeds[x->seed_count++] = (uint64_t)value;
    }
    if (!list)
        return error_set(e, ERR_USAGE, "--seeds %s: must be %s, as in --seeds 5, --seeds 1,2,7 or --seeds 6-10", shown,
                         allowed);
    int again = duplicate(x);
    if (again == -2) return error_memory(e);
    if (again >= 0) return error_set(e, ERR_USAGE, "--seeds %s: %" PRIu64 " is there twice", shown, x->seeds[again]);
    return OK;
}

static int by_number(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

void seeds_sort(Experiment *x) {
    qsort(x->seeds, (size_t)x->seed_count, sizeof *x->seeds, by_number);
}

int seeds_find(const Experiment *x, uint64_t seed) {
    const uint64_t *found = bsearch(&seed, x->seeds, (size_t)x->seed_count, sizeof *x->seeds, by_number);
    return found ? (int)(found - x->seeds) : -1;
}
