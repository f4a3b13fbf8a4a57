// Logs of runs that stopped early: which row a run ended with, mean curves of runs of different lengths, and what is
// said of both.
#include "compare/curve.h"
#include "report/mean_curve.h"
#include "report/stopping.h"
#include "report/views.h"
#include "report_test.h"

#define HEADER "setting,seed,epoch,step,train_loss,test_loss,gap,val_loss"

// Two settings of two seeds. Of "stop" the first run ends at epoch 2 and keeps epoch 1, the other ends at 3 and
// keeps 2.
static const char by_validation[] = HEADER ",kept_epoch\n"
                                           "plain,1,0,0,9,9,0,9,\nplain,1,1,1,5,6,1,6,\nplain,1,2,2,3,7,4,7,\n"
                                           "plain,1,3,3,1,8,7,8,\n"
                                           "plain,2,0,0,9,9,0,9,\nplain,2,1,1,5,6,1,6,\nplain,2,2,2,3,7,4,7,\n"
                                           "plain,2,3,3,1,8,7,8,\n"
                                           "stop,1,0,0,9,9,0,9,0\nstop,1,1,1,5,6,1,6,1\nstop,1,2,2,3,7,4,7,1\n"
                                           "stop,2,0,0,9,9,0,9,0\nstop,2,1,1,5,5,0,5,1\nstop,2,2,2,4,4,0,4,2\n"
                                           "stop,2,3,3,3,8,5,8,2\n";

static double mean_of(const Comparison *c, int setting, const char *metric) {
    return c->settings[setting].metric[metric_find(metric)].mean;
}

static void test_final_numbers(void) {
    Results r;
    Comparison c;
    report_compare(&c, &r, by_validation, NULL);
    const SettingLog *stop = &r.settings[1];
    CHECK(r.has_stopping && stop->stops && !stop->selects_on_test && !r.settings[0].stops);
    CHECK(stop->runs[0].row_count == 3 && run_final(&stop->runs[0])->epoch == 1, "all rows are there");
    CHECK(run_final(&stop->runs[1])->epoch == 2 && run_kept(&stop->runs[1]).row_count == 3);
    CHECK(run_final(&r.settings[0].runs[0])->epoch == 3, "a run that keeps nothing ends with its last row");
    CHECK(mean_of(&c, 1, "test_loss") == 5 && mean_of(&c, 1, "train_loss") == 4.5 && mean_of(&c, 1, "gap") == 0.5);
    CHECK(mean_of(&c, 1, "val_loss") == 5 && mean_of(&c, 0, "test_loss") == 8);
    CHECK(mean_of(&c, 1, "stopped_epoch") == 2.5 && mean_of(&c, 1, "kept_epoch") == 1.5);
    CHECK(mean_of(&c, 0, "stopped_epoch") == 3 && mean_of(&c, 0, "kept_epoch") == 3);
    CHECK(mean_of(&c, 1, "best_epoch") == 1.5 && mean_of(&c, 1, "best_test_loss") == 5, "of all rows");
    CHECK(mean_of(&c, 1, "reach_epoch") == 2.5 && c.reach == 3, "of all rows");
    // What was taken back counts in no match: the runs of "stop" reach the train losses 5 and 4, at steps 1 and 2.
    const MatchedFit *m = &c.against[1].matched;
    CHECK(m->train_loss == 4.5 && m->steps == 1.5, "at %g, after %g steps", m->train_loss, m->steps);
    report_free(&c, &r);
}

// A run that stopped counts on by what it kept; one that is not there is in no mean.
static void test_mean_curves(void) {
    static const double held[] = {9, 5.5, 5.5, 7}, missing[] = {9, 5.5, 5.5, 8};
    Results r;
    Arena arena = {0};
    MeanCurve curve;
    CHECK(report_read(&r, by_validation) == OK, "%s", report_error.text);
    CHECK(mean_curve(&curve, &r.settings[1], column_find("test_loss"), &arena) && curve.count == 4);
    for (int i = 0; i < curve.count; i++) CHECK(curve.value[i] == held[i], "epoch %d: %g", i, curve.value[i]);
    r.settings[1].stops = false;
    CHECK(mean_curve(&curve, &r.settings[1], column_find("test_loss"), &arena) && curve.count == 4);
    for (int i = 0; i < curve.count; i++) CHECK(curve.value[i] == missing[i], "epoch %d: %g", i, curve.value[i]);
    arena_free(&arena);
    results_free(&r);
}

// The words of notes about a setting, one after the other.
static const char *notes_of(const Comparison *c, const char *setting) {
    Text t = {0};
    const Lines lines = view_notes(c, &report_arena);
    text_add(&t, "");
    for (int i = 0; i < lines.count; i++)
        if (strcmp(lines.line[i].about, setting) == 0) text_printf(&t, "%s|", lines.line[i].words);
    return report_kept(&t);
}

static const char *selection(const Comparison *c) {
    Text t = {0};
    text_add(&t, "");
    words_selection(&t, c);
    return report_kept(&t);
}

static void test_words(void) {
    Results r;
    Comparison c;
    report_compare(&c, &r, by_validation, NULL);
    CHECK_TEXT(notes_of(&c, "plain"), "");
    CHECK_TEXT(notes_of(&c, "stop"), "stopped at epochs 2 to 3 and kept the weights of epochs 1 to 2; in mean curves a "
                                     "run that has stopped counts on by what it kept|");
    CHECK_TEXT(selection(&c), "");
    report_free(&c, &r);
    report_compare(
        &c, &r, HEADER "\na,1,0,0,9,9,0,9\na,1,1,1,5,6,1,6\na,1,2,2,3,7,4,7\na,2,0,0,9,9,0,9\na,2,1,1,5,6,1,6\n", NULL);
    CHECK_TEXT(notes_of(&c, "a"), "runs end at different epochs, from 1 to 2; each counts by its last row, and mean "
                                  "curves rest on fewer runs towards their end|");
    CHECK(!r.has_stopping, "nothing says that this was meant");
    report_free(&c, &r);
}

// Each setting says in which column it keeps its epochs, and so by what it chose them.
static void test_selection(void) {
    Results r;
    Comparison c;
    report_compare(&c, &r,
                   HEADER ",kept_epoch,kept_epoch_by_test\n"
                          "a,1,0,0,9,9,0,9,,\na,1,1,1,5,6,1,6,,\n"
                          "b,1,0,0,9,9,0,9,0,\nb,1,1,1,5,6,1,6,1,\n"
                          "c,1,0,0,9,9,0,9,,0\nc,1,1,1,5,6,1,6,,0\n",
                   NULL);
    CHECK(!r.settings[0].selects_on_test && !r.settings[1].selects_on_test && r.settings[2].selects_on_test);
    CHECK(run_final(&r.settings[2].runs[0])->epoch == 0);
    CHECK_TEXT(selection(&c), "; epochs of \"c\" selected on the test data (optimistic)");
    CHECK_TEXT(view_settings(&c, true, &report_arena).title,
               "Settings: mean (SD) over seeds; epochs of \"c\" selected on the test data (optimistic)");
    CHECK(strstr(notes_of(&c, "c"), "epochs were selected on the test data, so that test losses are optimistic"));
    CHECK_TEXT(notes_of(&c, "b"), "");
    r.settings[0].selects_on_test = r.settings[1].selects_on_test = true;
    CHECK_TEXT(selection(&c), "; epochs selected on the test data (optimistic)");
    r.settings[1].selects_on_test = false;
    CHECK_TEXT(selection(&c), "; epochs of \"a\" and \"c\" selected on the test data (optimistic)");
    report_free(&c, &r);
}

static void test_broken_logs(void) {
    Results r;
    CHECK(report_read(&r, HEADER ",kept_epoch\na,1,0,0,9,9,0,9,0\na,1,1,1,5,6,1,6,7\n") == ERR_DATA);
    CHECK(strstr(report_error.text, "log.csv:3: the run has no row of the epoch that it keeps: 7"), "%s",
          report_error.text);
    results_free(&r);
    CHECK(report_read(&r, HEADER ",kept_epoch\na,1,0,0,9,9,0,9,best\n") == ERR_DATA);
    CHECK(strstr(report_error.text, "column kept_epoch: \"best\" is not a whole number"), "%s", report_error.text);
    results_free(&r);
}

int main(void) {
    report_begin();
    test_final_numbers();
    test_mean_curves();
    test_words();
    test_selection();
    test_broken_logs();
    return report_end("report_stopping");
}
