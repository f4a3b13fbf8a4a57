// SHA-256 against the examples of FIPS 180-4 and NIST, and in pieces.
#include "base/hash_beside.h"

#include <stdlib.h>

#include "test.h"

static char *hash_of(const char *data, size_t n, size_t piece, char out[HASH_TEXT_SIZE]) {
    Hash h;
    hash_start(&h);
    for (size_t at = 0; at < n; at += piece) hash_add(&h, data + at, n - at < piece ? n - at : piece);
    return hash_end(&h, out);
}

// Every way to work blocks in does as the plain one.
static void check_ways(void) {
    enum { BLOCKS = 5 };
    uint8_t data[64 * BLOCKS];
    uint32_t x = 1;
    int ways = 0;
    for (size_t i = 0; i < sizeof data; i++) data[i] = (uint8_t)((x = 1664525 * x + 1013904223) >> 24);
    while (hash_way(ways)) ways++;
    CHECK(ways > 0, "there is no way");
    HashBlocks *plain = hash_way(ways - 1);
    for (int way = 0; way < ways; way++)
        for (size_t blocks = 0; blocks <= BLOCKS; blocks++) {
            Hash one, other;
            hash_start(&one);
            hash_start(&other);
            hash_way(way)(one.state, data, blocks);
            for (size_t i = 0; i < blocks; i++) plain(other.state, data + 64 * i, 1);
            CHECK(memcmp(one.state, other.state, sizeof one.state) == 0, "way %d, %zu blocks", way, blocks);
        }
    // The plain one, of "abc" and its padding (FIPS 180-4).
    static const uint32_t want[8] = {0xba7816bf, 0x8f01cfea, 0x414140de, 0x5dae2223,
                                     0xb00361a3, 0x96177a9c, 0xb410ff61, 0xf20015ad};
    const uint8_t block[64] = {'a', 'b', 'c', 0x80, [63] = 24};
    Hash h;
    hash_start(&h);
    plain(h.state, block, 1);
    CHECK(memcmp(h.state, want, sizeof want) == 0, "the plain way");
}

// Another thread, where it is worth one, comes to the same.
static void check_beside(void) {
    enum { MOST = 3 << 20 };
    static const size_t sizes[] = {0, 1000, 1 << 20, MOST};
    char *many = malloc(MOST), want[HASH_TEXT_SIZE], got[HASH_TEXT_SIZE];
    for (size_t i = 0; many && i < MOST; i++) many[i] = (char)(i * i >> 5);
    for (size_t i = 0; many && i < sizeof sizes / sizeof *sizes; i++) {
        Hash h;
        HashBeside beside;
        hash_start(&h);
        hash_beside_start(&beside, &h, many, sizes[i]);
        hash_beside_end(&beside);
        hash_beside_end(&beside);
        CHECK_TEXT(hash_end(&h, got), hash_of(many, sizes[i], 4096, want));
    }
    free(many);
}

int main(void) {
    check_ways();
    check_beside();
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqr"
         "stu",
         "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
    };
    char out[HASH_TEXT_SIZE], again[HASH_TEXT_SIZE];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_TEXT(hash_of(rows[i].text, strlen(rows[i].text), 1000, out), rows[i].want);
    enum { MILLION = 1000000 };
    char *many = malloc(MILLION);
    if (!many) return 1;
    memset(many, 'a', MILLION);
    CHECK_TEXT(hash_of(many, MILLION, 4096, out), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    for (size_t n = 0; n < 200; n++) { // every way to end a block, in pieces of 1, 7, 64 and 100
        hash_of(many, n, 1, out);
        static const size_t pieces[] = {7, 64, 100};
        for (int i = 0; i < 3; i++) CHECK_TEXT(hash_of(many, n, pieces[i], again), out);
    }
    free(many);
    return test_end("base_hash");
}
