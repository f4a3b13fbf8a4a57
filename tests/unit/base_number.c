// Numbers as text: shortest, exact, strict; whatever the locale.
#include "base/text.h"

#include <inttypes.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/rng.h"
#include "test.h"

static void known_texts(void) {
    static const struct {
        float value;
        const char *text;
    } floats[] = {
        {0.1f, "0.1"},
        {1e-5f, "1e-5"},
        {0.0001f, "0.0001"},
        {1, "1"},
        {-2.5f, "-2.5"},
        {100, "100"},
        {1234567, "1234567"},
        {9999999, "9999999"},
        {1e7f, "1e7"},
        {16777216, "1.6777216e7"},
        {0, "0"},
        {-0.0f, "-0"},
        {1.0f / 3, "0.33333334"},
        {NAN, "nan"},
        {-NAN, "nan"},
        {INFINITY, "inf"},
        {-INFINITY, "-inf"},
        {1e-45f, "1e-45"},
        {3.4028235e38f, "3.4028235e38"},
        {0x1p-96f, "1.2621775e-29"},
    };
    static const struct {
        double value;
        const char *text;
    } doubles[] = {
        {0.1, "0.1"},
        {0.30000000000000004, "0.30000000000000004"},
        {999999999999999.0, "999999999999999"},
        {1e14, "100000000000000"},
        {1e15, "1e15"},
        {9007199254740993.0, "9.007199254740992e15"},
        {5e-324, "5e-324"},
        {1.7976931348623157e308, "1.7976931348623157e308"},
        {0x1p-44, "5.684341886080802e-14"}, // the nearest text of 16 digits ends in 1 and reads back as another number
        {123456.789, "123456.789"},
        {-1e-7, "-1e-7"},
    };
    char out[NUMBER_TEXT_SIZE];
    for (size_t i = 0; i < sizeof floats / sizeof *floats; i++)
        CHECK_TEXT(number_text_float(out, floats[i].value), floats[i].text);
    for (size_t i = 0; i < sizeof doubles / sizeof *doubles; i++)
        CHECK_TEXT(number_text_double(out, doubles[i].value), doubles[i].text);
}

// Whether `text` fits its place and reads back as `want`; "nan" and "inf" are not read.
static bool is_exact(const char *text, double want, bool is_float) {
    double back = 0;
    bool is_read = number_read(text, strlen(text), &back);
    if (is_float) back = (float)back;
    if (strlen(text) >= NUMBER_TEXT_SIZE || is_read != !!isfinite(want)) return false;
    return !is_read || memcmp(&back, &want, sizeof back) == 0;
}

// Any float and double, drawn by their bits.
static void round_trips(void) {
    Rng r = rng_seed(1, 1);
    int bad_floats = 0, bad_doubles = 0;
    char out[NUMBER_TEXT_SIZE];
    for (int i = 0; i < 50000; i++) {
        uint32_t bits = rng_next(&r);
        uint64_t wide = (uint64_t)bits << 32 | rng_next(&r);
        float x;
        double y;
        memcpy(&x, &bits, sizeof x);
        memcpy(&y, &wide, sizeof y);
        bad_floats += !is_exact(number_text_float(out, x), x, true);
        bad_doubles += !is_exact(number_text_double(out, y), y, false);
    }
    CHECK(bad_floats == 0, "%d floats do not read back", bad_floats);
    CHECK(bad_doubles == 0, "%d doubles do not read back", bad_doubles);
}

static void reading(void) {
    static const struct {
        const char *text;
        bool good;
        double value;
    } rows[] = {
        {"0", true, 0},
        {"-1.5e3", true, -1500},
        {"+7", true, 7},
        {".5", true, 0.5},
        {"5.", true, 5},
        {"1E+2", true, 100},
        {"1e-400", true, 0},
        {"0.1", true, 0.1},
        {"123456789012345678901234567890", true, 123456789012345678901234567890.0},
        {"", false, 0},
        {"-", false, 0},
        {".", false, 0},
        {"e5", false, 0},
        {".e5", false, 0},
        {"1e", false, 0},
        {"1e+", false, 0},
        {"1.2.3", false, 0},
        {"--1", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"0x10", false, 0},
        {"nan", false, 0},
        {"inf", false, 0},
        {"infinity", false, 0},
        {"1e999", false, 0},
        {"-1e999", false, 0},
        {"1,5", false, 0},
        {"1_000", false, 0},
        {"1f", false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double value = 0;
        bool good = number_read(rows[i].text, strlen(rows[i].text), &value);
        CHECK(good == rows[i].good && value == rows[i].value, "\"%s\": %d, %g", rows[i].text, good, value);
    }
}

static void reading_edges(void) {
    double value = 0;
    CHECK(number_read("12345", 2, &value) && value == 12, "only the first n bytes count");
    CHECK(!number_read("1\0002", 3, &value), "a 0 byte is no digit");
    char longest[NUMBER_READ_MOST + 1];
    memset(longest, '0', sizeof longest);
    longest[0] = '1';
    longest[1] = '.';
    CHECK(number_read(longest, NUMBER_READ_MOST, &value) && value == 1, "the longest allowed");
    CHECK(!number_read(longest, NUMBER_READ_MOST + 1, &value), "one longer");
}

static uint64_t bits(Rng *rng) {
    return (uint64_t)rng_next(rng) << 32 | rng_next(rng);
}

static double double_of(uint64_t x) {
    double value;
    memcpy(&value, &x, sizeof value);
    return value;
}

// A text that is hard to read right, of one of five sorts.
static void hard_text(Rng *rng, char text[128]) {
    const uint64_t x = bits(rng), mantissa = x & 0x000fffffffffffffu;
    const double near_one = double_of(mantissa | (uint64_t)(1003 + rng_below(rng, 90)) << 52);
    switch (rng_below(rng, 5)) {
    case 0: // any double, up to the largest and down to the subnormal ones
        snprintf(text, 128, "%.17g", double_of(x));
        break;
    case 1: // any digits and a power
        snprintf(text, 128, "%" PRIu64 "e%d", x >> rng_below(rng, 64), (int)rng_below(rng, 160) - 80);
        break;
    case 2: // halfway between two doubles, to all its digits
        snprintf(text, 128, "%.90Le", ((long double)near_one + (long double)nextafter(near_one, INFINITY)) / 2);
        break;
    case 3: // more digits than 64 bits hold
        snprintf(text, 128, "%.25g", near_one);
        break;
    default: // as tables have them
        snprintf(text, 128, "%.6f", rng_below(rng, 1000000000) / 1e6);
    }
}

// The C library reads right, if slowly: ours must agree to the bit.
static void hard_cases(int count) {
    Rng rng = rng_stream(1, "test", 0);
    int wrong = 0;
    char text[128], first[128] = "";
    for (int i = 0; i < count; i++) {
        hard_text(&rng, text);
        double got = 0, want = strtod(text, NULL);
        for (char *p = text; *p; p++)
            if (*p == *localeconv()->decimal_point) *p = '.'; // printf and strtod follow the locale, ours does not
        const bool read = number_read(text, strlen(text), &got);
        if (read == (bool)isfinite(want) && (!read || memcmp(&got, &want, sizeof got) == 0)) continue;
        if (wrong++ == 0) memcpy(first, text, sizeof first);
    }
    CHECK(wrong == 0, "%d of %d are read wrong, such as %s", wrong, count, first);
}

// regrun never calls setlocale, but a program that uses these functions may.
static void decimal_comma(void) {
    char folder[] = "/tmp/regrun-locale-XXXXXX", command[256];
    CHECK(mkdtemp(folder), "no temporary folder");
    snprintf(command, sizeof command, "localedef -i de_DE -f UTF-8 %s/de_DE.UTF-8 >%s/messages 2>&1", folder, folder);
    bool made = system(command) == 0;
    setenv("LOCPATH", folder, 1);
    if (made && setlocale(LC_NUMERIC, "de_DE.UTF-8")) {
        CHECK_TEXT(localeconv()->decimal_point, ",");
        known_texts();
        round_trips();
        reading();
        hard_cases(100000);
    } else {
        SKIP("no locale with a decimal comma can be made here (localedef and the package locales)");
    }
    snprintf(command, sizeof command, "rm -rf %s", folder);
    CHECK(system(command) == 0, "\"%s\" failed", command);
}

int main(void) {
    known_texts();
    round_trips();
    reading();
    reading_edges();
    hard_cases(1000000);
    decimal_comma();
    return test_end("base_number");
}
