// A test program in one header: CHECK what must hold, end main with `return test_end("name");`.
// Its last line is "name: N passed, N failed, N skipped"; tests/run adds these up.
#ifndef TEST_H
#define TEST_H

#include <math.h>
#include <stdio.h>
#include <string.h>

static int test_passed, test_failed, test_skipped;

#define CHECK(condition, ...)                                                                                          \
    do {                                                                                                               \
        if (condition) {                                                                                               \
            test_passed++;                                                                                             \
        } else {                                                                                                       \
            test_failed++;                                                                                             \
            fprintf(stderr, "%s:%d: not so: %s:", __FILE__, __LINE__, #condition);                                     \
            fprintf(stderr, " " __VA_ARGS__);                                                                          \
            fputc('\n', stderr);                                                                                       \
        }                                                                                                              \
    } while (0)

#define CHECK_TEXT(got, want) CHECK(strcmp((got), (want)) == 0, "got \"%s\", want \"%s\"", (got), (want))
#define CHECK_NEAR(got, want, tolerance)                                                                               \
    CHECK(fabs((double)(got) - (double)(want)) <= (tolerance), "got %.9g, want %.9g", (double)(got), (double)(want))

#define SKIP(reason) (test_skipped++, fprintf(stderr, "%s:%d: skipped: %s\n", __FILE__, __LINE__, (reason)))

static inline int test_end(const char *name) {
    printf("%s: %d passed, %d failed, %d skipped\n", name, test_passed, test_failed, test_skipped);
    return test_failed > 0;
}

#endif
