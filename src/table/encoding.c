#include "table/encoding.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "table/scan.h"

enum {
    CHUNK = 256,       // bytes that are looked at together
    PATTERN_MOST = 512 // bytes that tell UTF-16 without a mark
};

const char *encoding_name(TextEncoding encoding) {
    static const char *const names[TEXT_ENCODINGS] = {"UTF-8", "UTF-16, little-endian", "UTF-16, big-endian",
                                                      "Windows-1252 (Latin-1)"};
    return names[encoding];
}

// --- UTF-8

// Whether a chunk holds ASCII without zeros alone: a loop that becomes vectors.
static bool is_plain(const unsigned char *p) {
    unsigned char high = 0, zero = 0;
    for (int i = 0; i < CHUNK; i++) {
        high |= p[i];
        zero |= p[i] == 0;
    }
    return high < 0x80 && !zero;
}

// The bytes of the character at p, of which `left` are there; 0 for none (a zero byte, cut short, overlong, a
// surrogate, beyond U+10FFFF). Table 3-7 of the Unicode Standard.
static size_t character(const unsigned char *p, size_t left) {
    if (*p < 0x80) return *p != 0;
    const size_t n = *p < 0xc2 ? 0 : *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : *p < 0xf5 ? 4 : 0;
    if (n == 0 || n > left) return 0;
    const unsigned char low = *p == 0xe0 ? 0xa0 : *p == 0xf0 ? 0x90 : 0x80;
    const unsigned char high = *p == 0xed ? 0x9f : *p == 0xf4 ? 0x8f : 0xbf;
    if (p[1] < low || p[1] > high) return 0;
    for (size_t i = 2; i < n; i++)
        if ((p[i] & 0xc0) != 0x80) return 0;
    return n;
}

size_t encoding_utf8(const char *bytes, size_t size) {
    const unsigned char *text = (const unsigned char *)bytes;
    size_t at = 0;
    while (at < size) {
        if (size - at >= CHUNK && is_plain(text + at)) {
            at += CHUNK;
            continue;
        }
        for (const size_t end = size - at > CHUNK ? at + CHUNK : size; at < end;) {
            const size_t n = character(text + at, size - at);
            if (n == 0) return at;
            at += n;
        }
    }
    return at;
}

// --- Messages

// The line that text[at] stands in.
static int32_t line_of(const char *text, size_t at) {
    int32_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += text[i] == '\n' || (text[i] == '\r' && (i + 1 == at || text[i + 1] != '\n'));
    return line;
}

static Status refuse_zero(const char *path, int32_t line, Error *e) {
    return error_set(e, ERR_DATA, "%s:%" PRId32 ": a NUL byte; a table must be plain text", path, line);
}

// --- UTF-16

static uint32_t unit(const char *p, bool big) {
    const unsigned char *byte = (const unsigned char *)p;
    return big ? (uint32_t)byte[0] << 8 | byte[1] : (uint32_t)byte[1] << 8 | byte[0];
}

// Whether the bytes are UTF-16: by their mark, which *skip counts, or by zeros on one side of most pairs.
static bool is_utf16(const char *bytes, size_t size, bool *big, size_t *skip) {
    *skip = 2;
    *big = size >= 2 && memcmp(bytes, "\xfe\xff", 2) == 0;
    if (*big || (size >= 2 && memcmp(bytes, "\xff\xfe", 2) == 0)) return true;
    *skip = 0;
    size_t zeros[2] = {0, 0};
    const size_t looked = size < PATTERN_MOST ? size / 2 * 2 : PATTERN_MOST;
    for (size_t i = 0; i < looked; i++) zeros[i % 2] += bytes[i] == 0;
    *big = zeros[0] > zeros[1];
    return zeros[!*big] > looked / 4 && zeros[*big] == 0 && looked >= 4;
}

// The character at bytes[at], a multiple of 2; `n`: its bytes, 0 where it is half of one.
static uint32_t utf16_character(const char *bytes, size_t at, size_t size, bool big, size_t *n) {
    const uint32_t first = unit(bytes + at, big);
    *n = 2;
    if (first < 0xd800 || first > 0xdfff) return first;
    const uint32_t second = first < 0xdc00 && size - at >= 4 ? unit(bytes + at + 2, big) : 0;
    *n = second >= 0xdc00 && second <= 0xdfff ? 4 : 0;
    return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
}

// Writes a code point as UTF-8 to `out`; its bytes.
static size_t put(char *out, uint32_t c) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    const size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = n - 1; i > 0; i--, c >>= 6) out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)(lead[n] | c);
    return n;
}

static Status read_utf16(Letters *l, const char *bytes, size_t size, bool big, const char *path, Arena *passing,
                         Error *e) {
    char *text = arena_take(passing, size / 2 * 3 + SCAN_BEHIND, 1); // two bytes become three at most
    if (!text) return error_memory(e);
    size_t kept = 0;
    for (size_t at = 0, n; at < size; at += n) {
        const uint32_t c = size - at >= 2 ? utf16_character(bytes, at, size, big, &n) : (n = 0);
        if (n > 0 && c > 0) {
            kept += put(text + kept, c);
            continue;
        }
        const int32_t line = line_of(text, kept);
        if (n > 0) return refuse_zero(path, line, e);
        return error_set(e, ERR_DATA, "%s:%" PRId32 ": half a character; the table is not whole, or it is not %s", path,
                         line, encoding_name(l->found));
    }
    l->text = text;
    l->size = kept;
    return OK;
}

// --- Windows-1252

static uint32_t windows_1252(unsigned char byte) {
    static const uint16_t high[32] = {0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
                                      0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0x8d,   0x17d,  0x8f,
                                      0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                      0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};
    return byte >= 0x80 && byte < 0xa0 ? high[byte - 0x80] : byte;
}

static Status read_windows_1252(Letters *l, const char *bytes, size_t size, Arena *passing, Error *e) {
    size_t most = size;
    for (size_t i = 0; i < size; i++) most += (unsigned char)bytes[i] < 0x80 ? 0 : 2;
    char *text = arena_take(passing, most + SCAN_BEHIND, 1);
    if (!text) return error_memory(e);
    size_t kept = 0;
    for (size_t i = 0; i < size; i++) kept += put(text + kept, windows_1252((unsigned char)bytes[i]));
    l->text = text;
    l->size = kept;
    return OK;
}

// ---

Status encoding_read(Letters *l, const char *bytes, size_t size, const char *path, Arena *passing, Notes *notes,
                     Error *e) {
    bool big;
    size_t skip;
    Status status;
    if (is_utf16(bytes, size, &big, &skip)) {
        l->found = big ? TEXT_UTF16_BIG : TEXT_UTF16_LITTLE;
        status = read_utf16(l, bytes + skip, size - skip, big, path, passing, e);
        if (status == OK && notes) notes_add(notes, "%s: written in %s: read as UTF-8", path, encoding_name(l->found));
        return status;
    }
    skip = size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    bytes += skip;
    size -= skip;
    const size_t good = encoding_utf8(bytes, size);
    *l = (Letters){.text = bytes, .size = size, .found = TEXT_UTF8};
    if (good == size) return OK;
    const char *zero = memchr(bytes + good, 0, size - good);
    if (zero) return refuse_zero(path, line_of(bytes, (size_t)(zero - bytes)), e);
    l->found = TEXT_WINDOWS_1252;
    status = read_windows_1252(l, bytes, size, passing, e);
    if (status == OK && notes)
        notes_add(notes, "%s:%" PRId32 ": letters that are not UTF-8: the table is read as %s", path,
                  line_of(bytes, good), encoding_name(l->found));
    return status;
}
