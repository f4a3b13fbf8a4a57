// What rules do around a step, against numbers worked out by hand: one linear layer of two inputs and one output.
#include "train/step_rule.h"

#include "math/panel.h"

#include "test.h"

enum { IN = 2, OUT = 1 };

typedef struct Case {
    const char *name;
    TrainSpec spec; // learning_rate 0.5 where it is 0, no momentum
    double want[3]; // the weights and the bias after one step from 3, -4 and 1 with gradients 0.5, -1 and 2
} Case;

static const Case cases[] = {
    {"no rule", {.momentum = 0}, {2.75, -3.5, 0}},
    {"weight_decay", {.weight_decay = 0.1}, {3 - 0.5 * 0.8, -4 + 0.5 * 1.4, 0}},
    {"weight_decay of all",
     {.weight_decay = 0.1, .decay_what = DECAY_ALL},
     {3 - 0.5 * 0.8, -4 + 0.5 * 1.4, 1 - 0.5 * 2.1}},
    {"l1", {.l1 = 0.25}, {3 - 0.5 * 0.75, -4 + 0.5 * 1.25, 0}},
    {"l1 of all", {.l1 = 0.25, .decay_what = DECAY_ALL}, {3 - 0.5 * 0.75, -4 + 0.5 * 1.25, 1 - 0.5 * 2.25}},
    {"l2", {.l2 = 0.05}, {3 - 0.5 * 0.8, -4 + 0.5 * 1.4, 0}},
    {"decoupled_decay", {.decoupled_decay = 0.5}, {3 * 0.75 - 0.25, -4 * 0.75 + 0.5, 0}},
    {"decoupled_decay of all", {.decoupled_decay = 0.5, .decay_what = DECAY_ALL}, {2, -2.5, 0.75 - 1}},
    {"clip_value", {.clip_value = 0.75}, {2.75, -4 + 0.375, 1 - 0.375}},
    // ||g||^2 = 0.25 + 1 + 4
    {"clip_norm", {.clip_norm = 0.22912878474779199}, {3 - 0.025, -4 + 0.05, 1 - 0.1}},
    {"clip_norm beyond", {.clip_norm = 2.3}, {2.75, -3.5, 0}},
    // Penalties belong to the loss whose gradient is clipped: 0.5 + 0.25, -1 - 0.25, 2.
    {"l1 and clip_value", {.l1 = 0.25, .clip_value = 0.7}, {3 - 0.35, -4 + 0.35, 1 - 0.35}},
    {"l2 and clip_norm", {.l2 = 0.05, .clip_norm = 1e9}, {3 - 0.5 * 0.8, -4 + 0.5 * 1.4, 0}},
    // (2.75, -3.5) has the length sqrt(19.8125).
    {"max_norm", {.max_norm = 2.225561726845607}, {1.375, -1.75, 0}},
    {"max_norm beyond", {.max_norm = 5}, {2.75, -3.5, 0}},
    {"clip_norm and max_norm", {.clip_norm = 1e9, .max_norm = 2.225561726845607}, {1.375, -1.75, 0}},
};

static void test_by_hand(void) {
    const ModelSpec model = {.init = INIT_NORMAL, .init_sd = 1, .dropout_count = 1};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena arena = {0};
        Optimizer o;
        TrainSpec spec = cases[i].spec;
        spec.learning_rate = 0.5;
        spec.norm_rate = 1;
        Network *net = network_new(&arena, &model, IN, OUT, 2);
        CHECK(net && optimizer_take(&o, &spec, net, &arena), "memory");
        if (!net) return;
        Param *weight = &net->layer[0]->param[0], *bias = &net->layer[0]->param[1];
        const int width = panel_width(OUT, 0); // padding: weights and gradients of 0
        real dw[IN * PANEL] = {0.5, [8] = -1}, db[PANEL] = {2};
        CHECK(width == 8, "a panel of %d", width);
        weight->at[0] = 3, weight->at[width] = -4, bias->at[0] = 1;
        optimizer_start(&o);
        optimizer_begin(&o, 1, spec.learning_rate, 0);
        o.sink.take(&o.sink, weight, 0, dw, panel_size(IN, OUT));
        o.sink.take(&o.sink, bias, 0, db, panel_size(1, OUT));
        optimizer_end(&o);
        const double got[] = {(double)weight->at[0], (double)weight->at[width], (double)bias->at[0]};
        for (int k = 0; k < 3; k++)
            CHECK(fabs(got[k] - cases[i].want[k]) < 1e-12, "%s: %d: got %.9g, want %.9g", cases[i].name, k, got[k],
                  cases[i].want[k]);
        for (int c = 1; c < width; c++) CHECK(weight->at[c] == 0 && bias->at[c] == 0, "padding stays 0");
        arena_free(&arena);
    }
}

// Every second step the slow weights go half of the way: from 0, steps of -1 lead to -1, then to (0 - 2) / 2 = -1, to
// -2 and to (-1 - 3) / 2 = -2.
static void test_lookahead(void) {
    static const double want[] = {-1, -1, -2, -2, -3};
    const ModelSpec model = {.init = INIT_NORMAL, .init_sd = 1, .dropout_count = 1};
    const TrainSpec spec = {.learning_rate = 1, .lookahead = 0.5, .lookahead_steps = 2};
    Arena arena = {0};
    Optimizer o;
    Network *net = network_new(&arena, &model, IN, OUT, 2);
    CHECK(net && optimizer_take(&o, &spec, net, &arena), "memory");
    if (!net) return;
    Param *bias = &net->layer[0]->param[1];
    bias->at[0] = 0;
    optimizer_start(&o);
    for (int n = 0; n < 5; n++) {
        real db[PANEL] = {1};
        optimizer_begin(&o, n + 1, spec.learning_rate, 0);
        o.sink.take(&o.sink, bias, 0, db, panel_size(1, OUT));
        optimizer_end(&o);
        CHECK_NEAR(bias->at[0], want[n], 0);
    }
    arena_free(&arena);
}

int main(void) {
    test_by_hand();
    test_lookahead();
    return test_end("step_rules");
}
