#include "results/tuning.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/lookup.h"
#include "base/text.h"

// While candidates become settings.
typedef struct Folding {
    Results *r;
    Lookup names; // of tunings, with their experiments before them
    Arena passing;
    Error *e;
} Folding;

// --- Which candidates are of one tuning

// The index of a tuned setting, taken up now if it is new; -1 without memory.
static int tuning_index(Folding *f, const char *name, int experiment) {
    Results *r = f->r;
    Text key = {0};
    text_printf(&key, "%d/%s", experiment, name);
    const char *kept = text_keep(&key, &f->passing);
    const int known = kept ? lookup_add(&f->names, &f->passing, kept, r->tuning_count) : -1;
    if (known < r->tuning_count) return known;
    r->tunings[known] = (Tuning){.name = name, .experiment = experiment, .setting = -1};
    return r->tuning_count++;
}

// First counts the candidates, then lists them.
static Status gather_candidates(Folding *f, bool list) {
    Results *r = f->r;
    for (int s = 0; s < r->setting_count; s++) {
        const SettingLog *log = &r->settings[s];
        if (!log->candidate_of) continue;
        const int i = tuning_index(f, log->candidate_of, log->experiment);
        if (i < 0) return error_memory(f->e);
        Tuning *t = &r->tunings[i];
        t->over_seeds = log->over_seeds;
        if (list) t->candidates[t->candidate_count] = (Candidate){.name = log->own_name, .log = log};
        t->candidate_count++;
    }
    for (int k = 0; k < r->absent_candidate_count; k++) {
        const AbsentCandidate *absent = &r->absent_candidates[k];
        Text key = {0};
        text_printf(&key, "%d/%s", absent->experiment, absent->candidate_of);
        const int i = key.failed ? -1 : lookup_find(&f->names, key.data);
        if (key.failed) return error_memory(f->e);
        text_free(&key);
        if (i < 0) continue; // of a setting that has not begun
        Tuning *t = &r->tunings[i];
        if (list) t->candidates[t->candidate_count] = (Candidate){.name = absent->name};
        t->candidate_count++;
    }
    return OK;
}

static Status list_candidates(Folding *f) {
    Results *r = f->r;
    Status s = gather_candidates(f, false);
    for (int i = 0; !s && i < r->tuning_count; i++) {
        Tuning *t = &r->tunings[i];
        t->candidates = arena_take(&r->arena, (size_t)t->candidate_count, sizeof *t->candidates);
        if (!t->candidates) return error_memory(f->e);
        t->candidate_count = 0;
    }
    return s ? s : gather_candidates(f, true);
}

// --- What became of them

static const RunLog *run_under(const SettingLog *log, Replicate replicate) {
    int low = 0, high = log ? log->run_count : 0;
    while (low < high) {
        const int middle = low + (high - low) / 2,
                  order = replicate_order(log->by_replicate[middle]->replicate, replicate);
        if (order == 0) return log->by_replicate[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

// The seeds of all candidates, each once.
static Status list_seeds(Folding *f, Tuning *t) {
    size_t room = 0;
    for (int c = 0; c < t->candidate_count; c++)
        room += t->candidates[c].log ? (size_t)t->candidates[c].log->run_count : 0;
    t->seeds = arena_take(&f->r->arena, room, sizeof *t->seeds);
    if (!t->seeds) return error_memory(f->e);
    for (int c = 0; c < t->candidate_count; c++) {
        const SettingLog *log = t->candidates[c].log;
        for (int i = 0; log && i < log->run_count; i++) {
            int before = 0;
            while (before < c && !run_under(t->candidates[before].log, log->runs[i].replicate)) before++;
            if (before == c) t->seeds[t->seed_count++] = log->runs[i].replicate;
        }
    }
    return OK;
}

static bool is_lost(const Results *r, const Tuning *t, const Candidate *c, Replicate replicate) {
    for (int i = 0; i < r->lost_count; i++)
        if (r->lost[i].experiment == t->experiment && r->lost[i].seed == (double)replicate.seed &&
            strcmp(r->lost[i].setting, c->name) == 0)
            return true;
    return false;
}

static Trial trial_of(const Results *r, const Tuning *t, const Candidate *c, Replicate replicate, double *val_loss) {
    const RunLog *run = run_under(c->log, replicate);
    *val_loss = NAN;
    if (!run) return is_lost(r, t, c, replicate) ? TRIAL_FAILED : TRIAL_MISSING;
    if (run->failed) return TRIAL_FAILED;
    if (run->unfinished) return TRIAL_MISSING;
    *val_loss = run_final(run)->val_loss;
    return run->diverged || !isfinite(*val_loss) ? TRIAL_DIVERGED : TRIAL_RAN;
}

static Status list_trials(Folding *f, Tuning *t) {
    const size_t seeds = (size_t)t->seed_count;
    t->chosen = arena_take(&f->r->arena, seeds, sizeof *t->chosen);
    if (!t->chosen) return error_memory(f->e);
    for (int c = 0; c < t->candidate_count; c++) {
        Candidate *own = &t->candidates[c];
        own->trial = arena_take(&f->r->arena, seeds, sizeof *own->trial);
        own->val_loss = arena_take(&f->r->arena, seeds, sizeof *own->val_loss);
        if (!own->trial || !own->val_loss) return error_memory(f->e);
        for (int i = 0; i < t->seed_count; i++) {
            own->trial[i] = trial_of(f->r, t, own, t->seeds[i], &own->val_loss[i]);
            if (own->trial[i] != TRIAL_RAN) own->val_loss[i] = NAN;
            if (own->trial[i] == TRIAL_MISSING) t->chosen[i] = CHOSEN_WAITING;
        }
    }
    return OK;
}

// --- The choice

// The mean validation loss over the seeds from `first` to before `end` that do not wait; NAN where it did not run under
// all of these.
static double mean_loss(const Tuning *t, const Candidate *c, int first, int end) {
    double sum = 0;
    int n = 0;
    for (int i = first; i < end; i++) {
        if (t->chosen[i] == CHOSEN_WAITING) continue;
        sum += c->val_loss[i];
        n++;
    }
    return n > 0 ? sum / n : NAN;
}

// One candidate for all of these seeds.
static void choose(Tuning *t, int first, int end) {
    int best = CHOSEN_NONE;
    double least = INFINITY;
    for (int c = 0; c < t->candidate_count; c++) {
        const double loss = mean_loss(t, &t->candidates[c], first, end);
        if (!(loss < least)) continue;
        least = loss;
        best = c;
    }
    for (int i = first; i < end; i++) {
        if (t->chosen[i] == CHOSEN_WAITING) continue;
        t->chosen[i] = best;
        if (best >= 0) t->candidates[best].chosen++;
    }
}

static void choose_all(Tuning *t) {
    if (t->over_seeds) choose(t, 0, t->seed_count);
    for (int i = 0; !t->over_seeds && i < t->seed_count; i++) choose(t, i, i + 1);
}

// --- The setting that comes of it

static bool same_text(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

// The options that differ between candidates; the setting has its own value of the others.
static Status take_options(Folding *f, Tuning *t, SettingLog *setting) {
    Results *r = f->r;
    const char **values = arena_take(&r->arena, (size_t)r->option_count, sizeof *values);
    t->options = arena_take(&r->arena, (size_t)r->option_count, sizeof *t->options);
    if (!values || !t->options) return error_memory(f->e);
    for (int i = 0; i < r->option_count; i++) {
        bool differs = false;
        for (int c = 0; c < t->candidate_count; c++)
            differs |= t->candidates[c].log && !same_text(t->candidates[c].log->values[i], setting->values[i]);
        values[i] = differs ? VALUE_TUNED : setting->values[i];
        if (differs) t->options[t->option_count++] = i;
    }
    setting->values = values;
    return OK;
}

static bool same_classes(const SettingLog *a, const SettingLog *b) {
    bool same = a->class_count == b->class_count;
    for (int k = 0; same && k < a->class_count; k++) same = strcmp(a->classes[k], b->classes[k]) == 0;
    return same;
}

// What a tuned setting has of all of its candidates: the facts that some know.
static void join_facts(SettingLog *setting, const SettingLog *candidate) {
    setting->stops |= candidate->stops;
    setting->selects_on_test |= candidate->selects_on_test;
    setting->label_noise |= candidate->label_noise;
    setting->folds_counted &= candidate->folds_counted;
    if (candidate->folds > setting->folds) setting->folds = candidate->folds;
    if (candidate->planned > setting->planned) setting->planned = candidate->planned;
    if (setting->class_count == 0) {
        setting->classes = candidate->classes;
        setting->class_count = candidate->class_count;
    }
    for (DataFact i = 0; i < DATA_FACTS; i++)
        if (!setting->data[i]) setting->data[i] = candidate->data[i];
}

static int by_replicate(const void *a, const void *b) {
    const RunLog *x = *(const RunLog *const *)a, *y = *(const RunLog *const *)b;
    return replicate_order(x->replicate, y->replicate);
}

static Status take_runs(Folding *f, const Tuning *t, SettingLog *setting) {
    const size_t room = (size_t)t->seed_count;
    setting->runs = arena_take(&f->r->arena, room, sizeof *setting->runs);
    setting->by_replicate = arena_take(&f->r->arena, room, sizeof *setting->by_replicate);
    if (!setting->runs || !setting->by_replicate) return error_memory(f->e);
    setting->run_count = 0;
    for (int i = 0; i < t->seed_count; i++) {
        if (t->chosen[i] < 0) continue;
        const SettingLog *log = t->candidates[t->chosen[i]].log;
        RunLog *run = &setting->runs[setting->run_count];
        *run = *run_under(log, t->seeds[i]);
        if (!same_classes(setting, log)) run->confusion = NULL;
        setting->by_replicate[setting->run_count++] = run;
    }
    qsort(setting->by_replicate, (size_t)setting->run_count, sizeof *setting->by_replicate, by_replicate);
    return OK;
}

static Status make_setting(Folding *f, Tuning *t, SettingLog *setting) {
    *setting = *t->candidates[0].log; // whose row made the tuning known
    setting->name = setting->own_name = t->name;
    setting->candidate_of = NULL;
    setting->tuning = t;
    for (int c = 0; c < t->candidate_count; c++)
        if (t->candidates[c].log) join_facts(setting, t->candidates[c].log);
    Status s = take_options(f, t, setting);
    return s ? s : take_runs(f, t, setting);
}

// The settings anew. The candidates' own stay where they are.
static Status fold_settings(Folding *f) {
    Results *r = f->r;
    SettingLog *settings = arena_take(&r->arena, (size_t)r->setting_count, sizeof *settings);
    int count = 0, tunings = 0;
    if (!settings) return error_memory(f->e);
    for (int s = 0; s < r->setting_count; s++) {
        SettingLog *own = &r->settings[s];
        Tuning *t = tunings < r->tuning_count ? &r->tunings[tunings] : NULL;
        if (own->candidate_of && (!t || t->candidates[0].log != own)) continue;
        if (!own->candidate_of) {
            settings[count++] = *own;
            continue;
        }
        tunings++;
        if (make_setting(f, t, &settings[count])) return f->e->status;
        if (settings[count].run_count > 0) t->setting = count++;
    }
    r->settings = settings;
    r->setting_count = count;
    return OK;
}

static Status fold(Folding *f) {
    Results *r = f->r;
    Status s = list_candidates(f);
    for (int i = 0; !s && i < r->tuning_count; i++) {
        Tuning *t = &r->tunings[i];
        s = list_seeds(f, t);
        if (!s) s = list_trials(f, t);
        if (!s) choose_all(t);
    }
    if (!s) s = fold_settings(f);
    if (!s && r->setting_count == 0)
        s = error_set(f->e, ERR_DATA,
                      "%s: nothing can be compared yet: under no seed all candidates of \"%s\" have come to their end "
                      "with one that can be chosen; the same command goes on",
                      r->experiments[0].log_path, r->tunings[0].name);
    return s;
}

Status tunings_fold(Results *r, Error *e) {
    int candidates = 0;
    for (int s = 0; s < r->setting_count; s++) candidates += r->settings[s].candidate_of != NULL;
    if (candidates == 0) return OK;
    Folding f = {.r = r, .e = e};
    r->tunings = arena_take(&r->arena, (size_t)candidates, sizeof *r->tunings);
    Status s = r->tunings ? fold(&f) : error_memory(e);
    arena_free(&f.passing);
    return s;
}

RunPart run_part(const Results *r, int experiment, const char *setting, Replicate replicate) {
    for (int i = 0; i < r->tuning_count; i++) {
        const Tuning *t = &r->tunings[i];
        int c = 0, seed = 0;
        while (c < t->candidate_count && strcmp(t->candidates[c].name, setting) != 0) c++;
        if (t->experiment != experiment || c == t->candidate_count) continue;
        while (seed < t->seed_count && !replicate_same(t->seeds[seed], replicate)) seed++;
        if (seed == t->seed_count || t->chosen[seed] < 0) return RUN_UNDECIDED;
        return t->chosen[seed] == c ? RUN_COMPARED : RUN_PASSED_OVER;
    }
    return RUN_COMPARED;
}
