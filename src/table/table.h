// A table as its file holds it: its columns, what stands in them, and the cells of those that a network may see.
// Nothing is fitted or encoded here (table/encode.h does that), and little is refused: what cannot be trained on is
// counted, so that one message can name all of it, and `regrun data show` can show it.
#ifndef TABLE_TABLE_H
#define TABLE_TABLE_H

#include "base/bytes.h"
#include "base/hash.h"
#include "data/dataset.h"
#include "table/decimal_mark.h"
#include "table/encoding.h"
#include "table/scan.h"

// What a column is for.
typedef enum ColumnRole { ROLE_FEATURE, ROLE_LABEL, ROLE_SPLIT, ROLE_IGNORED } ColumnRole;

// How its cells are to be read: as they are found, or as the options say.
typedef enum ColumnKind { KIND_FOUND, KIND_NUMERIC, KIND_CATEGORICAL } ColumnKind;

// What a cell is. A truth (true, false, yes, no) counts as the number 1 or 0 in a column of truths and missing cells.
typedef enum CellClass {
    CELL_NUMBER,
    CELL_TRUTH,
    CELL_MISSING, // empty, or one of data.missing: by default ? NA N/A NaN nan null NULL None -
    CELL_WORD,
    CELL_DATE, // 2024-05-31, 2024/5/31, 31.5.2024, 5/31/2024, with or without a time
    CELL_HEX,  // 0x1f
    CELL_HUGE, // a number beyond a 32-bit float
    CELL_CLASSES
} CellClass;

#define ODD_WORDS_MOST 3

typedef struct TableColumn {
    const char *name; // the header's, without the blanks around it; "" where there is none
    ColumnRole role;
    int32_t target;                       // of several labels: which
    ColumnKind kind;                      // once read: KIND_NUMERIC or KIND_CATEGORICAL
    int32_t cells[CELL_CLASSES];          // how many of its cells are of each class
    int32_t first_line[CELL_CLASSES];     // where the first of each class stands; 0: nowhere
    const char *first_text[CELL_CLASSES]; // what stands there, without the blanks around it; NULL where nothing is
    // Of a numeric feature, and of a label with numbers and words: the different words and truths among its numbers; if
    // they are more than ODD_WORDS_MOST, odd_words is ODD_WORDS_MOST + 1.
    int32_t odd_words;
    const char *odd_word[ODD_WORDS_MOST];
    bool counts;         // its cells are the numbers 0, 1, 2, ... or 1, 2, 3, ...
    bool ascends;        // each of its numbers is the one before + 1
    bool constant;       // the same number or text in every cell
    const char *blurred; // of a feature: two of its numbers that one float stands for ("16777216 and 16777217"), if all
                         // are that float, or whole numbers; else NULL
    // A categorical column and every label and split column: its distinct texts in the order of their first appearance.
    // More than CATEGORIES_MOST are not kept (categories is then CATEGORIES_MOST + 1, and the cells of those beyond are
    // CELL_BEYOND); labels and splits have all of them, unless all cells are numbers.
    int32_t categories;
    const char *const *category;
    int32_t at;           // its place in a row of cells; -1: it has none there
    const double *number; // label columns: [rows], NAN where no number stands; else NULL
    const int32_t *code;  // label and split columns: [rows], the place of its text in `category`, -1 where it is
                          // missing; NULL where all cells are numbers and in other columns
} TableColumn;

#define CATEGORIES_MOST 10000
#define CELL_BEYOND (-1.0f) // a cell whose category is none of those that are kept

typedef struct Table {
    const char *path;
    int32_t columns, rows; // rows without the header
    bool header, header_guessed;
    int32_t head_line;           // of the first row, which may name the columns
    const char *header_doubt;    // NULL, or why it may do so although it was taken for data: "counts up by one ..."
    const struct Survey *survey; // where it is refused: its rows as far as they can be told apart (table/survey.h)
    Form form;                   // how it is written: as the options say, or as it was found
    MarkBasis decimal_basis;     // why the decimal mark is that of `form`
    const bool *missing_seen;    // [of data.missing] whether a cell holds it
    TextEncoding encoding;       // of its file
    TableColumn *column;         // [columns]
    int32_t width;               // columns that have a place in the cells: features
    // [rows][width], the features in the order of the columns: `bytes` where every cell is a whole number from 0 to
    // 255, else `values`: a number, the place of a category, or NAN (missing, or nothing that can be trained on).
    // Exactly one is set.
    const uint8_t *bytes;
    const float *values;
} Table;

// What is wanted of the columns. The reader calls `choose` once, when names and number of columns are known and before
// any cell is read: it sets role and kind (KIND_FOUND where nothing was said) of each column, all of which are features
// to be found at first. `of` is its own.
typedef struct TableChoice {
    Status (*choose)(void *of, Table *t, Error *e);
    void *of;
    const struct TableMark *mark; // NULL, or the decimal mark to take as that of a training table is
    struct TableText *keep;       // NULL, or gets the rows' text
} TableChoice;

// The decimal mark of a table that was trained on: another one has it, too, unless its numbers prove otherwise.
typedef struct TableMark {
    char decimal;
    MarkBasis basis;
    const char *path; // how messages call that table
} TableMark;

// The rows of a table as they are written, the header among them, for those who go over the cells again with a scan in
// the table's form (table/scan.h).
typedef struct TableText {
    const char *text; // SCAN_BEHIND readable bytes follow it
    size_t size;
    Bytes content; // what it stands in
} TableText;

// The mark of a table that was read, as TableChoice takes it.
TableMark table_mark(const Table *t);

void table_text_close(TableText *text); // a zeroed one is fine

// Reads the table at `path`. Of `spec` count header, dialect and what says how cells are read. `like`, the training
// table or NULL: header, roles and kinds are taken from it (`choice` is not called), its columns must be the same, and
// its categories keep their places, new ones come behind them. The file's content is added to `hash`, where it is not
// NULL. Memory from `arena`. Errors: ERR_DATA with file and line (a ragged row, a quote that is never closed, no rows),
// ERR_IO, and what choice->choose returns.
Status table_read(Table *t, const char *path, const DataSpec *spec, const Table *like, TableChoice choice, Arena *arena,
                  Hash *hash, Notes *notes, Error *e);

// The line on which a row (from 0) begins; the file is read again for it, so only for a message. 0 where it cannot.
int32_t table_line(const Table *t, const DataSpec *spec, int32_t row);

#endif
