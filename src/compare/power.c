#include "compare/power.h"

#include <math.h>

#include "compare/difference.h"
#include "compare/stats.h"

static bool tells(double mean, double sd, double alpha, double overlap, int n) {
    if (sd == 0) return overlap == 0 && ldexp(1, 1 - n) < alpha; // of all patterns two are as extreme
    const double error = sd * sqrt(1.0 / n + overlap);
    return fabs(mean) / error >= stats_t_quantile(1 - alpha / 2, n - 1) + stats_t_quantile(POWER, n - 1);
}

int power_pairs(double mean, double sd, double alpha, double overlap) {
    int low = VERDICT_PAIRS - 1, high = POWER_MOST; // low does not tell, high does
    if (!(fabs(mean) > 0) || isnan(sd)) return 0;
    if (!tells(mean, sd, alpha, overlap, high)) return 0;
    while (high - low > 1) {
        const int middle = low + (high - low) / 2;
        if (tells(mean, sd, alpha, overlap, middle))
            high = middle;
        else
            low = middle;
    }
    return high;
}
