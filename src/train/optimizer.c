#include "train/optimizer.h"

#include <string.h>

#include "math/build.h"
#include "math/panel.h"
#include "train/step_rule.h"

#define OPTIMIZER_ADDRESS(constant, name) &optimizer_##name,
static const OptimizerKind *const kinds[] = {OPTIMIZERS(OPTIMIZER_ADDRESS)};

#define STEP_RULE_ADDRESS(name) &step_rule_##name,
static const StepRule *const rules[] = {STEP_RULES(STEP_RULE_ADDRESS)};
_Static_assert(sizeof rules / sizeof *rules <= STEP_RULES_MOST, "room for all rules");

// The optimizer's own update of some elements.
static void update(const Optimizer *o, const Param *param, size_t from, const real *gradient, size_t count) {
    real *slab[OPTIMIZER_SLABS];
    for (int i = 0; i < OPTIMIZER_SLABS; i++) slab[i] = i < o->kind->slabs ? o->slab[i] + param->first + from : NULL;
    o->kind->update(&o->step, param->role, param->at + from, slab, gradient, count);
}

static void take_piece(GradientSink *sink, const Param *param, size_t from, real *gradient, size_t count) {
    const Optimizer *o = (const Optimizer *)sink;
    for (int i = 0; i < o->rules; i++)
        if (o->rule[i]->piece) o->rule[i]->piece(o->spec, &o->step, param->role, param->at + from, gradient, count);
    update(o, param, from, gradient, count);
}

static void gather(GradientSink *sink, const Param *param, size_t from, real *gradient, size_t count) {
    const Optimizer *o = (const Optimizer *)sink;
    memcpy(o->gradient + param->first + from, gradient, count * sizeof *gradient);
}

// What an update reads of an element: the weight, and the optimizer's numbers of it.
static void say_reads(Optimizer *o) {
    _Static_assert(1 + OPTIMIZER_SLABS <= SOON_MOST, "room for all slabs");
    o->sink.reads[o->sink.read_count++] = o->net->params;
    for (int i = 0; i < o->kind->slabs; i++) o->sink.reads[o->sink.read_count++] = o->slab[i];
}

// Which rules act, and what they keep.
static bool take_rules(Optimizer *o, const Network *net, Arena *arena) {
    bool whole = false;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (!rules[i]->wanted(o->spec)) continue;
        whole |= rules[i]->whole != NULL;
        if (rules[i]->slab) {
            o->kept[o->rules] = arena_take(arena, net->param_count, sizeof(real));
            if (!o->kept[o->rules]) return false;
        }
        o->rule[o->rules++] = rules[i];
    }
    if (!whole) return true;
    o->sink.take = gather;
    o->gradient = arena_take(arena, net->param_count, sizeof(real));
    return o->gradient;
}

bool optimizer_take(Optimizer *o, const TrainSpec *spec, Network *net, Arena *arena) {
    *o = (Optimizer){.sink = {.take = take_piece}, .kind = kinds[spec->optimizer.kind], .spec = spec, .net = net};
    for (int i = 0; i < o->kind->slabs; i++) {
        o->slab[i] = arena_take(arena, net->param_count, sizeof(real));
        if (!o->slab[i]) return false;
    }
    if (!take_rules(o, net, arena)) return false;
    if (!o->gradient) say_reads(o);
    return true;
}

void optimizer_start(Optimizer *o) {
    for (int i = 0; i < o->rules; i++)
        if (o->rule[i]->start) o->rule[i]->start(o->net, o->kept[i]);
}

void optimizer_begin(Optimizer *o, int64_t number, double learning_rate, double momentum) {
    const TrainSpec *spec = o->spec;
    o->step = (Step){.number = number, .momentum = (real)momentum};
    for (int role = 0; role < ROLES_TRAINED; role++) {
        const bool norm = role == ROLE_GAMMA || role == ROLE_BETA;
        o->step.learning_rate[role] = norm ? learning_rate * spec->norm_rate : learning_rate;
        o->step.rate[role] = (real)o->step.learning_rate[role];
        if (step_rule_decays(spec, (Role)role)) o->step.decay[role] = (real)spec->weight_decay;
    }
    if (o->kind->begin) o->kind->begin(&o->step, spec);
}

// The rules before the update, and the update, of a gradient that was gathered.
static void take_gathered(Optimizer *o) {
    const Network *net = o->net;
    for (int i = 0; i < o->rules; i++) {
        const StepRule *rule = o->rule[i];
        if (rule->whole) rule->whole(o->spec, net, o->gradient);
        for (int l = 0; rule->piece && l < net->layer_count; l++)
            for (int k = 0; k < net->layer[l]->param_count; k++) {
                const Param *p = &net->layer[l]->param[k];
                if (p->role == ROLE_STATISTIC) continue;
                rule->piece(o->spec, &o->step, p->role, p->at, o->gradient + p->first, panel_size(p->rows, p->cols));
            }
    }
    for (int l = 0; l < net->layer_count; l++)
        for (int k = 0; k < net->layer[l]->param_count; k++) {
            const Param *p = &net->layer[l]->param[k];
            if (p->role != ROLE_STATISTIC) update(o, p, 0, o->gradient + p->first, panel_size(p->rows, p->cols));
        }
}

void optimizer_end(Optimizer *o) {
    if (o->gradient) take_gathered(o);
    for (int i = 0; i < o->rules; i++)
        if (o->rule[i]->after) o->rule[i]->after(o->spec, &o->step, o->net, o->kept[i]);
}
