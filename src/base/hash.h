// SHA-256 (FIPS 180-4), to name data and to notice that it changed.
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_TEXT_SIZE 65 // 64 hexadecimal digits and a 0

typedef struct Hash {
    uint32_t state[8];
    uint8_t block[64]; // the last length % 64 bytes, not yet worked in
    uint64_t length;   // bytes so far
} Hash;

// hash_start, any number of hash_add, hash_end: how the bytes are cut into calls makes no difference.
void hash_start(Hash *h);
void hash_add(Hash *h, const void *data, size_t n);
// Writes the hash in lower-case hexadecimal and returns `out`. `h` is then used up.
char *hash_end(Hash *h, char out[HASH_TEXT_SIZE]);

// For tests: way i of working blocks of 64 bytes into the state, from 0 for the fastest up; NULL where there are no
// more. Of those that this CPU runs; all do the same.
typedef void HashBlocks(uint32_t state[8], const uint8_t *block, size_t blocks);
HashBlocks *hash_way(int i);

#endif
