#include "report/views.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "compare/classes.h"
#include "report/mean_curve.h"
#include "report/number.h"
#include "report/stopping.h"
#include "report/words.h"
#include "train/spec.h"

#define SHOWN_BRIEF 5 // places in the order of what is shown; test scores have the last of them

#define INTERACTIONS_ALL 4   // up to here every interaction is worth a line; beyond, those that show
#define INTERACTIONS_MOST 10 // and no more of these

static void add_estimate(Text *cell, const Estimate *x) {
    if (x->n == 0 && x->never > 0) {
        text_add(cell, "never");
        return;
    }
    number_add_sd(cell, x->mean, x->sd);
    if (x->never > 0) text_printf(cell, ", never in %d", x->never);
}

static const char *keep(TextTable *t, Text *text) {
    const char *kept = text_keep(text, t->arena);
    t->failed |= !kept;
    return kept ? kept : "";
}

TextTable view_begin(Arena *a, Text *title, const Comparison *c, int names) {
    TextTable t = table_begin(a, "", names);
    words_selection(title, c);
    t.title = keep(&t, title);
    return t;
}

static void add_metric_column(TextTable *t, const Comparison *c, int metric) {
    const MetricInfo *info = &c->table.row[metric];
    Text heading = {0};
    text_add_plain(&heading, info->reach_title ? info->reach_title : comparison_names(c, metric)->title);
    if (info->reach_title && !isnan(c->reach)) text_printf(&heading, " %.6g", c->reach);
    table_column(t, keep(t, &heading), false);
}

// Whether the brief table has it: the first places, with the score of every target, the validation part's loss, and of
// the test part the metrics that were asked for, and where runs stopped. (Averages have a table of their own.)
static bool is_brief(const MetricInfo *info) {
    if (info->asked) return info->part == SCORE_TEST && !info->averaged;
    return info->shown <= SHOWN_BRIEF || info->stopping || (info->validation && !info->score);
}

TextTable view_settings(const Comparison *c, bool brief, Arena *a) {
    Text title = {0};
    text_add(&title, "Settings: mean (SD) over seeds");
    TextTable t = view_begin(a, &title, c, 1);
    table_column(&t, "setting", true);
    for (int k = 0; k < c->shown.count; k++)
        if (!brief || is_brief(&c->table.row[c->shown.index[k]])) add_metric_column(&t, c, c->shown.index[k]);
    table_column(&t, "runs", false);
    for (int s = 0; s < c->setting_count; s++) {
        const SettingSummary *summary = &c->settings[s];
        Text cell = {0};
        table_cell_text(&t, summary->log->name);
        for (int k = 0; k < c->shown.count; k++) {
            if (brief && !is_brief(&c->table.row[c->shown.index[k]])) continue;
            add_estimate(&cell, &summary->metric[c->shown.index[k]]);
            table_cell(&t, &cell);
        }
        text_printf(&cell, "%d", summary->usable);
        if (summary->usable < summary->log->run_count) text_printf(&cell, " of %d", summary->log->run_count);
        if (summary->nothing) text_printf(&cell, ", %d learned nothing", summary->nothing);
        table_cell(&t, &cell);
    }
    return t;
}

static void add_difference_row(TextTable *t, const Comparison *c, int setting, int k) {
    const Difference *d = &c->against[setting].difference[k];
    Text cell = {0};
    table_cell_text(t, c->settings[setting].log->name);
    text_printf(&cell, "%s%s", comparison_names(c, c->judged.index[k])->title, k > 0 ? " (exploratory)" : "");
    table_cell(t, &cell);
    words_mean(&cell, d);
    table_cell(t, &cell);
    words_interval(&cell, d);
    table_cell(t, &cell);
    number_add(&cell, d->noise_floor, d->noise_floor);
    table_cell(t, &cell);
    const double p[] = {d->p, d->p_holm, d->p_max_t, d->p_permutation};
    for (size_t i = 0; i < sizeof p / sizeof *p; i++) {
        number_add_p(&cell, p[i]);
        table_cell(t, &cell);
    }
    if (isnan(d->effect))
        text_add(&cell, "-");
    else
        text_printf(&cell, d->effect == 0 ? "0" : "%+.2g", d->effect);
    table_cell(t, &cell);
    text_printf(&cell, "%d", d->n);
    table_cell(t, &cell);
}

TextTable view_differences(const Comparison *c, Arena *a) {
    static const char *const headings[] = {"difference", "95 % interval", "noise floor", "p",    "p (Holm)",
                                           "p (max-T)",  "p (flips)",     "effect g",    "pairs"};
    Text title = {0};
    text_printf(&title, "Setting minus %s, paired by seed", c->settings[c->baseline].log->name);
    TextTable t = view_begin(a, &title, c, 2);
    table_column(&t, "setting", true);
    table_column(&t, "metric", true);
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) table_column(&t, headings[i], false);
    for (int s = 0; s < c->setting_count; s++) {
        if (s == c->baseline || c->against[s].other_data < DATA_FACTS) continue;
        for (int k = 0; k < c->judged.count; k++) add_difference_row(&t, c, s, k);
    }
    return t;
}

static void add_mean_and_interval(TextTable *t, const Difference *d) {
    Text cell = {0};
    words_mean(&cell, d);
    if (d->n > 1) {
        text_add(&cell, " (");
        words_interval(&cell, d);
        text_add(&cell, ")");
    }
    table_cell(t, &cell);
}

TextTable view_matched(const Comparison *c, Arena *a) {
    Text title = {0};
    text_printf(&title, "Matched fit: gap minus that of %s (95 %% interval)", c->settings[c->baseline].log->name);
    TextTable t = view_begin(a, &title, c, 1);
    table_column(&t, "setting", true);
    table_column(&t, "at equal train loss", false);
    table_column(&t, "that loss", false);
    table_column(&t, "at equal steps", false);
    table_column(&t, "those steps", false);
    table_column(&t, "only slower", true);
    for (int s = 0; s < c->setting_count; s++) {
        const MatchedFit *m = &c->against[s].matched;
        Text cell = {0};
        if (s == c->baseline || c->against[s].other_data < DATA_FACTS) continue;
        table_cell_text(&t, c->settings[s].log->name);
        add_mean_and_interval(&t, &m->equal_loss);
        number_add(&cell, m->train_loss, NAN);
        table_cell(&t, &cell);
        add_mean_and_interval(&t, &m->equal_steps);
        number_add(&cell, round(m->steps), NAN);
        table_cell(&t, &cell);
        table_cell_text(&t, m->match == MATCH_ONLY_SLOWER ? "yes" : "no");
    }
    return t;
}

static void add_beside(TextTable *t, const Comparison *c, const Beside *b, const BesideNumber *number) {
    Text cell = {0};
    if (!number) {
        for (int i = 0; i < 3; i++) table_cell_text(t, "-");
        return;
    }
    add_estimate(&cell, &number->network);
    table_cell(t, &cell);
    add_estimate(&cell, &c->settings[b->setting].metric[number->average]);
    table_cell(t, &cell);
    add_mean_and_interval(t, &number->difference);
}

TextTable view_averages(const Comparison *c, Arena *a) {
    Text title = {0};
    text_add(&title, "Averages beside the network itself, in the same runs (95 % interval)");
    TextTable t = view_begin(a, &title, c, 2);
    int numbers = 0;
    for (int i = 0; i < c->beside_count; i++) numbers = c->beside[i].count > numbers ? c->beside[i].count : numbers;
    table_column(&t, "setting", true);
    table_column(&t, "average", true);
    for (int k = 0; k < numbers; k++) {
        const int own = k == 0 ? metric_find("test_loss") : metric_find("test_acc");
        table_column(&t, comparison_names(c, own)->title, false);
        table_column(&t, "of the average", false);
        table_column(&t, "difference", false);
    }
    table_column(&t, "runs", false);
    for (int i = 0; i < c->beside_count; i++) {
        const Beside *b = &c->beside[i];
        const int runs = b->number[0].difference.n, usable = c->settings[b->setting].usable;
        Text cell = {0};
        table_cell_text(&t, c->settings[b->setting].log->name);
        table_cell_text(&t, average_titles[b->average]);
        for (int k = 0; k < numbers; k++) add_beside(&t, c, b, k < b->count ? &b->number[k] : NULL);
        text_printf(&cell, "%d", runs);
        if (runs < usable) text_printf(&cell, " of %d", usable);
        table_cell(&t, &cell);
    }
    return t;
}

TextTable view_effects(const Comparison *c, Arena *a) {
    Text title = {0};
    text_add(&title, "Where settings cross: effects and interactions (95 % interval)");
    TextTable t = view_begin(a, &title, c, 1);
    table_column(&t, "effect", true);
    table_column(&t, "on the gap", false);
    table_column(&t, "on test loss", false);
    for (int i = 0; i < c->factorial.effect_count; i++) {
        const Effect *effect = &c->factorial.effects[i];
        Text name = {0};
        words_effect_name(&name, c, effect);
        table_cell(&t, &name);
        add_mean_and_interval(&t, &effect->gap);
        add_mean_and_interval(&t, &effect->test_loss);
    }
    return t;
}

static void add_number_cell(TextTable *t, double value) {
    Text cell = {0};
    number_add(&cell, value, NAN);
    table_cell(t, &cell);
}

TextTable view_curve(const Comparison *c, const Column *column, Arena *a) {
    static const char *const headings[] = {"first", "lowest", "at epoch", "last"};
    TextTable t = table_begin(a, "", 1);
    table_column(&t, "setting", true);
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) table_column(&t, headings[i], false);
    for (int s = 0; s < c->setting_count; s++) {
        MeanCurve curve;
        double first = NAN, lowest = NAN, epoch = NAN, last = NAN;
        t.failed |= !mean_curve(&curve, c->settings[s].log, column, a);
        for (int i = 0; i < curve.count; i++) {
            if (isnan(curve.value[i])) continue;
            last = curve.value[i];
            if (isnan(first)) first = last;
            if (!(last >= lowest)) lowest = last, epoch = curve.epoch[i];
        }
        table_cell_text(&t, c->settings[s].log->name);
        const double cells[] = {first, lowest, epoch, last};
        for (int i = 0; i < 4; i++) add_number_cell(&t, cells[i]);
    }
    return t;
}

TextTable view_recall(const Comparison *c, Arena *a) {
    Text title = {0};
    text_add(&title, "Recall of each class: mean (SD) over seeds");
    TextTable t = view_begin(a, &title, c, 1);
    ClassSummary first = {0};
    table_column(&t, "setting", true);
    for (int s = 0; s < c->setting_count; s++) {
        ClassSummary classes;
        t.failed |= !class_summary(&classes, c->settings[s].log, a);
        if (first.classes == 0) {
            first = classes;
            for (int k = 0; k < first.classes; k++) table_column(&t, first.name[k], false);
        }
        if (classes.classes == 0 || !class_summary_same(&first, &classes)) continue;
        table_cell_text(&t, c->settings[s].log->name);
        for (int k = 0; k < classes.classes; k++) {
            Text cell = {0};
            number_add_sd(&cell, classes.share[k * classes.classes + k], classes.sd[k]);
            table_cell(&t, &cell);
        }
    }
    return t;
}

static void add_line(Lines *lines, Arena *a, const char *about, const char *words, Tone tone) {
    if (lines->count == lines->room) {
        int room = lines->room ? 2 * lines->room : 16;
        Line *line = arena_take(a, (size_t)room, sizeof *line);
        if (!line) {
            lines->failed = true;
            return;
        }
        if (lines->line) memcpy(line, lines->line, sizeof *line * (size_t)lines->count);
        lines->line = line;
        lines->room = room;
    }
    lines->line[lines->count++] = (Line){about, words, tone};
}

static void note(Lines *lines, Arena *a, const char *about, Text *t, Tone tone) {
    const char *words = text_keep(t, a);
    if (words)
        add_line(lines, a, about, words, tone);
    else
        lines->failed = true;
}

static Tone tone_of(const Difference *d, const MetricNames *names) {
    if (d->verdict != VERDICT_LESS && d->verdict != VERDICT_MORE) return TONE_PLAIN;
    return (d->verdict == VERDICT_LESS) == (names->better == BETTER_LOWER) ? TONE_GOOD : TONE_BAD;
}

static void add_interactions(Lines *lines, const Comparison *c, Arena *a) {
    int interactions = 0, said = 0;
    for (int i = 0; i < c->factorial.effect_count; i++) interactions += c->factorial.effects[i].order > 1;
    for (int i = 0; i < c->factorial.effect_count && said < INTERACTIONS_MOST; i++) {
        const Effect *effect = &c->factorial.effects[i];
        if (effect->order < 2 || (interactions > INTERACTIONS_ALL && effect->reading <= READING_NONE)) continue;
        Text words = {0};
        words_effect(&words, c, effect);
        note(lines, a, "", &words, TONE_PLAIN);
        said++;
    }
}

static bool has_average(const Comparison *c, int setting) {
    for (int i = 0; i < c->beside_count; i++)
        if (c->beside[i].setting == setting) return true;
    return false;
}

// Whether the setting's runs are those of the baseline, as far as can be told; then that is said once.
static bool note_same_runs(Lines *lines, const Comparison *c, int setting, Arena *a) {
    for (int k = 0; k < c->judged.count; k++)
        if (c->against[setting].difference[k].verdict != VERDICT_SAME) return false;
    Text words = {0};
    text_printf(&words, "the same runs as those of %s", c->settings[c->baseline].log->name);
    if (has_average(c, setting)) text_add(&words, "; what its averages say stands under Averages");
    note(lines, a, c->settings[setting].log->name, &words, TONE_PLAIN);
    return true;
}

// Whether the gap is asked for: what a matched fit says is about it.
static bool about_gap(const Comparison *c) {
    return !c->primary_given || c->judged.index[0] == metric_find("gap");
}

Lines view_verdicts(const Comparison *c, Arena *a) {
    Lines lines = {0};
    for (int s = 0; s < c->setting_count; s++) {
        const Against *against = &c->against[s];
        const char *name = c->settings[s].log->name;
        if (s == c->baseline || note_same_runs(&lines, c, s, a)) continue;
        Text words = {0};
        const int asked = c->primary_given ? 1 : c->judged.count;
        for (int k = 0; k < asked; k++) {
            const Difference *d = &against->difference[k];
            if (isnan(d->mean) && d->n == 0 && k > 0) continue; // said once
            words_verdict(&words, c, s, k);
            note(&lines, a, name, &words, tone_of(d, comparison_names(c, c->judged.index[k])));
        }
        if (asked < c->judged.count) words_exploratory(&words, c, s);
        if (words.data) note(&lines, a, name, &words, TONE_PLAIN);
        if (against->matched.equal_loss.n == 0 || !about_gap(c)) continue;
        words_matched(&words, c, s);
        note(&lines, a, name, &words, against->matched.match == MATCH_ONLY_SLOWER ? TONE_BAD : TONE_PLAIN);
    }
    add_interactions(&lines, c, a);
    return lines;
}

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
        note(lines, a, log->name, &t, TONE_BAD);
    }
    if (s->unfinished > 0) {
        text_printf(&t, "%d of %d runs did not finish and %s left out: seed", s->unfinished, log->run_count,
                    s->unfinished == 1 ? "is" : "are");
        add_seeds(&t, log, is_unfinished);
        note(lines, a, log->name, &t, TONE_BAD);
    }
    if (log->planned > log->run_count) {
        text_printf(&t, "%d of the %d planned runs have no row in the log", log->planned - log->run_count,
                    log->planned);
        note(lines, a, log->name, &t, TONE_BAD);
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
    note(lines, a, s->log->name, &t, TONE_BAD);
}

static void note_ends(Lines *lines, Arena *a, const SettingLog *log) {
    Text t = {0};
    words_ends(&t, log);
    if (t.data || t.failed) note(lines, a, log->name, &t, log->stops ? TONE_PLAIN : TONE_BAD);
    if (log->selects_on_test) add_line(lines, a, log->name, selection_note, TONE_BAD);
}

// Settings that were to run and left no row.
static void note_absent(Lines *lines, const Results *r, Arena *a) {
    for (int i = 0; i < r->absent_count; i++) {
        Text t = {0};
        text_printf(&t, "0 of %d runs finished: not compared, the log has no row of it", r->absent[i].planned);
        note(lines, a, r->absent[i].name, &t, TONE_BAD);
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
        note(lines, a, "", &t, TONE_PLAIN);
        return;
    }
}

static void note_folds(Lines *lines, const Comparison *c, Arena *a) {
    Text t = {0};
    words_folds(&t, c);
    if (t.data) note(lines, a, "", &t, TONE_PLAIN);
}

// The gap of a setting that trains on redrawn labels is no measure of its overfitting.
static void note_label_noise(Lines *lines, const Comparison *c, Arena *a) {
    bool noise = false;
    for (int s = 0; s < c->setting_count; s++) noise |= c->settings[s].log->label_noise;
    if (noise)
        add_line(lines, a, "",
                 "data.label_noise: train losses, and so gaps, are measured against the labels that were redrawn; a "
                 "small gap does not mean a good network: compare the test losses",
                 TONE_PLAIN);
}

Lines view_notes(const Comparison *c, Arena *a) {
    Lines lines = {0};
    int diverged = 0, nothing = 0;
    for (int s = 0; s < c->setting_count; s++) {
        note_left_out(&lines, a, &c->settings[s]);
        note_nothing(&lines, a, &c->settings[s], c->results->regression);
        note_ends(&lines, a, c->settings[s].log);
        diverged += c->settings[s].diverged;
        nothing += c->settings[s].nothing;
    }
    note_absent(&lines, c->results, a);
    note_unchecked(&lines, c, a);
    note_folds(&lines, c, a);
    note_label_noise(&lines, c, a);
    if (diverged > 0) add_line(&lines, a, "", "what diverges mostly needs a lower train.learning_rate", TONE_PLAIN);
    if (nothing > 0)
        add_line(
            &lines, a, "",
            "what learns nothing mostly needs a lower train.learning_rate, more train.epochs or less regularization",
            TONE_PLAIN);
    return lines;
}

Lines view_questions(const Comparison *c, Arena *a) {
    Lines lines = {0};
    for (int i = 0; i < c->results->experiment_count; i++)
        add_line(&lines, a, c->results->experiments[i].name, c->results->experiments[i].about, TONE_PLAIN);
    return lines;
}
