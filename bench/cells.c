#include "cells.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/rng.h"

void cell_samples(const Cell *cell, float *inputs, int32_t *labels) {
    Rng rng = rng_seed(1, 1);
    for (int64_t i = 0; i < (int64_t)cell->samples * cell->width[0]; i++) {
        float sum = 0; // of twelve uniform draws: variance 1
        for (int k = 0; k < 12; k++) sum += rng_uniform(&rng);
        inputs[i] = sum - 6;
    }
    for (int i = 0; i < cell->samples; i++) labels[i] = (int32_t)rng_below(&rng, (uint32_t)cell->width[cell->layers]);
}

// "784-512-10" into widths; false if it is not that.
static bool read_net(Cell *cell) {
    const char *at = cell->net;
    for (cell->layers = -1; cell->layers < CELL_MAX_LAYERS;) {
        char *end;
        long width = strtol(at, &end, 10);
        if (end == at || width < 1 || width > 1 << 20) return false;
        cell->width[++cell->layers] = (int)width;
        if (*end == '\0') return cell->layers >= 1;
        if (*end != '-') return false;
        at = end + 1;
    }
    return false;
}

// "bn+dropout" into its words; false if one of them is none.
static bool read_setting(Cell *cell) {
#define WORD_TEXT(constant, name) #name,
    static const char *const words[] = {CELL_WORDS(WORD_TEXT)};
    char text[sizeof cell->setting], *rest = text, *word;
    strcpy(text, cell->setting);
    if (strcmp(text, "plain") == 0) return true;
    while ((word = strsep(&rest, "+"))) {
        int w = 0;
        while (w < CELL_WORD_COUNT && strcmp(words[w], word) != 0) w++;
        if (w == CELL_WORD_COUNT) return false;
        cell->has[w] = true;
    }
    return true;
}

static bool read_cell(const char *line, Cell *cell) {
    memset(cell, 0, sizeof *cell);
    if (sscanf(line, "%15s %63s %d %15s %d %lf", cell->kind, cell->net, &cell->batch, cell->setting, &cell->samples,
               &cell->slice) != 6)
        return false;
    cell->train = strcmp(cell->kind, "train") == 0;
    return cell->batch >= 1 && cell->samples >= cell->batch && read_setting(cell) && read_net(cell);
}

static void time_cell(const Peer *peer, const Cell *cell) {
    double best = 1e30, total = 0;
    int passes = 0;
    peer->pass(cell);
    while (passes == 0 || total < cell->slice) {
        double start = clock_seconds();
        peer->pass(cell);
        double took = clock_seconds() - start;
        if (took < best) best = took;
        total += took;
        passes++;
    }
    printf("%s %s %d %s %d %.9f %.9f\n", cell->kind, cell->net, cell->batch, cell->setting, cell->samples, best,
           total / passes);
    fflush(stdout);
}

int cells_serve(const Peer *peer) {
    char line[256];
    while (fgets(line, sizeof line, stdin)) {
        Cell cell;
        if (!read_cell(line, &cell)) {
            fprintf(stderr, "%s: not a cell (KIND NET BATCH SETTING SAMPLES SECONDS): %s", peer->name, line);
            return 2;
        }
        if (!peer->open(&cell)) {
            fprintf(stderr, "%s: cannot run: %s", peer->name, line);
            return 2;
        }
        time_cell(peer, &cell);
        peer->close();
    }
    return 0;
}
