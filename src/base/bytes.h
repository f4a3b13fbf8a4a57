// The content of a file as bytes in memory, however it comes: mapped where it is a plain file, unpacked where it is
// packed with gzip, read to its end where it is a pipe; and never more of it than is wanted.
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stddef.h>

#include "base/error.h"

#define BYTES_BEHIND 64 // zeros that can be read behind the content: a vector's width

typedef struct Bytes {
    const char *data; // [size + BYTES_BEHIND]
    size_t size;
    size_t mapped; // what munmap takes; 0: from malloc
} Bytes;

// The most that is read of a file, and the option that says so: NULL for what people do not choose.
typedef struct BytesBound {
    size_t most;
    const char *option;
} BytesBound;

// Opens what stands at `path`; "-" is the standard input. Gzip is told by its first bytes; the bound holds while it is
// unpacked. ERR_DATA for more than the bound allows and for damaged gzip (zeros behind its end are none: tapes pad so),
// ERR_IO. Nobody may shorten a mapped file as long as it is open: reading behind its new end ends the program.
Status bytes_open(Bytes *b, const char *path, BytesBound bound, Error *e);
// A zeroed Bytes is fine.
void bytes_close(Bytes *b);

// How messages name the path: "standard input" for "-".
const char *bytes_name(const char *path);

#endif
