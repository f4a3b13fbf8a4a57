// What is worth telling before a run, though nothing is wrong.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "config/resolved.h"
#include "config/settle.h"
#include "train/probe_value.h"

enum { NAMES_SHOWN = 5 };

// `"a"`, `, "b"`, ... for one name after the other; beyond a few only their number, which end_names adds.
static void add_name(Text *names, int index, const char *name) {
    if (index < NAMES_SHOWN) text_printf(names, "%s\"%s\"", index ? ", " : "", name);
}

static void end_names(Text *names, int count) {
    if (count > NAMES_SHOWN) text_printf(names, " and %d more", count - NAMES_SHOWN);
}

// "--set train.epochs does not reach settings "long", "short", which set it themselves".
static void note_hidden(Experiment *x, size_t option) {
    const Overlays *overlays = x->overlays;
    Text names = {0};
    int hiding = 0;
    bool swept = false, tuned = false;
    for (int i = 0; i < x->setting_count; i++) {
        if (overlays->settings[i].given[option]) add_name(&names, hiding++, x->settings[i].name);
        swept |= overlays->points && overlays->points[i].given[option];
        tuned |= overlays->origins && overlays->origins[i].candidate && overlays->origins[i].candidate->given[option];
    }
    end_names(&names, hiding);
    if (swept)
        notes_add(&x->notes, "--set %s does not reach the points of the %s that give it; change it there",
                  options[option].key, tuned ? "tuning" : "sweep");
    if (hiding)
        notes_add(&x->notes, "--set %s does not reach %s %s, which %s it %s", options[option].key,
                  hiding == 1 ? "setting" : "settings", names.data ? names.data : "", hiding == 1 ? "sets" : "set",
                  hiding == 1 ? "itself" : "themselves");
    x->notes.failed |= names.failed;
    text_free(&names);
}

// --- Settings that came out identical

// A setting and all that it has of what differs between settings, as one text.
typedef struct Likeness {
    const char *values;
    int setting;
} Likeness;

static int by_values(const void *a, const void *b) {
    const Likeness *x = a, *y = b;
    int order = strcmp(x->values, y->values);
    return order ? order : (x->setting > y->setting) - (x->setting < y->setting);
}

static int by_setting(const void *a, const void *b) {
    const Likeness *x = *(const Likeness *const *)a, *y = *(const Likeness *const *)b;
    return (x->setting > y->setting) - (x->setting < y->setting);
}

static const char *values_of(const Experiment *x, int setting, Arena *arena) {
    Text values = {0};
    for (int i = 0; i < x->varied_count; i++) {
        experiment_value(x, setting, x->varied[i], &values);
        text_add(&values, "\n");
    }
    return text_keep(&values, arena);
}

// "settings "a" and "b" are identical ...", for the `count` settings from `first` on.
static void note_identical(Experiment *x, const Likeness *first, int count) {
    Text names = {0};
    for (int i = 0; i < count; i++) add_name(&names, i, x->settings[first[i].setting].name);
    end_names(&names, count);
    notes_add(&x->notes, "settings %s are identical: no option differs, so their runs will be the same",
              names.data ? names.data : "");
    x->notes.failed |= names.failed;
    text_free(&names);
}

// The groups of equal settings among the sorted `all`, each told in the order of its first setting.
static void note_groups(Experiment *x, const Likeness *all, const Likeness **group) {
    int settings = x->setting_count, groups = 0;
    for (int i = 1; i < settings; i++) {
        bool begins = strcmp(all[i].values, all[i - 1].values) == 0 &&
                      (i == 1 || strcmp(all[i - 1].values, all[i - 2].values) != 0);
        if (begins) group[groups++] = &all[i - 1];
    }
    qsort(group, (size_t)groups, sizeof *group, by_setting);
    for (int i = 0; i < groups; i++) {
        int count = 1;
        while (group[i] + count < all + settings && strcmp(group[i][count].values, group[i]->values) == 0) count++;
        note_identical(x, group[i], count);
    }
}

// False without memory.
static bool note_all_identical(Experiment *x, Arena *arena) {
    size_t settings = (size_t)x->setting_count;
    Likeness *all = arena_take(arena, settings, sizeof *all);
    const Likeness **group = arena_take(arena, settings, sizeof *group);
    if (!all || !group) return false;
    for (int i = 0; i < x->setting_count; i++) {
        all[i] = (Likeness){values_of(x, i, arena), i};
        if (!all[i].values) return false;
    }
    qsort(all, settings, sizeof *all, by_values);
    note_groups(x, all, group);
    return true;
}

// Settings with alpha dropout and another activation than that for which it was made.
static void note_alpha_dropout(Experiment *x) {
    Text names = {0};
    int count = 0;
    for (int i = 0; i < x->setting_count; i++) {
        const RunSpec *spec = &x->settings[i].spec;
        bool on = option_on("regularize.alpha_dropout", spec);
        if (!on || strcmp(activation_names[spec->model.activation], "selu") == 0) continue;
        add_name(&names, count++, x->settings[i].name);
    }
    end_names(&names, count);
    if (count)
        notes_add(&x->notes,
                  "regularize.alpha_dropout keeps mean and variance behind model.activation selu only, not in %s %s; "
                  "elsewhere use regularize.dropout",
                  count == 1 ? "setting" : "settings", names.data ? names.data : "");
    x->notes.failed |= names.failed;
    text_free(&names);
}

// Settings that choose their epoch by the test part.
static void note_select_on_test(Experiment *x) {
    Text names = {0};
    int count = 0;
    for (int i = 0; i < x->setting_count; i++) {
        const StopSpec *stop = &x->settings[i].spec.train.stop;
        if (stop->patience > 0 && stop->select_on == STOP_ON_TEST) add_name(&names, count++, x->settings[i].name);
    }
    end_names(&names, count);
    if (count)
        notes_add(&x->notes,
                  "regularize.early_stopping.select_on test: epochs of %s %s are selected on the test data, so that "
                  "their test losses are optimistic; give data.validation_fraction and leave it out for a fair "
                  "comparison",
                  count == 1 ? "setting" : "settings", names.data ? names.data : "");
    x->notes.failed |= names.failed;
    text_free(&names);
}

// --- Amounts that do nothing

static bool never_stops(const RunSpec *spec) {
    const TrainSpec *t = &spec->train;
    return t->stop.patience > 0 && t->stop.patience >= (t->epochs + t->eval_every - 1) / t->eval_every;
}

static bool averages_one_epoch(const RunSpec *spec) {
    return spec->train.swa > 0 && ceil(spec->train.swa * spec->train.epochs) >= spec->train.epochs;
}

static bool mixes_single_samples(const RunSpec *spec) {
    return spec->train.batch_size == 1 && (spec->train.mixup > 0 || spec->train.cutmix > 0);
}

static void note_useless(Experiment *x) {
    static const struct {
        bool (*is)(const RunSpec *spec);
        const char *what;
    } useless[] = {
        {never_stops, "regularize.early_stopping ends no run early: patience is as many evaluations as there are"},
        {averages_one_epoch, "regularize.swa starts with the last epoch, and so is no mean"},
        {mixes_single_samples, "regularize.mixup and cutmix have nothing to mix in batches of one sample"},
    };
    for (size_t i = 0; i < sizeof useless / sizeof *useless; i++) {
        Text names = {0};
        int count = 0;
        for (int s = 0; s < x->setting_count; s++)
            if (useless[i].is(&x->settings[s].spec)) add_name(&names, count++, x->settings[s].name);
        end_names(&names, count);
        if (count)
            notes_add(&x->notes, "%s (%s %s)", useless[i].what, count == 1 ? "setting" : "settings",
                      names.data ? names.data : "");
        x->notes.failed |= names.failed;
        text_free(&names);
    }
}

static bool sees(int probe, const RunSpec *spec) {
    static const char *const masks[] = {"regularize.dropout", "regularize.gaussian_dropout", "regularize.alpha_dropout",
                                        "regularize.drop_connect"};
    bool dropout = false;
    for (size_t i = 0; i < sizeof masks / sizeof *masks; i++) dropout |= option_on(masks[i], spec);
    return probe_sees((ProbeChoice)probe, spec->model.batch_norm.on, dropout, spec->data.label_noise > 0);
}

// Instruments that look at what no setting has, in one line.
static void note_blind(Experiment *x) {
    Text blind = {0};
    for (int probe = 0; probe < PROBE_COUNT; probe++) {
        bool looks = false, some = false;
        for (int i = 0; i < x->setting_count; i++) {
            const bool own = x->settings[i].spec.train.probes >> probe & 1;
            looks |= own;
            some |= own && sees(probe, &x->settings[i].spec);
        }
        if (looks && !some)
            text_printf(&blind, "%s%s looks at %s", blind.size > 0 ? ", " : "", probe_names[probe], probe_needs[probe]);
    }
    if (blind.data) notes_add(&x->notes, "probe: %s, which no setting has; that will say nothing", blind.data);
    x->notes.failed |= blind.failed;
    text_free(&blind);
}

// Repeats of which some fold is no seed's.
static void note_repeats(Experiment *x) {
    const uint64_t folds = (uint64_t)x->settings[0].spec.data.folds, *seeds = x->seeds;
    if (folds == 0) return;
    int repeats = 0, whole = 0;
    uint64_t held = 0; // seeds of the repeat at hand
    for (int i = 0; i < x->seed_count; i++) {
        bool begins = i == 0 || seeds[i] / folds != seeds[i - 1] / folds;
        held = begins ? 1 : held + 1;
        repeats += begins;
        whole += held == folds;
    }
    if (whole < repeats)
        notes_add(
            &x->notes,
            "data.folds %d: %d of %d repeats %s not all %d folds, so that samples are not tested on equally often; "
            "a repeat is seeds 0 to %d, %d to %d and so on: give \"seeds\" as a multiple of %d",
            (int)folds, repeats - whole, repeats, repeats - whole == 1 ? "has" : "have", (int)folds, (int)folds - 1,
            (int)folds, 2 * (int)folds - 1, (int)folds);
}

// Which loss a setting has, where the task decides. Of numbers there is one.
static int loss_of_setting(const Experiment *x, int setting, bool regression) {
    const int loss = x->settings[setting].spec.train.loss;
    if (loss == LOSS_AUTO) return regression ? LOSS_SQUARED_ERROR : LOSS_CROSS_ENTROPY;
    return loss;
}

static void note_losses(Experiment *x, bool regression) {
    const int first = loss_of_setting(x, 0, regression);
    for (int i = 1; i < x->setting_count; i++) {
        const int loss = loss_of_setting(x, i, regression);
        if (loss == first) continue;
        notes_add(
            &x->notes,
            "train.loss: settings \"%s\" and \"%s\" measure different losses (%s, %s): their losses and gaps cannot "
            "be compared, only their accuracies",
            x->settings[0].name, x->settings[i].name, loss_names[first], loss_names[loss]);
        return;
    }
}

// What made the points that came out equal.
static const char *merging(const Experiment *x) {
    const bool sweep = sweep_some(x->overlays->sweep);
    bool tune = false;
    for (int i = 0; i < x->setting_count; i++) tune |= x->overlays->origins[i].tune != NULL;
    return sweep && tune ? "sweep and tune" : sweep ? "sweep" : "tune";
}

static void note_merged(Experiment *x) {
    if (x->merged)
        notes_add(&x->notes, "%s: %d %s came out equal to another, and %s one setting with it", merging(x), x->merged,
                  x->merged == 1 ? "point" : "points", x->merged == 1 ? "is" : "are");
}

Status experiment_note(Experiment *x, bool regression, Error *e) {
    Arena arena = {0};
    x->notes = (Notes){.arena = &x->arena};
    for (size_t i = 0; i < option_count; i++) {
        if (x->overlays->set->given[i]) note_hidden(x, i);
    }
    note_merged(x);
    note_losses(x, regression);
    note_alpha_dropout(x);
    note_select_on_test(x);
    note_useless(x);
    note_blind(x);
    note_repeats(x);
    bool noted = note_all_identical(x, &arena) && !x->notes.failed;
    arena_free(&arena);
    return noted ? OK : error_memory(e);
}
