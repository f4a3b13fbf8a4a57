// Where an axis has its numbers: values of few digits.
#ifndef REPORT_TICKS_H
#define REPORT_TICKS_H

#define TICKS_MOST 32

// Multiples of 1, 2 or 5 times a power of ten from `low` to `high`, ascending: as many as there are with at most `most`
// steps between the ends (up to TICKS_MOST - 1). Returns their number; 0 for an axis of no length.
int ticks_linear(double tick[TICKS_MOST], double low, double high, int most);

// Of an axis whose ends are the logarithms (to base 10) of its values: powers of ten; below two of these 1, 2 and 5
// times powers of ten; below a half as on a linear axis. The ticks are values, not logarithms.
int ticks_log(double tick[TICKS_MOST], double low, double high, int most);

#endif
