// The stack of layers: for each slot, in order, the kinds that the options want there.
#include "math/build.h"
#include "nn/kinds.h"
#include "nn/network.h"
#include "nn/weight_rule.h"

#define LAYER_ADDRESS(constant, name) &layer_##name,
static const LayerKind *const kinds[] = {LAYER_KINDS(LAYER_ADDRESS)};
#define KINDS (sizeof kinds / sizeof *kinds)

#define RULE_ADDRESS(name) &weight_rule_##name,
static const WeightRule *const rules[] = {WEIGHT_RULES(RULE_ADDRESS)};

// How the linear layer there sees its weights; NULL: as they are.
static const WeightRule *rule_of(const Place *place) {
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i]->applies(place)) return rules[i];
    return NULL;
}

// Adds the layers of one slot; false without memory.
static bool fill_slot(Network *net, const Place *place) {
    for (size_t k = 0; k < KINDS; k++) {
        if (!kinds[k]->stands(place)) continue;
        Layer *layer = net->layer_count < MAX_LAYERS ? kinds[k]->make(place) : NULL;
        if (!layer) return false;
        net->layer[net->layer_count++] = layer;
    }
    return true;
}

bool registry_build(Network *net, Arena *arena) {
    const ModelSpec *spec = &net->spec;
    Place place = {.arena = arena,
                   .spec = spec,
                   .slot = SLOT_INPUTS,
                   .hidden = HIDDEN_INPUTS,
                   .in = net->features,
                   .out = net->features,
                   .max_rows = net->max_rows};
    if (!fill_slot(net, &place)) return false;
    for (place.hidden = 0; place.hidden <= spec->hidden_count; place.hidden++) {
        const bool output = place.hidden == spec->hidden_count;
        place.out = output ? net->outputs : spec->hidden[place.hidden];
        place.rule = rule_of(&place);
        for (place.slot = SLOT_LINEAR; place.slot <= (output ? SLOT_LINEAR : SLOT_LAST); place.slot++) {
            place.rule = place.slot == SLOT_LINEAR ? rule_of(&place) : NULL;
            if (!fill_slot(net, &place)) return false;
            place.in = place.out;
        }
    }
    return true;
}
