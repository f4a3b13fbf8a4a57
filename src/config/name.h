// The name of an experiment, which its results folder has, too.
#ifndef CONFIG_NAME_H
#define CONFIG_NAME_H

#include <stdbool.h>

#include "base/text.h"

// Whether a text can be one: letters and digits of ASCII and _ . + -, so that every file system and shell takes it.
bool name_good(const char *text);

// Appends a name that is like the text, without accents and with _ for what no name may hold; nothing where no letter
// would be left.
void name_like(const char *text, Text *out);

// What a name may be; and of a text that is none, which character is wrong, and a name that is like it. NULL: what
// stands there is no text.
void name_refusal(const char *text, Text *out);

#endif
