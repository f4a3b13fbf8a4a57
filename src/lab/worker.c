#include "lab/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/files.h"
#include "lab/log.h"

#define NEWS_SECONDS 0.05 // progress is sent no more often than this

_Static_assert(sizeof(RunState) <= PIPE_BUF, "a state must reach the parent whole");

typedef struct Worker {
    const Plan *plan;
    const Run *run;
    const TrainSpec *spec;
    const Engine *engine;
    const char *folder; // the run's
    int pipe;
    int epochs, timing; // the open files; -1 before
    Arena arena;
    Split split;
    Trainer *trainer;
    RunState state;
    double started, sent;   // clock_seconds
    double train_seconds;   // since the last row
    int64_t logged_samples; // trained on up to the last row
} Worker;

static void send(Worker *w) {
    double now = clock_seconds();
    if (w->state.status == RUN_RUNNING && now - w->sent < NEWS_SECONDS) return;
    w->state.seconds = now - w->started;
    w->sent = now;
    const RunState news = w->state;
    // Nobody reads any more when the parent has gone; then nobody wants the rest of this run either.
    if (write(w->pipe, &news, sizeof news) != (ssize_t)sizeof news) _exit(1);
}

static Status open_file(Worker *w, const char *name, int *file, Error *e) {
    char *path = path_join(&w->arena, w->folder, name);
    if (!path) return error_memory(e);
    *file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    return *file < 0 ? error_errno(e, "cannot create %s", path) : OK;
}

// Writes the text to `file` in one piece and frees it.
static Status write_text(Worker *w, int file, const char *name, Text *t, Error *e) {
    Status s = OK;
    if (t->failed) {
        s = error_memory(e);
    } else {
        ssize_t done = write(file, t->data, t->size);
        if (done >= 0 && (size_t)done < t->size) errno = ENOSPC; // what a regular file writes only in part for
        if (done < 0 || (size_t)done < t->size) s = error_errno(e, "cannot write %s/%s", w->folder, name);
    }
    text_free(t);
    return s;
}

static Status write_rows(Worker *w, const LogRow *row, double eval_seconds, Error *e) {
    Text log = {0}, timing = {0};
    const int64_t samples = w->engine->samples(w->trainer);
    TimingRow times = {.epoch = row->epoch,
                       .train_seconds = w->train_seconds,
                       .eval_seconds = eval_seconds,
                       .samples = samples - w->logged_samples};
    log_row(w->plan, w->run, row, &log);
    timing_row(w->plan, w->run, &times, &timing);
    w->train_seconds = 0;
    w->logged_samples = samples;
    Status s = write_text(w, w->epochs, RUN_EPOCHS, &log, e);
    if (s)
        text_free(&timing);
    else
        s = write_text(w, w->timing, RUN_TIMING, &timing, e);
    return s;
}

// The row of the epoch that was just trained (0: none yet). A loss that is not finite as a float has diverged.
static Status log_epoch(Worker *w, double running_loss, Error *e) {
    RunState *state = &w->state;
    LogRow row = {.epoch = state->epoch, .step = state->step, .running_loss = running_loss};
    double start = clock_seconds();

    if (isfinite((float)running_loss)) {
        row.train = w->engine->measure(w->trainer, &w->split.train);
        row.test = w->engine->measure(w->trainer, &w->split.test);
    }
    if (!isfinite((float)running_loss) || !isfinite((float)row.train.loss) || !isfinite((float)row.test.loss)) {
        row.running_loss = NAN;
        row.train = row.test = (Measure){.loss = NAN, .metric = NAN};
        state->status = RUN_DIVERGED;
    }
    state->train = row.train;
    state->test = row.test;
    return write_rows(w, &row, clock_seconds() - start, e);
}

static Status train(Worker *w, Error *e) {
    RunState *state = &w->state;
    Status s = log_epoch(w, 0, e);
    while (!s && state->status == RUN_RUNNING && state->epoch < w->spec->epochs) {
        double start = clock_seconds(), running_loss = NAN;
        bool finite = w->engine->epoch(w->trainer, &running_loss);
        w->train_seconds += clock_seconds() - start;
        state->epoch++;
        state->step = w->engine->steps(w->trainer);
        bool due = state->epoch % w->spec->eval_every == 0 || state->epoch == w->spec->epochs;
        if (!finite) running_loss = NAN;
        if (due || !finite) s = log_epoch(w, running_loss, e);
        if (!s && state->status == RUN_RUNNING) send(w);
    }
    return s;
}

static Status open_run(Worker *w, const char *results, Error *e) {
    const Setting *setting = &w->plan->experiment->settings[w->run->setting];
    Text log = {0}, timing = {0};
    Status s = OK;
    w->folder = path_join(&w->arena, results, w->run->folder);
    if (!w->folder) return error_memory(e);
    if (!s) s = open_file(w, RUN_EPOCHS, &w->epochs, e);
    if (!s) s = open_file(w, RUN_TIMING, &w->timing, e);
    if (s) return s;
    log_header(w->plan, &log);
    s = write_text(w, w->epochs, RUN_EPOCHS, &log, e);
    if (s) return s;
    timing_header(&timing);
    s = write_text(w, w->timing, RUN_TIMING, &timing, e);
    if (!s) s = source_split(plan_source(w->plan, w->run->setting), w->run->replicate.seed, &w->arena, &w->split, e);
    if (!s) s = w->engine->open(&w->trainer, &setting->spec.model, w->spec, &w->split, w->run->replicate.seed, e);
    return s;
}

// The network goes as it came; a file that cannot be closed has lost rows.
static Status close_run(Worker *w, Error *e) {
    Status s = OK;
    if (w->trainer) w->engine->close(w->trainer);
    w->trainer = NULL;
    if (w->epochs >= 0 && close(w->epochs) != 0) s = error_errno(e, "cannot write %s/%s", w->folder, RUN_EPOCHS);
    if (w->timing >= 0 && close(w->timing) != 0) s = error_errno(e, "cannot write %s/%s", w->folder, RUN_TIMING);
    return s;
}

static void add_measure(Text *t, const char *name, const Measure *m, bool regression) {
    char loss[NUMBER_TEXT_SIZE], metric[NUMBER_TEXT_SIZE];
    if (!isfinite(m->loss)) return;
    text_printf(t, ",\n  \"%s_loss\": %s,\n  \"%s_%s\": %s", name, number_text_float(loss, (float)m->loss), name,
                regression ? "rmse" : "acc", number_text_float(metric, (float)m->metric));
}

static Status write_result(Worker *w, int64_t parameters, Error *e) {
    const RunState *state = &w->state;
    char *path = path_join(&w->arena, w->folder, RUN_RESULT), seconds[NUMBER_TEXT_SIZE];
    Text t = {0};
    text_add(&t, "{\n  \"setting\": ");
    text_add_json(&t, w->plan->experiment->settings[w->run->setting].name);
    text_printf(&t, ",\n  \"seed\": %" PRIu64 ",\n  \"status\": \"%s\"", w->run->replicate.seed,
                run_status_text(state->status));
    if (*state->message) {
        text_add(&t, ",\n  \"message\": ");
        text_add_json(&t, state->message);
    }
    // Of a diverged run these two say where.
    text_printf(&t, ",\n  \"epoch\": %d,\n  \"step\": %" PRId64 ",\n  \"parameters\": %" PRId64, state->epoch,
                state->step, parameters);
    text_printf(&t, ",\n  \"train_samples\": %" PRId32 ",\n  \"test_samples\": %" PRId32, w->split.train.size,
                w->split.test.size);
    add_measure(&t, "train", &state->train, w->plan->regression);
    add_measure(&t, "test", &state->test, w->plan->regression);
    text_printf(&t, ",\n  \"seconds\": %s\n}\n", number_text_float(seconds, (float)(clock_seconds() - w->started)));
    Status s = path && !t.failed ? file_write(path, t.data, t.size, e) : error_memory(e);
    text_free(&t);
    return s;
}

static void fail(RunState *state, const Error *e) {
    state->status = RUN_FAILED;
    snprintf(state->message, sizeof state->message, "%s", e->text);
}

void worker_run(const Plan *p, int run, const Engine *engine, const char *folder, int pipe) {
    Worker w = {.plan = p,
                .run = &p->runs[run],
                .spec = &p->experiment->settings[p->runs[run].setting].spec.train,
                .engine = engine,
                .pipe = pipe,
                .epochs = -1,
                .timing = -1,
                .state = {.status = RUN_RUNNING},
                .started = clock_seconds()};
    Error e = {0};
    int64_t parameters = 0;

    Status s = open_run(&w, folder, &e);
    if (!s) parameters = engine->parameters(w.trainer);
    if (!s) s = train(&w, &e);
    if (s)
        fail(&w.state, &e);
    else if (w.state.status == RUN_RUNNING)
        w.state.status = RUN_DONE;
    s = close_run(&w, &e);
    if (s && w.state.status != RUN_FAILED) fail(&w.state, &e);
    if (w.folder) s = write_result(&w, parameters, &e);
    if (s && w.state.status != RUN_FAILED) fail(&w.state, &e);
    send(&w);
    arena_free(&w.arena);
}
