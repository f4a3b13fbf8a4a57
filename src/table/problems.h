// What keeps a table from being trained on, column by column, and the option that mends it.
#ifndef TABLE_PROBLEMS_H
#define TABLE_PROBLEMS_H

#include "base/text.h"
#include "table/table.h"

// In the order in which they are told.
typedef enum ProblemKind {
    PROBLEM_LINE,    // a line that is no row: units, sums, the header once more
    PROBLEM_HEADER,  // names in the first row, which was taken for data
    PROBLEM_COMMA,   // numbers with a decimal comma, where a point stands before fractions
    PROBLEM_POINT,   // the opposite
    PROBLEM_MARKS,   // numbers with another decimal mark than others of the table have
    PROBLEM_MISSING, // missing cells, and nothing is to take their place
    PROBLEM_WORDS,   // words among numbers
    PROBLEM_LABELS,  // labels that are no numbers, where numbers are wanted
    PROBLEM_DATES,
    PROBLEM_HEX,
    PROBLEM_HUGE,       // numbers beyond a 32-bit float
    PROBLEM_SIGNS,      // numbers with a sign beside them, too many for categories
    PROBLEM_CATEGORIES, // more categories than data.max_categories
    PROBLEM_KINDS
} ProblemKind;

#define PROBLEM_IGNORE "data.columns.ignore"

typedef struct TableProblem {
    ProblemKind kind;
    const Table *table;
    int32_t column;     // from 0
    int32_t cells;      // how many of its cells; PROBLEM_CATEGORIES: how many categories
    int32_t line;       // of the first of them
    const char *what;   // "\"tall\" is not a number, but 3 other cells are"
    const char *mend;   // what to do about it, in words
    const char *option; // what mends it: PROBLEM_IGNORE ..., or NULL: nothing but a change of the file
    const char *value;  // ... with this value, as JSON; of a list, this item
} TableProblem;

typedef struct TableProblems {
    int32_t count;
    const TableProblem *problem; // [count], by kind, then by column
} TableProblems;

// Finds what is wrong with the features of a table that was read under `spec` (data.impute, data.max_categories), and
// with the texts of labels that should be numbers. `like`: NULL, or the training table of a test table, of which too
// many categories are no problem. Memory from `arena`; ERR_IO without.
Status table_problems(TableProblems *p, const Table *t, const DataSpec *spec, const Table *like, Arena *arena,
                      Error *e);

// Those of a training table and, where `test` is not NULL, of its test table in one list.
Status tables_problems(TableProblems *p, const Table *train, const Table *test, const DataSpec *spec, Arena *arena,
                       Error *e);

// All of them as a message without a full stop, kind by kind, each with its remedies: one line for one problem, else a
// heading and a line for each kind, of at most a few columns "and 12 more". Adds to `out`.
void table_problems_tell(const TableProblems *p, const Table *t, Text *out);

// All that is wrong with a training table and, where `test` is not NULL, a test table, as one message of kind ERR_DATA;
// OK where nothing is.
Status tables_check(const Table *train, const Table *test, const DataSpec *spec, Error *e);

#endif
