#include "cli/markdown.h"

#include <ctype.h>
#include <string.h>

#define BOLD "\033[1m"
#define PLAIN "\033[0m"

typedef struct Writer {
    Text *out;
    int columns;
    Text paragraph; // gathered until it ends
    int indent;     // of its lines after the first
    bool bold;      // between ** and **, which may stand in different lines of a paragraph
    bool quoted;    // between ` and `, likewise
    bool code;      // between ```
    bool comment;   // between <!-- and -->
} Writer;

// How many bytes of a word take no column: what switches bold on and off.
static size_t unseen(const char *word, size_t n) {
    size_t bytes = 0;
    for (size_t i = 0; i < n; i++)
        if (word[i] == '\033') bytes += strcspn(word + i, "m") + 1;
    return bytes;
}

static size_t seen(const char *word, size_t n) {
    size_t columns = 0;
    for (size_t i = 0; i < n; i++) columns += ((unsigned char)word[i] & 0xc0) != 0x80; // a byte that begins one
    return columns - unseen(word, n);
}

static void end_paragraph(Writer *w) {
    const char *at = w->paragraph.data ? w->paragraph.data : "";
    const size_t first = strspn(at, " ");
    size_t column = first;
    text_add_n(w->out, at, first);
    at += first;
    for (bool begun = false; *at; begun = true) {
        const size_t n = strcspn(at, " "), wide = seen(at, n);
        if (begun && column + 1 + wide > (size_t)w->columns) {
            text_printf(w->out, "\n%*s", w->indent, "");
            column = (size_t)w->indent;
        } else if (begun) {
            text_add(w->out, " ");
            column++;
        }
        text_add_n(w->out, at, n);
        column += wide;
        at += n;
        at += strspn(at, " ");
    }
    if (w->bold) text_add(w->out, PLAIN);
    if (w->paragraph.size > 0) text_add(w->out, "\n");
    w->bold = w->quoted = false;
    w->out->failed |= w->paragraph.failed;
    text_free(&w->paragraph);
}

// [words](address) at `at`: the bytes of the whole, and of the words; 0 where there is no link.
static size_t link_at(const char *at, const char *end, size_t *words) {
    const char *close = *at == '[' ? memchr(at, ']', (size_t)(end - at)) : NULL;
    const char *last = close && close + 1 < end && close[1] == '(' ? memchr(close, ')', (size_t)(end - close)) : NULL;
    if (!last) return 0;
    *words = (size_t)(close - at) - 1;
    return (size_t)(last - at) + 1;
}

// A line's words, with bold and links; code between ` as it is.
static void add_words(Writer *w, Text *out, const char *at, const char *end) {
    while (at < end) {
        size_t words;
        const size_t whole = w->quoted ? 0 : link_at(at, end, &words);
        if (whole) {
            add_words(w, out, at + 1, at + 1 + words);
            at += whole;
        } else if (!w->quoted && end - at > 1 && at[0] == '*' && at[1] == '*') {
            text_add(out, (w->bold = !w->bold) ? BOLD : PLAIN);
            at += 2;
        } else {
            w->quoted ^= *at == '`';
            text_add_n(out, at++, 1);
        }
    }
}

static void add_heading(Writer *w, const char *line, size_t n) {
    const size_t marks = strspn(line, "#");
    w->bold = true;
    text_add(w->out, BOLD);
    add_words(w, w->out, line + marks + strspn(line + marks, " "), line + n);
    text_add(w->out, PLAIN "\n");
    w->bold = w->quoted = false;
}

// The bytes of "- ", "* " or "12. " that begin an item; 0 where there is none.
static size_t item_mark(const char *at) {
    const size_t digits = strspn(at, "0123456789");
    if (digits > 0 && at[digits] == '.' && at[digits + 1] == ' ') return digits + 2;
    return (*at == '-' || *at == '*') && at[1] == ' ' ? 2 : 0;
}

static void add_line(Writer *w, const char *line, size_t n) {
    const size_t blanks = strspn(line, " "), mark = item_mark(line + blanks);
    if (mark || w->paragraph.size == 0) {
        end_paragraph(w);
        w->indent = (int)(blanks + mark);
        text_printf(&w->paragraph, "%*s", (int)blanks, "");
    } else {
        text_add(&w->paragraph, " ");
    }
    add_words(w, &w->paragraph, line + blanks, line + n);
}

static bool begins(const char *line, const char *with) {
    return strncmp(line, with, strlen(with)) == 0;
}

static bool has(const char *line, size_t n, const char *word) {
    const char *at = strstr(line, word);
    return at && at < line + n;
}

static void take(Writer *w, const char *line, size_t n) {
    const bool fence = begins(line + strspn(line, " "), "```");
    if (!w->code && begins(line, "<!--")) w->comment = true;
    const bool verbatim = w->code || *line == '|' || (begins(line, "    ") && w->paragraph.size == 0);
    if (w->comment) {
        w->comment = !has(line, n, "-->");
    } else if (fence) {
        end_paragraph(w);
        w->code = !w->code;
    } else if (verbatim || n == 0) {
        end_paragraph(w);
        text_printf(w->out, "%s%.*s\n", w->code && n > 0 ? "    " : "", (int)n, line);
    } else if (*line == '#') {
        end_paragraph(w);
        add_heading(w, line, n);
    } else {
        add_line(w, line, n);
    }
}

void markdown_text(Text *out, const char *markdown, int columns) {
    Writer w = {.out = out, .columns = columns};
    for (const char *line = markdown; *line;) {
        const size_t n = strcspn(line, "\n");
        take(&w, line, n);
        line += n + (line[n] == '\n');
    }
    end_paragraph(&w);
}

const char *markdown_title(Arena *a, const char *markdown) {
    const char *line = begins(markdown, "# ") ? markdown : strstr(markdown, "\n# ");
    if (!line) return NULL;
    line += strspn(line, "\n# ");
    return arena_text_n(a, line, strcspn(line, "\n"));
}
