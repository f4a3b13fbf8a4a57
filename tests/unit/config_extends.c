// "extends": a config upon another, what it takes from it, whose places errors have, and what it may make idle.
#include <stdlib.h>
#include <unistd.h>

#include "base/files.h"
#include "config/experiment.h"
#include "config/options.h"
#include "config/resolved.h"
#include "test.h"

static char folder[] = "/tmp/regrun-extends-XXXXXX";

static void write_file(const char *name, const char *text) {
    Error e;
    CHECK(file_write(name, text, strlen(text), &e) == OK, "%s", e.text);
}

static Status read_upon(Experiment *x, const char *base, const char *json, const char *set, Error *e) {
    const char *sets[] = {set};
    write_file("sub/base.json", base);
    write_file("t.json", json);
    return experiment_read(x, "t.json", &(Overrides){.set_count = set != NULL, .set = sets}, e);
}

static const char base[] =
    "{ \"name\": \"of_base\", \"about\": \"why?\", \"seeds\": [4, 2], \"metrics\": \"auc\",\n"
    "  \"train\": { \"epochs\": 7, \"batch_size\": 16 }, \"sweep\": { \"train.momentum\": [0, 0.5] },\n"
    "  \"settings\": [ { \"name\": \"a\" }, { \"name\": \"b\", \"regularize.dropout\": 0.5 } ] }";

// All but the name comes from the base, unless it is given; options are merged key by key.
static void test_merge(void) {
    static const struct {
        const char *json, *set;
        const char *name, *about;
        int seeds, settings, epochs, batch;
        unsigned metrics;
    } cases[] = {
        {"{ \"extends\": \"sub/base.json\" }", NULL, "t", "why?", 2, 4, 7, 16, 1u << METRIC_AUC},
        {"{ \"extends\": \"sub/base.json\", \"name\": \"n\", \"about\": \"\", \"seeds\": 3, \"metrics\": [],"
         " \"train\": { \"epochs\": 8 } }",
         NULL, "n", "", 3, 4, 8, 16, 0},
        {"{ \"extends\": \"sub/base.json\", \"settings\": [ { \"name\": \"c\" } ] }", NULL, "t", "why?", 2, 2, 7, 16,
         1u << METRIC_AUC},
        {"{ \"extends\": \"sub/base.json\", \"settings\": null, \"sweep\": null }", NULL, "t", "why?", 2, 1, 7, 16,
         1u << METRIC_AUC},
        {"{ \"extends\": \"sub/base.json\", \"sweep\": { \"train.batch_size\": [8, 9, 10] } }", "train.epochs=2", "t",
         "why?", 2, 6, 2, 8, 1u << METRIC_AUC},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Experiment x;
        Error e;
        CHECK(read_upon(&x, base, cases[i].json, cases[i].set, &e) == OK, "%zu: %s", i, e.text);
        const TrainSpec *train = &x.settings[0].spec.train;
        CHECK_TEXT(x.name, cases[i].name);
        CHECK_TEXT(x.about, cases[i].about);
        CHECK(x.seed_count == cases[i].seeds && x.setting_count == cases[i].settings, "%zu: %d", i, x.setting_count);
        CHECK(train->epochs == cases[i].epochs && train->batch_size == cases[i].batch, "%zu", i);
        CHECK(train->metrics == cases[i].metrics, "%zu: %x", i, train->metrics);
        experiment_free(&x);
    }
}

// The resolved config stands by itself, and reads back to the same.
static void test_resolved(void) {
    Experiment x, again;
    Error e;
    Text first = {0}, second = {0};
    CHECK(read_upon(&x, base, "{ \"extends\": \"sub/base.json\", \"train.epochs\": 9 }", NULL, &e) == OK, "%s", e.text);
    experiment_resolved(&x, &first);
    CHECK(!strstr(first.data, "extends") && strstr(first.data, "\"epochs\": 9"), "%s", first.data);
    write_file("resolved.json", first.data);
    CHECK(experiment_read(&again, "resolved.json", NULL, &e) == OK, "%s", e.text);
    experiment_resolved(&again, &second);
    CHECK_TEXT(second.data, first.data);
    text_free(&first);
    text_free(&second);
    experiment_free(&x);
    experiment_free(&again);
}

// Errors have the place where the option was given; those of the config come before those of its base.
static void test_places(void) {
    static const struct {
        const char *base, *json, *want;
    } cases[] = {
        {"{ \"train.epochs\": -1 }", "{ \"extends\": \"sub/base.json\" }",
         "sub/base.json:1:19: train.epochs: must be a whole number from "},
        {"{ \"train.epoch\": 1 }", "{ \"extends\": \"sub/base.json\",\n\n\n \"train.epoch\": 2 }",
         "t.json:4:2: train.epoch: unknown option; did you mean train.epochs?\n"
         "sub/base.json:1:3: train.epoch: unknown option; did you mean train.epochs?"},
        {"{ \"settings\": [ { \"name\": \"a\", \"train.epochs\": -1 } ] }", "{ \"extends\": \"sub/base.json\" }",
         "sub/base.json:1:48: train.epochs: must be a whole number from "},
        {"{ \"sweep\": { \"train.epochs\": [1, -1] } }", "{ \"extends\": \"sub/base.json\" }",
         "sub/base.json:1:34: train.epochs: must be a whole number from "},
        {"{ \"train.batch_size\": 1 }", "{ \"extends\": \"sub/base.json\", \"regularize.batch_norm\": true }",
         "sub/base.json:1:23: train.batch_size: 1 leaves regularize.batch_norm"},
        {"{ \"regularize.batch_norm\": true }", "{ \"extends\": \"sub/base.json\", \"train.batch_size\": 1 }",
         "t.json:1:51: train.batch_size: 1 leaves regularize.batch_norm"},
        {"{ ]", "{ \"extends\": \"sub/base.json\" }", "sub/base.json:1:3: "},
        {"{}", "{ \"extends\": 3 }", "t.json:1:14: extends: must be the name of the config that this one extends"},
        {"{}", "{ \"extends\": \"sub/bose.json\" }",
         "t.json:1:14: extends: sub/bose.json: no such config, neither here nor in configs/"},
        {"{ \"extends\": \"bose.json\" }", "{ \"extends\": \"sub/base.json\" }",
         "sub/base.json:1:14: extends: bose.json: no such config, neither in sub nor here nor in configs/"},
        {"{ \"extends\": \"../t.json\" }", "{ \"extends\": \"sub/base.json\" }",
         "sub/base.json:1:14: extends: t.json, which extends sub/base.json, which extends sub/../t.json: a circle; "},
        {"{ \"regularize.dropout.placement\": \"before_activation\" }",
         "{ \"extends\": \"sub/base.json\", \"train.optimizer.beta2\": 0.9 }",
         "t.json:1:31: train.optimizer.beta2: has no effect with train.optimizer sgd; it needs "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Experiment x;
        Error e;
        CHECK(read_upon(&x, cases[i].base, cases[i].json, NULL, &e) != OK, "%zu is taken", i);
        CHECK(strncmp(e.text, cases[i].want, strlen(cases[i].want)) == 0, "%zu: %s", i, e.text);
    }
}

// What a base gives may have no effect: the config that extends it may change course.
static void test_idle(void) {
    static const char *const cases[][2] = {
        {"{ \"train.optimizer\": { \"kind\": \"adam\", \"beta2\": 0.9 } }",
         "{ \"extends\": \"sub/base.json\", \"train.optimizer\": \"sgd\" }"},
        {"{ \"regularize.batch_norm.eps\": 0.01, \"settings\": [ { \"name\": \"a\", \"regularize.batch_norm\": true } "
         "] }",
         "{ \"extends\": \"sub/base.json\", \"settings\": [ { \"name\": \"b\" } ] }"},
        {"{ \"train.optimizer\": \"adam\", \"settings\": [ { \"name\": \"a\", \"train.optimizer.beta2\": 0.9 } ] }",
         "{ \"extends\": \"sub/base.json\", \"train.optimizer\": \"sgd\" }"},
        {"{ \"train.optimizer\": \"adam\", \"sweep\": { \"train.optimizer.beta2\": [0.9, 0.99] } }",
         "{ \"extends\": \"sub/base.json\", \"train.optimizer\": \"sgd\" }"},
        {"{ \"data\": { \"source\": \"csv\", \"file\": \"x.csv\" } }",
         "{ \"extends\": \"sub/base.json\", \"data.source\": \"digits\" }"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Experiment x;
        Error e;
        CHECK(read_upon(&x, cases[i][0], cases[i][1], NULL, &e) == OK, "%zu: %s", i, e.text);
        experiment_free(&x);
    }
}

// A path of the base is seen from the base, unless it is found as given.
static void test_paths(void) {
    static const char csv[] = "{ \"data\": { \"source\": \"csv\", \"file\": \"x.csv\", \"test_file\": \"y.csv\" } }";
    Experiment x;
    Error e;
    write_file("y.csv", "1,2\n");
    CHECK(read_upon(&x, csv, "{ \"extends\": \"sub/base.json\" }", NULL, &e) == OK, "%s", e.text);
    CHECK_TEXT(x.settings[0].spec.data.file, "sub/x.csv");
    CHECK_TEXT(x.settings[0].spec.data.test_file, "y.csv");
    experiment_free(&x);
    CHECK(read_upon(&x, csv, "{ \"extends\": \"sub/base.json\", \"data.file\": \"x.csv\" }", NULL, &e) == OK, "%s",
          e.text);
    CHECK_TEXT(x.settings[0].spec.data.file, "x.csv");
    experiment_free(&x);
}

// A base is looked for beside the config, then where configs are; sixteen may stand one upon the other.
static void test_chain(void) {
    Experiment x;
    Error e;
    write_file("configs/c.json", "{ \"train.epochs\": 3 }");
    CHECK(read_upon(&x, "{ \"extends\": \"c.json\" }", "{ \"extends\": \"sub/base.json\" }", NULL, &e) == OK, "%s",
          e.text);
    CHECK(x.settings[0].spec.train.epochs == 3);
    experiment_free(&x);
    write_file("0.json", "{ \"train.epochs\": 5 }");
    for (int i = 1; i <= 16; i++) {
        char name[16], json[64];
        snprintf(name, sizeof name, "%d.json", i);
        snprintf(json, sizeof json, "{ \"name\": \"n\", \"extends\": \"%d.json\" }", i - 1);
        write_file(name, json);
    }
    CHECK(experiment_read(&x, "15.json", NULL, &e) == OK && x.settings[0].spec.train.epochs == 5, "%s", e.text);
    experiment_free(&x);
    CHECK(experiment_read(&x, "16.json", NULL, &e) == ERR_CONFIG, "seventeen");
    CHECK(strncmp(e.text, "1.json:1:27: extends: 16.json, which extends 15.json,", 52) == 0 &&
              strstr(e.text, "more than 16 configs; join some of them"),
          "%s", e.text);
}

// The config of a model stands by itself.
static void test_text(void) {
    char json[] = "{ \"extends\": \"sub/base.json\" }";
    Experiment x;
    Error e;
    ConfigText text = {.name = "m", .folder = "", .text = json, .size = sizeof json - 1};
    CHECK(experiment_read_text(&x, &text, NULL, &e) == ERR_CONFIG);
    CHECK_TEXT(e.text, "m:1:14: extends: the config of another file stands by itself");
}

int main(void) {
    Error e;
    CHECK(mkdtemp(folder) && chdir(folder) == 0 && folder_make("sub", &e) == OK && folder_make("configs", &e) == OK);
    test_merge();
    test_resolved();
    test_places();
    test_idle();
    test_paths();
    test_chain();
    test_text();
    CHECK(folder_remove(folder, &e) == OK, "%s", e.text);
    return test_end("config_extends");
}
