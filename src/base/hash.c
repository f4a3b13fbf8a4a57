#include "base/hash.h"

#include <stdio.h>
#include <string.h>

#include "base/hash_x86.h"

const uint32_t hash_round_constant[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotate(uint32_t x, int n) {
    return x >> n | x << (32 - n);
}

static void schedule(uint32_t w[64], const uint8_t *block) {
    for (int t = 0; t < 16; t++) {
        const uint8_t *b = block + 4 * t;
        w[t] = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
    }
    for (int t = 16; t < 64; t++) {
        uint32_t s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ w[t - 15] >> 3;
        uint32_t s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ w[t - 2] >> 10;
        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
}

// Works one block in (FIPS 180-4, 6.2.2; the names are the standard's).
static void compress(uint32_t state[8], const uint8_t *block) {
    uint32_t w[64];
    schedule(w, block);
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int t = 0; t < 64; t++) {
        uint32_t sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25), choice = (e & f) ^ (~e & g);
        uint32_t sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22), majority = (a & b) ^ (a & c) ^ (b & c);
        uint32_t t1 = h + sum1 + choice + hash_round_constant[t] + w[t], t2 = sum0 + majority;
        h = g, g = f, f = e, e = d + t1;
        d = c, c = b, b = a, a = t1 + t2;
    }
    const uint32_t out[8] = {a, b, c, d, e, f, g, h};
    for (int i = 0; i < 8; i++) state[i] += out[i];
}

static void compress_plainly(uint32_t state[8], const uint8_t *block, size_t blocks) {
    for (size_t i = 0; i < blocks; i++) compress(state, block + 64 * i);
}

HashBlocks *hash_way(int i) {
#ifdef __x86_64__
    if (hash_x86_runs() && i-- == 0) return hash_x86_compress;
#endif
    return i == 0 ? compress_plainly : NULL;
}

void hash_start(Hash *h) {
    *h = (Hash){
        .state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
}

void hash_add(Hash *h, const void *data, size_t n) {
    const uint8_t *bytes = data;
    while (n > 0) {
        size_t held = h->length % 64, part = 64 - held < n ? 64 - held : n;
        if (part == 64) {
            part = n / 64 * 64;
            hash_way(0)(h->state, bytes, part / 64);
        } else {
            memcpy(h->block + held, bytes, part);
            if (held + part == 64) hash_way(0)(h->state, h->block, 1);
        }
        h->length += part;
        bytes += part;
        n -= part;
    }
}

char *hash_end(Hash *h, char out[HASH_TEXT_SIZE]) {
    uint8_t bits[8];
    for (int i = 0; i < 8; i++) bits[i] = (uint8_t)(h->length * 8 >> (56 - 8 * i));
    static const uint8_t padding[64] = {0x80};
    hash_add(h, padding, 1 + (119 - h->length % 64) % 64);
    hash_add(h, bits, sizeof bits);
    for (int i = 0; i < 8; i++) snprintf(out + 8 * i, 9, "%08x", h->state[i]);
    return out;
}
