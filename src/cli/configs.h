// --config FILE, which may be given several times: an experiment each, one after the other.
#ifndef CLI_CONFIGS_H
#define CLI_CONFIGS_H

#include "cli/args.h"

// ERR_USAGE where there is none (`try` is a command that has one), or where the standard input is to be read twice.
Status configs_check(const ArgList *configs, const char *try, Error *e);

// The results folder of configs->item[i], whose experiment is called `name`: `out`, or results/<name> for NULL; of
// several configs OUT/<name>. names[0] to names[i - 1] are those of the configs before it, and names[i] is filled.
// ERR_USAGE where `name` is among them.
Status configs_folder(const ArgList *configs, int i, const char *name, const char **names, const char *out,
                      Arena *arena, const char **folder, Error *e);

#endif
