// PCG32 bit for bit against the reference C++ package: its committed draws (tests/fixtures/pcg32.txt), and many more
// from tests/pcg_reference.cpp, compiled here, where g++ and libpcg-cpp-dev are installed.
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/rng.h"
#include "test.h"

// Checks one line of the reference's output; returns how many draws it holds.
static int check_line(char *line) {
    uint64_t seed, sequence, jump;
    uint32_t bound;
    int used = 0, draws = 0, wrong = 0;
    if (sscanf(line, "%" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu32 ":%n", &seed, &sequence, &jump, &bound, &used) < 4)
        return 0;
    Rng r = rng_seed(seed, sequence);
    rng_advance(&r, jump);
    char *p = line + used;
    for (;; draws++) {
        char *end;
        uint32_t want = (uint32_t)strtoul(p, &end, 10);
        if (end == p) break;
        wrong += (bound ? rng_below(&r, bound) : rng_next(&r)) != want;
        p = end;
    }
    CHECK(wrong == 0 && draws > 0, "%d of %d draws differ in \"%.60s...\"", wrong, draws, line);
    return draws;
}

static int check_lines(FILE *f) {
    char *line = NULL;
    size_t room = 0;
    int draws = 0;
    while (getline(&line, &room, f) > 0)
        if (line[0] != '#') draws += check_line(line);
    free(line);
    return draws;
}

static void committed(void) {
    FILE *f = fopen("tests/fixtures/pcg32.txt", "r");
    CHECK(f, "tests/fixtures/pcg32.txt cannot be opened (run from the repository root)");
    if (!f) return;
    CHECK(check_lines(f) == 1200, "200 lines of 6 draws");
    fclose(f);
}

static void live(void) {
    static const char has_package[] = "echo '#include <pcg_random.hpp>' | g++ -E -x c++ - >/dev/null 2>&1";
    if (system(has_package) != 0) {
        SKIP("the reference needs g++ and libpcg-cpp-dev");
        return;
    }
    char folder[] = "/tmp/regrun-rng-XXXXXX", command[256];
    CHECK(mkdtemp(folder), "no temporary folder");
    snprintf(command, sizeof command, "g++ -o %s/reference tests/pcg_reference.cpp && %s/reference 2000", folder,
             folder);
    FILE *f = popen(command, "r");
    CHECK(f && check_lines(f) == 200 * 2000, "200 lines of 2000 draws");
    CHECK(f && pclose(f) == 0, "\"%s\" failed", command);
    snprintf(command, sizeof command, "%s/reference", folder);
    unlink(command);
    rmdir(folder);
}

int main(void) {
    committed();
    live();
    return test_end("rng_reference");
}
