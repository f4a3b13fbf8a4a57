// Reads a table as a network's data is read, its last column the label, and prints in one line: seconds of the
// processor, seconds of the clock, bytes of the table kept, and the most memory that the program had, in bytes, beyond
// what it had before.
#include <stdio.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "config/options.h"
#include "table/table.h"

static Status choose(void *of, Table *t, Error *e) {
    (void)of, (void)e;
    t->column[t->columns - 1].role = ROLE_LABEL;
    return OK;
}

static double seconds_of(struct timeval t) {
    return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

typedef struct Used {
    double cpu, clock, memory; // seconds, seconds, bytes at the most so far
} Used;

static Used used_so_far(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (Used){.cpu = seconds_of(used.ru_utime) + seconds_of(used.ru_stime),
                  .clock = clock_seconds(),
                  .memory = (double)used.ru_maxrss * 1024};
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    RunSpec spec;
    Arena arena = {0};
    Notes notes = {.arena = &arena};
    Table t;
    Hash hash;
    Error e;
    char name[HASH_TEXT_SIZE];
    const Used before = used_so_far();
    hash_start(&hash);
    Status status = options_default(&spec, &arena, &e);
    const TableChoice last = {.choose = choose};
    if (status == OK) status = table_read(&t, argv[1], &spec.data, NULL, last, &arena, &hash, &notes, &e);
    if (status != OK) {
        fprintf(stderr, "%s\n", e.text);
        return 1;
    }
    hash_end(&hash, name);
    const Used after = used_so_far();
    const size_t cell = t.bytes ? sizeof *t.bytes : sizeof *t.values;
    printf("%.4f %.4f %.0f %.0f\n", after.cpu - before.cpu, after.clock - before.clock,
           (double)t.rows * t.width * (double)cell, after.memory - before.memory);
    arena_free(&arena);
    return 0;
}
