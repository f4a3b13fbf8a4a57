// JSON as it is written: by hand here, what the writer must make of it.
#include "base/json_writer.h"

#include <math.h>

#include "test.h"

static void member(JsonWriter *w, const char *key, const char *value) {
    json_key(w, key);
    json_text(w, value);
}

static void test_styles(void) {
    static const char *const want[] = {
        [JSON_LINES] = "{\n  \"a\": \"x\",\n  \"b\": null\n}",
        [JSON_INLINE] = "{\"a\": \"x\", \"b\": null}",
        [JSON_DENSE] = "{\"a\":\"x\",\"b\":null}",
    };
    for (JsonStyle style = JSON_LINES; style <= JSON_DENSE; style++) {
        Text t = {0};
        JsonWriter w = {.out = &t};
        json_object(&w, style);
        member(&w, "a", "x");
        member(&w, "b", NULL);
        json_end(&w);
        CHECK_TEXT(t.data, want[style]);
        text_free(&t);
    }
}

static void test_nesting(void) {
    Text t = {0};
    JsonWriter w = {.out = &t};
    json_object(&w, JSON_LINES);
    json_key(&w, "runs");
    json_list(&w, JSON_LINES);
    for (int i = 0; i < 2; i++) {
        json_object(&w, JSON_INLINE);
        json_key(&w, "seed");
        json_whole(&w, i);
        json_end(&w);
    }
    json_end(&w);
    json_key(&w, "none");
    json_list(&w, JSON_LINES);
    json_end(&w);
    json_end(&w);
    CHECK_TEXT(t.data, "{\n  \"runs\": [\n    {\"seed\": 0},\n    {\"seed\": 1}\n  ],\n  \"none\": []\n}");
    text_free(&t);
}

static void test_values(void) {
    Text t = {0};
    JsonWriter w = {.out = &t};
    json_list(&w, JSON_DENSE);
    json_float(&w, 0.1f);
    json_number(&w, 0.1);
    json_number(&w, NAN);
    json_float(&w, INFINITY);
    json_whole(&w, -7);
    json_unsigned(&w, UINT64_MAX);
    json_bool(&w, true);
    json_bool(&w, false);
    json_null(&w);
    json_text(&w, "a\"\n");
    json_raw(&w, "[1]");
    json_end(&w);
    CHECK_TEXT(t.data, "[0.1,0.1,null,null,-7,18446744073709551615,true,false,null,\"a\\\"\\n\",[1]]");
    text_free(&t);
}

int main(void) {
    test_styles();
    test_nesting();
    test_values();
    return test_end("base_json_writer");
}
