// How a function says that it failed: it returns a Status and fills the caller's Error with a message for the
// person. The Status doubles as the program's exit code; only main exits.
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

typedef enum Status {
    OK = 0,
    ERR_RUNS = 1,          // some runs failed, diverged or learned nothing
    ERR_USAGE = 2,         // the command line
    ERR_CONFIG = 3,        // the config file or --set
    ERR_DATA = 4,          // the data
    ERR_IO = 5,            // files, memory, processes
    ERR_INTERRUPTED = 130, // Ctrl-C
} Status;

typedef struct Error {
    Status status;
    char text[4096]; // one or more lines, no trailing newline; names the place and the remedy
} Error;

// Fills `e` (cut to its size) and returns `status`, so that a caller can `return error_set(e, ERR_DATA, ...)`.
Status error_set(Error *e, Status status, const char *format, ...) __attribute__((format(printf, 3, 4)));

// As error_set with ERR_IO, followed by ": " and the text of errno.
Status error_errno(Error *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

// The one message for memory that could not be had; ERR_IO.
Status error_memory(Error *e);

#endif
