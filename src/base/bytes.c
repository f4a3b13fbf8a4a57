#include "base/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/near_path.h"

enum {
    CHUNK = 1 << 16,    // read of a packed file at a time
    MAP_LEAST = 1 << 20 // smaller files are read: that takes no longer, and nobody can shorten them meanwhile
};

// A file being read, and the memory that its content goes to.
typedef struct Reading {
    const char *path; // as messages name it
    int fd;
    BytesBound bound;
    char *data;
    size_t size, capacity; // of data; BYTES_BEHIND of the capacity stay free
    Error *e;
} Reading;

const char *bytes_name(const char *path) {
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

// "3 GB", "512 MB", "100 bytes"
static const char *in_words(size_t size, char out[32]) {
    static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB"};
    double count = (double)size;
    size_t unit = 0;
    for (; count >= 1000 && unit + 1 < sizeof units / sizeof *units; unit++) count /= 1000;
    snprintf(out, 32, "%.3g %s", count, units[unit]);
    return out;
}

static Status beyond_bound(const Reading *r) {
    char most[32];
    in_words(r->bound.most, most);
    if (!r->bound.option) return error_set(r->e, ERR_DATA, "%s: more than %s; no such file is so large", r->path, most);
    return error_set(r->e, ERR_DATA,
                     "%s: more than %s, the most that is read; where the memory is there, raise %s (in bytes)", r->path,
                     most, r->bound.option);
}

// Makes room for at least one more byte.
static Status make_room(Reading *r) {
    if (r->capacity - r->size > BYTES_BEHIND) return OK;
    if (r->size > SIZE_MAX / 2 - BYTES_BEHIND) return error_memory(r->e);
    size_t capacity = 2 * r->size + BYTES_BEHIND + 4096;
    char *data = realloc(r->data, capacity);
    if (!data) return error_memory(r->e);
    r->data = data;
    r->capacity = capacity;
    return OK;
}

// Reads up to `size` bytes; *got is 0 at the end.
static Status read_some(const Reading *r, void *to, size_t size, size_t *got) {
    ssize_t n;
    *got = 0;
    do n = read(r->fd, to, size < SSIZE_MAX ? size : SSIZE_MAX);
    while (n < 0 && errno == EINTR);
    if (n < 0) return error_errno(r->e, "cannot read %s", r->path);
    *got = (size_t)n;
    return OK;
}

// --- Plain content

static Status read_plain(Reading *r) {
    for (;;) {
        size_t got;
        Status status = make_room(r);
        if (status == OK) status = read_some(r, r->data + r->size, r->capacity - BYTES_BEHIND - r->size, &got);
        if (status != OK) return status;
        if (got == 0) return OK;
        r->size += got;
        if (r->size > r->bound.most) return beyond_bound(r);
    }
}

// A mapping with zeros behind it: the file's, over one of nothing that is a little longer.
static Status map_plain(const Reading *r, size_t size, Bytes *b) {
    if (size > r->bound.most) return beyond_bound(r);
    char *base = mmap(NULL, size + BYTES_BEHIND, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (base == MAP_FAILED) return error_memory(r->e);
    if (mmap(base, size, PROT_READ, MAP_PRIVATE | MAP_FIXED, r->fd, 0) == MAP_FAILED) {
        munmap(base, size + BYTES_BEHIND);
        return error_errno(r->e, "cannot read %s", r->path);
    }
    madvise(base, size, MADV_SEQUENTIAL);
    *b = (Bytes){.data = base, .size = size, .mapped = size + BYTES_BEHIND};
    return OK;
}

// --- Gzip

typedef struct Packed {
    z_stream z;
    unsigned char chunk[CHUNK];
    bool ended; // the file
} Packed;

static Status gzip_error(const Reading *r, const char *what) {
    return error_set(r->e, ERR_DATA, "%s: %s; fetch or pack the file anew", r->path, what);
}

// Has the next bytes of the file ready, unless some are left.
static Status fill_chunk(const Reading *r, Packed *p) {
    size_t got;
    if (p->z.avail_in > 0 || p->ended) return OK;
    Status status = read_some(r, p->chunk, CHUNK, &got);
    if (status != OK) return status;
    p->ended = got == 0;
    p->z.next_in = p->chunk;
    p->z.avail_in = (uInt)got;
    return OK;
}

// Behind a member: nothing, zeros to the end, or another member.
static Status next_member(const Reading *r, Packed *p, bool *another) {
    bool zeros = false;
    for (*another = false;; p->z.next_in++, p->z.avail_in--) {
        Status status = fill_chunk(r, p);
        if (status != OK || p->z.avail_in == 0) return status;
        if (*p->z.next_in != 0) break;
        zeros = true;
    }
    if (zeros) return gzip_error(r, "something follows the zeros behind the gzip data");
    *another = true;
    return inflateReset(&p->z) == Z_OK ? OK : gzip_error(r, "damaged gzip data");
}

static Status unpack(Reading *r, Packed *p) {
    for (bool another = true; another;) {
        Status status = fill_chunk(r, p);
        if (status == OK) status = make_room(r);
        if (status != OK) return status;
        size_t room = r->capacity - BYTES_BEHIND - r->size;
        const uInt offered = room < UINT_MAX ? (uInt)room : UINT_MAX;
        p->z.next_out = (Bytef *)r->data + r->size;
        p->z.avail_out = offered;
        int result = inflate(&p->z, Z_NO_FLUSH);
        r->size += offered - p->z.avail_out;
        if (r->size > r->bound.most) return beyond_bound(r);
        if (result == Z_MEM_ERROR) return error_memory(r->e);
        if (result == Z_BUF_ERROR) return gzip_error(r, "the gzip data is cut short");
        if (result != Z_OK && result != Z_STREAM_END) return gzip_error(r, p->z.msg ? p->z.msg : "damaged gzip data");
        if (result == Z_STREAM_END) status = next_member(r, p, &another);
        if (status != OK) return status;
    }
    return OK;
}

// `head`: the bytes that were read to see what it is.
static Status read_packed(Reading *r, const char *head, size_t size) {
    Packed *p = calloc(1, sizeof *p);
    if (!p) return error_memory(r->e);
    memcpy(p->chunk, head, size);
    p->z.next_in = p->chunk;
    p->z.avail_in = (uInt)size;
    Status status = error_memory(r->e);
    if (inflateInit2(&p->z, 15 + 16) == Z_OK) { // the largest window, and gzip's framing only
        status = unpack(r, p);
        inflateEnd(&p->z);
    }
    free(p);
    return status;
}

// --- What it is

static Status read_head(const Reading *r, char head[2], size_t *size) {
    Status status = OK;
    size_t got = 1;
    for (*size = 0; status == OK && got > 0 && *size < 2; *size += got)
        status = read_some(r, head + *size, 2 - *size, &got);
    return status;
}

static Status read_all(Reading *r, Bytes *b) {
    char head[2];
    size_t size;
    struct stat s;
    Status status = read_head(r, head, &size);
    if (status != OK) return status;
    const bool regular = fstat(r->fd, &s) == 0 && S_ISREG(s.st_mode), whole = lseek(r->fd, 0, SEEK_CUR) == 2;
    const bool gzip = size == 2 && memcmp(head, "\x1f\x8b", 2) == 0;
    if (!gzip && regular && whole && s.st_size >= MAP_LEAST) return map_plain(r, (size_t)s.st_size, b);
    // One read of a file that is not mapped takes all of it.
    r->capacity = !gzip && regular && s.st_size < MAP_LEAST ? (size_t)s.st_size + 1 + BYTES_BEHIND + 2 : CHUNK;
    r->data = malloc(r->capacity);
    if (!r->data) return error_memory(r->e);
    if (gzip) {
        status = read_packed(r, head, size);
    } else {
        memcpy(r->data, head, size);
        r->size = size;
        status = r->size > r->bound.most ? beyond_bound(r) : size == 2 ? read_plain(r) : OK;
    }
    if (status != OK) return status;
    memset(r->data + r->size, 0, BYTES_BEHIND);
    *b = (Bytes){.data = r->data, .size = r->size};
    r->data = NULL;
    return OK;
}

static Status cannot_open(const char *path, Error *e) {
    Arena arena = {0};
    if (errno != ENOENT) return error_errno(e, "cannot open %s", path);
    error_set(e, ERR_IO, "cannot open %s: %s%s", path, strerror(ENOENT), path_suggestion(&arena, path));
    arena_free(&arena);
    return e->status;
}

Status bytes_open(Bytes *b, const char *path, BytesBound bound, Error *e) {
    const bool input = strcmp(path, "-") == 0;
    *b = (Bytes){0};
    Reading r = {.path = bytes_name(path), .bound = bound, .e = e};
    r.fd = input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (r.fd < 0) return cannot_open(path, e);
    Status status = read_all(&r, b);
    free(r.data);
    if (!input) close(r.fd);
    return status;
}

void bytes_close(Bytes *b) {
    if (b->mapped)
        munmap((void *)(uintptr_t)b->data, b->mapped);
    else
        free((void *)(uintptr_t)b->data);
    *b = (Bytes){0};
}
