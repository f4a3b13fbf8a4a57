// SHA-256 by the processor's own instructions, where it has them (x86-64's SHA extensions).
#ifndef BASE_HASH_X86_H
#define BASE_HASH_X86_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __x86_64__
bool hash_x86_runs(void); // on this CPU
// Works blocks of 64 bytes in.
void hash_x86_compress(uint32_t state[8], const uint8_t *block, size_t blocks);
#endif

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2).
extern const uint32_t hash_round_constant[64];

#endif
