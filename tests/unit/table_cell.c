// Numbers as cells of tables hold them, in place and with a closer look, against the C library's strtod.
#include "table/cell.h"

#include <inttypes.h>
#include <locale.h>
#include <stdlib.h>

#include "base/rng.h"
#include "test.h"

enum { TEXT = 512 };

static uint64_t bits(Rng *rng) {
    return (uint64_t)rng_next(rng) << 32 | rng_next(rng);
}

static float float_of(uint32_t x) {
    float value;
    memcpy(&value, &x, sizeof value);
    return value;
}

// A decimal of up to 26 digits with the point anywhere, perhaps with zeros before it. Like all sorts here it is written
// as strtod wants it: with the mark of the locale.
static void digits_with_point(Rng *rng, char *out) {
    char digits[64];
    const uint64_t x = bits(rng) >> rng_below(rng, 64);
    int n = snprintf(digits, sizeof digits, "%.*s%" PRIu64, (int)rng_below(rng, 4), "000", x);
    if (rng_below(rng, 4) == 0) n += snprintf(digits + n, sizeof digits - (size_t)n, "%u", rng_below(rng, 1000));
    const int point = (int)rng_below(rng, (uint32_t)n + 1);
    sprintf(out, "%s%.*s%c%s", (const char *[]){"", "-", "+"}[rng_below(rng, 3)], point, digits,
            *localeconv()->decimal_point, digits + point);
}

// Halfway between two neighbouring floats, or a last digit beside it; where it is short enough, to all its digits.
static void halfway_floats(Rng *rng, char *out) {
    const uint32_t below = (uint32_t)(105 + rng_below(rng, 45)) << 23 | (rng_next(rng) & 0x7fffff);
    const double half = ((double)float_of(below) + (double)float_of(below + 1)) / 2;
    const int n = snprintf(out, TEXT, "%.*f", (int)rng_below(rng, 30), half);
    if (rng_below(rng, 2) && out[n - 1] >= '1' && out[n - 1] <= '8') out[n - 1] += rng_below(rng, 2) ? 1 : -1;
}

// Halfway between two neighbouring doubles, cut to 15 to 24 digits.
static void halfway_doubles(Rng *rng, char *out) {
    const uint64_t at = (uint64_t)(1003 + rng_below(rng, 60)) << 52 | bits(rng) >> 12;
    double below;
    memcpy(&below, &at, sizeof below);
    const long double half = ((long double)below + (long double)nextafter(below, INFINITY)) / 2;
    if (rng_below(rng, 2))
        snprintf(out, TEXT, "%.*Lf", (int)rng_below(rng, 25), half);
    else
        snprintf(out, TEXT, "%.*Le", 14 + (int)rng_below(rng, 10), half);
}

// Any float by its bits, subnormal ones more often; a cell that a float does not hold is another matter.
static void any_float(Rng *rng, char *out) {
    const uint32_t x = rng_next(rng);
    const float value = float_of(rng_below(rng, 3)                ? x & 0x807fffff
                                 : (x & 0x7f800000) == 0x7f800000 ? x ^ 0x800000
                                                                  : x);
    if (rng_below(rng, 2))
        snprintf(out, TEXT, "%.*e", 5 + (int)rng_below(rng, 14), (double)value);
    else
        snprintf(out, TEXT, "%.*f", 40 + (int)rng_below(rng, 20), (double)value);
}

// As tables have them.
static void usual(Rng *rng, char *out) {
    const int kind = (int)rng_below(rng, 4);
    if (kind == 0) snprintf(out, TEXT, "%.17g", rng_next(rng) * 0x1p-32 + rng_next(rng) * 0x1p-64);
    if (kind == 1) snprintf(out, TEXT, "%.*f", (int)rng_below(rng, 8), rng_next(rng) / 1e4 - 2e5);
    if (kind == 2) snprintf(out, TEXT, "%" PRIu64, bits(rng) >> rng_below(rng, 64));
    if (kind == 3) snprintf(out, TEXT, "%" PRIu64 "e%d", bits(rng) >> rng_below(rng, 64), (int)rng_below(rng, 60) - 50);
}

static void (*const sorts[])(Rng *, char *) = {digits_with_point, halfway_floats, halfway_doubles, any_float, usual};

static bool alike(float a, float b) {
    return memcmp(&a, &b, sizeof a) == 0;
}

// The C library reads right, if slowly: what a table keeps must be its double, and then the nearest float. `mark` is
// the decimal mark of the table.
static void hard_cases(int count, char mark) {
    Rng rng = rng_stream(7, "test", (uint64_t)mark);
    CellRules rules;
    cell_rules(&rules, mark, NULL, 0);
    const char locale_mark = *localeconv()->decimal_point;
    int wrong = 0, in_place = 0;
    char around[16 + TEXT + 16], *text = around + 16, first[TEXT + 16] = "";
    for (int i = 0; i < count; i++) {
        memset(around, i % 2 ? 'x' : '7', sizeof around); // what stands around a cell is no part of it
        sorts[i % 5](&rng, text);
        const size_t n = strlen(text);
        const double want = strtod(text, NULL);
        for (char *p = text; *p; p++)
            if (*p == locale_mark || *p == '.') *p = mark;
        text[n] = '7';
        double got = 0, plain = 0;
        const bool fast = cell_plain_number(text, text + n, mark, &plain);
        const CellClass class = cell_class(&rules, text, n, &got);
        in_place += fast;
        const bool right = class == (isfinite((float)want) ? CELL_NUMBER : CELL_HUGE) && got == want &&
                           alike((float)got, (float)want) &&
                           (!fast || (plain == want && alike((float)plain, (float)want)));
        text[n] = 0;
        if (!right && wrong++ == 0) memcpy(first, text, n + 1);
    }
    CHECK(wrong == 0, "%d of %d are read wrong, such as %s", wrong, count, first);
    CHECK(in_place > count * 2 / 5, "only %d of %d are read in place", in_place, count);
}

// regrun never calls setlocale, but a program that uses these functions may.
static void german_locale(void) {
    char folder[] = "/tmp/regrun-locale-XXXXXX", command[256];
    CHECK(mkdtemp(folder), "no temporary folder");
    snprintf(command, sizeof command, "localedef -i de_DE -f UTF-8 %s/de_DE.UTF-8 >%s/messages 2>&1", folder, folder);
    const bool made = system(command) == 0;
    setenv("LOCPATH", folder, 1);
    if (made && setlocale(LC_NUMERIC, "de_DE.UTF-8")) {
        CHECK_TEXT(localeconv()->decimal_point, ",");
        hard_cases(200000, '.');
        hard_cases(50000, ',');
        setlocale(LC_NUMERIC, "C");
    } else {
        SKIP("no locale with a decimal comma can be made here (localedef and the package locales)");
    }
    snprintf(command, sizeof command, "rm -rf %s", folder);
    CHECK(system(command) == 0, "\"%s\" failed", command);
}

// What the way in place must leave to the closer look.
static void not_plain(void) {
    static const char *const texts[] = {"",     "-",  "+",    ".",    "-.",         "1e5",       "1.2.3",
                                        "1 ",   " 1", "12x",  "1.5x", "1.x",        "--1",       "1.-5",
                                        "0x12", "1-", "1/23", "1:",   "1.2345678:", "1./2345678"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char around[48] = "1234567890123456", *text = around + 16;
        double value;
        strcpy(text, texts[i]);
        const char *stop = text + strlen(text);
        CHECK(!cell_plain_number(text, stop, '.', &value), "\"%s\" is read as %g", texts[i], value);
    }
}

int main(void) {
    hard_cases(1000000, '.');
    hard_cases(200000, ',');
    german_locale();
    not_plain();
    return test_end("table_cell");
}
