// The sources "idx" and "mnist": images and labels in MNIST's file format, plain or packed with gzip.
//
// The format: two zero bytes, the type of the numbers (8: unsigned bytes), the number of dimensions, each dimension as
// a big-endian 32-bit number, then the numbers, the last dimension fastest. Images have three dimensions (images, rows,
// columns), labels one.
#ifndef DATA_IDX_H
#define DATA_IDX_H

#include "base/bytes.h"
#include "base/hash.h"
#include "data/dataset.h"

// Reads spec->train_images and train_labels into `train` and, unless test_images is empty, test_images and test_labels
// into `test`, which must have images of the same size and no class that `train` lacks. There are as many classes as
// the largest label of `train` says, plus one. The pixels stay where the file was read; all memory comes from `arena`;
// the (unpacked) bytes are added to `hash`. Errors: ERR_DATA with the file and what is wrong, ERR_IO.
Status idx_open(Dataset *train, Dataset *test, const DataSpec *spec, Arena *arena, Hash *hash, Error *e);

// Reads images alone: samples, features, width, height and pixels. Otherwise as idx_open.
Status idx_images(Dataset *d, const char *path, BytesBound bound, Arena *arena, Error *e);

// Fills the four paths of `spec` with MNIST's files in spec->dir, each packed or not; ERR_IO naming the remedy when one
// is missing. The paths come from `arena`.
Status mnist_find(DataSpec *spec, Arena *arena, Error *e);

#endif
