// The mark before the fraction of a table's numbers: what its cells prove, what is guessed, and what a test table takes
// from the training table.
#ifndef TABLE_DECIMAL_MARK_H
#define TABLE_DECIMAL_MARK_H

#include "base/error.h"
#include "base/text.h"
#include "data/dataset.h"
#include "table/scan.h"

// Why a mark is the one.
typedef enum MarkBasis {
    MARK_UNSEEN,  // no number says anything
    MARK_GUESSED, // every number with a mark reads under either: 1.234
    MARK_PROVEN   // by a number that reads under this one alone, or by data.decimal
} MarkBasis;

typedef struct DecimalMark {
    char mark; // '.' or ','
    MarkBasis basis;
    const char *proof; // a number that proves it; NULL: none does
    // A number of which nothing proves how it is read, and whether its mark is taken to set thousands apart, or to
    // stand before a fraction; NULL: none.
    const char *doubtful;
    bool thousands;
} DecimalMark;

// The mark of text[0..size), whole rows of a table of so many columns in this form, whose decimal mark does not count.
// "1,5", "0,123" (no group of thousands begins with a zero), "1.234,5" and "1.234.567" only have sense with a decimal
// comma, "1,234.5" and "1.5" with a point, "1,234" and "1.234" with either. Several groups prove something where a
// column has no more words than such numbers, unless they are an address (192.168.100.101). Where commas separate,
// quotes are there for a list's sake as well: "1,5" proves nothing, only "0,5" does. Where both marks are proven, and
// where nothing is but numbers have points, it is the point. What lasts is in `passing`. ERR_IO.
Status decimal_mark_find(DecimalMark *m, const char *text, size_t size, Form form, int32_t columns,
                         const DataSpec *spec, Arena *passing, Error *e);

// What is noted of it; "" where nothing is. Adds to `out`.
void decimal_mark_doubt(const DecimalMark *m, Text *out);

#endif
