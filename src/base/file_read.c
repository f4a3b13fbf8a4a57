#include <string.h>

#include "base/files.h"

Status file_read_bounded(Arena *a, const char *path, BytesBound bound, char **data, size_t *size, Error *e) {
    Bytes b;
    Status status = bytes_open(&b, path, bound, e);
    if (status != OK) return status;
    *data = arena_take(a, b.size + 1, 1);
    *size = b.size;
    if (*data)
        memcpy(*data, b.data, b.size);
    else
        status = error_memory(e);
    bytes_close(&b);
    return status;
}

Status file_read(Arena *a, const char *path, char **data, size_t *size, Error *e) {
    return file_read_bounded(a, path, (BytesBound){.most = FILE_READ_MOST}, data, size, e);
}
