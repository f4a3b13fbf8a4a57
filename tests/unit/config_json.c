// The strict JSON reader: what it refuses, in which words and where; what it lets pass; where things stand.
#include "config/json.h"

#include <stdlib.h>

#include "base/text.h"
#include "test.h"

static const struct {
    const char *json, *want;
} refused[] = {
    {"", "t:1:1: a value must stand here, not the end of the file"},
    {"  \n ", "t:2:2: a value must stand here, not the end of the file"},
    {"{", "t:1:1: this '{' is not closed: '}' is missing"},
    {"{\"a\": [1, 2}", "t:1:12: a comma or ']' must stand here, not '}'"},
    {"[1, 2", "t:1:1: this '[' is not closed: ']' is missing"},
    {"{\"a\": 1,}", "t:1:8: a comma before '}'; remove it"},
    {"[1,\n 2,\n]", "t:2:3: a comma before ']'; remove it"},
    {"[,1]", "t:1:2: a value must stand here, not ','"},
    {"{\"a\" 1}", "t:1:6: a colon must follow the key, not '1'"},
    {"{\"a\": 1 \"b\": 2}", "t:1:9: a comma or '}' must stand here, not '\"'"},
    {"{a: 1}", "t:1:2: a key in double quotes must stand here, not 'a'"},
    {"{'a': 1}", "t:1:2: a key in double quotes must stand here, not '''"},
    {"{\"\": 1}", "t:1:2: an empty key: valid JSON, but regrun has nothing that is called so"},
    {"['a']", "t:1:2: text stands in double quotes, not single ones"},
    {"[abc]", "t:1:2: abc is not a value; text stands in double quotes: \"abc\""},
    {"[True]", "t:1:2: True is written in small letters: true"},
    {"[NULL]", "t:1:2: NULL is written in small letters: null"},
    {"[NaN]", "t:1:2: NaN is not a number that JSON can hold"},
    {"[-Infinity]", "t:1:2: a number needs a digit here, as in 0.5 or -1"},
    {"[012]", "t:1:2: a number must not begin with 0"},
    {"[-012]", "t:1:2: a number must not begin with 0"},
    {"[+1]", "t:1:2: a number must begin with a digit or '-'"},
    {"[.5]", "t:1:2: a number must begin with a digit or '-'"},
    {"[5.]", "t:1:2: a number needs a digit after its point"},
    {"[1e]", "t:1:2: a number needs a digit in its exponent, as in 1e-5"},
    {"[1e+]", "t:1:2: a number needs a digit in its exponent, as in 1e-5"},
    {"[0x10]", "t:1:3: a comma or ']' must stand here, not 'x'"},
    {"[1e999]", "t:1:2: this number is too large"},
    {"[1.0000000000000000000000000000000000000000000000000000000000000001]",
     "t:1:2: a number of more than 63 characters: valid JSON, but regrun reads no longer ones"},
    {"[\"abc]", "t:1:2: this text is not closed: \" is missing"},
    {"[\"abc\n\"]", "t:1:2: this text is not closed: \" is missing"},
    {"[\"a\tb\"]", "t:1:4: a control character (0x09) in text; write it as \\u0009"},
    {"[\"a\\xb\"]", "t:1:4: unknown escape"},
    {"[\"\\u12\"]", "t:1:3: \\u needs four hex digits"},
    {"[\"\\u0000\"]", "t:1:3: \\u0000 in text: valid JSON, but regrun's texts cannot hold it"},
    {"[\"\\udc00\"]", "t:1:3: half a surrogate pair"},
    {"[\"\\ud800\"]", "t:1:3: half a surrogate pair"},
    {"[\"\\ud800\\u0041\"]", "t:1:3: half a surrogate pair"},
    {"[\"\xff\"]", "t:1:3: not valid UTF-8 (byte 0xFF)"},
    {"[\"\xc0\x80\"]", "t:1:3: not valid UTF-8 (byte 0xC0)"},
    {"[\"\xed\xa0\x80\"]", "t:1:3: not valid UTF-8 (byte 0xED)"},
    {"// \xff\n[]", "t:1:4: not valid UTF-8 (byte 0xFF)"},
    {"{} x", "t:1:4: nothing may follow the closing bracket, but 'x' does"},
    {"{}{}", "t:1:3: nothing may follow the closing bracket, but '{' does"},
    {"{} /* never closed", "t:1:4: this comment is not closed: */ is missing"},
    {"/*/ {}", "t:1:1: this comment is not closed: */ is missing"},
    {"{} /", "t:1:4: nothing may follow the closing bracket, but '/' does"},
    {"# note\n{}", "t:1:1: a value must stand here, not '#'"},
    {"[1\v]", "t:1:3: a comma or ']' must stand here, not the control character 0x0B"},
    {"{\"a\": 1, \"a\": 2}", "t:1:10: a: given twice"},
    {"{\"a\": 1, \"\\u0061\": 2}", "t:1:10: a: given twice"},
    {"{\"a\": {\"b\": 1}, \"a.b\": 2}", "t:1:17: a.b: given twice"},
    {"{\"a.b\": {\"c\": 1},\n \"a\": {\"b.c\": 2}}", "t:2:8: a.b.c: given twice"},
    {"{\"a\": [{\"b\": 1}], \"a\": 2}", "t:1:19: a: given twice"},
    {"[{\"x\": 1, \"y\": {\"z\": 1, \"z\": 1}}]", "t:1:25: [0].y.z: given twice"},
    // Columns count characters, not bytes; comments and a byte order mark move nothing.
    {"[\"\xc3\xa4\xf0\x9f\x98\x80\", x]", "t:1:8: x is not a value"},
    {"\xEF\xBB\xBF[x]", "t:1:2: x is not a value"},
    {"/* \xc3\xa4 */ [x]", "t:1:10: x is not a value"},
    {"/* a\n b */ [x]", "t:2:8: x is not a value"},
};

static Status read(JsonDoc *doc, Arena *arena, const char *json, Error *e) {
    return json_read(doc, arena, "t", json, strlen(json), e);
}

static void test_refused(void) {
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        Arena arena = {0};
        JsonDoc doc;
        Error e = {0};
        Status s = read(&doc, &arena, refused[i].json, &e);
        CHECK(s == ERR_CONFIG && e.status == s, "%s gave status %d", refused[i].json, s);
        CHECK(strncmp(e.text, refused[i].want, strlen(refused[i].want)) == 0, "%s: got \"%s\", want \"%s\"",
              refused[i].json, e.text, refused[i].want);
        json_free(&doc);
        arena_free(&arena);
    }
}

static void test_nul(void) {
    Arena arena = {0};
    JsonDoc doc;
    Error e = {0};
    CHECK(json_read(&doc, &arena, "t", "{}\0{}", 5, &e) == ERR_CONFIG);
    CHECK_TEXT(e.text, "t:1:3: a NUL byte: this is not a text file");
    arena_free(&arena);
}

// JSON_DEPTH brackets are fine, one more is not.
static void test_depth(void) {
    for (int extra = 0; extra < 2; extra++) {
        Arena arena = {0};
        JsonDoc doc;
        Error e = {0};
        Text t = {0};
        for (int i = 0; i < JSON_DEPTH + extra; i++) text_add(&t, "[");
        for (int i = 0; i < JSON_DEPTH + extra; i++) text_add(&t, "]");
        CHECK(read(&doc, &arena, t.data, &e) == (extra ? ERR_CONFIG : OK));
        if (extra) CHECK_TEXT(e.text, "t:1:33: nested more than 32 deep");
        json_free(&doc);
        text_free(&t);
        arena_free(&arena);
    }
}

static void test_accepted(void) {
    static const char *const fine[] = {
        "null",
        "0",
        "-0",
        "0.5",
        "-1.5E+10",
        "1e-5",
        "\"\"",
        "[]",
        "{}",
        " {\r\n\t} ",
        "[[], {}]",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\ud83d\\ude00\"",
        "[1, // one\n 2 /* two */, /**/ 3] // end",
        "{\"a\": {\"b\": 1}, \"a.c\": 2}",
        "[{\"a\": 1}, {\"a\": 1}]",
        "{\"a\": [1], \"a[0]\": 2, \"a..b\": 3, \".a\": 4}",
        "{\"a\": \"// no comment /*\"}",
        "\xEF\xBB\xBF{}",
        "123456789012345678901234567890",
        "5e-324",
    };
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
        Arena arena = {0};
        JsonDoc doc;
        Error e = {0};
        CHECK(read(&doc, &arena, fine[i], &e) == OK && doc.root, "%s: %s", fine[i], e.text);
        json_free(&doc);
        arena_free(&arena);
    }
}

static void test_places(void) {
    static const char json[] = "{ \"a\": { \"b.c\": 1 },\n  /* x */ \"list\": [ 10,\n    { \"d\": true } ] }";
    static const struct {
        const char *path;
        int key_line, key_column, value_line, value_column;
    } want[] = {
        {"a", 1, 3, 1, 8},         {"a.b.c", 1, 10, 1, 17},    {"list", 2, 11, 2, 19},
        {"list[0]", 2, 21, 2, 21}, {"list[1].d", 3, 7, 3, 12},
    };
    Arena arena = {0};
    JsonDoc doc;
    Error e = {0};
    CHECK(read(&doc, &arena, json, &e) == OK, "%s", e.text);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        char key[64], value[64];
        snprintf(key, sizeof key, "t:%d:%d: m", want[i].key_line, want[i].key_column);
        snprintf(value, sizeof value, "t:%d:%d: m", want[i].value_line, want[i].value_column);
        CHECK(json_error(&doc, want[i].path, AT_KEY, "m", &e) == ERR_CONFIG);
        CHECK_TEXT(e.text, key);
        json_error(&doc, want[i].path, AT_VALUE, "m", &e);
        CHECK_TEXT(e.text, value);
    }
    json_error(&doc, "not.there", AT_KEY, "m", &e);
    CHECK_TEXT(e.text, "t: m");
    json_free(&doc);
    arena_free(&arena);
}

static void test_shown(void) {
    char out[SHOWN_SIZE], text[200];
    CHECK_TEXT(json_shown(out, "a\x1b[31m\xc2\x9b\n"), "a?[31m\xc2??");
    memset(text, 'x', sizeof text);
    text[199] = 0;
    memcpy(text + 59, "\xc3\xa4", 2); // is not cut in two
    json_shown(out, text);
    CHECK(strlen(out) == 62 && strcmp(out + 58, "x...") == 0, "%s", out);
}

int main(void) {
    test_refused();
    test_nul();
    test_depth();
    test_accepted();
    test_places();
    test_shown();
    return test_end("config_json");
}
