// For clang's analyzer, which sees one file at a time (scripts/lint.sh includes this first): what reports an error does
// not return OK.
#ifndef ANALYZER_H
#define ANALYZER_H

#include <stdlib.h>

#include "base/error.h"

static inline Status analyzer_failed(Status status) {
    if (status == OK) abort();
    return status;
}

#define error_set(...) analyzer_failed(error_set(__VA_ARGS__))
#define error_errno(...) analyzer_failed(error_errno(__VA_ARGS__))
#define error_memory(e) analyzer_failed(error_memory(e))

#endif
