// Files of named tensors (base/safetensors.h), as anybody may have written them.
#ifndef RESULTS_SAFETENSORS_READ_H
#define RESULTS_SAFETENSORS_READ_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "base/safetensors.h"

// Reads what stands at `path`. Names, metadata and lists live in `arena`; the tensors' data in `bytes`, which
// bytes_close frees, after a failure too. ERR_DATA with the path first and what is wrong: a header that is cut off, too
// large or no such JSON, types and dimensions beyond what Tensor holds, data that are cut off, overlap or leave holes.
Status tensors_read(TensorFile *f, Bytes *bytes, const char *path, Arena *arena, Error *e);

// The metadata of that key; NULL where there is none.
const char *tensors_note(const TensorFile *f, const char *key);

#endif
