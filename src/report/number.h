// Numbers with the digits that their uncertainty allows.
#ifndef REPORT_NUMBER_H
#define REPORT_NUMBER_H

#include "base/json_writer.h"
#include "base/text.h"

// Appends `value` cut to what `uncertainty` (an SD, half an interval) lets stand: two digits of an uncertainty that
// begins with 1.00 to 3.54, one digit of any other (the Particle Data Group's rule). An uncertainty of 0 (or
// no more than rounding makes) or NAN: four significant digits, without zeros at the end. The whole part below 10^7
// keeps all its digits; from there on numbers have an exponent. "nan" is shown as "-".
void number_add(Text *out, double value, double uncertainty);

// The same with a sign also for positive numbers, as differences are written.
void number_add_signed(Text *out, double value, double uncertainty);

// An end of an interval of +-`margin`: signed, with the margin's digits, or with as many as it takes to see on which
// side of 0 it lies ("-0.17 to -0.003"), unless it is no more than rounding (10^-7).
void number_add_bound(Text *out, double bound, double margin);

// "0.612 (0.031)": a mean and the SD whose digits it follows; the mean alone where there is no SD.
void number_add_sd(Text *out, double mean, double sd);

// For programs that read on: 12 significant digits, more than the floats of a log determine, without the tail that
// binary arithmetic leaves (0.00074, not 0.0007400000000000001). "nan", "inf" and "-inf" as such.
void number_add_data(Text *out, double value);
// The same as a value in JSON; null where it is not finite.
void number_json(JsonWriter *w, double value);

// A p value: two significant digits, never less than "<0.0001"; "-" for NAN.
void number_add_p(Text *out, double p);

#endif
