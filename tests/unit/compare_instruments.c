// What instruments said, setting by setting: settings of different stacks beside each other, means over the runs that
// count, first and last looks.
#include "compare/instruments.h"
#include "report_test.h"

// Batch norm before relu, after it, and none: each with a second linear layer somewhere else.
#define LOG                                                                                                            \
    "setting,seed,epoch,train_loss,test_loss\n"                                                                        \
    "plain,1,8,1,7\nplain,2,8,1,8\nbefore,1,8,1,6\nafter,1,8,1,6\nafter,2,8,nan,nan\nsilent,1,8,1,6\n"
#define HEADER "setting,seed,epoch,layer,probe,value\n"

static const char probes[] = HEADER "plain,1,0,0.linear,activation_mean,1\nplain,1,0,1.relu,activation_mean,2\n"
                                    "plain,1,0,2.linear,activation_mean,3\nplain,1,8,0.linear,activation_mean,4\n"
                                    "plain,2,0,0.linear,activation_mean,3\nplain,2,0,,gradient_norm,5\n"
                                    "plain,2,4,0.linear,activation_mean,10\nplain,2,4,2.linear,activation_mean,\n"
                                    "before,1,0,0.linear,activation_mean,1\nbefore,1,0,1.batch_norm,activation_mean,1\n"
                                    "before,1,0,2.relu,activation_mean,1\nbefore,1,0,3.linear,activation_mean,1\n"
                                    "before,1,0,4.relu,activation_mean,1\nbefore,1,0,5.linear,activation_mean,9\n"
                                    "after,1,0,0.linear,activation_mean,1\nafter,1,0,1.relu,activation_mean,1\n"
                                    "after,1,0,2.batch_norm,activation_mean,1\nafter,1,0,3.linear,activation_mean,1\n"
                                    "after,2,0,0.linear,activation_mean,1000\n";

static Results results;
static Comparison comparison;
static Instruments instruments;

static void make(void) {
    report_write("x", "probe.csv", probes);
    report_compare(&comparison, &results, LOG, NULL);
    CHECK(instruments_make(&instruments, &comparison, &report_error) == OK, "%s", report_error.text);
}

static void columns(void) {
    const int all[] = {0, 1, 2, 3};
    int count;
    Text t = {0};
    const ProbeColumn *c = instruments_columns(&instruments, PROBE_ACTIVATION_MEAN, all, 4, &count, &report_arena);
    for (int k = 0; k < count; k++) text_printf(&t, "%s%s%d", k ? " " : "", c[k].kind, c[k].nth);
    CHECK_TEXT(report_kept(&t), "linear1 batch_norm1 relu1 linear2 relu2 linear3");
    instruments_columns(&instruments, PROBE_GRADIENT_NORM, all, 4, &count, &report_arena);
    CHECK(count == 1, "the whole network is a column, too: %d", count);
    instruments_columns(&instruments, PROBE_DEAD_UNITS, all, 4, &count, &report_arena);
    CHECK(count == 0, "%d", count);
}

static const ProbeSeries *at(int setting, const char *kind, int nth) {
    return instruments_at(&instruments.setting[setting], PROBE_ACTIVATION_MEAN, &(ProbeColumn){kind, nth});
}

static void means(void) {
    const SettingProbes *plain = &instruments.setting[0];
    const ProbeSeries *first = at(0, "linear", 1), *second = at(0, "linear", 2);
    CHECK(plain->epoch_count == 3 && plain->epoch[1] == 4, "the epochs of all runs: %d", plain->epoch_count);
    CHECK(first->at[0].n == 2 && first->at[0].mean == 2, "both runs: %g", first->at[0].mean);
    CHECK(fabs(first->at[0].sd - sqrt(2)) < 1e-12 && fabs(first->at[0].high - 2 - 12.7062047) < 1e-6, "%g, %g",
          first->at[0].sd, first->at[0].high);
    CHECK(first->at[1].n == 1 && first->at[1].mean == 10 && isnan(first->at[1].sd), "one run");
    CHECK(first->last.n == 2 && first->last.mean == 7, "each run's own last look: %g", first->last.mean);
    CHECK(first->first.mean == 2, "%g", first->first.mean);
    const ProbeEpochs last = plain->last[PROBE_ACTIVATION_MEAN];
    CHECK(last.least == 4 && last.most == 8, "%d to %d", last.least, last.most);
    CHECK(second->at[0].n == 1 && second->last.n == 0, "an empty cell is no number: %d", second->last.n);
    CHECK(at(1, "linear", 3)->at[0].mean == 9, "the third linear layer");
    CHECK(at(1, "linear", 4) == NULL && at(3, "linear", 1) == NULL, "who says nothing has none");
    CHECK(at(2, "linear", 1)->at[0].mean == 1, "a run that diverged does not count");
    CHECK(instruments.setting[3].series_count == 0 && instruments.any, "silent");
}

static void choices(void) {
    static const struct {
        const char *names, *message;
        int wanted;
        Status status;
    } cases[] = {
        {"all", "", 2, OK},
        {"activation_mean", "", 1, OK},
        {"activations,gradient_norm", "", 2, OK},
        {"activation_maen", "did you mean activation_mean?", 0, ERR_USAGE},
        {"", "no instrument says so; there are weights, gradients", 0, ERR_USAGE},
        {"activations,", "no instrument says so", 1, ERR_USAGE},
        {"bn_noise", "what these instruments say is there: gradients, activations", 0, ERR_DATA},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool wanted[PROBE_VALUE_COUNT] = {0};
        int count = 0;
        Error e = {0};
        const Status s = instruments_choose(&instruments, cases[i].names, "--probe", wanted, &e);
        for (int v = 0; v < PROBE_VALUE_COUNT; v++) count += wanted[v];
        CHECK(s == cases[i].status && count == cases[i].wanted, "%s: %d, %d", cases[i].names, s, count);
        if (s) CHECK(strstr(e.text, cases[i].message), "%s: %s", cases[i].names, e.text);
    }
}

int main(void) {
    report_begin();
    make();
    columns();
    means();
    choices();
    instruments_free(&instruments);
    report_free(&comparison, &results);
    return report_end("compare_instruments");
}
