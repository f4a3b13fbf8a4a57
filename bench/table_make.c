// Writes one of the two tables that bench/reading reads to the standard output, from fixed streams:
//     table_make images    60,000 rows of 784 whole numbers from 0 to 255, four of five of them 0 and the others in
//                          runs, as in pictures of digits; then one of ten classes
//     table_make decimals  500,000 rows of 20 decimals of 17 digits
// A third argument divides the number of rows.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

enum { IMAGES = 60000, PIXELS = 784, SIDE = 28, DECIMALS = 500000, COLUMNS = 20 };

static void write_images(int rows, Rng *rng) {
    char line[4 * PIXELS + 8];
    for (int i = 0; i < rows; i++) {
        char *p = line;
        int ink = 0; // pixels left of a stroke, 6 wide on average
        for (int k = 0; k < PIXELS; k++) {
            const int x = k % SIDE, y = k / SIDE;
            const int inside = x >= 4 && x < SIDE - 4 && y >= 4 && y < SIDE - 4;
            if (!inside)
                ink = 0;
            else if (ink > 0)
                ink--;
            else if (rng_below(rng, 10) == 0)
                ink = 4 + (int)rng_below(rng, 5);
            p += sprintf(p, "%d,",
                         ink > 0 ? (int)(rng_below(rng, 2) ? 250 + rng_below(rng, 6) : rng_below(rng, 256)) : 0);
        }
        p += sprintf(p, "%d\n", (int)rng_below(rng, 10));
        fwrite(line, 1, (size_t)(p - line), stdout);
    }
}

static void write_decimals(int rows, Rng *rng) {
    for (int i = 0; i < rows; i++)
        for (int c = 0; c < COLUMNS; c++) {
            const uint64_t high = 10000000 + rng_below(rng, 90000000), low = rng_below(rng, 1000000000);
            printf("0.%" PRIu64 "%c", high * 1000000000 + low, c + 1 < COLUMNS ? ',' : '\n');
        }
}

int main(int argc, char **argv) {
    Rng rng = rng_stream(1, "bench", 0);
    const int divisor = argc > 2 ? atoi(argv[2]) : 1;
    if (argc > 1 && divisor > 0 && strcmp(argv[1], "images") == 0)
        write_images(IMAGES / divisor, &rng);
    else if (argc > 1 && divisor > 0 && strcmp(argv[1], "decimals") == 0)
        write_decimals(DECIMALS / divisor, &rng);
    else
        return 2;
    return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
