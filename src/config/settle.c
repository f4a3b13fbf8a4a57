#include "config/settle.h"

#include <string.h>

#include "config/spec_check.h"

// Whether an option's value is the same under two settings.
static Status same_value(const Option *o, const RunSpec *a, const RunSpec *b, bool *same, Error *e) {
    Text x = {0}, y = {0};
    option_text(o, a, &x);
    option_text(o, b, &y);
    bool failed = x.failed || y.failed;
    *same = !failed && x.size == y.size && (x.size == 0 || memcmp(x.data, y.data, x.size) == 0);
    text_free(&x);
    text_free(&y);
    return failed ? error_memory(e) : OK;
}

// --- Options without effect

// A value of an option that another needs, as words.
static const char *value_name(const Option *o, unsigned value) {
    if (o->type == OPTION_INTS) return value ? "with at least one width" : "[]";
    return o->choices ? o->choices[value] : value ? "true" : "false";
}

static Status refuse_idle(const Overlay *overlay, const Option *o, const RunSpec *spec) {
    const Option *other = option_find(o->needs);
    Text now = {0}, needed = {0};
    if (other->type == OPTION_INTS)
        option_json(other, spec, &now);
    else
        option_text(other, spec, &now);
    for (unsigned value = 0, n = 0; o->needs_one_of >> value; value++) {
        if (!(o->needs_one_of >> value & 1)) continue;
        text_printf(&needed, "%s%s", n++ ? " or " : "", value_name(other, value));
    }
    Status s = now.failed || needed.failed
                   ? error_memory(overlay->e)
                   : overlay_error(overlay, o->key, AT_KEY, "has no effect with %s %s; it needs %s %s", other->key,
                                   now.data, other->key, needed.data);
    text_free(&now);
    text_free(&needed);
    return s;
}

// What `overlay` gives without effect must at least be the default.
static Status check_vain(const Overlay *overlay, const Option *o, const RunSpec *spec, const RunSpec *defaults) {
    bool same;
    Status s = same_value(o, spec, defaults, &same, overlay->e);
    return s || same ? s : refuse_idle(overlay, o, spec);
}

// What a setting gives must have an effect in that setting; what the base gives, in one of the settings. A --set of the
// option that it needs excuses both: the user changed course.
static Status check_idle(const Experiment *x, const Overlays *overlays, const RunSpec *defaults, const Option *o) {
    size_t index = (size_t)(o - options), needs = (size_t)(option_find(o->needs) - options);
    const Overlay *base = overlays->set->given[index] ? overlays->set : overlays->file;
    const RunSpec *heir = NULL; // a setting that has the base's value
    bool excused = overlays->set->given[needs], used = false;
    for (int i = 0; i < x->setting_count; i++) {
        const RunSpec *spec = &x->settings[i].spec;
        const Overlay *setting = &overlays->settings[i];
        bool used_here = option_used(o, spec);
        used |= used_here;
        if (!setting->given[index]) heir = spec;
        if (!setting->given[index] || used_here || excused) continue;
        Status s = check_vain(setting, o, spec, defaults);
        if (s) return s;
    }
    bool vain = base->given[index] && heir && !used && !(excused && base == overlays->file);
    return vain ? check_vain(base, o, heir, defaults) : OK;
}

// Afterwards an option without effect has its default, so that it neither looks like a difference nor clutters
// anything.
static Status settle_idle(Experiment *x, const Overlays *overlays, const RunSpec *defaults) {
    for (const Option *o = options; o < options + OPTION_COUNT; o++) {
        Status s = o->needs ? check_idle(x, overlays, defaults, o) : OK;
        if (s) return s;
    }
    for (const Option *o = options; o < options + OPTION_COUNT; o++) {
        for (int i = 0; i < x->setting_count; i++) {
            RunSpec *spec = &x->settings[i].spec;
            if (!option_used(o, spec)) option_copy(o, spec, defaults);
        }
    }
    return OK;
}

// --- Combinations

// The overlay that has the last word on an option of a setting.
static Overlay giver(const Experiment *x, int setting, const Option *o, Error *e) {
    const Overlays *overlays = x->overlays;
    size_t index = (size_t)(o - options);
    Overlay overlay = overlays->settings[setting];
    if (!overlay.given[index]) overlay = overlays->set->given[index] ? *overlays->set : *overlays->file;
    overlay.e = e;
    return overlay;
}

static Status refuse_spec(const Experiment *x, int setting, const SpecProblem *problem, Error *e) {
    Overlay overlay = giver(x, setting, option_find(problem->key), e);
    if (x->setting_count == 1) return overlay_error(&overlay, problem->key, AT_VALUE, "%s", problem->text);
    char shown[SHOWN_SIZE];
    return overlay_error(&overlay, problem->key, AT_VALUE, "%s (setting \"%s\")", problem->text,
                         json_shown(shown, x->settings[setting].name));
}

static Status check_settings(const Experiment *x, Error *e) {
    SpecProblem problem;
    for (int i = 0; i < x->setting_count; i++) {
        if (!spec_check(&x->settings[i].spec, 0, &problem)) return refuse_spec(x, i, &problem, e);
    }
    return OK;
}

Status experiment_check_data(const Experiment *x, int setting, const DataSpec *data, int32_t features, Error *e) {
    RunSpec spec = x->settings[setting].spec;
    SpecProblem problem;
    spec.data = *data;
    return spec_check(&spec, features, &problem) ? OK : refuse_spec(x, setting, &problem, e);
}

Status experiment_place_error(const Experiment *x, int setting, Error *e) {
    size_t n = strcspn(e->text, ": ");
    for (const Option *o = options; o < options + OPTION_COUNT; o++) {
        if (strlen(o->key) != n || memcmp(o->key, e->text, n) != 0) continue;
        Error bare = *e;
        Overlay overlay = giver(x, setting, o, e);
        const char *path = overlay_path(&overlay, o->key);
        if (!path) return error_memory(e);
        json_error(overlay.doc, path, AT_VALUE, bare.text, e);
        return e->status = bare.status;
    }
    return e->status;
}

// --- Differences

static Status differs(const Experiment *x, const Option *o, bool *different, Error *e) {
    const RunSpec *first = NULL;
    *different = false;
    for (int i = 0; i < x->setting_count && !*different; i++) {
        const RunSpec *spec = &x->settings[i].spec;
        bool same = true;
        if (!option_used(o, spec)) continue;
        if (!first) first = spec;
        Status s = same_value(o, first, spec, &same, e);
        if (s) return s;
        *different = !same;
    }
    return OK;
}

static Status list_varied(Experiment *x, Error *e) {
    x->varied = arena_take(&x->arena, OPTION_COUNT, sizeof *x->varied);
    if (!x->varied) return error_memory(e);
    for (const Option *o = options; o < options + OPTION_COUNT; o++) {
        bool different;
        Status s = differs(x, o, &different, e);
        if (s) return s;
        if (different) x->varied[x->varied_count++] = o->key;
    }
    return OK;
}

// --- Notes

// "--set train.epochs does not reach "long" and "short", which set it themselves".
static Status note_hidden(Experiment *x, const Overlays *overlays, size_t option, const char **note, Error *e) {
    Text names = {0}, text = {0};
    int hiding = 0;
    for (int i = 0; i < x->setting_count; i++) {
        if (!overlays->settings[i].given[option]) continue;
        text_printf(&names, "%s\"%s\"", hiding++ ? ", " : "", x->settings[i].name);
    }
    text_printf(&text, "--set %s does not reach %s %s, which %s it %s", options[option].key,
                hiding == 1 ? "setting" : "settings", names.data ? names.data : "", hiding == 1 ? "sets" : "set",
                hiding == 1 ? "itself" : "themselves");
    bool failed = names.failed || text.failed;
    *note = hiding && !failed ? arena_text(&x->arena, text.data) : NULL;
    failed |= hiding && !*note;
    text_free(&names);
    text_free(&text);
    return failed ? error_memory(e) : OK;
}

static Status list_notes(Experiment *x, const Overlays *overlays, Error *e) {
    size_t n = 0;
    x->notes = arena_take(&x->arena, OPTION_COUNT + 1, sizeof *x->notes);
    if (!x->notes) return error_memory(e);
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        Status s = overlays->set->given[i] ? note_hidden(x, overlays, i, &x->notes[n], e) : OK;
        if (s) return s;
        n += x->notes[n] != NULL;
    }
    return OK;
}

Status experiment_settle(Experiment *x, Error *e) {
    const Overlays *overlays = x->overlays;
    RunSpec defaults;
    Status s = options_default(&defaults, &x->arena, e);
    for (int i = 0; i < x->setting_count; i++) options_finish(&x->settings[i].spec);
    if (!s) s = settle_idle(x, overlays, &defaults);
    if (!s) s = check_settings(x, e);
    if (!s) s = list_varied(x, e);
    if (!s) s = list_notes(x, overlays, e);
    return s;
}
