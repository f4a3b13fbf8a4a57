// Configs as a whole: settings over the base, --set, --seeds, what differs, notes, the resolved config.
#include "config/experiment.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/files.h"
#include "config/options.h"
#include "config/resolved.h"
#include "test.h"

static char folder[] = "/tmp/regrun-config-XXXXXX";

// Reads `json` (as FOLDER/t.json) under the overrides; sets up to three, NULL at the end.
static Status read_with(Experiment *x, const char *json, const char *const *set, const char *seeds, Error *e) {
    Arena arena = {0};
    const char *path = path_join(&arena, folder, "t.json");
    Overrides o = {.set = (const char **)set, .seeds = seeds};
    while (set && set[o.set_count]) o.set_count++;
    *e = (Error){0};
    Status s = file_write(path, json, strlen(json), e);
    if (!s) s = experiment_read(x, path, &o, e);
    arena_free(&arena);
    return s;
}

static Status read_config(Experiment *x, const char *json, Error *e) {
    return read_with(x, json, NULL, NULL, e);
}

static void test_defaults(void) {
    Experiment x;
    Error e;
    CHECK(read_config(&x, "{}", &e) == OK, "%s", e.text);
    CHECK_TEXT(x.name, "t");
    CHECK_TEXT(x.about, "");
    CHECK_TEXT(x.folder, folder);
    CHECK(x.seed_count == 5 && x.seeds[0] == 1 && x.seeds[4] == 5);
    CHECK(x.setting_count == 1 && strcmp(x.settings[0].name, "base") == 0 && x.varied_count == 0 && x.notes.count == 0);
    CHECK(x.settings[0].spec.train.epochs == 60 && x.settings[0].spec.data.train_size == 1000);
    experiment_free(&x);
}

static void test_settings(void) {
    Experiment x;
    Error e;
    Text t = {0};
    CHECK(
        read_config(
            &x,
            "{ \"name\": \"a+b.c-d_1\", \"about\": \"why?\", \"seeds\": [7, 3, 9007199254740991],"
            "  \"train\": { \"epochs\": 7 }, \"train.momentum\": 0.5, \"data\": { \"train_size\": 20 },"
            "  \"settings\": ["
            "    { \"name\": \"plain\" },"
            "    { \"name\": \"b n \\u00e4/..\", \"regularize\": { \"batch_norm\": { \"eps\": 1e-3 } } },"
            "    { \"name\": \"off\", \"regularize.batch_norm\": { \"on\": false }, \"regularize.dropout\": {} },"
            "    { \"name\": \"more\", \"train\": { \"epochs\": 8 }, \"regularize\": { \"dropout\": [0.1, 0.2] } } ] }",
            &e) == OK,
        "%s", e.text);
    CHECK_TEXT(x.name, "a+b.c-d_1");
    CHECK_TEXT(x.about, "why?");
    CHECK(x.seed_count == 3 && x.seeds[0] == 7 && x.seeds[2] == 9007199254740991);
    CHECK(x.setting_count == 4);
    CHECK_TEXT(x.settings[1].name, "b n \xc3\xa4/..");
    const RunSpec *plain = &x.settings[0].spec, *bn = &x.settings[1].spec, *more = &x.settings[3].spec;
    CHECK(plain->train.epochs == 7 && plain->train.momentum == 0.5 && plain->data.train_size == 20);
    CHECK(!plain->model.batch_norm.on && bn->model.batch_norm.on && bn->model.batch_norm.eps == 1e-3);
    CHECK(bn->train.epochs == 7 && more->train.epochs == 8 && more->model.dropout_count == 2);
    CHECK(!x.settings[2].spec.model.batch_norm.on && x.settings[2].spec.model.dropout[0] == 0.5);
    CHECK(x.varied_count == 3);
    CHECK_TEXT(x.varied[0], "train.epochs");
    CHECK_TEXT(x.varied[1], "regularize.batch_norm");
    CHECK_TEXT(x.varied[2], "regularize.dropout"); // eps differs nowhere where it has an effect
    experiment_value(&x, 3, "regularize.dropout", &t);
    CHECK_TEXT(t.data, "0.1 0.2");
    t.size = 0;
    experiment_value(&x, 0, "regularize.batch_norm.eps", &t);
    CHECK(t.size == 0);
    text_free(&t);
    experiment_free(&x);
}

// Deeper keys of a switch set only themselves.
static void test_switch(void) {
    Experiment x;
    Error e;
    CHECK(read_config(&x,
                      "{ \"regularize.batch_norm.eps\": 1e-3, \"settings\": [ { \"name\": \"a\" },"
                      " { \"name\": \"b\", \"regularize.batch_norm\": true },"
                      " { \"name\": \"c\", \"regularize.batch_norm\": true, \"regularize.batch_norm.eps\": 1e-4 },"
                      " { \"name\": \"d\", \"regularize\": { \"batch_norm.on\": true } },"
                      " { \"name\": \"e\", \"regularize\": { \"batch_norm\": {} } } ] }",
                      &e) == OK,
          "%s", e.text);
    static const bool on[] = {false, true, true, true, true};
    static const double eps[] = {1e-5, 1e-3, 1e-4, 1e-3, 1e-3};
    for (int i = 0; i < 5; i++) {
        const BatchNormSpec *b = &x.settings[i].spec.model.batch_norm;
        CHECK(b->on == on[i] && b->eps == eps[i], "%d: %d %g", i, b->on, b->eps);
    }
    CHECK(x.varied_count == 2 && strcmp(x.varied[1], "regularize.batch_norm.eps") == 0);
    experiment_free(&x);
}

static const char two[] = "{ \"train\": { \"epochs\": 7 }, \"settings\": [ { \"name\": \"a\" },"
                          " { \"name\": \"b\", \"train.epochs\": 9 } ] }";

static void test_set(void) {
    Experiment x;
    Error e;
    const char *set[] = {"train.epochs=5",
                         "train.epochs=6",
                         "model={\"hidden\": [3]}",
                         "data.file=5",
                         "data.source=csv",
                         "name=x",
                         "about=",
                         NULL};
    CHECK(read_with(&x, two, set, NULL, &e) == OK, "%s", e.text);
    CHECK(x.settings[0].spec.train.epochs == 6 && x.settings[1].spec.train.epochs == 9);
    CHECK(x.settings[0].spec.model.hidden_count == 1 && x.settings[0].spec.model.hidden[0] == 3);
    CHECK_TEXT(x.settings[0].spec.data.file, "5");
    CHECK_TEXT(x.name, "x");
    CHECK(x.notes.count == 1);
    if (x.notes.count)
        CHECK_TEXT(x.notes.text[0], "--set train.epochs does not reach setting \"b\", which sets it itself");
    experiment_free(&x);
}

// --set of another source leaves the file's options of the first one idle, and says nothing.
static void test_set_source(void) {
    Experiment x;
    Error e;
    const char *set[] = {"data.source=digits", NULL};
    const char json[] = "{ \"data\": { \"source\": \"csv\", \"file\": \"x.csv\", \"label\": \"y\" } }";
    CHECK(read_with(&x, json, set, NULL, &e) == OK, "%s", e.text);
    CHECK_TEXT(x.settings[0].spec.data.file, "");
    CHECK(x.settings[0].spec.data.train_size == 1000);
    experiment_free(&x);
    CHECK(read_config(&x, json, &e) == OK, "%s", e.text);
    CHECK(x.settings[0].spec.data.train_size == SIZE_ALL);
    experiment_free(&x);
}

static void test_seeds(void) {
    static const struct {
        const char *seeds, *want; // want: the seeds, or the message
    } cases[] = {
        {"2", "1 2 "},
        {"7,3", "7 3 "},
        {"0,9007199254740991", "0 9007199254740991 "},
        {"0", "--seeds 0: must be "},
        {"", "--seeds : must be "},
        {"1,", "--seeds 1,: must be "},
        {"1,2,1", "--seeds 1,2,1: 1 is there twice"},
        {"1.5", "--seeds 1.5: must be "},
        {"-1,2", "--seeds -1,2: must be "},
        {"10001", "--seeds 10001: must be "},
        {"1, 2", "--seeds 1, 2: must be "},
        {"9007199254740992,1", "--seeds 9007199254740992,1: must be "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Experiment x;
        Error e;
        Text t = {0};
        Status s = read_with(&x, two, NULL, cases[i].seeds, &e);
        if (s) {
            CHECK(s == ERR_USAGE && strncmp(e.text, cases[i].want, strlen(cases[i].want)) == 0, "%s", e.text);
            continue;
        }
        for (int k = 0; k < x.seed_count; k++) text_printf(&t, "%" PRIu64 " ", x.seeds[k]);
        CHECK_TEXT(t.data, cases[i].want);
        text_free(&t);
        experiment_free(&x);
    }
}

static void test_set_refused(void) {
    static const struct {
        const char *set;
        Status status;
        const char *want;
    } cases[] = {
        {"train.epochs", ERR_USAGE, "--set train.epochs: must be KEY=VALUE, as in --set train.epochs=5"},
        {"=5", ERR_USAGE, "--set =5: must be KEY=VALUE"},
        {"train.epoch=5", ERR_CONFIG, "--set: train.epoch: unknown option; did you mean train.epochs?"},
        {"train.epochs=many", ERR_CONFIG,
         "--set: train.epochs: must be a whole number from 0 to 1000000, not the text \"many\""},
        {"train.epochs=", ERR_CONFIG,
         "--set: train.epochs: must be a whole number from 0 to 1000000, not the text \"\""},
        {"model.hidden=[3", ERR_CONFIG, "--set: model.hidden: must be a list of at most 16 whole numbers"},
        {"model={\"hidden\": [3, 0]}", ERR_CONFIG, "--set: model.hidden[1]: must be a whole number"},
        {"settings=[]", ERR_CONFIG, "--set: settings: stands in the config file only"},
        {"name=a/b", ERR_CONFIG, "--set: name: names the results folder"},
        {"data.dir=x", ERR_CONFIG,
         "--set: data.dir: has no effect with data.source digits; it needs data.source mnist"},
        {"seeds=0", ERR_CONFIG, "--set: seeds: must be "},
        {"metrics=aucs", ERR_CONFIG, "--set: metrics: must be balanced_acc, "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Experiment x;
        Error e;
        const char *set[] = {cases[i].set, NULL};
        CHECK(read_with(&x, two, set, NULL, &e) == cases[i].status, "%s", cases[i].set);
        CHECK(strncmp(e.text, cases[i].want, strlen(cases[i].want)) == 0, "got %s, want %s", e.text, cases[i].want);
    }
}

// Several errors are told together, in the order of the file, those of --set last; beyond ten only their number.
static void test_many_errors(void) {
    Experiment x;
    Error e;
    Text t = {0};
    const char *set[] = {"train.epoch=5", NULL};
    CHECK(read_with(&x,
                    "{ \"settings\": [ { \"name\": \"a\", \"train.momentum\": 1 }, 5 ],\n"
                    "  \"train\": { \"epochs\": -1, \"lr\": 3 } }",
                    set, NULL, &e) == ERR_CONFIG);
    for (char *at = e.text, *end; at; at = end ? end + 1 : NULL) {
        end = strchr(at, '\n');
        const char *name = strstr(at, "t.json:");
        bool file = name && (!end || name < end);
        text_printf(&t, "%.*s|", file ? (int)strcspn(name + 7, " ") : 6, file ? name + 7 : at);
    }
    CHECK_TEXT(t.data, "1:50:|1:55:|2:24:|2:28:|--set:|");
    text_free(&t);

    text_add(&t, "{ \"settings\": [");
    for (int i = 0; i < 25; i++) text_add(&t, i ? ",\n5" : "5");
    text_add(&t, "] }");
    CHECK(read_config(&x, t.data, &e) == ERR_CONFIG);
    CHECK(strstr(e.text, "t.json:10:1:") && !strstr(e.text, "t.json:11:1:"), "%s", e.text);
    CHECK(strcmp(e.text + strlen(e.text) - 12, "\nand 15 more") == 0, "%s", e.text);
    text_free(&t);
}

// What comes out identical is told, each group once.
static void test_identical(void) {
    Experiment x;
    Error e;
    CHECK(read_config(&x,
                      "{ \"regularize.batch_norm.eps\": 0.1, \"settings\": [ { \"name\": \"a\" },"
                      " { \"name\": \"b\", \"train.epochs\": 9 },"
                      " { \"name\": \"c\", \"train.epochs\": 60 }, { \"name\": \"d\", \"train.epochs\": 9 },"
                      " { \"name\": \"e\", \"regularize.batch_norm\": true }, { \"name\": \"f\" } ] }",
                      &e) == OK,
          "%s", e.text);
    CHECK(x.notes.count == 2);
    if (x.notes.count == 2) {
        CHECK_TEXT(x.notes.text[0],
                   "settings \"a\", \"c\", \"f\" are identical: no option differs, so their runs will be the same");
        CHECK_TEXT(x.notes.text[1],
                   "settings \"b\", \"d\" are identical: no option differs, so their runs will be the same");
    }
    experiment_free(&x);
}

// Alpha dropout behind another activation than selu is told, but done.
static void test_alpha_dropout(void) {
    Experiment x;
    Error e;
    CHECK(read_config(&x,
                      "{ \"model.activation\": \"tanh\", \"settings\": [ { \"name\": \"a\" },"
                      " { \"name\": \"b\", \"regularize.alpha_dropout\": [0, 0.1] } ] }",
                      &e) == OK,
          "%s", e.text);
    CHECK(x.notes.count == 1);
    if (x.notes.count)
        CHECK_TEXT(x.notes.text[0],
                   "regularize.alpha_dropout keeps mean and variance behind model.activation selu only, not in setting "
                   "\"b\"; elsewhere use regularize.dropout");
    experiment_free(&x);
}

// Amounts that do nothing, and those that only just do something.
static void test_useless(void) {
    static const struct {
        const char *json, *note;
    } cases[] = {
        {"{ \"train.epochs\": 10, \"data.validation_fraction\": 0.2, \"regularize.early_stopping\": 10 }",
         "regularize.early_stopping ends no run early: patience is as many evaluations as there are (setting "
         "\"base\")"},
        {"{ \"train.epochs\": 10, \"data.validation_fraction\": 0.2, \"regularize.early_stopping\": 9 }", NULL},
        {"{ \"train.epochs\": 10, \"regularize.swa\": 0.95 }",
         "regularize.swa starts with the last epoch, and so is no mean (setting \"base\")"},
        {"{ \"train.epochs\": 10, \"regularize.swa\": 0.9 }", NULL},
        {"{ \"train.batch_size\": 1, \"regularize.cutmix\": 1 }",
         "regularize.mixup and cutmix have nothing to mix in batches of one sample (setting \"base\")"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Experiment x;
        Error e;
        CHECK(read_config(&x, cases[i].json, &e) == OK, "%zu: %s", i, e.text);
        CHECK(x.notes.count == (cases[i].note != NULL), "%zu: %d notes", i, x.notes.count);
        if (x.notes.count && cases[i].note) CHECK_TEXT(x.notes.text[0], cases[i].note);
        experiment_free(&x);
    }
}

// Names that a spreadsheet would compute, and those that only look like it.
static void test_formulas(void) {
    static const struct {
        const char *name;
        bool fine;
    } cases[] = {{"=1", false},          {"@a", false}, {" =1", false}, {"+cmd|' /C calc'!A0", false},
                 {"-sum(a1)", false},    {"+bn", true}, {"-0.5", true}, {"-", true},
                 {"+bn +dropout", true}, {"a=b", true}, {"bn@64", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Experiment x;
        Error e;
        Text t = {0};
        text_printf(&t, "{ \"settings\": [ { \"name\": \"%s\" } ] }", cases[i].name);
        Status s = read_config(&x, t.data, &e);
        CHECK(s == (cases[i].fine ? OK : ERR_CONFIG), "%s: %s", cases[i].name, e.text);
        if (!s) experiment_free(&x);
        text_free(&t);
    }
}

static Text resolved(const Experiment *x) {
    Text t = {0};
    experiment_resolved(x, &t);
    CHECK(!t.failed);
    return t;
}

// Every option of every setting as text: two experiments with the same are identical.
static Text everything(const Experiment *x) {
    Text t = {0};
    text_printf(&t, "%s|%s|", x->name, x->about);
    for (int i = 0; i < x->seed_count; i++) text_printf(&t, "%" PRIu64 ",", x->seeds[i]);
    for (int i = 0; i < x->varied_count; i++) text_printf(&t, "|%s", x->varied[i]);
    for (int i = 0; i < x->setting_count; i++) {
        text_printf(&t, "\n%s", x->settings[i].name);
        for (size_t o = 0; o < option_count; o++) {
            text_printf(&t, "|%s=", options[o].key);
            option_text(&options[o], &x->settings[i].spec, &t);
        }
    }
    return t;
}

static void test_resolved(void) {
    static const char *const configs[] = {
        "{}",
        "{ \"metrics\": [\"ece\", \"auc\"] }",
        two,
        "{ \"about\": \"a \\\"quoted\\\" \\u00e4\\n line\", \"seeds\": [5, 1], \"regularize.batch_norm.eps\": 0.001,"
        " \"regularize.dropout\": [0.1, 0.7], \"settings\": [ { \"name\": \"\\\"/\\\\ \\ud83d\\ude00\" },"
        " { \"name\": \"b\", \"regularize\": { \"batch_norm\": true } }, { \"name\": \"c\","
        " \"regularize.batch_norm\": { \"eps\": 0.002, \"stat_decay\": 0.3 }, \"model.hidden\": [5, 6],"
        " \"train.learning_rate\": 0.1000000000000001, \"regularize.weight_decay\": 5e-324 } ] }",
        "{ \"data\": { \"source\": \"csv\", \"file\": \"x.csv\", \"label\": 3, \"separator\": \"\\t\", \"header\": "
        "true,"
        " \"train_size\": 50, \"test_size\": 10, \"seed\": 9 }, \"settings\": [ { \"name\": \"a\" }, { \"name\": \"b\","
        " \"data.source\": \"digits\", \"data.seed\": null }, { \"name\": \"c\", \"data.source\": \"mnist\","
        " \"data.dir\": \"m\", \"model.hidden\": [], \"data.train_size\": 7, \"data.header\": \"auto\" } ] }",
    };
    for (size_t i = 0; i < sizeof configs / sizeof *configs; i++) {
        Experiment x, y;
        Error e;
        Status s = read_config(&x, configs[i], &e);
        CHECK(s == OK, "%s", e.text);
        if (s) continue;
        Text first = resolved(&x), all_x = everything(&x);
        s = read_config(&y, first.data, &e);
        CHECK(s == OK, "%s\n%s", e.text, first.data);
        if (!s) {
            Text second = resolved(&y), all_y = everything(&y);
            CHECK_TEXT(second.data, first.data);
            CHECK_TEXT(all_y.data, all_x.data);
            for (size_t o = 0; o < option_count; o++) {
                const char *leaf = strrchr(options[o].key, '.') + 1;
                CHECK(options[o].aside == !strstr(first.data, leaf), "%s in the resolved config", options[o].key);
            }
            text_free(&second);
            text_free(&all_y);
            experiment_free(&y);
        }
        text_free(&first);
        text_free(&all_x);
        experiment_free(&x);
    }
}

// All settings have them, in the table's order; --set takes the place of the file's; without them nobody speaks of
// them.
static void test_metrics(void) {
    const char *set[] = {"metrics=brier", NULL};
    static const char config[] = "{ \"metrics\": [\"ece\", \"auc\"], \"settings\": [ { \"name\": \"a\" },"
                                 " { \"name\": \"b\", \"train.epochs\": 1 } ] }";
    for (int i = 0; i < 3; i++) {
        static const unsigned want[] = {1u << METRIC_AUC | 1u << METRIC_ECE, 1u << METRIC_BRIER, 0};
        static const char *const written[] = {"\"metrics\": [\"auc\", \"ece\"],\n", "\"metrics\": [\"brier\"],\n", ""};
        Experiment x;
        Error e;
        CHECK(read_with(&x, i < 2 ? config : two, i == 1 ? set : NULL, NULL, &e) == OK, "%s", e.text);
        for (int s = 0; s < x.setting_count; s++)
            CHECK(x.settings[s].spec.train.metrics == want[i], "%x", x.settings[s].spec.train.metrics);
        CHECK(x.metrics_set == (i == 1), "whose they are");
        Text text = resolved(&x);
        CHECK(want[i] ? strstr(text.data, written[i]) != NULL : !strstr(text.data, "metrics"), "%s", text.data);
        text_free(&text);
        experiment_free(&x);
    }
}

// As given, then in configs/ below the working folder.
static void test_find(void) {
    Experiment x;
    Error e;
    CHECK(chdir(folder) == 0 && folder_make("configs", &e) == OK && folder_make("configs/sub", &e) == OK);
    CHECK(file_write("configs/bn_try.json", two, sizeof two - 1, &e) == OK);
    CHECK(experiment_read(&x, "bn_try.json", NULL, &e) == OK, "%s", e.text);
    CHECK_TEXT(x.path, "configs/bn_try.json");
    CHECK_TEXT(x.folder, "configs");
    CHECK_TEXT(x.name, "bn_try");
    experiment_free(&x);
    CHECK(experiment_read(&x, "bn_tri.json", NULL, &e) == ERR_IO);
    CHECK(strstr(e.text, "configs/") && strstr(e.text, "did you mean bn_try.json?"), "%s", e.text);
    CHECK(experiment_read(&x, "configs", NULL, &e) == ERR_IO && strstr(e.text, "is a folder"), "%s", e.text);
    CHECK(file_write("no name.json", "{}", 2, &e) == OK);
    CHECK(experiment_read(&x, "no name.json", NULL, &e) == ERR_CONFIG && strstr(e.text, "add a \"name\""), "%s",
          e.text);
}

// The learning rate by default hangs on the optimizer, then on the data; it gives way to whatever is said.
static void test_rates(void) {
    static const struct {
        const char *json, *set;
        bool regression;
        double rate[2];
    } cases[] = {
        {"\"train.optimizer\": \"adam\"", NULL, false, {0.001, 0.001}},
        {"\"train.optimizer\": \"nesterov\"", NULL, false, {0.05, 0.05}},
        {"\"train.optimizer\": {\"kind\": \"rmsprop\", \"alpha\": 0.9}", NULL, false, {0.001, 0.001}},
        {"\"data\": {\"source\": \"csv\", \"file\": \"t.csv\"}, \"train.optimizer\": \"adamw\"",
         NULL,
         false,
         {0.001, 0.001}},
        {"\"settings\": [{\"name\": \"a\"}, {\"name\": \"b\", \"train.optimizer\": \"adam\"}]",
         NULL,
         true,
         {0.01, 0.001}},
        {"\"train.learning_rate\": 0.05, \"train.optimizer\": \"adam\"", NULL, true, {0.05, 0.05}},
        {"\"settings\": [{\"name\": \"a\"}, {\"name\": \"b\", \"train.learning_rate\": 0.3}]",
         "train.optimizer=adam",
         false,
         {0.001, 0.3}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Experiment x;
        Error e;
        char json[256];
        const char *set[] = {cases[i].set, NULL};
        snprintf(json, sizeof json, "{ %s }", cases[i].json);
        CHECK(read_with(&x, json, set, NULL, &e) == OK, "case %zu: %s", i, e.text);
        if (cases[i].regression) CHECK(experiment_regression(&x, &e) == OK, "%s", e.text);
        for (int k = 0; k < 2; k++) {
            const double rate = x.settings[k % x.setting_count].spec.train.learning_rate;
            CHECK(rate == cases[i].rate[k], "case %zu: %g", i, rate);
        }
        experiment_free(&x);
    }
}

// An option has no effect where what it needs has none; what the base gives for others counts for nothing there.
static void test_chain(void) {
    Experiment x;
    Error e;
    CHECK(read_config(&x,
                      "{ \"train\": { \"momentum\": 0.5, \"momentum_ramp\": 4, \"momentum_start\": 0.2 },"
                      " \"settings\": [ { \"name\": \"a\" }, { \"name\": \"b\", \"train.optimizer\": \"adam\" } ] }",
                      &e) == OK,
          "%s", e.text);
    const TrainSpec *a = &x.settings[0].spec.train, *b = &x.settings[1].spec.train;
    CHECK(a->momentum == 0.5 && a->momentum_ramp == 4 && a->momentum_start == 0.2);
    CHECK(b->momentum == 0.9 && b->momentum_ramp == 0 && b->momentum_start == 0.5);
    CHECK(x.varied_count == 2 && strcmp(x.varied[0], "train.optimizer") == 0);
    CHECK_TEXT(x.varied[1], "train.learning_rate");
    experiment_free(&x);
    // A --set of the first link excuses the last one.
    const char *set[] = {"train.optimizer=adam", NULL};
    CHECK(read_with(&x, "{ \"train\": { \"momentum_ramp\": 4, \"momentum_start\": 0.2 } }", set, NULL, &e) == OK, "%s",
          e.text);
    CHECK(x.settings[0].spec.train.momentum_start == 0.5);
    experiment_free(&x);
}

// Tables have defaults of their own, which give way to whatever a base, a setting or --set says, be it the other
// default.
static void test_tables(void) {
    static const struct {
        const char *json, *set;
        double rate[2];
        int init, hidden[2];
    } cases[] = {
        {"", NULL, {0.02, 0.02}, INIT_GLOROT, {128, 128}},
        {", \"train.learning_rate\": 0.05, \"model.init\": \"he\"", NULL, {0.05, 0.05}, INIT_HE, {128, 128}},
        {", \"settings\": [{\"name\": \"a\"}, {\"name\": \"b\", \"train.learning_rate\": 0.05, \"model.hidden\": "
         "[256]}]",
         NULL,
         {0.02, 0.05},
         INIT_GLOROT,
         {128, 256}},
        {"", "train.learning_rate=0.05", {0.05, 0.05}, INIT_GLOROT, {128, 128}},
        {", \"settings\": [{\"name\": \"a\"}, {\"name\": \"b\", \"data.source\": \"digits\"}]",
         NULL,
         {0.02, 0.05},
         INIT_GLOROT,
         {128, 256}},
        {"", "data.source=digits", {0.05, 0.05}, INIT_HE, {256, 256}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Experiment x;
        Error e;
        char json[512];
        const char *set[] = {cases[i].set, NULL};
        snprintf(json, sizeof json, "{ \"data\": { \"source\": \"csv\", \"file\": \"t.csv\" }%s }", cases[i].json);
        CHECK(read_with(&x, json, set, NULL, &e) == OK, "case %zu: %s", i, e.text);
        for (int k = 0; k < 2; k++) {
            const RunSpec *spec = &x.settings[k % x.setting_count].spec;
            CHECK(spec->train.learning_rate == cases[i].rate[k], "case %zu: %g", i, spec->train.learning_rate);
            CHECK(spec->model.hidden[0] == cases[i].hidden[k], "case %zu: %d", i, spec->model.hidden[0]);
            CHECK(spec->model.hidden_count == (spec->data.source == SOURCE_DIGITS ? 2 : 1));
        }
        CHECK(x.settings[0].spec.model.init == cases[i].init, "case %zu", i);
        Text resolved = {0};
        experiment_resolved(&x, &resolved);
        CHECK(strstr(resolved.data, cases[i].rate[0] == 0.02 ? "\"learning_rate\": 0.02" : "\"learning_rate\": 0.05"));
        text_free(&resolved);
        experiment_free(&x);
    }
}

int main(void) {
    Error e;
    if (!mkdtemp(folder)) return 1;
    test_defaults();
    test_tables();
    test_rates();
    test_chain();
    test_settings();
    test_switch();
    test_set();
    test_set_source();
    test_seeds();
    test_metrics();
    test_set_refused();
    test_many_errors();
    test_identical();
    test_alpha_dropout();
    test_useless();
    test_formulas();
    test_resolved();
    test_find();
    CHECK(chdir("/") == 0 && folder_remove(folder, &e) == OK);
    return test_end("config_experiment");
}
