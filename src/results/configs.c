// What the configs of experiments know that their logs do not say.
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/lookup.h"
#include "base/text.h"
#include "config/expect.h"
#include "config/options.h"
#include "config/resolved.h"
#include "lab/names.h"
#include "results/beside.h"

const char *const data_facts[DATA_FACTS] = {
    [DATA_HASH] = "sha256",
    [DATA_LABEL] = "data.label",
    [DATA_SPLIT_COLUMN] = "data.split_column",
    [DATA_TARGET_SCALING] = "data.target_scaling",
    [DATA_TRAIN_SIZE] = "data.train_size",
    [DATA_VALIDATION_FRACTION] = "data.validation_fraction",
    [DATA_VALIDATION_SIZE] = "data.validation_size",
    [DATA_SUBSET] = "data.subset",
    [DATA_TEST_SIZE] = "data.test_size",
    [DATA_TEST_FRACTION] = "data.test_fraction",
    [DATA_FOLDS] = "data.folds",
    [DATA_STRATIFY] = "data.stratify",
    [DATA_SEED] = "data.seed",
};

// The config of each experiment; setting_count is 0 where there is none that can be read.
static Status read_configs(const Results *r, Experiment *configs, Arena *a, Error *e) {
    const Overrides none = {0};
    for (int i = 0; i < r->experiment_count; i++) {
        const char *path = path_join(a, r->experiments[i].folder, FILE_CONFIG);
        if (!path) return error_memory(e);
        if (!r->experiments[i].config || experiment_read(&configs[i], path, &none, e) == OK) continue;
        if (e->status == ERR_IO) return e->status;
        *e = (Error){0}; // from another version, or changed by hand: the log stands without it
    }
    return OK;
}

// The instruments that are to look.
static void add_probes(Results *r, const Experiment *configs) {
    for (int i = 0; i < r->experiment_count; i++)
        for (int s = 0; s < configs[i].setting_count; s++)
            r->experiments[i].looking |= configs[i].settings[s].spec.train.probes;
}

// The index of each setting in its config, or -1; in the arena `a`.
static Status find_in_configs(const Results *r, const Experiment *configs, const int **index, Arena *a, Error *e) {
    int *found = arena_take(a, (size_t)r->setting_count, sizeof *found);
    Lookup *names = arena_take(a, (size_t)r->experiment_count, sizeof *names);
    if (!found || !names) return error_memory(e);
    for (int i = 0; i < r->experiment_count; i++)
        for (int s = 0; s < configs[i].setting_count; s++)
            if (lookup_add(&names[i], a, configs[i].settings[s].name, s) < 0) return error_memory(e);
    for (int s = 0; s < r->setting_count; s++)
        found[s] = lookup_find(&names[r->settings[s].experiment], r->settings[s].own_name);
    *index = found;
    return OK;
}

// An option of a setting in the arena, as a log would have it. NULL without memory.
static const char *config_value(Results *r, const Experiment *config, int setting, const char *key) {
    Text text = {0};
    experiment_value(config, setting, key, &text);
    return text_keep(&text, &r->arena);
}

// A fact of a setting in the arena; "" where it does not matter, NULL without memory.
static const char *fact_value(Results *r, const Experiment *config, int setting, DataFact fact) {
    int scaling = config->settings[setting].spec.data.target_scaling;
    if (fact == DATA_TARGET_SCALING && !r->regression) return "";
    if (fact == DATA_TARGET_SCALING && scaling == SCALING_DEFAULT) return "zscore"; // as source_open has it
    if (data_fact_is_unit(fact) && (!r->regression || scaling == SCALING_NONE)) return "";
    return config_value(r, config, setting, data_facts[fact]);
}

// "Dropout curbs overfitting. (Srivastava et al. 2014)"
static Status add_claim(ExperimentLog *log, const ClaimSpec *claim, Arena *a, Error *e) {
    Text text = {0};
    if (!claim->chapter) return OK;
    text_add(&text, claim->says);
    if (*claim->by) text_printf(&text, " (%s)", claim->by);
    log->claim = text_keep(&text, a);
    return log->claim ? OK : error_memory(e);
}

static Status add_expectations(Results *r, const Experiment *configs, Error *e) {
    for (int i = 0; i < r->experiment_count; i++) {
        if (add_claim(&r->experiments[i], &configs[i].claim, &r->arena, e)) return e->status;
        if (configs[i].expect_count == 0) continue;
        r->experiments[i].expect = expect_copy(&configs[i], &r->arena);
        if (!r->experiments[i].expect) return error_memory(e);
        r->experiments[i].expect_count = configs[i].expect_count;
    }
    return OK;
}

static Status add_data_facts(Results *r, const Experiment *configs, const int *index, Error *e) {
    for (int s = 0; s < r->setting_count; s++) {
        SettingLog *setting = &r->settings[s];
        const int folds = index[s] < 0 ? 0 : configs[setting->experiment].settings[index[s]].spec.data.folds;
        if (folds > 0) { // of which its log may not have all
            setting->folds = folds;
            setting->folds_counted = false;
        }
        if (index[s] >= 0)
            setting->label_noise = configs[setting->experiment].settings[index[s]].spec.data.label_noise > 0;
        for (int i = 0; i < r->option_count; i++) // where it varies the log has it, also without a config
            if (strcmp(r->options[i], "data.label_noise") == 0 && setting->values[i])
                setting->label_noise = strtod(setting->values[i], NULL) > 0;
        for (DataFact i = DATA_HASH + 1; i < DATA_FACTS && index[s] >= 0; i++) {
            setting->data[i] = fact_value(r, &configs[setting->experiment], index[s], i);
            if (!setting->data[i]) return error_memory(e);
        }
    }
    return OK;
}

// Gives every setting that its config knows the value of option `at` where its log has none.
static Status fill_option(Results *r, const Experiment *configs, const int *index, int at, bool *differs, Error *e) {
    const char *first = NULL;
    *differs = false;
    for (int s = 0; s < r->setting_count; s++) {
        SettingLog *setting = &r->settings[s];
        const char **value = &setting->values[at];
        if (!*value && index[s] >= 0) {
            *value = config_value(r, &configs[setting->experiment], index[s], r->options[at]);
            if (!*value) return error_memory(e);
        }
        if (!*value || !**value) continue; // it has no effect there
        if (!first) first = *value;
        *differs |= strcmp(*value, first) != 0;
    }
    return OK;
}

// Makes room for `more` options.
static Status grow_options(Results *r, int more, Error *e) {
    size_t room = (size_t)(r->option_count + more);
    const char **keys = arena_take(&r->arena, room, sizeof *keys);
    if (!keys) return error_memory(e);
    for (int i = 0; i < r->option_count; i++) keys[i] = r->options[i];
    r->options = keys;
    for (int s = 0; s < r->setting_count; s++) {
        const char **values = arena_take(&r->arena, room, sizeof *values);
        if (!values) return error_memory(e);
        for (int i = 0; i < r->option_count; i++) values[i] = r->settings[s].values[i];
        r->settings[s].values = values;
    }
    return OK;
}

// An option that never varies within an experiment has no column in its log: a sweep over folders is found here. Paths
// are left out; the data's hash stands for them.
static Status add_options_between(Results *r, const Experiment *configs, const int *index, Error *e) {
    bool differs;
    for (int i = 0; i < r->experiment_count; i++)
        if (configs[i].setting_count == 0) return OK;
    for (int i = 0; i < r->option_count; i++)
        if (fill_option(r, configs, index, i, &differs, e)) return e->status;
    int known = r->option_count;
    if (grow_options(r, (int)option_count, e)) return e->status;
    for (const Option *o = options; o < options + option_count; o++) {
        int i = 0;
        while (i < known && strcmp(r->options[i], o->key) != 0) i++;
        if (i < known || o->type == OPTION_PATH) continue;
        r->options[r->option_count] = o->key;
        for (int s = 0; s < r->setting_count; s++) r->settings[s].values[r->option_count] = NULL;
        if (fill_option(r, configs, index, r->option_count, &differs, e)) return e->status;
        r->option_count += differs;
    }
    return OK;
}

// A run of fewer epochs than its config asks for is to go on: it is none of those that the others are compared with.
static void mark_shorter(SettingLog *setting, int epochs) {
    for (int i = 0; i < setting->run_count; i++) {
        RunLog *run = &setting->runs[i];
        run->unfinished |= run->epochs > 0 && run->epochs < epochs && !run->diverged;
    }
}

// Where the log is gathered from the runs, its config says which there were to be, and how long.
static Status add_planned(Results *r, const Experiment *configs, const int *index, Error *e) {
    int most = r->absent_count;
    for (int i = 0; i < r->experiment_count; i++) most += configs[i].setting_count;
    AbsentSetting *absent = arena_take(&r->arena, (size_t)most, sizeof *absent);
    if (!absent) return error_memory(e);
    for (int i = 0; i < r->absent_count; i++) absent[i] = r->absent[i];
    r->absent = absent;
    for (int i = 0; i < r->experiment_count; i++) {
        const Experiment *x = &configs[i];
        Arena arena = {0};
        bool *there = arena_take(&arena, (size_t)x->setting_count, sizeof *there);
        if (!there) return error_memory(e);
        for (int s = 0; s < r->setting_count; s++) {
            if (r->settings[s].experiment != i || index[s] < 0 || !r->experiments[i].gathered) continue;
            r->settings[s].planned = x->seed_count;
            mark_shorter(&r->settings[s], x->settings[index[s]].spec.train.epochs);
            there[index[s]] = true;
        }
        for (int k = 0; r->experiments[i].gathered && k < x->setting_count; k++) {
            if (there[k] || x->settings[k].candidate_of) continue; // of candidates AbsentCandidate tells
            const char *name = arena_text(&r->arena, x->settings[k].name);
            absent[r->absent_count++] = (AbsentSetting){.name = name, .experiment = i, .planned = x->seed_count};
            if (!name) return error_memory(e);
        }
        arena_free(&arena);
    }
    return OK;
}

// Whether an option tells settings apart, or may: of some it is not known, or it is none of ours. An empty value means
// that it has no effect there.
static bool tells_apart(const Results *r, int option) {
    const char *first = NULL;
    if (!option_find(r->options[option])) return true;
    for (int s = 0; s < r->setting_count; s++) {
        const char *value = r->settings[s].values[option];
        if (!value) return true;
        if (!*value) continue;
        if (!first) first = value;
        if (strcmp(first, value) != 0) return true;
    }
    return false;
}

// Logs have columns of options that differ between their folder and others, and maybe not here.
static void drop_constant(Results *r) {
    int kept = 0;
    for (int i = 0; i < r->option_count; i++) {
        if (!tells_apart(r, i)) continue;
        r->options[kept] = r->options[i];
        for (int s = 0; s < r->setting_count; s++) r->settings[s].values[kept] = r->settings[s].values[i];
        kept++;
    }
    r->option_count = kept;
}

// The candidates of tunings that no row of a log knows.
static Status add_absent_candidates(Results *r, const Experiment *configs, Arena *a, Error *e) {
    Lookup *names = arena_take(a, (size_t)r->experiment_count, sizeof *names);
    int room = 0;
    for (int i = 0; i < r->experiment_count; i++) room += configs[i].setting_count;
    r->absent_candidates = arena_take(&r->arena, (size_t)room, sizeof *r->absent_candidates);
    if (!names || !r->absent_candidates) return error_memory(e);
    for (int s = 0; s < r->setting_count; s++)
        if (lookup_add(&names[r->settings[s].experiment], a, r->settings[s].own_name, s) < 0) return error_memory(e);
    for (int i = 0; i < r->experiment_count; i++)
        for (int s = 0; s < configs[i].setting_count; s++) {
            const Setting *own = &configs[i].settings[s];
            if (!own->candidate_of || lookup_find(&names[i], own->name) >= 0) continue;
            AbsentCandidate *absent = &r->absent_candidates[r->absent_candidate_count++];
            absent->name = arena_text(&r->arena, own->name);
            absent->candidate_of = arena_text(&r->arena, own->candidate_of);
            absent->experiment = i;
            if (!absent->name || !absent->candidate_of) return error_memory(e);
        }
    return OK;
}

Status configs_apply(Results *r, Error *e) {
    Arena arena = {0};
    const int *index = NULL;
    Experiment *configs = arena_take(&arena, (size_t)r->experiment_count, sizeof *configs);
    if (!configs) return error_memory(e);
    Status s = read_configs(r, configs, &arena, e);
    if (!s) s = find_in_configs(r, configs, &index, &arena, e);
    if (!s) s = add_data_facts(r, configs, index, e);
    if (!s) s = add_expectations(r, configs, e);
    if (!s) add_probes(r, configs);
    if (!s) s = add_planned(r, configs, index, e);
    if (!s) s = add_absent_candidates(r, configs, &arena, e);
    if (!s && r->experiment_count > 1) s = add_options_between(r, configs, index, e);
    if (!s) drop_constant(r);
    for (int i = 0; i < r->experiment_count; i++) experiment_free(&configs[i]);
    arena_free(&arena);
    return s;
}
