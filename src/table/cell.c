#include "table/cell.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

static const char *const usual_missing[] = {"?", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "-"};

#define MINUS "\u2212" // as typesetters write it
#define MINUS_FIRST '\xe2'

static CellClass number_class(const CellRules *rules, const char *text, size_t n, double *value);

// --- Missing cells

// The number that a text of data.missing is: as a cell of the table, or else as a config writes it. NAN: none.
static double code_value(const CellRules *rules, const char *text) {
    char cell[NUMBER_READ_MOST + 9] = ""; // a cell is read with some bytes behind it
    const size_t n = strlen(text);
    double value;
    if (n == 0 || n > NUMBER_READ_MOST) return NAN;
    snprintf(cell, sizeof cell, "%s", text);
    return number_class(rules, cell, n, &value) == CELL_NUMBER || number_read(text, n, &value) ? value : (double)NAN;
}

void cell_rules(CellRules *rules, char decimal, const char *const *missing, int count) {
    *rules = (CellRules){.decimal = decimal, .missing = missing, .missing_count = count};
    if (!missing) {
        rules->missing = usual_missing;
        rules->missing_count = sizeof usual_missing / sizeof *usual_missing;
    }
    for (int i = 0; i < rules->missing_count; i++) {
        const double value = missing ? code_value(rules, missing[i]) : (double)NAN;
        rules->may_be_missing[(unsigned char)*rules->missing[i]] = true;
        rules->missing_numbers |= !isnan(value);
        if (i < CELL_CODES) rules->code[i] = value;
    }
}

bool cell_is_usual_missing(const char *text) {
    for (size_t i = 0; i < sizeof usual_missing / sizeof *usual_missing; i++)
        if (strcmp(usual_missing[i], text) == 0) return true;
    return false;
}

static double code(const CellRules *rules, int i) {
    return i < CELL_CODES ? rules->code[i] : code_value(rules, rules->missing[i]);
}

// Whether a number stands for a missing cell.
static bool is_code(const CellRules *rules, double value) {
    bool found = false;
    for (int i = 0; rules->missing_numbers && i < rules->missing_count; i++) {
        if (code(rules, i) != value) continue;
        found = true;
        if (rules->seen) rules->seen[i] = true;
    }
    return found;
}

// Whether a text does.
static bool is_missing_text(const CellRules *rules, const char *text, size_t n) {
    if (!rules->may_be_missing[(unsigned char)*text]) return false;
    for (int i = 0; i < rules->missing_count; i++) {
        if (strncmp(rules->missing[i], text, n) != 0 || rules->missing[i][n] != 0) continue;
        if (rules->seen) rules->seen[i] = true;
        is_code(rules, code(rules, i)); // others may write the same number
        return true;
    }
    return false;
}

bool cell_is_missing(const CellRules *rules, const char *text, size_t n) {
    double value;
    if (n == 0 || is_missing_text(rules, text, n)) return true;
    return rules->missing_numbers && number_class(rules, text, n, &value) == CELL_NUMBER && is_code(rules, value);
}

// --- Numbers

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static size_t digits(const char *text, size_t n) {
    size_t i = 0;
    while (i < n && is_digit(text[i])) i++;
    return i;
}

// Whether a text has the form of a number, of whatever size.
static bool is_number_form(const char *text, size_t n) {
    size_t at = n > 0 && (*text == '-' || *text == '+');
    const size_t before = digits(text + at, n - at);
    at += before;
    size_t behind = 0;
    if (at < n && text[at] == '.') {
        behind = digits(text + at + 1, n - at - 1);
        at += 1 + behind;
    }
    if (before + behind == 0) return false;
    if (at < n && (text[at] | 32) == 'e') {
        at++;
        if (at < n && (text[at] == '-' || text[at] == '+')) at++;
        const size_t exponent = digits(text + at, n - at);
        if (exponent == 0) return false;
        at += exponent;
    }
    return at == n;
}

// How far the digits of a number go that are set apart in groups of three; 0 where they are not. No such number begins
// with a zero: in 0,663 the mark stands before a fraction.
static size_t grouped(const char *text, size_t n, char group) {
    size_t at = digits(text, n), groups = 0;
    if (at < 1 || at > 3 || *text == '0') return 0;
    while (at < n && text[at] == group && digits(text + at + 1, n - at - 1) >= 3) {
        at += 4;
        groups++;
        if (at < n && is_digit(text[at])) return 0;
    }
    return groups > 0 ? at : 0;
}

// Writes the number with a point and without groups to `out`, which has room for n bytes; its length, 0 if it is none.
static size_t write_plainly(char *out, const CellRules *rules, const char *text, size_t n) {
    const char group = rules->decimal == ',' ? '.' : ',';
    size_t at = *text == '-' || *text == '+', kept = at;
    out[0] = *text;
    const size_t apart = grouped(text + at, n - at, group);
    for (size_t i = 0; i < apart; i++)
        if (text[at + i] != group) out[kept++] = text[at + i];
    for (at += apart; at < n; at++) {
        if (rules->decimal == ',' && text[at] == '.') return 0;
        out[kept++] = text[at] == rules->decimal ? '.' : text[at];
    }
    return kept;
}

// Of a number that is written in ASCII.
static CellClass ascii_class(const CellRules *rules, const char *text, size_t n, double *value) {
    char plain[NUMBER_READ_MOST];
    if (!is_digit(*text) && !strchr("+-.,", *text)) return CELL_WORD;
    const bool other_form = rules->decimal == ',' || memchr(text, ',', n);
    if (other_form) {
        if (n > sizeof plain) return CELL_WORD;
        n = write_plainly(plain, rules, text, n);
        text = plain;
    }
    if (number_read(text, n, value)) return isfinite((float)*value) ? CELL_NUMBER : CELL_HUGE;
    if (!is_number_form(text, n)) return CELL_WORD;
    *value = NAN;
    return CELL_HUGE;
}

static bool is_minus(const char *text, size_t n) {
    return n >= strlen(MINUS) && memcmp(text, MINUS, strlen(MINUS)) == 0;
}

static CellClass number_class(const CellRules *rules, const char *text, size_t n, double *value) {
    char ascii[NUMBER_READ_MOST + 8] = "";
    size_t kept = 0;
    const CellClass class = ascii_class(rules, text, n, value);
    if (class != CELL_WORD || n > NUMBER_READ_MOST || (!is_digit(*text) && *text != MINUS_FIRST)) return class;
    if (!memchr(text, MINUS_FIRST, n)) return class;
    for (size_t i = 0; i < n; kept++) {
        const bool minus = is_minus(text + i, n - i);
        ascii[kept] = minus ? '-' : text[i];
        i += minus ? strlen(MINUS) : 1;
    }
    return ascii_class(rules, ascii, kept, value);
}

bool cell_is_inexact(const char *text, size_t n, double value) {
    if (fabs(value) < 0x1p53) return false;
    const size_t sign = is_minus(text, n) ? strlen(MINUS) : *text == '-' || *text == '+';
    if (digits(text + sign, n - sign) + sign != n) return false;
    const char *first = text + sign, *end = text + n;
    while (*first == '0' && first + 1 < end) first++;
    char exact[320];
    snprintf(exact, sizeof exact, "%.0f", fabs(value));
    return strlen(exact) != (size_t)(end - first) || memcmp(exact, first, (size_t)(end - first)) != 0;
}

bool cell_text_is_number(const CellRules *rules, const char *text) {
    enum { LENGTH_MOST = 60 };
    char cell[LENGTH_MOST + 9] = ""; // a cell is read with some bytes behind it
    double ignored;
    const size_t n = strlen(text);
    if (n == 0 || n > LENGTH_MOST) return false;
    snprintf(cell, sizeof cell, "%s", text);
    return cell_class(rules, cell, n, &ignored) == CELL_NUMBER;
}

void decimal_rules(DecimalRules *rules, const Form *form) {
    cell_rules(&rules->own, form->decimal, NULL, 0);
    cell_rules(&rules->other, form->decimal == ',' ? '.' : ',', NULL, 0);
}

bool decimal_is_other(const DecimalRules *rules, const char *text) {
    return strchr(text, rules->other.decimal) && !cell_text_is_number(&rules->own, text) &&
           cell_text_is_number(&rules->other, text);
}

// --- Others

static bool is_truth(const char *text, size_t n, double *value) {
    static const struct {
        const char *text;
        double value;
    } truths[] = {{"true", 1}, {"false", 0}, {"yes", 1}, {"no", 0}};
    for (size_t i = 0; i < sizeof truths / sizeof *truths; i++)
        if (n == strlen(truths[i].text) && strncasecmp(text, truths[i].text, n) == 0) {
            *value = truths[i].value;
            return true;
        }
    return false;
}

// Takes a whole number of one to four digits at *at; how many they are, 0: it is none.
static size_t take_part(const char *text, size_t n, size_t *at, int *value) {
    const size_t count = digits(text + *at, n - *at);
    if (count > 4) return 0;
    *value = 0;
    for (size_t i = 0; i < count; i++) *value = 10 * *value + (text[*at + i] - '0');
    *at += count;
    return count;
}

// Whether a text begins with a time of day: 9:30, 10:30:15.5Z
static bool is_time(const char *text, size_t n) {
    const size_t hour = digits(text, n);
    return (hour == 1 || hour == 2) && hour < n && text[hour] == ':' && digits(text + hour + 1, n - hour - 1) == 2;
}

static bool is_date_mark(char c) {
    return c == '-' || c == '/' || c == '.';
}

// Day, month and a year of four digits, the year first or last, with one mark between them: so many can a version
// (1.2.3) not have.
static bool is_date(const char *text, size_t n) {
    size_t at = 0, count[3];
    int part[3];
    for (int i = 0; i < 3; i++) {
        if (i > 0 && (at >= n || !is_date_mark(text[at]) || (i == 2 && text[at] != text[count[0]]))) return false;
        at += i > 0;
        count[i] = take_part(text, n, &at, &part[i]);
        if (count[i] == 0) return false;
    }
    const int year = count[0] == 4 ? 0 : 2, other = part[2 - year], month = part[1];
    if (count[year] != 4 || count[2 - year] > 2 || count[1] > 2) return false;
    if (other > 31 || month > 31 || (other > 12 && month > 12)) return false;
    return at == n || ((text[at] == ' ' || text[at] == 'T') && is_time(text + at + 1, n - at - 1));
}

static bool is_hex(const char *text, size_t n) {
    const size_t sign = *text == '-' || *text == '+';
    if (n < sign + 3 || text[sign] != '0' || (text[sign + 1] | 32) != 'x') return false;
    for (size_t i = sign + 2; i < n; i++)
        if (!isxdigit((unsigned char)text[i])) return false;
    return true;
}

CellClass cell_class(const CellRules *rules, const char *text, size_t n, double *value) {
    if (n == 0 || is_missing_text(rules, text, n)) return CELL_MISSING;
    const CellClass number = number_class(rules, text, n, value);
    if (number == CELL_NUMBER && is_code(rules, *value)) return CELL_MISSING;
    if (number != CELL_WORD) return number;
    if (is_truth(text, n, value)) return CELL_TRUTH;
    if (is_date(text, n)) return CELL_DATE;
    return is_hex(text, n) ? CELL_HEX : CELL_WORD;
}
