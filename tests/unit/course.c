// A run that is stopped between any two steps, and goes on from its checkpoint with everything else made anew, ends
// with the rows, the network and the confusion matrix of a run in one go; and what is no checkpoint of it is refused.
#include "lab/course.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/files.h"
#include "base/hash.h"
#include "base/rng.h"
#include "lab/names.h"

#include "test.h"

#define SAMPLES 60
#define TRAIN 38
#define FEATURES 11

static struct Set {
    uint8_t pixels[SAMPLES * FEATURES];
    int32_t label[SAMPLES], row[SAMPLES];
    float shift[FEATURES], scale[FEATURES];
    const char *names[3];
    Dataset data;
    Split split;
} set;

static char folder[] = "/tmp/regrun-course-XXXXXX";
static Store store; // of the folder
static volatile sig_atomic_t always = 1, never;

static const char attempt[] = "attempts/a";

static void remove_checkpoint(void) {
    Error e = {0};
    CHECK(store_remove(&store, "attempts/a/" RUN_CHECKPOINT, &e) == OK, "%s", e.text);
}

static const char *file_in_folder(Arena *arena) {
    return path_join(arena, path_join(arena, folder, attempt), RUN_CHECKPOINT);
}

static void make_set(void) {
    Rng rng = rng_stream(4, "test", 0);
    for (int i = 0; i < SAMPLES * FEATURES; i++) set.pixels[i] = (uint8_t)rng_below(&rng, 256);
    for (int i = 0; i < SAMPLES; i++) set.row[i] = i, set.label[i] = (int32_t)rng_below(&rng, 3);
    for (int f = 0; f < FEATURES; f++) set.scale[f] = 1.0f / 255;
    for (int k = 0; k < 3; k++) set.names[k] = "abc" + k;
    set.data = (Dataset){.samples = SAMPLES,
                         .features = FEATURES,
                         .classes = 3,
                         .class_names = set.names,
                         .pixels = set.pixels,
                         .label = set.label};
    const Part train = {&set.data, set.row, TRAIN, set.label, NULL};
    const Part test = {&set.data, set.row + TRAIN, 12, set.label + TRAIN, NULL};
    const Part validation = {&set.data, set.row + TRAIN + 12, 10, set.label + TRAIN + 12, NULL};
    set.split = (Split){.train = train, .test = test, .validation = validation, .shift = set.shift, .scale = set.scale};
}

// What one process has of a run, and what its files hold.
typedef struct Process {
    ModelSpec model;
    TrainSpec train;
    Arena arena;
    Trainer *trainer;
    RunNews state;
    Course course;
    Text *rows;    // of all processes of the run
    int pauses;    // so far
    int stops_at;  // ends at the so manieth pause; 0: never
    bool extended; // at the pause behind the last epoch a checkpoint is written, and it goes on
} Process;

static Status write_row(void *context, double eval_seconds, Error *e) {
    Process *p = context;
    (void)eval_seconds, (void)e;
    for (const Column *c = p->course.columns; c->name; c++) {
        column_write(c, &p->state.row, p->rows);
        text_add(p->rows, c[1].name ? "," : "\n");
    }
    return OK;
}

static Pieces pieces_of(Process *p) {
    Pieces pieces = {.arena = &p->arena};
    course_pieces(&p->course, &pieces);
    return pieces;
}

static Status pause_process(void *context, bool *stop, Error *e) {
    Process *p = context;
    const bool last = p->course.unlogged && p->state.epoch == p->train.epochs;
    p->pauses++;
    *stop = p->pauses == p->stops_at;
    if (!*stop && !(p->extended && last)) return OK;
    const CheckpointHead head = {"a run", p->state.epoch, p->state.step, {(int64_t)p->rows->size}};
    const Pieces pieces = pieces_of(p);
    return checkpoint_write(&store, attempt, &head, &pieces, e);
}

static void open_process(Process *p, const Engine *engine, const ModelSpec *model, const TrainSpec *train) {
    Error e = {0};
    *p = (Process){.model = *model, .train = *train, .state = {.status = RUN_RUNNING}};
    const ColumnSet columns = {.validation = true,
                               .metrics = train->metrics,
                               .averages = averages_wanted(train),
                               .kept = train->stop.patience > 0};
    Course *c = &p->course;
    *c = (Course){
        .spec = &p->train,
        .columns = columns_make(columns, &p->arena),
        .state = &p->state,
        .watch = {p, write_row, pause_process, NULL},
        .pause = &always,
        .measuring = {.engine = engine, .split = &set.split, .metrics = train->metrics, .averages = columns.averages}};
    bool good = measuring_take(&c->measuring, &p->state.row, columns.averages, &p->arena) &&
                engine->open(&c->measuring.trainer, &p->model, &p->train, &set.split, 7, &e) == OK &&
                stopping_open(&c->stopping, &p->train.stop, engine, c->measuring.trainer, p->state.row.extra_count,
                              c->measuring.confusion.classes, &p->arena) &&
                (train->save < SAVE_BEST || best_open(&c->best, engine, c->measuring.trainer, &p->arena));
    if (!good) abort();
}

static void close_process(Process *p) {
    p->course.measuring.engine->close(p->course.measuring.trainer);
    arena_free(&p->arena);
}

// What a run ends with: its rows, and of the network, the best one and the confusion matrix a hash.
typedef struct End {
    Text rows;
    char network[HASH_TEXT_SIZE], best[HASH_TEXT_SIZE], matrix[HASH_TEXT_SIZE];
    RunStatus status;
    int64_t row, samples; // the last row's epoch
} End;

static void end_of(Process *p, End *end) {
    Hash hash;
    int count;
    const Span *spans = p->course.measuring.engine->spans(p->course.measuring.trainer, &count);
    hash_start(&hash);
    for (int i = 0; i < count; i++) hash_add(&hash, spans[i].at, spans[i].size);
    hash_end(&hash, end->network);
    hash_start(&hash);
    if (p->course.best.copy) hash_add(&hash, p->course.best.copy, p->course.best.size);
    hash_end(&hash, end->best);
    hash_start(&hash);
    if (isfinite(p->state.row.test_loss)) hash_add(&hash, p->course.measuring.confusion.count, 9 * sizeof(int64_t));
    hash_end(&hash, end->matrix);
    end->status = p->state.status;
    end->row = p->state.row.epoch;
    end->samples = p->course.logged_samples;
}

// A run of which each process stops at its so manieth pause, and the next goes on: with 3 they stop everywhere in an
// epoch of five steps, with 1 at every pause there is. With 0 it is one in one go.
static void run(const Engine *engine, const ModelSpec *model, const TrainSpec *train, int stop, End *end) {
    Error e = {0};
    *end = (End){.status = RUN_RUNNING};
    remove_checkpoint();
    for (int processes = 0; end->status == RUN_RUNNING || end->status == RUN_INTERRUPTED; processes++) {
        Process p;
        Checkpoint checkpoint;
        open_process(&p, engine, model, train);
        p.rows = &end->rows;
        p.stops_at = stop;
        if (!stop) p.course.pause = &never;
        CHECK(checkpoint_open(&checkpoint, &store, attempt, "a run", &e) == OK, "%s", e.text);
        CHECK((checkpoint.data != NULL) == (processes > 0));
        if (checkpoint.data) {
            const Pieces pieces = pieces_of(&p);
            CHECK(checkpoint_take(&checkpoint, &pieces, &e) == OK, "%s", e.text);
            CHECK(checkpoint.head.size[ROWS_EPOCHS] == (int64_t)end->rows.size && checkpoint.head.step == p.state.step);
        }
        checkpoint_close(&checkpoint);
        const bool behind = p.course.unlogged && p.state.epoch == train->epochs;
        if (behind) p.stops_at = 0;
        CHECK(course_train(&p.course, &e) == OK, "%s", e.text);
        CHECK(!behind || p.pauses == 1, "behind the last epoch it pauses, too, where it goes on there");
        end_of(&p, end);
        if (end->status == RUN_RUNNING) end->status = RUN_DONE;
        close_process(&p);
        if (processes > 1000) abort();
    }
}

static void check_same(const char *what, const char *name, End *one, End *other) {
    CHECK(one->rows.size > 0 && strcmp(one->rows.data, other->rows.data) == 0, "%s, %s:\n%s\nand\n%s", what, name,
          one->rows.data, other->rows.data);
    CHECK(strcmp(one->network, other->network) == 0, "%s, %s: another network", what, name);
    CHECK(strcmp(one->best, other->best) == 0, "%s, %s: another best", what, name);
    CHECK(strcmp(one->matrix, other->matrix) == 0, "%s, %s: another confusion matrix", what, name);
    CHECK(one->status == other->status && one->row == other->row && one->samples == other->samples, "%s, %s", what,
          name);
    text_free(&one->rows);
    text_free(&other->rows);
}

// --- Settings

typedef void Change(ModelSpec *model, TrainSpec *train);

static void adam(ModelSpec *model, TrainSpec *train) {
    (void)model;
    train->optimizer = (OptimizerSpec){OPTIMIZER_ADAM, .beta1 = 0.9, .beta2 = 0.99, .eps = 1e-8};
    train->learning_rate = 0.01;
}
static void rmsprop(ModelSpec *model, TrainSpec *train) {
    (void)model;
    train->optimizer = (OptimizerSpec){OPTIMIZER_RMSPROP, .alpha = 0.9, .eps = 1e-8};
    train->learning_rate = 0.01;
}
static void nesterov_lookahead(ModelSpec *model, TrainSpec *train) {
    (void)model;
    train->optimizer.kind = OPTIMIZER_NESTEROV;
    train->lookahead = 0.5, train->lookahead_steps = 3;
}
static void norms(ModelSpec *model, TrainSpec *train) {
    (void)train;
    model->batch_norm = (BatchNormSpec){.on = true, .stat_decay = STAT_CUMULATIVE, .eps = 1e-5, .affine = true};
    model->dropout_count = 1, model->dropout[0] = 0.3;
    model->weight_norm = true;
}
static void population(ModelSpec *model, TrainSpec *train) {
    model->batch_norm = (BatchNormSpec){
        .on = true, .stat_decay = 0.9, .eps = 1e-5, .affine = true, .evaluate_with = EVALUATE_POPULATION};
    train->ema = 0.9;
    train->swa = 0.2, train->swa_every = 2;
}
static void population_alone(ModelSpec *model, TrainSpec *train) {
    population(model, train);
    train->swa = 0;
}
static void snapshots(ModelSpec *model, TrainSpec *train) {
    model->dropout_count = 1, model->dropout[0] = 0.3;
    train->schedule = (ScheduleSpec){SCHEDULE_COSINE, .restart = 2, .stretch = 1};
    train->snapshots = 2, train->mc_dropout = 3;
}
static void plateau(ModelSpec *model, TrainSpec *train) {
    (void)model;
    train->schedule = (ScheduleSpec){SCHEDULE_PLATEAU, .drop = 0.5, .patience = 0};
    train->save = SAVE_BEST;
    train->eval_every = 2;
}
static void stopping(ModelSpec *model, TrainSpec *train) {
    (void)model;
    train->stop = (StopSpec){.patience = 3};
    train->epochs = 40;
    train->metrics = 1u << METRIC_AUC | 1u << METRIC_BRIER;
    train->ema = 0.8, train->ema_warmup = true;
}
static void mixing(ModelSpec *model, TrainSpec *train) {
    model->input_noise = 0.1;
    train->mixup = 0.3, train->label_smoothing = 0.1, train->adversarial = 0.01;
    train->class_weights.choice = CLASS_WEIGHTS_BALANCED;
}
static void divergence(ModelSpec *model, TrainSpec *train) {
    (void)model;
    train->learning_rate = 1e30;
}
static void linear_schedule(ModelSpec *model, TrainSpec *train) {
    (void)model;
    train->schedule = (ScheduleSpec){SCHEDULE_LINEAR, .last = 0.1};
    train->warmup = 1.5, train->clip_norm = 0.5;
}

static const struct {
    const char *name;
    Change *change;
    bool extends; // a row more in the course is nobody's business
} settings[] = {
    {"adam", adam, true},
    {"rmsprop", rmsprop, true},
    {"nesterov, lookahead", nesterov_lookahead, true},
    {"norms", norms, true},
    {"population", population, false},
    {"population alone", population_alone, true},
    {"snapshots", snapshots, true},
    {"plateau", plateau, true},
    {"stopping", stopping, true},
    {"mixing", mixing, true},
    {"divergence", divergence, true},
    {"linear", linear_schedule, false},
};

static void specs_of(size_t i, ModelSpec *model, TrainSpec *train) {
    *model = (ModelSpec){.hidden_count = 1, .hidden = {9}};
    *train = (TrainSpec){
        .epochs = 5, .batch_size = 8, .learning_rate = 0.05, .norm_rate = 1, .momentum = 0.9, .eval_every = 1};
    settings[i].change(model, train);
}

static void test_that_it_goes_on(const Engine *engine, size_t i) {
    ModelSpec model;
    TrainSpec train;
    End through, stopped;
    specs_of(i, &model, &train);
    run(engine, &model, &train, 0, &through);
    run(engine, &model, &train, i > 0 ? 3 : 1, &stopped);
    check_same("stopped", settings[i].name, &through, &stopped);
}

// Trains to the last epoch and goes on from there for more: as many at once give the same, also where the last row
// would not have been due.
static void extend(const Engine *engine, const ModelSpec *model, const TrainSpec *train, End *end) {
    Error e = {0};
    TrainSpec longer = *train;
    Process p;
    Checkpoint checkpoint;
    remove_checkpoint();
    *end = (End){.status = RUN_RUNNING};
    for (int part = 0; part < 2; part++) {
        longer.epochs = train->epochs + 4 * part;
        open_process(&p, engine, model, &longer);
        p.rows = &end->rows;
        p.course.pause = &never;
        p.extended = part == 0;
        CHECK(checkpoint_open(&checkpoint, &store, attempt, "a run", &e) == OK, "%s", e.text);
        if (checkpoint.data) {
            const Pieces pieces = pieces_of(&p);
            CHECK(checkpoint_take(&checkpoint, &pieces, &e) == OK, "%s", e.text);
        }
        if (part == 1) end->rows.size = (size_t)checkpoint.head.size[ROWS_EPOCHS]; // 0: it ended before the last epoch
        if (part == 1) end->rows.data[end->rows.size] = 0;
        checkpoint_close(&checkpoint);
        CHECK(course_train(&p.course, &e) == OK, "%s", e.text);
        CHECK(part == 1 || p.state.epoch < train->epochs || file_exists(file_in_folder(&p.arena)), "a checkpoint");
        end_of(&p, end);
        close_process(&p);
    }
    if (end->status == RUN_RUNNING) end->status = RUN_DONE;
}

static void test_that_it_is_extended(const Engine *engine, size_t i, int eval_every) {
    ModelSpec model;
    TrainSpec train;
    End once, extended;
    specs_of(i, &model, &train);
    CHECK(train_ends_freely(&train) == settings[i].extends, "%s", settings[i].name);
    if (!settings[i].extends) return;
    train.eval_every = eval_every;
    extend(engine, &model, &train, &extended);
    train.epochs += 4;
    run(engine, &model, &train, 0, &once);
    check_same("extended", settings[i].name, &once, &extended);
}

// --- What is refused

static void check_refused(const char *trajectory, const char *says) {
    Checkpoint checkpoint;
    Error e = {0};
    CHECK(checkpoint_open(&checkpoint, &store, attempt, trajectory, &e) == ERR_DATA && !checkpoint.data, "%s", says);
    CHECK_TEXT(e.text, says);
    checkpoint_close(&checkpoint);
}

// Unsynced, for there are many.
static void put_file(const char *path, const char *data, size_t size) {
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(data, 1, size, f) != size || fclose(f) != 0) abort();
}

// The bytes of a checkpoint, with one of them another, or only the first of them.
static void test_damage(const char *data, size_t size) {
    Arena arena = {0};
    char *copy = arena_take(&arena, size, 1);
    const char *path = file_in_folder(&arena);
    for (size_t at = 0; at < size; at += at < 200 || at + 80 > size ? 1 : 97) {
        memcpy(copy, data, size);
        copy[at] ^= 16;
        put_file(path, copy, size);
        check_refused("a run", at < 48 ? "checkpoint of another version of regrun" : "damaged checkpoint");
        put_file(path, data, at);
        check_refused("a run", "damaged checkpoint");
    }
    put_file(path, data, size);
    check_refused("another run", "checkpoint of another run");
    arena_free(&arena);
}

// A checkpoint of other pieces leaves everything as it is.
static void test_other_pieces(const Engine *engine, const ModelSpec *model, const TrainSpec *train) {
    Process p;
    End before = {0}, after = {0};
    Checkpoint checkpoint;
    Error e = {0};
    ModelSpec other = *model;
    other.hidden_count = 2, other.hidden[1] = 4;
    open_process(&p, engine, &other, train);
    end_of(&p, &before);
    CHECK(checkpoint_open(&checkpoint, &store, attempt, "a run", &e) == OK && checkpoint.data, "%s", e.text);
    const Pieces pieces = pieces_of(&p);
    CHECK(checkpoint_take(&checkpoint, &pieces, &e) == ERR_DATA);
    CHECK_TEXT(e.text, "checkpoint of another run");
    end_of(&p, &after);
    CHECK_TEXT(before.network, after.network);
    checkpoint_close(&checkpoint);
    close_process(&p);
}

static void test_refusals(const Engine *engine) {
    ModelSpec model;
    TrainSpec train;
    Process p;
    Error e = {0};
    char *data;
    size_t size;
    Text rows = {0};
    specs_of(0, &model, &train);
    open_process(&p, engine, &model, &train);
    p.rows = &rows;
    p.stops_at = 7;
    CHECK(course_train(&p.course, &e) == OK && p.state.status == RUN_INTERRUPTED && p.state.step == 7, "step %d",
          (int)p.state.step);
    test_other_pieces(engine, &model, &train);
    CHECK(file_read(&p.arena, file_in_folder(&p.arena), &data, &size, &e) == OK, "%s", e.text);
    test_damage(data, size);
    close_process(&p);
    text_free(&rows);
}

// Where the disk is full, the old one stays.
static void test_that_the_old_one_stays(void) {
    Arena arena = {0};
    Error e = {0};
    Checkpoint checkpoint;
    int64_t number = 5;
    Pieces pieces = {.arena = &arena};
    CheckpointHead head = {"a run", 1, 2, {3, 4}};
    const struct rlimit little = {8, RLIM_INFINITY};
    struct rlimit before;
    pieces_add(&pieces, "", "number", &number, sizeof number);
    CHECK(checkpoint_write(&store, attempt, &head, &pieces, &e) == OK, "%s", e.text);
    head.step = 9;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    setrlimit(RLIMIT_FSIZE, &little);
    CHECK(checkpoint_write(&store, attempt, &head, &pieces, &e) == ERR_IO);
    setrlimit(RLIMIT_FSIZE, &before);
    CHECK(strstr(e.text, folder) && strstr(e.text, "(checkpoint.seconds=0 does without)"), "%s", e.text);
    CHECK(checkpoint_open(&checkpoint, &store, attempt, "a run", &e) == OK && checkpoint.head.step == 2);
    checkpoint_close(&checkpoint);
    StoreNames names;
    CHECK(store_list(&store, attempt, &names, &arena, &e) == OK && names.count == 1, "%d files", names.count);
    arena_free(&arena);
}

int main(void) {
    const Engine *engine = engine_list()[0];
    Error e = {0};
    make_set();
    if (!mkdtemp(folder)) return 1;
    if (store_open(&store, folder, &e) != OK || store_make_folder(&store, attempt, &e) != OK) return 1;
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        test_that_it_goes_on(engine, i);
        test_that_it_is_extended(engine, i, 1);
        test_that_it_is_extended(engine, i, 3);
    }
    test_refusals(engine);
    test_that_the_old_one_stays();
    store_close(&store);
    folder_remove(folder, &e);
    return test_end("course");
}
