// Finds the setting that an expression means: by its name, or by the values of options that a sweep gave it.
#ifndef CONFIG_SETTING_FIND_H
#define CONFIG_SETTING_FIND_H

#include "config/experiment.h"

// What stands at the beginning of `text`: a name that a dot follows (in quotes where it has to be), or what names begin
// with and a choice: bn[batch_size=64, momentum=0]. *size: how much of the text that is. The name of a tuned setting is
// that of its candidates together. False with `why`, in which nothing stands where memory ran out.
bool setting_find(const Experiment *x, const char *text, size_t *size, const char **name, Text *why);

// The first setting of `name`, or the first candidate of the tuned one of that name.
const Setting *setting_of(const Experiment *x, const char *name);

#endif
