// What config.json and manifest.json beside the logs change: which data were seen, names, options between experiments,
// runs that the log does not have.
#include <unistd.h>

#include "report/report.h"
#include "report/views.h"
#include "report_test.h"

#define HEADER "setting,seed,epoch,train_loss,test_loss\n"

// An experiment "exp" of the settings plain and bn with four seeds; `config` is what it has besides its settings.
static const char *write_experiment(const char *folder, const char *config, const char *hash) {
    Text log = {0}, json = {0}, manifest = {0};
    text_add(&log, HEADER);
    for (int i = 0; i < 8; i++) {
        const char *name = i < 4 ? "plain" : "bn";
        int seed = i % 4 + 1;
        text_printf(&log, "%s,%d,0,2,2\n%s,%d,1,0.1,%g\n", name, seed, name, seed, 1 - 0.1 * (i / 4) + 0.01 * i);
    }
    text_printf(&json,
                "{\"name\": \"exp\", %s, \"settings\": [{\"name\": \"plain\"}, {\"name\": \"bn\", "
                "\"regularize.batch_norm\": true}]}",
                config);
    text_printf(&manifest, "{\"data\": [{\"sha256\": \"%s\", \"settings\": [\"plain\", \"bn\"]}], \"runs\": []}", hash);
    const char *path = report_write(folder, "log.csv", log.data);
    report_write(folder, "config.json", json.data);
    report_write(folder, "manifest.json", manifest.data);
    text_free(&log);
    text_free(&json);
    text_free(&manifest);
    return path;
}

// Compares two experiments; free with report_free.
static void compare_two(Comparison *c, Results *r, const char *one, const char *two) {
    const char *paths[] = {one, two};
    CHECK(results_read(r, paths, 2, &report_error) == OK, "%s", report_error.text);
    CHECK(comparison_make(c, r, &(ComparisonOptions){.reach = NAN}, &report_error) == OK);
}

static bool says(const Comparison *c, const char *about, const char *words) {
    Arena arena = {0};
    Lines notes = view_notes(c, &arena);
    bool said = false;
    for (int i = 0; i < notes.count; i++)
        said |= strcmp(notes.line[i].about, about) == 0 && strstr(notes.line[i].words, words);
    arena_free(&arena);
    return said;
}

#define DIGITS                                                                                                         \
    "\"data\": {\"source\": \"digits\", \"train_size\": %s, \"test_size\": %s%s}, "                                    \
    "\"train\": {\"batch_size\": %s}"

static void test_data(void) {
    static const struct {
        const char *train_size, *test_size, *more, *batch_size, *hash;
        DataFact differs;
    } cases[] = {
        {"100", "50", "", "64", "aa", DATA_FACTS},
        {"200", "50", ", \"scaling\": \"zscore\"", "32", "aa", DATA_FACTS}, // the test part stays what it is
        {"100", "50", "", "64", "bb", DATA_HASH},
        {"100", "60", "", "64", "aa", DATA_TEST_SIZE},
        {"100", "50", ", \"seed\": 3", "64", "aa", DATA_SEED},
    };
    char config[512];
    snprintf(config, sizeof config, DIGITS, "100", "50", "", "64");
    const char *first = write_experiment("first", config, "aa");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Results r;
        Comparison c;
        snprintf(config, sizeof config, DIGITS, cases[i].train_size, cases[i].test_size, cases[i].more,
                 cases[i].batch_size);
        compare_two(&c, &r, first, write_experiment("second", config, cases[i].hash));
        bool same = cases[i].differs == DATA_FACTS;
        CHECK(c.against[1].other_data == DATA_FACTS && c.against[1].difference[0].n == 4, "the same experiment");
        CHECK(c.against[2].other_data == cases[i].differs && c.against[3].other_data == cases[i].differs,
              "case %zu: %d", i, (int)c.against[2].other_data);
        // These logs have no accuracy, and one setting's runs are those of the baseline: there is nothing to test.
        CHECK(c.family[0].count == (same ? 2 : 1), "case %zu: %d comparisons", i, c.family[0].count);
        CHECK(c.settings[2].metric[metric_find("test_loss")].n == 4, "its numbers are there all the same");
        const Difference *d = &c.against[2].difference[0];
        CHECK(same == (d->n == 4) && (d->same || same == !isnan(d->p_holm)) && same == !isnan(d->noise_floor),
              "case %zu", i);
        CHECK(same == (c.against[2].matched.equal_loss.n == 4));
        char words[128];
        snprintf(words, sizeof words, "other data: not comparable (%s differs)",
                 same ? "" : data_facts[cases[i].differs]);
        CHECK(same != (strcmp(report_verdict(&c, 2, 0), words) == 0), "case %zu: %s", i, report_verdict(&c, 2, 0));
        CHECK(!says(&c, "", "could not be checked"));
        report_free(&c, &r);
    }
}

// A target scaled by the training part has another unit under another size; unscaled, and for classes, it has not.
static void test_unit(void) {
    static const struct {
        const char *scores, *scaling, *second_scaling;
        int size, second_size;
        DataFact differs;
    } cases[] = {
        {"train_rmse,test_rmse", "zscore", "zscore", 20, 200, DATA_TRAIN_SIZE},
        {"train_rmse,test_rmse", "none", "none", 20, 200, DATA_FACTS},
        {"train_rmse,test_rmse", "none", "zscore", 20, 20, DATA_TARGET_SCALING},
        {"train_rmse,test_rmse", "default", "zscore", 20, 20, DATA_FACTS},
        {"train_acc,test_acc", "zscore", "minmax", 20, 200, DATA_FACTS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char config[512], log[256];
        Results r;
        Comparison c;
        snprintf(log, sizeof log, "setting,seed,epoch,train_loss,test_loss,%s\nsmall,1,0,2,2,1,1\nlarge,1,0,1,1,1,1\n",
                 cases[i].scores);
        snprintf(config, sizeof config,
                 "{\"data\": {\"source\": \"csv\", \"file\": \"x.csv\", \"target_scaling\": \"%s\"}, \"settings\": ["
                 "{\"name\": \"small\", \"data.train_size\": %d},"
                 "{\"name\": \"large\", \"data\": {\"train_size\": %d, \"target_scaling\": \"%s\"}}]}",
                 cases[i].scaling, cases[i].size, cases[i].second_size, cases[i].second_scaling);
        report_write("x", "config.json", config);
        report_compare(&c, &r, log, NULL);
        CHECK(c.against[1].other_data == cases[i].differs, "case %zu: %d", i, (int)c.against[1].other_data);
        bool told = strstr(report_verdict(&c, 1, 0), "target_scaling none keeps it");
        CHECK(told == (cases[i].differs == DATA_TRAIN_SIZE), "%s", report_verdict(&c, 1, 0));
        report_free(&c, &r);
    }
    CHECK(unlink(path_join(&report_arena, report_folder, "x/config.json")) == 0); // of this test alone
}

static void test_unchecked(void) {
    char config[512];
    Results r;
    Comparison c;
    snprintf(config, sizeof config, DIGITS, "100", "50", "", "64");
    compare_two(&c, &r, report_write("bare", "log.csv", HEADER "s,1,0,2,2\ns,2,0,2,2\n"),
                write_experiment("second", config, "aa"));
    CHECK(c.against[1].other_data == DATA_FACTS && c.against[1].difference[0].n == 2);
    CHECK(says(&c, "", "/bare has no manifest.json that tells"));
    CHECK_TEXT(r.settings[0].name, "bare/s");
    CHECK(r.option_count == 0, "not all have a config");
    report_free(&c, &r);
    const char *first = write_experiment("first", config, "aa");
    compare_two(&c, &r, first, write_experiment("second", "\"option\": \"of another version\"", "aa"));
    CHECK(says(&c, "", "/second has no config.json that tells"));
    report_free(&c, &r);
}

// Of one name and of one size but for the batches: told apart by their folders, crossed by what differs.
static void test_sweep(void) {
    char config[512];
    Results r;
    Comparison c;
    snprintf(config, sizeof config, DIGITS, "100", "50", "", "64");
    const char *first = write_experiment("b64", config, "aa");
    snprintf(config, sizeof config, DIGITS, "100", "50", "", "16");
    compare_two(&c, &r, first, write_experiment("b16", config, "aa"));
    CHECK_TEXT(r.experiments[0].name, "b64");
    CHECK_TEXT(r.settings[2].name, "b16/plain");
    CHECK(r.option_count == 2, "%d", r.option_count);
    for (int i = 0; i < r.option_count; i++) {
        bool batch = strcmp(r.options[i], "train.batch_size") == 0;
        CHECK(batch || strcmp(r.options[i], "regularize.batch_norm") == 0, "%s", r.options[i]);
        CHECK_TEXT(r.settings[3].values[i], batch ? "16" : "true");
        CHECK_TEXT(r.settings[0].values[i], batch ? "64" : "false");
    }
    CHECK(c.factorial.factor_count == 2 && c.factorial.effect_count == 3);
    report_free(&c, &r);
    compare_two(&c, &r, first, first);
    CHECK_TEXT(r.settings[2].name, "b64 (2)/plain");
    report_free(&c, &r);
}

static void test_missing_runs(void) {
    Results r;
    Comparison c;
    const char *log = HEADER "plain,1,0,2,2\nplain,1,1,nan,2\nplain,2,0,2,2\n";
    report_compare(&c, &r, log, NULL);
    CHECK(says(&c, "", "needs a lower train.learning_rate") && !says(&c, "plain", "no row in the log"));
    report_free(&c, &r);
    report_write("x", "manifest.json",
                 "{\"runs\": [{\"setting\": \"plain\", \"seed\": 1, \"status\": \"diverged\"},"
                 "{\"setting\": \"plain\", \"seed\": 2, \"status\": \"interrupted\"},"
                 "{\"setting\": \"plain\", \"seed\": 3, \"status\": \"waiting\"},"
                 "{\"setting\": \"bn\", \"seed\": 1, \"status\": \"waiting\"},"
                 "{\"setting\": \"bn\", \"seed\": 2, \"status\": \"waiting\"}, 7]}");
    report_compare(&c, &r, log, NULL);
    CHECK(r.absent_count == 1 && r.absent[0].planned == 2);
    CHECK(says(&c, "bn", "0 of 2 runs finished"));
    CHECK(says(&c, "plain", "1 of the 3 planned runs have no row in the log"));
    report_free(&c, &r);
}

// Runs that learned nothing count, and are pointed out; without a manifest nothing is claimed.
static void test_nothing(void) {
    Results r;
    Comparison c;
    const char *log = HEADER "plain,1,0,2,2\nplain,1,1,1,1\nplain,2,0,2,2\nplain,2,1,1,1\nplain,3,0,2,2\n"
                             "plain,3,1,nan,2\n";
    static const char manifest[] = "{\"runs\": [{\"setting\": \"plain\", \"seed\": 1, \"status\": \"done\"},"
                                   "{\"setting\": \"plain\", \"seed\": 2, \"status\": \"learned nothing\"},"
                                   "{\"setting\": \"plain\", \"seed\": 3, \"status\": \"diverged\"}]}";
    for (int known = 0; known < 2; known++) {
        Text csv = {0}, json = {0};
        Arena arena = {0};
        if (known)
            report_write("x", "manifest.json", manifest);
        else
            unlink(path_join(&report_arena, report_folder, "x/manifest.json")); // of another test
        report_compare(&c, &r, log, NULL);
        CHECK(c.settings[0].usable == 2 && c.settings[0].nothing == known);
        CHECK(known == says(&c, "plain",
                            "1 of 3 runs learned nothing: on the training part no better than always "
                            "predicting the class shares; counted all the same: seed 2"));
        CHECK(known == says(&c, "", "what learns nothing mostly needs a lower train.learning_rate, more train.epochs"));
        TextTable t = view_settings(&c, true, &arena);
        CHECK_TEXT(t.cells[t.column_count - 1], known ? "2 of 3, 1 learned nothing" : "2 of 3");
        summary_csv(&csv, &c);
        CHECK(strstr(csv.data, known ? "\nplain,1 2 3,1,1," : "\nplain,1 2 3,1,,"), "%s", csv.data);
        report_json(&json, &c);
        CHECK(strstr(json.data, known ? "\"learned_nothing\": 1" : "\"learned_nothing\": null"), "%s", json.data);
        text_free(&csv);
        text_free(&json);
        arena_free(&arena);
        report_free(&c, &r);
    }
}

int main(void) {
    report_begin();
    test_data();
    test_unit();
    test_unchecked();
    test_sweep();
    test_missing_runs();
    test_nothing();
    return report_end("report_beside");
}
