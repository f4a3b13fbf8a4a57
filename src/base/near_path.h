// "Did you mean", of paths.
#ifndef BASE_NEAR_PATH_H
#define BASE_NEAR_PATH_H

#include "base/arena.h"

// The path that is there and comes nearest to one that is not: each part of it that is not there is taken for the
// nearest name in its folder, and one with an ending (.csv) for one of the same ending. NULL where nothing is near
// enough, also without memory.
const char *path_nearest(Arena *a, const char *path);

// "; did you mean PATH?", to end a message with; "" where nothing is near, or the path is there.
const char *path_suggestion(Arena *a, const char *path);

#endif
