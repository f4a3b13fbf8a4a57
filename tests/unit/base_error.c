// Errors: the status comes back, the message is cut to its place, errno is named.
#include "base/error.h"

#include <errno.h>

#include "test.h"

int main(void) {
    Error e = {0};
    CHECK(error_set(&e, ERR_DATA, "%s:%d: no number", "a.csv", 7) == ERR_DATA, "the status comes back");
    CHECK(e.status == ERR_DATA, "and is kept");
    CHECK_TEXT(e.text, "a.csv:7: no number");
    error_set(&e, ERR_CONFIG, "while reading: %s", e.text);
    CHECK_TEXT(e.text, "while reading: a.csv:7: no number");
    errno = ENOSPC;
    CHECK(error_errno(&e, "cannot write %s", "log.csv") == ERR_IO, "an input or output error");
    CHECK_TEXT(e.text, "cannot write log.csv: No space left on device");
    char longest[2 * sizeof e.text];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = 0;
    error_errno(&e, "%s", longest);
    CHECK(strlen(e.text) == sizeof e.text - 1, "cut to its place: %zu", strlen(e.text));
    CHECK(error_memory(&e) == ERR_IO && strncmp(e.text, "out of memory", 13) == 0, "got \"%s\"", e.text);
    return test_end("base_error");
}
