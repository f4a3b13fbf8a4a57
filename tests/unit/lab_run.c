// Whole experiments with an engine that does what the test wants: rows, order, failures, crashes, signals.
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/maker.h"
#include "lab/attempt.h"
#include "lab/lab.h"
#include "lab/log.h"
#include "unit/lab_test.h"

// Training without a network: the loss is a function of the setting's learning rate, the seed and the epoch.
struct Trainer {
    const Split *split;
    uint64_t seed;
    double lr;
    int epoch, batches;
    int refreshed; // after which epoch; -1: never
};

// What goes wrong, and under which seed.
static struct { uint64_t diverges, crashes, refused, exits, overflows, signals, fills, replaces; } trouble;

static Status fake_open(Trainer **t, const ModelSpec *model, const TrainSpec *train, const Split *split, uint64_t seed,
                        Error *e) {
    (void)model;
    if (seed == trouble.refused) return error_set(e, ERR_IO, "no room for seed %d", (int)seed);
    *t = calloc(1, sizeof **t);
    if (!*t) return error_memory(e);
    **t = (Trainer){.split = split,
                    .seed = seed,
                    .refreshed = -1,
                    .lr = train->learning_rate,
                    .batches = split->train.size / train->batch_size};
    return OK;
}

// Every file that this worker has open for its rows is full from now on.
static void fill_disk(void) {
    int full = open("/dev/full", O_WRONLY);
    for (int i = 3; i < 64; i++) {
        char name[32], path[300] = "";
        snprintf(name, sizeof name, "/proc/self/fd/%d", i);
        if (readlink(name, path, sizeof path - 1) > 0 && strstr(path, "epochs.csv")) dup2(full, i);
    }
}

static void replace_folder(void) {
    if (rename(lab_path("moved"), lab_path("away")) != 0 || mkdir(lab_path("moved"), 0700) != 0) return;
    lab_write("moved/log.csv", "somebody else's");
}

static EpochEnd fake_epoch(Trainer *t, double *running_loss) {
    t->epoch++;
    if (t->seed == trouble.crashes && t->epoch == 2) raise(SIGKILL);
    if (t->seed == trouble.exits && t->epoch == 2) _exit(9);
    if (t->seed == trouble.signals && t->epoch == 2) {
        kill(getppid(), SIGINT);
        usleep(300000); // until the parent has told to stop
    }
    if (t->seed == trouble.fills && t->epoch == 2) fill_disk();
    if (t->seed == trouble.replaces && t->epoch == 2) replace_folder();
    *running_loss = 1.5 / t->epoch;
    return t->seed == trouble.diverges && t->epoch == 2 ? EPOCH_DIVERGED : EPOCH_TRAINED;
}

static void fake_pause_on(Trainer *t, const volatile sig_atomic_t *flag) {
    (void)t, (void)flag;
}

static const Span *fake_spans(const Trainer *t, int *count) {
    (void)t;
    *count = 0;
    return NULL;
}

static double fake_rate(const Trainer *t) {
    return t->lr;
}

static void fake_tell(Trainer *t, double loss) {
    (void)t, (void)loss;
}

static int64_t fake_steps(const Trainer *t) {
    return (int64_t)t->epoch * t->batches;
}

static int64_t fake_samples(const Trainer *t) {
    return (int64_t)t->epoch * t->split->train.size;
}

static Status fake_baseline(const Trainer *t, double *loss, Error *e) {
    (void)t, (void)e;
    *loss = 0.6931472;
    return OK;
}

static int64_t fake_parameters(const Trainer *t) {
    (void)t;
    return 42;
}

static void fake_refresh(Trainer *t) {
    t->refreshed = t->epoch;
}

// Nothing is right that was not refreshed before.
static Measure fake_measure(Trainer *t, const Part *part) {
    double loss = t->lr * (double)t->seed / (t->epoch + 1) + (part == &t->split->test         ? 0.25
                                                              : part == &t->split->validation ? 0.5
                                                                                              : 0);
    if (t->seed == trouble.overflows && t->epoch == 1) loss = 1e300; // beyond a float
    if (t->refreshed != t->epoch) loss = -1;
    return (Measure){.loss = loss, .metric = 0.1 * t->epoch};
}

static void fake_close(Trainer *t) {
    free(t);
}

static const Engine fake = {.name = "fake",
                            .open = fake_open,
                            .epoch = fake_epoch,
                            .pause_on = fake_pause_on,
                            .spans = fake_spans,
                            .steps = fake_steps,
                            .rate = fake_rate,
                            .tell = fake_tell,
                            .samples = fake_samples,
                            .parameters = fake_parameters,
                            .baseline = fake_baseline,
                            .refresh = fake_refresh,
                            .measure = fake_measure,
                            .close = fake_close};

static const char config[] = "{\"name\": \"r\", " LAB_DATA ", \"seeds\": 3,"
                             " \"train\": {\"epochs\": 3, \"batch_size\": 2, \"learning_rate\": 0.5},"
                             " \"settings\": [{\"name\": \"a,b\"}, {\"name\": \"c\", \"train.learning_rate\": 0.1}]}";

typedef struct Fixture {
    Experiment experiment;
    Plan plan;
    Lab lab;
    Error error;
    Status status;
} Fixture;

static char *argv_fake[] = {"/usr/bin/regrun", "--config", "experiment.json"};

// Opens all that running the config with the fake engine into the folder of that name takes.
static void open_lab(Fixture *f, const char *text, const char *folder, int jobs) {
    *f = (Fixture){0};
    lab_table();
    lab_experiment(&f->experiment, text);
    CHECK(plan_make(&f->plan, &f->experiment, &f->error) == OK, "%s", f->error.text);
    CHECK(plan_open(&f->plan, &f->error) == OK, "%s", f->error.text);
    f->lab = (Lab){.plan = &f->plan,
                   .engine = &fake,
                   .folder = lab_path(folder),
                   .restart = true,
                   .jobs = jobs,
                   .argc = 3,
                   .argv = argv_fake};
}

static void run(Fixture *f, const char *text, const char *folder, int jobs) {
    open_lab(f, text, folder, jobs);
    CHECK(lab_open(&f->lab, &f->error) == OK, "%s", f->error.text);
    f->status = lab_run(&f->lab, &f->error);
}

static void end(Fixture *f) {
    lab_close(&f->lab);
    plan_close(&f->plan);
    experiment_free(&f->experiment);
    memset(&trouble, 0, sizeof trouble);
}

static bool has(const char *file, const char *text) {
    return strstr(lab_read(file), text) != NULL;
}

static int lines(const char *text) {
    int n = 0;
    for (; *text; text++) n += *text == '\n';
    return n;
}

static void rows(void) {
    Fixture f;
    run(&f, config, "plain", 1);
    CHECK(f.status == OK, "%s", f.error.text);
    CHECK(lines(lab_read("plain/log.csv")) == 1 + 2 * 3 * 4, "%d lines", lines(lab_read("plain/log.csv")));
    static const char start[] =
        "setting,seed,epoch,step,lr,running_loss,train_loss,test_loss,gap,train_acc,test_acc,train.learning_rate\n"
        "\"a,b\",1,0,0,0.5,,0.5,0.75,0.25,0,0,0.5\n"
        "\"a,b\",1,1,2,0.5,1.5,0.25,0.5,0.25,0.1,0.1,0.5\n"
        "\"a,b\",1,2,4,0.5,0.75,0.16666667,0.41666666,0.25,0.2,0.2,0.5\n";
    CHECK(strncmp(lab_read("plain/log.csv"), start, strlen(start)) == 0, "%s", lab_read("plain/log.csv"));
    CHECK(has("plain/log.csv", "\nc,3,3,6,0.1,0.5,0.075,0.325,0.25,0.3,0.3,0.1\n"), "%s", lab_read("plain/log.csv"));
    CHECK(lines(lab_read("plain/timing.csv")) == 1 + 2 * 3 * 4, "%s", lab_read("plain/timing.csv"));
    CHECK(has("plain/runs/a,b/seed-1/result.json", "\"status\": \"done\""), "no result");
    CHECK(has("plain/runs/a,b/seed-1/result.json", "\"parameters\": 42"), "no result");
    CHECK(has("plain/manifest.json", "\"command\": [\"regrun\", \"--config\", \"experiment.json\"]"), "no command");
    CHECK(has("plain/manifest.json", "\"status\": \"done\",\n  \"started\": \"2"), "no status");
    end(&f);
}

static void same_bytes_for_any_jobs(void) {
    Fixture f;
    run(&f, config, "one", 1);
    end(&f);
    for (int jobs = 2; jobs <= 6; jobs += 2) {
        run(&f, config, "many", jobs);
        CHECK(f.status == OK, "%s", f.error.text);
        CHECK_TEXT(lab_read("many/log.csv"), lab_read("one/log.csv"));
        end(&f);
    }
}

// A validation part has two columns behind those of the test part, and a place in result.json.
static void validation(void) {
    Fixture f;
    run(&f,
        "{\"name\": \"v\", \"data\": {\"source\": \"csv\", \"file\": \"table.csv\", \"train_size\": 4, \"test_size\": "
        "3,"
        " \"validation_size\": 1}, \"seeds\": 1, \"train\": {\"epochs\": 1, \"learning_rate\": 0.5}}",
        "validation", 1);
    CHECK(f.status == OK, "%s", f.error.text);
    CHECK_TEXT(lab_read("validation/log.csv"),
               "setting,seed,epoch,step,lr,running_loss,train_loss,test_loss,gap,train_acc,test_acc,val_loss,val_acc\n"
               "base,1,0,0,0.5,,0.5,0.75,0.25,0,0,1,0\n"
               "base,1,1,0,0.5,1.5,0.25,0.5,0.25,0.1,0.1,0.75,0.1\n");
    CHECK(has("validation/runs/base/seed-1/result.json", "\"train_samples\": 3,\n  \"test_samples\": 3,\n"
                                                         "  \"val_samples\": 1,"),
          "%s", lab_read("validation/runs/base/seed-1/result.json"));
    CHECK(has("validation/runs/base/seed-1/result.json", "\"val_loss\": 0.75,\n  \"val_acc\": 0.1,"), "no val_loss");
    end(&f);
}

// A run of folds is known by its seed and the fold that it tests on.
static void folds(void) {
    Fixture f;
    run(&f,
        "{\"name\": \"f\", \"data\": {\"source\": \"csv\", \"file\": \"table.csv\", \"folds\": 3}, \"seeds\": [3, 5],"
        " \"train\": {\"epochs\": 0, \"learning_rate\": 0.5}}",
        "folds", 2);
    CHECK(f.status == OK, "%s", f.error.text);
    CHECK(has("folds/log.csv", "setting,seed,fold,epoch,step,"), "%s", lab_read("folds/log.csv"));
    CHECK(has("folds/log.csv", "\nbase,3,0,0,0,0.5,") && has("folds/log.csv", "\nbase,5,2,0,0,0.5,"), "%s",
          lab_read("folds/log.csv"));
    CHECK(has("folds/timing.csv", "setting,seed,fold,epoch,train_seconds,") && has("folds/timing.csv", "\nbase,5,2,0,"),
          "%s", lab_read("folds/timing.csv"));
    CHECK(has("folds/manifest.json", "\"seed\": 5, \"fold\": 2, \"status\""), "%s", lab_read("folds/manifest.json"));
    CHECK(has("folds/runs/base/seed-5/result.json", "\"seed\": 5,\n  \"fold\": 2,"), "no fold");
    end(&f);
}

// Samples per second are those since the row before: what is trained on in one epoch, or in as many as lie between.
static void check_samples(const char *file, int keys, const int *samples, int count) {
    const char *line = strchr(lab_read(file), '\n') + 1;
    int row = 0;
    for (; *line && row < count; line = strchr(line, '\n') + 1, row++) {
        double train = 0, eval = 0, rate = 0;
        char own[200] = "";
        strncat(own, line, strcspn(line, "\n") < sizeof own ? strcspn(line, "\n") : 0);
        const char *cells = own;
        for (int k = 0; k < keys; k++) cells = strchr(cells, ',') + 1;
        int read = sscanf(cells, "%lf,%lf,%lf", &train, &eval, &rate);
        CHECK(read == (row ? 3 : 2), "row %d: %.60s", row, line);
        CHECK_NEAR(rate * train, samples[row], 0.01);
    }
    CHECK(row == count, "%d rows", row);
}

static void samples_per_second(void) {
    Fixture f;
    run(&f, config, "rate", 1);
    check_samples("rate/runs/c/seed-1/timing.csv", 1, (int[]){0, 4, 4, 4}, 4);
    end(&f);
    run(&f,
        "{\"name\": \"e\", " LAB_DATA ", \"seeds\": 1, \"train\": {\"epochs\": 5, \"batch_size\": 2,"
        " \"eval_every\": 2}}",
        "rate", 1);
    check_samples("rate/timing.csv", 3, (int[]){0, 8, 8, 4}, 4);
    end(&f);
}

static void eval_every(void) {
    Fixture f;
    run(&f,
        "{\"name\": \"e\", " LAB_DATA ", \"seeds\": 1, \"train\": {\"epochs\": 5, \"batch_size\": 2,"
        " \"eval_every\": 2}}",
        "every", 1);
    CHECK(f.status == OK, "%s", f.error.text);
    const char *log = lab_read("every/log.csv");
    CHECK(lines(log) == 5, "%s", log);
    CHECK(strstr(log, ",1,0,0,") && strstr(log, ",1,2,4,") && strstr(log, ",1,4,8,") && strstr(log, ",1,5,10,"), "%s",
          log);
    end(&f);

    // A divergence ends the run where it comes, also between two evaluations.
    trouble.diverges = 1;
    run(&f,
        "{\"name\": \"e\", " LAB_DATA ", \"seeds\": 1, \"train\": {\"epochs\": 5, \"batch_size\": 2,"
        " \"eval_every\": 3}}",
        "every", 1);
    CHECK(f.status == ERR_RUNS, "status %d", (int)f.status);
    CHECK(lines(lab_read("every/log.csv")) == 3, "%s", lab_read("every/log.csv"));
    CHECK(has("every/log.csv", ",1,2,4,") && has("every/log.csv", ",nan,nan,nan,nan,nan,nan\n"), "%s",
          lab_read("every/log.csv"));
    end(&f);
}

// One run ends badly in the setting's seed 2; the four others must go on.
static void check_bad_run(const char *folder, RunStatus status, const char *message, int rows) {
    Fixture f;
    run(&f, config, folder, 2);
    CHECK(f.status == ERR_RUNS, "status %d: %s", (int)f.status, f.error.text);
    CHECK(strstr(f.error.text, "2 of 6 runs"), "%s", f.error.text);
    CHECK(lab_count(&f.lab, RUN_DONE) == 4, "%d done", lab_count(&f.lab, RUN_DONE));
    CHECK(f.lab.states[1].status == status, "%s", run_status_text(f.lab.states[1].status));
    const char *said = f.lab.states[1].message ? f.lab.states[1].message : "";
    CHECK(strstr(said, message), "\"%s\" lacks \"%s\"", said, message);
    CHECK(lines(lab_read("bad/log.csv")) == 1 + 4 * 4 + 2 * rows, "%s", lab_read("bad/log.csv"));
    CHECK(has("bad/manifest.json", "\"status\": \"failed\",\n  \"started\""), "%s", lab_read("bad/manifest.json"));
    end(&f);
}

static void bad_runs(void) {
    trouble.diverges = 2;
    check_bad_run("bad", RUN_DIVERGED, "", 3);
    CHECK(has("bad/log.csv", "\n\"a,b\",2,2,4,0.5,nan,nan,nan,nan,nan,nan,0.5\n\"a,b\",3,0,"), "%s",
          lab_read("bad/log.csv"));
    CHECK(has("bad/runs/c/seed-2/result.json",
              "\"status\": \"diverged\",\n  \"epochs\": 3,\n  \"epoch\": 2,\n  \"step\": 4"),
          "%s", lab_read("bad/runs/c/seed-2/result.json"));
    trouble.overflows = 2;
    check_bad_run("bad", RUN_DIVERGED, "", 2);
    trouble.crashes = 2;
    check_bad_run("bad", RUN_FAILED, "killed by signal 9", 2);
    trouble.exits = 2;
    check_bad_run("bad", RUN_FAILED, "exit code 9", 2);
    trouble.refused = 2;
    check_bad_run("bad", RUN_FAILED, "no room for seed 2", 0);
    CHECK(has("bad/manifest.json", "\"message\": \"no room for seed 2\""), "no message");
}

// The fake engine says that a constant prediction costs 0.693.
// The loss of the fake engine ends at a quarter of learning rate x seed.
static void learned_nothing(void) {
    static const char *const results[] = {"nothing/runs/plain/seed-2/result.json",
                                          "nothing/runs/plain/seed-3/result.json"};
    Fixture f;
    run(&f,
        "{\"name\": \"r\", " LAB_DATA ", \"seeds\": [2, 3], \"settings\": [{\"name\": \"plain\"}],"
        " \"train\": {\"epochs\": 3, \"batch_size\": 2, \"learning_rate\": 1}}",
        "nothing", 1);
    CHECK(f.status == ERR_RUNS && strstr(f.error.text, "1 of 2 runs learned nothing"), "%s", f.error.text);
    CHECK(f.lab.states[0].status == RUN_DONE && f.lab.states[1].status == RUN_LEARNED_NOTHING, "wrong states");
    CHECK(has(results[0], "\"status\": \"done\"") && has(results[0], "\"learned\": true"), "%s", lab_read(results[0]));
    CHECK(has(results[1], "\"baseline_loss\": 0.6931472,\n  \"learned\": false"), "%s", lab_read(results[1]));
    CHECK(has("nothing/manifest.json", "\"seed\": 3, \"status\": \"learned nothing\", \"epoch\": 3"), "%s",
          lab_read("nothing/manifest.json"));
    end(&f);

    trouble.diverges = 2;
    run(&f,
        "{\"name\": \"r\", " LAB_DATA ", \"seeds\": [2, 3], \"settings\": [{\"name\": \"plain\"}],"
        " \"train\": {\"epochs\": 3, \"batch_size\": 2, \"learning_rate\": 1}}",
        "nothing", 1);
    CHECK(strstr(f.error.text, "1 of 2 runs failed or diverged, 1 learned nothing"), "%s", f.error.text);
    CHECK(!has(results[0], "\"learned\"") && has(results[0], "\"baseline_loss\""), "%s", lab_read(results[0]));
    end(&f);

    run(&f,
        "{\"name\": \"r\", " LAB_DATA ", \"seeds\": [3], \"settings\": [{\"name\": \"plain\"}],"
        " \"train\": {\"epochs\": 0, \"batch_size\": 2, \"learning_rate\": 1}}",
        "nothing", 1);
    CHECK(f.status == OK, "a run that was not to train: %s", f.error.text);
    CHECK(!has(results[1], "\"learned\""), "%s", lab_read(results[1]));
    end(&f);
}

static void interrupt(void) {
    Fixture f;
    trouble.signals = 2;
    run(&f, config, "stopped", 1);
    CHECK(f.status == ERR_INTERRUPTED, "status %d", (int)f.status);
    CHECK(f.lab.states[0].status == RUN_DONE && f.lab.states[1].status == RUN_INTERRUPTED &&
              f.lab.states[2].status == RUN_WAITING,
          "wrong states");
    CHECK(lines(lab_read("stopped/log.csv")) == 1 + 4 + 2, "%s", lab_read("stopped/log.csv"));
    CHECK(has("stopped/manifest.json", "\"status\": \"interrupted\",\n  \"started\""), "%s",
          lab_read("stopped/manifest.json"));
    CHECK(has("stopped/manifest.json", "\"seed\": 3, \"status\": \"waiting\""), "no waiting run");
    end(&f);
}

// A line that was cut off by a kill is not merged.
static void unfinished_line(void) {
    static const char header[] = "epoch,step,lr,running_loss,train_loss,test_loss,gap,train_acc,test_acc\n";
    Fixture f;
    Store store;
    char text[300];
    run(&f, config, "cut", 1);
    snprintf(text, sizeof text, "%srow 1\nrow 2\nro", header);
    lab_write("cut/runs/a,b/seed-3/epochs.csv", text);
    lab_write("cut/runs/c/seed-1/epochs.csv", "head");
    CHECK(store_open(&store, lab_path("cut"), &f.error) == OK, "%s", f.error.text);
    CHECK(logs_write(&store, &f.experiment, &f.error) == OK, "%s", f.error.text);
    CHECK(has("cut/log.csv", "\n\"a,b\",3,row 1,0.5\n\"a,b\",3,row 2,0.5\nc,2,0,"), "%s", lab_read("cut/log.csv"));
    lab_write("cut/runs/c/seed-1/epochs.csv", "epoch,other\n1,2\n");
    CHECK(logs_write(&store, &f.experiment, &f.error) == ERR_DATA, "foreign columns are taken");
    store_close(&store);
    end(&f);
}

// A run whose rows cannot be written ends the work: the others could not write theirs either.
static void full_disk(void) {
    Fixture f;
    run(&f, config, "full", 1);
    end(&f);
    if (access("/dev/full", W_OK) != 0) {
        SKIP("no /dev/full here");
        return;
    }
    trouble.fills = 2;
    run(&f, config, "full", 1);
    CHECK(f.status == ERR_IO, "status %d", (int)f.status);
    CHECK(strstr(f.error.text, "No space left") && strstr(f.error.text, "epochs.csv"), "%s", f.error.text);
    CHECK(f.lab.states[0].status == RUN_DONE && f.lab.states[1].status == RUN_FAILED, "wrong states");
    CHECK(lines(lab_read("full/log.csv")) >= 1 + 4, "%s", lab_read("full/log.csv"));
    end(&f);
}

// --- What a folder holds is not done again

static void resume(Fixture *f, const char *text, const char *folder) {
    open_lab(f, text, folder, 2);
    f->lab.restart = false;
    CHECK(lab_open(&f->lab, &f->error) == OK, "%s", f->error.text);
    f->status = lab_run(&f->lab, &f->error);
}

static void same_command_again(void) {
    Fixture f;
    run(&f, config, "whole", 1);
    end(&f);
    trouble.signals = 2;
    run(&f, config, "again", 1);
    CHECK(f.status == ERR_INTERRUPTED, "status %d", (int)f.status);
    CHECK(folder_exists(lab_path("again/attempts")), "the stopped attempt stays");
    end(&f);
    const char *first = arena_text(&lab_arena, lab_read("again/runs/a,b/seed-1/attempt.json"));
    resume(&f, config, "again");
    CHECK(f.status == OK && f.lab.done_before == 1, "%d before: %s", f.lab.done_before, f.error.text);
    CHECK_TEXT(lab_read("again/runs/a,b/seed-1/attempt.json"), first);
    CHECK_TEXT(lab_read("again/log.csv"), lab_read("whole/log.csv"));
    CHECK(!folder_exists(lab_path("again/attempts")), "an attempt stays");
    end(&f);
}

// A regrun that was killed between making an attempt and saying whose it is left an empty attempt.json, or none; what
// another regrun has just made, in another host's name, stays.
static void attempts_without_words(void) {
    Fixture f;
    Error e = {0};
    run(&f, config, "untold", 1);
    end(&f);
    CHECK(folder_make(lab_path("untold/attempts/0123/gone-1-0000"), &e) == OK, "%s", e.text);
    char gone[128], host[HOST_SIZE];
    maker_host(host);
    snprintf(gone, sizeof gone, "untold/attempts/4567/%s-%d-0000", host, 0x3fffffff); // of no process
    CHECK(folder_make(lab_path(gone), &e) == OK, "%s", e.text);
    strcat(gone, "/attempt.json");
    lab_write(gone, "");
    resume(&f, config, "untold");
    CHECK(f.status == OK, "%s", f.error.text);
    CHECK(!folder_exists(lab_path("untold/attempts/4567")), "an attempt of nobody stays");
    CHECK(folder_exists(lab_path("untold/attempts/0123")), "another host's is removed");
    end(&f);
}

// A run that failed is tried again; a complete attempt that a killed parent left is taken as it is.
static void what_was_left(void) {
    Fixture f;
    trouble.crashes = 2;
    run(&f, config, "left", 1);
    CHECK(f.status == ERR_RUNS, "status %d", (int)f.status);
    end(&f);
    CHECK(folder_make(lab_path("left/attempts/x"), &f.error) == OK, "%s", f.error.text);
    char name[64] = "left/attempts/", id[17];
    line_member(lab_read("left/runs/c/seed-1/result.json"), "id", id, sizeof id);
    strcat(name, id);
    CHECK(folder_make(lab_path(name), &f.error) == OK, "%s", f.error.text);
    strcat(name, "/host-1-0000");
    CHECK(rename(lab_path("left/runs/c/seed-1"), lab_path(name)) == 0, "rename");
    open_lab(&f, config, "left", 1);
    f.lab.restart = false;
    CHECK(lab_open(&f.lab, &f.error) == OK, "%s", f.error.text);
    CHECK(lab_count(&f.lab, RUN_FAILED) == 2 && lab_count(&f.lab, RUN_ELSEWHERE) == 1, "%d failed, %d elsewhere",
          lab_count(&f.lab, RUN_FAILED), lab_count(&f.lab, RUN_ELSEWHERE));
    end(&f);
    const struct timespec long_ago[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};
    CHECK(utimensat(AT_FDCWD, lab_path(name), long_ago, 0) == 0, "utimensat");
    resume(&f, config, "left");
    CHECK(f.status == OK && f.lab.done_before == 4, "%d before: %s", f.lab.done_before, f.error.text);
    CHECK_TEXT(lab_read("left/log.csv"), lab_read("whole/log.csv"));
    end(&f);
}

// More epochs give what so many at once would have given; what contradicts is refused.
static void longer(void) {
    static const char start[] = "{\"name\": \"l\", " LAB_DATA ", \"seeds\": 2, \"train\": {\"batch_size\": 2, ";
    char text[400];
    Fixture f;
    snprintf(text, sizeof text, "%s\"epochs\": 5, \"eval_every\": 2}}", start);
    run(&f, text, "long", 1);
    end(&f);
    snprintf(text, sizeof text, "%s\"epochs\": 3, \"eval_every\": 2}}", start);
    run(&f, text, "longer", 1);
    end(&f);
    snprintf(text, sizeof text, "%s\"epochs\": 5, \"eval_every\": 2}}", start);
    resume(&f, text, "longer");
    CHECK(f.status == OK && f.lab.done_before == 0, "%s", f.error.text);
    CHECK_TEXT(lab_read("longer/log.csv"), lab_read("long/log.csv"));
    end(&f);
    snprintf(text, sizeof text, "%s\"epochs\": 5, \"learning_rate\": 0.25}}", start);
    open_lab(&f, text, "longer", 1);
    f.lab.restart = false;
    CHECK(lab_open(&f.lab, &f.error) == ERR_IO && strstr(f.error.text, "runs/base/seed-1"), "%s", f.error.text);
    end(&f);
}

// Two copies of a run at once: the second must be the same.
static void second_copy(void) {
    Fixture f;
    Store store;
    Published how;
    Error e = {0};
    run(&f, config, "twice", 1);
    CHECK(store_open(&store, lab_path("twice"), &e) == OK, "%s", e.text);
    for (int other = 0; other < 2; other++) {
        CHECK(folder_make(lab_path("twice/attempts/x/copy"), &e) == OK, "%s", e.text);
        lab_write("twice/attempts/x/copy/result.json", lab_read("twice/runs/c/seed-1/result.json"));
        lab_write("twice/attempts/x/copy/epochs.csv",
                  other ? "other rows\n" : lab_read("twice/runs/c/seed-1/epochs.csv"));
        CHECK(attempt_publish(&store, "attempts/x/copy", "runs/c/seed-1", &how, &e) == OK, "%s", e.text);
        CHECK(how == (other ? PUBLISHED_OTHER : PUBLISHED_BEFORE), "%d", (int)how);
        CHECK(!folder_exists(lab_path("twice/attempts/x")), "stays");
    }
    CHECK_TEXT(lab_read("twice/conflicts/x.copy/epochs.csv"), "other rows\n");
    CHECK_TEXT(lab_read("twice/log.csv"), lab_read("whole/log.csv"));
    store_close(&store);
    end(&f);
}

// The folder is removed, and another put in its place, while a run is under way: nothing of it is written there.
static void folder_replaced(void) {
    Fixture f;
    trouble.replaces = 2;
    run(&f, config, "moved", 1);
    CHECK(f.status == ERR_IO && strstr(f.error.text, "removed or replaced"), "status %d: %s", (int)f.status,
          f.error.text);
    CHECK_TEXT(lab_read("moved/log.csv"), "somebody else's");
    CHECK(!file_exists(lab_path("moved/runs")), "written into another's folder");
    end(&f);
}

int main(void) {
    lab_test_begin();
    rows();
    validation();
    folds();
    same_bytes_for_any_jobs();
    eval_every();
    samples_per_second();
    bad_runs();
    learned_nothing();
    interrupt();
    unfinished_line();
    full_disk();
    attempts_without_words();
    same_command_again();
    what_was_left();
    longer();
    second_copy();
    folder_replaced();
    return lab_test_end("lab_run");
}
