// The grammar of expectations: what is read, what it comes to, and what is refused in which words.
#include "config/expression.h"

#include <math.h>

#include "base/files.h"
#include "compare/metric.h"
#include "config/expect.h"
#include "config/metric_keys.h"
#include "test.h"
#include "train/probe_value.h"

// Settings a, b, a+b and 2; a metric is worth its setting's number and its own.
static const char *const settings[] = {"a+b", "a", "b", "2"};
static const double worth[] = {30, 10, 20, 2};

static bool find(const void *of, const char *text, size_t *size, const char **name, Text *why) {
    (void)of;
    for (int i = 0; i < 4; i++) {
        *size = strlen(settings[i]);
        *name = settings[i];
        if (strncmp(text, *name, *size) == 0 && text[*size] == '.') return true;
    }
    text_add(why, "no such setting");
    return false;
}

static bool has(const void *of, const Quantity *q, Text *why) {
    (void)of, (void)q, (void)why;
    return true;
}

static double value_of(const Quantity *q, void *aid) {
    (void)aid;
    int i = 0;
    while (strcmp(settings[i], q->setting) != 0) i++;
    if (q->kind == QUANTITY_EPOCHS_TO) return worth[i] + q->loss;
    if (q->kind == QUANTITY_PROBE) return worth[i] + (q->layer ? (double)strlen(q->layer) : 0);
    return worth[i] + (q->epoch > 0 ? q->epoch : 0) + (strcmp(q->metric, "gap") == 0 ? 0.5 : 0);
}

static const struct {
    const char *text;
    double left, right, number;
    Relation relation;
    bool or_equal;
} valid[] = {
    {"a.gap < b.gap", 10.5, 20.5, 0, RELATION_LESS, false},
    {"a+b.gap<=b.gap+1", 30.5, 21.5, 0, RELATION_LESS, true},
    {"a.gap+b.gap > 2 * 3 + 4", 31, 10, 0, RELATION_MORE, false},
    {"2 * (3 + 4) >= 2.gap - 2 - 1", 14, -0.5, 0, RELATION_MORE, true},
    {"a.x = 12 / 2 / 3", 10, 2, 0, RELATION_EQUAL, false},
    {"-a.x == - 2 * -3", -10, 6, 0, RELATION_EQUAL, false},
    {"abs(-a.x) is within 1e-1 of 3", 10, 3, 0.1, RELATION_WITHIN, false},
    {"a.x at least 2 times log(exp(b.x))", 10, 20, 2, RELATION_AT_LEAST, false},
    {"min(a.x, b.x, 3) is at most 1.5 times max (a.x, b.x)", 3, 20, 1.5, RELATION_AT_MOST, false},
    {"mean(a.x, b.x, a+b.x) < sqrt(16)", 20, 4, 0, RELATION_LESS, false},
    {"a.x@7 < a.gap@equal_train_loss", 17, 10.5, 0, RELATION_LESS, false},
    {"a.epochs_to(0.25) < 1", 10.25, 1, 0, RELATION_LESS, false},
    {"a.probe.gradient_norm < a.probe.gradient_norm(3.linear)@2", 10, 18, 0, RELATION_LESS, false},
    {"log(a.x / 10) < 1", 0, 1, 0, RELATION_LESS, false},
};

static void test_read(void) {
    const ExpressionNames names = {.setting = find, .quantity = has};
    for (size_t i = 0; i < sizeof valid / sizeof *valid; i++) {
        Arena arena = {0};
        Text why = {0};
        Expression x;
        const bool is_good = expression_read(&x, valid[i].text, &names, &arena, &why);
        CHECK(is_good, "%s: %s", valid[i].text, why.data ? why.data : "");
        if (is_good) {
            CHECK_NEAR(term_value(x.left, value_of, NULL), valid[i].left, 1e-12);
            CHECK_NEAR(term_value(x.right, value_of, NULL), valid[i].right, 1e-12);
            CHECK(x.relation == valid[i].relation && x.or_equal == valid[i].or_equal && x.number == valid[i].number,
                  "%s", valid[i].text);
        }
        text_free(&why);
        arena_free(&arena);
    }
}

static const struct {
    const char *text, *why;
} refused[] = {
    {"", "needs a number or a setting's metric, as in bn.test_loss at the end"},
    {"1 < 2", "names no setting; compare what runs say, as in bn.test_loss < plain.test_loss"},
    {"a.gap", "needs a comparison (<, >, <=, >=, =, within 0.1 of, at least 2 times, at most 2 times) at the end"},
    {"a.gap < b.gap b.gap", "is one comparison, and nothing may follow it, where \"b.gap\" stands"},
    {"a.gap < (1", "needs a ) at the end"},
    {"c.gap < 1", "no such setting"},
    {"a.gap is within of 3", "needs a number above 0, where \"of 3\" stands"},
    {"a.gap is within 0.1 from 3", "needs the word of, where \"from 3\" stands"},
    {"a.gap at most 2 of 3", "needs the word times, where \"of 3\" stands"},
    {"a.gap most 2 times 3",
     "needs a comparison (<, >, <=, >=, =, within 0.1 of, at least 2 times, at most 2 times), where \"most 2 times 3\" "
     "stands"},
    {"avg(a.gap) < 2", "there is no function avg; there are abs, log, exp, sqrt, min, max and mean"},
    {"abs(a.gap, 1) < 2", "abs() takes one term"},
    {"a.gap@x < 2", "needs an epoch or equal_train_loss after the @, where \"x < 2\" stands"},
    {"a.gap@1.5 < 2", "needs an epoch or equal_train_loss after the @, where \"< 2\" stands"},
    {"a.probe.gradient_nrm < 2", "no instrument says \"gradient_nrm\"; did you mean gradient_norm?"},
    {"a.probe < 2", "needs the name of what an instrument says, as in bn.probe.gradient_norm, where \"< 2\" stands"},
    {"a.epochs_to(x) < 2", "needs a train loss, as in epochs_to(0.2), where \"x) < 2\" stands"},
};

static void test_refused(void) {
    const ExpressionNames names = {.setting = find, .quantity = has};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        Arena arena = {0};
        Text why = {0};
        Expression x;
        CHECK(!expression_read(&x, refused[i].text, &names, &arena, &why), "%s", refused[i].text);
        CHECK_TEXT(why.data, refused[i].why);
        text_free(&why);
        arena_free(&arena);
    }
    char deep[300] = "";
    for (int i = 0; i < 200; i++) strcat(deep, "(");
    Arena arena = {0};
    Text why = {0};
    Expression x;
    CHECK(!expression_read(&x, deep, &names, &arena, &why) && strncmp(why.data, "is nested too deeply", 20) == 0);
    text_free(&why);
    arena_free(&arena);
}

// The keys that are known before there is a result are those that results have.
static void test_metric_keys(void) {
    RunSpec spec = {
        .data.validation_size = 5, .train.metrics = 1u << METRIC_AUC, .train.stop.patience = 3, .train.ema = 0.9};
    Results r = {.has_validation = true,
                 .has_stopping = true,
                 .metrics = spec.train.metrics,
                 .averages = averages_wanted(&spec.train)};
    for (int regression = 0; regression < 2; regression++) {
        Arena arena = {0};
        Error e = {0};
        MetricTable table;
        MetricList list;
        MetricKeys keys;
        const Answers answers = {.known = true, .regression = regression};
        r.regression = regression;
        CHECK(metrics_make(&table, &r, &arena, &e) == OK);
        CHECK(metrics_list(&list, &table, &r, METRICS_ALL, &arena, &e) == OK);
        CHECK(metric_keys(&spec, &answers, &arena, &keys));
        int of_classes = 0;
        for (int i = 0; i < list.count; i++) {
            const char *key = metric_names(&table.row[list.index[i]], regression)->key;
            if (regression && strstr(key, "auc")) // no results have it
                of_classes++;
            else
                CHECK(metric_keys_have(&keys, &answers, key), "%s", key);
        }
        CHECK(keys.count == list.count - of_classes, "%d keys of %d", keys.count, list.count);
        arena_free(&arena);
    }
}

static Status read_config(Experiment *x, const char *expect, Error *e) {
    static char text[4096];
    snprintf(text, sizeof text,
             "{ \"data\": { \"train_size\": 60, \"test_size\": 20 }, \"train.epochs\": 6, \"probe\": [\"weights\"], "
             "\"probe_every\": 4, \"sweep\": { \"train.batch_size\": [2, 16] }, \"settings\": [ { \"name\": \"bn\", "
             "\"regularize.batch_norm\": true }, { \"name\": \"it's [x]\" } ],\n\"expect\": [ { \"that\": \"%s\" } ] }",
             expect);
    const ConfigText config = {.name = "t.json", .folder = "", .text = text, .size = strlen(text)};
    return experiment_read_text(x, &config, NULL, e);
}

// What names mean in a config with a sweep.
static const struct {
    const char *that, *want; // the setting, or what is wrong
} cases[] = {
    {"bn[batch_size=2].gap < 1", "bn,batch_size=2"},
    {"bn[train.batch_size = 16.0].gap < 1", "bn,batch_size=16"},
    {"[batch_size=2,batch_norm=true].gap < 1", "bn,batch_size=2"},
    {"bn,batch_size=2.gap < 1", "bn,batch_size=2"},
    {"'bn,batch_size=16'.gap < 1", "bn,batch_size=16"},
    {"bn[batch_size=2].probe.weight_norm(0.linear)@4 < 1", "bn,batch_size=2"},
    {"bn[batch_size=2].probe.weight_norm@6 < 1", "bn,batch_size=2"},
    {"bn[batch_size=2].probe.weight_norm(6) < 1", "bn,batch_size=2"},
    {"bn[batch_size=2].probe.weight_norm(last) < 1", "bn,batch_size=2"},
    {"bn[batch_size=2].probe.weight_norm(linear 3) < 1", "bn,batch_size=2"},
    {"bn[batch_size=2].probe.weight_norm(relu 3) < 1",
     "t.json:2:23: expect[0].that: bn,batch_size=2 has no layer \"relu 3\"; there are first, last, whole, linear "
     "1, "
     "0.linear, 1.batch_norm, 2.relu, 3.linear, 4.batch_norm, 5.relu, 6.linear"},
    {"bn[batch_size=2] < 1",
     "t.json:2:23: expect[0].that: needs a dot and a metric behind the setting, as in bn.test_loss, where \"< 1\" "
     "stands"},
    {"bn,batch_size=2 - 1 < 1", "t.json:2:23: expect[0].that: \"bn,batch_size=2\" is a setting; say what of it, as in "
                                "bn,batch_size=2.test_loss"},
    {"bn[batch_size=2].accuracy < 1",
     "t.json:2:23: expect[0].that: bn,batch_size=2 has no metric \"accuracy\"; did you mean test_acc?"},
    {"bn[batch_size=2].weight_norm < 1",
     "t.json:2:23: expect[0].that: bn,batch_size=2 has no metric \"weight_norm\"; did you mean probe.weight_norm?"},
    {"bn[batch_size=2].probe.weights < 1",
     "t.json:2:23: expect[0].that: weights is an instrument; it says weight_norm, weight_growth, effective_rate, "
     "weight_cosine"},
    {"bn.gap < 1", "t.json:2:23: expect[0].that: there is no setting \"bn\", but several that a sweep made of it; "
                   "choose one, as in bn[batch_size=2]"},
    {"bm[batch_size=2].gap < 1",
     "t.json:2:23: expect[0].that: there is no setting \"bm\"; there are bn,batch_size=2, bn,batch_size=16, it's "
     "[x],batch_size=2, it's [x],batch_size=16"},
    {"bn[batch_size=3].gap < 1", "t.json:2:23: expect[0].that: no setting \"bn\" has train.batch_size=3"},
    {"bn[batchsize=2].gap < 1",
     "t.json:2:23: expect[0].that: there is no option \"batchsize\"; did you mean batch_size?"},
    {"[batch_size=2].gap < 1", "t.json:2:23: expect[0].that: 2 settings are meant by it, bn,batch_size=2 and it's "
                               "[x],batch_size=2 among them; choose by more options"},
    {"bn[batch_size=2.gap < 1", "t.json:2:23: expect[0].that: a setting is chosen by options and their values, as in "
                                "bn[batch_size=64, momentum=0.9]"},
    {"'bn.gap < 1", "t.json:2:23: expect[0].that: the quote ' around a setting's name has no end"},
    {"bn[batch_size=2].tets_loss < 1",
     "t.json:2:23: expect[0].that: bn,batch_size=2 has no metric \"tets_loss\"; did you mean test_loss?"},
    {"bn[batch_size=2].gap@7 < 1", "t.json:2:23: expect[0].that: bn,batch_size=2 has no epoch 7: train.epochs is 6"},
    {"bn[batch_size=2].test_acc@equal_train_loss < 1",
     "t.json:2:23: expect[0].that: @equal_train_loss goes with gap and test_loss alone"},
    {"bn[batch_size=2].diverged@2 < 1", "t.json:2:23: expect[0].that: diverged is of the whole run; leave out the @"},
    {"bn[batch_size=2].probe.gradient_norm < 1",
     "t.json:2:23: expect[0].that: gradient_norm is what the instrument gradients says, which does not look; add "
     "\"probe\": [\"gradients\"]"},
    {"bn[batch_size=2].probe.weight_norm@2 < 1",
     "t.json:2:23: expect[0].that: instruments look every 4 epochs and at the last one, not at epoch 2"},
    {"bn[batch_size=2].probe.weight_norm(4.relu) < 1",
     "t.json:2:23: expect[0].that: bn,batch_size=2 has no layer \"4.relu\"; there are first, last, whole, linear "
     "1, "
     "0.linear, "
     "1.batch_norm, 2.relu, 3.linear, 4.batch_norm, 5.relu, 6.linear"},
    {"bn[batch_size=2].probe.weight_norm(7) < 1", "t.json:2:23: expect[0].that: bn,batch_size=2 has no layer "
                                                  "\"7\"; there are first, last, whole, linear 1, 0.linear, "
                                                  "1.batch_norm, 2.relu, 3.linear, 4.batch_norm, 5.relu, 6.linear"},
};

static void test_settings(void) {
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Experiment x;
        Error e = {0};
        const bool good = strncmp(cases[i].want, "t.json", 6) != 0;
        Status s = read_config(&x, cases[i].that, &e);
        const bool is_read = !s;
        if (is_read) s = expect_check_layers(&x, engine_list()[0], &e);
        CHECK(s == (good ? OK : ERR_CONFIG), "%s: %s", cases[i].that, e.text);
        if (!good) CHECK_TEXT(e.text, cases[i].want);
        if (!s) CHECK_TEXT(x.expect[0].x.left->quantity.setting, cases[i].want);
        if (is_read) experiment_free(&x);
    }
}

int main(void) {
    test_read();
    test_refused();
    test_metric_keys();
    test_settings();
    return test_end("expressions");
}
