// The trainer's state as a list of named spans.
#include <stdio.h>
#include <string.h>

#include "math/build.h"
#include "math/panel.h"
#include "train/step_rule.h"
#include "train/trainer.h"

enum { POSITIONS = 9 };

static void add(Trainer *t, Span span) {
    t->spans[t->span_count++] = span;
}

// What averages keep of a parameter or statistic: "0.weight.ema", of several networks "0.weight.snapshots_2".
static void add_averages(Trainer *t, int layer, const Param *p, Span span) {
    const bool statistic = p->role == ROLE_STATISTIC;
    for (int i = 0; i < AVERAGE_COUNT; i++) {
        const int networks = t->averages.networks[i];
        for (int n = 0; n < networks && !(statistic && t->averages.kind[i]->makes_statistics); n++) {
            const NetworkCopy *kept = &t->averages.kept[i][n];
            span.at = (statistic ? kept->statistics : kept->params) + p->first;
            snprintf(span.name, sizeof span.name, "%d.%s.%s", layer, p->name, average_names[i]);
            const size_t end = strlen(span.name);
            if (networks > 1) snprintf(span.name + end, sizeof span.name - end, "_%d", n);
            add(t, span);
        }
    }
}

static void add_param(Trainer *t, int layer, const Param *p) {
    const OptimizerKind *kind = t->optimizer.kind;
    Span span = {.rows = p->rows, .cols = p->cols, .size = panel_size(p->rows, p->cols) * sizeof(real)};
    span.role = (int)p->role;
    span.at = p->at;
    snprintf(span.name, sizeof span.name, "%d.%s", layer, p->name);
    add(t, span);
    span.role = SPAN_SLAB;
    add_averages(t, layer, p, span);
    if (p->role == ROLE_STATISTIC) return;
    for (int i = 0; i < kind->slabs; i++) {
        span.at = t->optimizer.slab[i] + p->first;
        snprintf(span.name, sizeof span.name, "%d.%s.%s", layer, p->name, kind->slab[i]);
        add(t, span);
    }
    for (int i = 0; i < t->optimizer.rules; i++) {
        const StepRule *rule = t->optimizer.rule[i];
        if (!rule->slab) continue;
        span.at = t->optimizer.kept[i] + p->first;
        snprintf(span.name, sizeof span.name, "%d.%s.%s", layer, p->name, rule->slab);
        add(t, span);
    }
}

static void add_position(Trainer *t, const char *name, void *at) {
    Span span = {.role = SPAN_POSITION, .rows = 1, .cols = 1, .at = at, .size = 8};
    snprintf(span.name, sizeof span.name, "position.%s", name);
    add(t, span);
}

bool spans_list(Trainer *t) {
    const Network *net = t->net;
    int params = 0, each = 1 + OPTIMIZER_SLABS + STEP_RULES_MOST;
    for (int l = 0; l < net->layer_count; l++) params += net->layer[l]->param_count;
    for (int i = 0; i < AVERAGE_COUNT; i++) each += t->averages.networks[i];
    t->spans = arena_take(&t->arena, (size_t)(params * each + POSITIONS), sizeof *t->spans);
    if (!t->spans) return false;
    for (int l = 0; l < net->layer_count; l++)
        for (int i = 0; i < net->layer[l]->param_count; i++) add_param(t, l, &net->layer[l]->param[i]);
    add_position(t, "epoch", &t->epoch);
    add_position(t, "steps", &t->steps);
    add_position(t, "samples", &t->samples);
    add_position(t, "epoch_samples", &t->epoch_samples);
    add_position(t, "epoch_loss", &t->epoch_loss);
    add_position(t, "rate", &t->rate);
    if (t->spec.schedule.kind != SCHEDULE_PLATEAU) return true;
    add_position(t, "plateau_factor", &t->schedule.factor);
    add_position(t, "plateau_best", &t->schedule.best);
    add_position(t, "plateau_waited", &t->schedule.waited);
    return true;
}
