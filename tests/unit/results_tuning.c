// Which candidate of a tuned setting is chosen for which seed, worked by hand on small logs.
#include "report_test.h"
#include "results/tuning.h"

#define HEADER "setting,seed,candidate_of,epoch,train_loss,test_loss,val_loss,regularize.dropout\n"
#define OVER "setting,seed,candidate_of,choose,epoch,train_loss,test_loss,val_loss,regularize.dropout\n"
#define PLAIN "plain,1,,1,1,7,2,0\nplain,2,,1,1,8,2,0\n"

static Status read_log(Results *r, const char *log) {
    remove(path_join(&report_arena, report_folder, "x/manifest.json"));
    return report_read(r, log);
}

// The candidate chosen for each seed of the first tuning, by the last letter of its name; "-": none, "?": it waits.
static const char *chosen(const Results *r) {
    Text t = {0};
    const Tuning *tuning = &r->tunings[0];
    for (int i = 0; i < tuning->seed_count; i++) {
        const int c = tuning->chosen[i];
        const char *name = c < 0 ? "" : tuning->candidates[c].name;
        text_printf(&t, "%c", c == CHOSEN_WAITING ? '?' : c < 0 ? '-' : name[strlen(name) - 1]);
    }
    return report_kept(&t);
}

static const struct {
    const char *log, *chosen;
    double test_loss[2]; // of the tuned setting's runs
    int runs;
} cases[] = {
    // Each seed its own: of a and c, which are equal under seed 1, the first; b under seed 2.
    {HEADER PLAIN "da,1,d,1,1,10,1,0.1\nda,2,d,1,1,11,3,0.1\ndb,1,d,1,1,20,2,0.3\ndb,2,d,1,1,21,2,0.3\n"
                  "dc,1,d,1,1,30,1,0.5\ndc,2,d,1,1,31,2.5,0.5\n",
     "ab",
     {10, 21},
     2},
    // The lowest mean over seeds: 2, 2 and 1.75.
    {OVER "da,1,d,over_seeds,1,1,10,1,0.1\nda,2,d,over_seeds,1,1,11,3,0.1\ndb,1,d,over_seeds,1,1,20,2,0.3\n"
          "db,2,d,over_seeds,1,1,21,2,0.3\ndc,1,d,over_seeds,1,1,30,1,0.5\ndc,2,d,over_seeds,1,1,31,2.5,0.5\n",
     "cc",
     {30, 31},
     2},
    // Equal means: the first.
    {OVER "da,1,d,over_seeds,1,1,10,1,0.1\nda,2,d,over_seeds,1,1,11,3,0.1\ndb,1,d,over_seeds,1,1,20,2,0.3\n"
          "db,2,d,over_seeds,1,1,21,2,0.3\n",
     "aa",
     {10, 11},
     2},
    // What diverged is out: under its seed, and over seeds for all.
    {HEADER "da,1,d,1,1,10,1,0.1\nda,2,d,1,1,nan,1,0.1\ndb,1,d,1,1,20,2,0.3\ndb,2,d,1,1,21,2,0.3\n", "ab", {10, 21}, 2},
    {OVER "da,1,d,over_seeds,1,1,10,1,0.1\nda,2,d,over_seeds,1,1,nan,1,0.1\ndb,1,d,over_seeds,1,1,20,2,0.3\n"
          "db,2,d,over_seeds,1,1,21,2,0.3\n",
     "bb",
     {20, 21},
     2},
    // All of a seed diverged: no run of it is compared.
    {HEADER "da,1,d,1,1,10,1,0.1\nda,2,d,1,1,nan,1,0.1\ndb,1,d,1,1,20,2,0.3\ndb,2,d,1,nan,21,2,0.3\n", "a-", {10}, 1},
    // Nothing is chosen among a part of the candidates.
    {HEADER "da,1,d,1,1,10,1,0.1\nda,2,d,1,1,11,1,0.1\ndb,1,d,1,1,20,2,0.3\n", "a?", {10}, 1},
    {OVER "da,1,d,over_seeds,1,1,10,3,0.1\nda,2,d,over_seeds,1,1,11,1,0.1\ndb,1,d,over_seeds,1,1,20,2,0.3\n",
     "b?",
     {20},
     1},
    // The row that the run ended with counts, not the last one and not the lowest.
    {"setting,seed,candidate_of,epoch,train_loss,test_loss,val_loss,kept_epoch,regularize.dropout\n"
     "da,1,d,1,1,10,3,1,0.1\nda,1,d,2,1,11,1,1,0.1\ndb,1,d,1,1,20,2,1,0.3\ndb,1,d,2,1,21,9,1,0.3\n",
     "b",
     {20},
     1},
};

static void test_choice(void) {
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Results r;
        CHECK(read_log(&r, cases[i].log) == OK, "%zu: %s", i, report_error.text);
        CHECK(r.tuning_count == 1, "%zu", i);
        CHECK_TEXT(chosen(&r), cases[i].chosen);
        const SettingLog *d = &r.settings[r.tunings[0].setting];
        CHECK_TEXT(d->name, "d");
        CHECK(d->run_count == cases[i].runs && d->tuning == &r.tunings[0], "%zu: %d", i, d->run_count);
        for (int k = 0; k < d->run_count && k < cases[i].runs; k++)
            CHECK_NEAR(run_final(&d->runs[k])->test_loss, cases[i].test_loss[k], 0);
        results_free(&r);
    }
}

// What a tuned setting is to the others: one of them, whose tuned option has no value of its own.
static void test_setting(void) {
    Results r;
    CHECK(read_log(&r, cases[0].log) == OK, "%s", report_error.text);
    const Tuning *t = &r.tunings[0];
    CHECK(r.setting_count == 2 && t->setting == 1 && t->candidate_count == 3 && !t->over_seeds);
    CHECK_TEXT(r.settings[0].values[0], "0");
    CHECK_TEXT(r.settings[1].values[0], "tuned");
    CHECK(t->option_count == 1 && t->options[0] == 0);
    CHECK(t->candidates[0].chosen == 1 && t->candidates[1].chosen == 1 && t->candidates[2].chosen == 0);
    CHECK_TEXT(r.settings[1].runs[1].setting, "db");
    CHECK_NEAR(t->candidates[2].val_loss[1], 2.5, 0);
    CHECK(run_part(&r, 0, "plain", (Replicate){.seed = 1}) == RUN_COMPARED);
    CHECK(run_part(&r, 0, "da", (Replicate){.seed = 1}) == RUN_COMPARED);
    CHECK(run_part(&r, 0, "da", (Replicate){.seed = 2}) == RUN_PASSED_OVER);
    CHECK(run_part(&r, 0, "da", (Replicate){.seed = 3}) == RUN_UNDECIDED);
    results_free(&r);
    CHECK(read_log(&r, cases[6].log) == OK);
    CHECK(run_part(&r, 0, "da", (Replicate){.seed = 2}) == RUN_UNDECIDED);
    results_free(&r);
}

// With the manifest: a run that was interrupted is waited for, one that failed is out, be it before its first row.
static void test_manifest(void) {
    static const struct {
        const char *runs, *chosen;
    } manifests[] = {
        {"{\"setting\": \"da\", \"seed\": 1, \"status\": \"interrupted\"}", "?b"},
        {"{\"setting\": \"da\", \"seed\": 1, \"status\": \"failed\"}", "bb"},
        {"{\"setting\": \"da\", \"seed\": 3, \"status\": \"failed\"}", "abb"},
        {"{\"setting\": \"da\", \"seed\": 3, \"status\": \"waiting\"}", "ab?"},
    };
    for (size_t i = 0; i < sizeof manifests / sizeof *manifests; i++) {
        Results r;
        Text manifest = {0};
        const char *third = i < 2 ? "" : "db,3,d,1,1,22,2,0.3\n", *log;
        Text text = {0};
        text_printf(&text,
                    HEADER "da,1,d,1,1,10,1,0.1\nda,2,d,1,1,11,3,0.1\ndb,1,d,1,1,20,2,0.3\ndb,2,d,1,1,21,2,0.3\n%s",
                    third);
        log = report_kept(&text);
        text_printf(&manifest, "{\"runs\": [%s]}", manifests[i].runs);
        report_write("x", "manifest.json", report_kept(&manifest));
        CHECK(report_read(&r, log) == OK, "%zu: %s", i, report_error.text);
        CHECK_TEXT(chosen(&r), manifests[i].chosen);
        results_free(&r);
    }
}

// A candidate that only the config knows is waited for.
static void test_config(void) {
    Results r;
    report_write("x", "config.json",
                 "{\"data.validation_size\": 50, \"settings\": [{\"name\": \"plain\", \"regularize.batch_norm\": true},"
                 " {\"name\": \"da\", \"candidate_of\": \"d\", \"regularize.dropout\": 0.1},"
                 " {\"name\": \"db\", \"candidate_of\": \"d\", \"regularize.dropout\": 0.3},"
                 " {\"name\": \"dz\", \"candidate_of\": \"d\", \"regularize.dropout\": 0.4}]}");
    CHECK(read_log(&r, HEADER PLAIN "da,1,d,1,1,10,1,0.1\ndb,1,d,1,1,20,2,0.3\n") == OK, "%s", report_error.text);
    CHECK(r.tunings[0].candidate_count == 3);
    CHECK_TEXT(chosen(&r), "?");
    CHECK(r.setting_count == 1 && r.tunings[0].setting == -1);
    results_free(&r);
    CHECK(read_log(&r, HEADER "da,1,d,1,1,10,1,0.1\ndb,1,d,1,1,20,2,0.3\n") == ERR_DATA);
    CHECK(strstr(report_error.text, "nothing can be compared yet: under no seed all candidates of \"d\"") != NULL, "%s",
          report_error.text);
    results_free(&r);
    remove(path_join(&report_arena, report_folder, "x/config.json"));
}

static void test_refused(void) {
    static const char *const logs[][2] = {
        {"setting,seed,candidate_of,epoch,train_loss,test_loss\nda,1,d,1,1,10\n", "no val_loss to choose them by"},
        {HEADER "da,1,d,1,1,10,1,0.1\nda,2,e,1,1,10,1,0.1\n", "log.csv:3: a setting has one value of candidate_of"},
    };
    for (size_t i = 0; i < sizeof logs / sizeof *logs; i++) {
        Results r;
        CHECK(read_log(&r, logs[i][0]) == ERR_DATA);
        CHECK(strstr(report_error.text, logs[i][1]) != NULL, "%s", report_error.text);
        results_free(&r);
    }
}

int main(void) {
    report_begin();
    test_choice();
    test_setting();
    test_manifest();
    test_config();
    test_refused();
    return report_end("results_tuning");
}
