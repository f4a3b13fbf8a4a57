// What instruments said, read back: which run says what, and what is refused.
#include "report_test.h"
#include "results/probes.h"

#define LOG "setting,seed,epoch,train_loss,test_loss\nplain,1,4,1,7\nplain,2,4,1,8\nbn,1,4,1,6\n"
#define HEADER "setting,seed,epoch,layer,probe,value\n"

static Status read_both(Results *r, const char *log, const char *probes) {
    report_write("x", "probe.csv", probes);
    return report_read(r, log);
}

static RunLog *run_of(const Results *r, int setting, int run) {
    return &r->settings[setting].runs[run];
}

#define SAYS(run, value, layer, epoch, want)                                                                           \
    do {                                                                                                               \
        const double got_ = probe_number(run, PROBE_##value, layer, epoch);                                            \
        CHECK(got_ == (want) || (isnan(got_) && isnan((double)(want))), #value " of %s at %d: %g, not %g",             \
              (const char *)(layer) ? (const char *)(layer) : "all", epoch, got_, (double)(want));                     \
    } while (0)

static const char said[] = HEADER "plain,1,0,0.linear,weight_norm,1\n"
                                  "plain,1,0,2.linear,weight_norm,3\n"
                                  "plain,1,0,,gradient_norm,50\n"
                                  "plain,1,4,0.linear,weight_norm,2\n"
                                  "plain,1,4,2.linear,weight_norm,5\n"
                                  "plain,1,4,10.linear,weight_norm,8\n"
                                  "plain,1,4,0.linear,gradient_norm,1.5\n"
                                  "plain,1,4,2.linear,gradient_norm,\n"
                                  "plain,1,4,,gradient_norm,60\n"
                                  "plain,1,4,,bn_mode_gap,-0.25\n"
                                  "plain,3,4,0.linear,weight_norm,99\n" // the log has no such run ...
                                  "other,1,4,0.linear,weight_norm,99\n" // ... nor setting
                                  "bn,1,4,1.batch_norm,bn_mean_noise,0.2\n"
                                  "bn,1,4,1.batch_norm,of_tomorrow,7\n"
                                  "bn,1,4,2.relu,dead_units,0\n";

static void whose_is_what(void) {
    Results r;
    CHECK(read_both(&r, LOG, said) == OK, "%s", report_error.text);
    const RunLog *run = run_of(&r, 0, 0), *bn = run_of(&r, 1, 0);
    CHECK(run->probe_count == 10 && run_of(&r, 0, 1)->probe_count == 0 && bn->probe_count == 2, "%d, %d",
          run->probe_count, bn->probe_count);
    CHECK(run->probes[5].layer == 10 && run->probes[5].epoch == 4 && run->probes[2].layer == PROBE_WHOLE, "places");
    CHECK_TEXT(run->probes[5].layer_name, "10.linear");
    CHECK_TEXT(run->probes[2].layer_name, "");
    CHECK(isnan(run->probes[7].number), "an empty cell is no number: %g", run->probes[7].number);
    CHECK(bn->probes[1].value == PROBE_DEAD_UNITS, "what this version does not know is skipped");
    CHECK_TEXT(r.unknown_probe ? r.unknown_probe : "", "of_tomorrow");
    results_free(&r);
}

static void asked_for(void) {
    Results r;
    CHECK(read_both(&r, LOG, said) == OK, "%s", report_error.text);
    const RunLog *run = run_of(&r, 0, 0);
    SAYS(run, WEIGHT_NORM, NULL, PROBE_LAST, 5); // (2 + 5 + 8) / 3
    SAYS(run, WEIGHT_NORM, NULL, 0, 2);
    SAYS(run, WEIGHT_NORM, NULL, 3, NAN);
    SAYS(run, WEIGHT_NORM, "first", PROBE_LAST, 2);
    SAYS(run, WEIGHT_NORM, "last", PROBE_LAST, 8); // by place, not by name
    SAYS(run, WEIGHT_NORM, "last", 0, 3);
    SAYS(run, WEIGHT_NORM, "2", PROBE_LAST, 5);
    SAYS(run, WEIGHT_NORM, "2.linear", 0, 3);
    SAYS(run, WEIGHT_NORM, "2.relu", 0, NAN);
    SAYS(run, WEIGHT_NORM, "1", 0, NAN);
    SAYS(run, WEIGHT_NORM, "whole", 4, NAN);
    SAYS(run, GRADIENT_NORM, NULL, 4, 1.5); // of layers, without the one that says nothing
    SAYS(run, GRADIENT_NORM, "whole", 4, 60);
    SAYS(run, GRADIENT_NORM, NULL, 0, 50); // where no layer says it, the whole's
    SAYS(run, GRADIENT_NORM, "first", 0, NAN);
    SAYS(run, BN_MODE_GAP, NULL, PROBE_LAST, -0.25);
    SAYS(run, DEAD_UNITS, NULL, PROBE_LAST, NAN);
    SAYS(run_of(&r, 0, 1), WEIGHT_NORM, NULL, PROBE_LAST, NAN);
    results_free(&r);
}

// Folds, and the candidate that was chosen for a seed.
static void folds_and_candidates(void) {
    Results r;
    CHECK(read_both(&r, "setting,seed,fold,epoch,train_loss,test_loss\na,1,0,1,1,1\na,1,1,1,1,1\n",
                    "setting,seed,fold,epoch,layer,probe,value\n"
                    "a,1,1,1,0.linear,weight_norm,11\na,1,0,1,0.linear,weight_norm,10\n") == OK,
          "%s", report_error.text);
    SAYS(run_of(&r, 0, 0), WEIGHT_NORM, NULL, PROBE_LAST, 10);
    SAYS(run_of(&r, 0, 1), WEIGHT_NORM, NULL, PROBE_LAST, 11);
    results_free(&r);
    CHECK(read_both(&r,
                    "setting,seed,candidate_of,epoch,train_loss,test_loss,val_loss\n"
                    "da,1,d,1,1,10,1\nda,2,d,1,1,11,3\ndb,1,d,1,1,20,2\ndb,2,d,1,1,21,2\n",
                    "setting,seed,candidate_of,epoch,layer,probe,value\n"
                    "da,1,d,1,0.linear,weight_norm,1\nda,2,d,1,0.linear,weight_norm,2\n"
                    "db,1,d,1,0.linear,weight_norm,3\ndb,2,d,1,0.linear,weight_norm,4\n") == OK,
          "%s", report_error.text);
    CHECK(r.setting_count == 1 && r.settings[0].run_count == 2, "one tuned setting");
    SAYS(run_of(&r, 0, 0), WEIGHT_NORM, NULL, PROBE_LAST, 1);
    SAYS(run_of(&r, 0, 1), WEIGHT_NORM, NULL, PROBE_LAST, 4);
    results_free(&r);
}

static void refused(void) {
    static const struct {
        const char *probes, *message;
    } cases[] = {
        {"", "probe.csv:1: not what instruments said: no column setting"},
        {"setting,seed,epoch,layer,probe\n", "probe.csv:1: not what instruments said: no column value"},
        {"setting,seed,epoch,layer,probe,value,seed\n", "probe.csv:1: two columns are named seed"},
        {HEADER "plain,1,0,0.linear\n", "probe.csv:2: the row has 4 fields, the header 6; was the file cut off?"},
        {HEADER "plain,x,0,0.linear,weight_norm,1\n", "probe.csv:2: column seed: \"x\" is not a whole number"},
        {HEADER "plain,1,0,,weight_norm,1\nplain,1,-1,,weight_norm,1\n", "probe.csv:3: column epoch: \"-1\" is not"},
        {HEADER "plain,1,0,linear,weight_norm,1\n", "probe.csv:2: column layer: \"linear\" is not the place and kind"},
        {HEADER "plain,1,0,99999999999.linear,weight_norm,1\n", "probe.csv:2: column layer: "},
        {HEADER "plain,1,0,2000000000.linear,weight_norm,1\n", "probe.csv:2: column layer: "},
        {HEADER "plain,1,0,,weight_norm,nan\n", "probe.csv:2: column value: \"nan\" is not a number"},
        {HEADER "plain,1,2,,weight_norm,1\nplain,1,1,,weight_norm,1\n", "probe.csv:3: the epochs of a run must ascend"},
        {HEADER "plain,1,2,,weight_norm,1\nbn,1,1,,weight_norm,1\nplain,1,3,,weight_norm,1\n",
         "probe.csv:4: this run's rows stand in two places; setting plain"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Results r;
        CHECK(read_both(&r, LOG, cases[i].probes) == ERR_DATA, "case %zu", i);
        CHECK(strstr(report_error.text, cases[i].message), "got \"%s\", want \"%s\"", report_error.text,
              cases[i].message);
        results_free(&r);
    }
}

static void none(void) {
    Results r;
    remove(path_join(&report_arena, report_folder, "x/probe.csv"));
    CHECK(report_read(&r, LOG) == OK, "%s", report_error.text);
    CHECK(run_of(&r, 0, 0)->probe_count == 0 && !r.unknown_probe, "without the file nothing is said");
    SAYS(run_of(&r, 0, 0), WEIGHT_NORM, NULL, PROBE_LAST, NAN);
    results_free(&r);
}

int main(void) {
    report_begin();
    whose_is_what();
    asked_for();
    folds_and_candidates();
    refused();
    none();
    return report_end("results_probes");
}
