// The plan: runs in order, folder names, sources opened once.
#include "unit/lab_test.h"

static void check_folder_name(const char *setting, const char *want) {
    Text t = {0};
    folder_name(setting, &t);
    CHECK_TEXT(t.data, want);
    text_free(&t);
}

static void folder_names(void) {
    check_folder_name("bn+dropout", "bn+dropout");
    check_folder_name("A-b_c.9", "A-b_c.9");
    check_folder_name("lr 0.1/2", "lr%200.1%2F2");
    check_folder_name("..", "%2E.");
    check_folder_name(".hidden", "%2Ehidden");
    check_folder_name("100%", "100%25");
    check_folder_name("caf\xc3\xa9", "caf%C3%A9");
    check_folder_name("~", "%7E");
}

static void order(void) {
    static const char *const folders[] = {"runs/a/seed-2", "runs/a/seed-7", "runs/b%2Fc/seed-2", "runs/b%2Fc/seed-7"};
    Experiment x;
    Plan p;
    Error e = {0};
    lab_experiment(&x, "{\"name\": \"o\", " LAB_DATA ", \"seeds\": [7, 2],"
                       " \"settings\": [{\"name\": \"a\"}, {\"name\": \"b/c\", \"train.momentum\": 0.5}]}");
    CHECK(plan_make(&p, &x, &e) == OK, "%s", e.text);
    CHECK(p.run_count == 4, "%d", p.run_count);
    for (int i = 0; i < 4; i++) {
        CHECK(p.runs[i].setting == i / 2 && p.runs[i].replicate.seed == (i % 2 ? 7u : 2u), "run %d", i);
        Text folder = {0};
        plan_folder(&p, i, &folder);
        CHECK_TEXT(folder.data, folders[i]);
        text_free(&folder);
        CHECK(plan_find(&p, i / 2, i % 2 ? 7 : 2) == i && plan_find(&p, i / 2, 3) == -1, "run %d is not found", i);
    }
    plan_close(&p);
    experiment_free(&x);
}

static void long_name(void) {
    static const char start[] = "{\"name\": \"o\", " LAB_DATA ", \"settings\": [{\"name\": \"";
    char config[1024];
    Experiment x;
    Plan p;
    Error e = {0};
    // A space is %20.
    snprintf(config, sizeof config, "%sa%79sa\"}]}", start, "");
    lab_experiment(&x, config);
    CHECK(plan_make(&p, &x, &e) == OK, "%s", e.text);
    plan_close(&p);
    experiment_free(&x);
    snprintf(config, sizeof config, "%sa%80sa\"}]}", start, "");
    lab_experiment(&x, config);
    CHECK(plan_make(&p, &x, &e) == ERR_CONFIG, "accepted");
    CHECK(strstr(e.text, "too long"), "%s", e.text);
    plan_close(&p);
    experiment_free(&x);
}

static void sources(void) {
    Experiment x;
    Plan p;
    Error e = {0};
    lab_table();
    lab_experiment(&x, "{\"name\": \"s\", " LAB_DATA ", \"seeds\": 3, \"settings\": ["
                       "{\"name\": \"a\"}, {\"name\": \"b\", \"data.scaling\": \"none\"},"
                       "{\"name\": \"c\", \"train.momentum\": 0.5}, {\"name\": \"d\", \"data.scaling\": \"none\"}]}");
    CHECK(plan_make(&p, &x, &e) == OK, "%s", e.text);
    CHECK(plan_open(&p, &e) == OK, "%s", e.text);
    CHECK(p.source_count == 2, "%d sources", p.source_count);
    CHECK(plan_source(&p, 0) == plan_source(&p, 2) && plan_source(&p, 1) == plan_source(&p, 3), "not shared");
    CHECK(plan_source(&p, 0) != plan_source(&p, 1), "one source for two scalings");
    CHECK(!p.regression, "two classes");
    plan_close(&p);
    experiment_free(&x);
}

// Only the data tell that the target is a number: then the default step is shorter, where nobody gave one, and what
// differs, and who is like whom, is seen anew.
static void regression_defaults(void) {
    static const char *const targets[] = {"label", "b"};
    static const double rates[2][3] = {{0.02, 0.02, 0.01}, {0.01, 0.02, 0.01}};
    static const char *const alike[] = {"settings \"a\", \"b\" are identical", "settings \"a\", \"c\" are identical"};
    lab_table();
    for (int regression = 0; regression < 2; regression++) {
        char config[512];
        Experiment x;
        Plan p;
        Error e = {0};
        snprintf(config, sizeof config,
                 "{\"data\": {\"source\": \"csv\", \"file\": \"table.csv\", \"label\": \"%s\", \"task\": \"%s\"},"
                 " \"settings\": [{\"name\": \"a\"}, {\"name\": \"b\", \"train.learning_rate\": 0.02},"
                 " {\"name\": \"c\", \"train.learning_rate\": 0.01}]}",
                 targets[regression], regression ? "regression" : "auto");
        lab_experiment(&x, config);
        CHECK(plan_make(&p, &x, &e) == OK && plan_open(&p, &e) == OK, "%s", e.text);
        CHECK(p.regression == regression);
        for (int i = 0; i < 3; i++)
            CHECK(x.settings[i].spec.train.learning_rate == rates[regression][i], "%d, setting %d: %g", regression, i,
                  x.settings[i].spec.train.learning_rate);
        CHECK(x.varied_count == 1 && strcmp(x.varied[0], "train.learning_rate") == 0, "%d vary", x.varied_count);
        CHECK(x.notes.count == 1 && strncmp(x.notes.text[0], alike[regression], strlen(alike[regression])) == 0, "%s",
              x.notes.text[0]);
        plan_close(&p);
        experiment_free(&x);
    }
}

static void mixed_tasks(void) {
    Experiment x;
    Plan p;
    Error e = {0};
    lab_table();
    lab_experiment(&x, "{\"name\": \"m\", " LAB_DATA ", \"settings\": [{\"name\": \"classes\"},"
                       "{\"name\": \"numbers\", \"data.label\": \"b\", \"data.file\": \"numbers.csv\","
                       " \"data.task\": \"regression\"}]}");
    lab_write("numbers.csv", "a,b\n1,2\n2,1\n3,5\n4,4\n5,3\n6,9\n7,8\n8,7\n");
    CHECK(plan_make(&p, &x, &e) == OK, "%s", e.text);
    CHECK(plan_open(&p, &e) == ERR_CONFIG, "accepted");
    CHECK(strstr(e.text, "\"numbers\" is a regression and \"classes\" a classification"), "%s", e.text);
    plan_close(&p);
    experiment_free(&x);
}

// One log has room for the scores of one list of targets; of a single target each setting may have its own.
static void mixed_targets(void) {
    static const struct {
        const char *first, *second;
        bool fits;
    } cases[] = {
        {"[\"b\", \"c\"]", "[3, -1]", false}, {"[\"b\", \"c\"]", "[2, 3]", true}, {"[\"b\", \"c\"]", "[3, 2]", false},
        {"[\"b\", \"c\"]", "\"b\"", false},   {"\"b\"", "[2, 3]", false},         {"\"b\"", "\"c\"", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Experiment x;
        Plan p;
        Error e = {0};
        char text[512];
        lab_write("four.csv", "a,b,c,d\n1,2,3,9\n2,1,5,8\n3,5,1,7\n4,4,2,1\n5,3,9,2\n6,9,8,3\n7,8,7,5\n8,7,6,6\n");
        snprintf(text, sizeof text,
                 "{\"name\": \"t\", \"data\": {\"source\": \"csv\", \"file\": \"four.csv\", \"task\": \"regression\"},"
                 " \"settings\": [{\"name\": \"x\", \"data.label\": %s}, {\"name\": \"y\", \"data.label\": %s}]}",
                 cases[i].first, cases[i].second);
        lab_experiment(&x, text);
        CHECK(plan_make(&p, &x, &e) == OK, "%s", e.text);
        CHECK(plan_open(&p, &e) == (cases[i].fits ? OK : ERR_CONFIG), "%s and %s: %s", cases[i].first, cases[i].second,
              e.text);
        CHECK(cases[i].fits || strstr(e.text, "\"x\" and \"y\" do not predict the same targets"), "%s", e.text);
        plan_close(&p);
        experiment_free(&x);
    }
}

int main(void) {
    lab_test_begin();
    folder_names();
    order();
    long_name();
    sources();
    regression_defaults();
    mixed_tasks();
    mixed_targets();
    return lab_test_end("lab_plan");
}
