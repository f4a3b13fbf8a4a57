// The bench as a peer program sees it. bench/run writes one cell a line to the program's stdin and waits for one line
// back, so that all peers time the same cells, in turn, on a machine that others may be using too:
//
//     train 784-512-512-10 64 bn+dropout 1024 0.15      kind, net, batch, setting, samples, seconds to spend
//     train 784-512-512-10 64 bn+dropout 1024 0.033 0.035       the same; best and mean seconds per pass
//
// A setting is "plain", or words of CELL_WORDS with + between them.
//
// A pass is one epoch of training over the samples (shuffle, gather, forward, backward, update), or one evaluation of
// all of them (forward and loss; a program may choose a batch of its own for that). One pass goes before the clock
// starts.
#ifndef BENCH_CELLS_H
#define BENCH_CELLS_H

#include <stdbool.h>
#include <stdint.h>

#define CELL_MAX_LAYERS 8

#define BENCH_LEARNING_RATE 0.01f
#define BENCH_MOMENTUM 0.9f
#define BENCH_DROPOUT 0.5f

#define BENCH_ADAM_RATE 0.001f
#define BENCH_ADAMW_DECAY 0.01
#define BENCH_MAX_NORM 3.0
#define BENCH_EMA 0.999
#define BENCH_SMOOTHING 0.1
#define BENCH_MIXUP 0.2
#define BENCH_ADVERSARIAL 0.1

// All words of settings.
#define CELL_WORDS(WORD)                                                                                               \
    WORD(BN, bn)                                                                                                       \
    WORD(DROPOUT, dropout)                                                                                             \
    WORD(LAYER_NORM, layer_norm)                                                                                       \
    WORD(ADAM, adam)                                                                                                   \
    WORD(ADAMW, adamw)                                                                                                 \
    WORD(MAX_NORM, max_norm)                                                                                           \
    WORD(EMA, ema)                                                                                                     \
    WORD(SMOOTHING, smoothing)                                                                                         \
    WORD(MIXUP, mixup)                                                                                                 \
    WORD(ADVERSARIAL, adversarial)

#define CELL_WORD(constant, name) CELL_##constant,
typedef enum CellWord { CELL_WORDS(CELL_WORD) CELL_WORD_COUNT } CellWord;
#undef CELL_WORD

typedef struct Cell {
    char kind[16], net[64], setting[16];
    bool train;                     // a training pass; otherwise evaluation
    bool has[CELL_WORD_COUNT];      // what the setting says
    int layers;                     // linear layers
    int width[CELL_MAX_LAYERS + 1]; // of the input, of each layer's output
    int batch, samples;
    double slice; // seconds to spend on timed passes; at least one is made
} Cell;

// A program under test. `open` prepares a network and random samples in memory, false when this program does not have
// the cell's setting; `pass` is what is timed.
typedef struct Peer {
    const char *name;
    bool (*open)(const Cell *cell);
    void (*pass)(const Cell *cell);
    void (*close)(void);
} Peer;

// Answers the cells on stdin until it ends. Returns the exit code: 0, or 2 when a cell could not be read or had.
int cells_serve(const Peer *peer);

// The samples every program makes up for itself: inputs near N(0, 1), labels uniform. The arrays are the caller's.
void cell_samples(const Cell *cell, float *inputs, int32_t *labels);

#endif
