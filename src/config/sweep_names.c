#include "config/sweep_names.h"

#include <string.h>

#include "base/lookup.h"
#include "config/giver.h"

// Whether the sweep gives the option to some setting.
static bool is_swept(const Experiment *x, size_t option) {
    for (int i = 0; i < x->setting_count; i++)
        if (x->overlays->points[i].given[option]) return true;
    return false;
}

static const char *last_part(const char *key) {
    const char *dot = strrchr(key, '.');
    return dot ? dot + 1 : key;
}

// What names call each option: the last part of its key, or all of it where another swept one ends alike; NULL where it
// is not swept. [option_count]
static const char **short_keys(const Experiment *x, Arena *arena) {
    const char **keys = arena_take(arena, option_count, sizeof *keys);
    for (size_t i = 0; keys && i < option_count; i++)
        if (is_swept(x, i)) keys[i] = last_part(options[i].key);
    for (size_t i = 0; keys && i < option_count; i++)
        for (size_t k = 0; keys[i] && k < option_count; k++)
            if (k != i && keys[k] && strcmp(last_part(options[i].key), last_part(options[k].key)) == 0)
                keys[i] = options[i].key;
    return keys;
}

// ",batch_size=64" for all that the sweep gives and that has an effect. Blanks between numbers become an x: 256x256.
static void add_values(const Experiment *x, int setting, const char *const *keys, Text *name) {
    const RunSpec *spec = &x->settings[setting].spec;
    for (size_t i = 0; i < option_count; i++) {
        if (!keys[i] || !x->overlays->points[setting].given[i] || !option_used(&options[i], spec)) continue;
        Text value = {0};
        option_text(&options[i], spec, &value);
        text_printf(name, "%s%s=", name->size ? "," : "", keys[i]);
        for (size_t c = 0; c < value.size; c++) {
            const bool between = value.data[c] == ',' && c + 1 < value.size && value.data[c + 1] == ' ';
            if (!between) text_add_n(name, value.data[c] == ' ' ? "x" : value.data + c, 1);
        }
        name->failed |= value.failed;
        text_free(&value);
    }
}

static const char *name_of(const Experiment *x, int setting, const char *const *keys, bool own, Arena *arena) {
    Text name = {0};
    if (own) text_add(&name, x->settings[setting].name);
    add_values(x, setting, keys, &name);
    if (name.size == 0) text_add(&name, x->settings[setting].name);
    return text_keep(&name, arena);
}

static void keep(Experiment *x, int to, int from, const char *name) {
    const Overlays *overlays = x->overlays;
    x->settings[to] = x->settings[from];
    x->settings[to].name = name;
    overlays->settings[to] = overlays->settings[from];
    overlays->points[to] = overlays->points[from];
}

static Status refuse_name(const Experiment *x, int setting, const char *name, Error *e) {
    char shown[SHOWN_SIZE];
    Overlay overlay = x->overlays->settings[setting];
    overlay.problems = x->overlays->problems;
    overlay.e = e;
    return overlay_error(&overlay, "name", AT_VALUE,
                         "with what the sweep adds it becomes \"%s\", which is another setting",
                         json_shown(shown, name));
}

Status sweep_settle(Experiment *x, int *merged, Error *e) {
    Arena arena = {0};
    Lookup names = {0};
    *merged = 0;
    if (!x->overlays->points) return OK;
    const char **keys = short_keys(x, &arena);
    Status s = keys ? OK : error_memory(e);
    int kept = 0, first = 0; // settings so far; the first of those of the same own name
    for (int i = 0; !s && i < x->setting_count; i++) {
        const bool begins = i == 0 || x->overlays->settings[i].given != x->overlays->settings[i - 1].given;
        const char *name = name_of(x, i, keys, x->overlays->named, &x->arena);
        if (!name) s = error_memory(e);
        if (s) break;
        if (begins) first = kept;
        const int found = lookup_add(&names, &arena, name, kept);
        if (found < 0)
            s = error_memory(e);
        else if (found == kept)
            keep(x, kept++, i, name);
        else if (found >= first)
            ++*merged;
        else
            s = refuse_name(x, i, name, e);
    }
    if (!s) x->setting_count = kept;
    arena_free(&arena);
    return s;
}
