// What the result.json of each run beside the log adds: what always guessing scores, what classes are taken for.
#include "report/report.h"

#include <math.h>

#include "compare/classes.h"
#include "report/views.h"
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

#define CATS "\"classes\": [\"cat\", \"dog\"], "

// Of the cats half and all are right: mean 3/4, SD sqrt(1/8); the second run has no dog.
static void test_classes(void) {
    Results r;
    Comparison c;
    Arena arena = {0};
    ClassSummary a, b;
    Text json = {0};
    compare_runs(&c, &r, ",train_acc,test_acc",
                 (const char *const[]){"{" CATS "\"confusion\": [[2, 2], [1, 3]]}",
                                       "{" CATS "\"confusion\": [[7, 0], [0, 0]]}",
                                       "{\"classes\": [\"eel\"], \"confusion\": [[1]]}", NULL});
    CHECK(class_summary(&a, &r.settings[0], &arena) && class_summary(&b, &r.settings[1], &arena), "memory");
    CHECK(a.classes == 2 && a.runs == 2 && b.classes == 1 && b.runs == 1 && !class_summary_same(&a, &b));
    CHECK_TEXT(a.name[1], "dog");
    const double share[] = {0.75, 0.25, 0.25, 0.75};
    for (int i = 0; i < 4; i++) CHECK_NEAR(a.share[i], share[i], 1e-15);
    CHECK_NEAR(a.sd[0], sqrt(0.125), 1e-15);
    CHECK(isnan(a.sd[1]), "of one run");
    TextTable t = view_recall(&c, &arena);
    CHECK(t.column_count == 3 && t.cell_count == 3, "a setting with other classes is no row: %d", t.cell_count);
    CHECK_TEXT(t.column[2].heading, "dog");
    CHECK_TEXT(t.cells[1], "0.75 (0.35)");
    CHECK_TEXT(t.cells[2], "0.75");
    report_json(&json, &c);
    CHECK(strstr(json.data, "\"runs\": 2,\n        \"share\": [\n          [0.75, 0.25],\n"), "%s", json.data);
    text_free(&json);
    arena_free(&arena);
    report_free(&c, &r);
    clear();
}

// What is no matrix of the classes tells nothing.
static void test_odd_classes(void) {
    static const char *const odd[] = {
        "{" CATS "\"confusion\": [[1, 2]]}",
        "{" CATS "\"confusion\": [[1, 2], [3]]}",
        "{" CATS "\"confusion\": [[1, 2], [3, -4]]}",
        "{" CATS "\"confusion\": [[1, 2], [3, \"4\"]]}",
        "{" CATS "\"confusion\": 3}",
        "{\"classes\": [], \"confusion\": []}",
        "{\"classes\": [1, 2], \"confusion\": [[1, 2], [3, 4]]}",
        "{\"classes\": \"ab\", \"confusion\": [[1, 2], [3, 4]]}",
        "{\"confusion\": [[1, 2], [3, 4]]}",
        "{\"classes\": [\"dog\", \"cat\"], \"confusion\": [[1, 2], [3, 4]]}", // those of the first are others
    };
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        Results r;
        Comparison c;
        compare_runs(&c, &r, ",train_acc,test_acc",
                     (const char *const[]){"{" CATS "\"confusion\": [[1, 0], [0, 1]]}", odd[i], NULL, NULL});
        CHECK(r.settings[0].runs[0].confusion && !r.settings[0].runs[1].confusion, "%s", odd[i]);
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
    test_classes();
    test_odd_classes();
    test_broken();
    return report_end("report_runs");
}
