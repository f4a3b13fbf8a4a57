// Notes: each sentence once, in order, as many as there are.
#include "base/notes.h"

#include "test.h"

int main(void) {
    Arena arena = {0};
    Notes notes = {.arena = &arena};
    for (int i = 0; i < 40; i++) notes_add(&notes, "note %d", i % 20);
    CHECK(notes.count == 20 && !notes.failed, "%d notes", notes.count);
    for (int i = 0; i < notes.count; i++) {
        char want[16];
        snprintf(want, sizeof want, "note %d", i);
        CHECK_TEXT(notes.text[i], want);
    }
    arena_free(&arena);
    return test_end("base_notes");
}
