#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

// Formats into a place of its own first, so that the arguments may include the text that `e` holds already.
static void fill(Error *e, Status status, const char *format, va_list args) {
    char text[sizeof e->text];
    if (vsnprintf(text, sizeof text, format, args) < 0) text[0] = 0;
    e->status = status;
    memcpy(e->text, text, sizeof text);
}

Status error_set(Error *e, Status status, const char *format, ...) {
    va_list args;
    va_start(args, format);
    fill(e, status, format, args);
    va_end(args);
    return status;
}

Status error_errno(Error *e, const char *format, ...) {
    int number = errno;
    va_list args;
    va_start(args, format);
    fill(e, ERR_IO, format, args);
    va_end(args);
    size_t n = strlen(e->text);
    snprintf(e->text + n, sizeof e->text - n, ": %s", strerror(number));
    return ERR_IO;
}

Status error_memory(Error *e) {
    return error_set(e, ERR_IO, "out of memory; try fewer jobs (--jobs 1), a smaller network or less data");
}
