#include "lab/course.h"

#include <math.h>
#include <stddef.h>

#include "base/clock.h"

// --- What it goes on from

// All of a row but where its further columns stand.
static void add_row(Pieces *pieces, const char *name, EpochRow *row) {
    pieces_add(pieces, name, "row", row, offsetof(EpochRow, extra));
    pieces_add(pieces, name, "extra", row->extra, (size_t)row->extra_count * sizeof *row->extra);
}

static void add_best(Pieces *pieces, const char *name, Best *best) {
    if (!best->copy) return;
    pieces_add(pieces, name, "epoch", &best->epoch, sizeof best->epoch);
    pieces_add(pieces, name, "loss", &best->loss, sizeof best->loss);
    pieces_add(pieces, name, "copy", best->copy, best->size);
}

// Early stopping; that it has ended the run is not among it, for nothing goes on then.
static void add_stopping(Pieces *pieces, Stopping *s) {
    const size_t classes = (size_t)s->confusion.classes;
    pieces_add(pieces, "stopping", "reference", &s->state.reference, sizeof s->state.reference);
    pieces_add(pieces, "stopping", "waited", &s->state.waited, sizeof s->state.waited);
    if (!s->kept_best) return;
    add_best(pieces, "stopping.best", &s->best);
    add_row(pieces, "stopping.best", &s->row);
    pieces_add(pieces, "stopping.best", "counted", &s->confusion.counted, sizeof s->confusion.counted);
    pieces_add(pieces, "stopping.best", "confusion", s->confusion.count,
               classes * classes * sizeof *s->confusion.count);
}

static void add_spans(Pieces *pieces, const Engine *engine, const Trainer *t) {
    int count;
    const Span *spans = engine->spans(t, &count);
    for (int i = 0; i < count; i++) pieces_add(pieces, "", spans[i].name, spans[i].at, spans[i].size);
}

void course_pieces(Course *c, Pieces *pieces) {
    add_spans(pieces, c->measuring.engine, c->measuring.trainer);
    add_stopping(pieces, &c->stopping);
    add_best(pieces, "best", &c->best);
    add_row(pieces, "last", &c->state->row);
    pieces_add(pieces, "course", "epoch", &c->state->epoch, sizeof c->state->epoch);
    pieces_add(pieces, "course", "step", &c->state->step, sizeof c->state->step);
    pieces_add(pieces, "course", "begun", &c->begun, sizeof c->begun);
    pieces_add(pieces, "course", "unlogged", &c->unlogged, sizeof c->unlogged);
    pieces_add(pieces, "course", "running_loss", &c->running_loss, sizeof c->running_loss);
    pieces_add(pieces, "course", "train_seconds", &c->train_seconds, sizeof c->train_seconds);
    pieces_add(pieces, "course", "logged_samples", &c->logged_samples, sizeof c->logged_samples);
    pieces_add(pieces, "course", "seconds", &c->seconds, sizeof c->seconds);
}

// --- Rows

static void measure(Course *c, EpochRow *row) {
    const Measuring *m = &c->measuring;
    m->engine->refresh(m->trainer);
    measuring_row(&c->measuring, row);
    if (m->split->validation.size > 0 && row->epoch > 0) m->engine->tell(m->trainer, row->val_loss);
}

// Whether a value of the row says so; those of columns that the log has not are NAN without meaning it.
static bool diverged(const Course *c, const EpochRow *row) {
    bool diverged = false;
    for (const Column *column = c->columns; column->name; column++) diverged |= column_diverged(column, row);
    return diverged;
}

// The row of the epoch that was just trained (0: none yet; its running loss is NAN then).
static Status log_epoch(Course *c, Error *e) {
    RunNews *state = c->state;
    EpochRow *row = &state->row;
    const double start = clock_seconds();

    *row = (EpochRow){.epoch = state->epoch,
                      .step = state->step,
                      .lr = c->measuring.engine->rate(c->measuring.trainer),
                      .extra = row->extra,
                      .extra_count = row->extra_count};
    row_clear(row);
    row->running_loss = c->running_loss;
    if (state->epoch == 0 || isfinite(c->running_loss)) measure(c, row);
    row_round(row);
    if (diverged(c, row)) {
        row_clear(row);
        state->status = RUN_DIVERGED;
    }
    stopping_look(&c->stopping, row, &c->measuring.confusion);
    if (c->best.copy && row->epoch > 0) best_tell(&c->best, row->epoch, row->val_loss);
    return c->watch.row(c->watch.context, clock_seconds() - start, e);
}

// --- Training

static Status pause_here(Course *c, Error *e) {
    bool stop = false;
    const Status s = c->watch.pause(c->watch.context, &stop, e);
    if (!s && stop) c->state->status = RUN_INTERRUPTED;
    return s;
}

// To the end of the epoch, or to a pause. Behind the last epoch it pauses, too, before anything looks at it: were the
// run to go on from there for more epochs, that row would have been of an epoch like any other, and may not be due.
static Status train_epoch(Course *c, Error *e) {
    const Engine *engine = c->measuring.engine;
    RunNews *state = c->state;
    const double start = clock_seconds();
    const EpochEnd end = engine->epoch(c->measuring.trainer, &c->running_loss);
    c->train_seconds += clock_seconds() - start;
    if (end == EPOCH_DIVERGED) c->running_loss = NAN;
    state->step = engine->steps(c->measuring.trainer);
    c->unlogged = end != EPOCH_PAUSED;
    state->epoch += c->unlogged;
    const bool pauses = end == EPOCH_TRAINED ? *c->pause || state->epoch == c->spec->epochs : end == EPOCH_PAUSED;
    return pauses ? pause_here(c, e) : OK;
}

// The row of the epoch, where it is due.
static Status end_epoch(Course *c, Error *e) {
    const RunNews *state = c->state;
    const bool due = state->epoch % c->spec->eval_every == 0 || state->epoch == c->spec->epochs;
    c->unlogged = false;
    const Status s = due || !isfinite(c->running_loss) ? log_epoch(c, e) : OK;
    if (!s && c->watch.epoch) c->watch.epoch(c->watch.context);
    return s;
}

static bool goes_on(const Course *c) {
    const RunNews *state = c->state;
    return state->status == RUN_RUNNING && (c->unlogged || (state->epoch < c->spec->epochs && !c->stopping.ended));
}

Status course_train(Course *c, Error *e) {
    Status s = OK;
    c->measuring.engine->pause_on(c->measuring.trainer, c->pause);
    if (!c->begun) {
        c->begun = true;
        c->running_loss = NAN;
        s = log_epoch(c, e);
    }
    while (!s && goes_on(c)) s = c->unlogged ? end_epoch(c, e) : train_epoch(c, e);
    if (!s && c->state->status == RUN_RUNNING) stopping_end(&c->stopping, &c->state->row, &c->measuring.confusion);
    return s;
}
