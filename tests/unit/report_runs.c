// What the result.json of each run beside the log adds: what always guessing scores.
#include "report/report.h"
#include "report_test.h"

#define LOG "setting,seed,epoch,train_loss,test_loss\n"

// A log of the settings a and b with the seeds 1 and 2, and the result.json of those runs that have one.
static void compare_runs(Comparison *c, Results *r, const char *scores, const char *const result[4]) {
    static const char *const folder[] = {"x/runs/a/seed-1", "x/runs/a/seed-2", "x/runs/b%2F2/seed-1",
                                         "x/runs/b%2F2/seed-2"};
    Text log = {0};
    text_printf(&log, "setting,seed,epoch,train_loss,test_loss%s\n", scores);
    for (int i = 0; i < 4; i++) {
        text_printf(&log, "%s,%d,1,1,1", i < 2 ? "a" : "b/2", 1 + i % 2);
        for (const char *s = scores; *s; s++) text_add(&log, *s == ',' ? ",1" : "");
        text_add(&log, "\n");
        if (result[i]) report_write(folder[i], "result.json", result[i]);
    }
    report_compare(c, r, log.data, NULL);
    text_free(&log);
}

static const char *guessing(const Comparison *c) {
    Text t = {0};
    words_guessing(&t, c);
    if (!t.data) return "";
    return report_kept(&t);
}

static void clear(void) {
    CHECK(folder_remove(path_join(&report_arena, report_folder, "x"), &report_error) == OK);
}

static void test_guessing(void) {
#define SAYS "Always guessing the training part's "
    static const struct {
        const char *scores, *result[4], *words;
    } cases[] = {
        {",train_acc,test_acc", {NULL}, ""},
        {",train_acc,test_acc", {"{}", "[]", "3", "{\"baseline_acc\": [1, 2]}"}, ""},
        {",train_acc,test_acc", {"{\"baseline_rmse\": 0.5}"}, ""},
        {",train_acc,test_acc",
         {"{\"baseline_acc\": 0.1}", "{\"baseline_acc\": 0.2}", "{\"baseline_acc\": 0.15}"},
         SAYS "commonest class: test accuracy 0.15"},
        {",train_acc,test_acc",
         {"{\"baseline_acc\": 0.1}", "{\"baseline_acc\": 0.2}", NULL, "{\"baseline_acc\": 0.2}"},
         SAYS "commonest class: test accuracy 0.15 to 0.2, by setting"},
        {",train_rmse,test_rmse", {"{\"baseline_rmse\": 12345.6}"}, SAYS "mean: test RMSE 12346"},
        {",train_rmse_p,train_rmse_q,test_rmse_p,test_rmse_q",
         {"{\"baseline_rmse\": [2, 0.25]}", "{\"baseline_rmse\": 3}"},
         SAYS "mean: test RMSE of p 2, test RMSE of q 0.25"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Results r;
        Comparison c;
        Text text = {0};
        compare_runs(&c, &r, cases[i].scores, cases[i].result);
        CHECK_TEXT(guessing(&c), cases[i].words);
        report_text(&text, &c, &(ReportStyle){.columns = 0});
        CHECK(!strstr(text.data, SAYS) == !*cases[i].words, "case %zu: %s", i, text.data);
        text_free(&text);
        report_free(&c, &r);
        clear();
    }
}

static void test_broken(void) {
    Results r;
    report_write("x/runs/a/seed-1", "result.json", "{\"classes\"");
    CHECK(report_read(&r, LOG "a,1,1,1,1\n") == ERR_DATA, "half a file");
    CHECK(strstr(report_error.text, "x/runs/a/seed-1/result.json: not JSON; move it away"), "%s", report_error.text);
    results_free(&r);
    clear();
}

int main(void) {
    report_begin();
    test_guessing();
    test_broken();
    return report_end("report_runs");
}
