#include "train/optimizer.h"

#include "math/build.h"

#define OPTIMIZER_ADDRESS(constant, name) &optimizer_##name,
static const OptimizerKind *const kinds[] = {OPTIMIZERS(OPTIMIZER_ADDRESS)};

static void take_gradient(GradientSink *sink, const Param *param, size_t from, const real *gradient, size_t count) {
    const Optimizer *o = (const Optimizer *)sink;
    real *slab[OPTIMIZER_SLABS];
    for (int i = 0; i < OPTIMIZER_SLABS; i++) slab[i] = i < o->kind->slabs ? o->slab[i] + param->first + from : NULL;
    o->kind->update(&o->step, param->role, param->at + from, slab, gradient, count);
}

bool optimizer_take(Optimizer *o, const TrainSpec *spec, size_t param_count, Arena *arena) {
    *o = (Optimizer){.sink = {take_gradient}, .kind = kinds[spec->optimizer.kind], .spec = spec};
    for (int i = 0; i < o->kind->slabs; i++) {
        o->slab[i] = arena_take(arena, param_count, sizeof(real));
        if (!o->slab[i]) return false;
    }
    return true;
}

void optimizer_begin(Optimizer *o, int64_t number, double learning_rate, double momentum) {
    const TrainSpec *spec = o->spec;
    o->step = (Step){.number = number, .momentum = (real)momentum};
    for (int role = 0; role < ROLES_TRAINED; role++) {
        const bool norm = role == ROLE_GAMMA || role == ROLE_BETA;
        o->step.learning_rate[role] = norm ? learning_rate * spec->norm_rate : learning_rate;
        o->step.rate[role] = (real)o->step.learning_rate[role];
    }
    o->step.decay[ROLE_WEIGHT] = (real)spec->weight_decay;
    if (o->kind->begin) o->kind->begin(&o->step, spec);
}
