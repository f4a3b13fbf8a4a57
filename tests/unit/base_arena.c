// The arena: alignment, zeroes, growth, overflow.
#include "base/arena.h"

#include <stdint.h>

#include "test.h"

static bool all_zero(const char *p, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (p[i]) return false;
    return true;
}

static void pieces(void) {
    Arena a = {0};
    static const size_t sizes[] = {1, 64, 65, 0, 1000, 65536, 3, 1 << 20, 7};
    for (int round = 0; round < 20; round++) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            char *p = arena_take(&a, sizes[i], 1);
            CHECK(p && (uintptr_t)p % ARENA_ALIGN == 0 && all_zero(p, sizes[i]), "%zu bytes", sizes[i]);
            memset(p, 0xff, sizes[i]);
        }
    }
    arena_free(&a);
    CHECK(!a.blocks && a.taken == 0, "empty again");
    arena_free(&a);
}

static void reserved(void) {
    Arena a = {0};
    CHECK(arena_reserve(&a, 1 << 20), "a megabyte");
    struct ArenaBlock *block = a.blocks;
    char *first = arena_take(&a, 100, 1), *second = arena_take(&a, 1000, 4);
    CHECK(second == first + 128, "pieces follow each other, padded to the alignment");
    arena_take(&a, (1 << 20) - 128 - 4032, 1);
    CHECK(a.blocks == block, "all of what was reserved comes from one block");
    CHECK(a.taken == 1 << 20, "taken %zu", a.taken);
    arena_free(&a);
}

static void impossible(void) {
    Arena a = {0};
    CHECK(!arena_take(&a, SIZE_MAX, 2), "a product that overflows");
    CHECK(!arena_take(&a, SIZE_MAX, 1), "all of the address space");
    CHECK(!arena_take(&a, SIZE_MAX - 100, 1), "padding that overflows");
    CHECK(!arena_reserve(&a, SIZE_MAX), "a reserve that overflows");
    CHECK(!arena_text_n(&a, "", SIZE_MAX), "a text whose final 0 overflows");
    CHECK(!a.blocks, "nothing was taken");
}

static void texts(void) {
    Arena a = {0};
    CHECK_TEXT(arena_text(&a, "abc"), "abc");
    CHECK_TEXT(arena_text(&a, ""), "");
    CHECK_TEXT(arena_text_n(&a, "abcdef", 4), "abcd");
    arena_free(&a);
}

int main(void) {
    pieces();
    reserved();
    impossible();
    texts();
    return test_end("base_arena");
}
