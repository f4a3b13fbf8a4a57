// The factorial view: contrasts worked by hand, what counts as a crossing, and the words.
#include "report_test.h"

// A log of one-row runs: settings with the given values of two or three options and these gaps; seed s adds
// s * wiggle * (the setting's index) to its gap, so that intervals have a width.
static void add_setting(Text *log, int index, const char *values, double gap, double wiggle) {
    for (int seed = 1; seed <= 4; seed++)
        text_printf(log, "s%d,%d,1,1,%.17g,%s\n", index, seed, 1 + gap + wiggle * (seed - 2.5) * (index % 3), values);
}

static void make(Comparison *c, Results *r, Text *log, const char *options, const char *const *values,
                 const double *gaps, int n, double wiggle) {
    *log = (Text){0};
    text_printf(log, "setting,seed,epoch,train_loss,test_loss,%s\n", options);
    for (int i = 0; i < n; i++) add_setting(log, i, values[i], gaps[i], wiggle);
    report_compare(c, r, log->data, NULL);
}

static const char *name_of(const Comparison *c, const Effect *effect) {
    Text t = {0};
    words_effect_name(&t, c, effect);
    return report_kept(&t);
}

static const char *words_of(const Comparison *c, const Effect *effect) {
    Text t = {0};
    words_effect(&t, c, effect);
    return report_kept(&t);
}

static void test_two_by_two(void) {
    const char *const values[] = {"false,0", "true,0", "false,0.5", "true,0.5"};
    Text log;
    Results r;
    Comparison c;
    make(&c, &r, &log, "regularize.batch_norm,regularize.dropout", values, (const double[]){0.8, 0.5, 0.4, 0.3}, 4,
         0.01);
    const Factorial *x = &c.factorial;
    CHECK(x->factor_count == 2 && x->effect_count == 3 && x->seeds == 4);
    CHECK_TEXT(x->factors[0].label, "batch norm");
    CHECK_TEXT(x->factors[1].key, "regularize.dropout");
    const Effect *bn = &x->effects[0], *dropout = &x->effects[1], *both = &x->effects[2];
    CHECK_NEAR(bn->gap.mean, ((0.5 - 0.8) + (0.3 - 0.4)) / 2, 1e-12);
    CHECK_NEAR(dropout->gap.mean, ((0.4 - 0.8) + (0.3 - 0.5)) / 2, 1e-12);
    CHECK_NEAR(both->gap.mean, (0.3 - 0.4) - (0.5 - 0.8), 1e-12);
    CHECK_NEAR(both->test_loss.mean, both->gap.mean, 1e-12);
    // The wiggle of seed 1 in the settings is 0, 1, 2, 0 times -0.015: the interaction's is 0 - 2 - 1 = +0.045.
    CHECK_NEAR(both->gap.values[0], 0.2 + 0.045, 1e-12);
    CHECK(both->gap.n == 4 && both->gap.low > 0);
    CHECK_TEXT(name_of(&c, bn), "batch norm");
    CHECK_TEXT(name_of(&c, dropout), "dropout 0.5 vs 0");
    CHECK_TEXT(name_of(&c, both), "batch norm x dropout");
    CHECK(strstr(words_of(&c, bn), "batch norm narrows the gap: gap -0.200, 95 % CI "), "%s", words_of(&c, bn));
    CHECK(strstr(words_of(&c, both), "batch norm and dropout work against each other: interaction +0.20, 95 % CI "),
          "%s", words_of(&c, both));
    report_free(&c, &r);
    text_free(&log);
}

static void test_words(void) {
    static const struct {
        double gaps[4];
        const char *words;
    } cases[] = {
        {{0.8, 0.7, 0.7, 0.2}, "batch norm and dropout reinforce each other: interaction -0.4"},
        {{0.8, 0.5, 0.9, 0.1}, "batch norm and dropout reinforce each other: interaction -0.5"},
        {{0.5, 0.2, 0.7, 0.8}, "batch norm and dropout change each other's effect: interaction +0.4"},
        {{0.8, 0.7, 0.6, 0.5}, "batch norm and dropout: no interaction that 4 seeds can show (interaction 0.0"},
    };
    const char *const values[] = {"false,0", "true,0", "false,0.5", "true,0.5"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Text log;
        Results r;
        Comparison c;
        make(&c, &r, &log, "regularize.batch_norm,regularize.dropout", values, cases[i].gaps, 4, 0.01);
        const char *words = words_of(&c, &c.factorial.effects[2]);
        CHECK(strncmp(words, cases[i].words, strlen(cases[i].words)) == 0, "case %zu: %s", i, words);
        report_free(&c, &r);
        text_free(&log);
    }
}

// Three levels by two; an option that only ever varies with another joins it.
static void test_three_levels(void) {
    const char *const values[] = {"32,0.1,relu", "32,0.1,tanh",  "64,0.2,relu",
                                  "64,0.2,tanh", "128,0.4,relu", "128,0.4,tanh"};
    Text log;
    Results r;
    Comparison c;
    make(&c, &r, &log, "train.batch_size,train.learning_rate,model.activation", values,
         (const double[]){0.1, 0.2, 0.3, 0.4, 0.6, 0.9}, 6, 0);
    const Factorial *x = &c.factorial;
    CHECK(x->factor_count == 2 && x->effect_count == 5);
    CHECK_TEXT(x->factors[0].key, "train.batch_size & train.learning_rate");
    CHECK_TEXT(x->factors[0].label, "batch size & learning rate");
    CHECK(x->factors[0].level_count == 3);
    CHECK_NEAR(x->effects[0].gap.mean, 0.2, 1e-12);     // 64 against 32
    CHECK_NEAR(x->effects[1].gap.mean, 0.6, 1e-12);     // 128 against 32
    CHECK_NEAR(x->effects[2].gap.mean, 0.5 / 3, 1e-12); // tanh against relu
    CHECK_NEAR(x->effects[3].gap.mean, 0, 1e-12);
    CHECK_NEAR(x->effects[4].gap.mean, 0.2, 1e-12);
    CHECK_TEXT(name_of(&c, &x->effects[2]), "activation tanh vs relu");
    CHECK_TEXT(name_of(&c, &x->effects[4]), "batch size & learning rate 128 x activation");
    report_free(&c, &r);
    text_free(&log);
}

static void test_three_factors(void) {
    const char *const values[] = {"0,0,0", "0,0,1", "0,1,0", "0,1,1", "1,0,0", "1,0,1", "1,1,0", "1,1,1"};
    Text log;
    Results r;
    Comparison c;
    make(&c, &r, &log, "a,b,c", values, (const double[]){0, 1, 2, 4, 3, 5, 9, 20}, 8, 0);
    CHECK(c.factorial.factor_count == 3 && c.factorial.effect_count == 7);
    const Effect *three = &c.factorial.effects[6];
    CHECK(three->order == 3);
    CHECK_NEAR(three->gap.mean, ((20 - 9) - (5 - 3)) - ((4 - 2) - (1 - 0)), 1e-12);
    CHECK_NEAR(c.factorial.effects[3].gap.mean, (((9 - 3) - (2 - 0)) + ((20 - 5) - (4 - 1))) / 2.0, 1e-12); // a x b
    report_free(&c, &r);
    text_free(&log);
}

// Effects rest on the seeds under which every setting has a usable run: here one is missing, and one diverged.
static void test_seeds_left_out(void) {
    static const char *const values[] = {"0,0", "1,0", "0,1", "1,1"};
    Text log = {0};
    Results r;
    Comparison c;
    text_add(&log, "setting,seed,epoch,train_loss,test_loss,a,b\n");
    for (int s = 0; s < 4; s++)
        for (int seed = 4; seed >= 1; seed--) {
            if (s == 1 && seed == 3) continue;
            const char *loss = s == 2 && seed == 1 ? "nan" : "1";
            text_printf(&log, "s%d,%d,1,%s,%d,%s\n", s, seed, loss, 2 + s * seed, values[s]);
        }
    report_compare(&c, &r, log.data, NULL);
    const Factorial *x = &c.factorial;
    CHECK(x->seeds == 2 && x->effect_count == 3 && x->effects[0].reading == READING_TOO_FEW, "%d seeds", x->seeds);
    CHECK(x->effect_count > 0 && x->effects[0].gap.values[0] == 4 && x->effects[0].gap.values[1] == 2);
    report_free(&c, &r);
    text_free(&log);
}

static void test_no_crossing(void) {
    static const struct {
        const char *const values[4];
        int n;
    } cases[] = {
        {{"0,0", "1,0", "0,1"}, 3},        // a cell is missing
        {{"0,0", "1,0", "0,1", "0,1"}, 4}, // a cell is there twice
        {{"0,5", "1,5", "2,5", "3,5"}, 4}, // one factor only
        {{"0,0", "1,1", "2,2", "3,3"}, 4}, // two options that are one factor
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Text log;
        Results r;
        Comparison c;
        make(&c, &r, &log, "a,b", cases[i].values, (const double[]){0, 1, 2, 3}, cases[i].n, 0);
        CHECK(c.factorial.factor_count == 0 && c.factorial.effect_count == 0, "case %zu", i);
        report_free(&c, &r);
        text_free(&log);
    }
}

int main(void) {
    report_begin();
    test_two_by_two();
    test_words();
    test_three_levels();
    test_three_factors();
    test_seeds_left_out();
    test_no_crossing();
    return report_end("compare_factorial");
}
