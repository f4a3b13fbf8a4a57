// How a table is written: what stands between its cells, around them, before its comments and before the fraction of
// a number. Found from its first rows, where the options do not say it.
#ifndef TABLE_DIALECT_H
#define TABLE_DIALECT_H

#include "base/text.h"
#include "data/dataset.h"
#include "table/decimal_mark.h"
#include "table/scan.h"

struct Table;

#define DIALECT_AUTO "auto" // data.separator, data.comment: to be found
#define DIALECT_NONE "none" // data.comment

// The dialect of text[0..size), which SCAN_BEHIND readable bytes must follow, judged by its first rows (64 KB of
// them). Of comma, semicolon, tab, bar and runs of blanks that one separates which gives most rows the same number of
// cells, and of those that do so alike the one whose cells are numbers, and no words with another separator in them;
// one column is only found where nothing separates. Cells in ' ... ' are found where no cell begins with ", lines that
// begin with # or % are comments where they do not have the cells of the others; the decimal mark is found as
// table/decimal_mark.h says. `like`, the training table or NULL: its separator is taken where it gives every row as
// many cells as there, and its quote where rows do not agree more with the other. Memory that is not needed any longer
// is in `passing`. ERR_IO.
Status dialect_find(Form *form, DecimalMark *decimal, const char *text, size_t size, const DataSpec *spec,
                    const struct Table *like, Arena *passing, Error *e);

// Whether the options say all of it.
bool dialect_is_given(const DataSpec *spec);
// Whether it is that of plain CSV: cells between commas, quoted with ".
bool dialect_is_plain(const Form *form);
// Adds it in words: "cells between semicolons, in ', comments after #, decimal commas".
void dialect_words(const Form *form, Text *out);

#endif
