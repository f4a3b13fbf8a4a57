// Hashing beside other work, on another core where there is one: a table's hash takes as long as a third of its
// reading.
#ifndef BASE_HASH_BESIDE_H
#define BASE_HASH_BESIDE_H

#include <pthread.h>
#include <stdbool.h>

#include "base/hash.h"

typedef struct HashBeside {
    Hash *hash;
    const void *data;
    size_t size;
    pthread_t thread;
    bool runs; // the thread does; else all is done
} HashBeside;

// Begins hash_add(hash, data, size). Nobody else may touch `hash`, nor change or free the data, before hash_beside_end.
// What is not worth a thread, or cannot have one, is worked in at once. Signals go to the caller's thread.
void hash_beside_start(HashBeside *b, Hash *hash, const void *data, size_t size);
// Waits for it. Nothing to do for a HashBeside of zeros.
void hash_beside_end(HashBeside *b);

#endif
