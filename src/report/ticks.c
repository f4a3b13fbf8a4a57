#include "report/ticks.h"

#include <math.h>

#define SLACK 1e-9 // of a step: what rounding may take off the ends

static const double leading[] = {1, 2, 5};

int ticks_linear(double tick[TICKS_MOST], double low, double high, int most) {
    const double span = high - low;
    int count = 0;
    double step = NAN;
    if (!(span > 0) || !isfinite(span)) return 0;
    double ten = pow(10, floor(log10(span / most)));
    for (int i = 0; isnan(step); i++) {
        if (i == 3) ten *= 10, i = 0;
        if (span / (leading[i] * ten) <= most + SLACK) step = leading[i] * ten;
    }
    for (double k = ceil(low / step - SLACK); k * step <= high + SLACK * step && count < TICKS_MOST; k++)
        tick[count++] = k * step + 0.0; // no -0
    return count;
}

int ticks_log(double tick[TICKS_MOST], double low, double high, int most) {
    const double span = high - low;
    const int times = span < 2 ? 3 : 1; // ticks in a power of ten
    int count = 0;
    if (!(span > 0) || !isfinite(span)) return 0;
    if (span < 0.5) return ticks_linear(tick, pow(10, low), pow(10, high), most);
    const int step = (int)fmax(1, ceil(span / most)); // powers of ten are few: of a double from -324 to 308
    for (int k = step * (int)ceil(low / step - 1); k <= high + SLACK; k += step)
        for (int i = 0; i < times && count < TICKS_MOST; i++) {
            const double at = k + log10(leading[i]);
            if (at >= low - SLACK && at <= high + SLACK) tick[count++] = leading[i] * pow(10, k);
        }
    return count;
}
