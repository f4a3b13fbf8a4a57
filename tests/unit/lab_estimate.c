// What a plan will cost: counts to the number, times by given paces. No test looks at a clock.
#include "lab/estimate.h"

#include <math.h>

#include "lab/calibrate.h"
#include "unit/lab_test.h"

// An estimate of the experiment in `config`; free all three with `done`.
static void estimate(const char *config, Experiment *x, Plan *p, Estimate *t) {
    Error e = {0};
    lab_table();
    lab_experiment(x, config);
    CHECK(plan_make(p, x, &e) == OK && plan_open(p, &e) == OK, "%s", e.text);
    CHECK(estimate_open(t, p, engine_list()[0], &e) == OK, "%s", e.text);
}

static void done(Experiment *x, Plan *p, Estimate *t) {
    estimate_close(t);
    plan_close(p);
    experiment_free(x);
}

#define TABLE(size)                                                                                                    \
    "\"data\": {\"source\": \"csv\", \"file\": \"table.csv\", \"train_size\": " #size ", \"test_size\": 3}"

// Two inputs, two classes; 5 samples, so that in batches of 2 one is left over, which joins the batch before it or
// goes.
static void counts(void) {
    static const struct {
        int64_t parameters, steps, samples, evaluations;
    } want[] = {
        {2 * 4 + 4 + 4 * 2 + 2, 3 * 2, 3 * 5, 4},     // batches of 2 and 3
        {2 * 4 + 4 + 4 * 2 + 2, 3 * 2, 3 * 4, 4},     // the single one goes
        {2 * 4 + 4 + 4 * 2 + 2, 3 * 1, 3 * 5, 4},     // one batch of all
        {2 * 4 + 4 + 4 + 4 * 2 + 2, 3 * 2, 3 * 5, 4}, // gamma, and beta in the place of the bias
        {2 * 2 + 2, 7 * 2, 7 * 5, 1 + 3 + 1},         // after 2, 4, 6 epochs, and at the end
        {2 * 4 + 4 + 4 * 2 + 2, 0, 0, 1},
    };
    Experiment x;
    Plan p;
    Estimate t;
    estimate(
        "{\"name\": \"c\", " TABLE(
            5) ", \"train\": {\"epochs\": 3, \"batch_size\": 2}, \"model.hidden\": [4], "
               "\"settings\": [{\"name\": \"a\"}, {\"name\": \"drop\", \"train.last_batch\": \"drop\"},"
               "{\"name\": \"all\", \"train.batch_size\": 100}, {\"name\": \"bn\", \"regularize.batch_norm\": true},"
               "{\"name\": \"flat\", \"model.hidden\": [], \"train.epochs\": 7, \"train.eval_every\": 2},"
               "{\"name\": \"none\", \"train.epochs\": 0}]}",
        &x, &p, &t);
    for (int i = 0; i < 6; i++) {
        const SettingCost *c = &t.setting[i];
        CHECK(c->parameters == want[i].parameters, "setting %d: %d parameters", i, (int)c->parameters);
        CHECK(c->steps == want[i].steps, "setting %d: %d steps", i, (int)c->steps);
        CHECK(c->samples == want[i].samples, "setting %d: %d samples", i, (int)c->samples);
        CHECK(c->evaluations == want[i].evaluations, "setting %d: %d evaluations", i, (int)c->evaluations);
        CHECK(c->train == 5 && c->others == 3, "setting %d: %d and %d samples", i, c->train, c->others);
        CHECK(c->memory > 0, "setting %d takes no memory", i);
    }
    done(&x, &p, &t);
}

// What a trainer says it has done is what was counted.
static void as_trained(void) {
    Experiment x;
    Plan p;
    Estimate t;
    Trainer *trainer;
    Split split;
    Arena arena = {0};
    Error e = {0};
    double loss;
    estimate("{\"name\": \"t\", " TABLE(5) ", \"train\": {\"epochs\": 2, \"batch_size\": 4}}", &x, &p, &t);
    const RunSpec *spec = &x.settings[0].spec;
    const Engine *engine = engine_list()[0];
    CHECK(source_split(plan_source(&p, 0), 1, &arena, &split, &e) == OK, "%s", e.text);
    CHECK(engine->open(&trainer, &spec->model, &spec->train, &split, 1, &e) == OK, "%s", e.text);
    for (int i = 0; i < 2; i++) CHECK(engine->epoch(trainer, &loss), "diverged");
    CHECK(engine->parameters(trainer) == t.setting[0].parameters, "parameters");
    CHECK(engine->steps(trainer) == t.setting[0].steps, "steps");
    CHECK(engine->samples(trainer) == t.setting[0].samples, "samples");
    engine->close(trainer);
    arena_free(&arena);
    done(&x, &p, &t);
}

// Rates and lengths make no kind of their own, what a step does makes one; so does the data's shape, not its size.
static void kinds(void) {
    static const int want[] = {0, 0, 0, 1, 2, 0, 3};
    Experiment x;
    Plan p;
    Estimate t;
    estimate(
        "{\"name\": \"k\", " TABLE(
            5) ", \"train.momentum\": 0.5, \"settings\": [{\"name\": \"a\"}, "
               "{\"name\": \"rate\", \"train.learning_rate\": 0.3}, {\"name\": \"long\", \"train.epochs\": 99}, "
               "{\"name\": \"no momentum\", \"train.momentum\": 0}, {\"name\": \"batch\", \"train.batch_size\": 2},"
               "{\"name\": \"less\", \"data.train_size\": 3}, {\"name\": \"one column\", \"data.use\": [\"a\"]}]}",
        &x, &p, &t);
    CHECK(t.kind_count == 4, "%d kinds", t.kind_count);
    for (int i = 0; i < 7; i++) CHECK(t.setting[i].kind == want[i], "setting %d is of kind %d", i, t.setting[i].kind);
    CHECK(t.setting[5].train == 3, "%d samples of less", t.setting[5].train);
    done(&x, &p, &t);
}

// At the start, at epochs that are evaluated and whose turn it is, and at the last.
static void looks(void) {
    static const int64_t want[] = {1 + 1, 1 + 5, 1 + 1 + 1, 1, 1 + 2};
    Experiment x;
    Plan p;
    Estimate t;
    estimate("{\"name\": \"l\", " TABLE(5) ", \"train.epochs\": 10, \"probe\": [\"weights\"], \"probe_every\": 2, "
                                           "\"settings\": [{\"name\": \"a\", \"train.eval_every\": 5}, "
                                           "{\"name\": \"b\"}, {\"name\": \"c\", \"train.eval_every\": 3}, "
                                           "{\"name\": \"d\", \"train.epochs\": 0}, "
                                           "{\"name\": \"e\", \"train.epochs\": 3, \"data.train_size\": 4}]}",
             &x, &p, &t);
    for (int i = 0; i < 5; i++) {
        const SettingCost *c = &t.setting[i];
        CHECK(c->looks == want[i], "setting %d: %d looks", i, (int)c->looks);
        CHECK(c->looked == (i == 4 ? 4 : 5), "setting %d: at %d samples", i, c->looked);
    }
    done(&x, &p, &t);
}

// Runs of 1 and 3 seconds (and what writing their rows takes), dealt to two jobs in order.
static void times(void) {
    Experiment x;
    Plan p;
    Estimate t;
    estimate("{\"name\": \"s\", " TABLE(
                 5) ", \"train\": {\"epochs\": 2, \"eval_every\": 2}, \"seeds\": 2, "
                    "\"settings\": [{\"name\": \"a\"}, {\"name\": \"b\", \"train.epochs\": 6, \"train.eval_every\": 6},"
                    "{\"name\": \"other\", \"train.batch_size\": 2}]}",
             &x, &p, &t);
    CHECK(isnan(estimate_run(&t, 0).about), "known without a calibration");
    const Times pace = {0.1, 0.05, 0.2};
    t.pace[0] = (Pace){.train = pace};
    t.calibrated = 1;
    const Times a = estimate_run(&t, 0), b = estimate_run(&t, 1), other = estimate_run(&t, 2);
    CHECK(fabs(a.about - 1) < 1e-3 && fabs(b.about - 3) < 1e-3, "%g and %g s", a.about, b.about);
    CHECK(fabs(a.least - 0.5) < 1e-3 && fabs(a.most - 2) < 1e-3, "%g to %g s", a.least, a.most);
    CHECK(fabs(other.about - 1) < 1e-3 && fabs(other.most - 4) < 1e-3 && fabs(other.least - 0.25) < 1e-3,
          "a kind that was not calibrated: %g to %g s", other.least, other.most);
    const int runs[] = {2, 1, 0};
    CHECK(fabs(estimate_runs(&t, runs, 1).about - 5) < 1e-2, "one job: %g s", estimate_runs(&t, runs, 1).about);
    CHECK(fabs(estimate_runs(&t, runs, 2).about - 4) < 1e-2, "two jobs: %g s", estimate_runs(&t, runs, 2).about);
    t.setting[0].looks = 3, t.setting[0].looked = 4;
    t.pace[0].look = 0.5, t.pace[0].look_sample = 0.25;
    CHECK(fabs(estimate_looks(&t, 0) - 4.5) < 1e-9, "three looks: %g s", estimate_looks(&t, 0));
    CHECK(fabs(estimate_run(&t, 0).about - 5.5) < 1e-3, "a run with three looks: %g s", estimate_run(&t, 0).about);
    t.setting[0].looks = 0;
    t.load = 2;
    CHECK(fabs(estimate_run(&t, 0).about - 2) < 1e-3 && fabs(estimate_run(&t, 0).least - 0.5) < 1e-3, "load");
    CHECK(estimate_memory(&t, 2) - estimate_memory(&t, 1) == estimate_memory(&t, 1) - estimate_memory(&t, 0), "memory");
    done(&x, &p, &t);
}

// A calibration gives every kind a pace where there is time, also where the settings would diverge; what they are is
// not looked at.
static void calibrated(void) {
    Experiment x;
    Plan p;
    Estimate t;
    estimate("{\"name\": \"l\", " TABLE(5) ", \"probe\": \"all\", "
                                           "\"train\": {\"epochs\": 2, \"learning_rate\": 1000000}, \"settings\": ["
                                           "{\"name\": \"a\"}, {\"name\": \"b\", \"train.batch_size\": 2}, {\"name\": "
                                           "\"c\", \"regularize.swa\": 0.5}]}",
             &x, &p, &t);
    calibrate(&t, engine_list()[0], 2, (Patience){.kind = 0.02, .all = 20});
    CHECK(t.calibrated == 3 && t.kind_count == 3, "%d of %d kinds", t.calibrated, t.kind_count);
    for (int k = 0; k < t.kind_count; k++) {
        const Pace *pace = &t.pace[k];
        CHECK(pace->train.least > 0 && pace->train.least <= pace->train.about, "kind %d", k);
        CHECK(pace->look >= 0 && pace->look_sample >= 0 && pace->look + pace->look_sample > 0, "kind %d: looks", k);
        CHECK(pace->train.most >= pace->train.about && pace->eval_train > 0 && pace->eval_others > 0, "kind %d", k);
    }
    CHECK(t.load >= 1, "load %g", t.load);
    done(&x, &p, &t);
}

int main(void) {
    lab_test_begin();
    counts();
    as_trained();
    kinds();
    looks();
    times();
    calibrated();
    return lab_test_end("lab_estimate");
}
