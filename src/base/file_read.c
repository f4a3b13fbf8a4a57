#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/files.h"

// Bytes that arrive piece by piece into an arena; there is always room for a 0 after them.
typedef struct Bytes {
    Arena *arena;
    char *data;
    size_t size, capacity;
} Bytes;

static bool bytes_start(Bytes *b, Arena *a, size_t capacity) {
    *b = (Bytes){.arena = a, .data = arena_take(a, capacity, 1), .capacity = capacity};
    return b->data;
}

// Leaves room for at least one more byte and the 0.
static bool bytes_grow(Bytes *b) {
    if (b->capacity - b->size >= 2) return true;
    char *data = arena_take(b->arena, b->capacity, 2);
    if (!data) return false;
    memcpy(data, b->data, b->size);
    b->data = data;
    b->capacity *= 2;
    return true;
}

// Appends what is left to read from `fd`, at most up to size `limit`.
static Status read_rest(Bytes *b, int fd, size_t limit, const char *path, Error *e) {
    while (b->size < limit) {
        if (!bytes_grow(b)) return error_memory(e);
        size_t room = b->capacity - b->size - 1, want = room < limit - b->size ? room : limit - b->size;
        ssize_t n = read(fd, b->data + b->size, want);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return error_errno(e, "cannot read %s", path);
        if (n == 0) break;
        b->size += (size_t)n;
    }
    return OK;
}

static Status gzip_error(Error *e, const char *path, const char *what) {
    return error_set(e, ERR_DATA, "%s: %s; fetch or pack the file anew", path, what);
}

// Unpacks one gzip member after the other. `z` is ready for the first.
static Status inflate_all(z_stream *z, Bytes *out, const char *packed, size_t size, const char *path, Error *e) {
    const char *end = packed + size;
    z->next_in = (Bytef *)packed;
    for (;;) {
        if (!bytes_grow(out)) return error_memory(e);
        size_t room = out->capacity - out->size - 1, left = (size_t)(end - (const char *)z->next_in);
        z->avail_in = left < UINT32_MAX ? (uInt)left : UINT32_MAX;
        z->avail_out = room < UINT32_MAX ? (uInt)room : UINT32_MAX;
        uInt offered = z->avail_out;
        z->next_out = (Bytef *)out->data + out->size;
        int result = inflate(z, Z_NO_FLUSH);
        out->size += offered - z->avail_out;
        if (result == Z_STREAM_END) {
            if ((const char *)z->next_in == end) return OK;
            result = inflateReset(z);
        }
        if (result == Z_MEM_ERROR) return error_memory(e);
        if (result == Z_BUF_ERROR) return gzip_error(e, path, "the gzip data is cut short");
        if (result != Z_OK) return gzip_error(e, path, z->msg ? z->msg : "damaged gzip data");
    }
}

// gzip ends with its unpacked size (modulo 2^32), which spares growing; a damaged size is harmless, since deflate
// cannot shrink more than 1032 times.
static size_t unpacked_size(const char *packed, size_t size) {
    if (size < 18) return 0; // header and trailer alone take that much
    const unsigned char *tail = (const unsigned char *)packed + size - 4;
    size_t hint = (size_t)tail[0] | (size_t)tail[1] << 8 | (size_t)tail[2] << 16 | (size_t)tail[3] << 24;
    return hint / 1032 < size ? hint : 0;
}

static Status unpack(Bytes *out, Arena *a, const Bytes *packed, const char *path, Error *e) {
    z_stream z = {0};
    if (!bytes_start(out, a, unpacked_size(packed->data, packed->size) + 64)) return error_memory(e);
    if (inflateInit2(&z, 15 + 16) != Z_OK) return error_memory(e); // the largest window, and gzip's framing only
    Status status = inflate_all(&z, out, packed->data, packed->size, path, e);
    inflateEnd(&z);
    return status;
}

// Reads the first two bytes, which tell gzip, and then the rest: packed bytes into a passing arena, plain ones into
// `a`.
static Status read_open(Bytes *out, Arena *a, int fd, const char *path, Error *e) {
    Arena passing = {0};
    Bytes magic, packed;
    struct stat s;
    size_t expected = fstat(fd, &s) == 0 && S_ISREG(s.st_mode) ? (size_t)s.st_size + 2 : (size_t)64 << 10;
    Status status = bytes_start(&magic, &passing, 4) ? read_rest(&magic, fd, 2, path, e) : error_memory(e);
    if (status != OK) goto done;
    bool gzip = magic.size == 2 && memcmp(magic.data, "\x1f\x8b", 2) == 0;
    Bytes *raw = gzip ? &packed : out;
    if (!bytes_start(raw, gzip ? &passing : a, expected)) {
        status = error_memory(e);
        goto done;
    }
    memcpy(raw->data, magic.data, magic.size);
    raw->size = magic.size;
    status = read_rest(raw, fd, SIZE_MAX, path, e);
    if (status == OK && gzip) status = unpack(out, a, &packed, path, e);
done:
    arena_free(&passing);
    return status;
}

Status file_read(Arena *a, const char *path, char **data, size_t *size, Error *e) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return error_errno(e, "cannot open %s", path);
    Bytes bytes;
    Status status = read_open(&bytes, a, fd, path, e);
    close(fd);
    if (status != OK) return status;
    bytes.data[bytes.size] = 0;
    *data = bytes.data;
    *size = bytes.size;
    return OK;
}
