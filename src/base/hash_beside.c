#include "base/hash_beside.h"

#include <signal.h>

enum { WORTH_A_THREAD = 1 << 20 }; // bytes: half a millisecond

static void *work(void *of) {
    const HashBeside *b = of;
    hash_add(b->hash, b->data, b->size);
    return NULL;
}

void hash_beside_start(HashBeside *b, Hash *hash, const void *data, size_t size) {
    sigset_t all, before;
    *b = (HashBeside){.hash = hash, .data = data, .size = size};
    if (size >= WORTH_A_THREAD) {
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before); // the thread begins with its maker's mask
        b->runs = pthread_create(&b->thread, NULL, work, b) == 0;
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    if (!b->runs) work(b);
}

void hash_beside_end(HashBeside *b) {
    if (b->runs) pthread_join(b->thread, NULL);
    b->runs = false;
}
