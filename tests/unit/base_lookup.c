// Texts found by their hash: known ones, new ones, many.
#include "base/lookup.h"

#include "test.h"

static Arena arena;

static void few(void) {
    Lookup l = {0};
    CHECK(lookup_find(&l, "a") == -1, "empty");
    CHECK(lookup_add(&l, &arena, "a", 7) == 7 && lookup_add(&l, &arena, "", 0) == 0, "new ones");
    char same[] = "a";
    CHECK(lookup_add(&l, &arena, same, 8) == 7, "known by the first number");
    CHECK(lookup_find(&l, same) == 7 && lookup_find(&l, "") == 0 && lookup_find(&l, "b") == -1,
          "found by their letters");
}

static void many(void) {
    enum { COUNT = 20000 };
    Lookup l = {0};
    char(*text)[8] = arena_take(&arena, COUNT, sizeof *text);
    for (int i = 0; i < COUNT; i++) {
        snprintf(text[i], sizeof text[i], "%d", i);
        if (lookup_add(&l, &arena, text[i], i) != i) CHECK(0, "%d is not new", i);
    }
    int wrong = 0;
    for (int i = 0; i < COUNT; i++) wrong += lookup_find(&l, text[i]) != i;
    CHECK(wrong == 0, "%d are not found", wrong);
    CHECK(lookup_find(&l, "20000") == -1, "never put in");
}

int main(void) {
    few();
    many();
    arena_free(&arena);
    return test_end("base_lookup");
}
