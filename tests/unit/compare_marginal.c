// Marginal means and grids of two options, worked by hand: crossed, matched, confounded, in bins.
#include "compare/marginal.h"

#include "compare/stats.h"
#include "report_test.h"

// A run: a setting's values of the options, its seed, and its gap.
typedef struct Run {
    const char *values;
    int seed;
    double gap;
} Run;

// Compares one-row runs whose train loss is 1; each text of values is a setting.
static void make(Comparison *c, Results *r, const char *options, const Run *runs, int n) {
    Text log = {0};
    text_printf(&log, "setting,seed,epoch,train_loss,test_loss,%s\n", options);
    for (int i = 0; i < n; i++)
        text_printf(&log, "\"%s\",%d,1,1,%.17g,%s\n", runs[i].values, runs[i].seed, 1 + runs[i].gap, runs[i].values);
    report_compare(c, r, log.data, NULL);
    text_free(&log);
}

static const Estimate *mean_of(const Comparison *c, int option, int level) {
    return &c->marginals->option[option].level[level].metric[metric_find("gap")];
}

static void check_labels(const Marginal *m, int n, const char *const *labels) {
    CHECK(m->level_count == n, "%d levels", m->level_count);
    for (int i = 0; i < n && i < m->level_count; i++) CHECK_TEXT(m->level[i].label, labels[i]);
}

// 2 x 3 settings under two seeds. Batch sizes ascend by number, though the baseline has 64 and 128 comes first as text.
static void test_crossed(void) {
    static const Run runs[] = {{"64,true", 1, 3},  {"64,true", 2, 5},  {"8,true", 1, 1},    {"8,true", 2, 2},
                               {"128,true", 1, 6}, {"128,true", 2, 8}, {"64,false", 1, 5},  {"64,false", 2, 7},
                               {"8,false", 1, 2},  {"8,false", 2, 5},  {"128,false", 1, 9}, {"128,false", 2, 10}};
    Comparison c;
    Results r;
    make(&c, &r, "train.batch_size,regularize.batch_norm", runs, 12);
    const Marginals *m = c.marginals;
    CHECK(m->option_count == 2 && m->seeds == 2 && m->left_out == 0 && m->pair_count == 1);
    const Marginal *batch = &m->option[0], *bn = &m->option[1];
    CHECK_TEXT(batch->key, "train.batch_size");
    CHECK(batch->balance == BALANCE_CROSSED && bn->balance == BALANCE_CROSSED && !batch->binned);
    check_labels(batch, 3, (const char *const[]){"8", "64", "128"});
    check_labels(bn, 2, (const char *const[]){"true", "false"}); // the baseline's first
    // Under seed 1 the settings of batch size 8 have 1 and 2, under seed 2 they have 2 and 5.
    const Estimate *eight = mean_of(&c, 0, 0);
    CHECK(eight->n == 2 && batch->level[0].settings == 2);
    CHECK_NEAR(eight->values[0], 1.5, 1e-12);
    CHECK_NEAR(eight->values[1], 3.5, 1e-12);
    CHECK_NEAR(eight->mean, 2.5, 1e-12);
    CHECK_NEAR(eight->high - eight->mean, stats_t_margin(sqrt(2), 2, 0), 1e-9); // over seeds: of 1.5 and 3.5
    // 64 minus 8, seed by seed: (3 + 5) / 2 - 1.5 and (5 + 7) / 2 - 3.5. Paired, they are equal.
    const Difference *d = &batch->level[1].against[metric_find("gap")];
    CHECK(d->n == 2 && batch->level[0].against[metric_find("gap")].n == 0);
    CHECK_NEAR(d->mean, 2.5, 1e-12);
    CHECK_NEAR(d->sd, 0, 1e-12);
    CHECK_NEAR(mean_of(&c, 1, 1)->mean, (5 + 7 + 2 + 5 + 9 + 10) / 6.0, 1e-12);
    // The grid: columns are the two of batch norm, rows the three batch sizes.
    const MarginalPair *pair = &m->pair[0];
    const double *cell = pair->mean + (ptrdiff_t)metric_find("gap") * 6;
    const double want[] = {1.5, 3.5, 4, 6, 7, 9.5};
    CHECK(pair->across == 1 && pair->down == 0 && pair->balance == BALANCE_CROSSED);
    for (int i = 0; i < 6; i++) CHECK_NEAR(cell[i], want[i], 1e-12);
    // Rows differ by 2, 2 and 2.5: from their mean by -1/6, -1/6 and 1/3, half of which stands in each cell.
    CHECK_NEAR(marginal_interaction(&c, pair, metric_find("gap")), 1 / 3.0, 1e-12);
    report_free(&c, &r);
}

// plain, bn and dropout under two batch sizes: batch size is crossed with the rest; of batch norm only the settings
// without dropout stand with both values.
static void test_matched(void) {
    static const Run runs[] = {{"8,false,0", 1, 1},  {"8,true,0", 1, 2},  {"8,false,0.5", 1, 10},
                               {"64,false,0", 1, 3}, {"64,true,0", 1, 7}, {"64,false,0.5", 1, 20}};
    Comparison c;
    Results r;
    make(&c, &r, "train.batch_size,regularize.batch_norm,regularize.dropout", runs, 6);
    const Marginals *m = c.marginals;
    CHECK(m->option_count == 3);
    CHECK(m->option[0].balance == BALANCE_CROSSED && m->option[1].balance == BALANCE_MATCHED);
    CHECK_NEAR(mean_of(&c, 0, 0)->mean, 13 / 3.0, 1e-12);
    CHECK_NEAR(mean_of(&c, 1, 0)->mean, 2, 1e-12); // without the two of dropout
    CHECK_NEAR(mean_of(&c, 1, 1)->mean, 4.5, 1e-12);
    CHECK(m->option[1].level[0].settings == 2 && m->option[1].of[2] == -1);
    CHECK(marginal_pair_find(&c, "batch_norm", "train.batch_size") >= 0);
    CHECK(marginal_pair_find(&c, "batch_norm", "batch_norm") < 0 && marginal_pair_find(&c, "norm", "batch_size") < 0);
    report_free(&c, &r);
}

// Points drawn at random: every rate stands alone, so that they become three bins; the other option has few values.
static void test_bins(void) {
    static const Run runs[] = {{"0.07,16", 1, 7}, {"0.01,32", 1, 1}, {"0.03,16", 1, 3},
                               {"0.02,32", 1, 2}, {"0.06,32", 1, 6}, {"0.04,32", 1, 4},
                               {"0.05,16", 1, 5}, {"0.09,16", 1, 9}, {"0.08,32", 1, 8}};
    Comparison c;
    Results r;
    make(&c, &r, "train.learning_rate,train.batch_size", runs, 9);
    const Marginals *m = c.marginals;
    CHECK(m->option_count == 2 && m->option[0].binned && !m->option[1].binned);
    CHECK(m->option[0].balance == BALANCE_CONFOUNDED && m->option[1].balance == BALANCE_CONFOUNDED);
    check_labels(&m->option[0], 3, (const char *const[]){"0.01 to 0.03", "0.04 to 0.06", "0.07 to 0.09"});
    for (int i = 0; i < 3; i++) {
        CHECK(m->option[0].level[i].settings == 3);
        CHECK_NEAR(mean_of(&c, 0, i)->mean, 2 + 3 * i, 1e-12);
    }
    CHECK_NEAR(mean_of(&c, 1, 0)->mean, (7 + 3 + 5 + 9) / 4.0, 1e-12); // 16
    CHECK(m->pair_count == 1 && m->pair[0].balance == BALANCE_CONFOUNDED);
    CHECK_TEXT(m->option[1].level[0].label, "16");
    const double *cell = m->pair[0].mean + (ptrdiff_t)metric_find("gap") * 6; // rates down, batch sizes across
    CHECK_NEAR(cell[0], 3, 1e-12);                                            // 16: 0.03 alone
    CHECK_NEAR(cell[1], 1.5, 1e-12);                                          // 32: 0.01 and 0.02
    report_free(&c, &r);
}

// Two options that were drawn apart both have a value of their own in each setting, and are still two.
static void test_drawn_apart(void) {
    static const Run runs[] = {{"1,30", 1, 1}, {"2,10", 1, 2}, {"3,50", 1, 3},
                               {"4,20", 1, 4}, {"5,60", 1, 5}, {"6,40", 1, 6}};
    Comparison c;
    Results r;
    make(&c, &r, "a,b", runs, 6);
    CHECK(c.marginals->option_count == 2, "%d", c.marginals->option_count);
    check_labels(&c.marginals->option[1], 3, (const char *const[]){"10 to 20", "30 to 40", "50 to 60"});
    CHECK_NEAR(mean_of(&c, 1, 0)->mean, (2 + 4) / 2.0, 1e-12);
    report_free(&c, &r);
}

// A setting whose runs diverged does not count, and so takes its row from what is matched; a seed counts where all that
// count have a usable run.
static void test_left_out(void) {
    static const Run runs[] = {{"1,1", 1, 1},  {"1,1", 2, 2},  {"1,1", 3, 100},      {"1,2", 1, 3},
                               {"1,2", 2, 4},  {"2,1", 1, 5},  {"2,1", 2, 6},        {"2,1", 3, 7},
                               {"2,2", 1, 8},  {"2,2", 2, 9},  {"2,2", 3, 9},        {"3,1", 1, 20},
                               {"3,1", 2, 30}, {"3,1", 3, 40}, {"3,2", 1, INFINITY}, {"3,2", 2, INFINITY}};
    Comparison c;
    Results r;
    make(&c, &r, "a,b", runs, 16);
    const Marginals *m = c.marginals;
    CHECK(m->left_out == 1 && m->seeds == 2 && m->option_count == 2, "%d %d", m->left_out, m->seeds);
    CHECK(m->option[1].balance == BALANCE_MATCHED);
    CHECK_NEAR(mean_of(&c, 1, 0)->mean, (1 + 2 + 5 + 6) / 4.0, 1e-12);
    CHECK_NEAR(mean_of(&c, 1, 1)->mean, (3 + 4 + 8 + 9) / 4.0, 1e-12);
    report_free(&c, &r);
}

// Options that vary only together are one, by both names; an option with a value for each of few settings tells nothing
// that the settings do not.
static void test_together(void) {
    static const Run runs[] = {{"8,0.1,x", 1, 1}, {"8,0.1,y", 1, 2}, {"16,0.2,x", 1, 3}, {"16,0.2,y", 1, 5}};
    Comparison c;
    Results r;
    make(&c, &r, "train.batch_size,train.learning_rate,model.kind", runs, 4);
    CHECK(c.marginals->option_count == 2);
    CHECK_TEXT(c.marginals->option[0].key, "train.batch_size & train.learning_rate");
    CHECK_TEXT(c.marginals->option[0].level[1].label, "16 & 0.2");
    CHECK(marginal_named(&c.marginals->option[0], "learning_rate") && marginal_named(&c.marginals->option[1], "kind"));
    CHECK(!marginal_named(&c.marginals->option[0], "rate") && !marginal_named(&c.marginals->option[0], ""));
    report_free(&c, &r);
    static const Run list[] = {{"0,0", 1, 1}, {"1,0", 1, 2}, {"0,1", 1, 3},
                               {"0,2", 1, 4}, {"0,3", 1, 4}, {"0,4", 1, 5}};
    make(&c, &r, "a,b", list, 6);
    CHECK(c.marginals->option_count == 1, "%d", c.marginals->option_count); // b with a = 0, five of six settings
    CHECK_TEXT(c.marginals->option[0].key, "b");
    report_free(&c, &r);
}

// The grid that is shown: the one with the largest interaction of those that are as fair.
static void test_largest_interaction(void) {
    Run runs[8];
    static const char *const values[] = {"0,0,0", "0,0,1", "0,1,0", "0,1,1", "1,0,0", "1,0,1", "1,1,0", "1,1,1"};
    for (int i = 0; i < 8; i++) {
        const int a = i >> 2 & 1, b = i >> 1 & 1, d = i & 1;
        runs[i] = (Run){values[i], 1, 1 + a + b + d + 0.5 * a * b + 3 * b * d};
    }
    Comparison c;
    Results r;
    make(&c, &r, "a,b,d", runs, 8);
    const int most = marginal_pair_most(&c, metric_find("gap"));
    CHECK(c.marginals->pair_count == 3 && most == marginal_pair_find(&c, "d", "b"), "%d", most);
    CHECK_NEAR(marginal_interaction(&c, &c.marginals->pair[most], metric_find("gap")), 3 / 2.0, 1e-9);
    report_free(&c, &r);
}

int main(void) {
    report_begin();
    test_crossed();
    test_matched();
    test_bins();
    test_drawn_apart();
    test_left_out();
    test_together();
    test_largest_interaction();
    return report_end("compare_marginal");
}
