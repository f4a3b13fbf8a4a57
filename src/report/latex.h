// Tables and texts in LaTeX, for an author's document: they need the package booktabs, and fit the text width of its
// standard classes.
#ifndef REPORT_LATEX_H
#define REPORT_LATEX_H

#include "report/table.h"

// A float (or several, of a long table) with a caption, a label and, below it, the table's note. Where the table is
// wider than the text, it is set smaller, down to \footnotesize; then long texts are broken; then columns that do not
// fit follow below, beside the keys once more. `caption` stands behind the title. `details`: with the columns that
// are details.
void table_latex(Text *out, const TextTable *t, const char *caption, const char *label, bool details);

// `s` as text_add_plain has it, with the characters escaped that mean something in LaTeX, those of other alphabets that
// it has no letter for written out, and places to break words that are longer than a line may spare.
void text_add_latex(Text *out, const char *s);

// The first `n` bytes of `s` likewise, without such places.
void latex_add(Text *out, const char *s, size_t n);
// Their width in thousandths of an em, in Computer Modern, which is wider than most.
int latex_width(const char *s, size_t n);

#endif
