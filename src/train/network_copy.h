// A network's parameters and statistics, put by.
#ifndef TRAIN_NETWORK_COPY_H
#define TRAIN_NETWORK_COPY_H

#include "nn/network.h"

typedef struct NetworkCopy {
    real *params, *statistics; // laid out as the network's slabs
} NetworkCopy;

// False without memory.
bool network_copy_take(NetworkCopy *copy, const Network *net, Arena *arena);
// From the network, and back into it.
void network_copy_from(NetworkCopy *copy, const Network *net);
void network_copy_into(const NetworkCopy *copy, Network *net);

#endif
