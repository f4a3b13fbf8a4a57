// Tunings: which candidates they make, of whom, under which names; and that a resolved config reads back to the same.
// (What is refused: tests/bad-input/cases.txt.)
#include "config/experiment.h"
#include "config/resolved.h"
#include "config/tune.h"
#include "test.h"

static Arena texts; // of configs, which experiments look at as long as they live

static Status read_text(Experiment *x, const char *json, const char *set, Error *e) {
    char *text = arena_text(&texts, json);
    const ConfigText config = {.name = "t.json", .folder = "", .text = text, .size = strlen(json)};
    *e = (Error){0};
    return experiment_read_text(x, &config, &(Overrides){.set_count = set != NULL, .set = &set}, e);
}

#define PARTS "\"data.validation_size\": 50, "

typedef struct Case {
    const char *json, *set;
    const char *settings; // each "name", and " of TUNED" for a candidate, and "!" where the choice is over seeds
    const char *note;     // the first; NULL: there is none
} Case;

static const Case cases[] = {
    // In a setting; the last axis changes first. Names have the options in the order of the table.
    {"{ " PARTS "\"settings\": [ { \"name\": \"plain\" },"
     "  { \"name\": \"d\", \"tune\": { \"regularize.dropout\": [0.1, 0.3], \"train\": { \"epochs\": [1, 2] } } } ] }",
     NULL,
     "plain; d,epochs=1,dropout=0.1 of d; d,epochs=2,dropout=0.1 of d; d,epochs=1,dropout=0.3 of d; "
     "d,epochs=2,dropout=0.3 of d",
     NULL},
    // At the top level, for all: a setting's own tuning is crossed with it, a setting's own option goes before.
    {"{ " PARTS "\"tune\": { \"train.epochs\": { \"range\": [1, 2, 1] } }, \"choose\": \"over_seeds\", \"settings\": ["
     "  { \"name\": \"a\" }, { \"name\": \"b\", \"train.epochs\": 9 },"
     "  { \"name\": \"c\", \"choose\": \"per_seed\", \"tune\": { \"regularize.dropout\": [0, 0.5] } },"
     "  { \"name\": \"d\", \"tune\": { \"train.epochs\": [7, 8] } } ] }",
     NULL,
     "a,epochs=1 of a!; a,epochs=2 of a!; b; c,epochs=1,dropout=0 of c; c,epochs=2,dropout=0 of c; "
     "c,epochs=1,dropout=0.5 of c; c,epochs=2,dropout=0.5 of c; d,epochs=7 of d!; d,epochs=8 of d!",
     "settings \"a,epochs=1\", \"c,epochs=1,dropout=0\" are identical: no option differs, so their runs will be the "
     "same"},
    // Without settings there is one, whose candidates are called by what they are given.
    {"{ " PARTS "\"tune\": { \"train.epochs\": [1, 2], \"choose\": \"over_seeds\" } }", NULL,
     "epochs=1 of base!; epochs=2 of base!", NULL},
    // Each point of a sweep has its own tuning.
    {"{ " PARTS "\"sweep\": { \"train.batch_size\": [8, 9] },"
     "  \"settings\": [ { \"name\": \"a\", \"tune\": { \"train.epochs\": [1, 2] } } ] }",
     NULL,
     "a,batch_size=8,epochs=1 of a,batch_size=8; a,batch_size=8,epochs=2 of a,batch_size=8; "
     "a,batch_size=9,epochs=1 of a,batch_size=9; a,batch_size=9,epochs=2 of a,batch_size=9",
     NULL},
    {"{ " PARTS "\"tune\": { \"train.epochs\": [1, 2] } }", "train.batch_size=8,9",
     "batch_size=8,epochs=1 of batch_size=8; batch_size=8,epochs=2 of batch_size=8; "
     "batch_size=9,epochs=1 of batch_size=9; batch_size=9,epochs=2 of batch_size=9",
     NULL},
    // What the sweep gives names the tuning, also where only some of its candidates use it.
    {"{ " PARTS "\"sweep\": { \"train.optimizer.beta1\": [0.8, 0.9] },"
     "  \"settings\": [ { \"name\": \"a\", \"tune\": { \"train.optimizer\": [\"sgd\", \"adam\"] } } ] }",
     NULL,
     "a,beta1=0.8,optimizer=sgd of a,beta1=0.8; a,beta1=0.8,optimizer=adam of a,beta1=0.8; "
     "a,beta1=0.9,optimizer=sgd of a,beta1=0.9; a,beta1=0.9,optimizer=adam of a,beta1=0.9",
     "settings \"a,beta1=0.8,optimizer=sgd\", \"a,beta1=0.9,optimizer=sgd\" are identical: no option differs, so "
     "their runs will be the same"},
    // Candidates that come out equal are one; a single one is the setting itself.
    {"{ " PARTS "\"settings\": [ { \"name\": \"a\", \"tune\": { \"train.epochs\": [1, 2, 1] } },"
     "  { \"name\": \"b\", \"tune\": { \"regularize.dropout\": [0.5, 0.5] } } ] }",
     NULL, "a,epochs=1 of a; a,epochs=2 of a; b",
     "tune: 2 points came out equal to another, and are one setting with it"},
    // Points that are listed; one of them may be the setting as it is. --set choose holds where nothing else does.
    {"{ " PARTS
     "\"settings\": [ { \"name\": \"a\", \"tune\": [ {}, { \"train.epochs\": 5, \"model.hidden\": [4] } ] } ] }",
     "choose=over_seeds", "a of a!; a,hidden=4,epochs=5 of a!", NULL},
    // By hand, as a resolved config has it.
    {"{ " PARTS "\"settings\": [ { \"name\": \"x\", \"candidate_of\": \"d\", \"regularize.dropout\": 0.5 },"
     "  { \"name\": \"y\", \"candidate_of\": \"d\" }, { \"name\": \"z\", \"train.epochs\": 3 } ] }",
     NULL, "x of d; y of d; z", NULL},
};

// The settings as Case has them.
static void show(const Experiment *x, Text *out) {
    for (int i = 0; i < x->setting_count; i++) {
        const Setting *s = &x->settings[i];
        text_printf(out, "%s%s", i ? "; " : "", s->name);
        if (s->candidate_of) text_printf(out, " of %s", s->candidate_of);
        if (s->choose == CHOOSE_OVER_SEEDS) text_add(out, "!");
    }
}

static void test_cases(void) {
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        Experiment x, again;
        Error e;
        Text shown = {0}, resolved = {0}, reread = {0}, shown_again = {0};
        const bool good = read_text(&x, cases[c].json, cases[c].set, &e) == OK;
        CHECK(good, "%zu: %s", c, e.text);
        if (!good) continue;
        show(&x, &shown);
        CHECK_TEXT(shown.data, cases[c].settings);
        CHECK_TEXT(x.notes.count ? x.notes.text[0] : "", cases[c].note ? cases[c].note : "");
        experiment_resolved(&x, &resolved);
        CHECK(read_text(&again, resolved.data, NULL, &e) == OK, "%zu: %s", c, e.text);
        show(&again, &shown_again);
        experiment_resolved(&again, &reread);
        CHECK_TEXT(shown_again.data, cases[c].settings);
        CHECK_TEXT(reread.data, resolved.data);
        experiment_free(&x);
        experiment_free(&again);
        text_free(&shown);
        text_free(&resolved);
        text_free(&reread);
        text_free(&shown_again);
    }
}

// Draws are those of the seed, and the same for settings that are tuned alike.
static void test_sample(void) {
    static const char json[] = "{ " PARTS "\"tune\": { \"sample\": { \"points\": 5, \"seed\": %d },"
                               "  \"train.learning_rate\": { \"log_uniform\": [1e-3, 1] } },"
                               "  \"settings\": [ { \"name\": \"a\" }, { \"name\": \"b\" } ] }";
    double first[2];
    for (int seed = 1; seed <= 2; seed++) {
        char text[300];
        Experiment x;
        Error e;
        snprintf(text, sizeof text, json, seed);
        CHECK(read_text(&x, text, NULL, &e) == OK, "%s", e.text);
        CHECK(x.setting_count == 10, "%d", x.setting_count);
        for (int i = 0; i < 5 && x.setting_count == 10; i++)
            CHECK_NEAR(x.settings[i].spec.train.learning_rate, x.settings[i + 5].spec.train.learning_rate, 0);
        first[seed - 1] = x.settings[0].spec.train.learning_rate;
        experiment_free(&x);
    }
    CHECK(first[0] != first[1]);
}

// A config that is one run of a candidate tunes nothing.
static void test_one_run(void) {
    Experiment x;
    Error e;
    Text one = {0};
    CHECK(read_text(&x, cases[2].json, NULL, &e) == OK, "%s", e.text);
    CHECK(x.tunes && x.over_seeds);
    experiment_resolved_run(&x, 1, 3, &one);
    experiment_free(&x);
    CHECK(read_text(&x, one.data, NULL, &e) == OK, "%s", e.text);
    CHECK(!x.tunes && x.setting_count == 1);
    CHECK_TEXT(x.settings[0].name, "epochs=2");
    CHECK(!x.settings[0].candidate_of && x.settings[0].spec.train.epochs == 2);
    experiment_free(&x);
    text_free(&one);
}

int main(void) {
    test_cases();
    test_sample();
    test_one_run();
    arena_free(&texts);
    return test_end("config_tune");
}
