// The models below a folder, for somebody who named it in the place of one.
#ifndef RESULTS_MODEL_FILES_H
#define RESULTS_MODEL_FILES_H

#include "base/error.h"

// That the path is no folder. ERR_IO names the models that are in it.
Status model_is_file(const char *path, Error *e);

#endif
