// Reads a table and says how long that took, and the most memory that was in use: for bench/tables.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "data/table.h"

// The last column is the label, all others are features.
static Status choose(void *of, Table *t, Error *e) {
    (void)of, (void)e;
    t->column[t->columns - 1].role = ROLE_LABEL;
    return OK;
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    DataSpec spec = {.separator = ",", .label = "-1", .split_column = ""};
    Arena arena = {0}, told = {0};
    Notes notes = {.arena = &told};
    Table t;
    Hash hash;
    Error e;
    hash_start(&hash);
    const double start = clock_seconds();
    if (table_read(&t, argv[1], &spec, NULL, (TableChoice){.choose = choose}, &arena, &hash, &notes, &e) != OK) {
        fprintf(stderr, "%s\n", e.text);
        return 1;
    }
    const double seconds = clock_seconds() - start;
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    fprintf(stderr, "cpu %.3f + %.3f\n", (double)used.ru_utime.tv_sec + 1e-6 * (double)used.ru_utime.tv_usec,
            (double)used.ru_stime.tv_sec + 1e-6 * (double)used.ru_stime.tv_usec);
    const size_t cell = t.bytes ? sizeof *t.bytes : sizeof *t.values;
    printf("%.4f %d %d %s %.0f %.0f\n", seconds, t.rows, t.columns, t.bytes ? "bytes" : "floats",
           (double)t.rows * t.width * (double)cell / 1e6, (double)used.ru_maxrss * 1024 / 1e6);
    for (int i = 0; i < notes.count; i++) fprintf(stderr, "note: %s\n", notes.text[i]);
    arena_free(&arena);
    arena_free(&told);
    return 0;
}
