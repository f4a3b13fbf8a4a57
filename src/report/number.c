#include "report/number.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DECIMALS_MAX 12
#define PLAIN_BELOW 1e7 // from here on an exponent is written
// Logs hold floats, so that what lies below these is rounding: of a value, and of a difference of values.
#define RELATIVE_LEAST 1e-7
#define ABSOLUTE_LEAST 1e-10

// Whether an uncertainty says anything about the digits of a value.
static bool informs(double uncertainty, double value) {
    return uncertainty > RELATIVE_LEAST * fabs(value) && uncertainty > ABSOLUTE_LEAST && isfinite(uncertainty);
}

// How many decimals an uncertainty allows; below 0: digits before the point that it does not.
static int decimals_of(double value, double uncertainty) {
    int decimals;
    if (informs(uncertainty, value)) {
        int exponent = (int)floor(log10(uncertainty));
        decimals = uncertainty / pow(10, exponent) < 3.55 ? 1 - exponent : -exponent;
    } else {
        decimals = fabs(value) <= ABSOLUTE_LEAST ? 0 : 3 - (int)floor(log10(fabs(value)));
    }
    return decimals > DECIMALS_MAX ? DECIMALS_MAX : decimals;
}

// "1.1e+09"
static void add_large(Text *out, bool sign, double value, int decimals) {
    int digits = (int)floor(log10(fabs(value))) + decimals;
    text_printf(out, sign ? "%+.*e" : "%.*e", digits < 0 ? 0 : digits, value);
}

static void add(Text *out, bool sign, double value, double uncertainty) {
    char text[64];
    const char *format = sign ? "%+.*f" : "%.*f";
    if (!isfinite(value)) {
        text_add(out, isnan(value) ? "-" : value > 0 ? "inf" : "-inf");
        return;
    }
    int decimals = decimals_of(value, uncertainty);
    if (fabs(value) >= PLAIN_BELOW) {
        add_large(out, sign, value, decimals);
        return;
    }
    if (decimals < 0) decimals = 0;
    snprintf(text, sizeof text, "%.*f", decimals, value);
    double shown = strtod(text, NULL);
    snprintf(text, sizeof text, shown == 0 ? "%.*f" : format, decimals, shown == 0 ? 0.0 : shown); // no "-0.00"
    if (!informs(uncertainty, value) && strchr(text, '.')) {
        size_t n = strlen(text); // zeros at the end claim nothing that is known
        while (text[n - 1] == '0') n--;
        text[text[n - 1] == '.' ? n - 1 : n] = 0;
    }
    text_add(out, text);
}

void number_add(Text *out, double value, double uncertainty) {
    add(out, false, value, uncertainty);
}

void number_add_signed(Text *out, double value, double uncertainty) {
    add(out, true, value, uncertainty);
}

void number_add_bound(Text *out, double bound, double margin) {
    const bool lost = fabs(bound) < 0.5 * pow(10, -decimals_of(bound, margin)) && fabs(bound) > RELATIVE_LEAST;
    number_add_signed(out, bound, lost ? fabs(bound) : margin);
}

void number_add_sd(Text *out, double mean, double sd) {
    number_add(out, mean, sd);
    if (isnan(mean) || isnan(sd)) return;
    text_add(out, " (");
    number_add(out, sd, sd);
    text_add(out, ")");
}

void number_add_data(Text *out, double value) {
    char text[NUMBER_TEXT_SIZE];
    double rounded;
    int n = snprintf(text, sizeof text, "%.12g", value);
    if (!number_read(text, (size_t)n, &rounded)) rounded = value; // not finite, or rounded beyond what is
    text_add(out, number_text_double(text, rounded));
}

void number_add_p(Text *out, double p) {
    if (isnan(p))
        text_add(out, "-");
    else if (p < 0.0001)
        text_add(out, "<0.0001");
    else
        text_printf(out, "%.2g", p);
}

void number_json(JsonWriter *w, double value) {
    Text number = {0};
    if (isfinite(value)) number_add_data(&number, value);
    json_raw(w, number.data ? number.data : "null");
    w->out->failed |= number.failed;
    text_free(&number);
}
