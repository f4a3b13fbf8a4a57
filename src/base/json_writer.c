#include "base/json_writer.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

static void new_line(JsonWriter *w) {
    text_printf(w->out, "\n%*s", 2 * w->depth, "");
}

// What stands between two members, or before the first.
static void begin_member(JsonWriter *w) {
    if (w->keyed || w->depth == 0) {
        w->keyed = false;
        return;
    }
    struct JsonLevel *level = &w->level[w->depth - 1];
    if (level->begun) text_add(w->out, level->style == JSON_INLINE ? ", " : ",");
    if (level->style == JSON_LINES) new_line(w);
    level->begun = true;
}

static void begin_group(JsonWriter *w, const char *open, char close, JsonStyle style) {
    assert(w->depth < JSON_LEVELS);
    begin_member(w);
    text_add(w->out, open);
    w->level[w->depth++] = (struct JsonLevel){.close = close, .style = style};
}

void json_object(JsonWriter *w, JsonStyle style) {
    begin_group(w, "{", '}', style);
}

void json_list(JsonWriter *w, JsonStyle style) {
    begin_group(w, "[", ']', style);
}

void json_end(JsonWriter *w) {
    const struct JsonLevel *level = &w->level[--w->depth];
    if (level->begun && level->style == JSON_LINES) new_line(w);
    text_add_n(w->out, &level->close, 1);
}

void json_key(JsonWriter *w, const char *key) {
    begin_member(w);
    text_add_json(w->out, key);
    text_add(w->out, w->level[w->depth - 1].style == JSON_DENSE ? ":" : ": ");
    w->keyed = true;
}

void json_raw(JsonWriter *w, const char *json) {
    begin_member(w);
    text_add(w->out, json);
}

void json_null(JsonWriter *w) {
    json_raw(w, "null");
}

void json_bool(JsonWriter *w, bool value) {
    json_raw(w, value ? "true" : "false");
}

void json_text(JsonWriter *w, const char *text) {
    begin_member(w);
    if (text)
        text_add_json(w->out, text);
    else
        text_add(w->out, "null");
}

void json_float(JsonWriter *w, float value) {
    char number[NUMBER_TEXT_SIZE];
    json_raw(w, isfinite(value) ? number_text_float(number, value) : "null");
}

void json_number(JsonWriter *w, double value) {
    char number[NUMBER_TEXT_SIZE];
    json_raw(w, isfinite(value) ? number_text_double(number, value) : "null");
}

void json_whole(JsonWriter *w, int64_t value) {
    begin_member(w);
    text_printf(w->out, "%" PRId64, value);
}

void json_unsigned(JsonWriter *w, uint64_t value) {
    begin_member(w);
    text_printf(w->out, "%" PRIu64, value);
}
