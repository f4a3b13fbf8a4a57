#include "cli/progress.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "cli/terminal.h"
#include "report/number.h"

#define DRAW_SECONDS 0.1
#define LEFT_SECONDS 1.0 // the time left is a guess; none is made in the first second

enum { BAR_MOST = 24, BAR_LEAST = 8, NAME_MOST = 24, SEED_COLUMNS = sizeof "  seed 1234 " - 1, LOSS_COLUMNS = 9 };

#define CURSOR_HIDE "\033[?25l"
#define CURSOR_SHOW "\033[?25h"
#define CLEAR_LINE_REST "\033[K"
#define CLEAR_BELOW "\033[J"
#define GREEN "\033[32m"
#define DIM "\033[2m"
#define PLAIN "\033[0m"

static const TrainSpec *spec_of(const Plan *plan, int run) {
    return &plan->experiment->settings[plan->runs[run].setting].spec.train;
}

static bool has_ended(const RunState *state) {
    return state->status > RUN_ELSEWHERE;
}

// Whether some run that is not done may end before its last epoch.
static bool may_stop(const Progress *p) {
    bool may = false;
    for (int i = 0; i < p->lab->plan->run_count; i++)
        may |= p->lab->chosen[i] && spec_of(p->lab->plan, i)->stop.patience > 0 && !has_ended(&p->lab->states[i]);
    return may;
}

// The share of all epochs that are done. Runs that ended early count as whole: nothing of them is left to do.
static double part_done(const Progress *p) {
    double done = 0, all = 0;
    for (int i = 0; i < p->lab->plan->run_count; i++) {
        const RunState *state = &p->lab->states[i];
        if (!p->lab->chosen[i]) continue;
        int epochs = spec_of(p->lab->plan, i)->epochs;
        done += has_ended(state) ? epochs : state->epoch;
        all += epochs;
    }
    return all > 0 ? done / all : 0;
}

void progress_open(Progress *p, const Lab *lab, bool quiet) {
    const Experiment *x = lab->plan->experiment;
    *p = (Progress){.lab = lab, .quiet = quiet, .color = terminal_color(stderr), .unicode = terminal_unicode()};
    p->started = clock_seconds();
    p->ended = lab->done_before;
    p->part_before = part_done(p);
    p->columns = arena_take(&p->arena, (size_t)lab->jobs + 1, sizeof *p->columns);
    p->live = !quiet && p->columns && terminal_live(stderr);
    for (int i = 0; i < x->setting_count; i++) {
        int columns = (int)text_columns(x->settings[i].name);
        if (columns > p->name_columns) p->name_columns = columns > NAME_MOST ? NAME_MOST : columns;
    }
    if (p->live) fputs(CURSOR_HIDE, stderr);
}

// Erases and draws what stands on the terminal; texts from files come through text_add_message on the way into `t`.
static void show(Text *t) {
    if (t->data && !t->failed) fputs(t->data, stderr);
    text_free(t);
}

// As much of `s` as fits into `columns`. Returns the columns it takes.
static int add_cut(Text *t, const char *s, int columns) {
    char letter[5];
    int used = 0;
    while (*s) {
        size_t n = 1;
        while (n < sizeof letter - 1 && ((unsigned char)s[n] & 0xc0) == 0x80) n++; // the bytes of one code point
        memcpy(letter, s, n);
        letter[n] = 0;
        int width = (int)text_columns(letter);
        if (used + width > columns) break;
        text_add_n(t, s, n);
        used += width;
        s += n;
    }
    return used;
}

// ---------------------------------------------------------------------------------------------- plain lines

// A loss or an error, with the digits that tables give it.
static void add_number(Text *t, const char *before, double value) {
    text_add(t, before);
    number_add(t, value, NAN);
}

// Where early stopping ended the run, and what it kept.
static void add_stop(Text *t, const TrainSpec *spec, const RunNews *state) {
    if (spec->stop.patience > 0 && state->epoch < spec->epochs) text_printf(t, ", stopped at epoch %d", state->epoch);
    if (state->row.epoch < state->epoch) text_printf(t, ", epoch %" PRId64 " kept", state->row.epoch);
}

static void add_score(Text *t, const Progress *p, const RunNews *state) {
    if (p->lab->plan->validation) add_number(t, ", val loss ", state->row.val_loss);
    if (p->lab->plan->targets > 1) return; // each has its own unit
    if (p->lab->plan->regression)
        add_number(t, ", RMSE ", state->row.test_score);
    else
        text_printf(t, ", accuracy %.1f %%", 100 * state->row.test_score);
}

// "[3/20] bn, seed 3: ..."; false when there is nothing to say.
static bool add_end(Text *t, const Progress *p, int run) {
    const Plan *plan = p->lab->plan;
    const RunNews *state = p->lab->states[run].news;
    bool good = state && state->status == RUN_DONE;
    if (!state || state->status == RUN_INTERRUPTED || (good && (p->quiet || p->live))) return false;
    text_printf(t, "[%d/%d] ", p->ended, p->lab->chosen_count);
    text_add_message(t, plan->experiment->settings[plan->runs[run].setting].name);
    text_printf(t, ", seed %" PRIu64 ": ", plan->runs[run].replicate.seed);
    if (good) {
        add_number(t, "train loss ", state->row.train_loss);
        add_number(t, ", test loss ", state->row.test_loss);
        add_score(t, p, state);
        add_stop(t, spec_of(plan, run), state);
        text_printf(t, ", %.1f s\n", state->seconds);
    } else if (state->status == RUN_LEARNED_NOTHING) {
        add_number(t, "learned nothing: train loss ", state->row.train_loss);
        text_printf(t, ", and always predicting the %s has", plan->regression ? "mean" : "class shares");
        add_number(t, " ", state->baseline);
        text_add(t, "; try a smaller train.learning_rate, more train.epochs or less regularization\n");
    } else if (state->status == RUN_DIVERGED) {
        text_printf(t, "diverged in epoch %d, at step %" PRId64 "; try a smaller train.learning_rate\n", state->epoch,
                    state->step);
    } else {
        text_add(t, "failed: ");
        text_add_message(t, state->message);
        text_add(t, "\n");
    }
    return true;
}

// ---------------------------------------------------------------------------------------------- live lines

static void add_bar(Text *t, const Progress *p, double part, int columns) {
    const char *full = p->unicode ? "━" : "#", *empty = p->unicode ? "─" : ".";
    int filled = (int)(part * columns + 0.5);
    if (p->color) text_add(t, GREEN);
    for (int i = 0; i < filled; i++) text_add(t, full);
    if (p->color) text_add(t, PLAIN DIM);
    for (int i = filled; i < columns; i++) text_add(t, empty);
    if (p->color) text_add(t, PLAIN);
}

// One live line: left, a bar as wide as there is room for, right; cut where the terminal ends.
static void add_line(Text *t, Progress *p, const char *left, double part, const char *right, int width) {
    int room = width - (int)text_columns(left) - (int)text_columns(right);
    int bar = room < 0 ? 0 : room > BAR_MOST ? BAR_MOST : room;
    int used = add_cut(t, left, width);
    add_bar(t, p, part, bar);
    used += bar;
    used += add_cut(t, right, width - used);
    text_add(t, CLEAR_LINE_REST "\n");
    p->columns[p->lines++] = used;
}

// "at most " where a run may end before its last epoch.
static const char *at_most(const TrainSpec *spec) {
    return spec->stop.patience > 0 ? "at most " : "";
}

// With blanks behind it, so that what follows stays where it is.
static void add_padded(Text *t, const char *before, double value) {
    Text number = {0};
    number_add(&number, value, NAN);
    text_printf(t, "%s%-*s", before, LOSS_COLUMNS, number.data ? number.data : "");
    t->failed |= number.failed;
    text_free(&number);
}

void progress_losses(Text *t, const EpochRow *row, bool validation, int room) {
    Text val = {0};
    add_padded(t, "  train ", row->train_loss);
    add_padded(t, " test ", row->test_loss);
    if (validation) add_padded(&val, " val ", row->val_loss);
    if (!t->failed && val.data && (int)text_columns(t->data) + (int)text_columns(val.data) <= room)
        text_add(t, val.data);
    text_free(&val);
}

static void add_running(Text *t, Progress *p, int run, int width) {
    const Plan *plan = p->lab->plan;
    const RunNews *state = p->lab->states[run].news;
    const TrainSpec *spec = spec_of(plan, run);
    int epochs = spec->epochs;
    Text name = {0}, left = {0}, right = {0};
    text_add_plain(&name, plan->experiment->settings[plan->runs[run].setting].name);
    int used = name.data ? add_cut(&left, name.data, NAME_MOST) : 0;
    text_free(&name);
    text_printf(&left, "%*s  seed %-4" PRIu64 " ", p->name_columns - used, "", plan->runs[run].replicate.seed);
    text_printf(&right, " %*d/%s%d", snprintf(NULL, 0, "%d", epochs), state->epoch, at_most(spec), epochs);
    const bool validation = plan->validation && plan->targets <= 1; // several are left to the table
    if (state->epoch && !left.failed)
        progress_losses(&right, &state->row, validation, width - BAR_LEAST - (int)text_columns(left.data));
    double part = epochs > 0 ? (double)state->epoch / epochs : 0; // without epochs there is only an evaluation
    if (!left.failed && !right.failed) add_line(t, p, left.data, part, right.data, width);
    text_free(&left);
    text_free(&right);
}

void progress_duration(Text *t, double seconds) {
    int64_t s = (int64_t)(seconds + 0.5);
    if (s >= 3600)
        text_printf(t, "%" PRId64 ":%02" PRId64 ":%02" PRId64, s / 3600, s / 60 % 60, s % 60);
    else
        text_printf(t, "%" PRId64 ":%02" PRId64, s / 60, s % 60);
}

static void add_overall(Text *t, Progress *p, double now, int width) {
    Text left = {0}, right = {0};
    double part = part_done(p), elapsed = now - p->started, own = part - p->part_before;
    text_printf(&left, "%d/%d runs ", p->ended, p->lab->chosen_count);
    int pad = p->name_columns + SEED_COLUMNS - (int)left.size; // so that its bar stands below the others
    if (pad > 0) text_printf(&left, "%*s", pad, "");
    text_printf(&right, " %3.0f %%  ", 100 * part);
    if (own > 0 && elapsed > LEFT_SECONDS) {
        if (may_stop(p)) text_add(&right, "at most ");
        progress_duration(&right, elapsed * (1 - part) / own);
        text_add(&right, " left");
    }
    if (!left.failed && !right.failed) add_line(t, p, left.data, part, right.data, width);
    text_free(&left);
    text_free(&right);
}

// Moves to where the live lines begin. They may take more rows than they did, if the terminal was made narrower since.
static void add_return(Text *t, Progress *p, int width) {
    int rows = 0;
    for (int i = 0; i < p->lines; i++) rows += p->columns[i] ? (p->columns[i] + width - 1) / width : 1;
    if (rows) text_printf(t, "\033[%dA\r", rows);
    p->lines = 0;
}

static void draw(Progress *p, double now) {
    int columns = terminal_width(stderr), most = terminal_rows(stderr) - 2;
    Text t = {0};
    add_return(&t, p, columns);
    // A line that fills the last column would wrap on some terminals.
    for (int i = 0; i < p->lab->plan->run_count && p->lines < most && p->lines < p->lab->jobs; i++) {
        if (p->lab->states[i].status == RUN_RUNNING) add_running(&t, p, i, columns - 1);
    }
    add_overall(&t, p, now, columns - 1);
    text_add(&t, CLEAR_BELOW);
    show(&t);
    p->next_draw = now + DRAW_SECONDS;
}

static void erase(Progress *p) {
    Text t = {0};
    add_return(&t, p, terminal_width(stderr));
    text_add(&t, CLEAR_BELOW);
    show(&t);
}

// ---------------------------------------------------------------------------------------------- the watch

// What the run could not begin with.
static void add_note(Text *t, const Progress *p, int run) {
    const RunNews *news = p->lab->states[run].news;
    if (!news || !*news->note || p->quiet) return;
    text_add(t, "note: ");
    text_add_message(t, news->note);
    text_add(t, "\n");
}

static void changed(void *context, int run) {
    Progress *p = context;
    Text t = {0};
    if (!has_ended(&p->lab->states[run])) return;
    p->ended++;
    add_note(&t, p, run);
    if (!add_end(&t, p, run) && t.size == 0) return;
    if (p->live) erase(p);
    show(&t);
    p->next_draw = 0;
}

static int tick(void *context) {
    Progress *p = context;
    double now = clock_seconds();
    if (!p->live) return -1;
    if (now >= p->next_draw) draw(p, now);
    return (int)(1000 * (p->next_draw - now)) + 1;
}

Watch progress_watch(Progress *p) {
    return (Watch){.changed = changed, .tick = tick, .context = p};
}

void progress_close(Progress *p) {
    if (p->live) {
        erase(p);
        fputs(CURSOR_SHOW, stderr);
    }
    arena_free(&p->arena);
    *p = (Progress){0};
}
