// Expectations, judged: which numbers are compared under which seeds, and what the verdict goes by.
#include "compare/expectation.h"

#include <math.h>

#include "compare/power.h"
#include "report/expectations.h"
#include "report_test.h"

#define HEADER "setting,seed,epoch,step,train_loss,test_loss,test_acc\n"
#define EPOCH(setting, seed, epoch, train, test) setting "," #seed "," #epoch "," #epoch "0," #train "," #test ",0.5\n"

// Under seeds 1 to 4, test losses and gaps of plain, bn and slow at the end: 2 1 1.5 2, 1 0.25 0.75 1.25, and 1 more
// than plain. `far` has a run that diverged, under seed 4.
static const char log_text[] = HEADER EPOCH("plain", 1, 1, 1, 2) EPOCH("plain", 1, 2, 0.5, 2)
    EPOCH("plain", 2, 1, 1, 1.5) EPOCH("plain", 2, 2, 0.5, 1) EPOCH("plain", 3, 1, 1, 1.5)
        EPOCH("plain", 3, 2, 0.5, 1.5) EPOCH("plain", 4, 1, 1, 2) EPOCH("plain", 4, 2, 0.5, 2)
            EPOCH("bn", 1, 1, 0.75, 1.5) EPOCH("bn", 1, 2, 0.25, 1) EPOCH("bn", 2, 1, 0.75, 1.5)
                EPOCH("bn", 2, 2, 0.25, 0.25) EPOCH("bn", 3, 1, 0.75, 1.5) EPOCH("bn", 3, 2, 0.25, 0.75)
                    EPOCH("bn", 4, 1, 0.75, 1.5) EPOCH("bn", 4, 2, 0.25, 1.25) EPOCH("far", 1, 1, 1, 5)
                        EPOCH("far", 2, 1, 1, 5) EPOCH("far", 3, 1, 1, 5) EPOCH("far", 4, 1, nan, nan);

#define PLAIN "{ \"name\": \"plain\" }, { \"name\": \"bn\" }, { \"name\": \"far\" }, { \"name\": \"absent\" }"

// Judges one expectation, or several in one config.
static void judge(Comparison *c, Results *r, const char *expectations) {
    Text config = {0};
    text_printf(&config,
                "{ \"name\": \"x\", \"data\": { \"train_size\": 50, \"test_size\": 50 }, \"train\": { \"epochs\": 2 }, "
                "\"seeds\": 4, \"probe\": \"weights\", \"settings\": [ " PLAIN " ], \"expect\": [ %s ] }",
                expectations);
    report_write("x", "config.json", config.data);
    text_free(&config);
    report_compare(c, r, log_text, NULL);
    CHECK(c->expectations != NULL, "nothing is expected: %s", expectations);
}

static const struct {
    const char *that;
    int seeds;
    double left, right, mean;
    Judgement verdict;
} cases[] = {
    // Differences -1, -0.75, -0.75, -0.75 of the test loss: t is -13.
    {"bn.test_loss < plain.test_loss", 4, 0.8125, 1.625, -0.8125, JUDGED_SUPPORTED},
    {"bn.test_loss >= plain.test_loss", 4, 0.8125, 1.625, -0.8125, JUDGED_REFUTED},
    {"plain.test_loss - bn.test_loss > 0.7", 4, 0.8125, 0.7, 0.1125, JUDGED_CANNOT_TELL},
    {"bn.test_loss + 1 is within 0.5 of plain.test_loss", 4, 1.8125, 1.625, 0.1875, JUDGED_SUPPORTED},
    {"bn.test_loss is within 0.5 of plain.test_loss", 4, 0.8125, 1.625, -0.8125, JUDGED_REFUTED},
    {"bn.test_loss is within 0.75 of plain.test_loss", 4, 0.8125, 1.625, -0.8125, JUDGED_CANNOT_TELL},
    // 2 - 2, 1 - 0.5, 1.5 - 1.5, 2 - 2.5: nothing to be seen; half of it is.
    {"plain.test_loss is at least 2 times bn.test_loss", 4, 1.625, 0.8125, 0, JUDGED_CANNOT_TELL},
    {"plain.test_loss is at least 1.1 times bn.test_loss", 4, 1.625, 0.8125, 1.625 - 1.1 * 0.8125, JUDGED_SUPPORTED},
    {"plain.test_loss is at most 1.1 times bn.test_loss", 4, 1.625, 0.8125, 1.625 - 1.1 * 0.8125, JUDGED_REFUTED},
    // Where train losses are equal: bn comes down to 0.5 halfway, where its gap is the mean of both evaluations'.
    {"bn.gap@equal_train_loss < plain.gap@equal_train_loss", 4, 0.65625, 1.125, -0.46875, JUDGED_SUPPORTED},
    {"bn.test_loss@1 < plain.test_loss@1", 4, 1.5, 1.75, -0.25, JUDGED_CANNOT_TELL},
    {"bn.test_loss@2 = bn.test_loss", 4, 0.8125, 0.8125, 0, JUDGED_SUPPORTED},
    {"bn.test_loss = plain.test_loss", 4, 0.8125, 1.625, -0.8125, JUDGED_REFUTED},
    {"bn.test_loss < bn.test_loss", 4, 0.8125, 0.8125, 0, JUDGED_REFUTED},
    {"bn.test_loss <= bn.test_loss", 4, 0.8125, 0.8125, 0, JUDGED_SUPPORTED},
    // bn is below 0.8 after the first epoch, plain after the second, and nobody below 0.1.
    {"bn.epochs_to(0.8) < plain.epochs_to(0.8) - 0", 4, 1, 2, -1, JUDGED_CANNOT_TELL},
    {"bn.epochs_to(0.4) < plain.epochs_to(0.4)", 4, 2, 3, -1, JUDGED_CANNOT_TELL},
    // Where nobody comes nothing is known, whatever is asked; who comes is before who never does.
    {"bn.epochs_to(0.1) < plain.epochs_to(0.1)", 0, NAN, NAN, NAN, JUDGED_CANNOT_TELL},
    {"bn.epochs_to(0.1) is within 1 of plain.epochs_to(0.1)", 0, NAN, NAN, NAN, JUDGED_CANNOT_TELL},
    {"bn.epochs_to(0.4) = plain.epochs_to(0.4)", 4, 2, 3, -1, JUDGED_REFUTED},
    // far has one epoch, and plain two: it has not come by the second one.
    {"far.epochs_to(0.8) > plain.epochs_to(0.8)", 3, 3, 2, 1, JUDGED_CANNOT_TELL},
    {"bn.test_loss is within 0.25 of bn.test_loss - 0.25", 4, 0.8125, 0.5625, 0.25, JUDGED_REFUTED},
    // A run that diverged has no loss, and its seed is left out; that it did counts.
    {"far.test_loss > plain.test_loss", 3, 5, 1.5, 3.5, JUDGED_SUPPORTED},
    {"far.diverged > plain.diverged", 4, 0.25, 0, 0.25, JUDGED_CANNOT_TELL},
    // -0.1 each, but for the last bit: no t test, whose p would be nothing.
    {"plain.test_loss + 0.7 - plain.test_loss < 0.8", 4, 0.7, 0.8, -0.1, JUDGED_CANNOT_TELL},
    {"log(0 * plain.gap - 1) < 1", 0, NAN, NAN, NAN, JUDGED_CANNOT_TELL},
    {"absent.gap < 1", 0, 0, 0, 0, JUDGED_CANNOT_TELL},
    {"bn.probe.weight_norm < 1", 0, NAN, NAN, NAN, JUDGED_CANNOT_TELL},
};

static void test_cases(void) {
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Results r;
        Comparison c;
        Text expectation = {0};
        text_printf(&expectation, "{ \"that\": \"%s\" }", cases[i].that);
        judge(&c, &r, expectation.data);
        const Judged *judged = &c.expectations->judged[0];
        const Difference *d = &judged->difference;
        CHECK(judged->verdict == cases[i].verdict, "%s: %s", cases[i].that, judgement_words[judged->verdict]);
        CHECK(d->n == cases[i].seeds, "%s: %d seeds", cases[i].that, d->n);
        if (d->n > 0) {
            CHECK_NEAR(judged->left, cases[i].left, 1e-12);
            CHECK_NEAR(judged->right, cases[i].right, 1e-12);
            CHECK_NEAR(d->mean, cases[i].mean, 1e-12);
        }
        text_free(&expectation);
        report_free(&c, &r);
    }
}

// p of one of them alone, and as one of three that are tested; what is not tested costs nothing.
static void test_family(void) {
    Results r;
    Comparison c;
    judge(&c, &r, "{ \"that\": \"bn.test_loss@1 < plain.test_loss@1\" }");
    const double alone = c.expectations->judged[0].p;
    CHECK(alone == c.expectations->judged[0].p_holm && c.expectations->judged[0].family == 1);
    // Differences -0.5, 0, 0, -0.5: t is -sqrt(3), and its p with 3 degrees of freedom 0.1817.
    CHECK_NEAR(alone, 0.18169, 1e-5);
    // mean / sd is 0.866: 13 pairs reach t(0.975) + t(0.8), 2.179 + 0.873 (3.052 <= 0.866 sqrt(13) = 3.12), 12 do not.
    CHECK(c.expectations->judged[0].needed == 13, "%d", c.expectations->judged[0].needed);
    report_free(&c, &r);
    judge(&c, &r,
          "{ \"that\": \"bn.test_loss@1 < plain.test_loss@1\" }, { \"that\": \"bn.gap = bn.gap\" }, "
          "{ \"that\": \"plain.test_loss@1 > bn.test_loss@1\" }, { \"that\": \"bn.test_loss < plain.test_loss\" }");
    CHECK(c.expectations->count == 4 && c.expectations->judged[0].family == 3);
    CHECK_NEAR(c.expectations->judged[0].p_holm, 2 * alone, 1e-12);
    CHECK_NEAR(c.expectations->judged[3].p_holm, 3 * c.expectations->judged[3].p, 1e-12);
    CHECK(isnan(c.expectations->judged[1].p) && expectations_count(&c, JUDGED_SUPPORTED) == 2);
    Text words = {0};
    words_expectations(&words, &c);
    CHECK_TEXT(words.data, "2 supported, 2 cannot tell; p by Holm over 3");
    text_free(&words);
    report_free(&c, &r);
}

static void check_line(const char *expectation, const char *want) {
    Results r;
    Comparison c;
    Arena arena = {0};
    judge(&c, &r, expectation);
    const Lines lines = view_expectations(&c, &arena);
    CHECK(lines.count == 1 && !lines.failed);
    CHECK_TEXT(lines.line[0].words, want);
    arena_free(&arena);
    report_free(&c, &r);
}

static void test_words(void) {
    check_line("{ \"say\": \"better\", \"that\": \"bn.test_loss < plain.test_loss\" }",
               "better (bn.test_loss < plain.test_loss): 0.81 and 1.62, difference -0.81, 95 % CI -1.01 to -0.61, p "
               "0.00098");
    check_line(
        "{ \"that\": \"plain.test_loss is at least 2 times bn.test_loss\" }",
        "plain.test_loss is at least 2 times bn.test_loss: 1.625 and 0.8125 (2 times), off by 0.0, 95 % CI -0.6 to "
        "+0.6, p 1; "
        "more seeds would hardly tell");
    check_line(
        "{ \"that\": \"far.test_loss@1 > plain.test_loss\" }",
        "far.test_loss@1 > plain.test_loss: 5.0 and 1.5, difference +3.5, 95 % CI +2.3 to +4.7, p 0.0067; 1 seed "
        "left out: far diverged");
    check_line(
        "{ \"that\": \"bn.epochs_to(0.1) < plain.epochs_to(0.1)\" }",
        "bn.epochs_to(0.1) < plain.epochs_to(0.1): 0 seeds; it takes 3; 4 seeds left out: what is asked for never "
        "comes, on neither side; train for longer, or ask for less");
    check_line(
        "{ \"that\": \"bn.epochs_to(0.4) = plain.epochs_to(0.4)\" }",
        "bn.epochs_to(0.4) = plain.epochs_to(0.4): 2 and 3, difference -1, 95 % CI -1 to -1; under 4 seeds one side "
        "never comes, and counts as coming after the end");
    check_line("{ \"that\": \"absent.gap < 1\" }", "absent.gap < 1: 0 seeds; it takes 3; absent has no run yet");
}

static void test_csv(void) {
    Results r;
    Comparison c;
    Text csv = {0};
    judge(&c, &r,
          "{ \"say\": \"a, b\", \"that\": \"bn.test_loss@1 < plain.test_loss@1\" }, { \"that\": \"absent.gap < 1\" }");
    expectations_csv(&csv, &c);
    CHECK_TEXT(csv.data,
               "say,that,verdict,seeds,mean,low,high,p,p_holm,seeds_needed,left,right\n"
               "\"a, b\",bn.test_loss@1 < plain.test_loss@1,cannot tell,4,-0.25,-0.709346557759,0.209346557759,"
               "0.181690113816,0.181690113816,13,1.5,1.75\n"
               "absent.gap < 1,absent.gap < 1,cannot tell,0,,,,,,,,\n");
    text_free(&csv);
    report_free(&c, &r);
}

// Against exact numbers (from the noncentral t): 80 % power at 0.05 takes 34 pairs for an effect of half an SD, 199 for
// a fifth, 10 for one.
static void test_power(void) {
    CHECK(power_pairs(0.5, 1, 0.05, 0) == 34, "%d", power_pairs(0.5, 1, 0.05, 0));
    CHECK(power_pairs(-0.2, 1, 0.05, 0) == 199, "%d", power_pairs(-0.2, 1, 0.05, 0));
    CHECK(power_pairs(1, 1, 0.05, 0) == 10 || power_pairs(1, 1, 0.05, 0) == 11, "%d", power_pairs(1, 1, 0.05, 0));
    CHECK(power_pairs(0, 1, 0.05, 0) == 0 && power_pairs(1e-6, 1, 0.05, 0) == 0);
    CHECK(power_pairs(1, 0, 0.05, 0) == 6, "2 of 2^6 patterns are below 0.05");
    CHECK(power_pairs(0.5, 1, 0.05, 0.25) == 0, "folds that overlap so much never tell");
}

int main(void) {
    report_begin();
    test_cases();
    test_family();
    test_words();
    test_csv();
    test_power();
    return report_end("expectations");
}
