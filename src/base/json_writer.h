// JSON, written piece by piece: commas, indentation and quotes are the writer's.
//
//     JsonWriter w = {.out = &text};
//     json_object(&w, JSON_LINES);
//     json_key(&w, "seeds");
//     json_list(&w, JSON_INLINE);
//     json_whole(&w, 1);
//     json_end(&w);
//     json_end(&w);            // {\n  "seeds": [1]\n}
#ifndef BASE_JSON_WRITER_H
#define BASE_JSON_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

#define JSON_LEVELS 16 // nesting; deeper is a mistake of the program

// How the members of an object or list stand.
typedef enum JsonStyle {
    JSON_LINES,  // each on a line of its own, two blanks further in than what holds it
    JSON_INLINE, // behind each other, ", " between
    JSON_DENSE,  // behind each other without a blank: for programs
} JsonStyle;

// A zeroed writer with `out` set is ready. A failure to find memory shows in out->failed.
typedef struct JsonWriter {
    Text *out;
    int depth;
    bool keyed; // a key was written, its value is due
    struct JsonLevel {
        char close;
        JsonStyle style;
        bool begun; // has a member
    } level[JSON_LEVELS];
} JsonWriter;

void json_object(JsonWriter *w, JsonStyle style);
void json_list(JsonWriter *w, JsonStyle style);
// Ends the object or list begun last.
void json_end(JsonWriter *w);

// The key of the next value, in an object.
void json_key(JsonWriter *w, const char *key);

// Values. NULL is written as null; so is a number that is not finite.
void json_text(JsonWriter *w, const char *text);
void json_float(JsonWriter *w, float value);   // the shortest text of the float
void json_number(JsonWriter *w, double value); // the shortest text of the double
void json_whole(JsonWriter *w, int64_t value);
void json_unsigned(JsonWriter *w, uint64_t value);
void json_bool(JsonWriter *w, bool value);
void json_null(JsonWriter *w);
// A value that is JSON already.
void json_raw(JsonWriter *w, const char *json);

#endif
