#include "config/sweep.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "config/sweep_values.h"

// "a.b", or "b" after nothing.
static const char *below(const Overlay *overlay, const char *group, const char *key) {
    Text text = {0};
    text_printf(&text, "%s%s%s", group, *group ? "." : "", key);
    return text_keep(&text, overlay->arena);
}

// --- One value of an axis

static bool set_number(Overlay *overlay, const char *key, double number, Status *s) {
    cJSON *value = cJSON_CreateNumber(number);
    *s = value ? overlay_set(overlay, key, value) : error_memory(overlay->e);
    cJSON_Delete(value);
    return *s == OK;
}

// The overlay with the places of this axis, and of its value `item` where that stands in the document.
static Overlay at_axis(const Overlay *overlay, const SweepAxis *axis, int item) {
    Overlay at = *overlay;
    at.doc = axis->doc;
    at.path = axis->path;
    at.item_of = cJSON_IsArray(axis->given) && axis->doc->text ? axis->key : NULL;
    at.item = item;
    return at;
}

static Status apply_value(const SweepAxis *axis, int item, Overlay *overlay) {
    Overlay at = at_axis(overlay, axis, item);
    Status s;
    if (axis->number) {
        set_number(&at, axis->key, axis->number[item], &s);
        return s;
    }
    return overlay_set(&at, axis->key, axis->item[item]);
}

static Status apply_draw(const SweepAxis *axis, Rng *rng, Overlay *overlay) {
    Status s;
    if (axis->count > 0) return apply_value(axis, (int)rng_below(rng, (uint32_t)axis->count), overlay);
    Overlay at = at_axis(overlay, axis, 0);
    set_number(&at, axis->key, sweep_draw(axis, rng), &s);
    return s;
}

// --- Reading

// The items of a list, by their numbers. NULL without memory.
static const cJSON **list_items(const cJSON *list, Arena *arena) {
    const cJSON **items = arena_take(arena, (size_t)cJSON_GetArraySize(list), sizeof *items), *item;
    int count = 0;
    cJSON_ArrayForEach(item, list) if (items) items[count++] = item;
    return items;
}

// Each value by itself must be one that the option takes. Nothing of it stays.
static Status check_values(const SweepAxis *axis, const Overlay *overlay) {
    Status all = OK;
    RunSpec spec = *overlay->spec;
    for (int i = 0; i < axis->count; i++) {
        Overlay trial;
        Status s = overlay_begin(&trial, axis->doc, axis->path, &spec, overlay->arena, overlay->problems, overlay->e);
        if (!s) s = apply_value(axis, i, &trial);
        if (s) all = s;
        if (!problems_more(overlay->problems, s)) break;
    }
    return all;
}

static Status make_axis(SweepAxis *axis, const Overlay *overlay) {
    static const char must[] =
        "must be a list of values, or {\"range\": [first, last, step]}, {\"log_range\": [first, last, how many]}, "
        "and with \"sample\" {\"uniform\": [from, to]}, {\"log_uniform\": [from, to]}, {\"int_uniform\": [from, to]}";
    if (option_find(axis->key)->aside) return overlay_refuse_aside(overlay, axis->key);
    const char *path = overlay_path(overlay, axis->key);
    if (!path) return error_memory(overlay->e);
    if (sweep_is_maker(axis->given)) {
        Status s = sweep_make(axis, overlay, path);
        return s ? s : check_values(axis, overlay);
    }
    axis->count = cJSON_IsArray(axis->given) ? cJSON_GetArraySize(axis->given) : 0;
    const char *near = axis->count == 0 ? sweep_nearest_maker(axis->given) : NULL;
    if (near)
        return overlay_error(overlay, axis->key, AT_VALUE, "there is no \"%s\"; did you mean %s?",
                             axis->given->child->string, near);
    if (axis->count == 0) return overlay_error(overlay, axis->key, AT_VALUE, "%s", must);
    axis->item = list_items(axis->given, overlay->arena);
    return axis->item ? check_values(axis, overlay) : error_memory(overlay->e);
}

static bool grow(Sweep *sweep, Arena *arena) {
    if (sweep->axis_count < sweep->axis_room) return true;
    const int room = sweep->axis_room ? 2 * sweep->axis_room : 8;
    SweepAxis *axis = arena_take(arena, (size_t)room, sizeof *axis);
    if (!axis) return false;
    if (sweep->axis_count) memcpy(axis, sweep->axis, (size_t)sweep->axis_count * sizeof *axis);
    sweep->axis = axis;
    sweep->axis_room = room;
    return true;
}

static SweepAxis *find_axis(Sweep *sweep, const char *key) {
    for (int i = 0; i < sweep->axis_count; i++)
        if (option_find(sweep->axis[i].key) == option_find(key)) return &sweep->axis[i];
    return NULL;
}

static Status add_axis(Sweep *sweep, const Overlay *overlay, const char *key, const cJSON *given) {
    SweepAxis axis = {.doc = overlay->doc, .path = overlay->path, .key = key, .given = given};
    if (find_axis(sweep, key)) return overlay_error(overlay, key, AT_KEY, "given twice");
    Status s = make_axis(&axis, overlay);
    if (s) return s;
    if (!grow(sweep, overlay->arena)) return error_memory(overlay->e);
    sweep->axis[sweep->axis_count++] = axis;
    return OK;
}

// What stands in the object beside options: "sample", and in a tuning "choose".
static bool is_own_key(const Sweep *sweep, const char *key) {
    return strcmp(key, "sample") == 0 || (strcmp(key, "choose") == 0 && strcmp(sweep->kind, "tune") == 0);
}

// The members of `object` are options and groups of options below `group`.
static Status add_axes(Sweep *sweep, const Overlay *overlay, const char *group, const cJSON *object) {
    Status all = OK;
    const cJSON *member;
    cJSON_ArrayForEach(member, object) {
        if (!*group && is_own_key(sweep, member->string)) continue;
        const char *key = below(overlay, group, member->string);
        Overlay strangers = *overlay; // says what is wrong with a key that is none
        Status s = !key                                             ? error_memory(overlay->e)
                   : option_find(key)                               ? add_axis(sweep, overlay, key, member)
                   : option_is_group(key) && cJSON_IsObject(member) ? add_axes(sweep, overlay, key, member)
                                                                    : overlay_set(&strangers, key, member);
        if (s) all = s;
        if (!problems_more(overlay->problems, s)) break;
    }
    return all;
}

static bool is_whole(const cJSON *value, double low, double high) {
    return value && cJSON_IsNumber(value) && value->valuedouble == floor(value->valuedouble) &&
           value->valuedouble >= low && value->valuedouble <= high;
}

// "sample": n, or {"points": n, "seed": s}.
static Status read_sample(Sweep *sweep, const Overlay *overlay, const cJSON *value) {
    const cJSON *points = value, *seed = NULL;
    int members = 0;
    if (cJSON_IsObject(value)) {
        points = cJSON_GetObjectItemCaseSensitive(value, "points");
        seed = cJSON_GetObjectItemCaseSensitive(value, "seed");
        members = cJSON_GetArraySize(value) - (points != NULL) - (seed != NULL);
    }
    if (!is_whole(points, 1, POINTS_MOST) || (seed && !is_whole(seed, 0, JSON_WHOLE)) || members)
        return overlay_error(overlay, "sample", AT_VALUE,
                             "must be how many points are drawn, from 1 to %d, or {\"points\": 20, \"seed\": 1}",
                             POINTS_MOST);
    sweep->sample = (int)points->valuedouble;
    sweep->seed = seed ? (uint64_t)seed->valuedouble : 1;
    return OK;
}

static Status lacks_sample(const Sweep *sweep, const SweepAxis *axis, const Overlay *overlay) {
    return overlay_error(overlay, axis->key, AT_VALUE,
                         "numbers are drawn from it: say in the config's \"%s\" how many points, \"sample\": 20",
                         sweep->kind);
}

static Status lacks_options(const Sweep *sweep, const Overlay *overlay) {
    return overlay_error(overlay, sweep->kind, AT_VALUE,
                         "must be an object of options with a list of values each, or a list of such points: "
                         "{\"train.batch_size\": [16, 64]}");
}

static Status read_axes(Sweep *sweep, const Overlay *overlay, const cJSON *object) {
    const cJSON *sample = cJSON_GetObjectItemCaseSensitive(object, "sample");
    Status all = sample ? read_sample(sweep, overlay, sample) : OK;
    Status s = add_axes(sweep, overlay, "", object);
    if (s) all = s;
    for (int i = 0; !all && !sample && i < sweep->axis_count; i++)
        if (sweep->axis[i].count == 0) return lacks_sample(sweep, &sweep->axis[i], overlay);
    return all;
}

static Status read_points(Sweep *sweep, const Overlay *overlay, const cJSON *list) {
    const int count = cJSON_GetArraySize(list);
    Status all = OK;
    if (count == 0 || count > POINTS_MOST)
        return overlay_error(overlay, sweep->kind, AT_VALUE, "must list 1 to %d points", POINTS_MOST);
    sweep->doc = overlay->doc;
    sweep->point_count = count;
    sweep->points = list_items(list, overlay->arena);
    if (!sweep->points) return error_memory(overlay->e);
    for (int i = 0; i < count; i++) {
        RunSpec spec = *overlay->spec;
        Overlay trial;
        Status s =
            overlay_begin(&trial, overlay->doc, sweep->path, &spec, overlay->arena, overlay->problems, overlay->e);
        if (!s) s = sweep_apply(sweep, i, &trial);
        if (s) all = s;
        if (!problems_more(overlay->problems, s)) break;
    }
    return all;
}

Status sweep_read(Sweep *sweep, const char *kind, const Overlay *overlay, const cJSON *value) {
    const char *path = overlay_path(overlay, kind);
    Overlay inside = *overlay;
    Status s = OK;
    if (!path) return error_memory(overlay->e);
    *sweep = (Sweep){.kind = kind, .path = path};
    inside.path = path;
    if (cJSON_IsArray(value))
        s = read_points(sweep, overlay, value);
    else if (cJSON_IsObject(value))
        s = read_axes(sweep, &inside, value);
    if (!s && !sweep->points && sweep->axis_count == 0) s = lacks_options(sweep, overlay);
    if (s) *sweep = (Sweep){0}; // what is wrong with a point is told once
    return s;
}

Status sweep_add(Sweep *sweep, const Overlay *overlay, const char *key, const cJSON *given) {
    SweepAxis *before = find_axis(sweep, key);
    SweepAxis axis = {.doc = overlay->doc, .path = overlay->path, .key = key, .given = given};
    if (!sweep->kind) sweep->kind = "sweep";
    if (sweep->points)
        return overlay_error(overlay, key, AT_KEY, "several values are a sweep, and the config's lists its points");
    Status s = make_axis(&axis, overlay);
    if (!s && axis.count == 0 && !sweep->sample) s = lacks_sample(sweep, &axis, overlay);
    if (s) return s;
    if (!before && !grow(sweep, overlay->arena)) return error_memory(overlay->e);
    if (!before) before = &sweep->axis[sweep->axis_count++];
    *before = axis;
    return OK;
}

// --- Points

bool sweep_some(const Sweep *sweep) {
    return sweep->points || sweep->axis_count > 0;
}

int sweep_points(const Sweep *sweep) {
    int points = 1;
    if (sweep->points) return sweep->point_count;
    if (sweep->sample) return sweep->sample;
    for (int i = 0; i < sweep->axis_count; i++) {
        if (points > POINTS_MOST / sweep->axis[i].count) return POINTS_MOST + 1;
        points *= sweep->axis[i].count;
    }
    return points;
}

static Status apply_listed(const Sweep *sweep, int point, Overlay *overlay) {
    const cJSON *object = sweep->points[point], *member;
    char path[48]; // "settings[9999].tune[9999]"
    snprintf(path, sizeof path, "%s[%d]", sweep->path, point);
    overlay->doc = sweep->doc;
    overlay->path = arena_text(overlay->arena, path);
    if (!overlay->path) return error_memory(overlay->e);
    if (!cJSON_IsObject(object))
        return overlay_problem(overlay, overlay->path, AT_VALUE, "a point is an object of options");
    Status all = OK;
    cJSON_ArrayForEach(member, object) {
        Status s = overlay_set(overlay, member->string, member);
        if (s) all = s;
        if (!problems_more(overlay->problems, s)) break;
    }
    return all;
}

Status sweep_apply(const Sweep *sweep, int point, Overlay *overlay) {
    Status s = OK;
    if (sweep->points) return apply_listed(sweep, point, overlay);
    if (sweep->sample) {
        Rng rng = rng_stream(sweep->seed, sweep->kind, (uint64_t)point);
        for (int i = 0; !s && i < sweep->axis_count; i++) s = apply_draw(&sweep->axis[i], &rng, overlay);
        return s;
    }
    // The last axis changes first.
    int left = sweep_points(sweep);
    for (int i = 0; !s && i < sweep->axis_count; i++) {
        left /= sweep->axis[i].count;
        s = apply_value(&sweep->axis[i], point / left % sweep->axis[i].count, overlay);
    }
    return s;
}

void sweep_place(const Sweep *sweep, const Option *o, Overlay *overlay) {
    for (int i = 0; i < sweep->axis_count; i++) {
        const SweepAxis *axis = &sweep->axis[i];
        if (option_find(axis->key) != o) continue;
        overlay->doc = axis->doc;
        overlay->path = axis->path;
    }
}
