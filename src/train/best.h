// The best weights of a run: the parameters and statistics of its network, copied whenever an evaluation's loss is the
// lowest so far. Cold code over Engine.spans.
#ifndef TRAIN_BEST_H
#define TRAIN_BEST_H

#include "base/arena.h"
#include "train/engine.h"

typedef struct Best {
    // What a run that is resumed must get back:
    int64_t epoch;       // of the lowest loss; 0 before any was told
    double loss;         // that loss; INFINITY before
    unsigned char *copy; // [size] the network as it was then, span by span
    size_t size;
    // Of the trainer:
    const Span *spans;
    int span_count;
} Best;

// Takes the memory for the copy from `arena`; false without. The trainer must outlive `b`.
bool best_open(Best *b, const Engine *engine, const Trainer *t, Arena *arena);

// Tells what the loss is after `epoch` epochs (1 and up: the untrained network is no candidate). Where it is lower than
// any told before, the network is copied: true. Of equal losses the earlier is the best; nan is none.
bool best_tell(Best *b, int64_t epoch, double loss);

// Puts the copy back: the network computes again, to the bit, what it did when it was taken. Where none was, nothing is
// changed. The optimizer and the positions stay where they are: this is for the end of training.
void best_restore(const Best *b);

#endif
