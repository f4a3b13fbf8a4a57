// Files of named tensors, in the format "safetensors" that PyTorch's users know:
//
//     8 bytes             how long the header is, little-endian
//     the header          JSON, blanks behind it so that the tensors begin at a multiple of 8:
//                         {"__metadata__": {KEY: TEXT, ...},
//                          NAME: {"dtype": "F32", "shape": [rows, cols], "data_offsets": [begin, end]}, ...}
//     the tensors         little-endian, row after row; offsets count from here, without holes
//
// This floor writes them; what strangers wrote is read in results/safetensors_read.h.
#ifndef BASE_SAFETENSORS_H
#define BASE_SAFETENSORS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/store.h"

// The types that regrun's own files have. TYPE(constant, name in the file, bytes).
#define TENSOR_TYPES(TYPE)                                                                                             \
    TYPE(TENSOR_F32, "F32", 4)                                                                                         \
    TYPE(TENSOR_I64, "I64", 8)

#define TENSOR_CONSTANT(constant, name, size) constant,
typedef enum TensorType { TENSOR_TYPES(TENSOR_CONSTANT) TENSOR_TYPE_COUNT } TensorType;
#undef TENSOR_CONSTANT

typedef struct TensorTypeInfo {
    const char *name;
    size_t size; // of a number, in bytes
} TensorTypeInfo;
extern const TensorTypeInfo tensor_types[TENSOR_TYPE_COUNT];

#define TENSOR_DIMS 2 // the most that a tensor of regrun's has
#define TENSOR_METADATA "__metadata__"

typedef struct Tensor {
    const char *name;
    TensorType type;
    int dims; // 0: a single number
    uint64_t shape[TENSOR_DIMS];
    const void *data; // row after row; of a file that was read it may begin at any address
    size_t size;      // bytes
} Tensor;

typedef struct TensorNote {
    const char *key, *value;
} TensorNote;

typedef struct TensorFile {
    int note_count;
    const TensorNote *notes; // [note_count] the metadata
    int tensor_count;
    const Tensor *tensors; // [tensor_count], in the order of their data
} TensorFile;

// Writes it atomically (base/files.h). ERR_IO.
Status tensors_write(const TensorFile *f, const Store *store, const char *path, Error *e);

#endif
