// Dialects: found from texts, said in options; the same table in every one of them; the files of csv-spectrum.
#include "table/dialect.h"

#include <cjson/cJSON.h>
#include <dirent.h>

#include "table/encoding.h"
#include "unit/data_test.h"

// The text in a copy that ends where a reader may end.
static const char *copied(const char *text, size_t size) {
    char *copy = arena_take(&data_arena, size + SCAN_BEHIND, 1);
    memcpy(copy, text, size);
    return copy;
}

static Form found(const char *text, const DataSpec *spec) {
    Form form = {0};
    Error e = {0};
    DecimalMark mark;
    Status status = dialect_find(&form, &mark, copied(text, strlen(text)), strlen(text), spec, NULL, &data_arena, &e);
    CHECK(status == OK, "%s", e.text);
    return form;
}

static const struct {
    const char *text, *want;
} texts[] = {
    {"", ",\"."},
    {"\n\n", ",\"."},
    {"a\nb\n", ",\"."},
    {"two words\none\n", ",\"."}, // one column, not two that half of the rows have
    // Separators
    {"1,2\n3,4\n", ",\"."},
    {"1;2\n3;4\n", ";\"."},
    {"1\t2\n3\t4\n", "\t\"."},
    {"1|2\n3|4\n", "|\"."},
    {"1 2\n3 4\n", " \"."},
    {" 1   2\t3 \n\t3 4  5\n", " \"."},
    {"1, 2\n3, 4\n", ",\"."},
    {"1\t 2\n3\t 4\n", "\t\"."},
    {"a b,c d\ne f,g h\n", ",\"."}, // both separate: the comma comes first
    {"a;b,1,2\nc;d,3,4\n", ",\"."}, // more numbers
    {"a b\t1\nc d\t2\n", "\t\"."},  //
    {"18.0   8  130.0\t\"chevrolet malibu\"\n15.0   8  165.0\t\"buick 320\"\n", " \"."},
    {"\"a;b\";1\n\"c,d\";2\n", ";\"."},     // separators in quotes do not count
    {"\"a\n1;2;3\n\";1\nb;2\n", ";\"."},    // nor do line ends
    {"a,b,c\n1,2,x\n3,y\n4,5,z\n", ",\"."}, // ragged, and to be refused as such
    {"2024-01-01 10:00,1\n2024-01-02 11:00,2\n", ",\"."},
    {"a;b\r1;2\r3;4\r", ";\"."},
    {"a;b\r\n\r\n1;2\r\n", ";\"."},
    // Quotes
    {"'a','b'\n'c, d','e'\n", ",'."},
    {"'a' 'b c'\n'd' 'e'\n", " '."},
    {"1;'it''s'\n2;'x'\n", ";'."},
    {"it's,1\nthat's,2\n", ",\"."},
    {"'tis,1\nb,2\n", ",\"."},          // never closed
    {"\"a\",'b'\n\"c\",'d'\n", ",\"."}, // both: the usual one
    // Comments
    {"# by hand\n1,2\n3,4\n", ",\"#."},
    {"% by hand, in 1990\n%\n1 2 3\n4 5 6\n", " \"%."},
    {"1,2\n# a remark\n3,4\n", ",\"#."},
    {"  # a remark\n1,2\n3,4\n", ",\"#."},
    {"# \"a, b\n# c\n1;2\n3;4\n", ";\"#."},
    {"#id,x\n1,2\n3,4\n", ",\"."}, // as many cells as the rows: names
    {"#1,2\n#3,4\n", ",\"."},
    {"1,#\n2,%\n", ",\"."},
    {"# nothing\n# else at all\n", ",\"."},
    // What does not end as it must: the rows before it tell
    {"1;2;3\n4;\"5\" 6;7\n", ";\"."},
    {"1|2\n3|\"4\n5|6\n", "|\"."},
    {"1 2\n3 4\n5 6\n7\n", " \"."},
    // A title above the table
    {"Table 3: results of 2024\n\na,b\n1,2\n", ",\"."},
    {"Table 3: results of the year 2024\na;b\n1,5;2\n", ";\",,"},
    {"Table 3: speed, size; and cost | all of them\n\na\tb c\n1\t2\n3\t4\n", "\t\"."},
    {"Table 3: this, that, and more\na b c\n1 2 3\n4 5 6\n7 8 9\n", " \"."},
    // The decimal mark
    {"1,5;2,5;3\n4,1;2;3\n", ";\",,"},
    {"1,5;2.5\n", ";\"."},
    {"1,5;2.5\n2,5;3,5\n", ";\",,"}, // one stray mark does not make words of all others
    {"1,5;2.5\n2.5;3.5\n", ";\"."},
    {"\"0,5\",2.5\n\"1,5\",3\n", ",\",,"},
    {"\"0,5\",2.5\n\"15\",3.5\n", ",\"."},
    {"1,5;x\n2,5;y\n", ";\",,"},
    {"1.234,5;x\n2.345,75;y\n", ";\",,"},
    {"a;b;c\n1,5;red;x\n2,5;blue;y\n3,5;red;x\n4,5;red;y\n5,5;red;x\n", ";\",,"}, // words on both sides of commas
    {"1,5\tred\tx\n2,5\tblue\ty\n", "\t\",,"},
    {"1,Heat (1995),Crime|Drama\n2,Babe,Comedy|Drama\n", ",\"."},
    {"3,14 2,71\n1,41 1,73\n", " \",,"},
    {"\"1,5\",2\n\"2,5\",3\n", ",\"."},
    {"\"1,234\";2\n\"2,345\";3\n", ";\",,"},    // no quotes were needed for a comma
    {"\"1,234\";2\n\"2,345.5\";3\n", ";\"."},   // thousands
    {"\"1,234\";2\n\"2,345,678\";3\n", ";\"."}, // thousands
    {"\"1,234\";2\n\"-0,345\";3\n", ";\",,"},   //
    {"\"1,234\"\t2\n\"2,345\"\t3\n", "\t\",,"}, //
    {"\"1,234\",2\n\"2,345\",3\n", ",\"."},     // quotes had to be
    {"\"1,234\",2\n\"-0,345\",3\n", ",\",,"},   // but no thousands begin with 0
    {"\"1,234\",2\n\"0,345\",3.5\n", ",\"."},   // a point says more
    {"1.234,5;2\n2.345,6;3\n", ";\",,"},
    {"a,b;1\nc,d;2\n", ";\"."},
};

static void check_found(void) {
    const DataSpec spec = data_spec(SOURCE_CSV);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const Form form = found(texts[i].text, &spec);
        const char got[] = {form.separator, form.quote, form.comment ? form.comment : form.decimal,
                            form.comment || form.decimal == ',' ? form.decimal : 0, 0};
        CHECK(strcmp(got, texts[i].want) == 0, "%s: got %s, want %s", texts[i].text, got, texts[i].want);
    }
}

static void check_given(void) {
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.separator = ",";
    CHECK(found("1;2\n3;4\n", &spec).separator == ',', "the separator is given");
    spec.separator = "#";
    CHECK(found("#1#2\n#3\n", &spec).comment == 0, "the separator begins no comment");
    spec = data_spec(SOURCE_CSV);
    spec.quote = QUOTE_NONE;
    CHECK(found("'a',\"b\"\n", &spec).quote == 0, "no quote is given");
    spec.quote = QUOTE_SINGLE;
    CHECK(found("a,b\n", &spec).quote == '\'', "the quote is given");
    spec.quote = QUOTE_DOUBLE;
    CHECK(found("'a','b'\n", &spec).quote == '"', "the quote is given");
    spec = data_spec(SOURCE_CSV);
    spec.comment = "none";
    CHECK(found("# x\n1,2\n3,4\n", &spec).comment == 0, "no comment is given");
    spec.comment = "!";
    CHECK(found("1,2\n3,4\n", &spec).comment == '!', "the comment is given");
    spec = data_spec(SOURCE_CSV);
    spec.decimal = DECIMAL_COMMA;
    CHECK(found("1;2\n", &spec).decimal == ',', "the decimal mark is given");
    spec.decimal = DECIMAL_POINT;
    CHECK(found("1,5;2\n", &spec).decimal == '.', "the decimal mark is given");
}

// Only the first rows are looked at, but whole ones, however long.
static void check_sample(void) {
    const DataSpec spec = data_spec(SOURCE_CSV);
    Text text = {0};
    for (int i = 0; i < 40000; i++) text_add(&text, i + 1 < 40000 ? "1;" : "2\n");
    text_add(&text, "x\n");
    CHECK(found(text.data, &spec).separator == ';', "a long row");
    text.size = 0;
    for (int i = 0; i < 10000; i++) text_add(&text, "1|2|3\n");
    text_add(&text, "4|\"");
    for (int i = 0; i < 40000; i++) text_add(&text, "1,2\n");
    text_add(&text, "\"|5\n");
    CHECK(found(text.data, &spec).separator == '|', "a cell that goes on behind the sample");
    text_free(&text);
}

static void check_words(void) {
    static const struct {
        Form form;
        const char *want;
    } cases[] = {
        {{',', '"', 0, '.', false}, "cells between commas, quoted with \""},
        {{';', '\'', '#', ',', false}, "cells between semicolons, quoted with ', comments after #, decimal commas"},
        {{'\t', 0, 0, '.', false}, "cells between tabs, no quotes"},
        {{' ', '"', '%', '.', false}, "cells between runs of blanks, quoted with \", comments after %"},
        {{'|', '"', 0, '.', false}, "cells between bars (|), quoted with \""},
        {{':', '"', 0, '.', false}, "cells between \":\", quoted with \""},
        {{';', '"', 0, '.', true}, "cells between semicolons (as line 1 says), quoted with \""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Text words = {0};
        dialect_words(&cases[i].form, &words);
        CHECK_TEXT(words.data, cases[i].want);
        CHECK(dialect_is_plain(&cases[i].form) == (i == 0), "%s", words.data);
        text_free(&words);
    }
}

// --- The same table however it is written

static const char *const cells[][4] = {{"size", "a kind", "caf\xc3\xa9", "y"},
                                       {"1.5", "red wine", "-3", "x"},
                                       {"2.25", "white", "4.5", "z"},
                                       {"3.125", "red wine", "0", "x"},
                                       {"4.5", "it''s", "7.5", "z"}};

enum { ROWS = sizeof cells / sizeof *cells, COLUMNS = sizeof *cells / sizeof **cells };

// Writes the table in a form, with blank and comment lines, line ends as given.
static void write_form(Text *out, Form form, const char *end) {
    for (int i = 0; i < ROWS; i++) {
        if (i == 2 && form.comment) text_printf(out, "%c said, by the way%s", form.comment, end);
        if (i == 3) text_add(out, end);
        for (int c = 0; c < COLUMNS; c++) {
            const bool quoted = i == 0 || c == 1;
            if (c > 0) text_printf(out, "%c", form.separator);
            if (quoted) text_printf(out, "%c", form.quote);
            for (const char *p = cells[i][c]; *p; p++) {
                if (*p == '\'' && form.quote != '\'' && p[1] == '\'') p++;
                text_printf(out, "%c", *p == '.' ? form.decimal : *p);
            }
            if (quoted) text_printf(out, "%c", form.quote);
        }
        text_add(out, end);
    }
}

// Converts UTF-8 of at most two bytes a letter.
static size_t convert(char *out, const Text *text, TextEncoding to) {
    size_t n = 0;
    const bool big = to == TEXT_UTF16_BIG, wide = big || to == TEXT_UTF16_LITTLE;
    if (wide) n += (size_t)snprintf(out, 3, "%s", big ? "\xfe\xff" : "\xff\xfe");
    for (size_t i = 0; i < text->size; i++) {
        unsigned char letter = (unsigned char)text->data[i];
        if (to != TEXT_UTF8 && letter >= 0x80) letter = (unsigned char)(letter << 6 | (text->data[++i] & 0x3f));
        if (big) out[n++] = 0;
        out[n++] = (char)letter;
        if (wide && !big) out[n++] = 0;
    }
    return n;
}

static void check_same(const Source *a, const Source *b, const char *what) {
    const Dataset *x = &a->train, *y = &b->train;
    const bool alike = x->samples == y->samples && x->features == y->features && x->classes == y->classes;
    CHECK(alike, "%s: %d samples, %d features, %d classes", what, y->samples, y->features, y->classes);
    for (int32_t f = 0; alike && f < x->features; f++) CHECK_TEXT(y->feature_names[f], x->feature_names[f]);
    for (int32_t k = 0; alike && k < x->classes; k++) CHECK_TEXT(y->class_names[k], x->class_names[k]);
    for (int32_t i = 0; alike && i < x->samples; i++) {
        CHECK(x->label[i] == y->label[i], "%s: label of %d", what, i);
        for (int32_t f = 0; f < x->features; f++)
            CHECK(data_value(x, i, f) == data_value(y, i, f), "%s: value %d of sample %d", what, f, i);
    }
}

static void check_one(const Source *known, Form form, const char *end, TextEncoding encoding) {
    Text text = {0};
    char bytes[2048];
    DataSpec spec = data_spec(SOURCE_CSV);
    Source s;
    write_form(&text, form, end);
    const size_t size = convert(bytes, &text, encoding);
    spec.file = data_write("dialect.csv", bytes, size);
    if (data_open(&s, &spec)) {
        check_same(known, &s, text.data);
        CHECK(s.notes.count == !dialect_is_plain(&form) + (encoding != TEXT_UTF8), "%s: %d notes", text.data,
              s.notes.count);
        source_close(&s);
    }
    text_free(&text);
}

static void check_dialects(void) {
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    static const Form usual = {',', '"', 0, '.', false};
    DataSpec spec = data_spec(SOURCE_CSV);
    Source known;
    Text text = {0};
    int count = 0;
    write_form(&text, usual, "\n");
    spec.file = data_write_text("known.csv", text.data);
    text_free(&text);
    if (!data_open(&known, &spec)) return;
    CHECK(known.train.samples == 4 && known.train.features == 5, "%d features", known.train.features);
    for (const char *separator = ",;\t| "; *separator; separator++)
        for (const char *quote = "\"'"; *quote; quote++)
            for (int comment = 0; comment < 3; comment++)
                for (const char *decimal = *separator == ',' ? "." : ".,"; *decimal; decimal++)
                    for (int end = 0; end < 3; end++)
                        for (int encoding = 0; encoding < TEXT_ENCODINGS; encoding++, count++)
                            check_one(&known, (Form){*separator, *quote, "\0#%"[comment], *decimal, false}, ends[end],
                                      (TextEncoding)encoding);
    CHECK(count == 9 * 2 * 3 * 3 * 4, "%d dialects", count);
    source_close(&known);
}

// Each table has its own dialect, and a message names the line in it.
static void check_two(void) {
    DataSpec spec = data_spec(SOURCE_CSV);
    Source s;
    spec.file = data_write_text("train.csv", "a;b;y\n1,5;2;x\n2,5;3;z\n3,5;1;x\n");
    spec.test_file = data_write_text("test.csv", "# others\na b y\n1.5 2 x\n2.5 3 z\n");
    if (data_open(&s, &spec)) {
        CHECK(s.train.samples == 3 && s.test.samples == 2, "%d and %d samples", s.train.samples, s.test.samples);
        CHECK(data_value(&s.train, 1, 0) == 2.5f && data_value(&s.test, 1, 0) == 2.5f, "their values");
        CHECK(s.notes.count == 3, "%d notes", s.notes.count);
        source_close(&s);
    }
    spec.test_file = data_write_text("test.csv", "# others\na b y\n1.5 2 x\n\n2.5 3 w\n");
    data_refused(&spec, ERR_DATA, "test.csv:5: column 3 (y): the class \"w\" does not occur in the training table");
}

// What a test table does not prove of how it is written is that of the training table.
static void check_like(void) {
    static const struct {
        const char *train, *test;
        float first;      // of the test table
        const char *note; // about it; NULL: none but on how it is read
    } cases[] = {
        {"x;y\n1.505,5;a\n2.209,3;b\n", "x;y\n1.505;a\n2.209;b\n", 1505, NULL},
        {"x;y\n1,505;a\n2,3;b\n", "x;y\n1,505;a\n2,209;b\n", 1.505f, NULL},
        {"x\ty\n1,505.5\ta\n2.3\tb\n", "x\ty\n1,505\ta\n2,209\tb\n", 1505, NULL},
        {"x;y\n1.887;a\n2.209;b\n", "x;y\n1.505;a\n2;b\n", 1.505f, NULL}, // a guess is followed, too
        {"x;y\n1887;a\n2209;b\n", "x;y\n1,505;a\n2;b\n", 1.505f, "test.csv: a comma in a number (\"1,505\") is taken"},
        {"x;y\n1887;a\n2209;b\n", "x;y\n1,5;a\n2;b\n", 1.5f, NULL},
        {"x;y\n1,5;a\n2,5;b\n", "x;y\n1.505;a\n2.2;b\n", 1.505f,
         "test.csv: \"2.2\" has a decimal point, but numbers of "},
        {"x,y\n1.5,a\n2.5,b\n", "x;y\n1.505,5;a\n2;b\n", 1505.5f,
         "have a decimal point: each table is read with its own; data.decimal says one for both"},
        // Separator and quote
        {"k\ty\nab\tx\ncd\tz\n", "k\ty\n1, b\tx\n2, c\tz\n1, b\tx\n2, c\tz\n1, b\tx\n2, c\tz\n", 0,
         "6 cells of column 1 (k) hold a category"},
        {"x,z,y\n1,it's,a\n2,x,b\n", "x,z,y\n1,'it''s',a\n2,x,b\n", 1, "1 cell of column 2 (z) holds a category"},
        {"x,z,y\n1,'it''s',a\n2,'x',b\n", "x,z,y\n1,'it''s',a\n", 1, NULL},
        {"x,z,y\n1,\"p\",a\n2,\"q\",b\n", "x,z,y\n1,'p,q',a\n2,'p,q',b\n", 1,
         "2 cells of column 2 (z) hold a category"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        DataSpec spec = data_spec(SOURCE_CSV);
        Source s;
        spec.file = data_write_text("train.csv", cases[i].train);
        spec.test_file = data_write_text("test.csv", cases[i].test);
        if (!data_open(&s, &spec)) continue;
        const double first = data_value(&s.test, 0, 0);
        CHECK((float)first == cases[i].first, "case %zu: %g", i, first);
        bool told = false;
        for (int k = 0; k < s.notes.count; k++) {
            const char *note = s.notes.text[k];
            told |= cases[i].note && strstr(note, cases[i].note);
            CHECK(cases[i].note || !strstr(note, "test.csv") || strstr(note, "read as"), "case %zu: %s", i, note);
        }
        CHECK(told || !cases[i].note, "case %zu: no note (%s)", i,
              s.notes.count ? s.notes.text[s.notes.count - 1] : "");
        source_close(&s);
    }
}

// --- Words in the first row

static void check_header(void) {
    static const char *const second[] = {"2"};
    static const struct {
        const char *text, *label, *note; // note: what it says of the first row, or ""
        int32_t samples;
    } cases[] = {
        {"red,big,x\nblue,big,y\nred,small,x\n", "-1", "t.csv:1: each text of the first row comes again below it", 3},
        {"red,?,x\nblue,big,y\nred,small,x\n", "1", "t.csv:1: each text of the first row comes again below it", 3},
        {"color,size,y\nblue,big,y\nred,small,x\n", "-1", "", 2},       // only y does
        {"red,big,x\nblue,big,y\nred,small,y\n", "-1", "", 2},          // x does not
        {"big,red,x\nblue,big,y\nred,small,x\nbig,x,z\n", "-1", "", 3}, // red does in another column
        {"red,big,x\nblue,1,y\nred,big,x\n", "-1", "", 2},              // the second row has a number
        {"red,big,x\nblue,big,y\nred,small,x\n", "x", "", 2},           // a name needs a header
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        DataSpec spec = data_spec(SOURCE_CSV);
        Source s;
        Error e = {0};
        spec.file = data_write_text("t.csv", cases[i].text);
        spec.labels[0] = cases[i].label;
        spec.impute = IMPUTE_MOST_FREQUENT;
        spec.categorical = (TextList){.item = second, .count = 1};
        Status status = source_look(&s, &spec, "", &e);
        CHECK(status == OK, "%s: %s", cases[i].text, e.text);
        if (status != OK) continue;
        bool told = !*cases[i].note;
        for (int k = 0; k < s.notes.count; k++) {
            const bool about = strstr(s.notes.text[k], "each text of the first row");
            CHECK(!about || *cases[i].note, "%s: \"%s\"", cases[i].text, s.notes.text[k]);
            told |= about && strstr(s.notes.text[k], cases[i].note);
        }
        CHECK(told, "%s: no note", cases[i].text);
        CHECK(s.train.samples == cases[i].samples, "%s: %d samples", cases[i].text, s.train.samples);
        source_close(&s);
    }
}

// --- csv-spectrum

typedef struct Cell {
    const char *text;
    bool first; // of a row
} Cell;

enum { CELLS_MOST = 64 };

static int read_cells(const char *text, size_t size, Cell *cell, const char *name) {
    const DataSpec spec = data_spec(SOURCE_CSV);
    Error e = {0};
    Letters letters;
    Form form;
    DecimalMark mark;
    Scan scan;
    int count = 0;
    Status status = encoding_read(&letters, copied(text, size), size, name, &data_arena, NULL, &e);
    if (status == OK) status = dialect_find(&form, &mark, letters.text, letters.size, &spec, NULL, &data_arena, &e);
    CHECK(status == OK && dialect_is_plain(&form), "%s: %s", name, e.text);
    if (status != OK) return 0;
    scan_start(&scan, letters.text, letters.size, form, name, &data_arena, &e);
    while (scan_row(&scan)) {
        bool more = true;
        for (int32_t c = 0; more && count < CELLS_MOST; c++) {
            ScanCell is;
            status = scan_cell(&scan, &is, c, &more);
            CHECK(status == OK, "%s", e.text);
            if (status != OK) return count;
            cell[count++] = (Cell){.text = arena_text_n(&data_arena, is.text, is.length), .first = c == 0};
        }
    }
    return count;
}

// The twelve files of csv-spectrum, with other words: texts, and their cells as the JSON beside them has its own.
static void check_spectrum(void) {
    static const struct {
        const char *text, *want; // rows begin with /
    } cases[] = {
        {"who,street,town\nAnn,12 Elm Rd.,\"Springfield, IL\"", "/who|street|town/Ann|12 Elm Rd.|Springfield, IL"},
        {"a,b,c\n7,\"\",\"\"\n8,9,1", "/a|b|c/7||/8|9|1"},
        {"a,b,c\r\n7,\"\",\"\"\r\n8,9,1", "/a|b|c/7||/8|9|1"},
        {"a,b\n7,\"oh \"\"oh\"\" oh\"\n8,9\n", "/a|b/7|oh \"oh\" oh/8|9"},
        {"k,v\n7,\"{\"\"t\"\": \"\"P\"\", \"\"c\"\": [1.5, 2]}\"\n", "/k|v/7|{\"t\": \"P\", \"c\": [1.5, 2]}"},
        {"no,at,in\n5551234,37\xc2\xb0 36'37.8\"N 12\xc2\xb0 2'17.9\"W,Elm",
         "/no|at|in/5551234|37\xc2\xb0 36'37.8\"N 12\xc2\xb0 2'17.9\"W|Elm"},
        {"a,b,c\n7,8,9\n\"Long ago \nit was\",5,6\n1,2,3\n", "/a|b|c/7|8|9/Long ago \nit was|5|6/1|2|3"},
        {"a,b,c\r\n7,8,9\r\n\"Long ago \r\nit was\",5,6\r\n1,2,3\r\n", "/a|b|c/7|8|9/Long ago \r\nit was|5|6/1|2|3"},
        {"a,b\n7,\"oh \n\"\"oh\"\" \noh\"\n8,9\n", "/a|b/7|oh \n\"oh\" \noh/8|9"},
        {"a,b,c\n7,8,9\n", "/a|b|c/7|8|9"},
        {"a,b,c\r\n7,8,9\r\n", "/a|b|c/7|8|9"},
        {"a,b,c\n7,8,9\n4,5,\xca\xa4", "/a|b|c/7|8|9/4|5|\xca\xa4"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Cell cell[CELLS_MOST];
        Text got = {0};
        const int count = read_cells(cases[i].text, strlen(cases[i].text), cell, "t.csv");
        for (int k = 0; k < count; k++) text_printf(&got, "%c%s", cell[k].first ? '/' : '|', cell[k].text);
        CHECK_TEXT(got.data, cases[i].want);
        text_free(&got);
    }
}

// The JSON holds one object for each row below the header, in a list unless there is only one.
static void check_meaning(const Cell *cell, int count, const cJSON *json, const char *name) {
    int columns = 1;
    while (columns < count && !cell[columns].first) columns++;
    const int objects = cJSON_IsArray(json) ? cJSON_GetArraySize(json) : 1;
    CHECK(count == columns * (objects + 1), "%s: %d cells", name, count);
    for (int i = columns; i < count && count == columns * (objects + 1); i++) {
        const char *key = cell[i % columns].text;
        const cJSON *object = cJSON_IsArray(json) ? cJSON_GetArrayItem(json, i / columns - 1) : json;
        const cJSON *want = cJSON_GetObjectItemCaseSensitive(object, key);
        // The collection's own two files disagree about one telephone number.
        if (strcmp(key, "Contact Phone Number") != 0) CHECK_TEXT(cell[i].text, cJSON_GetStringValue(want));
    }
}

static void check_spectrum_files(void) {
    const char *folder = data_real("csv-spectrum");
    DIR *files = opendir(path_join(&data_arena, folder, "csvs"));
    if (!files) {
        SKIP("csv-spectrum is not at hand");
        return;
    }
    int files_seen = 0;
    for (struct dirent *f; (f = readdir(files));) {
        char path[1024], *csv, *json;
        size_t csv_size, json_size;
        Error e = {0};
        Cell cell[CELLS_MOST];
        if (f->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/json/%.*s.json", folder, (int)strcspn(f->d_name, "."), f->d_name);
        Status status = file_read(&data_arena, path, &json, &json_size, &e);
        snprintf(path, sizeof path, "%s/csvs/%s", folder, f->d_name);
        if (status == OK) status = file_read(&data_arena, path, &csv, &csv_size, &e);
        CHECK(status == OK, "%s", e.text);
        if (status != OK) continue;
        cJSON *meaning = cJSON_Parse(json);
        check_meaning(cell, read_cells(csv, csv_size, cell, f->d_name), meaning, f->d_name);
        cJSON_Delete(meaning);
        files_seen++;
    }
    closedir(files);
    CHECK(files_seen >= 12, "only %d files", files_seen);
}

int main(void) {
    data_test_begin();
    check_found();
    check_given();
    check_sample();
    check_words();
    check_dialects();
    check_two();
    check_like();
    check_header();
    check_spectrum();
    check_spectrum_files();
    return data_test_end("table_dialect");
}
