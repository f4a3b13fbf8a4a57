#include "cli/commit.h"

#ifndef REGRUN_COMMIT // the Makefile's
#define REGRUN_COMMIT ""
#endif

const char program_commit[] = REGRUN_COMMIT;
