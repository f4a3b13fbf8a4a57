// Logs read back: what is understood, and what is refused with which words.
#include "report_test.h"

#define HEADER "setting,seed,epoch,step,lr,running_loss,train_loss,test_loss,gap,train_acc,test_acc"

// The run under that replicate if it can be compared, found by the order of replicates.
static const RunLog *setting_run(const SettingLog *s, Replicate replicate) {
    for (int i = 0; i < s->run_count; i++) {
        CHECK(i == 0 || replicate_order(s->by_replicate[i - 1]->replicate, s->by_replicate[i]->replicate) < 0,
              "replicates out of order");
        if (replicate_same(s->by_replicate[i]->replicate, replicate))
            return run_usable(s->by_replicate[i]) ? s->by_replicate[i] : NULL;
    }
    return NULL;
}

static void test_whole_log(void) {
    Results r;
    CHECK(report_read(&r, HEADER ",regularize.dropout,note\n"
                                 "plain,1,0,0,0.05,,2.3,2.4,0.1,0.1,0.09,0,a\n"
                                 "plain,1,2,32,0.05,1.5,0.5,0.75,0.25,0.9,0.8,0,b\n"
                                 "plain,18446744073709551615,0,0,0.05,,2.3,2.4,0.1,0.1,0.09,0,a\n"
                                 "\"a \"\"b\"\", c\",1,0,0,0.05,,2.3,2.4,,0.1,0.09,0.5,a\n") == OK,
          "%s", report_error.text);
    CHECK(r.setting_count == 2 && !r.regression && !r.has_validation);
    CHECK(r.option_count == 1, "a column that changes within a setting is no option");
    CHECK_TEXT(r.options[0], "regularize.dropout");
    CHECK_TEXT(r.settings[0].values[0], "0");
    CHECK_TEXT(r.settings[1].values[0], "0.5");
    CHECK_TEXT(r.settings[0].name, "plain");
    CHECK_TEXT(r.settings[1].name, "a \"b\", c");
    CHECK(r.settings[0].run_count == 2 && r.settings[0].runs[1].replicate.seed == UINT64_MAX);
    const RunLog *run = &r.settings[0].runs[0];
    CHECK(run->row_count == 2 && !run->diverged && isnan(run->rows[0].running_loss));
    const EpochRow *row = &run->rows[1];
    CHECK(row->epoch == 2 && row->step == 32 && row->lr == 0.05 && row->running_loss == 1.5);
    CHECK(row->train_loss == 0.5 && row->test_loss == 0.75 && row->gap == 0.25);
    CHECK(row->train_score == 0.9 && row->test_score == 0.8 && isnan(row->val_loss));
    CHECK_NEAR(r.settings[1].runs[0].rows[0].gap, 0.1, 1e-12);
    CHECK_TEXT(r.experiments[0].name, "x");
    CHECK_TEXT(r.experiments[0].about, "");
    CHECK(setting_run(&r.settings[0], (Replicate){.seed = 1}) == run &&
          !setting_run(&r.settings[0], (Replicate){.seed = 2}));
    results_free(&r);
}

// Only what cannot be done without must be there; columns may stand in any order, lines may end as in DOS.
static void test_other_logs(void) {
    Results r;
    CHECK(report_read(&r, "test_loss,train_loss,epoch,seed,setting\r\n3,1,0,7,s\r\n4,2,5,7,s") == OK, "%s",
          report_error.text);
    CHECK(r.settings[0].runs[0].rows[1].gap == 2 && r.settings[0].runs[0].rows[1].epoch == 5);
    results_free(&r);
    CHECK(report_read(&r, "setting,seed,epoch,train_loss,test_loss,train_rmse,test_rmse,val_loss,val_rmse\n"
                          "s,1,0,1,2,3,4,5,6\n") == OK);
    CHECK(r.regression && r.has_validation);
    CHECK(r.settings[0].runs[0].rows[0].test_score == 4 && r.settings[0].runs[0].rows[0].val_loss == 5);
    results_free(&r);
    CHECK(report_read(&r, HEADER "\ns,1,0,0,0.1,,2,2,0,0,0\ns,1,1,9,0.1,nan,nan,inf,nan,nan,nan\n"
                                 "s,2,0,0,0.1,,2,2,0,0,0\ns,2,1,9,0.1,nan,1,1,0,nan,nan\n") == OK);
    CHECK(r.settings[0].runs[0].diverged && r.settings[0].runs[1].diverged, "a running loss that is nan diverged too");
    CHECK(!setting_run(&r.settings[0], (Replicate){.seed = 1}));
    results_free(&r);
}

// Runs of one seed and several folds; a log without the column has fold 0 only.
static void test_folds(void) {
    Results r;
    const char *log = "setting,seed,fold,epoch,train_loss,test_loss\ns,2,1,0,1,5\ns,2,0,0,1,4\ns,1,1,0,1,3\n";
    const char *folder = report_write("folds", "log.csv", log);
    report_write("folds", "manifest.json",
                 "{\"runs\": [{\"setting\": \"s\", \"seed\": 2, \"fold\": 1, \"status\": \"interrupted\"},"
                 "{\"setting\": \"s\", \"seed\": 2, \"status\": \"done\"}]}");
    CHECK(results_read(&r, &folder, 1, &report_error) == OK, "%s", report_error.text);
    const SettingLog *s = &r.settings[0];
    CHECK(s->run_count == 3 && r.option_count == 0, "a fold is no option");
    CHECK(s->runs[0].replicate.seed == 2 && s->runs[0].replicate.fold == 1 && s->runs[0].unfinished, "file order");
    CHECK(setting_run(s, (Replicate){.seed = 2}) == &s->runs[1], "fold 0");
    CHECK(setting_run(s, (Replicate){.seed = 1, .fold = 1}) == &s->runs[2]);
    CHECK(!setting_run(s, (Replicate){.seed = 1}) && !setting_run(s, (Replicate){.seed = 2, .fold = 1}),
          "none there, and one that is not finished");
    results_free(&r);
}

static void test_broken_logs(void) {
    static const struct {
        const char *log, *message;
    } cases[] = {
        {"", "log.csv:1: the log is empty"},
        {"\n\n", "log.csv:1: the log is empty"},
        {HEADER "\n", "log.csv:1: the log has no rows: no epoch was finished yet"},
        {"a,b\n1,2\n", "log.csv:1: not a log of regrun: no column setting"},
        {"setting,seed\n1,2\n", "log.csv:1: not a log of regrun: no column epoch"},
        {"setting,seed,epoch,train_loss\ns,1,0,1\n", "log.csv:1: not a log of regrun: no column test_loss"},
        {"setting,seed,epoch,seed,train_loss,test_loss\n", "log.csv:1: two columns are named seed"},
        {"setting,seed,epoch,train_loss,test_loss,train_acc,train_rmse\n",
         "log.csv:1: another column says the same as train_rmse"},
        {HEADER "\ns,1,0,0,0.1,,2,2,0,0\n", "log.csv:2: the row has 10 fields, the header 11; was the file cut off?"},
        {HEADER "\ns,1\ns,1,0,0,0.1,,2,2,0,0,0\n", "log.csv:2: the row has 2 fields, the header 11"},
        {HEADER "\ns,1,0,0,0.1,,2,2,0,0,0,9\n", "log.csv:2: the row has 12 fields, the header 11"},
        {HEADER "\n\"a\nb\",1,0,0,0.1,,2,2,0,0,0\ns,-1,0,0,0.1,,2,2,0,0,0\n",
         "log.csv:4: column seed: \"-1\" is not a whole number from 0 up"},
        {HEADER "\ns,1.5,0,0,0.1,,2,2,0,0,0\n", "column seed: \"1.5\" is not a whole number"},
        {HEADER "\ns,18446744073709551616,0,0,0.1,,2,2,0,0,0\n",
         "column seed: \"18446744073709551616\" is not a whole"},
        {HEADER "\ns,,0,0,0.1,,2,2,0,0,0\n", "column seed: \"\" is not a whole number"},
        {HEADER "\ns,1,9223372036854775808,0,0.1,,2,2,0,0,0\n", "column epoch: \"9223372036854775808\" is not"},
        {"setting,seed,epoch,train_loss,test_loss,fold\ns,1,0,1,1,2147483648\n",
         "column fold: \"2147483648\" is not a whole number from 0 up"},
        {"setting,seed,epoch,train_loss,test_loss,fold\ns,1,0,1,1,1\ns,1,0,1,1,0\nt,1,0,1,1,0\ns,1,1,1,1,1\n"
         "t,2,0,1,1,0\nt,1,1,1,1,0\n",
         "log.csv:5: this run's rows stand in two places; setting s"},
        {HEADER "\ns,1,0,x,0.1,,2,2,0,0,0\n", "column step: \"x\" is not a whole number"},
        {HEADER "\ns,1,0,0,0.1,,2,two,0,0,0\n", "log.csv:2: column test_loss: \"two\" is not a number"},
        {HEADER "\ns,1,0,0,0x1,,2,2,0,0,0\n", "column lr: \"0x1\" is not a number"},
        {HEADER "\ns,1,0,0,0.1,,2,1e999,0,0,0\n", "column test_loss: \"1e999\" is not a number"},
        {HEADER "\ns,1,1,0,0.1,1,2,2,0,0,0\ns,1,1,0,0.1,1,2,2,0,0,0\n", "log.csv:3: the epochs of a run must ascend"},
        {HEADER "\ns,1,2,0,0.1,1,2,2,0,0,0\ns,1,1,0,0.1,1,2,2,0,0,0\n", "log.csv:3: the epochs of a run must ascend"},
        {HEADER "\ns,1,0,0,0.1,,2,2,0,0,0\ns,2,0,0,0.1,,2,2,0,0,0\ns,1,1,0,0.1,1,2,2,0,0,0\n",
         "log.csv:4: this run's rows stand in two places; setting s"},
        {HEADER "\n\"s,1,0,0,0.1,,2,2,0,0,0\n", "log.csv:2"},
        {HEADER "\n\"s\"x,1,0,0,0.1,,2,2,0,0,0\n", "log.csv:2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Results r;
        Status s = report_read(&r, cases[i].log);
        CHECK(s == ERR_DATA, "case %zu: status %d", i, s);
        CHECK(strstr(report_error.text, cases[i].message), "case %zu: \"%s\" lacks \"%s\"", i, report_error.text,
              cases[i].message);
        results_free(&r);
    }
}

// Every column that the program does not know may be an option: so many are taken and no more.
static void test_wide_log(void) {
    for (int more = 0; more <= 1; more++) {
        Results r;
        Text log = {0};
        text_add(&log, "setting,seed,epoch,train_loss,test_loss");
        for (int i = 0; i < 995 + more; i++) text_printf(&log, ",column %d", i);
        text_add(&log, "\ns,1,0,1,1");
        for (int i = 0; i < 995 + more; i++) text_add(&log, ",1");
        CHECK(report_read(&r, log.data) == (more ? ERR_DATA : OK), "%s", report_error.text);
        if (more)
            CHECK(strstr(report_error.text, "log.csv:1: 1001 columns, and at most 1000"), "%s", report_error.text);
        else
            CHECK(r.option_count == 995, "%d", r.option_count);
        results_free(&r);
        text_free(&log);
    }
}

static void test_config_and_manifest(void) {
    Results r;
    const char *log = HEADER "\ns,1,0,0,0.1,,2,2,0,0,0\ns,2,0,0,0.1,,2,2,0,0,0\nt,1,0,0,0.1,,2,2,0,0,0\n"
                             "t,2,0,0,0.1,,2,2,0,0,0\n";
    const char *folder = report_write("y", "log.csv", log);
    report_write("y", "config.json", "{\"name\": \"moons\", \"about\": \"Why?\"}");
    report_write("y", "manifest.json",
                 "{\"runs\": [{\"setting\": \"s\", \"seed\": 1, \"status\": \"done\"},"
                 "{\"setting\": \"s\", \"seed\": 2, \"status\": \"interrupted\"},"
                 "{\"setting\": \"t\", \"seed\": 1, \"status\": \"diverged\"},"
                 "{\"setting\": \"gone\", \"seed\": 1, \"status\": \"failed\"}, 7]}");
    CHECK(results_read(&r, &folder, 1, &report_error) == OK, "%s", report_error.text);
    CHECK_TEXT(r.experiments[0].name, "moons");
    CHECK_TEXT(r.experiments[0].about, "Why?");
    CHECK(r.experiments[0].config && r.experiments[0].manifest);
    CHECK(run_usable(&r.settings[0].runs[0]) && r.settings[0].runs[1].unfinished);
    CHECK(r.settings[1].runs[0].diverged && run_usable(&r.settings[1].runs[1]));
    results_free(&r);
    report_write("y", "config.json", "{\"name\": ");
    CHECK(results_read(&r, &folder, 1, &report_error) == ERR_DATA);
    CHECK(strstr(report_error.text, "y/config.json: not JSON; move it away"), "%s", report_error.text);
    results_free(&r);
}

static void test_several(void) {
    const char *const header = "setting,seed,epoch,train_loss,test_loss";
    Text one = {0}, two = {0};
    text_printf(&one, "%s,train.momentum\nplain,1,0,1,2,0.9\n", header);
    text_printf(&two, "%s,model.hidden,train.momentum\nplain,1,0,1,2,8,0.5\nwide,1,0,1,2,64,0.5\n", header);
    const char *paths[] = {report_write("a", "log.csv", one.data), report_write("b", "log.csv", two.data), NULL};
    paths[2] = path_join(&report_arena, paths[0], "log.csv");
    Results r;
    CHECK(results_read(&r, paths, 3, &report_error) == OK, "%s", report_error.text);
    CHECK(r.setting_count == 4 && r.option_count == 2);
    CHECK_TEXT(r.settings[0].name, "a/plain");
    CHECK_TEXT(r.settings[2].name, "b/wide");
    CHECK_TEXT(r.settings[3].name, "a (2)/plain");
    CHECK_TEXT(r.settings[3].own_name, "plain");
    CHECK_TEXT(r.settings[0].values[0], "0.9");
    CHECK(r.settings[0].values[1] == NULL, "its log has no such column");
    CHECK_TEXT(r.settings[2].values[0], "0.5");
    CHECK_TEXT(r.settings[2].values[1], "64");
    results_free(&r);
    paths[2] = report_write("c", "log.csv", "setting,seed,epoch,train_loss,test_loss,test_rmse\ns,1,0,1,2,3\n");
    CHECK(results_read(&r, paths, 3, &report_error) == ERR_DATA);
    CHECK(strstr(report_error.text, "classification and regression cannot be compared"), "%s", report_error.text);
    results_free(&r);
    text_free(&one);
    text_free(&two);
}

static void test_nothing_there(void) {
    Results r;
    const char *path = path_join(&report_arena, report_folder, "nowhere");
    CHECK(results_read(&r, &path, 1, &report_error) == ERR_IO);
    CHECK(strstr(report_error.text, "nowhere: no such results folder or log.csv"), "%s", report_error.text);
    results_free(&r);
    path = report_write("empty", "other.txt", "");
    CHECK(results_read(&r, &path, 1, &report_error) == ERR_IO);
    CHECK(strstr(report_error.text, "empty: no log.csv in this folder"), "%s", report_error.text);
    results_free(&r);
    report_write("all/one", "log.csv", "");
    report_write("all/two", "log.csv", "");
    path = report_write("all", "other.txt", "");
    CHECK(results_read(&r, &path, 1, &report_error) == ERR_IO);
    CHECK(strstr(report_error.text, "but in folders in it; name these: ") && strstr(report_error.text, "/all/one ") &&
              strstr(report_error.text, "/all/two"),
          "%s", report_error.text);
    results_free(&r);
}

// A score for each of several targets: by name, in any order, with what is missing not a number.
static void test_targets(void) {
    Results r;
    CHECK(report_read(&r, "setting,seed,epoch,train_loss,test_loss,test_rmse_b,\"test_rmse_a, x\",train_rmse_b,x.y\n"
                          "s,1,0,1,2,3,4,5,6\ns,1,1,1,2,30,40,,6\n") == OK,
          "%s", report_error.text);
    CHECK(r.regression && !r.has_validation && r.target_count == 2 && r.option_count == 1, "two targets, one option");
    CHECK_TEXT(r.targets[0], "b");
    CHECK_TEXT(r.targets[1], "a, x");
    const EpochRow *row = r.settings[0].runs[0].rows;
    CHECK(row->extra[SCORE_TEST * 2] == 3 && row->extra[SCORE_TEST * 2 + 1] == 4 && row->extra[SCORE_TRAIN * 2] == 5);
    CHECK(isnan(row->extra[SCORE_TRAIN * 2 + 1]) && isnan(row->extra[SCORE_VAL * 2]) && isnan(row->test_score));
    CHECK(row[1].extra[SCORE_TEST * 2 + 1] == 40 && isnan(row[1].extra[SCORE_TRAIN * 2]), "the next row has its own");
    results_free(&r);
    CHECK(report_read(&r, "setting,seed,epoch,train_loss,test_loss,val_rmse_b\ns,1,0,1,2,3\n") == OK);
    CHECK(r.has_validation && r.settings[0].runs[0].rows[0].extra[SCORE_VAL] == 3);
    results_free(&r);
    CHECK(report_read(&r, "setting,seed,epoch,train_loss,test_loss,test_rmse_b,test_rmse\ns,1,0,1,2,3,4\n") ==
          ERR_DATA);
    CHECK(strstr(report_error.text, "a score of all targets stands beside those of each: test_rmse"), "%s",
          report_error.text);
    results_free(&r);
    CHECK(report_read(&r, "setting,seed,epoch,train_loss,test_loss,test_rmse_b\ns,1,0,1,2,x\n") == ERR_DATA);
    CHECK(strstr(report_error.text, "column test_rmse_b: \"x\" is not a number"), "%s", report_error.text);
    results_free(&r);
}

// Metrics are read by their names, whatever part, and of several targets by theirs.
static void test_metrics(void) {
    Results r;
    CHECK(report_read(&r, "setting,seed,epoch,train_loss,test_loss,test_acc,val_auc,train_ece,x.y\n"
                          "s,1,0,1,2,3,0.5,0.25,6\ns,1,1,1,2,3,,nan,6\n") == OK,
          "%s", report_error.text);
    CHECK(!r.regression && r.has_validation && r.target_count == 0 && r.option_count == 1, "two metrics, one option");
    CHECK(r.metrics == (1u << METRIC_AUC | 1u << METRIC_ECE), "%x", r.metrics);
    const EpochRow *row = r.settings[0].runs[0].rows;
    const Column val_auc = column_of_extra((Extra){METRIC_AUC, SCORE_VAL}, "", 0, 0),
                 train_ece = column_of_extra((Extra){METRIC_ECE, SCORE_TRAIN}, "", 0, 0),
                 test_ece = column_of_extra((Extra){METRIC_ECE, SCORE_TEST}, "", 0, 0);
    CHECK(column_value(row, &val_auc) == 0.5 && column_value(row, &train_ece) == 0.25, "the first row");
    CHECK(isnan(column_value(row, &test_ece)) && isnan(column_value(row + 1, &val_auc)) &&
              isnan(column_value(row + 1, &train_ece)) && !r.settings[0].runs[0].diverged,
          "what is not there is not a number, and nothing diverged");
    results_free(&r);
    CHECK(report_read(&r, "setting,seed,epoch,train_loss,test_loss,test_r2_b,test_rmse_a,test_rmse_b\n"
                          "s,1,0,1,2,0.5,3,4\n") == OK &&
              r.regression && r.target_count == 2,
          "%s", report_error.text);
    const Column r2 = column_of_extra((Extra){METRIC_R2, SCORE_TEST}, "", 0, 2);
    CHECK(column_value(r.settings[0].runs[0].rows, &r2) == 0.5, "the target that is met first");
    results_free(&r);
    CHECK(report_read(&r, "setting,seed,epoch,train_loss,test_loss,test_rmse_a,test_mae\ns,1,0,1,2,3,4\n") ==
                  ERR_DATA &&
              strstr(report_error.text, "a score of all targets stands beside those of each: test_mae"),
          "%s", report_error.text);
    results_free(&r);
}

// So are averages. An empty cell is one in which there was nothing to say.
static void test_averages(void) {
    Results r;
    CHECK(report_read(&r, "setting,seed,epoch,train_loss,test_loss,test_acc,ema_test_loss,ema_test_acc,ema_val_loss\n"
                          "s,1,0,1,2,3,0.5,0.25,6\ns,1,1,1,2,3,,,6\n") == OK,
          "%s", report_error.text);
    CHECK(!r.regression && r.has_validation && r.option_count == 0, "no options");
    CHECK(r.averages == 1u << AVERAGE_EMA && r.metrics == 0, "%x", r.averages);
    const EpochRow *row = r.settings[0].runs[0].rows;
    const Column loss = column_of_extra((Extra){extra_average(AVERAGE_EMA, false), SCORE_TEST}, "", 0, 0),
                 score = column_of_extra((Extra){extra_average(AVERAGE_EMA, true), SCORE_TEST}, "", 0, 0);
    CHECK(column_value(row, &loss) == 0.5 && column_value(row, &score) == 0.25, "the first row");
    CHECK(isnan(column_value(row + 1, &loss)) && !r.settings[0].runs[0].diverged, "nothing said, nothing diverged");
    results_free(&r);
    CHECK(report_read(&r, "setting,seed,epoch,train_loss,test_loss,test_rmse_a,ema_test_rmse_a\ns,1,0,1,2,3,4\n") ==
                  OK &&
              r.regression && r.target_count == 1,
          "%s", report_error.text);
    results_free(&r);
}

// Only what has the same targets can stand in one table.
static void test_other_targets(void) {
    static const char *const others[] = {"test_rmse", "test_rmse_a", "test_rmse_b,test_rmse_a",
                                         "test_rmse_a,test_rmse_c"};
    const char *paths[2] = {report_write("a", "log.csv",
                                         "setting,seed,epoch,train_loss,test_loss,test_rmse_a,"
                                         "test_rmse_b\ns,1,0,1,2,3,4\n")};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        Results r;
        Text log = {0};
        text_printf(&log, "setting,seed,epoch,train_loss,test_loss,%s\ns,1,0,1,2,3%s\n", others[i],
                    strchr(others[i], ',') ? ",4" : "");
        paths[1] = report_write("b", "log.csv", log.data);
        CHECK(results_read(&r, paths, 2, &report_error) == ERR_DATA, "%s", others[i]);
        CHECK(strstr(report_error.text, "only regressions of the same targets in the same order can be compared"), "%s",
              report_error.text);
        results_free(&r);
        text_free(&log);
    }
}

int main(void) {
    report_begin();
    test_targets();
    test_metrics();
    test_averages();
    test_other_targets();
    test_whole_log();
    test_other_logs();
    test_folds();
    test_broken_logs();
    test_wide_log();
    test_config_and_manifest();
    test_several();
    test_nothing_there();
    return report_end("report_log");
}
