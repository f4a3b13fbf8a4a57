// What the reference implementation of PCG (Debian's libpcg-cpp-dev) draws, for tests/unit/rng_reference.c.
// Prints lines "SEED SEQUENCE JUMP BOUND: DRAW...": pcg32(SEED, SEQUENCE), advanced by JUMP, then as many draws as the
// argument says, below BOUND (0: all 32 bits).
//     g++ -o pcg_reference tests/pcg_reference.cpp && ./pcg_reference 6 > tests/fixtures/pcg32.txt
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include <pcg_random.hpp>

int main(int argc, char **argv) {
    const int draws = argc > 1 ? std::atoi(argv[1]) : 6;
    const uint64_t seeds[] = {0, 1, 42, 0x853c49e6748fea9bULL, UINT64_MAX};
    const uint64_t sequences[] = {0, 1, 54, 0xda3e39cb94b95bdbULL};
    const uint64_t jumps[] = {0, 1, 1000003, (uint64_t)1 << 40, UINT64_MAX}; // the last: one draw back
    const uint32_t bounds[] = {0, 1, 6, 1000, 0x80000001u, UINT32_MAX};
    std::printf("# Made by tests/pcg_reference.cpp with libpcg-cpp-dev\n");
    for (uint64_t seed : seeds)
        for (uint64_t sequence : sequences)
            for (uint64_t jump : jumps)
                for (uint32_t bound : bounds) {
                    if (jump && bound) continue; // one thing at a time
                    pcg32 r(seed, sequence);
                    r.advance(jump);
                    std::printf("%" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu32 ":", seed, sequence, jump, bound);
                    for (int i = 0; i < draws; i++) std::printf(" %" PRIu32, bound ? r(bound) : r());
                    std::printf("\n");
                }
}
