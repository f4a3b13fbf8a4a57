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

// What the settings of a group have in common: one setting of the config at one point of the sweep, and all candidates
// where it is tuned.
typedef struct Group {
    int first, end;   // the settings that came of it
    bool begins;      // it is the first of its setting of the config
    const char *stem; // what the names of its settings begin with: its own, where it has one, and what the sweep gives
    const char *name; // the stem, but never empty: what the group is called
} Group;

// Blanks between numbers become an x.
void sweep_value(const Option *o, const RunSpec *spec, Text *out) {
    Text value = {0};
    option_text(o, spec, &value);
    for (size_t c = 0; c < value.size; c++) {
        const bool between = value.data[c] == ',' && c + 1 < value.size && value.data[c + 1] == ' ';
        if (!between) text_add_n(out, value.data[c] == ' ' ? "x" : value.data + c, 1);
    }
    out->failed |= value.failed;
    text_free(&value);
}

// ",batch_size=64": an option of a setting.
static void add_value(const RunSpec *spec, size_t option, const char *key, Text *name) {
    text_printf(name, "%s%s=", name->size ? "," : "", key);
    sweep_value(&options[option], spec, name);
}

static bool is_tuned(const Origin *origin, size_t option) {
    return origin->candidate && origin->candidate->given[option];
}

// All that the sweep gives and that has an effect, be it in some of the candidates only.
static void add_point(const Experiment *x, const Group *group, const char *const *keys, Text *name) {
    const Overlays *overlays = x->overlays;
    for (size_t o = 0; o < option_count; o++) {
        int i = group->first;
        while (i < group->end && !(keys[o] && overlays->points[i].given[o] && !is_tuned(&overlays->origins[i], o) &&
                                   option_used(&options[o], &x->settings[i].spec)))
            i++;
        if (i < group->end) add_value(&x->settings[i].spec, o, keys[o], name);
    }
}

static bool name_group(const Experiment *x, Group *group, const char *const *keys, Arena *arena) {
    const char *own = x->settings[group->first].name;
    Text stem = {0};
    if (x->overlays->named) text_add(&stem, own);
    add_point(x, group, keys, &stem);
    group->name = stem.size ? NULL : own;
    group->stem = stem.size ? text_keep(&stem, arena) : "";
    if (!group->name) group->name = group->stem;
    return group->stem;
}

// The setting's own name in its group: with what the tuning gives and has an effect.
static const char *name_of(const Experiment *x, int setting, const Group *group, const char *const *keys,
                           Arena *arena) {
    const RunSpec *spec = &x->settings[setting].spec;
    Text name = {0};
    text_add(&name, group->stem);
    for (size_t o = 0; o < option_count; o++)
        if (is_tuned(&x->overlays->origins[setting], o) && option_used(&options[o], spec))
            add_value(spec, o, keys[o], &name);
    if (name.size > 0) return text_keep(&name, arena);
    text_free(&name);
    return group->name;
}

static void keep(Experiment *x, int to, int from, const char *name) {
    const Overlays *overlays = x->overlays;
    x->settings[to] = x->settings[from];
    x->settings[to].name = name;
    overlays->settings[to] = overlays->settings[from];
    overlays->points[to] = overlays->points[from];
    overlays->origins[to] = overlays->origins[from];
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

// While names are given.
typedef struct Naming {
    Experiment *x;
    const char *const *keys;
    Lookup names; // of those that are kept
    int kept;     // settings so far, and ...
    int own;      // ... where those of the same setting of the config begin
    int merged;
    Arena arena;
    Error *e;
} Naming;

static Group next_group(const Overlays *overlays, int first, int count) {
    Group group = {.first = first, .end = first + 1};
    while (group.end < count && overlays->origins[group.end].group == overlays->origins[first].group) group.end++;
    group.begins = first == 0 || overlays->settings[first].given != overlays->settings[first - 1].given;
    return group;
}

// Of one candidate there is no choice: it is the setting itself.
static Status settle_single(Naming *n, const Group *group, int first) {
    Setting *setting = &n->x->settings[first];
    if (n->kept != first + 1 || !setting->candidate_of) return OK;
    const int found = lookup_add(&n->names, &n->arena, group->name, first);
    if (found < 0) return error_memory(n->e);
    if (found != first) return refuse_name(n->x, first, group->name, n->e);
    setting->name = group->name;
    setting->candidate_of = NULL;
    setting->choose = CHOOSE_PER_SEED;
    return OK;
}

static Status settle_group(Naming *n, const Group *group) {
    Experiment *x = n->x;
    const int first = n->kept;
    for (int i = group->first; i < group->end; i++) {
        const char *name = name_of(x, i, group, n->keys, &x->arena);
        const int found = name ? lookup_add(&n->names, &n->arena, name, n->kept) : -1;
        if (found < 0) return error_memory(n->e);
        if (x->settings[i].candidate_of) x->settings[i].candidate_of = group->name;
        if (found == n->kept)
            keep(x, n->kept++, i, name);
        else if (found >= n->own)
            n->merged++;
        else
            return refuse_name(x, i, name, n->e);
    }
    return settle_single(n, group, first);
}

Status sweep_settle(Experiment *x, int *merged, Error *e) {
    Naming n = {.x = x, .e = e};
    const int count = x->setting_count;
    *merged = 0;
    if (!x->overlays->points) return OK;
    n.keys = short_keys(x, &n.arena);
    Status s = n.keys ? OK : error_memory(e);
    for (int i = 0; !s && i < count;) {
        Group group = next_group(x->overlays, i, count);
        if (group.begins) n.own = n.kept;
        s = name_group(x, &group, n.keys, &x->arena) ? settle_group(&n, &group) : error_memory(e);
        i = group.end;
    }
    if (!s) x->setting_count = n.kept;
    *merged = n.merged;
    arena_free(&n.arena);
    return s;
}
