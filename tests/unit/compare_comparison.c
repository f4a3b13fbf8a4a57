// The comparison: pairs, verdicts, matched fit, crossings and the noise floor, worked by hand.
#include "compare/comparison.h"

#include "compare/difference.h"
#include "compare/pairing.h"
#include "report/views.h"
#include "report_test.h"

#define HEADER "setting,seed,epoch,step,train_loss,test_loss,test_acc"
enum { GAP, TEST_LOSS, BEST_TEST_LOSS, SCORE }; // places among the judged metrics, from 0

// Two rows of a run: untrained, and trained to a train loss of 0.1.
static void add_run(Text *log, const char *setting, int seed, double test_loss) {
    text_printf(log, "%s,%d,0,0,2.5,2.5,0.1\n%s,%d,1,10,0.1,%.17g,%.17g\n", setting, seed, setting, seed, test_loss,
                1 - test_loss / 10);
}

static const char *matched(const Comparison *c, int setting) {
    Text t = {0};
    words_matched(&t, c, setting);
    return report_kept(&t);
}

static const double plain[] = {1, 1.1, 0.9, 1.05, 0.95};
static const double shift[] = {-0.2, -0.24, -0.22, -0.18, -0.16}; // mean -0.2, SD sqrt(0.001)

static void test_pairs(void) {
    Text log = {0};
    Results r;
    Comparison c;
    text_add(&log, HEADER "\n");
    for (int i = 0; i < 5; i++) add_run(&log, "plain", i + 1, plain[i]);
    for (int i = 4; i >= 0; i--) add_run(&log, "less", i + 1, plain[i] + shift[i]); // seeds in another order
    for (int i = 0; i < 5; i++) add_run(&log, "more", i + 1, plain[i] - shift[i]);
    for (int i = 0; i < 5; i++) add_run(&log, "same", i + 1, plain[i]);
    report_compare(&c, &r, log.data, NULL);
    CHECK(c.baseline == 0 && c.family[GAP].count == 2 && c.family[SCORE].count == 2 && c.setting_count == 4);
    const Estimate *x = &c.settings[0].metric[metric_find("test_loss")];
    CHECK(x->n == 5 && x->never == 0 && x->values[1] == 1.1);
    CHECK_NEAR(x->mean, 1, 1e-12);
    CHECK_NEAR(x->sd, sqrt(0.025 / 4), 1e-12);
    const Difference *d = &c.against[1].difference[GAP];
    CHECK(d->n == 5 && d->left_out == 0);
    CHECK_NEAR(d->values[1], -0.24, 1e-12);
    CHECK_NEAR(d->mean, -0.2, 1e-12);
    CHECK_NEAR(d->high - d->mean, 2.7764451 * sqrt(0.001 / 5), 1e-7);
    CHECK_NEAR(d->p, 0.000145128, 1e-8);          // t = 0.2 / sqrt(0.0002) = 14.142 with 4 degrees of freedom
    CHECK_NEAR(d->p_holm, 2 * 0.000145128, 1e-7); // of two by the gap; one is the baseline's own
    CHECK(isnan(d->p_permutation), "five pairs cannot reach 0.05");
    CHECK_NEAR(d->effect, 0.7978846 * -0.2 / sqrt(0.001), 1e-6);
    CHECK(d->verdict == VERDICT_LESS);
    CHECK_TEXT(report_verdict(&c, 1, GAP), "overfits less (gap -0.20, 95 % CI -0.24 to -0.16)");
    CHECK_TEXT(report_verdict(&c, 1, TEST_LOSS), "exploratory: better (test loss -0.20, 95 % CI -0.24 to -0.16)");
    CHECK_TEXT(report_verdict(&c, 2, GAP), "overfits more (gap +0.20, 95 % CI +0.16 to +0.24)");
    CHECK_TEXT(report_verdict(&c, 2, TEST_LOSS), "exploratory: worse (test loss +0.20, 95 % CI +0.16 to +0.24)");
    CHECK_TEXT(report_verdict(&c, 1, SCORE),
               "exploratory: more accurate (test accuracy +0.020, 95 % CI +0.016 to +0.024)");
    const Difference *same = &c.against[3].difference[GAP];
    CHECK(same->verdict == VERDICT_SAME && same->mean == 0 && same->p == 1 && isnan(same->p_holm) &&
          isnan(same->effect));
    CHECK_TEXT(report_verdict(&c, 3, GAP), "the same in all 5 pairs (gap)");
    CHECK_TEXT(report_verdict(&c, 0, GAP), "");
    report_free(&c, &r);
    text_free(&log);
}

// The same differences from five folds: (1/5 + 1/4) s^2 is the variance of their mean, in the place of s^2 / 5.
static void test_folds(void) {
    Text log = {0}, words = {0};
    Results r;
    Comparison c;
    text_add(&log, "setting,seed,fold,epoch,step,train_loss,test_loss,test_acc\n");
    for (int i = 0; i < 10; i++)
        text_printf(&log, "%s,%d,%d,1,10,0.1,%.17g,0.5\n", i < 5 ? "plain" : "less", i % 5, i % 5,
                    plain[i % 5] + (i < 5 ? 0 : shift[i % 5]));
    report_compare(&c, &r, log.data, NULL);
    CHECK(r.settings[0].folds == 5 && c.against[1].overlap == 0.25, "folds by the log");
    CHECK(r.settings[0].folds_counted, "and by nothing else");
    const Difference *d = &c.against[1].difference[TEST_LOSS];
    CHECK_NEAR(d->mean, -0.2, 1e-12);
    CHECK_NEAR(d->high - d->mean, 2.7764451 * sqrt(0.00045), 1e-7);
    CHECK_NEAR(d->p, 0.000705613, 1e-8); // t = 0.2 / sqrt(0.00045) = 9.428 with 4 degrees of freedom
    CHECK(isnan(d->p_permutation) && isnan(d->noise_floor), "which rest on independent runs");
    CHECK_NEAR(d->effect, 0.7978846 * -0.2 / sqrt(0.001), 1e-6);
    CHECK(d->verdict == VERDICT_LESS);
    CHECK_TEXT(report_verdict(&c, 1, TEST_LOSS),
               "exploratory: better (test loss -0.20, 95 % CI for folds -0.26 to -0.14)");
    const MatchedFit *m = &c.against[1].matched;
    CHECK_NEAR(m->equal_loss.high - m->equal_loss.mean, 2.7764451 * sqrt(0.00045), 1e-7);
    const Estimate *x = &c.settings[0].metric[metric_find("test_loss")];
    CHECK_NEAR(x->high - x->mean, 2.7764451 * sqrt(0.45 * 0.025 / 4), 1e-7);
    const Difference *same = &c.against[1].difference[SCORE];
    CHECK(same->sd == 0 && same->p == 1 && same->verdict == VERDICT_SAME, "equal differences: no test");
    words_folds(&words, &c);
    CHECK(words.data && strstr(words.data, "with k = 5 folds, as many as the log shows (Nadeau and Bengio 2003)"), "%s",
          words.data);
    text_free(&words);
    report_free(&c, &r);

    for (char *p = log.data; (p = strstr(p, ",0,0,1,10")) || (p = NULL);) p[3] = '7'; // folds 7, 1, 2, 3, 4
    report_compare(&c, &r, log.data, NULL);
    CHECK(r.settings[0].folds == 8, "one more than the highest: %d", r.settings[0].folds);
    report_free(&c, &r);
    text_free(&log);

    text_add(&log, "setting,seed,fold,epoch,train_loss,test_loss\na,1,0,1,0.1,0.2\nb,1,0,1,0.1,0.2\n");
    report_compare(&c, &r, log.data, NULL);
    CHECK(r.settings[0].folds == 0 && c.against[1].overlap == 0, "folds that are all 0 are none");
    CHECK(!r.settings[0].folds_counted, "nothing was counted");
    words_folds(&words, &c);
    CHECK(!words.data, "nothing to say");
    report_free(&c, &r);
    text_free(&log);
}

// Signs are flipped only of runs that are independent, however many there are.
static void test_folds_flips(void) {
    double values[] = {1, 2, 3, 4, 5, 7, 8}, equal[] = {1, 1, 1, 1, 1, 1, 1};
    Difference d = {.n = 7, .values = values, .overlap = 0.2}, same = {.n = 7, .values = equal, .overlap = 0.2};
    difference_test(&d);
    difference_test(&same);
    CHECK(isnan(d.p_permutation) && d.p > 0 && d.p < 0.05 && !isnan(d.effect));
    CHECK(isnan(same.p_permutation) && same.p == 1, "equal differences: %g", same.p);
}

// With folds an effect of a factor is corrected as a difference is.
static void test_folds_crossed(void) {
    Text log = {0};
    Results r;
    Comparison c;
    text_add(&log, "setting,seed,fold,epoch,train_loss,test_loss,x,y\n");
    for (int s = 0; s < 4; s++)
        for (int i = 0; i < 5; i++)
            text_printf(&log, "s%d,%d,%d,1,0.1,%.17g,%d,%d\n", s, i, i, plain[i] + (s & 1 ? shift[i] : 0), s & 1,
                        s >> 1);
    report_compare(&c, &r, log.data, NULL);
    CHECK(c.factorial.factor_count == 2);
    const Difference *d = &c.factorial.effects[0].gap;
    CHECK_NEAR(d->high - d->mean, 2.7764451 * sqrt(0.00045), 1e-7);
    report_free(&c, &r);
    text_free(&log);
}

// A p below 0.05 that does not outlast Holm's correction is no verdict, and the words say why.
static void test_many_comparisons(void) {
    Text log = {0};
    Results r;
    Comparison c;
    const double wide[] = {-0.2, -0.3, -0.25, -0.15, -0.1}; // mean -0.2, p 0.0048
    text_add(&log, HEADER "\n");
    for (int i = 0; i < 5; i++) add_run(&log, "plain", i + 1, plain[i]);
    for (int k = 0; k < 12; k++) {
        char name[] = {'a' + (char)k, 0};
        for (int i = 0; i < 5; i++) add_run(&log, name, i + 1, plain[i] + wide[i] + (k == 4 ? 0 : 0.2));
    }
    report_compare(&c, &r, log.data, NULL);
    const Difference *d = &c.against[5].difference[GAP];
    CHECK(c.family[GAP].count == 12 && d->p < 0.05 && d->p_holm > 0.05 && d->verdict == VERDICT_NONE);
    CHECK_TEXT(report_verdict(&c, 5, GAP),
               "no difference that 5 seeds can show among 12 comparisons (gap -0.20, 95 % CI -0.30 to -0.10)");
    report_free(&c, &r);
    text_free(&log);
}

// Accuracies of `right` samples of 30, as a log writes them.
static void add_right(Text *log, const char *setting, int seed, int right) {
    char number[NUMBER_TEXT_SIZE];
    text_printf(log, "%s,%d,0,0,2.5,2.5,%s\n", setting, seed, number_text_float(number, (float)right / 30));
}

// Differences that are equal on paper are equal, although a log's floats tell them apart.
static void test_rounding(void) {
    Text log = {0};
    Results r;
    Comparison c;
    const int ties[] = {2, 1, 0, 2, -1, 0, -1, -1}; // 200 of the 256 ways to give them signs reach 2 or -2
    text_add(&log, HEADER "\n");
    for (int i = 0; i < 8; i++) add_right(&log, "plain", i + 1, 17 + i);
    for (int i = 0; i < 8; i++) add_right(&log, "ties", i + 1, 17 + i + ties[i]);
    for (int i = 0; i < 8; i++) add_right(&log, "equal", i + 1, 18 + i);
    for (int i = 0; i < 4; i++) add_right(&log, "few", i + 1, 18 + i);
    report_compare(&c, &r, log.data, NULL);
    CHECK_NEAR(c.against[1].difference[SCORE].p_permutation, 200.0 / 256, 0);
    const Difference *equal = &c.against[2].difference[SCORE], *few = &c.against[3].difference[SCORE];
    CHECK(equal->sd == 0 && equal->low == equal->mean && equal->high == equal->mean && isnan(equal->effect));
    CHECK_NEAR(equal->p, 2.0 / 256, 0);
    CHECK_NEAR(few->p, 2.0 / 16, 0);
    CHECK_TEXT(report_verdict(&c, 3, SCORE),
               "exploratory: no difference that 4 seeds can show by their signs alone (test accuracy +0.03333, 95 % CI "
               "+0.03333 to +0.03333; 4 seeds, 4 left out)");
    report_free(&c, &r);
    text_free(&log);
}

// A mean difference of 0, but for what adding up leaves, is an effect of 0, and is shown as that.
static void test_no_effect(void) {
    static const double around[] = {0.1, -0.1, 0.3, -0.3, 0.2, -0.2};
    Text log = {0};
    Results r;
    Comparison c;
    Arena arena = {0};
    text_add(&log, HEADER "\n");
    for (int i = 0; i < 6; i++) text_printf(&log, "plain,%d,0,0,0,1,0\n", i);
    for (int i = 0; i < 6; i++) text_printf(&log, "b,%d,0,0,0,%g,0\n", i, 1 + around[i]);
    report_compare(&c, &r, log.data, NULL);
    CHECK(c.against[1].difference[TEST_LOSS].sd > 0.2 && c.against[1].difference[TEST_LOSS].effect == 0);
    TextTable t = view_differences(&c, 0, &arena);
    CHECK_TEXT(t.column[9].heading, "effect g");
    CHECK_TEXT(t.cells[9], "0");
    report_free(&c, &r);
    arena_free(&arena);
    text_free(&log);
}

// Many seeds add up to no rounding that would hide how far small differences lie apart.
static void test_small_differences(void) {
    Text log = {0};
    Results r;
    Comparison c;
    text_add(&log, HEADER "\n");
    for (int i = 0; i < 60; i++) text_printf(&log, "plain,%d,0,0,2,2,0\n", i);
    for (int i = 0; i < 60; i++) text_printf(&log, "near,%d,0,0,2,%g,0\n", i, i % 3 ? 2.00001 : 2.00002);
    report_compare(&c, &r, log.data, NULL);
    const Difference *loss = &c.against[1].difference[TEST_LOSS];
    CHECK_NEAR(loss->sd, 4.754e-6, 1e-9);
    CHECK(loss->low < loss->mean && loss->high > loss->mean && !isnan(loss->effect));
    report_free(&c, &r);
    text_free(&log);
}

static void test_few_seeds(void) {
    Text log = {0};
    Results r;
    Comparison c;
    text_add(&log, HEADER "\n");
    for (int i = 0; i < 2; i++) add_run(&log, "plain", i + 1, plain[i]);
    for (int i = 0; i < 2; i++) add_run(&log, "b", i + 1, plain[i] - 0.5);
    add_run(&log, "c", 2, 0.5);
    add_run(&log, "d", 7, 0.5);
    report_compare(&c, &r, log.data, NULL);
    CHECK(c.family[GAP].count == 0, "%d", c.family[GAP].count);
    const Difference *two = &c.against[1].difference[GAP], *one = &c.against[2].difference[GAP],
                     *none = &c.against[3].difference[GAP];
    CHECK(two->verdict == VERDICT_TOO_FEW && isnan(two->p_holm) && !isnan(two->p) && isnan(two->effect));
    CHECK_TEXT(report_verdict(&c, 1, GAP), "2 seeds: too few for a verdict (gap -0.5, 95 % CI -0.5 to -0.5)");
    CHECK(one->n == 1 && one->left_out == 1 && isnan(one->low));
    CHECK_TEXT(report_verdict(&c, 2, GAP), "1 seed: too few for a verdict (gap -0.6; 1 seed, 1 left out)");
    CHECK(none->n == 0 && none->left_out == 3 && isnan(none->mean));
    CHECK_TEXT(report_verdict(&c, 3, GAP), "no pair of runs to compare");
    CHECK_TEXT(matched(&c, 1), "at equal train loss: too few seeds to tell (gap -0.5, 95 % CI -0.5 to -0.5)");
    report_free(&c, &r);
    text_free(&log);
}

// Where verdicts begin: three pairs, a corrected p below 0.05, and the sign of the mean; flips and effects by pairs.
static void test_thresholds(void) {
    static const struct {
        int n;
        double p, mean;
        Verdict verdict;
    } cases[] = {{2, 0.001, -1, VERDICT_TOO_FEW}, {3, 0.001, -1, VERDICT_LESS},  {3, 0.04999, -1, VERDICT_LESS},
                 {3, 0.04999, 1, VERDICT_MORE},   {3, 0.05, -1, VERDICT_NONE},   {9, 0.0501, 1, VERDICT_NONE},
                 {9, 0.9, 1, VERDICT_NONE},       {0, NAN, NAN, VERDICT_TOO_FEW}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Difference d = {.n = cases[i].n, .mean = cases[i].mean};
        CHECK(difference_verdict(&d, cases[i].p) == cases[i].verdict, "case %zu", i);
    }
    double values[] = {1, 2, 3, 4, 5, 7};
    for (int n = 2; n <= 6; n++) {
        Difference d = {.n = n, .values = values};
        difference_test(&d);
        CHECK(isnan(d.effect) == (n < 3) && isnan(d.p_permutation) == (n < 6), "%d pairs", n);
        CHECK(difference_shows(&d) == (n >= 3 && d.low > 0), "%d pairs", n);
    }
    const Difference touching = {.n = 3, .low = 0, .high = 1}, below = {.n = 3, .low = -1, .high = 0};
    CHECK(!difference_shows(&touching) && !difference_shows(&below), "an interval that ends at 0 holds it");
}

static void test_diverged(void) {
    Text log = {0};
    Results r;
    Comparison c;
    text_add(&log, HEADER "\n");
    for (int i = 0; i < 5; i++) add_run(&log, "plain", i + 1, plain[i]);
    for (int i = 0; i < 5; i++) {
        if (i == 2)
            text_add(&log, "b,3,0,0,2.5,2.5,0.1\nb,3,1,10,nan,nan,nan\n");
        else
            add_run(&log, "b", i + 1, plain[i] + shift[i]);
    }
    report_compare(&c, &r, log.data, NULL);
    const SettingSummary *b = &c.settings[1];
    CHECK(b->diverged == 1 && b->usable == 4 && b->unfinished == 0);
    CHECK(isnan(b->metric[metric_find("gap")].values[2]) && b->metric[metric_find("gap")].n == 4);
    const Difference *d = &c.against[1].difference[GAP];
    CHECK(d->n == 4 && d->left_out == 1);
    CHECK_NEAR(d->mean, (-0.2 - 0.24 - 0.18 - 0.16) / 4, 1e-12);
    CHECK(strstr(report_verdict(&c, 1, GAP), "; 4 seeds, 1 left out)"));
    CHECK(c.against[1].matched.equal_loss.n == 4);
    report_free(&c, &r);
    text_free(&log);
}

static void test_baseline(void) {
    Text log = {0};
    Results r;
    Comparison c;
    text_add(&log, HEADER "\n");
    add_run(&log, "plain", 1, 1);
    add_run(&log, "dropout", 1, 1);
    report_compare(&c, &r, log.data, "dropout");
    CHECK(c.baseline == 1 && c.against[0].difference[GAP].n == 1 && c.against[1].difference[GAP].n == 0);
    comparison_free(&c);
    ComparisonOptions options = {.baseline = "droput", .reach = NAN};
    CHECK(comparison_make(&c, &r, &options, &report_error) == ERR_USAGE);
    CHECK_TEXT(report_error.text, "--baseline droput: no such setting; did you mean \"dropout\"?");
    comparison_free(&c);
    options.baseline = "zzzzzzzzzzzz";
    CHECK(comparison_make(&c, &r, &options, &report_error) == ERR_USAGE);
    CHECK_TEXT(report_error.text, "--baseline zzzzzzzzzzzz: no such setting; there are \"plain\", \"dropout\"");
    report_free(&c, &r);
    const char *paths[] = {report_write("x", "log.csv", log.data), report_write("y", "log.csv", log.data)};
    CHECK(results_read(&r, paths, 2, &report_error) == OK);
    options.baseline = "plain";
    CHECK(comparison_make(&c, &r, &options, &report_error) == ERR_USAGE);
    CHECK(strstr(report_error.text, "2 experiments have a setting of this name; say which: \"y/plain\""), "%s",
          report_error.text);
    comparison_free(&c);
    options.baseline = "y/plain";
    CHECK(comparison_make(&c, &r, &options, &report_error) == OK && c.baseline == 2);
    report_free(&c, &r);
    text_free(&log);
}

static void test_reach(void) {
    Results r;
    Comparison c;
    const char *log = "setting,seed,epoch,train_loss,test_loss\n"
                      "a,1,0,2,2\na,1,1,0.5,2\na,1,2,0.1234,2\na,2,0,2,2\na,2,1,0.125,2\na,2,2,0.5,2\n"
                      "b,1,0,2,2\nb,1,4,0.001,2\nb,2,0,2,2\nb,2,4,0.0001,2\n";
    report_compare(&c, &r, log, NULL);
    CHECK(c.reach == 0.13, "%.17g", c.reach); // 0.125 is the lowest that each of the four runs reaches
    CHECK(c.settings[0].metric[metric_find("reach_epoch")].mean == 1.5 &&
          c.settings[1].metric[metric_find("reach_epoch")].mean == 4);
    comparison_free(&c);
    CHECK(comparison_make(&c, &r, &(ComparisonOptions){.reach = 0.124}, &report_error) == OK);
    const Estimate *x = &c.settings[0].metric[metric_find("reach_epoch")];
    CHECK(c.reach == 0.124 && x->never == 1 && x->n == 1 && x->mean == 2 && isinf(x->values[1]));
    report_free(&c, &r);
    report_compare(&c, &r, "setting,seed,epoch,train_loss,test_loss\na,1,0,2,2\na,1,1,1.7e-6,2\n", NULL);
    CHECK(c.reach == 1.7e-6 && c.settings[0].metric[metric_find("reach_epoch")].mean == 1,
          "17 * 1e-7 is less than 1.7e-6");
    report_free(&c, &r);
    report_compare(&c, &r, "setting,seed,epoch,train_loss,test_loss\na,1,0,2,2\na,1,1,7.35e-4,2\n", NULL);
    CHECK(c.reach == 7.4e-4, "74 * 1e-5 is 0.0007400000000000001, not %.17g", c.reach);
    report_free(&c, &r);
}

// One curve at two speeds: what is only slower has the smaller gap at the end, and the same gap at equal train loss. A
// curve with half the gap keeps the smaller one.
static void add_curve(Text *log, const char *setting, int seed, double speed, double gap) {
    for (int epoch = 0; epoch <= 20; epoch++) {
        double train = 2 * pow(0.8, epoch * speed);
        double test = train + gap * (2 - train) * (1 + 0.05 * seed);
        text_printf(log, "%s,%d,%d,%d,%.17g,%.17g,0.5\n", setting, seed, epoch, 10 * epoch, train, test);
    }
}

static void test_matched_fit(void) {
    static const struct {
        const char *name;
        double speed, gap;
    } settings[] = {
        {"plain", 1, 0.3}, {"slow", 0.5, 0.3}, {"slow and regular", 0.5, 0.15}, {"regular", 1, 0.15}, {"fast", 2, 0.3}};
    Text log = {0};
    Results r;
    Comparison c;
    text_add(&log, HEADER "\n");
    for (size_t s = 0; s < sizeof settings / sizeof *settings; s++)
        for (int seed = 1; seed <= 5; seed++)
            add_curve(&log, settings[s].name, seed, settings[s].speed, settings[s].gap);
    report_compare(&c, &r, log.data, NULL);
    const MatchedFit *slow = &c.against[1].matched, *both = &c.against[2].matched, *regular = &c.against[3].matched,
                     *fast = &c.against[4].matched;
    CHECK(c.against[1].difference[GAP].verdict == VERDICT_LESS, "the slow one seems to overfit less");
    CHECK(slow->match == MATCH_ONLY_SLOWER);
    CHECK_NEAR(slow->train_loss, 2 * pow(0.8, 10), 1e-12);
    CHECK_NEAR(slow->equal_loss.mean, 0, 1e-12);
    CHECK(slow->steps == 200);
    CHECK_NEAR(slow->equal_steps.mean, c.against[1].difference[GAP].mean, 1e-12);
    CHECK(strncmp(matched(&c, 1), "only slower: no smaller gap at equal train loss (gap ", 53) == 0, "%s",
          matched(&c, 1));
    r.settings[1].stops = true;
    CHECK(strncmp(matched(&c, 1), "only shorter: no smaller gap", 28) == 0, "%s", matched(&c, 1));
    CHECK(both->match == MATCH_NOT_ONLY_SLOWER && both->equal_loss.high < 0);
    CHECK(strstr(matched(&c, 2), "; not Holm-corrected)") && !strstr(matched(&c, 1), "not Holm-corrected"), "%s",
          matched(&c, 2));
    CHECK(strncmp(matched(&c, 2), "not only slower: smaller gap also at equal train loss", 53) == 0, "%s",
          matched(&c, 2));
    CHECK(regular->match == MATCH_SMALLER && strncmp(matched(&c, 3), "smaller gap at equal train loss", 31) == 0);
    CHECK(fast->match == MATCH_SAME && strncmp(matched(&c, 4), "no difference at equal train loss", 33) == 0, "%s",
          matched(&c, 4));
    report_free(&c, &r);
    text_free(&log);
}

// Fewer steps for the same epochs (a larger batch): compared at the last step that both have.
static void test_equal_steps(void) {
    Results r;
    Comparison c;
    report_compare(&c, &r,
                   "setting,seed,epoch,step,train_loss,test_loss\n"
                   "a,1,0,0,2,2\na,1,1,10,1,1.5\na,1,2,20,0.5,1.5\nb,1,0,0,2,2\nb,1,1,5,1.5,1.6\nb,1,2,10,1,1.2\n",
                   NULL);
    CHECK(c.against[1].matched.steps == 10);
    CHECK_NEAR(c.against[1].matched.equal_steps.mean, 0.2 - 0.5, 1e-12);
    report_free(&c, &r);
}

static void test_noise_floor(void) {
    int32_t scratch[16];
    CHECK(isnan(noise_floor((const double[]){1}, 1, scratch)));
    CHECK_NEAR(noise_floor((const double[]){1, 4}, 2, scratch), 3, 1e-15);
    // Two of three, one against one: |1 - 2|, |1 - 4|, |2 - 4|.
    CHECK_NEAR(noise_floor((const double[]){1, 2, 4}, 3, scratch), 2, 1e-15);
    // Four in halves: 12|48: 4.5, 14|28: 2.5, 18|24: 1.5.
    CHECK_NEAR(noise_floor((const double[]){1, 2, 4, 8}, 4, scratch), (4.5 + 2.5 + 1.5) / 3, 1e-15);
    // Sampled beyond nine: ten values of two kinds; five of each: the mean of |2k - 5| / 5 over k hypergeometric.
    double ten[10], want = 0;
    const int ways[] = {1, 25, 100, 100, 25, 1};
    for (int i = 0; i < 10; i++) ten[i] = i % 2;
    for (int k = 0; k <= 5; k++) want += ways[k] / 252.0 * abs(2 * k - 5) / 5;
    CHECK_NEAR(noise_floor(ten, 10, scratch), want, 0.01);
    // From 1,000 values on by the normal law: 500 against 500, sampled and not, of values without a pattern.
    static double many[HALVES_MOST + 1];
    static int32_t order[HALVES_MOST];
    for (int i = 0; i <= HALVES_MOST; i++) many[i] = i * 37 % 101;
    double sampled = noise_floor(many, HALVES_MOST, order), normal = noise_floor(many, HALVES_MOST + 1, NULL);
    CHECK(fabs(normal / sampled - 1) < 0.05, "%g, sampled %g", normal, sampled);
}

// Beside a difference stands the mean of what the two settings' own seeds differ by.
static void test_noise_beside(void) {
    Text log = {0};
    Results r;
    Comparison c;
    text_add(&log, HEADER "\n");
    for (int i = 0; i < 2; i++) text_printf(&log, "calm,%d,0,0,0,%d,0\n", i, 1 + i);
    for (int i = 0; i < 2; i++) text_printf(&log, "wild,%d,0,0,0,%d,0\n", i, 1 + 4 * i);
    report_compare(&c, &r, log.data, NULL);
    CHECK(c.against[1].difference[TEST_LOSS].noise_floor == 2.5);
    report_free(&c, &r);
    text_free(&log);
}

// Runs find their partners in any order; another fold is another replicate.
static void test_partners(void) {
    RunLog one[] = {{.replicate = {9, 0}}, {.replicate = {2, 1}}, {.replicate = {2, 0}}, {.replicate = {5, 0}}},
           other[] = {{.replicate = {2, 0}}, {.replicate = {9, 0}}, {.replicate = {7, 0}}, {.replicate = {2, 2}}};
    static const int want[] = {1, -1, 0, -1};
    Arena arena = {0};
    RunLog *in_order[] = {&one[2], &one[1], &one[3], &one[0]},
           *others_in_order[] = {&other[0], &other[3], &other[2], &other[1]};
    SettingLog a = {.run_count = 4, .runs = one, .by_replicate = in_order};
    SettingLog b = {.run_count = 4, .runs = other, .by_replicate = others_in_order};
    const int *partner = pair_runs(&a, &b, &arena);
    for (int i = 0; i < 4; i++) CHECK(partner && partner[i] == want[i], "run %d: %d", i, partner ? partner[i] : -2);
    arena_free(&arena);
}

int main(void) {
    report_begin();
    test_pairs();
    test_folds();
    test_folds_flips();
    test_folds_crossed();
    test_many_comparisons();
    test_rounding();
    test_no_effect();
    test_small_differences();
    test_few_seeds();
    test_thresholds();
    test_diverged();
    test_baseline();
    test_reach();
    test_matched_fit();
    test_equal_steps();
    test_noise_floor();
    test_noise_beside();
    test_partners();
    return report_end("compare_comparison");
}
