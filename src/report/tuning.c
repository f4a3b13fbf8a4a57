#include "report/tuning.h"

#include <inttypes.h>
#include <string.h>

#include "compare/stats.h"
#include "compare/tuned.h"
#include "report/number.h"
#include "report/views.h"

#define NAMED_MOST 6 // settings that a line names

static const char *last_part(const char *key) {
    const char *dot = strrchr(key, '.');
    return dot ? dot + 1 : key;
}

// "learning_rate 0.1, dropout 0.3": what a candidate has of the options that are tuned and has an effect.
static void add_options(Text *out, const Results *r, const Tuning *t, const Candidate *candidate) {
    const char *comma = "";
    for (int i = 0; candidate->log && i < t->option_count; i++) {
        const char *value = candidate->log->values[t->options[i]];
        if (!value || !*value) continue;
        text_printf(out, "%s%s %s", comma, last_part(r->options[t->options[i]]), value);
        comma = ", ";
    }
    if (!*comma) text_add(out, candidate->name);
}

// --- The table

static bool add_loss(Text *out, const Tuning *t, const Candidate *candidate, Arena *a) {
    double *loss = arena_take(a, (size_t)t->seed_count, sizeof *loss);
    int n = 0;
    if (!loss) return false;
    for (int i = 0; i < t->seed_count; i++)
        if (candidate->trial[i] == TRIAL_RAN) loss[n++] = candidate->val_loss[i];
    number_add_sd(out, stats_mean(loss, n), stats_sd(loss, n));
    return true;
}

TextTable view_tuning(const Comparison *c, Arena *a) {
    const Results *r = c->results;
    TextTable t = table_begin(a, "Tuning: chosen by the validation loss", 1);
    t.name = "tuning";
    if (r->tuning_count == 0) return t;
    table_column(&t, "setting", true);
    table_column(&t, "chosen", true);
    table_column(&t, "for seeds", false);
    table_column(&t, "of candidates", false);
    table_column(&t, "its val loss, all seeds", false);
    for (int i = 0; i < r->tuning_count; i++) {
        const Tuning *own = &r->tunings[i];
        for (int k = 0; k < own->candidate_count; k++) {
            const Candidate *candidate = &own->candidates[k];
            Text cell = {0};
            if (candidate->chosen == 0) continue;
            table_cell_text(&t, own->name);
            add_options(&cell, r, own, candidate);
            table_cell(&t, &cell);
            text_printf(&cell, "%d of %d", candidate->chosen, own->seed_count);
            table_cell(&t, &cell);
            text_printf(&cell, "%d", own->candidate_count);
            table_cell(&t, &cell);
            t.failed |= !add_loss(&cell, own, candidate, a);
            table_cell(&t, &cell);
        }
    }
    return t;
}

// --- What is to be said

// How many runs of candidates ended so, and how many candidates they are of.
static int count_trials(const Tuning *t, Trial trial, int *candidates) {
    int runs = 0;
    *candidates = 0;
    for (int k = 0; k < t->candidate_count; k++) {
        int own = 0;
        for (int i = 0; i < t->seed_count; i++) own += t->candidates[k].trial[i] == trial;
        runs += own;
        *candidates += own > 0;
    }
    return runs;
}

static void note_out(Lines *lines, const Tuning *t, Arena *a) {
    static const struct {
        Trial trial;
        const char *words;
    } out[] = {{TRIAL_DIVERGED, "diverged"}, {TRIAL_FAILED, "failed"}};
    for (size_t i = 0; i < sizeof out / sizeof *out; i++) {
        int candidates;
        const int runs = count_trials(t, out[i].trial, &candidates);
        Text words = {0};
        if (runs == 0) continue;
        text_printf(&words, "%d run%s of %d candidate%s %s and cannot be chosen%s", runs, runs == 1 ? "" : "s",
                    candidates, candidates == 1 ? "" : "s", out[i].words,
                    t->over_seeds ? ", nor can these candidates under other seeds" : "");
        lines_add_text(lines, a, t->name, &words, TONE_PLAIN);
    }
}

// The seeds without a choice.
static void note_open(Lines *lines, const Tuning *t, int open, const char *why, Arena *a) {
    Text words = {0};
    const char *comma = "";
    for (int i = 0; i < t->seed_count; i++) {
        if (t->chosen[i] != open) continue;
        text_printf(&words, "%s%" PRIu64, *comma ? comma : "no candidate is chosen for seed ", t->seeds[i].seed);
        comma = ", ";
    }
    if (!words.data) return;
    text_add(&words, why);
    lines_add_text(lines, a, t->name, &words, TONE_BAD);
}

static void note_budgets(Lines *lines, const Results *r, Arena *a) {
    Text words = {0};
    if (r->tuning_count == 0 || !budgets_differ(r)) return;
    text_add(&words, "budgets differ: chosen among");
    for (int s = 0; s < r->setting_count && s < NAMED_MOST; s++)
        text_printf(&words, "%s %d (%s)", s ? "," : "", setting_budget(&r->settings[s]), r->settings[s].name);
    if (r->setting_count > NAMED_MOST) text_printf(&words, " and %d more settings", r->setting_count - NAMED_MOST);
    text_add(&words,
             " candidates. Part of a difference may be the search and not the setting: give each as many, tuning "
             "train.learning_rate, say, where there is nothing else");
    lines_add_text(lines, a, "", &words, TONE_BAD);
}

static void note_edges(Lines *lines, const Results *r, Arena *a) {
    Edges edges;
    if (!edges_find(&edges, r, a)) {
        lines->failed = true;
        return;
    }
    for (int i = 0; i < edges.count; i++) {
        const Edge *edge = &edges.edge[i];
        Text words = {0};
        text_printf(&words,
                    "%s %s, the %s that was tried, is the best for %d of %d seeds: the best may lie beyond, so widen "
                    "the range with %s values",
                    edge->key, edge->value, edge->high ? "highest" : "lowest", edge->seeds,
                    tuning_decided(edge->tuning), edge->high ? "higher" : "lower");
        lines_add_text(lines, a, edge->tuning->name, &words, TONE_BAD);
    }
}

static void note_meaning(Lines *lines, const Results *r, Arena *a) {
    bool per_seed = false;
    for (int i = 0; i < r->tuning_count; i++) per_seed |= !r->tunings[i].over_seeds;
    lines_add(lines, a, "",
              "choices rest on the validation part alone; test numbers are those of chosen runs, and no test number of "
              "another candidate enters anything",
              TONE_PLAIN);
    if (per_seed)
        lines_add(lines, a, "",
                  "chosen for each seed by itself: what is compared is the setting together with its tuning, pair by "
                  "pair",
                  TONE_PLAIN);
}

Lines view_tuning_notes(const Comparison *c, Arena *a) {
    const Results *r = c->results;
    Lines lines = {0};
    if (r->tuning_count == 0) return lines;
    for (int i = 0; i < r->tuning_count; i++) {
        const Tuning *t = &r->tunings[i];
        note_open(&lines, t, CHOSEN_WAITING, ": not all candidates have come to their end; the same command goes on",
                  a);
        note_open(&lines, t, CHOSEN_NONE,
                  t->over_seeds ? ": no candidate came to its end under every seed"
                                : ": no candidate came to a good end; lower train.learning_rate, say",
                  a);
        note_out(&lines, t, a);
    }
    note_budgets(&lines, r, a);
    note_edges(&lines, r, a);
    note_meaning(&lines, r, a);
    return lines;
}

// --- JSON

static void add_candidate(JsonWriter *w, const Results *r, const Tuning *t, const Candidate *candidate) {
    json_object(w, JSON_INLINE);
    json_key(w, "name");
    json_text(w, candidate->name);
    json_key(w, "options");
    json_object(w, JSON_INLINE);
    for (int i = 0; candidate->log && i < t->option_count; i++) {
        json_key(w, r->options[t->options[i]]);
        json_text(w, candidate->log->values[t->options[i]]);
    }
    json_end(w);
    json_key(w, "chosen");
    json_whole(w, candidate->chosen);
    json_key(w, "val_loss");
    json_list(w, JSON_INLINE);
    for (int i = 0; i < t->seed_count; i++) number_json(w, candidate->val_loss[i]);
    json_end(w);
    json_end(w);
}

static void add_tuning(JsonWriter *w, const Results *r, const Tuning *t) {
    json_object(w, JSON_LINES);
    json_key(w, "setting");
    json_text(w, t->name);
    json_key(w, "choose");
    json_text(w, t->over_seeds ? "over_seeds" : "per_seed");
    json_key(w, "seeds");
    json_list(w, JSON_INLINE);
    for (int i = 0; i < t->seed_count; i++) json_unsigned(w, t->seeds[i].seed);
    json_end(w);
    json_key(w, "chosen");
    json_list(w, JSON_INLINE);
    for (int i = 0; i < t->seed_count; i++) json_text(w, t->chosen[i] < 0 ? NULL : t->candidates[t->chosen[i]].name);
    json_end(w);
    json_key(w, "candidates");
    json_list(w, JSON_LINES);
    for (int k = 0; k < t->candidate_count; k++) add_candidate(w, r, t, &t->candidates[k]);
    json_end(w);
    json_end(w);
}

void tuning_json(JsonWriter *w, const Comparison *c) {
    const Results *r = c->results;
    Arena arena = {0};
    Lines notes = view_tuning_notes(c, &arena);
    if (r->tuning_count == 0) return;
    json_key(w, "tuning");
    json_object(w, JSON_LINES);
    json_key(w, "settings");
    json_list(w, JSON_LINES);
    for (int i = 0; i < r->tuning_count; i++) add_tuning(w, r, &r->tunings[i]);
    json_end(w);
    json_key(w, "notes");
    json_list(w, JSON_LINES);
    for (int i = 0; i < notes.count; i++) {
        Text words = {0};
        text_printf(&words, "%s%s%s", notes.line[i].about, *notes.line[i].about ? ": " : "", notes.line[i].words);
        json_text(w, words.data ? words.data : "");
        w->out->failed |= words.failed;
        text_free(&words);
    }
    json_end(w);
    json_end(w);
    w->out->failed |= notes.failed;
    arena_free(&arena);
}
