#include "lab/worker.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/files.h"
#include "base/json_writer.h"
#include "data/baseline.h"
#include "lab/course.h"
#include "lab/legacy.h"
#include "lab/log.h"
#include "lab/model_file.h"
#include "lab/names.h"
#include "lab/pause.h"
#include "lab/run_id.h"
#include "train/best.h"
#include "train/metric.h"
#include "train/probe_value.h"

#define NEWS_SECONDS 0.05 // progress is sent no more often than this
#define WORTH_SECONDS 1.0 // a run that took less is not worth a checkpoint when it is stopped
#define ROUNDING 1e-6     // a part of the baseline: what float32 may do to a loss that equals it

_Static_assert(sizeof(RunNews) <= PIPE_BUF, "a state must reach the parent whole");

typedef struct Worker {
    const Plan *plan;
    const Run *run;
    const TrainSpec *spec;
    const Column *columns; // of its epochs.csv
    const Engine *engine;
    const Store *store;
    const char *folder; // the attempt's, below the results folder
    int pipe;
    int file[ROW_FILES]; // open; -1 before, and where nobody wants it
    Arena arena;
    Split split;
    double *guessing; // [targets, or 1]: what always guessing scores (data/baseline.h); NULL before it is known
    Course course;
    RunNews state;
    Legacy legacy;        // until the first checkpoint of this attempt
    double started, sent; // clock_seconds
} Worker;

// Its number in the plan.
static int run_of(const Worker *w) {
    return (int)(w->run - w->plan->runs);
}

static void send(Worker *w) {
    double now = clock_seconds();
    if (w->state.status == RUN_RUNNING && now - w->sent < NEWS_SECONDS) return;
    w->state.seconds = now - w->started;
    w->sent = now;
    RunNews news = w->state;
    news.row.extra = NULL; // this process's own memory
    news.row.extra_count = 0;
    // Nobody reads any more when the parent has gone; then nobody wants the rest of this run either.
    if (write(w->pipe, &news, sizeof news) != (ssize_t)sizeof news) _exit(1);
}

// The files cannot be written: the experiment ends, not this run alone.
static Status disk_error(Worker *w, const Error *e) {
    w->state.disk = true;
    return e->status;
}

// Whether the run has rows there.
static bool is_wanted(const Worker *w, RowFile file) {
    return file != ROWS_PROBES || w->spec->probes;
}

static Status open_files(Worker *w, Error *e) {
    for (int i = 0; i < ROW_FILES; i++) {
        if (!is_wanted(w, i)) continue;
        const char *path = path_join(&w->arena, w->folder, row_files[i]);
        if (!path) return error_memory(e);
        w->file[i] = store_create(w->store, path, e);
        if (w->file[i] < 0) return disk_error(w, e);
    }
    return OK;
}

// Writes all of it to the file in one piece.
static Status write_bytes(Worker *w, RowFile file, const char *data, size_t size, Error *e) {
    const ssize_t done = write(w->file[file], data, size);
    if (done >= 0 && (size_t)done < size) errno = ENOSPC; // what a regular file writes only in part for
    if (done >= 0 && (size_t)done == size) return OK;
    error_errno(e, "cannot write %s/%s/%s", w->store->path, w->folder, row_files[file]);
    return disk_error(w, e);
}

// The text, which is freed.
static Status write_text(Worker *w, RowFile file, Text *t, Error *e) {
    const Status s = t->failed ? error_memory(e) : write_bytes(w, file, t->data, t->size, e);
    text_free(t);
    return s;
}

// --- What instruments see

typedef struct Seen {
    ProbeSink sink;
    const Worker *w;
    Text rows;
} Seen;

static void note_seen(ProbeSink *sink, int value, int layer, double number) {
    Seen *seen = (Seen *)sink;
    const Worker *w = seen->w;
    LayerPlace place;
    char name[48] = "";
    if (layer != PROBE_WHOLE && w->engine->layer(w->course.measuring.trainer, layer, &place))
        snprintf(name, sizeof name, "%d.%s", layer, place.kind);
    probes_row(w->state.row.epoch, name, value, number, &seen->rows);
}

// Of the row that was just measured, where they are due and there is a network to look at.
static Status write_probes(Worker *w, Error *e) {
    const EpochRow *row = &w->state.row;
    const bool due = row->epoch % w->spec->probe_every == 0 || row->epoch == w->spec->epochs;
    if (!w->spec->probes || !due || w->state.status != RUN_RUNNING) return OK;
    Seen seen = {.sink = {note_seen}, .w = w};
    for (int i = 0; i < PROBE_COUNT; i++)
        if (w->spec->probes >> i & 1) w->engine->probe(w->course.measuring.trainer, i, &seen.sink);
    return write_text(w, ROWS_PROBES, &seen.rows, e);
}

static Status write_row(void *context, double eval_seconds, Error *e) {
    Worker *w = context;
    const EpochRow *row = &w->state.row;
    Text log = {0}, timing = {0};
    const int64_t samples = w->engine->samples(w->course.measuring.trainer);
    TimingRow times = {.epoch = row->epoch,
                       .train_seconds = w->course.train_seconds,
                       .eval_seconds = eval_seconds,
                       .samples = samples - w->course.logged_samples};
    epochs_row(w->columns, row, &log);
    timing_row(&times, &timing);
    w->course.train_seconds = 0;
    w->course.logged_samples = samples;
    Status s = write_text(w, ROWS_EPOCHS, &log, e);
    if (s)
        text_free(&timing);
    else
        s = write_text(w, ROWS_TIMING, &timing, e);
    return s ? s : write_probes(w, e);
}

static void tell_epoch(void *context) {
    Worker *w = context;
    if (w->state.status == RUN_RUNNING) send(w);
}

// What the run goes on from, and how much of its files belongs to it, which must be on the disk before.
static Status write_checkpoint(Worker *w, Error *e) {
    Arena arena = {0};
    Pieces pieces = {.arena = &arena};
    CheckpointHead head = {.epoch = w->state.epoch, .step = w->state.step};
    Status s = OK;
    snprintf(head.trajectory, sizeof head.trajectory, "%s", run_trajectory(w->plan, run_of(w)).text);
    w->course.seconds = clock_seconds() - w->started;
    course_pieces(&w->course, &pieces);
    for (int i = 0; !s && i < ROW_FILES; i++) {
        if (w->file[i] < 0) continue;
        head.size[i] = lseek(w->file[i], 0, SEEK_CUR);
        if (head.size[i] < 0 || fdatasync(w->file[i]) != 0)
            s = error_errno(e, "cannot write %s/%s", w->store->path, w->folder);
    }
    if (!s) s = checkpoint_write(w->store, w->folder, &head, &pieces, e);
    if (!s) {
        legacy_drop(&w->legacy, w->store);
        legacy_close(&w->legacy);
    }
    arena_free(&arena);
    return s ? disk_error(w, e) : OK;
}

// A short run leaves no checkpoint: it is done anew as fast. Behind its last epoch a run leaves one only if more epochs
// could follow.
static Status pause_worker(void *context, bool *stop, Error *e) {
    Worker *w = context;
    const double every = w->spec->checkpoint_seconds, spent = clock_seconds() - w->started;
    const bool last = w->course.unlogged && w->state.epoch == w->spec->epochs;
    *stop = pause_is_end();
    const double least = *stop && every > WORTH_SECONDS ? WORTH_SECONDS : every;
    const bool wanted = every > 0 && spent >= least && (!last || *stop || train_ends_freely(w->spec));
    const Status s = wanted ? write_checkpoint(w, e) : OK;
    pause_again(every);
    return s;
}

// How a run ends that trained to its end, by what it ends with. One that was not to train, or whose training part has
// nothing to learn, is simply done.
static RunStatus end_status(const Worker *w) {
    const RunNews *state = &w->state;
    bool can = w->spec->epochs > 0 && state->baseline > 0;
    return can && state->row.train_loss >= state->baseline * (1 - ROUNDING) ? RUN_LEARNED_NOTHING : RUN_DONE;
}

// What always guessing scores.
static Status guess(Worker *w, Error *e) {
    const Dataset *data = w->split.train.data;
    const int scores = data->classes > 0 ? 1 : data->targets;
    int32_t commonest;
    double *guessing = arena_take(&w->arena, (size_t)scores, sizeof *guessing);
    if (!guessing) return error_memory(e);
    if (data->classes > 0 && baseline_accuracy(&w->split, &commonest, guessing, e)) return e->status;
    for (int k = 0; data->classes == 0 && k < scores; k++) guessing[k] = baseline_rmse(&w->split, k);
    w->guessing = guessing;
    return OK;
}

// Puts all in place that an earlier attempt has left; false where there is nothing, or it does not fit.
static bool take_legacy(Worker *w, const Legacy *legacy) {
    Arena arena = {0};
    Pieces pieces = {.arena = &arena};
    Error e = {0};
    snprintf(w->state.note, sizeof w->state.note, "%s", legacy->note);
    if (!legacy->checkpoint.data) return false;
    course_pieces(&w->course, &pieces);
    const bool taken = checkpoint_take(&legacy->checkpoint, &pieces, &e) == OK;
    if (taken)
        w->started -= w->course.seconds;
    else
        snprintf(w->state.note, sizeof w->state.note, "%.200s; not used", e.text);
    arena_free(&arena);
    return taken;
}

// The rows that come before those of this process, or the headers.
static Status begin_files(Worker *w, Error *e) {
    Legacy *legacy = &w->legacy;
    Status s = OK;
    legacy_find(legacy, w->store, w->plan, run_of(w), w->folder);
    const bool taken = take_legacy(w, legacy);
    for (int i = 0; !s && i < ROW_FILES; i++) {
        if (!is_wanted(w, i)) continue;
        Text header = {0};
        if (!taken) rows_header(i, w->columns, &header);
        s = taken ? write_bytes(w, i, legacy->rows[i], (size_t)legacy->checkpoint.head.size[i], e)
                  : write_text(w, i, &header, e);
    }
    checkpoint_close(&legacy->checkpoint); // its folder alone is still wanted
    return s;
}

static Status open_run(Worker *w, Error *e) {
    const Setting *setting = &w->plan->experiment->settings[w->run->setting];
    Status s = open_files(w, e);
    if (!s) s = source_split(plan_source(w->plan, w->run->setting), w->run->replicate.seed, &w->arena, &w->split, e);
    w->course = (Course){.spec = w->spec,
                         .columns = w->columns,
                         .measuring = {.engine = w->engine,
                                       .split = &w->split,
                                       .metrics = w->spec->metrics,
                                       .averages = averages_wanted(w->spec)},
                         .state = &w->state,
                         .watch = {w, write_row, pause_worker, tell_epoch},
                         .pause = pause_flag()};
    if (!s && !measuring_take(&w->course.measuring, &w->state.row, averages_wanted(w->spec), &w->arena))
        s = error_memory(e);
    if (!s) s = guess(w, e);
    if (!s)
        s = w->engine->open(&w->course.measuring.trainer, &setting->spec.model, w->spec, &w->split,
                            w->run->replicate.seed, e);
    if (!s) s = w->engine->baseline(w->course.measuring.trainer, &w->state.baseline, e);
    if (!s && !stopping_open(&w->course.stopping, &w->spec->stop, w->engine, w->course.measuring.trainer,
                             w->state.row.extra_count, w->course.measuring.confusion.classes, &w->arena))
        s = error_memory(e);
    if (!s && w->spec->save >= SAVE_BEST &&
        !best_open(&w->course.best, w->engine, w->course.measuring.trainer, &w->arena))
        s = error_memory(e);
    return s ? s : begin_files(w, e);
}

// Synced and closed, a run's file must still be the one that stands in its folder: rows in another are lost.
static Status close_file(Worker *w, int file, const char *name, Error *e) {
    struct stat own, there;
    const char *path = path_join(&w->arena, w->folder, name);
    if (!path) return error_memory(e);
    const bool synced = fdatasync(file) == 0, known = fstat(file, &own) == 0;
    if (close(file) != 0 || !synced || !known)
        return error_errno(e, "cannot write %s/%s/%s", w->store->path, w->folder, name);
    if (fstatat(w->store->fd, path, &there, 0) == 0 && there.st_ino == own.st_ino) return OK;
    return error_set(e, ERR_IO, "%s/%s was removed while regrun was at work; the same command makes it again",
                     w->store->path, path);
}

// The network goes as it came; a file that cannot be closed has lost rows.
static Status close_run(Worker *w, Error *e) {
    Status s = OK;
    if (w->course.measuring.trainer) w->engine->close(w->course.measuring.trainer);
    w->course.measuring.trainer = NULL;
    for (int i = 0; i < ROW_FILES; i++)
        if (w->file[i] >= 0 && close_file(w, w->file[i], row_files[i], e)) s = e->status;
    return s ? disk_error(w, e) : OK;
}

static void add_measures(JsonWriter *w, const EpochRow *row, const Column *columns) {
    for (const Column *c = columns; c->name; c++) {
        if (!(c->flags & COLUMN_RESULT) || !isfinite(column_value(row, c))) continue;
        json_key(w, c->name);
        json_float(w, (float)column_value(row, c));
    }
}

static void add_guessing(JsonWriter *json, const Worker *w) {
    const int targets = w->plan->targets;
    if (!w->guessing) return;
    json_key(json, w->plan->regression ? "baseline_rmse" : "baseline_acc");
    if (targets > 1) json_list(json, JSON_INLINE);
    for (int k = 0; k < (targets > 1 ? targets : 1); k++) json_float(json, (float)w->guessing[k]);
    if (targets > 1) json_end(json);
}

// Whether it learned is told of runs that came to their end, by their status.
static void add_learned(JsonWriter *w, const RunNews *state) {
    if (state->baseline > 0) {
        json_key(w, "baseline_loss");
        json_float(w, (float)state->baseline);
    }
    if (state->baseline == 0 || state->epoch == 0) return;
    if (state->status != RUN_DONE && state->status != RUN_LEARNED_NOTHING) return;
    json_key(w, "learned");
    json_bool(w, state->status == RUN_DONE);
}

// Where early stopping ended the run, and which of its weights it ends with.
static void add_stopping(JsonWriter *json, const Worker *w) {
    const RunNews *state = &w->state;
    if (w->spec->stop.patience == 0) return;
    json_key(json, "stopped_early");
    json_bool(json, state->status != RUN_DIVERGED && state->epoch < w->spec->epochs);
    json_key(json, w->spec->stop.select_on == STOP_ON_TEST ? "kept_epoch_by_test" : "kept_epoch");
    json_whole(json, state->row.epoch);
}

static void add_result(Text *out, const Worker *w, int64_t parameters) {
    const RunNews *state = &w->state;
    JsonWriter json = {.out = out};
    json_object(&json, JSON_LINES);
    json_key(&json, "setting");
    json_text(&json, w->plan->experiment->settings[w->run->setting].name);
    json_key(&json, "seed");
    json_unsigned(&json, w->run->replicate.seed);
    if (w->plan->folds > 0) {
        json_key(&json, "fold");
        json_whole(&json, w->run->replicate.fold);
    }
    json_key(&json, "id");
    json_text(&json, run_id(w->plan, run_of(w)).text);
    json_key(&json, "data_sha256");
    json_text(&json, plan_source(w->plan, w->run->setting)->hash);
    json_key(&json, "status");
    json_text(&json, run_status_text(state->status));
    if (*state->message) {
        json_key(&json, "message");
        json_text(&json, state->message);
    }
    const struct {
        const char *key;
        int64_t value;
        bool absent;
    } counts[] = {{"epochs", w->spec->epochs, false},
                  {"epoch", state->epoch, false}, // of a diverged run these two say where
                  {"step", state->step, false},
                  {"parameters", parameters, false},
                  {"train_samples", w->split.train.size, false},
                  {"test_samples", w->split.test.size, false},
                  {"val_samples", w->split.validation.size, !w->plan->validation}};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        if (counts[i].absent) continue;
        json_key(&json, counts[i].key);
        json_whole(&json, counts[i].value);
    }
    add_stopping(&json, w);
    add_measures(&json, &state->row, w->columns);
    if (isfinite(state->row.test_loss)) confusion_json(&w->course.measuring.confusion, w->split.test.data, &json);
    add_guessing(&json, w);
    add_learned(&json, state);
    json_key(&json, "seconds");
    json_float(&json, (float)(clock_seconds() - w->started));
    json_end(&json);
    text_add(out, "\n");
}

// The network as it stands, which is that of `epoch`.
static Status save_as(Worker *w, const char *name, int64_t epoch, Error *e) {
    const ModelRun run = {w->plan, w->run, &w->split, w->engine, w->course.measuring.trainer, epoch};
    Arena arena = {0};
    ModelFile model;
    char *path = path_join(&arena, w->folder, name);
    Status s = path ? model_of(&model, &run, &arena, e) : error_memory(e);
    if (!s && model_write(&model, w->store, path, e)) s = disk_error(w, e);
    arena_free(&arena);
    return s;
}

// Of a run that more epochs would change throughout, nothing goes on from its end.
static Status drop_checkpoint(Worker *w, Error *e) {
    const char *path = path_join(&w->arena, w->folder, RUN_CHECKPOINT);
    if (w->state.status != RUN_RUNNING || train_ends_freely(w->spec)) return OK;
    return path ? store_remove(w->store, path, e) : error_memory(e);
}

// What train.save asks for, of a run that came to its end.
static Status save(Worker *w, Error *e) {
    const int what = w->spec->save;
    Status s = OK;
    if (w->state.status != RUN_RUNNING) return OK;
    if (what == SAVE_LAST || what == SAVE_BOTH) s = save_as(w, RUN_MODEL, w->state.row.epoch, e);
    if (s || what < SAVE_BEST) return s;
    best_restore(&w->course.best);
    return save_as(w, what == SAVE_BEST ? RUN_MODEL : RUN_BEST, w->course.best.epoch, e);
}

static Status write_result(Worker *w, int64_t parameters, Error *e) {
    char *path = path_join(&w->arena, w->folder, RUN_RESULT);
    Text t = {0};
    add_result(&t, w, parameters);
    Status s = path && !t.failed ? OK : error_memory(e);
    if (!s && store_write(w->store, path, t.data, t.size, e)) s = disk_error(w, e);
    text_free(&t);
    return s;
}

static void fail(RunNews *state, const Error *e) {
    state->status = RUN_FAILED;
    snprintf(state->message, sizeof state->message, "%.*s", (int)sizeof state->message - 1, e->text);
}

void worker_run(const Plan *p, int run, const Engine *engine, const Store *store, const Attempt *attempt, int pipe) {
    Worker w = {.plan = p,
                .run = &p->runs[run],
                .spec = &p->experiment->settings[p->runs[run].setting].spec.train,
                .columns = p->columns.own[p->runs[run].setting],
                .engine = engine,
                .store = store,
                .folder = attempt->folder,
                .pipe = pipe,
                .file = {-1, -1, -1},
                .state = {.status = RUN_RUNNING},
                .started = clock_seconds()};
    Error e = {0};
    int64_t parameters = 0;

    row_clear(&w.state.row);
    pause_open(w.spec->checkpoint_seconds);
    Status s = open_run(&w, &e);
    if (!s) parameters = engine->parameters(w.course.measuring.trainer);
    if (!s) s = course_train(&w.course, &e);
    if (!s) s = save(&w, &e);
    if (!s) s = drop_checkpoint(&w, &e);
    if (s)
        fail(&w.state, &e);
    else if (w.state.status == RUN_RUNNING)
        w.state.status = end_status(&w);
    s = close_run(&w, &e);
    if (s && w.state.status != RUN_FAILED) fail(&w.state, &e);
    if (!w.state.disk && w.state.status != RUN_INTERRUPTED) s = write_result(&w, parameters, &e);
    if (s && w.state.status != RUN_FAILED) fail(&w.state, &e);
    send(&w);
    legacy_close(&w.legacy);
    arena_free(&w.arena);
}
