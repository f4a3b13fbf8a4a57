// The structure of tables: rows and cells, against known answers and against a reader that is slow and obvious; what
// the marks of all ways are; words numbered.
#include <stdlib.h>

#include "base/rng.h"
#include "base/text.h"
#include "table/scan.h"
#include "table/words.h"
#include "test.h"

static const Form comma = {.separator = ',', .quote = '"', .decimal = '.'};

// All rows as text: cells in <>, a row ended by its line: "<a><b>@1 ". What is wrong ends it: "!".
static void scan_all(Text *out, const char *text, size_t size, Form form, const Marks *marks) {
    Arena passing = {0};
    Error e = {0};
    Scan s;
    char *copy = arena_take(&passing, size + SCAN_BEHIND, 1);
    memcpy(copy, text, size);
    scan_start(&s, copy, size, form, "t.csv", &passing, &e);
    s.marks = marks;
    scan_mark(&s, copy);
    out->size = 0;
    text_add(out, "");
    Status status = OK;
    while (status == OK && scan_row(&s)) {
        const int32_t line = s.line;
        bool more = true;
        for (int32_t c = 0; status == OK && more; c++) {
            ScanCell cell;
            status = scan_cell(&s, &cell, c, &more);
            if (status != OK) break;
            text_add(out, "<");
            text_add_n(out, cell.text, cell.length);
            text_add(out, ">");
        }
        text_printf(out, "@%d ", line);
    }
    if (status != OK) text_printf(out, "! %s", e.text);
    arena_free(&passing);
}

static void check_known(void) {
    static const Form tab = {.separator = '\t', .quote = '"', .decimal = '.'};
    static const Form runs = {.separator = ' ', .quote = '"', .decimal = '.'};
    static const Form apostrophe = {.separator = ',', .quote = '\'', .comment = '%', .decimal = '.'};
    static const Form bare = {.separator = ';', .comment = '#', .decimal = ','};
    static const struct {
        const Form *form;
        const char *text, *want;
    } cases[] = {
        {&comma, "", ""},
        {&comma, "\n\r\n \n", ""},
        {&comma, "a,b\n1,2", "<a><b>@1 <1><2>@2 "},
        {&comma, "a,b\r\n1,2\r\n", "<a><b>@1 <1><2>@2 "},
        {&comma, "a,b\r1,2\r", "<a><b>@1 <1><2>@2 "},
        {&comma, "a\n\n\r\nb", "<a>@1 <b>@4 "},
        {&comma, " a , b\t,\tc d \n", "<a><b><c d>@1 "},
        {&comma, ",\n,,\n", "<><>@1 <><><>@2 "},
        {&comma, "a,\n", "<a><>@1 "},
        {&comma, "\"a,b\",\"c\nd\",e\nf,g,h", "<a,b><c\nd><e>@1 <f><g><h>@3 "},
        {&comma, "\"a \"\"b\"\"\" , \"\"\"\"\n", "<a \"b\"><\">@1 "},
        {&comma, "\"\",\"\"\n", "<><>@1 "},
        {&comma, " \" a \" ,b", "<a><b>@1 "},
        {&comma, "5\" pipe,6\"", "<5\" pipe><6\">@1 "},
        {&comma, "\"a\r\nb\rc\"\nd", "<a\r\nb\rc>@1 <d>@4 "},
        {&comma, "'a,b'", "<'a><b'>@1 "},
        {&comma, "a,\"b\nc", "<a>@1 ! t.csv:1: column 2: the quote that opens here is never closed"},
        {&comma, "a\n\"b\" c",
         "<a>@1 @2 ! t.csv:2: column 1: text after the closing quote; a quote inside a quoted cell is written twice"},
        {&tab, "a\t b \t\n \t\n", "<a><b><>@1 <><>@2 "},
        {&runs, "  1  2\t 3 \n\n4 \"5 6\" 7\n   \n8", "<1><2><3>@1 <4><5 6><7>@3 <8>@5 "},
        {&runs, "\"a\"b c",
         "@1 ! t.csv:1: column 1: text after the closing quote; a quote inside a quoted cell is "
         "written twice"},
        {&apostrophe, "% c\n'40-49',\"x\"\n  %d\na%,%", "<40-49><\"x\">@2 <a%><%>@4 "},
        {&bare, "# x;y\n\"a;b\"\n1,5;2\n", "<\"a><b\">@2 <1,5><2>@3 "},
    };
    Text got = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scan_all(&got, cases[i].text, strlen(cases[i].text), *cases[i].form, marks_best());
        CHECK_TEXT(got.data, cases[i].want);
    }
    text_free(&got);
}

// --- The slow and obvious way: a character at a time, nothing kept but where it is

typedef struct Slow {
    const char *text;
    size_t at, size;
    int line;
    Form form;
} Slow;

static bool at_end_of_line(const Slow *s) {
    return s->at >= s->size || s->text[s->at] == '\n' || s->text[s->at] == '\r';
}

static bool is_separator(const Slow *s, char c) {
    return s->form.separator == ' ' ? c == ' ' || c == '\t' : c == s->form.separator;
}

static bool is_blank(const Slow *s, char c) {
    return (c == ' ' || c == '\t') && !(c == '\t' && s->form.separator == '\t');
}

static void next_line(Slow *s) {
    if (s->at < s->size && s->text[s->at] == '\r' && s->at + 1 < s->size && s->text[s->at + 1] == '\n') s->at++;
    s->at++;
    s->line++;
}

static void skip_blanks(Slow *s) {
    while (s->at < s->size && is_blank(s, s->text[s->at])) s->at++;
}

static bool slow_quoted(Slow *s, Text *cell) {
    for (s->at++;; s->at++) {
        if (s->at >= s->size) return false;
        const char c = s->text[s->at];
        if (c == s->form.quote) {
            if (s->at + 1 >= s->size || s->text[s->at + 1] != s->form.quote) break;
            s->at++;
        }
        if (c == '\n' || (c == '\r' && !(s->at + 1 < s->size && s->text[s->at + 1] == '\n'))) s->line++;
        text_add_n(cell, &c, 1);
    }
    s->at++;
    if (s->form.separator != ' ') skip_blanks(s);
    return at_end_of_line(s) || is_separator(s, s->text[s->at]);
}

static void add_trimmed(Text *out, const Text *cell) {
    size_t from = 0, to = cell->size;
    while (from < to && (cell->data[from] == ' ' || cell->data[from] == '\t')) from++;
    while (to > from && (cell->data[to - 1] == ' ' || cell->data[to - 1] == '\t')) to--;
    text_add(out, "<");
    if (to > from) text_add_n(out, cell->data + from, to - from);
    text_add(out, ">");
}

// As scan_all; of what is wrong only the "!".
static void slow_all(Text *out, const char *text, size_t size, Form form) {
    Slow s = {.text = text, .size = size, .line = 1, .form = form};
    out->size = 0;
    text_add(out, "");
    for (;;) {
        skip_blanks(&s);
        if (s.at >= s.size) return;
        if (form.comment && s.text[s.at] == form.comment)
            while (!at_end_of_line(&s)) s.at++;
        if (at_end_of_line(&s)) {
            if (s.at >= s.size) return;
            next_line(&s);
            continue;
        }
        const int line = s.line;
        for (bool more = true; more;) {
            Text cell = {0};
            skip_blanks(&s);
            bool fine = true;
            if (s.at < s.size && form.quote && s.text[s.at] == form.quote)
                fine = slow_quoted(&s, &cell);
            else
                for (; !at_end_of_line(&s) && !is_separator(&s, s.text[s.at]); s.at++)
                    text_add_n(&cell, s.text + s.at, 1);
            if (fine) add_trimmed(out, &cell);
            text_free(&cell);
            if (!fine) {
                text_printf(out, "@%d !", line);
                return;
            }
            if (form.separator == ' ') skip_blanks(&s);
            more = !at_end_of_line(&s);
            if (more && form.separator != ' ') s.at++;
        }
        text_printf(out, "@%d ", line);
        if (s.at < s.size) next_line(&s);
    }
}

// Random texts of few characters, in sizes around those of vectors and of what is marked at a time.
static void check_random(void) {
    static const char separators[] = ",\t ;", quotes[] = {'"', '\'', 0}, comments[] = {0, '#'};
    static const char letters[] = "a1,;\t \"'\n\r#.";
    static const size_t sizes[] = {0,  1,  7,   8,   15,  16,  17,   31,   32,   33,   63,  64,
                                   65, 66, 127, 128, 129, 200, 2047, 2048, 2049, 2112, 5000};
    Rng rng = rng_seed(1, 2);
    Text want = {0}, got = {0};
    int wrong = 0;
    for (int i = 0; i < 20000; i++) {
        char text[5000];
        const size_t size = sizes[rng_next(&rng) % (i % 50 == 0 ? 23 : 18)];
        const uint32_t share = rng_next(&rng) % 3; // of plain letters, so that some quotes get closed and cells long
        const Form form = {.separator = separators[rng_next(&rng) % 4],
                           .quote = quotes[rng_next(&rng) % 3],
                           .comment = comments[rng_next(&rng) % 2]};
        for (size_t k = 0; k < size; k++)
            text[k] = rng_next(&rng) % 8 < 3 * share ? 'a' : letters[rng_next(&rng) % (sizeof letters - 1)];
        slow_all(&want, text, size, form);
        const Marks *marks;
        for (int w = 0; (marks = marks_way(w)); w++) {
            scan_all(&got, text, size, form, marks);
            char *error = strstr(got.data, "! ");
            if (error) error[1] = 0;
            if (strcmp(got.data, want.data) == 0) continue;
            if (wrong++ == 0)
                fprintf(stderr, "%s: of \"%.*s\" got %s, want %s\n", marks->name, (int)size, text, got.data, want.data);
        }
    }
    CHECK(wrong == 0, "%d of the texts are read otherwise", wrong);
    text_free(&want);
    text_free(&got);
}

static void check_marks(void) {
    char text[4 * MARKS_BLOCK];
    Rng rng = rng_seed(3, 1);
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(rng_next(&rng) % 4 ? rng_next(&rng) : (uint32_t) "\n\r,\xff"[rng_next(&rng) % 4]);
    const Marks *marks;
    for (int w = 0; (marks = marks_way(w)); w++) {
        uint64_t mark[4];
        int wrong = 0;
        marks->find(mark, text, 4, ',', '\xff');
        for (size_t i = 0; i < sizeof text; i++)
            wrong += (mark[i / 64] >> (i % 64) & 1) !=
                     (text[i] == '\n' || text[i] == '\r' || text[i] == ',' || text[i] == '\xff');
        CHECK(wrong == 0, "%s: %d marks", marks->name, wrong);
    }
}

static void check_words(void) {
    Arena kept = {0}, passing = {0};
    Words w = {.arena = &kept, .passing = &passing, .most = 3000};
    char text[64] = "";
    int wrong = 0;
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 4000; i++) {
            const size_t n = (size_t)snprintf(text, 40, "%.*s%d", i % 29, "a text that is longer than eight", i);
            const int32_t number = words_number(&w, text, n);
            wrong += number != (i < 3000 ? i : WORDS_FULL);
        }
    CHECK(wrong == 0, "%d texts have another number", wrong);
    CHECK(w.count == 3000 && w.full, "%d are kept", w.count);
    const char *const *list = words_list(&w);
    CHECK_TEXT(list[0], "0");
    CHECK_TEXT(list[11], "a text that11");
    // What stands behind a text is no part of it; the empty text is one.
    Words few = {.arena = &kept, .passing = &passing};
    CHECK(words_number(&few, "abc\0\0\0\0\0\0\0", 2) == 0 && words_number(&few, "abx\0\0\0\0\0\0\0", 2) == 0, "ab");
    CHECK(words_number(&few, "\0\0\0\0\0\0\0\0", 0) == 1 && words_number(&few, "abcdefghijklmnop", 8) == 2, "new ones");
    CHECK(words_number(&few, "abcdefghXjklmnop", 8) == 2 && words_number(&few, "abcdefghXjklmnopq", 9) == 3, "long");
    arena_free(&kept);
    arena_free(&passing);
}

int main(void) {
    check_known();
    check_random();
    check_marks();
    check_words();
    return test_end("table_scan");
}
