#include "config/tune.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/lookup.h"
#include "config/giver.h"

const char *const choose_names[] = {[CHOOSE_PER_SEED] = "per_seed", [CHOOSE_OVER_SEEDS] = "over_seeds", NULL};

// --- Reading

Status tune_read_choose(Tune *tune, const Overlay *overlay, const cJSON *value) {
    const char *name = cJSON_GetStringValue(value);
    if (tune->chooses) return overlay_error(overlay, "choose", AT_KEY, "given twice");
    tune->chooses = true;
    for (int i = 0; name && choose_names[i]; i++) {
        if (strcmp(choose_names[i], name) != 0) continue;
        tune->choose = (Choose)i;
        return OK;
    }
    return overlay_error(overlay, "choose", AT_VALUE,
                         "must be \"per_seed\" (each seed has its own choice) or \"over_seeds\" (one choice for all "
                         "seeds, the lowest mean)");
}

Status tune_read(Tune *tune, const Overlay *overlay, const cJSON *value) {
    const cJSON *choose = cJSON_IsObject(value) ? cJSON_GetObjectItemCaseSensitive(value, "choose") : NULL;
    Overlay inside = *overlay;
    Status s = sweep_read(&tune->sweep, "tune", overlay, value);
    tune->from = overlay;
    if (s || !choose) return s;
    inside.path = tune->sweep.path;
    return tune_read_choose(tune, &inside, choose);
}

// Adds the axes of `from` that are not those of an option in `given`, nor there already.
static void add_axes(Sweep *to, const Sweep *from, const bool *given) {
    for (int i = 0; i < from->axis_count; i++) {
        const Option *o = option_find(from->axis[i].key);
        bool there = given && given[o - options];
        for (int k = 0; k < to->axis_count; k++) there |= option_find(to->axis[k].key) == o;
        if (!there) to->axis[to->axis_count++] = from->axis[i];
    }
}

Status tune_join(Tune *joined, const Tune *base, const Tune *own, const bool *given, Arena *arena, Error *e) {
    *joined = sweep_some(&own->sweep) ? *own : *base;
    joined->chooses = own->chooses || base->chooses;
    joined->choose = own->chooses ? own->choose : base->choose;
    if (joined->sweep.points) return OK;
    const bool both = sweep_some(&own->sweep) && !base->sweep.points;
    Sweep *sweep = &joined->sweep;
    const int room = own->sweep.axis_count + base->sweep.axis_count;
    sweep->axis = arena_take(arena, (size_t)room + 1, sizeof *sweep->axis);
    if (!sweep->axis) return error_memory(e);
    sweep->axis_count = 0;
    sweep->axis_room = room;
    add_axes(sweep, &own->sweep, NULL);
    if (both || !sweep_some(&own->sweep)) add_axes(sweep, &base->sweep, given);
    if (both && !own->sweep.sample) sweep->sample = base->sweep.sample, sweep->seed = base->sweep.seed;
    return OK;
}

// --- Checking

Status tune_refuse(const Experiment *x, int setting, Error *e, const char *format, ...) {
    const Overlays *overlays = x->overlays;
    const Tune *tune = overlays->origins ? overlays->origins[setting].tune : NULL;
    char message[500], shown[SHOWN_SIZE];
    Overlay overlay = tune ? *tune->from : overlays->settings[setting];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    overlay.problems = overlays->problems;
    overlay.e = e;
    return overlay_error(&overlay, tune ? "tune" : "candidate_of", AT_VALUE, "%s (setting \"%s\")", message,
                         json_shown(shown, x->settings[setting].candidate_of));
}

// The options of data that leave the validation and the test part, and the unit of the losses, as they are.
static bool keeps_parts(const Option *o) {
    static const char *const keys[] = {"data.scaling",        "data.label_noise",         "data.use",
                                       "data.columns.ignore", "data.columns.categorical", "data.columns.numeric",
                                       "data.max_categories"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(o->key, keys[i]) == 0) return true;
    return strncmp(o->key, "data.", strlen("data.")) != 0 && strcmp(o->key, "train.loss") != 0;
}

// Candidates that see other parts, or lose in another unit, cannot be chosen among.
static Status check_same_parts(const Experiment *x, int first, int setting, Error *e) {
    const RunSpec *a = &x->settings[first].spec, *b = &x->settings[setting].spec;
    for (const Option *o = options; o < options + option_count; o++) {
        if (keeps_parts(o) || !option_used(o, b) || option_same(o, a, b)) continue;
        SpecProblem problem;
        const bool loss = strcmp(o->key, "train.loss") == 0;
        spec_refuse(&problem, o->key,
                    "cannot differ between candidates of one tuning, \"%s\": %s; settings may differ in it, each with "
                    "a tuning of its own",
                    x->settings[setting].candidate_of,
                    loss ? "they are chosen by that loss" : "they are chosen by the loss of the same validation part");
        return setting_refuse(x, setting, &problem, e);
    }
    return OK;
}

// What a candidate has in common with the first of its tuning.
static Status check_candidate(const Experiment *x, int first, int setting, Error *e) {
    const Overlays *overlays = x->overlays;
    const Setting *a = &x->settings[first], *b = &x->settings[setting];
    const bool made = overlays->origins && (overlays->origins[first].tune || overlays->origins[setting].tune);
    if (made && overlays->settings[first].given != overlays->settings[setting].given)
        return tune_refuse(x, setting, e, "with what the sweep adds two tunings have this name; rename one");
    if (a->choose != b->choose)
        return tune_refuse(x, setting, e, "its candidates \"%s\" and \"%s\" do not choose alike (\"choose\")", a->name,
                           b->name);
    return check_same_parts(x, first, setting, e);
}

Status tune_check(const Experiment *x, Error *e) {
    Arena arena = {0};
    Lookup names = {0}, tunings = {0};
    Status all = OK;
    for (int i = 0; i < x->setting_count; i++)
        if (x->tunes && lookup_add(&names, &arena, x->settings[i].name, i) < 0) return error_memory(e);
    for (int i = 0; x->tunes && i < x->setting_count; i++) {
        const char *name = x->settings[i].candidate_of;
        if (!name) continue;
        const int same = lookup_find(&names, name), first = lookup_add(&tunings, &arena, name, i);
        Status s = first < 0 ? error_memory(e) : OK;
        if (!s && same >= 0 && (!x->settings[same].candidate_of || strcmp(x->settings[same].candidate_of, name) != 0))
            s = tune_refuse(x, i, e, "another setting has the name of this tuned one; rename it");
        if (!s && first < i) s = check_candidate(x, first, i, e);
        if (s) all = s;
        if (!problems_more(x->overlays->problems, s)) break;
    }
    arena_free(&arena);
    return all;
}
