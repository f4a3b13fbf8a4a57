// `regrun data show` of a table: what was found in it, and the config that trains on it.
#ifndef CLI_DATA_TABLE_H
#define CLI_DATA_TABLE_H

#include "base/error.h"
#include "base/text.h"
#include "config/run_spec.h"
#include "table/facts.h"
#include "table/problems.h"

#define TABLE_ROWS_MOST 8

typedef struct TableStyle {
    int rows;    // first rows to show, at most TABLE_ROWS_MOST
    bool all;    // every column, however many there are
    int columns; // of the terminal; 0: no limit
    bool color, unicode;
} TableStyle;

// Reads the table that spec->data.file names, as the options say, and tells of it; also of one that cannot be trained
// on. The sizes in `spec` are as given (source_sizes was not called). What is added to `out` is fit for a terminal.
// Errors: ERR_DATA where the file is not there or is no table (a ragged row; what is known of it is added to `out`),
// ERR_CONFIG for a column that is not there, ERR_IO.
Status data_table(const RunSpec *spec, const TableStyle *style, Text *out, Error *e);

// --- Its parts

// All that there is to tell.
typedef struct TableView {
    const RunSpec *spec;
    const TableStyle *style;
    Table table;
    ColumnFacts *facts; // [columns]
    TableProblems problems;
    LabelFacts label;
    Error label_error; // why nothing can be told of the label; status OK: something is
    Notes notes;
    Arena arena;
} TableView;

// Of a table that was refused: how many rows have how many cells, the dialect, the first rows (data_table_survey.c).
// Nothing where there are none. v->table.survey is set.
void data_table_survey(const TableView *v, Text *out);

// The columns, a line for each: the first ones and the label of very many (data_table_columns.c).
void data_table_columns(const TableView *v, Text *out);

// What keeps the table from being trained on, and a config that does train on it (data_table_config.c).
Status data_table_config(TableView *v, Text *out, Error *e);

#endif
