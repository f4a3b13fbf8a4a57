// What stands around the rows of a table's text: a first line that names the separator, as Excel wants it (sep=;), and
// rows at the end that hold nothing, as spreadsheets leave them.
#ifndef TABLE_MARGINS_H
#define TABLE_MARGINS_H

#include "table/scan.h"

// The bytes of a first line `sep=X` (also in quotes, in any case, "\t" written out), with its end; 0 where there is
// none. *separator: X. SCAN_BEHIND readable bytes must follow the text.
size_t margin_first(const char *text, size_t size, char *separator);

// How much of text[0..size) is left without the rows at its end in which no cell holds a character, quotes and blanks
// aside, and what stands between and behind them. *rows: how many they are.
size_t margin_last(const char *text, size_t size, Form form, int32_t *rows);

#endif
