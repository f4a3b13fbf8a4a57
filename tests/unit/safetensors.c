// Files of tensors: one that is written, byte by byte, read back; and what is refused of those that strangers wrote.
#include <stdlib.h>
#include <unistd.h>

#include "base/files.h"
#include "results/safetensors_read.h"

#include "test.h"

static char path[] = "/tmp/regrun-tensors-XXXXXX";
static Arena arena;

static void write_bytes(const char *data, size_t size) {
    Error e;
    CHECK(file_write(path, data, size, &e) == OK, "%s", e.text);
}

// A file of that header, with `data` bytes behind it.
static void write_file(const char *header, size_t data) {
    char bytes[2048] = {0};
    const size_t n = strlen(header);
    for (size_t i = 0; i < 8; i++) bytes[i] = (char)(n >> (8 * i) & 0xff);
    memcpy(bytes + 8, header, n); // NOLINT(bugprone-not-null-terminated-result): bytes, not a text
    write_bytes(bytes, 8 + n + data);
}

// --- A file by hand

static void test_bytes(void) {
    // 1.5 is 0x3fc00000, -2 is 0xc0000000. The header has 147 bytes and five blanks.
    static const char header[] = "{\"__metadata__\":{\"format\":\"pt\"},"
                                 "\"n\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                                 "\"0.weight\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[8,16]}}     ";
    static const unsigned char data[] = {3, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0};
    const int64_t count = 515;
    const float weight[] = {1.5f, -2};
    const TensorNote note = {"format", "pt"};
    const Tensor tensors[] = {{"n", TENSOR_I64, 0, {0, 0}, &count, 8}, {"0.weight", TENSOR_F32, 2, {1, 2}, weight, 8}};
    char *got;
    size_t size;
    Error e;
    CHECK(tensors_write(&(TensorFile){1, &note, 2, tensors}, &store_anywhere, path, &e) == OK, "%s", e.text);
    CHECK(file_read(&arena, path, &got, &size, &e) == OK, "%s", e.text);
    const size_t n = sizeof header - 1;
    CHECK(n % 8 == 0 && size == 8 + n + sizeof data, "%zu bytes, a header of %zu", size, n);
    CHECK((unsigned char)got[0] == n && memcmp(got + 1, "\0\0\0\0\0\0\0", 7) == 0, "length %d", got[0]);
    CHECK(memcmp(got + 8, header, n) == 0, "%s", got + 8);
    CHECK(memcmp(got + 8 + n, data, sizeof data) == 0, "data");

    TensorFile f;
    Bytes bytes;
    CHECK(tensors_read(&f, &bytes, path, &arena, &e) == OK, "%s", e.text);
    CHECK(f.tensor_count == 2 && f.note_count == 1, "%d, %d", f.tensor_count, f.note_count);
    CHECK_TEXT(tensors_note(&f, "format"), "pt");
    CHECK(!tensors_note(&f, "pt"), "another note");
    for (int i = 0; i < 2; i++) {
        const Tensor *a = &f.tensors[i], *b = &tensors[i];
        CHECK_TEXT(a->name, b->name);
        CHECK(a->type == b->type && a->dims == b->dims && a->size == b->size, "%s", a->name);
        CHECK(a->shape[0] == b->shape[0] && a->shape[1] == b->shape[1], "%s", a->name);
        CHECK(memcmp(a->data, b->data, a->size) == 0, "%s", a->name);
    }
    bytes_close(&bytes);
}

// --- What is refused

#define F32(name, shape, begin, end)                                                                                   \
    "\"" name "\":{\"dtype\":\"F32\",\"shape\":" shape ",\"data_offsets\":[" begin "," end "]}"

static const struct {
    const char *header;
    size_t data;
    const char *says; // NULL: it is read
} cases[] = {
    {"{}", 0, NULL},
    {"{\"__metadata__\":{}}   ", 0, NULL},
    {"{" F32("a", "[2]", "0", "8") "," F32("b", "[1]", "8", "12") "}", 12, NULL},
    {"{" F32("b", "[1]", "8", "12") "," F32("a", "[2]", "0", "8") "}", 12, NULL}, // in any order
    {"{" F32("a", "[0,9]", "0", "0") "," F32("b", "[]", "0", "4") "}", 4, NULL},  // nothing, and a number
    {"", 0, "its header is no such JSON"},
    {"[]", 0, "its header is no object"},
    {"{", 0, "its header is no such JSON"},
    {"{\"a\":1}", 0, "\"a\" is not described by dtype, shape and data_offsets"},
    {"{\"a\":{\"dtype\":\"F32\"}}", 0, "\"a\" is not described by"},
    {"{\"__metadata__\":[]}", 0, "its metadata are no object"},
    {"{\"__metadata__\":{\"k\":1}}", 0, "its metadata have a \"k\" that is no text"},
    {"{" F32("a", "[1]", "0", "4") "," F32("a", "[1]", "0", "4") "}", 4, "its header is no such JSON"}, // twice
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8, "has a dtype other than F32 and I64"},
    {"{\"a\":{\"dtype\":4,\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "has a dtype other than"},
    {"{" F32("a", "[1,1,1]", "0", "4") "}", 4, "no list of at most 2 whole numbers"},
    {"{" F32("a", "[-1]", "0", "4") "}", 4, "no list of at most 2 whole numbers"},
    {"{" F32("a", "[0.5]", "0", "4") "}", 4, "no list of at most 2 whole numbers"},
    {"{" F32("a", "1", "0", "4") "}", 4, "no list of at most 2 whole numbers"},
    // 2^32 x 2^32 numbers, whose bytes are a multiple of 2^64, and one beyond what JSON numbers say exactly.
    {"{" F32("a", "[4294967296,4294967296]", "0", "0") "}", 0, "no list of at most 2 whole numbers"},
    {"{" F32("a", "[9007199254740993]", "0", "4") "}", 4, "no list of at most 2 whole numbers"},
    {"{" F32("a", "[1]", "0", "8") "}", 8, "are not as many bytes of the file as its shape asks for"},
    {"{" F32("a", "[1]", "4", "0") "}", 4, "are not as many bytes of the file"},
    {"{" F32("a", "[2]", "0", "8") "}", 4, "are not as many bytes of the file"},
    {"{" F32("a", "[1]", "-4", "0") "}", 4, "are not as many bytes of the file"},
    {"{" F32("a", "[1]", "0.5", "4.5") "}", 8, "are not as many bytes of the file"},
    {"{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}", 4, "are not as many bytes of the file"},
    {"{" F32("a", "[1]", "4", "8") "}", 8, "the data of \"a\" do not begin where those before them end"},
    {"{" F32("a", "[2]", "0", "8") "," F32("b", "[1]", "4", "8") "}", 8, "the data of \"b\" do not begin where"},
    {"{" F32("a", "[1]", "0", "4") "}", 5, "something stands behind the data of the last tensor"},
};

static void test_refusals(void) {
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        TensorFile f;
        Bytes bytes;
        Error e = {0};
        write_file(cases[i].header, cases[i].data);
        const Status s = tensors_read(&f, &bytes, path, &arena, &e);
        CHECK(s == (cases[i].says ? ERR_DATA : OK), "%s: %d, %s", cases[i].header, s, e.text);
        if (cases[i].says)
            CHECK(strncmp(e.text, path, strlen(path)) == 0 && strstr(e.text, cases[i].says), "%s: %s", cases[i].header,
                  e.text);
        bytes_close(&bytes);
    }
}

// Lengths of the header that the file does not have.
static void test_lengths(void) {
    static const struct {
        const char *bytes;
        size_t size;
    } short_ones[] = {
        {"", 0},
        {"\2\0\0\0\0\0\0", 7},
        {"\3\0\0\0\0\0\0\0{}", 10},
        {"\377\377\377\377\377\377\377\377{}", 10},
        {"\0\0\0\0\0\0\0\200{}", 10},
    };
    for (size_t i = 0; i < sizeof short_ones / sizeof *short_ones; i++) {
        TensorFile f;
        Bytes bytes;
        Error e = {0};
        write_bytes(short_ones[i].bytes, short_ones[i].size);
        CHECK(tensors_read(&f, &bytes, path, &arena, &e) == ERR_DATA, "%zu: %s", i, e.text);
        CHECK(strstr(e.text, "is no safetensors file, or a damaged one"), "%s", e.text);
        bytes_close(&bytes);
    }
}

int main(void) {
    const int file = mkstemp(path);
    CHECK(file >= 0, "a file can be made");
    close(file);
    test_bytes();
    test_refusals();
    test_lengths();
    unlink(path);
    arena_free(&arena);
    return test_end("safetensors");
}
