// What was left out or is missing, and what to do about it.
#include <inttypes.h>

#include "report/stopping.h"
#include "report/views.h"
#include "report/words.h"

// Appends the seeds of the runs that `chosen` holds for.
static void add_seeds(Text *t, const SettingLog *log, bool (*chosen)(const RunLog *)) {
    const char *comma = " ";
    for (int i = 0; i < log->run_count; i++) {
        if (!chosen(&log->runs[i])) continue;
        text_printf(t, "%s%" PRIu64, comma, log->runs[i].replicate.seed);
        comma = ", ";
    }
}

static bool has_diverged(const RunLog *run) {
    return run->diverged;
}

static bool has_learned_nothing(const RunLog *run) {
    return run_usable(run) && run->nothing;
}

static bool is_unfinished(const RunLog *run) {
    return run->unfinished;
}

static void note_left_out(Lines *lines, Arena *a, const SettingSummary *s) {
    const SettingLog *log = s->log;
    Text t = {0};
    if (s->diverged > 0) {
        text_printf(&t, "%d of %d runs diverged and %s left out: seed", s->diverged, log->run_count,
                    s->diverged == 1 ? "is" : "are");
        add_seeds(&t, log, has_diverged);
        lines_add_text(lines, a, log->name, &t, TONE_BAD);
    }
    if (s->unfinished > 0) {
        text_printf(&t, "%d of %d runs did not finish and %s left out: seed", s->unfinished, log->run_count,
                    s->unfinished == 1 ? "is" : "are");
        add_seeds(&t, log, is_unfinished);
        lines_add_text(lines, a, log->name, &t, TONE_BAD);
    }
    if (log->planned > log->run_count && !log->tuning) { // of a tuned one: report/tuning.c
        text_printf(&t, "%d of the %d planned runs have no row in the log", log->planned - log->run_count,
                    log->planned);
        lines_add_text(lines, a, log->name, &t, TONE_BAD);
    }
}

static void note_nothing(Lines *lines, Arena *a, const SettingSummary *s, bool regression) {
    Text t = {0};
    if (s->nothing == 0) return;
    text_printf(&t,
                "%d of %d runs learned nothing: on the training part no better than always predicting the %s; counted "
                "all the same: seed",
                s->nothing, s->log->run_count, regression ? "mean" : "class shares");
    add_seeds(&t, s->log, has_learned_nothing);
    lines_add_text(lines, a, s->log->name, &t, TONE_BAD);
}

static void note_ends(Lines *lines, Arena *a, const SettingLog *log) {
    Text t = {0};
    words_ends(&t, log);
    if (t.data || t.failed) lines_add_text(lines, a, log->name, &t, log->stops ? TONE_PLAIN : TONE_BAD);
    if (log->selects_on_test) lines_add(lines, a, log->name, selection_note, TONE_BAD);
}

// Settings that were to run and left no row.
static void note_absent(Lines *lines, const Results *r, Arena *a) {
    for (int i = 0; i < r->absent_count; i++) {
        Text t = {0};
        text_printf(&t, "0 of %d runs finished: not compared, the log has no row of it", r->absent[i].planned);
        lines_add_text(lines, a, r->absent[i].name, &t, TONE_BAD);
    }
}

// The file beside a log that would tell what its setting's data were and does not; NULL where all is known.
static const char *silent_file(const SettingLog *log) {
    if (!log->data[DATA_HASH]) return "manifest.json";
    return log->data[DATA_TEST_SIZE] ? NULL : "config.json"; // which tells all the other facts, or none
}

// Pairs across experiments need the same data; where that cannot be checked it is said.
static void note_unchecked(Lines *lines, const Comparison *c, Arena *a) {
    const SettingLog *base = c->settings[c->baseline].log;
    for (int s = 0; s < c->setting_count; s++) {
        const SettingLog *log = c->settings[s].log, *unknown = silent_file(base) ? base : log;
        if (log->experiment == base->experiment || !silent_file(unknown)) continue;
        Text t = {0};
        text_printf(&t, "whether all saw the same data could not be checked: %s has no %s that tells",
                    c->results->experiments[unknown->experiment].folder, silent_file(unknown));
        lines_add_text(lines, a, "", &t, TONE_PLAIN);
        return;
    }
}

static void note_folds(Lines *lines, const Comparison *c, Arena *a) {
    Text t = {0};
    words_folds(&t, c);
    if (t.data) lines_add_text(lines, a, "", &t, TONE_PLAIN);
}

static void note_probes(Lines *lines, const Results *r, Arena *a) {
    Text t = {0};
    if (!r->unknown_probe) return;
    text_printf(
        &t, "what instruments said: %s is no value that this version knows and is left out; a newer regrun reads it",
        r->unknown_probe);
    lines_add_text(lines, a, "", &t, TONE_PLAIN);
}

// The gap of a setting that trains on redrawn labels is no measure of its overfitting.
static void note_label_noise(Lines *lines, const Comparison *c, Arena *a) {
    bool noise = false;
    for (int s = 0; s < c->setting_count; s++) noise |= c->settings[s].log->label_noise;
    if (noise)
        lines_add(lines, a, "",
                  "data.label_noise: train losses, and so gaps, are measured against the labels that were redrawn; a "
                  "small gap does not mean a good network: compare the test losses",
                  TONE_PLAIN);
}

// --- Many settings: one line for each kind of trouble

#define NAMED_MOST 4 // settings that such a line names

typedef enum Trouble { TROUBLE_DIVERGED, TROUBLE_UNFINISHED, TROUBLE_MISSING, TROUBLE_NOTHING, TROUBLES } Trouble;

static int runs_in(const SettingSummary *s, Trouble trouble) {
    const int missing = s->log->tuning ? 0 : s->log->planned - s->log->run_count;
    const int counts[] = {[TROUBLE_DIVERGED] = s->diverged,
                          [TROUBLE_UNFINISHED] = s->unfinished,
                          [TROUBLE_MISSING] = missing > 0 ? missing : 0,
                          [TROUBLE_NOTHING] = s->nothing};
    return counts[trouble];
}

// "5 runs diverged and are left out: a (3), b (2)"; nothing where no run did.
static void note_trouble(Lines *lines, const Comparison *c, Trouble trouble, Arena *a) {
    static const char *const words[] = {[TROUBLE_DIVERGED] = "diverged, left out",
                                        [TROUBLE_UNFINISHED] = "did not finish, left out",
                                        [TROUBLE_MISSING] = "planned, no row in the log",
                                        [TROUBLE_NOTHING] = "learned nothing, counted all the same"};
    int runs = 0, settings = 0;
    Text t = {0};
    for (int s = 0; s < c->setting_count; s++) runs += runs_in(&c->settings[s], trouble);
    if (runs == 0) return;
    text_printf(&t, "%d run%s %s:", runs, runs == 1 ? "" : "s", words[trouble]);
    for (int s = 0; s < c->setting_count; s++) {
        const int own = runs_in(&c->settings[s], trouble);
        if (own > 0 && settings++ < NAMED_MOST)
            text_printf(&t, "%s%s (%d)", settings == 1 ? " " : ", ", c->settings[s].log->name, own);
    }
    if (settings > NAMED_MOST)
        text_printf(&t, " and %d more setting%s", settings - NAMED_MOST, settings == NAMED_MOST + 1 ? "" : "s");
    lines_add_text(lines, a, "", &t, TONE_BAD);
}

// Epochs that were chosen by the test loss.
static void note_selected(Lines *lines, const Comparison *c, Arena *a) {
    int settings = 0;
    for (int s = 0; s < c->setting_count; s++) settings += c->settings[s].log->selects_on_test;
    if (settings == 0) return;
    Text t = {0};
    text_printf(&t, "%d setting%s: %s", settings, settings == 1 ? "" : "s", selection_note);
    lines_add_text(lines, a, "", &t, TONE_BAD);
}

static void note_absent_count(Lines *lines, const Results *r, Arena *a) {
    Text t = {0};
    if (r->absent_count == 0) return;
    text_printf(&t, "%d planned setting%s without a finished run: not compared, the log has no row of %s",
                r->absent_count, r->absent_count == 1 ? "" : "s", r->absent_count == 1 ? "it" : "them");
    lines_add_text(lines, a, "", &t, TONE_BAD);
}

static void note_many(Lines *lines, const Comparison *c, Arena *a) {
    for (Trouble trouble = 0; trouble < TROUBLES; trouble++) note_trouble(lines, c, trouble, a);
    note_selected(lines, c, a);
    note_absent_count(lines, c->results, a);
}

// Of few settings each.
static void note_each(Lines *lines, const Comparison *c, Arena *a) {
    for (int i = 0; i < c->focus.count; i++) {
        const SettingSummary *s = &c->settings[c->focus.setting[i]];
        note_left_out(lines, a, s);
        note_nothing(lines, a, s, c->results->regression);
        note_ends(lines, a, s->log);
    }
    note_absent(lines, c->results, a);
}

Lines view_notes(const Comparison *c, Arena *a) {
    Lines lines = {0};
    int diverged = 0, nothing = 0;
    for (int i = 0; i < c->focus.count; i++) {
        diverged += c->settings[c->focus.setting[i]].diverged;
        nothing += c->settings[c->focus.setting[i]].nothing;
    }
    if (c->focus.digest)
        note_many(&lines, c, a);
    else
        note_each(&lines, c, a);
    note_unchecked(&lines, c, a);
    note_folds(&lines, c, a);
    note_label_noise(&lines, c, a);
    note_probes(&lines, c->results, a);
    if (diverged > 0) lines_add(&lines, a, "", "what diverges mostly needs a lower train.learning_rate", TONE_PLAIN);
    if (nothing > 0)
        lines_add(
            &lines, a, "",
            "what learns nothing mostly needs a lower train.learning_rate, more train.epochs or less regularization",
            TONE_PLAIN);
    return lines;
}
