#include "train/network_copy.h"

#include <string.h>

#include "math/build.h"

bool network_copy_take(NetworkCopy *copy, const Network *net, Arena *arena) {
    copy->params = arena_take(arena, net->param_count, sizeof(real));
    copy->statistics = arena_take(arena, net->statistic_count, sizeof(real));
    return copy->params && copy->statistics;
}

void network_copy_from(NetworkCopy *copy, const Network *net) {
    memcpy(copy->params, net->params, net->param_count * sizeof(real));
    memcpy(copy->statistics, net->statistics, net->statistic_count * sizeof(real));
}

void network_copy_into(const NetworkCopy *copy, Network *net) {
    memcpy(net->params, copy->params, net->param_count * sizeof(real));
    memcpy(net->statistics, copy->statistics, net->statistic_count * sizeof(real));
}
