// Families: what is corrected together, by which test, and which metric is the primary one.
#include "compare/family.h"

#include "compare/difference.h"
#include "compare/stats.h"
#include "config/primary.h"
#include "report/views.h"
#include "report_test.h"
#include "train/metric.h"

enum { GAP, TEST_LOSS, BEST_TEST_LOSS, SCORE }; // places among the judged metrics, from 0

static const double noise[] = {0.3, -0.1, 0.2, -0.2, 0.1, 0.4, -0.3, 0, 0.25, -0.15};
static const double wobble[] = {0.02, -0.01, 0.03, 0, -0.02, 0.01, -0.03, 0.015, 0.005, -0.005};

// `seeds` runs of a setting whose test loss is 1 + what the seed brings + `shift` + `spread` times what comes on top.
static void add_runs(Text *log, const char *setting, int seeds, double shift, double spread) {
    for (int i = 0; i < seeds; i++)
        text_printf(log, "%s,%d,1,10,0.1,%.9g,0.5\n", setting, i + 1, 1 + noise[i] + shift + spread * wobble[i]);
}

// Three settings of `seeds` runs, of the last one only `fewer`.
static void write_log(Text *log, int seeds, int fewer) {
    text_add(log, "setting,seed,epoch,step,train_loss,test_loss,test_acc\n");
    add_runs(log, "plain", seeds, 0, 0);
    add_runs(log, "less", seeds, -0.2, 1);
    add_runs(log, "alike", fewer, 0, -2);
}

// Max-T is there from 6 pairs on and carries the verdict from 8 on, of a family in which all have so many.
static void test_which_test(void) {
    static const struct {
        int seeds, fewer;
        bool shown, carries;
    } cases[] = {{5, 5, false, false}, {6, 6, true, false},  {7, 7, true, false},  {8, 8, true, true},
                 {10, 8, true, true},  {10, 7, true, false}, {10, 5, false, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Text log = {0}, words = {0};
        Results r;
        Comparison c;
        write_log(&log, cases[i].seeds, cases[i].fewer);
        report_compare(&c, &r, log.data, NULL);
        const Difference *less = &c.against[1].difference[GAP], *alike = &c.against[2].difference[GAP];
        CHECK(c.family[GAP].count == 2, "case %zu: %d", i, c.family[GAP].count);
        CHECK(!isnan(less->p_max_t) == cases[i].shown && !isnan(alike->p_max_t) == cases[i].shown, "case %zu", i);
        CHECK(c.family[GAP].max_t == cases[i].carries, "case %zu", i);
        if (cases[i].shown) CHECK_NEAR(less->p_max_t, pow(2, 1 - cases[i].seeds), 0); // largest by far: all one way
        CHECK(less->verdict == VERDICT_LESS && alike->verdict == VERDICT_NONE, "case %zu", i);
        words_correction(&words, &c);
        CHECK(strstr(report_kept(&words), cases[i].carries ? "p (max-T)" : "p (Holm)"), "case %zu", i);
        report_free(&c, &r);
        text_free(&log);
    }
}

// The verdict is that of the p which carries it, whatever the other says.
static void test_carried(void) {
    // All of one sign, of which only one way and its mirror image show as much; but the last one's size makes t small.
    static const double skew[] = {-0.10, -0.12, -0.11, -0.09, -0.10, -0.13, -0.08, -0.9};
    Text log = {0};
    Results r;
    Comparison c;
    text_add(&log, "setting,seed,epoch,step,train_loss,test_loss,test_acc\n");
    add_runs(&log, "plain", 8, 0, 0);
    for (int i = 0; i < 8; i++) text_printf(&log, "b,%d,1,10,0.1,%.9g,0.5\n", i + 1, 1 + noise[i] + skew[i]);
    report_compare(&c, &r, log.data, NULL);
    const Difference *d = &c.against[1].difference[GAP];
    CHECK(d->p_max_t == 2.0 / 256 && d->p_max_t == d->p_permutation && d->p_holm == d->p, "one comparison");
    CHECK(d->p_holm > 0.05 && d->verdict == VERDICT_LESS, "Holm's p is %g", d->p_holm);
    report_free(&c, &r);
    text_free(&log);
}

// A number that a run has not got takes max-T from its own metric alone, and the words say so.
static void test_mixed(void) {
    Text log = {0}, words = {0};
    Results r;
    Comparison c;
    text_add(&log, "setting,seed,epoch,step,train_loss,test_loss,test_acc\n");
    add_runs(&log, "plain", 8, 0, 0);
    for (int i = 0; i < 8; i++)
        text_printf(&log, "b,%d,1,10,0.1,%.9g,%.9g\n", i + 1, 1.2 + noise[i] + wobble[i],
                    i < 7 ? 0.6 + wobble[i] : NAN);
    report_compare(&c, &r, log.data, NULL);
    CHECK(c.family[GAP].max_t && !c.family[SCORE].max_t && c.against[1].difference[SCORE].n == 7);
    words_correction(&words, &c);
    CHECK_TEXT(report_kept(&words), "verdicts by p (max-T) of metrics with 8 pairs or more of every setting, else by p "
                                    "(Holm), corrected over the 1 comparison of each metric");
    report_free(&c, &r);
    text_free(&log);
}

// A seed's flip is the same in all settings: a setting that lacks a seed keeps the others in their places.
static void test_missing_seed(void) {
    static const double a[] = {-0.1, 0.3, -0.2, -0.25, 0.15, -0.3, -0.2, -0.35, -0.1},
                        b[] = {0, 0.2, -0.4, -0.3, 0.1, -0.2, -0.3, -0.5, 0.2};
    enum { SEEDS = sizeof a / sizeof *a };
    Text log = {0};
    Results r;
    Comparison c;
    text_add(&log, "setting,seed,epoch,step,train_loss,test_loss,test_acc\n");
    add_runs(&log, "plain", SEEDS, 0, 0);
    for (int i = 0; i < SEEDS; i++) text_printf(&log, "a,%d,1,10,0.1,%.9g,0.5\n", i + 1, 1 + noise[i] + a[i]);
    for (int i = 1; i < SEEDS; i++) text_printf(&log, "b,%d,1,10,0.1,%.9g,0.5\n", i + 1, 1 + noise[i] + b[i]);
    report_compare(&c, &r, log.data, NULL);
    double rows[2 * SEEDS], p[2];
    for (int i = 0; i < SEEDS; i++) rows[i] = a[i], rows[SEEDS + i] = b[i];
    const double rounding[] = {1e-6, 1e-6};
    CHECK(stats_max_t(&(FlipFamily){2, SEEDS, rows, (const int[]){SEEDS, SEEDS - 1}, rounding}, FLIP_SEED, p));
    CHECK(p[0] > 0.05 && p[1] > p[0], "%g %g", p[0], p[1]);
    for (int i = 0; i < 2; i++) CHECK_NEAR(c.against[1 + i].difference[GAP].p_max_t, p[i], 0);
    report_free(&c, &r);
    text_free(&log);
}

// Flips need runs that are independent.
static void test_folds(void) {
    Text log = {0};
    Results r;
    Comparison c;
    text_add(&log, "setting,seed,fold,epoch,step,train_loss,test_loss,test_acc\n");
    for (int i = 0; i < 20; i++)
        text_printf(&log, "%s,%d,%d,1,10,0.1,%.9g,0.5\n", i < 10 ? "plain" : "b", i % 10, i % 10,
                    1 + noise[i % 10] + (i < 10 ? 0 : wobble[i % 10] - 0.2));
    report_compare(&c, &r, log.data, NULL);
    const Difference *d = &c.against[1].difference[GAP];
    CHECK(d->n == 10 && isnan(d->p_max_t) && !c.family[GAP].max_t && d->verdict == VERDICT_LESS);
    report_free(&c, &r);
    text_free(&log);
}

static const char *key(const Comparison *c, int k) {
    return comparison_names(c, c->judged.index[k])->key;
}

static void check_primary(const char *const *folders, int count, const char *asked, const char *first, bool given) {
    Results r;
    Comparison c;
    CHECK(results_read(&r, folders, count, &report_error) == OK, "%s", report_error.text);
    CHECK(comparison_make(&c, &r, &(ComparisonOptions){.primary = asked, .reach = NAN}, &report_error) == OK, "%s",
          report_error.text);
    CHECK_TEXT(key(&c, 0), first);
    CHECK(c.primary_given == given && c.judged.count == 4);
    CHECK_TEXT(key(&c, 1), strcmp(first, "gap") == 0 ? "test_loss" : "gap"); // the others keep their order
    CHECK_TEXT(key(&c, 3), "test_acc");
    report_free(&c, &r);
}

// Of the configs, where all agree; of who asks, before them; else the gap.
static void test_primary(void) {
    Text log = {0};
    Results r;
    Comparison c;
    write_log(&log, 5, 5);
    report_write("a", "log.csv", log.data);
    report_write("b", "log.csv", log.data);
    const char *bare = report_write("bare", "log.csv", log.data);
    const char *a = report_write("a", "config.json", "{ \"primary\": \"test_loss\" }");
    const char *b = report_write("b", "config.json", "{ \"name\": \"b\", \"primary\": \"test_loss\" }");
    const char *both[] = {a, b}, *one[] = {a, bare};
    check_primary(&bare, 1, NULL, "gap", false);
    check_primary(&a, 1, NULL, "test_loss", true);
    check_primary(&a, 1, "gap", "gap", true);
    check_primary(both, 2, NULL, "test_loss", true);
    check_primary(one, 2, NULL, "gap", false);
    report_write("b", "config.json", "{ \"name\": \"b\", \"primary\": \"gap\" }");
    check_primary(both, 2, NULL, "gap", false);
    report_write("a", "config.json", "{ \"primary\": \"test_auc\" }"); // which these logs have not
    check_primary(&a, 1, NULL, "gap", false);

    CHECK(results_read(&r, &bare, 1, &report_error) == OK);
    const ComparisonOptions wrong = {.primary = "test_los", .reach = NAN};
    CHECK(comparison_make(&c, &r, &wrong, &report_error) == ERR_USAGE);
    CHECK_TEXT(report_error.text,
               "--primary test_los: no metric that carries a verdict here; there are gap, test_loss, "
               "best_test_loss, test_acc; did you mean test_loss?");
    report_free(&c, &r);
    text_free(&log);
}

// What is primary has its line, what was not asked for one all together.
static void test_lines(void) {
    Text log = {0};
    Results r;
    Comparison c;
    Arena arena = {0};
    write_log(&log, 5, 5);
    CHECK(report_read(&r, log.data) == OK);
    CHECK(comparison_make(&c, &r, &(ComparisonOptions){.primary = "test_loss", .reach = NAN}, &report_error) == OK);
    const Lines lines = view_verdicts(&c, &arena);
    CHECK(lines.count == 4, "%d", lines.count);
    CHECK(strncmp(lines.line[0].words, "better (test loss -0.196", 24) == 0, "%s", lines.line[0].words);
    CHECK_TEXT(lines.line[1].words, "exploratory: overfits less (gap), better at its best epoch (best test loss); none "
                                    "shown in test accuracy");
    CHECK_TEXT(lines.line[3].words, "exploratory: no difference shown in gap, best test loss, test accuracy");
    arena_free(&arena);
    report_free(&c, &r);
    text_free(&log);
}

// config/primary.c takes exactly the metrics that carry verdicts here.
static void check_keys(bool regression, int targets, const char *const *names) {
    Arena arena = {0};
    unsigned measured = 0;
    for (int m = 0; m < METRIC_COUNT; m++) measured |= (unsigned)(metric_kinds[m]->regression == regression) << m;
    const Results r = {.regression = regression,
                       .target_count = targets > 1 ? targets : 0,
                       .targets = names,
                       .metrics = measured,
                       .has_validation = true,
                       .has_stopping = true};
    Setting setting = {.name = "base", .spec.train.metrics = measured};
    MetricTable table;
    MetricList list;
    CHECK(metrics_make(&table, &r, &arena, &report_error) == OK);
    CHECK(metrics_list(&list, &table, &r, METRICS_ALL, &arena, &report_error) == OK);
    for (int i = 0; i < list.count; i++) {
        const MetricInfo *metric = &table.row[list.index[i]];
        const Experiment x = {
            .primary = metric_names(metric, regression)->key, .setting_count = 1, .settings = &setting};
        const Status s = primary_check(&x, regression, targets, names, &report_error);
        CHECK(s == (metric->judged ? OK : ERR_CONFIG), "%s: %s", x.primary, report_error.text);
    }
    arena_free(&arena);
}

int main(void) {
    report_begin();
    test_which_test();
    test_carried();
    test_mixed();
    test_missing_seed();
    test_folds();
    test_primary();
    test_lines();
    check_keys(false, 0, NULL);
    check_keys(true, 1, (const char *const[]){"price"});
    check_keys(true, 2, (const char *const[]){"price", "rooms"});
    return report_end("compare_family");
}
