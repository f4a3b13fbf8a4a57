// What the tests of the reader of tables share: a table read with roles by letters, and its notes.
#ifndef TABLE_TEST_H
#define TABLE_TEST_H

#include "table/table.h"
#include "unit/data_test.h"

// What the columns are for, by a letter each: f feature, l label, s split, i ignored; then n numeric, c categorical.
static inline Status choose(void *of, Table *t, Error *e) {
    (void)e;
    int32_t c = 0;
    for (const char *p = of; *p && c < t->columns; p++) {
        if (*p == 'n' || *p == 'c') {
            t->column[c - 1].kind = *p == 'n' ? KIND_NUMERIC : KIND_CATEGORICAL;
            continue;
        }
        static const char roles[] = "flsi";
        t->column[c++].role = (ColumnRole)(strchr(roles, *p) - roles);
    }
    for (; c < t->columns; c++) t->column[c].role = ROLE_FEATURE;
    return OK;
}

typedef struct Read {
    Table table;
    Arena arena;
    Notes notes;
    Error error;
    Status status;
} Read;

static inline void read_file(Read *r, const char *path, const DataSpec *spec, const Table *like, const char *roles) {
    Hash hash;
    hash_start(&hash);
    *r = (Read){.notes.arena = &r->arena};
    const TableChoice choice = {.choose = choose, .of = (void *)(uintptr_t)roles};
    r->status = table_read(&r->table, path, spec, like, choice, &r->arena, &hash, &r->notes, &r->error);
}

static inline void read_text(Read *r, const char *text, const DataSpec *spec, const char *roles) {
    read_file(r, data_write_text("t.csv", text), spec, NULL, roles);
}

// The first note with a word in it; NULL where none has it.
static inline const char *noted(const Read *r, const char *word) {
    for (int i = 0; i < r->notes.count; i++)
        if (strstr(r->notes.text[i], word)) return r->notes.text[i];
    return NULL;
}

#endif
