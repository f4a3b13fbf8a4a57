#include "report/views.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "compare/classes.h"
#include "report/mean_curve.h"
#include "report/number.h"
#include "report/ranked.h"
#include "report/stopping.h"
#include "report/words.h"
#include "train/spec.h"

#define SHOWN_BRIEF 5 // places in the order of what is shown; test scores have the last of them

#define INTERACTIONS_ALL 4   // up to here every interaction is worth a line; beyond, those that show
#define INTERACTIONS_MOST 10 // and no more of these
#define INTERACTIONS_DIGEST 3

static void add_estimate(Text *cell, const Estimate *x) {
    if (x->n == 0 && x->never > 0) {
        text_add(cell, "never");
        return;
    }
    number_add_sd(cell, x->mean, x->sd);
    if (x->never > 0) text_printf(cell, ", never in %d", x->never);
}

TextTable view_begin(Arena *a, Text *title, const Comparison *c, int names) {
    TextTable t = table_begin(a, "", names);
    words_selection(title, c);
    t.title = table_keep(&t, title);
    return t;
}

void view_metric_column(TextTable *t, const Comparison *c, int metric) {
    const MetricInfo *info = &c->table.row[metric];
    Text heading = {0};
    text_add_plain(&heading, info->reach_title ? info->reach_title : comparison_names(c, metric)->title);
    if (info->reach_title && !isnan(c->reach)) text_printf(&heading, " %.6g", c->reach);
    table_column(t, table_keep(t, &heading), false);
    table_column_is(t, comparison_names(c, metric)->key, false);
}

// Whether the brief table has it: the first places, with the score of every target, the validation part's loss, and of
// the test part the metrics that were asked for, and where runs stopped. (Averages have a table of their own.)
static bool is_brief(const MetricInfo *info) {
    if (info->asked) return info->part == SCORE_TEST && !info->averaged;
    return info->shown <= SHOWN_BRIEF || info->stopping || (info->validation && !info->score);
}

// Whether a caption can say how many runs there are: as many of each setting, and nothing is to be said of one.
static bool same_runs(const Comparison *c) {
    for (int i = 0; i < c->focus.count; i++) {
        const SettingSummary *s = &c->settings[c->focus.setting[i]], *first = &c->settings[c->focus.setting[0]];
        if (s->usable != first->usable || s->usable < s->log->run_count || s->nothing > 0) return false;
    }
    return true;
}

TextTable view_settings(const Comparison *c, bool brief, Arena *a) {
    const Focus *f = &c->focus;
    Text title = {0};
    text_add(&title, "Settings: mean (SD) over seeds");
    if (f->ranked) words_order(&title, c);
    TextTable t = view_begin(a, &title, c, 1);
    t.name = "settings";
    table_column(&t, "setting", true);
    for (int k = 0; k < f->shown.count; k++) {
        const int metric = f->shown.index[k];
        const bool wanted = f->asked || is_brief(&c->table.row[metric]);
        if (brief && !wanted) continue;
        view_metric_column(&t, c, metric);
        // The best test loss was selected on the test part: a paper has it where its author asks for it.
        table_column_is(&t, comparison_names(c, metric)->key,
                        !wanted || (!f->asked && metric == metric_find("best_test_loss")));
    }
    table_column(&t, "runs", false);
    table_column_is(&t, NULL, !f->asked && same_runs(c));
    for (int i = 0; i < f->count; i++) {
        const SettingSummary *summary = &c->settings[f->setting[i]];
        Text cell = {0};
        table_cell_text(&t, summary->log->name);
        for (int k = 0; k < f->shown.count; k++) {
            if (brief && !f->asked && !is_brief(&c->table.row[f->shown.index[k]])) continue;
            add_estimate(&cell, &summary->metric[f->shown.index[k]]);
            table_cell(&t, &cell);
        }
        text_printf(&cell, "%d", summary->usable);
        if (summary->usable < summary->log->run_count) text_printf(&cell, " of %d", summary->log->run_count);
        if (summary->nothing) text_printf(&cell, ", %d learned nothing", summary->nothing);
        table_cell(&t, &cell);
    }
    return t;
}

#define EXPLORATORY " (exploratory)" // behind what was not asked for, where the note does not say it

static void add_difference_row(TextTable *t, const Comparison *c, int setting, int k, bool marked) {
    const Difference *d = &c->against[setting].difference[k];
    Text cell = {0};
    table_cell_text(t, c->settings[setting].log->name);
    text_printf(&cell, "%s%s", comparison_names(c, c->judged.index[k])->title, k > 0 && marked ? EXPLORATORY : "");
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

// How the numbers of that table are read.
static const char *differences_note(TextTable *t, const Comparison *c, bool marked, bool paper) {
    Text words = {0};
    const bool folds = c->against[c->baseline].overlap > 0;
    const bool details = !folds && (!paper || c->focus.full || c->focus.columns.count > 0);
    if (!marked && c->focus.judged.count > 1)
        text_printf(&words, "All metrics but %s are exploratory; ", comparison_names(c, c->judged.index[0])->title);
    text_printf(&words, "p: paired t test%s; ", folds ? " with the variance for folds" : "");
    words_correction(&words, c);
    if (words.data && words.data[words.size - 1] != ' ') text_add(&words, "; ");
    if (details)
        text_add(&words, "flips: random signs of the pairs, max-T: of all settings at once, both from 6 pairs on; ");
    text_add(&words, "effect g: difference in SDs of the pairs' differences, Hedges' correction");
    if (details) text_add(&words, "; noise floor: what two disjoint halves of one setting's seeds differ by");
    text_add(&words, ".");
    return table_keep(t, &words);
}

// Whether all that are shown are corrected by max-T.
static bool verdict_by_max_t(const Comparison *c) {
    for (int place = 0; place < c->focus.judged.count; place++)
        if (!c->family[c->focus.judged.index[place]].max_t) return false;
    return true;
}

static bool same_pairs(const Comparison *c) {
    int pairs = -1;
    for (int i = 0; i < c->focus.count; i++) {
        const Against *against = &c->against[c->focus.setting[i]];
        for (int place = 0; place < c->focus.judged.count; place++) {
            const int n = against->difference[c->focus.judged.index[place]].n;
            if (c->focus.setting[i] == c->baseline || against->other_data < DATA_FACTS) continue;
            if (pairs >= 0 && n != pairs) return false;
            pairs = n;
        }
    }
    return true;
}

static TextTable differences(const Comparison *c, bool marked, bool paper, Arena *a) {
    const bool by_max_t = verdict_by_max_t(c);
    const struct {
        const char *heading;
        bool detail;
    } columns[] = {{"difference", false}, {"95 % interval", false}, {"noise floor", true},
                   {"p", true},           {"p (Holm)", by_max_t},   {"p (max-T)", !by_max_t},
                   {"p (flips)", true},   {"effect g", false},      {"pairs", same_pairs(c)}};
    Text title = {0};
    text_printf(&title, "Setting minus %s, paired by seed", c->settings[c->baseline].log->name);
    TextTable t = view_begin(a, &title, c, 2);
    t.name = "differences";
    t.note = differences_note(&t, c, marked, paper);
    table_column(&t, "setting", true);
    table_column(&t, "metric", true);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        table_column(&t, columns[i].heading, false);
        table_column_is(&t, NULL, columns[i].detail);
    }
    for (int i = 0; i < c->focus.count; i++) {
        const int s = c->focus.setting[i];
        if (s == c->baseline || c->against[s].other_data < DATA_FACTS) continue;
        for (int place = 0; place < c->focus.judged.count; place++)
            add_difference_row(&t, c, s, c->focus.judged.index[place], marked);
    }
    return t;
}

// Whether there is room on a terminal for all metrics with a mark.
static bool marks_fit(const Comparison *c, int columns) {
    bool fit = true;
    for (int place = 0; columns > 0 && place < c->focus.judged.count; place++) {
        const int k = c->focus.judged.index[place];
        const size_t title = text_columns(comparison_names(c, c->judged.index[k])->title);
        fit &= k == 0 || (int)(title + strlen(EXPLORATORY)) <= table_key_room(columns);
    }
    return fit;
}

TextTable view_differences(const Comparison *c, int columns, Arena *a) {
    return differences(c, marks_fit(c, columns), false, a);
}

TextTable view_differences_paper(const Comparison *c, Arena *a) {
    return differences(c, false, true, a);
}

static void add_mean_and_interval(TextTable *t, const Difference *d) {
    Text cell = {0};
    words_mean_interval(&cell, d);
    table_cell(t, &cell);
}

TextTable view_matched(const Comparison *c, Arena *a) {
    Text title = {0};
    text_printf(&title, "Matched fit: gap minus that of %s (95 %% interval)", c->settings[c->baseline].log->name);
    TextTable t = view_begin(a, &title, c, 1);
    t.name = "matched";
    if (!focus_shows(c, metric_find("gap"))) return t;
    table_column(&t, "setting", true);
    table_column(&t, "at equal train loss", false);
    table_column(&t, "that loss", false);
    table_column_is(&t, NULL, true);
    table_column(&t, "at equal steps", false);
    table_column(&t, "those steps", false);
    table_column_is(&t, NULL, true);
    table_column(&t, "only slower", true);
    for (int i = 0; i < c->focus.count; i++) {
        const int s = c->focus.setting[i];
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
    t.name = "averages";
    int numbers = 0;
    for (int i = 0; i < c->beside_count; i++) numbers = c->beside[i].count > numbers ? c->beside[i].count : numbers;
    table_column(&t, "setting", true);
    table_column(&t, "average", true);
    for (int k = 0; k < numbers; k++) {
        const int own = k == 0 ? metric_find("test_loss") : metric_find("test_acc");
        table_column(&t, comparison_names(c, own)->title, false);
        table_column_is(&t, comparison_names(c, own)->key, false);
        table_column(&t, "of the average", false);
        table_column(&t, "difference", false);
    }
    table_column(&t, "runs", false);
    for (int i = 0; i < c->beside_count; i++) {
        const Beside *b = &c->beside[i];
        if (!focus_has(c, b->setting)) continue;
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
    t.name = "effects";
    table_column(&t, "effect", true);
    table_column(&t, "on the gap", false);
    table_column(&t, "on test loss", false);
    const bool shown = focus_shows(c, metric_find("gap")) || focus_shows(c, metric_find("test_loss"));
    for (int i = 0; shown && i < c->factorial.effect_count; i++) {
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

TextTable view_curve(const Comparison *c, const Column *column, bool higher, Arena *a) {
    const char *const headings[] = {"first", higher ? "highest" : "lowest", "at epoch", "last"};
    TextTable t = table_begin(a, "", 1);
    table_column(&t, "setting", true);
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) table_column(&t, headings[i], false);
    for (int s = 0; s < c->setting_count; s++) {
        MeanCurve curve;
        double first = NAN, best = NAN, epoch = NAN, last = NAN;
        t.failed |= !mean_curve(&curve, c->settings[s].log, column, a);
        for (int i = 0; i < curve.count; i++) {
            if (isnan(curve.value[i])) continue;
            last = curve.value[i];
            if (isnan(first)) first = last;
            if (isnan(best) || (higher ? last > best : last < best)) best = last, epoch = curve.epoch[i];
        }
        table_cell_text(&t, c->settings[s].log->name);
        const double cells[] = {first, best, epoch, last};
        for (int i = 0; i < 4; i++) add_number_cell(&t, cells[i]);
    }
    return t;
}

TextTable view_recall(const Comparison *c, Arena *a) {
    Text title = {0};
    text_add(&title, "Recall of each class: mean (SD) over seeds");
    TextTable t = view_begin(a, &title, c, 1);
    t.name = "recall";
    ClassSummary first = {0};
    table_column(&t, "setting", true);
    for (int i = 0; i < c->focus.count; i++) {
        const SettingLog *log = c->settings[c->focus.setting[i]].log;
        ClassSummary classes;
        t.failed |= !class_summary(&classes, log, a);
        if (first.classes == 0) {
            first = classes;
            for (int k = 0; k < first.classes; k++) table_column(&t, first.name[k], false);
        }
        if (classes.classes == 0 || !class_summary_same(&first, &classes)) continue;
        table_cell_text(&t, log->name);
        for (int k = 0; k < classes.classes; k++) {
            Text cell = {0};
            number_add_sd(&cell, classes.share[k * classes.classes + k], classes.sd[k]);
            table_cell(&t, &cell);
        }
    }
    return t;
}

static Tone tone_of(const Difference *d, const MetricNames *names) {
    if (d->verdict != VERDICT_LESS && d->verdict != VERDICT_MORE) return TONE_PLAIN;
    return (d->verdict == VERDICT_LESS) == (names->better == BETTER_LOWER) ? TONE_GOOD : TONE_BAD;
}

// The interactions that are told, the largest first. [effect_count]
static int list_interactions(const Comparison *c, const Effect **list) {
    int all = 0, count = 0;
    for (int i = 0; i < c->factorial.effect_count; i++) all += c->factorial.effects[i].order > 1;
    for (int i = 0; i < c->factorial.effect_count; i++) {
        const Effect *effect = &c->factorial.effects[i];
        if (effect->order < 2 || (all > INTERACTIONS_ALL && effect->reading <= READING_NONE)) continue;
        int place = count++;
        while (place > 0 && fabs(list[place - 1]->gap.mean) < fabs(effect->gap.mean)) {
            list[place] = list[place - 1];
            place--;
        }
        list[place] = effect;
    }
    return count;
}

static void add_interactions(Lines *lines, const Comparison *c, Arena *a) {
    const int most = c->focus.digest ? INTERACTIONS_DIGEST : INTERACTIONS_MOST;
    const Effect **list = arena_take(a, (size_t)c->factorial.effect_count, sizeof *list);
    const int count = list ? list_interactions(c, list) : 0;
    Text words = {0};
    lines->failed |= !list;
    for (int i = 0; i < count && i < most; i++) {
        words_effect(&words, c, list[i]);
        lines_add_text(lines, a, "", &words, TONE_PLAIN);
    }
    if (count <= most) return;
    text_printf(&words, "%d smaller ones: compare --full", count - most);
    lines_add_text(lines, a, "", &words, TONE_PLAIN);
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
    lines_add_text(lines, a, c->settings[setting].log->name, &words, TONE_PLAIN);
    return true;
}

// Whether the gap is asked for: what a matched fit says is about it.
static bool about_gap(const Comparison *c) {
    return !c->primary_given || c->judged.index[0] == metric_find("gap");
}

Lines view_verdicts(const Comparison *c, Arena *a) {
    Lines lines = {0};
    for (int i = 0; i < c->focus.count && !c->focus.digest; i++) {
        const int s = c->focus.setting[i];
        const Against *against = &c->against[s];
        const char *name = c->settings[s].log->name;
        if (s == c->baseline || note_same_runs(&lines, c, s, a)) continue;
        Text words = {0};
        const bool primary_alone = c->primary_given && !c->focus.asked;
        for (int place = 0; place < c->focus.judged.count; place++) {
            const int k = c->focus.judged.index[place];
            if (primary_alone && k > 0) continue;
            const Difference *d = &against->difference[k];
            if (isnan(d->mean) && d->n == 0 && place > 0) continue; // said once
            words_verdict(&words, c, s, k);
            lines_add_text(&lines, a, name, &words, tone_of(d, comparison_names(c, c->judged.index[k])));
        }
        if (primary_alone) words_exploratory(&words, c, s);
        if (words.data) lines_add_text(&lines, a, name, &words, TONE_PLAIN);
        if (against->matched.equal_loss.n == 0 || !about_gap(c) || !focus_shows(c, metric_find("gap"))) continue;
        words_matched(&words, c, s);
        lines_add_text(&lines, a, name, &words, against->matched.match == MATCH_ONLY_SLOWER ? TONE_BAD : TONE_PLAIN);
    }
    if (focus_shows(c, metric_find("gap"))) add_interactions(&lines, c, a);
    return lines;
}

Lines view_questions(const Comparison *c, Arena *a) {
    Lines lines = {0};
    for (int i = 0; i < c->results->experiment_count; i++)
        lines_add(&lines, a, c->results->experiments[i].name,
                  c->results->experiments[i].claim ? c->results->experiments[i].claim
                                                   : c->results->experiments[i].about,
                  TONE_PLAIN);
    return lines;
}
