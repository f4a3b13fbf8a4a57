// What the first split of a source shows that is worth telling before a run.
#include <inttypes.h>

#include "data/duplicates.h"
#include "data/source_type.h"

static void note_unseen(Source *s, uint64_t seed, const Split *split) {
    if (split->unseen)
        notes_add(&s->notes,
                  "under seed %" PRIu64 ", %d of %d test samples %s a category that no training sample has; all "
                  "features of such a column are 0 there",
                  seed, split->unseen, split->test.size, split->unseen == 1 ? "has" : "have");
}

static Status note_duplicates(Source *s, uint64_t seed, const Split *split, Error *e) {
    Duplicates found;
    Status status = duplicates_between(&split->train, &split->test, &found, e);
    if (status == OK && found.same)
        notes_add(
            &s->notes,
            "under seed %" PRIu64
            ", %d of %d test samples %s in the training part as well, answer and all: on %s the test measures memory",
            seed, found.same, split->test.size, found.same == 1 ? "stands" : "stand", found.same == 1 ? "it" : "those");
    if (status == OK && found.other_answer)
        notes_add(&s->notes,
                  "under seed %" PRIu64 ", %d of %d test samples %s the features of a training sample, but another "
                  "answer",
                  seed, found.other_answer, split->test.size, found.other_answer == 1 ? "has" : "have");
    return status;
}

Status source_note(Source *s, uint64_t seed, Error *e) {
    Arena arena = {0};
    Split split;
    if (source_types[s->spec.source]->draw) return OK; // drawn samples are all new
    Source plain = *s;
    plain.spec.label_noise = 0; // an answer that was redrawn is no other answer
    Status status = source_split(&plain, seed, &arena, &split, e);
    if (status == OK) note_unseen(s, seed, &split);
    if (status == OK) status = note_duplicates(s, seed, &split, e);
    arena_free(&arena);
    return status != OK ? status : s->notes.failed ? error_memory(e) : OK;
}
