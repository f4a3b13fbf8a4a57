// Letters: UTF-8 stays where it is, UTF-16 and Windows-1252 become it, half characters and zero bytes are refused.
#include "table/encoding.h"

#include <stdlib.h>

#include "base/text.h"
#include "table/scan.h"
#include "unit/data_test.h"

static Status read_bytes(Letters *l, const char *bytes, size_t size, Notes *notes, Error *e) {
    char *copy = arena_take(&data_arena, size + SCAN_BEHIND, 1);
    memcpy(copy, bytes, size);
    return encoding_read(l, copy, size, "t.csv", &data_arena, notes, e);
}

#define BYTES(text) text, sizeof text - 1

static void check_known(void) {
    static const struct {
        const char *bytes;
        size_t size;
        const char *want, *note; // note: "" for none
        TextEncoding found;
    } cases[] = {
        {BYTES(""), "", "", TEXT_UTF8},
        {BYTES("a,b\n"), "a,b\n", "", TEXT_UTF8},
        {BYTES("\xef\xbb\xbf"
               "a,\xc3\xa9\n"),
         "a,\xc3\xa9\n", "", TEXT_UTF8},
        {BYTES("\xf0\x9f\x98\x80,\xe2\x82\xac,\xf4\x8f\xbf\xbf"), "\xf0\x9f\x98\x80,\xe2\x82\xac,\xf4\x8f\xbf\xbf", "",
         TEXT_UTF8},
        {BYTES("\xff\xfe"
               "a\0\n\0\xe9\0\x3d\xd8\0\xde\xac\x20"),
         "a\n\xc3\xa9\xf0\x9f\x98\x80\xe2\x82\xac", "t.csv: written in UTF-16, little-endian: read as UTF-8",
         TEXT_UTF16_LITTLE},
        {BYTES("\xfe\xff\0a\0\n\0\xe9\xd8\x3d\xde\0"), "a\n\xc3\xa9\xf0\x9f\x98\x80",
         "t.csv: written in UTF-16, big-endian: read as UTF-8", TEXT_UTF16_BIG},
        {BYTES("1\0,\0x\0\n\0"), "1,x\n", "t.csv: written in UTF-16, little-endian: read as UTF-8", TEXT_UTF16_LITTLE},
        {BYTES("\0001\0,\0x\0\n"), "1,x\n", "t.csv: written in UTF-16, big-endian: read as UTF-8", TEXT_UTF16_BIG},
        {BYTES("\xff\xfe"), "", "t.csv: written in UTF-16, little-endian: read as UTF-8", TEXT_UTF16_LITTLE},
        {BYTES("a\r\ncaf\xe9\n"), "a\r\ncaf\xc3\xa9\n",
         "t.csv:2: letters that are not UTF-8: the table is read as Windows-1252 (Latin-1)", TEXT_WINDOWS_1252},
        {BYTES("\x80\x81\x9f\xa0\xff"), "\xe2\x82\xac\xc2\x81\xc5\xb8\xc2\xa0\xc3\xbf",
         "t.csv:1: letters that are not UTF-8: the table is read as Windows-1252 (Latin-1)", TEXT_WINDOWS_1252},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Letters l;
        Error e = {0};
        Notes notes = {.arena = &data_arena};
        Status status = read_bytes(&l, cases[i].bytes, cases[i].size, &notes, &e);
        CHECK(status == OK, "%zu: %s", i, e.text);
        if (status != OK) continue;
        CHECK(l.size == strlen(cases[i].want) && memcmp(l.text, cases[i].want, l.size) == 0, "%zu: got \"%.*s\"", i,
              (int)l.size, l.text);
        CHECK(l.found == cases[i].found, "%zu: found %s", i, encoding_name(l.found));
        CHECK_TEXT(notes.count > 0 ? notes.text[0] : "", cases[i].note);
    }
}

static void check_refused(void) {
    static const struct {
        const char *bytes;
        size_t size;
        const char *message;
    } cases[] = {
        {BYTES("1,2,x\n3,4\0,y\n"), "t.csv:2: a NUL byte"},
        {BYTES("1\r2\r\n3,4\0,y\n"), "t.csv:3: a NUL byte"},
        {BYTES("\xe9\n\0"), "t.csv:2: a NUL byte"},
        {BYTES("\0\0\0\0\0\0\0\0"), "t.csv:1: a NUL byte"},
        {BYTES("\xff\xfe"
               "a\0\n\0\0\0"),
         "t.csv:2: a NUL byte"},
        {BYTES("\xff\xfe"
               "a\0\n\0b"),
         "t.csv:2: half a character; the table is not whole, or it is not UTF-16, little"},
        {BYTES("\xfe\xff\0a\xd8\x3d"), "t.csv:1: half a character; the table is not whole, or it is not UTF-16, big"},
        {BYTES("\xfe\xff\xde\0\0a"), "t.csv:1: half a character"},
        {BYTES("\xfe\xff\xd8\x3d\0a"), "t.csv:1: half a character"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Letters l;
        Error e = {0};
        Status status = read_bytes(&l, cases[i].bytes, cases[i].size, NULL, &e);
        CHECK(status == ERR_DATA, "%zu: got %d", i, status);
        CHECK(strstr(e.text, cases[i].message), "got \"%s\", want \"%s\"", e.text, cases[i].message);
    }
}

// What is UTF-8, against utf8_read, wherever it stands beside the chunks that are looked at together.
static void check_utf8(void) {
    static const char *const pieces[] = {"a",
                                         "\xc3\xa9",
                                         "\xe2\x82\xac",
                                         "\xf0\x9f\x98\x80",
                                         "\xc0\x80",
                                         "\xe0\x80\x80",
                                         "\xed\xa0\x80",
                                         "\xf0\x80\x80\x80",
                                         "\xf4\x90\x80\x80",
                                         "\xf5\x80\x80\x80",
                                         "\x80",
                                         "\xc3",
                                         "\xe2\x82",
                                         "\xf0\x9f\x98",
                                         "\xff",
                                         "\xed\x9f\xbf",
                                         "\xe0\xa0\x80"};
    char text[1200];
    int wrong = 0;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        for (size_t at = 0; at < 600; at++) {
            uint32_t point;
            const size_t n = strlen(pieces[i]), size = at + n;
            memset(text, 'x', size);
            memcpy(text + at, pieces[i], n);
            text[size] = 0;
            const size_t want = utf8_read(text + at, &point) == n ? size : at;
            wrong += encoding_utf8(text, size) != want;
        }
    CHECK(wrong == 0, "%d texts of UTF-8 taken wrongly", wrong);
    memset(text, 'x', sizeof text);
    for (size_t at = 0; at < sizeof text; at++) {
        text[at] = 0;
        wrong += encoding_utf8(text, sizeof text) != at;
        text[at] = 'x';
    }
    CHECK(wrong == 0, "%d zero bytes overlooked", wrong);
}

// Where nothing is to be converted nothing is copied.
static void check_in_place(void) {
    static char bytes[1000 + SCAN_BEHIND];
    Letters l;
    Error e = {0};
    memset(bytes, 'x', 1000);
    CHECK(encoding_read(&l, bytes, 1000, "t.csv", &data_arena, NULL, &e) == OK, "%s", e.text);
    CHECK(l.text == bytes && l.size == 1000, "copied");
    for (int i = 0; i < 3; i++) bytes[i] = "\xef\xbb\xbf"[i];
    CHECK(encoding_read(&l, bytes, 1000, "t.csv", &data_arena, NULL, &e) == OK, "%s", e.text);
    CHECK(l.text == bytes + 3 && l.size == 997, "copied");
}

int main(void) {
    data_test_begin();
    check_known();
    check_refused();
    check_utf8();
    check_in_place();
    return data_test_end("table_encoding");
}
