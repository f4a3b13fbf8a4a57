// The parameters and statistics of a network as tensors under the names and in the layout that PyTorch gives them in a
// torch.nn.Sequential of the same layers (docs/models.md). Both ways: everybody else knows no such name.
#ifndef LAB_MODEL_TENSORS_H
#define LAB_MODEL_TENSORS_H

#include "base/arena.h"
#include "base/safetensors.h"
#include "train/engine.h"

// Copies of all of them, from `arena`. ERR_IO without memory.
Status tensors_of(const Engine *engine, const Trainer *t, const Tensor **tensors, int *count, Arena *arena, Error *e);

// Puts them into a trainer. ERR_DATA, with `path` first, unless they are just those of its network and every number is
// finite; the trainer is then half filled.
Status tensors_into(const Engine *engine, Trainer *t, const Tensor *tensors, int count, const char *path, Error *e);

#endif
