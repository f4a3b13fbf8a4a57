#include "train/sample_rule.h"

#include "math/build.h"
#include "math/panel.h"

#define SAMPLE_RULE_ADDRESS(name) &sample_rule_##name,
static const SampleRule *const all[] = {SAMPLE_RULES(SAMPLE_RULE_ADDRESS)};
_Static_assert(sizeof all / sizeof *all <= SAMPLE_RULES_MOST, "room for all rules");

static bool take_shares(SampleRules *rules, const Dataset *data, int max_rows, Arena *arena) {
    if (data->classes == 0) return true;
    rules->share = arena_take(arena, (size_t)max_rows * (size_t)data->classes, sizeof(real));
    return rules->share;
}

static bool take_pairs(SampleRules *rules, const Dataset *data, int max_rows, Arena *arena) {
    const size_t inputs = panel_size(max_rows, data->features);
    const size_t answers = (size_t)max_rows * (size_t)(data->classes > 0 ? data->classes : data->targets);
    rules->partner = arena_take(arena, (size_t)max_rows, sizeof *rules->partner);
    rules->spare = arena_take(arena, inputs > answers ? inputs : answers, sizeof(real));
    return rules->partner && rules->spare;
}

static bool take_cuts(SampleRules *rules, const Dataset *data, Arena *arena) {
    rules->cut = arena_take(arena, (size_t)data->features, sizeof *rules->cut);
    return rules->cut;
}

bool sample_rules_take(SampleRules *rules, const TrainSpec *spec, const Dataset *data, int max_rows, Arena *arena) {
    bool blends = false, pairs = false, cuts = false;
    *rules = (SampleRules){.count = 0};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!all[i]->wanted(spec)) continue;
        blends |= all[i]->blends;
        pairs |= all[i]->pairs;
        cuts |= all[i]->cuts;
        rules->rule[rules->count++] = all[i];
    }
    return (!blends || take_shares(rules, data, max_rows, arena)) &&
           (!pairs || take_pairs(rules, data, max_rows, arena)) && (!cuts || take_cuts(rules, data, arena));
}

void sample_rules_apply(const SampleRules *rules, SamplePass pass) {
    const int rows = pass.batch->rows, classes = pass.data->classes;
    pass.share = rules->share;
    pass.partner = rules->partner;
    pass.spare = rules->spare;
    pass.cut = rules->cut;
    for (int r = 0; rules->share && r < rows; r++)
        for (int k = 0; k < classes; k++) rules->share[r * classes + k] = k == pass.batch->label[r] ? 1 : 0;
    for (int i = 0; i < rules->count; i++) rules->rule[i]->apply(&pass);
}
