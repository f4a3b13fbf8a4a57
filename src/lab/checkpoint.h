// A checkpoint: what a run goes on from, in one file of its folder. It is written beside the old one, synced and put in
// its place by a rename, so that there is always a whole one; and it is read to its end, hash and all, before anything
// of it is used.
//
// In the file, in the machine's own byte order: a head, the pieces, each behind its name and size, and at the end the
// SHA-256 of all that as text.
#ifndef LAB_CHECKPOINT_H
#define LAB_CHECKPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/store.h"
#include "lab/names.h"

#define PIECE_NAME_SIZE 72 // a span's name, and what stands before it

// Some of what a run goes on from, where it stands in memory.
typedef struct Piece {
    char name[PIECE_NAME_SIZE]; // unique
    void *at;
    size_t size; // bytes
} Piece;

// All of it. The same list is written and read.
typedef struct Pieces {
    Arena *arena;
    Piece *piece;
    int count, room;
    bool failed; // without memory
} Pieces;

// "PREFIX.NAME"; the name alone where the prefix is "". A piece of 0 bytes is none.
void pieces_add(Pieces *pieces, const char *prefix, const char *name, void *at, size_t size);

#define TRAJECTORY_SIZE 72 // with the 0 at its end

// What a checkpoint says about itself.
typedef struct CheckpointHead {
    char trajectory[TRAJECTORY_SIZE]; // all that the run's course hangs on, as a text: of another there is no going on
    int64_t epoch, step;              // trained so far
    int64_t size[ROW_FILES]; // bytes of its files of rows (lab/names.h) that belong to it: the rows up to there
} CheckpointHead;

// Writes `folder`/checkpoint in the store. ERR_IO.
Status checkpoint_write(const Store *store, const char *folder, const CheckpointHead *head, const Pieces *pieces,
                        Error *e);

// One that was found whole, in memory.
typedef struct Checkpoint {
    CheckpointHead head;
    const char *data; // NULL: there is none
    size_t size;
    int pieces;
    Arena arena;
} Checkpoint;

// Reads `folder`/checkpoint; where there is none, that is fine (data is NULL). ERR_DATA with words for a note, without
// the folder's name, where it cannot be gone on from: one of another version of regrun, damaged, or of another
// trajectory. ERR_IO where it cannot be read. Whatever comes of it, checkpoint_close is fine.
Status checkpoint_open(Checkpoint *c, const Store *store, const char *folder, const char *trajectory, Error *e);
// Puts all pieces where they belong. ERR_DATA where these are not the checkpoint's, in names, order and sizes; nothing
// is changed then.
Status checkpoint_take(const Checkpoint *c, const Pieces *pieces, Error *e);
void checkpoint_close(Checkpoint *c);

#endif
