#include "train/sample_rule.h"

#include "math/build.h"

#define SAMPLE_RULE_ADDRESS(name) &sample_rule_##name,
static const SampleRule *const all[] = {SAMPLE_RULES(SAMPLE_RULE_ADDRESS)};
_Static_assert(sizeof all / sizeof *all <= SAMPLE_RULES_MOST, "room for all rules");

bool sample_rules_take(SampleRules *rules, const TrainSpec *spec, const Dataset *data, int max_rows, Arena *arena) {
    bool blends = false;
    *rules = (SampleRules){.count = 0};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!all[i]->wanted(spec)) continue;
        blends |= all[i]->blends;
        rules->rule[rules->count++] = all[i];
    }
    if (!blends || data->classes == 0) return true;
    rules->share = arena_take(arena, (size_t)max_rows * (size_t)data->classes, sizeof(real));
    return rules->share;
}

void sample_rules_apply(const SampleRules *rules, SamplePass pass) {
    const int rows = pass.batch->rows, classes = pass.data->classes;
    pass.share = rules->share;
    for (int r = 0; rules->share && r < rows; r++)
        for (int k = 0; k < classes; k++) rules->share[r * classes + k] = k == pass.batch->label[r] ? 1 : 0;
    for (int i = 0; i < rules->count; i++) rules->rule[i]->apply(&pass);
}
