// Text: buffers that grow, numbers as their shortest exact form, "did you mean".
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

// A growing text. A zeroed Text is empty. When memory runs out `failed` is set, further writes are ignored, and the
// one who uses the text in the end checks it once.
typedef struct Text {
    char *data; // 0-terminated once anything was written; NULL before
    size_t size, capacity;
    bool failed;
} Text;

void text_add(Text *t, const char *s);
void text_add_n(Text *t, const char *s, size_t n);
void text_printf(Text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_vprintf(Text *t, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
void text_free(Text *t);
// What was written to `t`, moved to the arena; NULL without memory. Frees `t`.
const char *text_keep(Text *t, Arena *a);

#define NUMBER_TEXT_SIZE 32

// The shortest decimal text that reads back to the same float (double): "0.1", "1e-05" as "1e-5", "nan", "inf",
// "-inf". Whole numbers below 1e15 (for a float 1e7) are written without exponent. Locale-independent. Returns `out`.
char *number_text_float(char out[NUMBER_TEXT_SIZE], float value);
char *number_text_double(char out[NUMBER_TEXT_SIZE], double value);

#define NUMBER_READ_MOST 1000 // longer than any number a program writes

// Reads a decimal number ("-1.5e3", "+7", ".5", "5."; no hex, no "nan" or "inf", no blanks around it) that fills
// text[0..n) exactly; correctly rounded, whatever the locale. False if it is none, overflows or is longer than
// NUMBER_READ_MOST.
bool number_read(const char *text, size_t n, double *value);
// Reads a whole number from 0 up, of digits alone. False if it is none or overflows.
bool whole_read(const char *text, uint64_t *value);

// Appends `s` as a JSON string literal with its quotes (bytes that are no UTF-8 become U+FFFD), / as a CSV field,
// quoted by RFC 4180 only where it must be.
void text_add_json(Text *t, const char *s);
void text_add_csv(Text *t, const char *s);

// `s` made fit to be shown: control characters as "?" (a name in a log must not command the terminal), those that turn
// or hide text and bytes that are no UTF-8 as well.
void text_add_plain(Text *out, const char *s);
// A message, made fit for a terminal: what text_add_plain replaces is written out (\x1b, \u202e), so that the reader
// sees what stands in the file. Line ends stay. Tables have "?" instead: it takes one column.
void text_add_message(Text *out, const char *s);
// As text_add_plain, with its middle cut out where it takes more than `most` terminal columns; "…" (or "...") is there.
void text_add_shortened(Text *out, const char *s, int most, bool unicode);

// Whether there is a control character in it, a line end among them.
bool text_has_control(const char *s);

// Whether a spreadsheet that opens a table would take the text for a formula that does something: what begins with = or
// @ (or a control character, which hides them), and with + or - unless only words and numbers follow ("+bn", "-0.5").
bool text_is_formula(const char *s);

bool text_ends_with(const char *s, const char *end);

// The candidate nearest to `word` by edit distance (transpositions count one, case nothing) of those in which no more
// than a third of the letters would change; else the first of which `word` is a part or the beginning of one, or the
// other way round: test_acc for "accuracy", dropout for "drop", auc for "roc_auc". NULL when none is near enough to be
// worth suggesting. Ties: the first.
const char *nearest_word(const char *word, const char *const *candidates, size_t n);
// The same by edit distance alone.
const char *nearest_spelling(const char *word, const char *const *candidates, size_t n);

// The bytes of the UTF-8 code point that `s` starts with, and the code point itself; 0 when the bytes are no UTF-8
// (cut short, overlong, a surrogate, beyond U+10FFFF). `s` is 0-terminated and not empty.
size_t utf8_read(const char *s, uint32_t *code_point);

// The number of terminal columns that UTF-8 text takes (a code point each; combining marks none, wide ones two).
size_t text_columns(const char *utf8);

#endif
