// The options that mend what keeps a table from being trained on, all of it at once.
#ifndef TABLE_REMEDIES_H
#define TABLE_REMEDIES_H

#include "table/problems.h"

#define REMEDIES_MOST 6

typedef struct Remedy {
    const char *option; // "data.columns.ignore"
    const char *value;  // as JSON, with what `spec` already says where it is a list: ["id", 7]
} Remedy;

typedef struct Remedies {
    bool again; // they change how all else is read (header, decimal mark): what then is wrong shows once they are given
    int32_t count;
    Remedy remedy[REMEDIES_MOST];
} Remedies;

// What mends the problems of a training table and, where `test` is not NULL, its test table, which were read under
// `spec`: none where only a change of the file mends one of them, or no column is left. Each option once; where one of
// them changes how all is read, those that do so alone. Words among numbers become missing cells where they are few
// different ones that nothing else in both tables is called; else the column is ignored. Memory from `arena`; ERR_IO
// without.
Status remedies_find(Remedies *r, const TableProblems *p, const Table *train, const Table *test, const DataSpec *spec,
                     Arena *arena, Error *e);

// Adds them as JSON to paste: {"impute": "median", "columns": {"ignore": ["id", 7]}}.
void remedies_json(const Remedies *r, Text *out);

#endif
