#include "config/settle.h"

#include <string.h>

#include "config/find.h"
#include "config/giver.h"
#include "config/spec_check.h"
#include "config/sweep_names.h"
#include "config/varied.h"

// --- Defaults that hang on the data

typedef bool Applies(const Option *o, const RunSpec *spec);

static bool in_tables(const Option *o, const RunSpec *spec) {
    (void)o;
    return source_is_table(spec->data.source);
}

static bool in_regression(const Option *o, const RunSpec *spec) {
    return !option_chosen(o, spec);
}

// Whether the setting has the option of its own, or of the sweep.
static bool has_own(const Overlays *overlays, int setting, size_t option) {
    return overlays->settings[setting].given[option] || (overlays->points && overlays->points[setting].given[option]);
}

// Sets the option to `json`, if there is one, in every setting where that applies and nobody gave it.
static Status settle_default(Experiment *x, const Option *o, const char *json, Applies *applies, Error *e) {
    const Overlays *overlays = x->overlays;
    size_t index = (size_t)(o - options);
    bool given = overlays->file->given[index] || overlays->set->given[index], set = true;
    if (!json) return OK;
    cJSON *value = cJSON_Parse(json);
    for (int i = 0; value && i < x->setting_count; i++) {
        RunSpec *spec = &x->settings[i].spec;
        ValueError why;
        if (given || has_own(overlays, i, index)) continue;
        if (applies(o, spec)) set &= option_set(o, spec, value, &x->arena, &why);
    }
    set &= value != NULL;
    cJSON_Delete(value);
    return set ? OK : error_memory(e);
}

static Status settle_defaults(Experiment *x, Error *e) {
    Status s = OK;
    for (const Option *o = options; !s && o < options + option_count; o++) {
        s = settle_default(x, o, o->for_tables, in_tables, e);
        if (!s) s = settle_default(x, o, o->for_choice, option_chosen, e);
    }
    return s;
}

// --- Options without effect

// Whether a --set gives an option that it needs, or that one needs.
static bool need_is_set(const Overlays *overlays, const Option *o) {
    for (; o->needs; o = option_find(o->needs))
        if (overlays->set->given[option_find(o->needs) - options]) return true;
    return false;
}

// Whether an option was given by a config that this one extends: that may have changed course.
static bool is_inherited(const Overlay *overlay) {
    return overlay->doc->depth > 0;
}

static Status check_swept_effect(const Experiment *x, int setting, const Option *o, const RunSpec *defaults) {
    const Overlay giver = setting_giver(x, setting, o, x->overlays->points[setting].e);
    return is_inherited(&giver) ? OK : overlay_check_effect(&giver, o, &x->settings[setting].spec, defaults);
}

// What a setting gives must have an effect in that setting; what the base or the sweep gives, in one of the settings. A
// --set of the option that it needs excuses all: the user changed course.
static Status check_idle(const Experiment *x, const Overlays *overlays, const RunSpec *defaults, const Option *o) {
    Status all = OK;
    size_t index = (size_t)(o - options);
    const Overlay *base = overlays->set->given[index] ? overlays->set : file_giver(overlays, o);
    const RunSpec *heir = NULL; // a setting that has the base's value
    int swept = -1;             // one that has the sweep's
    bool excused = need_is_set(overlays, o), used = false;
    for (int i = 0; i < x->setting_count; i++) {
        const RunSpec *spec = &x->settings[i].spec;
        const Overlay *setting = &overlays->settings[i];
        bool used_here = option_used(o, spec);
        used |= used_here;
        if (!has_own(overlays, i, index)) heir = spec;
        if (!setting->given[index] && has_own(overlays, i, index)) swept = i;
        if (!setting->given[index] || used_here || excused || is_inherited(setting)) continue;
        Status s = overlay_check_effect(setting, o, spec, defaults);
        if (s) all = s;
        if (!problems_more(overlays->problems, s)) return all;
    }
    const bool vain = base->given[index] && heir && !used && !(excused && base != overlays->set);
    Status s = vain && !is_inherited(base) ? overlay_check_effect(base, o, heir, defaults) : OK;
    if (!s && swept >= 0 && !used && !excused) s = check_swept_effect(x, swept, o, defaults);
    return s ? s : all;
}

// Afterwards an option without effect has its default, so that it neither looks like a difference nor clutters
// anything.
static Status settle_idle(Experiment *x, const Overlays *overlays, const RunSpec *defaults) {
    Status all = OK;
    for (const Option *o = options; o < options + option_count; o++) {
        Status s = o->needs ? check_idle(x, overlays, defaults, o) : OK;
        if (s) all = s;
        if (!problems_more(overlays->problems, s)) break;
    }
    for (const Option *o = options; o < options + option_count; o++) {
        for (int i = 0; i < x->setting_count; i++) {
            RunSpec *spec = &x->settings[i].spec;
            if (!option_used(o, spec)) option_copy(o, spec, defaults);
        }
    }
    return all;
}

// --- Combinations

// Whether the options of a setting go together, and with where the config came from.
static bool check_setting(const Experiment *x, const RunSpec *spec, SpecProblem *problem) {
    if (strcmp(x->path, CONFIG_STDIN) == 0 && spec->data.source == SOURCE_CSV && strcmp(spec->data.file, "-") == 0)
        return spec_refuse(problem, "data.file",
                           "the config and the table cannot both be the standard input; put one of them into a file");
    return spec_check(spec, NULL, problem);
}

// What goes wrong in many settings by the same words of the base is told for the first.
static Status check_settings(const Experiment *x, const Overlays *overlays, Error *e) {
    Arena scratch = {0};
    bool *told = arena_take(&scratch, option_count, sizeof *told);
    Status all = told ? OK : error_memory(e);
    for (int i = 0; told && i < x->setting_count; i++) {
        SpecProblem problem;
        if (check_setting(x, &x->settings[i].spec, &problem)) continue;
        size_t option = (size_t)(option_find(problem.key) - options);
        bool own = overlays->settings[i].given[option];
        if (!own && told[option]) continue;
        told[option] |= !own;
        Status s = setting_refuse(x, i, &problem, e);
        if (s) all = s;
        if (!problems_more(overlays->problems, s)) break;
    }
    arena_free(&scratch);
    return all;
}

// --- Tunings

static Status settle_tunes(Experiment *x, Error *e) {
    for (int i = 0; i < x->setting_count; i++) {
        const Setting *setting = &x->settings[i];
        x->tunes |= setting->candidate_of != NULL;
        x->over_seeds |= setting->candidate_of && setting->choose == CHOOSE_OVER_SEEDS;
    }
    return tune_check(x, e);
}

// --- Folds

// A fold pairs the runs of all settings. Where the seeds were only counted, they begin with the first fold.
static Status settle_folds(Experiment *x, Error *e) {
    const int folds = x->settings[0].spec.data.folds;
    SpecProblem problem;
    for (int i = 1; i < x->setting_count; i++) {
        if (x->settings[i].spec.data.folds == folds) continue;
        spec_refuse(
            &problem, "data.folds",
            "is %d here and %d in setting \"%s\"; runs are paired by fold, so give it once, outside of the settings",
            x->settings[i].spec.data.folds, folds, x->settings[0].name);
        return setting_refuse(x, i, &problem, e);
    }
    for (int i = 0; folds > 0 && x->seeds_counted && i < x->seed_count; i++) x->seeds[i]--;
    return OK;
}

Status experiment_settle(Experiment *x, Error *e) {
    const Overlays *overlays = x->overlays;
    RunSpec defaults;
    int merged = 0;
    Status s = options_default(&defaults, &x->arena, e);
    for (int i = 0; i < x->setting_count; i++) source_sizes(&x->settings[i].spec.data);
    if (!s) s = settle_defaults(x, e);
    if (!s) s = settle_idle(x, overlays, &defaults);
    if (!s) s = sweep_settle(x, &merged, e);
    if (!s) s = settle_tunes(x, e);
    if (!s) s = check_settings(x, overlays, e);
    if (!s) s = settle_folds(x, e);
    s = problems_end(overlays->problems, s, e);
    if (!s) s = varied_list(x, e);
    x->merged = merged;
    if (!s) s = experiment_note(x, false, e);
    return s;
}

Status experiment_regression(Experiment *x, Error *e) {
    Status s = OK;
    for (const Option *o = options; !s && o < options + option_count; o++)
        s = settle_default(x, o, o->for_regression, in_regression, e);
    if (!s) s = varied_list(x, e);
    return s ? s : experiment_note(x, true, e);
}
