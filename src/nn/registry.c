// The stack of layers: for each slot, in order, the kinds that the options want there.
#include "math/build.h"
#include "nn/block.h"
#include "nn/kinds.h"
#include "nn/network.h"
#include "nn/weight_rule.h"

#define LAYER_ADDRESS(constant, name) &layer_##name,
static const LayerKind *const kinds[] = {LAYER_KINDS(LAYER_ADDRESS)};
#define KINDS (sizeof kinds / sizeof *kinds)

#define RULE_ADDRESS(name) &weight_rule_##name,
static const WeightRule *const rules[] = {WEIGHT_RULES(RULE_ADDRESS)};

#define BRANCH_RULE_ADDRESS(name) &branch_rule_##name,
static const BranchRule *const branch_rules[] = {BRANCH_RULES(BRANCH_RULE_ADDRESS)};

// What becomes of the branches of residual blocks; NULL: nothing.
static const BranchRule *branch_rule_of(const ModelSpec *spec) {
    for (size_t i = 0; i < sizeof branch_rules / sizeof *branch_rules; i++)
        if (branch_rules[i]->applies(spec)) return branch_rules[i];
    return NULL;
}

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

// Adds the layers from one slot to another of hidden layer place->hidden, or of the output layer.
static bool fill_slots(Network *net, Place *place, Slot from, Slot to) {
    const ModelSpec *spec = &net->spec;
    const int width = place->hidden == spec->hidden_count ? net->outputs : spec->hidden[place->hidden];
    for (place->slot = from; place->slot <= to; place->slot++) {
        place->out = place->slot < SLOT_LINEAR ? place->in : width;
        place->rule = place->slot == SLOT_LINEAR ? rule_of(place) : NULL;
        if (!fill_slot(net, place)) return false;
        place->in = place->out;
    }
    return true;
}

// The block that begins with the hidden layer there; NULL without memory.
static Block *take_block(const Place *place) {
    const ModelSpec *spec = place->spec;
    Block *block = arena_take(place->arena, 1, sizeof *block);
    if (!block) return NULL;
    block->first = place->hidden;
    block->last = place->hidden + spec->skip - 1;
    block->number = (place->hidden - 1) / spec->skip + 1;
    block->count = (spec->hidden_count - 1) / spec->skip;
    block->rule = branch_rule_of(spec);
    return block;
}

// Adds a residual block: its branches, one after the other, and what stands on from where they join.
static bool fill_block(Network *net, Place *place) {
    const int width = place->in;
    Block *block = place->block = take_block(place);
    if (!block) return false;
    for (place->branch = 0; place->branch < model_branches(place->spec); place->branch++) {
        place->in = width;
        for (place->hidden = block->first; place->hidden <= block->last; place->hidden++)
            if (!fill_slots(net, place, SLOT_HEAD, place->hidden < block->last ? SLOT_LAST : SLOT_BEFORE_ACTIVATION))
                return false;
    }
    place->branch = 0;
    place->hidden = block->last;
    if (!fill_slots(net, place, SLOT_JOIN, SLOT_LAST)) return false;
    place->block = NULL;
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
    for (place.hidden = 0; place.hidden < spec->hidden_count; place.hidden++) {
        const bool block = spec->skip > 0 && place.hidden > 0;
        if (!(block ? fill_block(net, &place) : fill_slots(net, &place, SLOT_LINEAR, SLOT_LAST))) return false;
    }
    return fill_slots(net, &place, SLOT_LINEAR, SLOT_LINEAR);
}
