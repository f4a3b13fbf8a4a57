#include "lab/checkpoint.h"

#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/hash.h"
#include "base/version.h"

// Read on a machine with another byte order, it is another number.
#define MAGIC UINT64_C(0x006e757267657200)
#define FORMAT 2 // counts up with whatever changes the head or what the pieces mean

typedef struct FileHead {
    uint64_t magic, format;
    char version[32]; // of regrun
    CheckpointHead head;
    int64_t pieces;
} FileHead;

typedef struct PieceHead {
    char name[PIECE_NAME_SIZE];
    uint64_t size;
} PieceHead;

enum { HASH_SIZE = HASH_TEXT_SIZE - 1, TOLD_MOST = 3000 };

void pieces_add(Pieces *pieces, const char *prefix, const char *name, void *at, size_t size) {
    if (size == 0) return;
    if (pieces->count == pieces->room) {
        const int room = pieces->room ? 2 * pieces->room : 64;
        Piece *grown = arena_take(pieces->arena, (size_t)room, sizeof *grown);
        pieces->failed |= !grown;
        if (!grown) return;
        if (pieces->count) memcpy(grown, pieces->piece, (size_t)pieces->count * sizeof *grown);
        pieces->piece = grown;
        pieces->room = room;
    }
    Piece *piece = &pieces->piece[pieces->count++];
    *piece = (Piece){.at = at, .size = size};
    snprintf(piece->name, sizeof piece->name, "%s%s%s", prefix, *prefix ? "." : "", name);
}

// --- Writing

typedef struct Out {
    StoreFile file;
    Hash hash;
    Error *e;
} Out;

// Where something went wrong, the rest does nothing.
static void put(Out *out, const void *data, size_t size) {
    hash_add(&out->hash, data, size);
    if (!out->e->status) store_put(&out->file, data, size, out->e);
}

static void put_all(Out *out, const CheckpointHead *head, const Pieces *pieces) {
    FileHead file = {
        .magic = MAGIC, .format = FORMAT, .version = REGRUN_VERSION, .head = *head, .pieces = pieces->count};
    char hash[HASH_TEXT_SIZE];
    hash_start(&out->hash);
    put(out, &file, sizeof file);
    for (const Piece *piece = pieces->piece; piece < pieces->piece + pieces->count; piece++) {
        PieceHead before = {.size = piece->size};
        memcpy(before.name, piece->name, sizeof before.name);
        put(out, &before, sizeof before);
        put(out, piece->at, piece->size);
    }
    hash_end(&out->hash, hash);
    if (!out->e->status) store_put(&out->file, hash, HASH_SIZE, out->e);
}

Status checkpoint_write(const Store *store, const char *folder, const CheckpointHead *head, const Pieces *pieces,
                        Error *e) {
    Arena arena = {0};
    Error own = {0};
    Out out = {.e = &own};
    const char *path = path_join(&arena, folder, RUN_CHECKPOINT);
    if (!path || pieces->failed) {
        error_memory(&own);
    } else if (store_begin(&out.file, store, path, &own) == OK) {
        put_all(&out, head, pieces);
        store_end(&out.file, &own);
    }
    arena_free(&arena);
    if (own.status) error_set(e, own.status, "%.*s (checkpoint.seconds=0 does without)", TOLD_MOST, own.text);
    return own.status;
}

// --- Reading

static bool hash_is_right(const char *data, size_t size) {
    Hash hash;
    char text[HASH_TEXT_SIZE];
    hash_start(&hash);
    hash_add(&hash, data, size - HASH_SIZE);
    return memcmp(hash_end(&hash, text), data + size - HASH_SIZE, HASH_SIZE) == 0;
}

// What is not ours is not looked at any further; what the hash does not vouch for neither.
static Status check(Checkpoint *c, const char *data, size_t size, const char *trajectory, Error *e) {
    static const FileHead own = {.magic = MAGIC, .format = FORMAT, .version = REGRUN_VERSION};
    FileHead file;
    if (size < sizeof file + HASH_SIZE) return error_set(e, ERR_DATA, "damaged checkpoint");
    memcpy(&file, data, sizeof file);
    if (memcmp(&file, &own, offsetof(FileHead, head)) != 0)
        return error_set(e, ERR_DATA, "checkpoint of another version of regrun");
    if (!hash_is_right(data, size)) return error_set(e, ERR_DATA, "damaged checkpoint");
    if (strncmp(file.head.trajectory, trajectory, TRAJECTORY_SIZE) != 0)
        return error_set(e, ERR_DATA, "checkpoint of another run");
    c->head = file.head;
    c->data = data + sizeof file;
    c->size = size - sizeof file - HASH_SIZE;
    c->pieces = (int)file.pieces;
    return OK;
}

Status checkpoint_open(Checkpoint *c, const Store *store, const char *folder, const char *trajectory, Error *e) {
    char *data = NULL;
    size_t size = 0;
    *c = (Checkpoint){0};
    const char *path = path_join(&c->arena, folder, RUN_CHECKPOINT);
    Status s = path ? store_read(store, path, &c->arena, &data, &size, e) : error_memory(e);
    return s || !data ? s : check(c, data, size, trajectory, e);
}

void checkpoint_close(Checkpoint *c) {
    arena_free(&c->arena);
    c->data = NULL;
}

// Goes through the checkpoint's pieces beside those in memory; false where they are others. `copy`: takes them over.
static bool go_through(const Checkpoint *c, const Pieces *pieces, bool copy) {
    const char *at = c->data;
    size_t left = c->size;
    for (const Piece *piece = pieces->piece; piece < pieces->piece + pieces->count; piece++) {
        PieceHead before;
        if (left < sizeof before) return false;
        memcpy(&before, at, sizeof before);
        at += sizeof before, left -= sizeof before;
        if (memcmp(before.name, piece->name, sizeof before.name) != 0) return false;
        if (before.size != piece->size || before.size > left) return false;
        if (copy) memcpy(piece->at, at, piece->size);
        at += piece->size, left -= piece->size;
    }
    return left == 0 && c->pieces == pieces->count;
}

Status checkpoint_take(const Checkpoint *c, const Pieces *pieces, Error *e) {
    if (pieces->failed) return error_memory(e);
    if (!c->data || !go_through(c, pieces, false)) return error_set(e, ERR_DATA, "checkpoint of another run");
    go_through(c, pieces, true);
    return OK;
}
