#include "train/best.h"

#include <math.h>
#include <string.h>

// Whether evaluation goes by it.
static bool is_of_network(const Span *span) {
    return span->role <= ROLE_STATISTIC;
}

bool best_open(Best *b, const Engine *engine, const Trainer *t, Arena *arena) {
    *b = (Best){.loss = INFINITY};
    b->spans = engine->spans(t, &b->span_count);
    for (int i = 0; i < b->span_count; i++)
        if (is_of_network(&b->spans[i])) b->size += b->spans[i].size;
    b->copy = arena_take(arena, b->size, 1);
    return b->copy != NULL;
}

bool best_tell(Best *b, int64_t epoch, double loss) {
    if (!(loss < b->loss)) return false;
    unsigned char *to = b->copy;
    for (const Span *span = b->spans; span < b->spans + b->span_count; span++) {
        if (!is_of_network(span)) continue;
        memcpy(to, span->at, span->size);
        to += span->size;
    }
    b->epoch = epoch;
    b->loss = loss;
    return true;
}

void best_restore(const Best *b) {
    const unsigned char *from = b->copy;
    if (b->epoch == 0) return;
    for (const Span *span = b->spans; span < b->spans + b->span_count; span++) {
        if (!is_of_network(span)) continue;
        memcpy(span->at, from, span->size);
        from += span->size;
    }
}
