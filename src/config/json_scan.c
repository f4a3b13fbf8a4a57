// The strict scan: one pass over the text by the grammar of RFC 8259, noting where every key and list item stands.
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "config/json.h"

enum { NUMBER_LENGTH = 63 }; // cJSON reads no more characters of a number

typedef struct Scan {
    JsonDoc *doc;
    Arena *arena;
    char *text; // comments blanked as they are met; ends with a 0
    size_t at;
    int depth;
    size_t place; // of the value at hand
    Error *e;
} Scan;

static Status scan_value(Scan *s);

__attribute__((format(printf, 3, 4))) static Status fail(Scan *s, size_t at, const char *format, ...) {
    char message[512];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return json_error_at(s->doc, at, message, s->e);
}

// --- Characters

static bool in(unsigned char c, unsigned char low, unsigned char high) {
    return c >= low && c <= high;
}

static Status check_characters(Scan *s) {
    for (size_t at = 0; at < s->doc->size;) {
        if (s->text[at] == 0) return fail(s, at, "a NUL byte: this is not a text file");
        uint32_t character;
        size_t n = utf8_read(s->text + at, &character);
        if (n == 0)
            return fail(s, at, "not valid UTF-8 (byte 0x%02X); save the file as UTF-8", (unsigned char)s->text[at]);
        at += n;
    }
    return OK;
}

// What stands at `at`, in words.
static const char *found(const Scan *s, size_t at, char out[32]) {
    uint32_t c;
    if (!s->text[at]) return "the end of the file";
    size_t n = utf8_read(s->text + at, &c);
    if (c < 0x20 || c == 0x7F)
        snprintf(out, 32, "the control character 0x%02X", (unsigned)c);
    else
        snprintf(out, 32, "'%.*s'", (int)n, s->text + at);
    return out;
}

// --- Blanks and comments

static Status skip_comment(Scan *s) {
    size_t start = s->at, end;
    if (s->text[start + 1] == '/') {
        end = start + strcspn(s->text + start, "\n");
    } else {
        const char *close = strstr(s->text + start + 2, "*/");
        if (!close) return fail(s, start, "this comment is not closed: */ is missing");
        end = (size_t)(close - s->text) + 2;
    }
    for (; s->at < end; s->at++) {
        if (s->text[s->at] != '\n') s->text[s->at] = ' ';
    }
    return OK;
}

static Status skip_blanks(Scan *s) {
    for (;;) {
        s->at += strspn(s->text + s->at, " \t\r\n");
        const char *p = s->text + s->at;
        if (p[0] != '/' || (p[1] != '/' && p[1] != '*')) return OK;
        Status status = skip_comment(s);
        if (status) return status;
    }
}

// --- Text

static void add_utf8(Text *out, uint32_t c) {
    char b[4];
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
    for (size_t i = n; i-- > 1; c >>= 6) b[i] = (char)(0x80 | (c & 0x3F));
    b[0] = (char)(lead[n] | c);
    text_add_n(out, b, n);
}

// The four hex digits at `at`.
static bool hex4(const Scan *s, size_t at, uint32_t *value) {
    *value = 0;
    for (size_t i = 0; i < 4; i++) {
        char c = s->text[at + i];
        const char *digits = "0123456789abcdefABCDEF", *found_at = c ? strchr(digits, c) : NULL;
        if (!found_at) return false;
        uint32_t digit = (uint32_t)(found_at - digits);
        *value = *value * 16 + (digit < 16 ? digit : digit - 6);
    }
    return true;
}

// A \u escape; s->at is at the backslash.
static Status scan_unicode(Scan *s, Text *out) {
    uint32_t c, low;
    size_t start = s->at;
    if (!hex4(s, start + 2, &c)) return fail(s, start, "\\u needs four hex digits");
    s->at += 6;
    if (c == 0) return fail(s, start, "\\u0000 in text: valid JSON, but regrun's texts cannot hold it");
    if (c >= 0xDC00 && c <= 0xDFFF) return fail(s, start, "half a surrogate pair: \\uD800 to \\uDBFF must come first");
    if (c >= 0xD800 && c <= 0xDBFF) {
        if (s->text[s->at] != '\\' || s->text[s->at + 1] != 'u' || !hex4(s, s->at + 2, &low) || low < 0xDC00 ||
            low > 0xDFFF)
            return fail(s, start, "half a surrogate pair: \\uDC00 to \\uDFFF must follow");
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        s->at += 6;
    }
    add_utf8(out, c);
    return OK;
}

static Status scan_escape(Scan *s, Text *out) {
    static const char letters[] = "\"\\/bfnrt", meaning[] = "\"\\/\b\f\n\r\t";
    char c = s->text[s->at + 1];
    if (c == 'u') return scan_unicode(s, out);
    const char *letter = c ? strchr(letters, c) : NULL;
    if (!letter) return fail(s, s->at, "unknown escape; known are \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX");
    text_add_n(out, &meaning[letter - letters], 1);
    s->at += 2;
    return OK;
}

// A text in double quotes; what it says is appended to `out`.
static Status scan_string(Scan *s, Text *out) {
    size_t start = s->at++;
    for (;;) {
        size_t n = 0;
        while ((unsigned char)s->text[s->at + n] >= 0x20 && s->text[s->at + n] != '"' && s->text[s->at + n] != '\\')
            n++;
        text_add_n(out, s->text + s->at, n);
        s->at += n;
        unsigned char c = (unsigned char)s->text[s->at];
        if (c == '"') {
            s->at++;
            return OK;
        }
        if (c == 0 || c == '\n' || c == '\r') return fail(s, start, "this text is not closed: \" is missing");
        if (c != '\\') return fail(s, s->at, "a control character (0x%02X) in text; write it as \\u%04X", c, c);
        Status status = scan_escape(s, out);
        if (status) return status;
    }
}

// --- Numbers and words

static size_t digits(const Scan *s, size_t at) {
    return strspn(s->text + at, "0123456789");
}

static Status scan_number(Scan *s) {
    size_t start = s->at, at = start + (s->text[start] == '-'), n = digits(s, at);
    if (n == 0) return fail(s, start, "a number needs a digit here, as in 0.5 or -1");
    if (n > 1 && s->text[at] == '0') return fail(s, start, "a number must not begin with 0");
    at += n;
    if (s->text[at] == '.') {
        n = digits(s, at + 1);
        if (n == 0) return fail(s, start, "a number needs a digit after its point");
        at += 1 + n;
    }
    if (s->text[at] == 'e' || s->text[at] == 'E') {
        at += 1 + (s->text[at + 1] == '+' || s->text[at + 1] == '-');
        n = digits(s, at);
        if (n == 0) return fail(s, start, "a number needs a digit in its exponent, as in 1e-5");
        at += n;
    }
    double value;
    if (at - start > NUMBER_LENGTH)
        return fail(s, start, "a number of more than %d characters: valid JSON, but regrun reads no longer ones",
                    NUMBER_LENGTH);
    if (!number_read(s->text + start, at - start, &value)) return fail(s, start, "this number is too large");
    s->at = at;
    return OK;
}

static bool is_word(char c) {
    unsigned char u = (unsigned char)c;
    return c == '_' || in(u, '0', '9') || in(u, 'a', 'z') || in(u, 'A', 'Z');
}

static Status scan_word(Scan *s) {
    static const char *const known[] = {"true", "false", "null"};
    static const char *const no_number[] = {"NaN", "nan", "Infinity", "inf"};
    char word[SHOWN_SIZE];
    size_t n = 0;
    while (is_word(s->text[s->at + n])) n++;
    snprintf(word, sizeof word, "%.*s", (int)(n < SHOWN_SIZE - 1 ? n : SHOWN_SIZE - 1), s->text + s->at);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(word, known[i]) == 0) {
            s->at += n;
            return OK;
        }
        if (strcasecmp(word, known[i]) == 0)
            return fail(s, s->at, "%s is written in small letters: %s", word, known[i]);
    }
    for (size_t i = 0; i < sizeof no_number / sizeof *no_number; i++) {
        if (strcmp(word, no_number[i]) == 0) return fail(s, s->at, "%s is not a number that JSON can hold", word);
    }
    return fail(s, s->at, "%s is not a value; text stands in double quotes: \"%s\"", word, word);
}

// --- Places

// Notes that a value begins here, at the place that was found or made for it.
static Status note_place(Scan *s, size_t place, size_t key_at) {
    JsonPlace *p = &s->doc->places[place];
    char shown[SHOWN_SIZE];
    if (p->given) {
        const char *path = json_place_path(s->doc, s->arena, place);
        return path ? fail(s, key_at, "%s: given twice", json_shown(shown, path)) : error_memory(s->e);
    }
    p->given = true;
    p->key_at = key_at;
    p->value_at = s->at;
    s->place = place;
    return OK;
}

// The place of a key, a part of it for each dot.
static bool find_place(Scan *s, const Text *key, size_t *place) {
    const char *part = arena_text_n(s->arena, key->data, key->size), *end = part ? part + key->size : NULL;
    *place = s->place;
    while (part && part <= end) {
        const char *dot = memchr(part, '.', (size_t)(end - part)), *stop = dot ? dot : end;
        if (!json_place_add(s->doc, s->arena, *place, part, (size_t)(stop - part), place)) return false;
        part = stop + 1;
    }
    return end;
}

// --- Objects and lists

// Reads a key up to its colon and what follows that; *place is where its value belongs.
static Status scan_key(Scan *s, size_t *place) {
    size_t key_at = s->at;
    char what[32];
    if (s->text[s->at] != '"')
        return fail(s, s->at, "a key in double quotes must stand here, not %s", found(s, s->at, what));
    Text key = {0};
    Status status = scan_string(s, &key);
    if (!status && !key.failed && (key.size == 0 || key.data[key.size - 1] == '.'))
        status = fail(s, key_at, "an empty key: valid JSON, but regrun has nothing that is called so");
    else if (!status && (key.failed || !find_place(s, &key, place)))
        status = error_memory(s->e);
    text_free(&key);
    if (!status) status = skip_blanks(s);
    if (status) return status;
    if (s->text[s->at] != ':') return fail(s, s->at, "a colon must follow the key, not %s", found(s, s->at, what));
    s->at++;
    return skip_blanks(s);
}

// `"key": value`; s->at is at the key.
static Status scan_member(Scan *s) {
    size_t key_at = s->at, parent = s->place, place = 0;
    Status status = scan_key(s, &place);
    if (!status) status = note_place(s, place, key_at);
    if (!status) status = scan_value(s);
    s->place = parent;
    return status;
}

static Status scan_item(Scan *s, size_t index) {
    size_t parent = s->place, place;
    if (!json_place_add(s->doc, s->arena, parent, NULL, index, &place)) return error_memory(s->e);
    Status status = note_place(s, place, s->at);
    if (!status) status = scan_value(s);
    s->place = parent;
    return status;
}

// An object or a list; s->at is at its opening bracket.
static Status scan_group(Scan *s) {
    size_t open_at = s->at++;
    bool object = s->text[open_at] == '{';
    char close = object ? '}' : ']', what[32];
    if (++s->depth > JSON_DEPTH) return fail(s, open_at, "nested more than %d deep", JSON_DEPTH);
    Status status = skip_blanks(s);
    for (size_t n = 0; !status && s->text[s->at] != close; n++) {
        if (s->text[s->at] == 0)
            return fail(s, open_at, "this '%c' is not closed: '%c' is missing", s->text[open_at], close);
        if ((status = object ? scan_member(s) : scan_item(s, n))) return status;
        if ((status = skip_blanks(s))) return status;
        if (s->text[s->at] == ',') {
            size_t comma = s->at++;
            if ((status = skip_blanks(s))) return status;
            if (s->text[s->at] == close) return fail(s, comma, "a comma before '%c'; remove it", close);
        } else if (s->text[s->at] != close && s->text[s->at] != 0) {
            return fail(s, s->at, "a comma or '%c' must stand here, not %s", close, found(s, s->at, what));
        }
    }
    s->at++;
    s->depth--;
    return status;
}

static Status scan_value(Scan *s) {
    char c = s->text[s->at], what[32];
    if (c == '{' || c == '[') return scan_group(s);
    if (c == '"') {
        Text ignored = {0};
        Status status = scan_string(s, &ignored);
        text_free(&ignored);
        return status;
    }
    if (c == '-' || digits(s, s->at)) return scan_number(s);
    if (is_word(c)) return scan_word(s);
    if (c == '+' || c == '.') return fail(s, s->at, "a number must begin with a digit or '-'");
    if (c == '\'') return fail(s, s->at, "text stands in double quotes, not single ones");
    return fail(s, s->at, "a value must stand here, not %s", found(s, s->at, what));
}

Status json_scan(JsonDoc *doc, Arena *arena, char *blanked, Error *e) {
    Scan s = {.doc = doc, .arena = arena, .text = blanked, .e = e};
    char what[32];
    memcpy(blanked, doc->text, doc->size);
    blanked[doc->size] = 0;
    Status status = check_characters(&s);
    if (doc->size >= 3 && memcmp(blanked, "\xEF\xBB\xBF", 3) == 0) memset(blanked, ' ', 3);
    if (!status) status = skip_blanks(&s);
    if (!status) status = scan_value(&s);
    if (!status) status = skip_blanks(&s);
    if (!status && s.text[s.at])
        status = fail(&s, s.at, "nothing may follow the closing bracket, but %s does", found(&s, s.at, what));
    return status;
}
