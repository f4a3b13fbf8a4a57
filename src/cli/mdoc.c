#include "cli/mdoc.h"

#include <ctype.h>
#include <string.h>

#include "base/version.h"

void mdoc_begin(Text *out, const char *name, int section, const char *about) {
    text_printf(out, ".Dd " REGRUN_DATE "\n.Dt ");
    for (const char *c = name; *c; c++) text_printf(out, "%c", toupper((unsigned char)*c));
    text_printf(out, " %d\n.Os regrun " REGRUN_VERSION "\n.Sh NAME\n.Nm %s\n.Nd %s\n", section, name, about);
}

void mdoc_section(Text *out, const char *macro, const char *heading) {
    text_printf(out, ".%s", macro);
    mdoc_argument(out, heading);
    text_add(out, "\n");
}

static void add_character(Text *out, char c) {
    static const struct {
        char c;
        const char *escape;
    } escapes[] = {{'\\', "\\e"}, {'-', "\\-"}, {'\'', "\\(aq"}, {'`', "\\(ga"}, {'^', "\\(ha"}, {'~', "\\(ti"}};
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
        if (escapes[i].c == c) {
            text_add(out, escapes[i].escape);
            return;
        }
    text_add_n(out, &c, 1);
}

// Whether a sentence ends with the character at `at`: the next one begins a line, so that a formatter sees it.
static bool ends_sentence(const char *s, size_t at) {
    while (at > 0 && strchr(")\"]", s[at])) at--;
    return strchr(".?!", s[at]);
}

void mdoc_text(Text *out, const char *s, size_t n) {
    static const char blanks[] = " \n";
    for (size_t i = 0; i < n;) {
        size_t end = i;
        if (s[i] == '.') text_add(out, "\\&"); // at the begin of a line it would be a macro
        for (; end < n && !strchr(blanks, s[end]); end++) add_character(out, s[end]);
        for (i = end; i < n && strchr(blanks, s[i]); i++) {
        }
        if (i < n) text_add(out, end > 0 && ends_sentence(s, end - 1) ? "\n" : " ");
    }
    text_add(out, "\n");
}

void mdoc_literal(Text *out, const char *s, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '.' && (i == 0 || s[i - 1] == '\n')) text_add(out, "\\&");
        add_character(out, s[i]);
    }
    text_add(out, "\n");
}

// \& keeps a word from being called as a macro.
void mdoc_argument(Text *out, const char *word) {
    text_add(out, " \"\\&");
    for (; *word; word++) {
        if (*word == '"')
            text_add(out, "\\(dq");
        else
            add_character(out, *word);
    }
    text_add(out, "\"");
}

void mdoc_list(Text *out) {
    text_add(out, ".Bl -tag -width Ds\n");
}

void mdoc_item(Text *out, const char *macro, const char *term, const char *text) {
    text_printf(out, ".It %s", macro);
    mdoc_argument(out, term);
    text_add(out, "\n");
    mdoc_text(out, text, strlen(text));
}

void mdoc_list_end(Text *out) {
    text_add(out, ".El\n");
}
