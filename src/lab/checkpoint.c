#include "lab/checkpoint.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/version.h"
#include "lab/names.h"

#define UNFINISHED RUN_CHECKPOINT ".tmp" // a run's folder has one writer, so that one name is enough

// Read on a machine with another byte order, it is another number.
#define MAGIC UINT64_C(0x006e757267657200)
#define FORMAT 1 // counts up with whatever changes the head or what the pieces mean

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

enum { HASH_SIZE = HASH_TEXT_SIZE - 1 };

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
    FILE *file;
    Hash hash;
} Out;

static void put(Out *out, const void *data, size_t size) {
    hash_add(&out->hash, data, size);
    fwrite(data, 1, size, out->file); // whether all of it went well, ferror knows
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
    fwrite(hash_end(&out->hash, hash), 1, HASH_SIZE, out->file);
}

// False with errno.
static bool write_unfinished(int folder, const CheckpointHead *head, const Pieces *pieces) {
    const int fd = openat(folder, UNFINISHED, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    Out out = {.file = fd < 0 ? NULL : fdopen(fd, "wb")};
    if (!out.file) {
        const int number = errno;
        if (fd >= 0) close(fd);
        errno = number;
        return false;
    }
    put_all(&out, head, pieces);
    const bool whole = fflush(out.file) == 0 && !ferror(out.file) && fsync(fd) == 0;
    const int number = errno;
    const bool closed = fclose(out.file) == 0;
    if (!whole) errno = number;
    return whole && closed;
}

Status checkpoint_write(int folder, const char *shown, const CheckpointHead *head, const Pieces *pieces, Error *e) {
    if (pieces->failed) return error_memory(e);
    if (write_unfinished(folder, head, pieces) && renameat(folder, UNFINISHED, folder, RUN_CHECKPOINT) == 0 &&
        fsync(folder) == 0)
        return OK;
    error_errno(e, "cannot write %s/" RUN_CHECKPOINT " (checkpoint.seconds 0 does without)", shown);
    unlinkat(folder, UNFINISHED, 0);
    return e->status;
}

void checkpoint_remove(int folder) {
    unlinkat(folder, RUN_CHECKPOINT, 0);
    unlinkat(folder, UNFINISHED, 0);
}

// --- Reading

// The whole file; *data stays NULL where there is none.
static Status read_all(int folder, const char *shown, Arena *arena, char **data, size_t *size, Error *e) {
    struct stat about;
    Status s = OK;
    const int fd = openat(folder, RUN_CHECKPOINT, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) return OK;
    if (fd < 0 || fstat(fd, &about) != 0) {
        s = error_errno(e, "cannot open %s/" RUN_CHECKPOINT, shown);
        if (fd >= 0) close(fd);
        return s;
    }
    char *all = S_ISREG(about.st_mode) ? arena_take(arena, (size_t)about.st_size + 1, 1) : NULL;
    if (!all) s = S_ISREG(about.st_mode) ? error_memory(e) : error_set(e, ERR_DATA, "damaged checkpoint");
    *size = 0;
    for (ssize_t n = 1; !s && n != 0 && *size < (size_t)about.st_size;) {
        n = read(fd, all + *size, (size_t)about.st_size - *size);
        if (n > 0) *size += (size_t)n;
        if (n < 0 && errno != EINTR) s = error_errno(e, "cannot read %s/" RUN_CHECKPOINT, shown);
    }
    close(fd);
    if (!s) *data = all;
    return s;
}

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

Status checkpoint_open(Checkpoint *c, int folder, const char *shown, const char *trajectory, Error *e) {
    char *data = NULL;
    size_t size = 0;
    *c = (Checkpoint){0};
    Status s = read_all(folder, shown, &c->arena, &data, &size, e);
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
