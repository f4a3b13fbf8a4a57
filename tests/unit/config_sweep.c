// Sweeps: which settings they make, in which order and under which names, and what is refused.
#include <stdlib.h>
#include <unistd.h>

#include "base/files.h"
#include "config/experiment.h"
#include "test.h"

static char folder[] = "/tmp/regrun-sweep-XXXXXX";

#define SETS_MOST 4

// Reads `json` (as FOLDER/t.json) under the texts of --set, NULL at the end.
static Status read_sweep(Experiment *x, const char *json, const char *const *set, Error *e) {
    Arena arena = {0};
    const char *path = path_join(&arena, folder, "t.json"), *sets[SETS_MOST];
    Overrides o = {.set = sets};
    for (; set && set[o.set_count]; o.set_count++) sets[o.set_count] = set[o.set_count];
    *e = (Error){0};
    Status s = file_write(path, json, strlen(json), e);
    if (!s) s = experiment_read(x, path, &o, e);
    arena_free(&arena);
    return s;
}

#define NAMES_MOST 9
typedef struct Case {
    const char *json, *set[SETS_MOST], *name[NAMES_MOST];
    const char *note; // the first note; NULL: there is none
} Case;

static const Case cases[] = {
    // Alone: the settings are called by what varies; the last axis changes first.
    {"{ \"sweep\": { \"train.batch_size\": [16, 64], \"train\": { \"momentum\": { \"range\": [0, 0.4, 0.2] } } } }",
     {NULL},
     {"batch_size=16,momentum=0", "batch_size=16,momentum=0.2", "batch_size=16,momentum=0.4",
      "batch_size=64,momentum=0", "batch_size=64,momentum=0.2", "batch_size=64,momentum=0.4"},
     NULL},
    // Crossed with settings. A switch of dropout means nothing where there is none: one of such points is enough.
    {"{ \"settings\": [ { \"name\": \"plain\" }, { \"name\": \"d\", \"regularize.dropout\": 0.5 } ],"
     "  \"sweep\": { \"regularize.dropout.placement\": [\"after_activation\", \"before_activation\"] } }",
     {NULL},
     {"plain", "d,placement=after_activation", "d,placement=before_activation"},
     "sweep: 1 point came out equal to another, and is one setting with it"},
    // Points that are listed, and objects as values.
    {"{ \"sweep\": [ { \"train.batch_size\": 8 }, { \"train\": { \"batch_size\": 9, \"epochs\": 3 } },"
     "               { \"regularize.batch_norm\": { \"eps\": 0.5 } } ] }",
     {NULL},
     {"batch_size=8", "epochs=3,batch_size=9", "batch_norm=true,eps=0.5"},
     NULL},
    // Two keys that end alike are written in full; lists get an x.
    {"{ \"train.optimizer\": \"adam\", \"regularize.batch_norm\": true, \"sweep\": { \"model.hidden\": [[4], [5, 6]],"
     "  \"train.optimizer.eps\": [0.1], \"regularize.batch_norm.eps\": [0.2] } }",
     {NULL},
     {"hidden=4,train.optimizer.eps=0.1,regularize.batch_norm.eps=0.2",
      "hidden=5x6,train.optimizer.eps=0.1,regularize.batch_norm.eps=0.2"},
     NULL},
    // Logarithms are rounded to four digits.
    {"{ \"sweep\": { \"train.learning_rate\": { \"log_range\": [1e-3, 1e-1, 5] } } }",
     {NULL},
     {"learning_rate=0.001", "learning_rate=0.003162", "learning_rate=0.01", "learning_rate=0.03162",
      "learning_rate=0.1"},
     NULL},
    // --set with commas sweeps, and takes the place of what the config sweeps. A list in brackets is one value.
    {"{ \"sweep\": { \"train.batch_size\": [1, 2, 3] } }",
     {"train.batch_size=16,64", "model.hidden=[4],[5,6]", "train.epochs=3"},
     {"hidden=4,batch_size=16", "hidden=4,batch_size=64", "hidden=5x6,batch_size=16", "hidden=5x6,batch_size=64"},
     NULL},
    {"{}", {"train.optimizer=sgd,adam", "model.hidden=[5,6]"}, {"optimizer=sgd", "optimizer=adam"}, NULL},
    {"{}", {"train.epochs={\"range\":[1,3,1]}"}, {"epochs=1", "epochs=2", "epochs=3"}, NULL},
};

static bool has_name(const Experiment *x, const char *name) {
    for (int i = 0; i < x->setting_count; i++)
        if (strcmp(x->settings[i].name, name) == 0) return true;
    return false;
}

static void test_names(void) {
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        Experiment x;
        Error e;
        int names = 0;
        CHECK(read_sweep(&x, cases[c].json, cases[c].set, &e) == OK, "%zu: %s", c, e.text);
        for (; names < NAMES_MOST && cases[c].name[names]; names++)
            CHECK(has_name(&x, cases[c].name[names]), "%zu: %s is missing; the first is %s", c, cases[c].name[names],
                  x.setting_count ? x.settings[0].name : "none");
        CHECK(x.setting_count == names, "%zu: %d settings", c, x.setting_count);
        CHECK(cases[c].note ? x.notes.count == 1 && strcmp(x.notes.text[0], cases[c].note) == 0 : x.notes.count == 0,
              "%zu: %s", c, x.notes.count ? x.notes.text[0] : "no note");
        experiment_free(&x);
    }
}

// The order, and that the values are there.
static void test_values(void) {
    Experiment x;
    Error e;
    CHECK(read_sweep(&x, cases[0].json, NULL, &e) == OK, "%s", e.text);
    for (int i = 0; i < 6; i++) {
        const TrainSpec *train = &x.settings[i].spec.train;
        CHECK_TEXT(x.settings[i].name, cases[0].name[i]);
        CHECK(train->batch_size == (i < 3 ? 16 : 64) && train->momentum == 0.2 * (i % 3), "%d: %d %g", i,
              train->batch_size, train->momentum);
    }
    CHECK(x.varied_count == 2);
    experiment_free(&x);
}

static const char sampled[] =
    "{ \"sweep\": { \"sample\": { \"points\": 200, \"seed\": %d },"
    "  \"train.learning_rate\": { \"log_uniform\": [1e-4, 1] }, \"train.momentum\": { \"uniform\": [0.5, 0.75] },"
    "  \"train.batch_size\": { \"int_uniform\": [2, 5] }, \"train.last_batch\": [\"keep\", \"drop\"] } }";

// Draws are within their bounds and reach them, and are those of the seed.
static void test_sample(void) {
    Experiment x[3];
    Error e;
    double most = 0, least = 1;
    int batches[6] = {0}, drops = 0;
    for (int i = 0; i < 3; i++) {
        char json[400];
        snprintf(json, sizeof json, sampled, i < 2 ? 1 : 2);
        CHECK(read_sweep(&x[i], json, NULL, &e) == OK, "%s", e.text);
        CHECK(x[i].setting_count == 200, "%d", x[i].setting_count);
    }
    for (int i = 0; i < 200; i++) {
        const TrainSpec *t = &x[0].settings[i].spec.train;
        CHECK_TEXT(x[0].settings[i].name, x[1].settings[i].name);
        CHECK(t->learning_rate >= 1e-4 && t->learning_rate <= 1 && t->momentum >= 0.5 && t->momentum <= 0.75);
        CHECK(t->batch_size >= 2 && t->batch_size <= 5);
        if (t->batch_size >= 2 && t->batch_size <= 5) batches[t->batch_size]++;
        most = t->learning_rate > most ? t->learning_rate : most;
        least = t->learning_rate < least ? t->learning_rate : least;
        drops += t->last_batch == LAST_DROP;
    }
    CHECK(most > 0.5 && least < 2e-4, "%g %g", least, most);
    for (int b = 2; b <= 5; b++) CHECK(batches[b] > 20, "%d: %d", b, batches[b]);
    CHECK(drops > 60 && drops < 140, "%d", drops);
    CHECK(strcmp(x[0].settings[0].name, x[2].settings[0].name) != 0);
    for (int i = 0; i < 3; i++) experiment_free(&x[i]);
}

static const struct {
    const char *json, *set[SETS_MOST], *says;
} refused[] = {
    {"{ \"sweep\": 3 }", {NULL}, "t.json:1:12: sweep: must be an object of options"},
    {"{ \"sweep\": [] }", {NULL}, "t.json:1:12: sweep: must list 1 to 10000 points"},
    {"{ \"sweep\": [3] }", {NULL}, "t.json:1:13: a point is an object of options"},
    {"{ \"sweep\": { \"train.epochs\": 3 } }", {NULL}, "t.json:1:30: train.epochs: must be a list of values, or"},
    {"{ \"sweep\": { \"train.epoch\": [3] } }", {NULL}, "t.json:1:14: train.epoch: unknown option; did you mean"},
    {"{ \"sweep\": { \"train.epochs\": [3, -1] } }", {NULL}, "t.json:1:34: train.epochs: must be a whole number"},
    {"{ \"sweep\": [ { \"train.epochs\": -1 } ] }", {NULL}, "t.json:1:32: train.epochs: must be a whole number"},
    {"{ \"sweep\": { \"train.epochs\": { \"range\": [3, 1, 1] } } }",
     {NULL},
     "t.json:1:30: range: must be [first, last"},
    {"{ \"sweep\": { \"train.epochs\": { \"range\": [3, 4, 0.5] } } }", {NULL}, "t.json:1:30: train.epochs: must be a"},
    {"{ \"sweep\": { \"train.epochs\": { \"range\": [1, 1e9, 1] } } }", {NULL}, "t.json:1:30: makes more than 10000"},
    {"{ \"sweep\": { \"train.momentum\": { \"uniform\": [0, 0.9] } } }",
     {NULL},
     "t.json:1:32: train.momentum: numbers are drawn"},
    {"{ \"sweep\": { \"sample\": 0, \"train.momentum\": [0] } }",
     {NULL},
     "t.json:1:24: sample: must be how many points"},
    {"{ \"sweep\": { \"train.epochs\": { \"range\": [1, 101, 1] }, \"train.batch_size\": { \"range\": [1, 100, 1] } } "
     "}",
     {NULL},
     "t.json:1:12: sweep: makes more than 10000 settings"},
    {"{ \"sweep\": { \"data.file\": [\"a\", \"b\"] } }",
     {NULL},
     "t.json:1:14: data.file: has no effect with data.source digits"},
    {"{ \"sweep\": { \"train.epochs\": [1, 2] }, \"settings\": [ { \"name\": \"a\", \"train.epochs\": 3 } ] }",
     {NULL},
     "t.json:1:69: train.epochs: is swept, and cannot be given by a setting as well: take it out of one of them"},
    {"{ \"sweep\": { \"regularize.dropout.placement\": [\"after_activation\"] },"
     " \"settings\": [ { \"name\": \"d,placement=after_activation\" }, { \"name\": \"d\", \"regularize.dropout\": 0.5 "
     "} ] }",
     {NULL},
     "t.json:1:138: name: with what the sweep adds it becomes \"d,placement=after_activation\", which is another "
     "setting"},
    {"{ \"sweep\": [ { \"train.epochs\": 1 } ] }",
     {"train.momentum=0,0.5"},
     "--set: train.momentum: several values are a sweep"},
    {"{}", {"train.momentum=0,2"}, "--set: train.momentum: must be a number"},
    {"{ \"sweep\": { \"train.epochs\": [1, 2] } }",
     {"train.epochs={\"range\":[5,1,2]}"},
     "--set: range: must be [first"},
    {"{ \"sweep\": { \"train.epochs\": [1, 2] } }",
     {"train.epochs=3,x"},
     "--set: train.epochs: must be a whole number"},
    {"{}", {"regularize.hidden_noise=[0.1,0.2,0.3],0.1"}, "--set: regularize.hidden_noise: has 3 numbers for 2"},
    {"{}", {"train.momentum={\"uniform\":[0,0.5]}"}, "--set: train.momentum: numbers are drawn from it"},
    {"{ \"settings\": [ { \"name\": \"a\", \"sweep\": {} } ] }", {NULL}, "t.json:1:32: sweep: stands at the top level"},
};

// One value does not reach what the sweep gives, and this is told; several take its place.
static void test_hidden(void) {
    Experiment x;
    Error e;
    const char *const sets[][2] = {{"train.epochs=9", NULL}, {"train.epochs=9,8", NULL}, {"train.momentum=0", NULL}};
    for (int i = 0; i < 3; i++) {
        CHECK(read_sweep(&x, "{ \"sweep\": { \"train.epochs\": [1, 2] } }", sets[i], &e) == OK, "%s", e.text);
        CHECK(x.notes.count == (i == 0), "%d: %d notes", i, x.notes.count);
        if (i == 0 && x.notes.count == 1)
            CHECK_TEXT(x.notes.text[0],
                       "--set train.epochs does not reach the points of the sweep that give it; change it there");
        CHECK(x.settings[0].spec.train.epochs == (i == 1 ? 9 : 1), "%d", i);
        experiment_free(&x);
    }
}

static void test_refused(void) {
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        Experiment x;
        Error e;
        Status s = read_sweep(&x, refused[i].json, refused[i].set, &e);
        CHECK(s == ERR_CONFIG, "%zu: %d %s", i, s, e.text);
        const char *said = strstr(e.text, "t.json:") ? strstr(e.text, "t.json:") : e.text;
        CHECK(strncmp(said, refused[i].says, strlen(refused[i].says)) == 0, "%zu: %s", i, said);
        if (!s) experiment_free(&x);
    }
}

int main(void) {
    Error e;
    if (!mkdtemp(folder)) return 1;
    test_names();
    test_values();
    test_sample();
    test_hidden();
    test_refused();
    CHECK(folder_remove(folder, &e) == OK);
    return test_end("config_sweep");
}
