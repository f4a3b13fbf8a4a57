// The letters of a table's file as UTF-8, whatever they were written in.
//
// What is UTF-8 (ASCII is) stays where it is; a byte order mark at its beginning does not count. UTF-16 is told by its
// mark or, without one, by its zero bytes: every other one of what most tables hold. Bytes that are no UTF-8 are taken
// for Windows-1252, which holds Latin-1 and is what old spreadsheets write (its five free bytes stand for themselves,
// as in the WHATWG's Encoding Standard). A zero byte in what is not UTF-16 is no text at all.
#ifndef TABLE_ENCODING_H
#define TABLE_ENCODING_H

#include "base/arena.h"
#include "base/error.h"
#include "base/notes.h"

typedef enum TextEncoding {
    TEXT_UTF8,
    TEXT_UTF16_LITTLE,
    TEXT_UTF16_BIG,
    TEXT_WINDOWS_1252,
    TEXT_ENCODINGS
} TextEncoding;

typedef struct Letters {
    const char *text; // UTF-8; SCAN_BEHIND readable bytes follow it
    size_t size;
    TextEncoding found;
} Letters;

// The name of an encoding, as in "UTF-16, little-endian".
const char *encoding_name(TextEncoding encoding);

// Makes `l` of bytes[0..size), which SCAN_BEHIND readable ones must follow and which must outlive it: UTF-8 is not
// copied, all else is converted into memory from `passing`, with a note where `notes` is given. `path` is for messages.
// Errors: ERR_DATA with file and line for zero bytes and for UTF-16 that is cut or has half a character.
Status encoding_read(Letters *l, const char *bytes, size_t size, const char *path, Arena *passing, Notes *notes,
                     Error *e);

// For tests: how many bytes from the beginning are UTF-8 without a zero byte.
size_t encoding_utf8(const char *bytes, size_t size);

#endif
