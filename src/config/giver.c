#include "config/giver.h"

#include <string.h>

#include "config/data_check.h"

const Overlay *file_giver(const Overlays *overlays, const Option *o) {
    for (int i = 0; i < overlays->file_count; i++)
        if (overlays->files[i].given[o - options]) return &overlays->files[i];
    return overlays->files;
}

Overlay setting_giver(const Experiment *x, int setting, const Option *o, Error *e) {
    const Overlays *overlays = x->overlays;
    size_t index = (size_t)(o - options);
    Overlay overlay = overlays->settings[setting];
    if (overlays->points && overlays->points[setting].given[index]) {
        const Origin *origin = &overlays->origins[setting];
        const bool tuned = origin->candidate && origin->candidate->given[index];
        overlay = tuned ? *origin->candidate : overlays->points[setting];
        sweep_place(tuned ? &origin->tune->sweep : overlays->sweep, o, &overlay);
    }
    if (!overlay.given[index]) overlay = overlays->set->given[index] ? *overlays->set : *file_giver(overlays, o);
    overlay.problems = overlays->problems;
    overlay.e = e;
    return overlay;
}

Status setting_refuse(const Experiment *x, int setting, const SpecProblem *problem, Error *e) {
    Overlay overlay = setting_giver(x, setting, option_find(problem->key), e);
    if (x->setting_count == 1) return overlay_error(&overlay, problem->key, AT_VALUE, "%s", problem->text);
    char shown[SHOWN_SIZE];
    return overlay_error(&overlay, problem->key, AT_VALUE, "%s (setting \"%s\")", problem->text,
                         json_shown(shown, x->settings[setting].name));
}

Status experiment_check_data(const Experiment *x, int setting, const DataSpec *spec, const Dataset *data, Error *e) {
    RunSpec with = x->settings[setting].spec;
    SpecProblem problem;
    with.data = *spec;
    if (x->settings[setting].candidate_of && spec->validation_size == 0)
        return tune_refuse(x, setting, e,
                           "candidates are chosen by the loss of the validation part, and there is none: say "
                           "data.validation_fraction (0.2, say) outside of the settings");
    return spec_check(&with, data, &problem) ? OK : setting_refuse(x, setting, &problem, e);
}

// The overlay that the error is about: what a setting gives itself under the key, or else the base; false for another
// error.
static bool find_giver(const Experiment *x, int setting, const char *key, Overlay *overlay, Error *e) {
    const Overlays *overlays = x->overlays;
    const Option *o = option_find(key);
    if (o)
        *overlay = setting_giver(x, setting, o, e);
    else if (strcmp(key, "name") == 0)
        *overlay = overlays->settings[setting];
    else if (strcmp(key, "metrics") == 0)
        *overlay = overlays->metrics ? *overlays->metrics : *overlays->file;
    else if (strcmp(key, "primary") == 0)
        *overlay = overlays->primary ? *overlays->primary : *overlays->file;
    else if (strncmp(key, "expect[", 7) == 0)
        *overlay = *overlays->expect;
    else
        return false;
    return true;
}

Status experiment_place_error(const Experiment *x, int setting, Error *e) {
    Error bare = *e;
    char key[64] = "";
    strncat(key, e->text, strcspn(e->text, ": "));
    Overlay overlay;
    if (!find_giver(x, setting, key, &overlay, e)) return e->status;
    const char *path = overlay_path(&overlay, key);
    if (!path) return error_memory(e);
    json_error(overlay.doc, path, AT_VALUE, bare.text, e);
    return e->status = bare.status;
}
