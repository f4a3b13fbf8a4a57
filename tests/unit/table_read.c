// Tables as they are read: columns, kinds, cells; against known answers.
#include "table/table.h"

#include <locale.h>

#include "base/text.h"
#include "table/cell.h"
#include "unit/table_test.h"

static void show_number(Text *out, double value) {
    char text[NUMBER_TEXT_SIZE];
    text_printf(out, "%s", isnan(value) ? "_" : number_text_double(text, value));
}

static void show_column(Text *out, const Table *t, const TableColumn *column) {
    static const char letters[CELL_CLASSES] = {'n', 't', '?', 'w', 'd', 'x', 'h'};
    text_printf(out, "%s%s", column->name, column->kind == KIND_NUMERIC ? "#" : "$");
    for (int class = 0; class < CELL_CLASSES; class ++)
        if (column->cells[class] > 0 && class != CELL_NUMBER && class != CELL_WORD)
            text_printf(out, "%c%d", letters[class], column->cells[class]);
    if (column->categories > 0) {
        text_add(out, "{");
        for (int32_t k = 0; k < column->categories; k++) text_printf(out, "%s%s", k ? "," : "", column->category[k]);
        text_add(out, "}");
    }
    text_printf(out, "%s%s%s", column->constant && t->rows > 1 ? "=" : "", column->ascends ? "/" : "",
                column->counts ? "/" : "");
    if (column->blurred) text_printf(out, "~%s", column->blurred);
    text_add(out, " ");
}

// Columns with kind, classes and categories; rows of features; numbers and codes of labels and splits.
static void show(Text *out, const Table *t) {
    out->size = 0;
    for (int32_t c = 0; c < t->columns; c++) show_column(out, t, &t->column[c]);
    text_add(out, t->bytes ? "b" : "f");
    for (int32_t i = 0; i < t->rows; i++) {
        text_add(out, "|");
        for (int32_t k = 0; k < t->width; k++) {
            const size_t at = (size_t)i * (size_t)t->width + (size_t)k;
            if (k > 0) text_add(out, " ");
            show_number(out, t->bytes ? t->bytes[at] : t->values[at]);
        }
    }
    for (int32_t c = 0; c < t->columns; c++) {
        const TableColumn *column = &t->column[c];
        if (column->number || column->code) text_add(out, " -");
        for (int32_t i = 0; column->number && i < t->rows; i++) {
            text_add(out, " ");
            show_number(out, column->number[i]);
        }
        if (column->number && column->code) text_add(out, " :");
        for (int32_t i = 0; column->code && i < t->rows; i++) text_printf(out, " %d", column->code[i]);
    }
}

static const struct {
    const char *roles, *text, *want;
} known[] = {
    // Numbers in all their forms
    {"", "1,2\n255,0\n", "# # b|1 2|255 0"},
    {"", "1,2\n256,0\n", "# # f|1 2|256 0"},
    {"", "1,-0\n255,0\n", "# #= f|1 -0|255 0"},
    {"", "1.0,2e0\n+3,0.50e1\n", "# # b|1 2|3 5"},
    {"", "0.1,.5\n-2.5,7.\n", "# # f|0.10000000149011612 0.5|-2.5 7"},
    {"", "\"1,234,567.8\",1\n\"-12,345\",2\n", "# #// f|1234567.75 1|-12345 2"},
    {"fn", "x,y\n\"1,5\",1\n\"1,2345\",2\n\"1234,567\",3\n\"1,234,56\",4\n\",123\",5\n1.2.3,6\n",
     "x# y#// f|_ 1|_ 2|_ 3|_ 4|_ 5|_ 6"},
    {"", "x,y\n\"0,250\",1.5\n\"1,250\",2.5\n", "x# y# f|_ 1.5|1250 2.5"}, // no thousands begin with 0
    {"", "1e999,1\n1e39,2\n", "#h2 #// f|_ 1|_ 2"},
    {"", "1,0x1F,2020-01-31\n1,-0xf,2020-01-31 10:30\n1,0x0,2020-01-31T23:59:59Z\n", "#= #x3 #d3 f|1 _ _|1 _ _|1 _ _"},
    // Side by side, once a few were seen
    {"", "10,20,30\n11,21,31\n12,256,32\n13,0.5,33\n7,-8,9.25\n",
     "# # # f|10 20 30|11 21 31|12 256 32|13 0.5 33|7 -8 9.25"},
    {"", "10,20,30\n11,21,31\n12,0,255\n,5,33\n6,7,8\n", "#?1 # # f|10 20 30|11 21 31|12 0 255|_ 5 33|6 7 8"},
    {"", "1,0x1Fg,2020-1-311\n1,0x,2020-01-31x\n", "#= ${0x1Fg,0x} ${2020-1-311,2020-01-31x} f|1 0 0|1 1 1"},
    {"", "a,b,c,d\n2024/05/31,31.5.2024,5/31/2024,31/05/2024\n2024/5/1,1.12.2024,12/1/2024,1-5-2024\n",
     "a#d2 b#d2 c#d2 d#d2 f|_ _ _ _|_ _ _ _"},
    {"",
     "a,b\n2024/05/31 10:30,31.5.2024T10:30:15\n5/31/2024 9:30:15.25Z,31/05/2024 10:30+02:00\n2024-05-31 9:30,1.1.1900 "
     "00:00\n",
     "a#d3 b#d3 f|_ _|_ _|_ _"},
    {"", "a,b\n1.2.3,2024.13.32\n1.2.2024x,31.5.24\n1/2/2024 ,1/2-2024\n1.2.3,1/2024\n",
     "a$d1{1.2.3,1.2.2024x,1/2/2024} b${2024.13.32,31.5.24,1/2-2024,1/2024} f"},
    {"", "a,b\n12/2024/1,13.13.2024\n2024/5/31T,2024/5/31 noon\n12345/1/1,1.123.2024\n1/2/20245,1..2024\n",
     "a${12/2024/1,2024/5/31T,12345/1/1,1/2/20245} b${13.13.2024,2024/5/31 noon,1.123.2024,1..2024} f"},
    // Truths
    {"", "a,b\ntrue,1\nNo,0\nYES,1\n?,1\n", "a#t3?1 b# f|1 1|0 0|1 1|_ 1"},
    {"", "a,b\n1,1\nNo,0\n", "a#t1 b# f|1 1|_ 0"},
    {"", "a,b\nNo,1\n1,0\n", "a#t1 b# f|_ 1|1 0"},
    {"", "a,b\nNo,1\nmaybe,0\n", "a$t1{No,maybe} b# f|0 1|1 0"},
    // Missing
    {"", "a,b\n,1\n?,2\nNA,2\nN/A,2\nNaN,2\nnan,2\nnull,2\nNULL,2\nNone,2\n-,2\n",
     "a#?10= b# f|_ 1|_ 2|_ 2|_ 2|_ 2|_ 2|_ 2|_ 2|_ 2|_ 2"},
    // A minus as typesetters write it
    {"", "a,b\n\u221214.5,1e\u22122\n3,+5\n", "a# b# f|-14.5 0.009999999776482582|3 5"},
    {"", "a;b\n\u22121.234,5;1\n3,5;\u22120\n", "a# b# f|-1234.5 1|3.5 -0"},
    {"", "a,b\n\u2212,1\n\u2212-1,2\n-\u22121,3\n1\u22122,4\n", "a${\u2212,\u2212-1,-\u22121,1\u22122} b#// f"},
    {"fl", "1,\u22129007199254740993\n2,-9007199254740992\n",
     "#// #{\u22129007199254740993,-9007199254740992} b|1|2 - -9.007199254740992e15 -9.007199254740992e15 : 0 1"},
    // Words
    {"", "a,b\nx,1\ny,2\nx,2\n", "a${x,y} b# f|0 1|1 2|0 2"},
    {"", "a,b\nx,1\n NA ,2\n\"x\",2\n", "a$?1{x} b# f|0 1|_ 2|0 2"},
    {"", "1,x\n2,x\n", "#// ${x}= f|1 0|2 0"},
    {"fcf", "5,1\n7,2\n5.0,3\n", "${5,7,5.0} #// f|0 1|1 2|2 3"},
    {"fnf", "x,1,1\n7,2,1\n5.0,3,1\n", "# #// #= f|_ 1 1|7 2 1|5 3 1"},
    // Numbers and words
    {"", "1,2\n3,2\n5more,2\n", "# #= f|1 2|3 2|_ 2"},
    {"", "5more,2,2\n3,2,2\n1,2,2\n", "# #= #= f|_ 2 2|3 2 2|1 2 2"},
    {"", "2020-01-01,1\nx,1\n", "$d1{2020-01-01,x} #= f|0 1|1 1"},
    {"", "2020-01-01,1\n2020-01-02,1\n", "#d2 #= f|_ 1|_ 1"},
    // Labels and splits
    {"fl", "1,x\n2,y\n3,x\n", "#// ${x,y} b|1|2|3 - _ _ _ : 0 1 0"},
    {"fl", "1,1\n2,1.0\n3,+1\n", "#// #= b|1|2|3 - 1 1 1"},
    {"fl", "1,1\n2,?\n3,2\n", "#// #?1 b|1|2|3 - 1 _ 2"},
    {"fl", "1,1\n2,x\n3,\n", "#// $?1{1,x} b|1|2|3 - 1 _ _ : 0 1 -1"},
    {"fl", "1,yes\n2,1\n", "#// #t1{yes,1} b|1|2 - _ 1 : 0 1"},
    {"fl", "1,9007199254740993\n2,9007199254740992\n",
     "#// #{9007199254740993,9007199254740992} b|1|2 - 9.007199254740992e15 9.007199254740992e15 : 0 1"},
    {"fl", "1,9007199254740992\n2,9007199254740994\n", "#// # b|1|2 - 9.007199254740992e15 9.007199254740994e15"},
    {"slf", "train,1,1\ntest,2,2\ntrain,3,3\n", "${train,test} #// #// b|1|2|3 - 0 1 0 - 1 2 3"},
    {"if", "3,1\nx,2\n", "$ #// b|1|2"},
    // Counting
    {"", "a,b,c\n0,1,17000000\n1,2,17000001\n2,3,17000002\n", "a#// b#// c#/~17000000 and 17000001 f"},
    {"", "a,b,c\n0,1.5,17000000\n1,2.5,17000001\n3,3.5,17000001\n",
     "a# b# c#~17000000 and 17000001 f|0 1.5 17000000|1 2.5 17000000|3 3.5 17000000"},
    // What floats cannot tell
    {"", "a,b\n16777216,x\n16777217,x\n", "a#/~16777216 and 16777217 b${x}= f|16777216 0|16777216 0"},
    {"", "a,b\n16777216,9\n16777218,9.0\n16777216.0,9\n", "a# b#= f"},
    {"", "a,b\n16777217,2\n?,2\n,2\n5,2\n16777216.0,3\n", "a#?2~16777217 and 16777216.0 b# f"},
    {"", "a,b\n0.1,2.5\n0.10000000001,2.5\n0.1,2.5\n", "a#~0.1 and 0.10000000001 b#= f"}, // one float for all
    {"", "a,b\n0.1,2.5\n0.10000000001,2.50\n0.3,2.5\n", "a# b#= f"},
    {"", "a,b\n20000000.25,1e9\n20000000.5,1000000000.0\n3,1e9\n", "a# b#= f"}, // no whole numbers
    {"", "a,b\n\"16,777,217\",0\n16777216,0\n1,0\n", "a#~16,777,217 and 16777216 b#= f"},
    {"", "a,b\n9007199254740993,9007199254740994\n9007199254740992,+9007199254740994\n",
     "a#~9007199254740993 and 9007199254740992 b#= f"},
    {"", "a,b\n9007199254740992,9007199254740991\n9007199254740993,9007199254740992\n",
     "a#~9007199254740992 and 9007199254740993 b#~9007199254740991 and 9007199254740992 f"},
    {"", "a,b,c\n1,17000000,17000004\n2,17000001,17000005\n3,17000002,17000007\n",
     "a#// b#/~17000000 and 17000001 c#~17000004 and 17000005 f"},
    {"", "a,b\n1,4\n2.00000001,5\n3,6.0\n", "a# b#/ f"},
    {"ffl", "16777216,true,17000000\n16777217,true,17000001\n", "#/~16777216 and 16777217 #t2= #/ f"},
    {"fcf", "0,5\n9,5\n4,5\n", "${0,9,4} #= f|0 5|1 5|2 5"},
};

static void check_known(void) {
    Text got = {0};
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.labels[0] = "-1";
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        Read r;
        read_text(&r, known[i].text, &spec, known[i].roles);
        CHECK(r.status == OK, "%s", r.error.text);
        if (r.status != OK) continue;
        show(&got, &r.table);
        const bool fine = strncmp(got.data, known[i].want, strlen(known[i].want)) == 0;
        CHECK(fine, "%s: got \"%s\", want \"%s\"", known[i].text, got.data, known[i].want);
        arena_free(&r.arena);
    }
    text_free(&got);
}

// --- Headers

static void check_header(void) {
    static const struct {
        int header;
        const char *label, *text;
        int rows;
        const char *name, *note; // of column 2; a word of a note
    } cases[] = {
        {HEADER_AUTO, "-1", "a,b,c\n1,2,x\n3,4,y\n", 2, "b", NULL},
        {HEADER_AUTO, "-1", ",b,c\n1,2,x\n3,4,y\n", 2, "b", NULL},
        {HEADER_AUTO, "-1", "a,b,7\n1,2,x\n3,4,y\n", 2, "b", NULL},
        {HEADER_AUTO, "-1", "1,2,x\n3,4,y\n", 2, "", NULL},
        {HEADER_AUTO, "1", "x,1,2\ny,3,4\n", 2, "", NULL},
        {HEADER_AUTO, "c", "1,2,c\n1,2,x\n", 1, "2", NULL},
        {HEADER_YES, "-1", "1,2,x\n1,2,x\n", 1, "2", NULL},
        {HEADER_NO, "-1", "a,b\nc,d\n", 2, "", NULL},
        {HEADER_AUTO, "-1", "2020-01-01,x,y\n2020-01-02,z,y\n", 2, "", NULL},
        {HEADER_AUTO, "-1", "0,1,2,3\n5,5,5,5\n6,6,6,6\n", 2, "1", "only counts (0, 1, ...)"},
        {HEADER_AUTO, "-1", "1,2,3,4\n5,5,5,5\n", 1, "2", "only counts (1, 2, ...)"},
        {HEADER_AUTO, "-1", ",0,1,2,y\n0,5,5,5,a\n1,6,6,6,b\n", 2, "0", "only counts (0, 1, ...)"},
        {HEADER_AUTO, "1", "y,0,1,2\n0,5,5,5\n1,6,6,6\n", 2, "0", "only counts"},
        {HEADER_AUTO, "-1", "0,1,2,3\n4,5,6,7\n8,9,10,11\n", 3, "", NULL},        // goes on counting
        {HEADER_AUTO, "-1", "0,1,2\n5,5,5\n", 1, "1", "only counts (0, 1, ...)"}, // the label's is one of them
        {HEADER_AUTO, "-2", "0,1,2\n5,5,5\n", 1, "1", "only counts (0, 1, ...)"},
        {HEADER_AUTO, "1", "0,1,2\n5,5,5\n", 1, "1", "only counts (0, 1, ...)"},
        {HEADER_AUTO, "1", "0,1,2,y\n5,5,5,a\n", 1, "1", "only counts (0, 1, ...)"},
        {HEADER_AUTO, "-1", ",0,1,2\n0,5,5,5\n1,6,6,6\n", 2, "0", "only counts (0, 1, ...)"},
        {HEADER_AUTO, "-1", "0,1,2,7\n5,5,5,5\n", 2, "", NULL}, // but for the label's
        {HEADER_AUTO, "-1", "0,1,y\n5,5,a\n", 2, "", NULL},     // only two
        {HEADER_AUTO, "-1", "2,3,4,5\n5,5,5,5\n", 2, "", "but counts up by one (2, 3, ...): if it names the columns"},
        {HEADER_AUTO, "-1", "0,1,3,4\n5,5,5,5\n", 2, "", NULL},
        {HEADER_NO, "-1", "0,1,2,3\n5,5,5,5\n", 2, "", NULL},
        {HEADER_AUTO, "-1", "9,-9,9,1\n1,2,3,1\n2,1,4,1\n1,2,2,1\n2,3,1,1\n1,2,3,1\n2,1,4,1\n1,2,2,1\n", 8, "",
         "lies apart from all others in each of 3 columns"},
        {HEADER_AUTO, "-1", "9,-9,3,1\n1,2,3,1\n2,1,4,1\n1,2,2,1\n2,3,1,1\n1,2,3,1\n2,1,4,1\n1,2,2,1\n", 8, "", NULL},
        {HEADER_NO, "-1", "9,-9,9,1\n1,2,3,1\n2,1,4,1\n1,2,2,1\n2,3,1,1\n1,2,3,1\n2,1,4,1\n1,2,2,1\n", 8, "", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Read r;
        DataSpec spec = data_spec(SOURCE_CSV);
        spec.header = cases[i].header;
        spec.labels[0] = cases[i].label;
        read_text(&r, cases[i].text, &spec, *cases[i].label == '1' ? "l" : *cases[i].text == ',' ? "ffffl" : "fffl");
        CHECK(r.status == OK, "%s", r.error.text);
        if (r.status == OK) {
            CHECK(r.table.rows == cases[i].rows, "case %zu: %d rows", i, r.table.rows);
            CHECK_TEXT(r.table.column[1].name, cases[i].name);
            CHECK(r.table.header == (*cases[i].name != 0), "case %zu", i);
            CHECK(r.table.header_guessed == (cases[i].header == HEADER_AUTO), "case %zu", i);
            if (cases[i].note) CHECK(noted(&r, cases[i].note), "case %zu: %s", i, r.notes.count ? r.notes.text[0] : "");
            if (!cases[i].note) CHECK(r.notes.count == 0, "case %zu: %s", i, r.notes.count ? r.notes.text[0] : "");
        }
        arena_free(&r.arena);
    }
}

// --- What is refused or noted

static void check_refusals(void) {
    static const struct {
        const char *text, *error;
    } cases[] = {
        {"", "t.csv: the file is empty; a table needs rows"},
        {"\n\n", "t.csv: the file is empty; a table needs rows"},
        {"a,b\n\n", "t.csv: the header is all there is; a table needs rows below it"},
        {"a,b\n1,2\n\n3\n", "t.csv:4: 1 cell, but line 1 has 2; every row must have the same number"},
        {"\na,b\n1,2,3,4\n3,4\n", "t.csv:3: 4 cells, but line 2 has 2; every row must have the same number"},
        {"a,b\nx,\"2\n2\"\n3,4,\n", "t.csv:4: 3 cells, but line 1 has 2; every row must have the same number"},
        {"1,2,3,4,5,6,7,8,9\n1,2,3,4,5,6,7,8,9\n1,2,3,4\n", "t.csv:3: 4 cells, but line 1 has 9"},
        {"1,2,3,4,5\n1,2,3,4,5\n1,2,3,4,5,6,7,8,9\n", "t.csv:3: 9 cells, but line 1 has 5"},
        {"a,b\n1,\"2\n", "t.csv:2: column 2: the quote that opens here is never closed"},
        {"a,b\n1,\"2\"3\n", "t.csv:2: column 2: text after the closing quote"},
    };
    DataSpec spec = data_spec(SOURCE_CSV);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Read r;
        read_text(&r, cases[i].text, &spec, "");
        CHECK(r.status == ERR_DATA && strstr(r.error.text, cases[i].error), "%s: %s", cases[i].text, r.error.text);
        arena_free(&r.arena);
    }
    Read r;
    read_file(&r, data_write("nul.csv", "a,b\n1,\0\n", 9), &spec, NULL, "");
    CHECK(r.status == ERR_DATA && strstr(r.error.text, "nul.csv:2: a NUL byte"), "%s", r.error.text);
    arena_free(&r.arena);
}

// Whether a mark sets thousands apart, or stands before a fraction; told where it may be either.
static const struct {
    const char *text;
    int decimal;
    float first;
    const char *note; // what it says of the mark; NULL: nothing
} marked[] = {
    {"a,b\n\"1,250\",1\n\"2,345\",2\n", DECIMAL_AUTO, 1250,
     "a comma in a number (\"1,250\") is taken to set thousands apart: if it stands before fractions, say so with "
     "data.decimal ,"},
    {"a,b\n\"1,250\",1\n\"2,345\",2\n", DECIMAL_POINT, 1250, NULL},
    {"a,b\n\"1,250\",1\n\"2,345\",2\n", DECIMAL_COMMA, 1.25f, NULL},
    {"a,b\n\"1,250\",1\n\"2,345,678\",2\n", DECIMAL_AUTO, 1250, NULL},
    {"a,b\n\"1,250\",1\n\"2,345\",2.5\n", DECIMAL_AUTO, 1250, NULL},
    {"a,b\n\"1,250\",1\n\"0,345\",2\n", DECIMAL_AUTO, 1.25f, NULL},
    {"a;b\n\"1,250\";1\n\"2,345\";2\n", DECIMAL_AUTO, 1.25f,
     "a comma in a number (\"1,250\") is taken to stand before a fraction: if it sets thousands apart, say so with "
     "data.decimal ."},
    {"a;b\n\"1,250\";1\n\"2,345\";2.5\n", DECIMAL_AUTO, 1250,
     "a comma in a number (\"1,250\") is taken to set thousands apart"},
    // Thousands without a fraction
    {"x;ok\n1.887;a\n895;b\n12.400;a\n70;b\n", DECIMAL_AUTO, 1.887f,
     "a point in a number (\"1.887\") is taken to stand before a fraction: if it sets thousands apart, say so with "
     "data.decimal ,"},
    {"x,ok\n1.887,a\n895,b\n12.400,a\n", DECIMAL_AUTO, 1.887f, "a point in a number (\"1.887\")"},
    {"x\tok\n-1.887\ta\n12.400\tb\n", DECIMAL_AUTO, -1.887f, "a point in a number (\"-1.887\")"},
    {"x\tok\n1,887\ta\n895\tb\n12,400\ta\n", DECIMAL_AUTO, 1.887f,
     "a comma in a number (\"1,887\") is taken to stand before a fraction: if it sets thousands apart, say so with "
     "data.decimal ."},
    {"x\tok\n1,887\ta\n895\tb\n12,400\ta\n", DECIMAL_POINT, 1887, NULL},
    {"x;ok\n1.887;a\n895;b\n12.400;a\n", DECIMAL_COMMA, 1887, NULL},
    {"x;ok\n1.887;a\n895;b\n12.40;a\n", DECIMAL_AUTO, 1.887f, NULL}, // no thousands
    {"x;ok\n1.887;a\n895;b\n0.400;a\n", DECIMAL_AUTO, 1.887f, NULL},
    {"x;ok\n1.887;a\n895;b\n1234.400;a\n", DECIMAL_AUTO, 1.887f, NULL},
    {"x;ok\n1.887;a\n895;b\n1.234e5;a\n", DECIMAL_AUTO, 1.887f, NULL},
    // Several groups
    {"x;n;ok\n1.887;3;a\n895;4;b\n2.358.935;5;a\n", DECIMAL_AUTO, 1887, NULL},
    {"x\tn\tok\n1,887\t3\ta\n895\t4\tb\n7,585,645\t5\ta\n", DECIMAL_AUTO, 1887, NULL},
    {"x\tn\tok\n1,887\t3\ta\n895\t4\tb\n7,585,645\t0.5\ta\n", DECIMAL_AUTO, 1887, NULL},
    {"x;n;ok\n7,585,645;3;a\n895;4;b\n", DECIMAL_POINT, 7585645, NULL},
    {"n;ip;ok\n1.887;192.168.100.101;a\n2.001;192.168.100.102;b\n", DECIMAL_AUTO, 1.887f, "data.decimal ,"},
    {"n;ip;ok\n1.887;1.234.567;a\n2.001;1.2.34;b\n2.002;2.0.0;b\n", DECIMAL_AUTO, 1.887f, "data.decimal ,"},
    // Thousands in one column, fractions in another
    {"n;m;ok\n35.854;1,85;a\n68.420;2,42;b\n", DECIMAL_AUTO, 35854,
     "a point in a number (\"35.854\") is taken to set thousands apart: if it stands before fractions, say so with "
     "data.decimal ."},
    {"n;m;ok\n74,912;0.29;a\n45,913;0.86;b\n", DECIMAL_AUTO, 74912,
     "a comma in a number (\"74,912\") is taken to set thousands apart"},
    {"n;m;ok\n3.000,1;1,85;a\n68.420;2,42;b\n", DECIMAL_AUTO, 3000.1f, NULL},
};

static void check_marks(void) {
    for (size_t i = 0; i < sizeof marked / sizeof *marked; i++) {
        Read r;
        DataSpec spec = data_spec(SOURCE_CSV);
        spec.decimal = (__typeof__(spec.decimal))marked[i].decimal;
        read_text(&r, marked[i].text, &spec, "");
        CHECK(r.status == OK && r.table.values && r.table.values[0] == marked[i].first, "case %zu: %g", i,
              r.table.values ? r.table.values[0] : NAN);
        const char *note = noted(&r, "say so with data.decimal");
        CHECK(marked[i].note ? note && strstr(note, marked[i].note) : !note, "case %zu: %s", i,
              note ? note : "no note");
        arena_free(&r.arena);
    }
}

// Numbers and words in one column: categories where the texts are few and words no rarity.
static void check_mixed(void) {
    static const struct {
        int words, numbers, distinct; // numbers: so many different ones
        ColumnKind kind;
    } cases[] = {
        {5, 95, 19, KIND_CATEGORICAL},                              // 5 %, 20 texts
        {5, 96, 19, KIND_NUMERIC},     {10, 100, 20, KIND_NUMERIC}, // 21 texts
        {20, 2, 2, KIND_CATEGORICAL},  {12, 3, 2, KIND_CATEGORICAL},
        {11, 3, 2, KIND_NUMERIC}, // texts that hardly come again
        {4, 6, 1, KIND_CATEGORICAL},
    };
    DataSpec spec = data_spec(SOURCE_CSV);
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        Text t = {0};
        Read r;
        const bool words_first = i % 2;
        text_add(&t, "a,b\n");
        for (int k = 0; words_first && k < cases[i / 2].words; k++) text_add(&t, "more,0\n");
        for (int k = 0; k < cases[i / 2].numbers; k++) text_printf(&t, "%d.5,0\n", k % cases[i / 2].distinct);
        for (int k = 0; !words_first && k < cases[i / 2].words; k++) text_add(&t, "more,0\n");
        read_text(&r, t.data, &spec, "");
        const TableColumn *a = &r.table.column[0];
        CHECK(r.status == OK && a->kind == cases[i / 2].kind, "case %zu: %d", i, a->kind);
        CHECK(a->cells[CELL_WORD] == cases[i / 2].words && a->cells[CELL_NUMBER] == cases[i / 2].numbers, "case %zu",
              i);
        CHECK_TEXT(a->first_text[CELL_WORD], "more");
        CHECK(a->first_line[CELL_WORD] == (words_first ? 2 : 2 + cases[i / 2].numbers), "%d", a->first_line[CELL_WORD]);
        CHECK(!noted(&r, "t.csv: column 1 (a) holds numbers and words") == (a->kind == KIND_NUMERIC), "case %zu: note",
              i);
        const int first = words_first ? cases[i / 2].words : 0;
        CHECK(r.table.values[2 * first] == (a->kind == KIND_NUMERIC ? 0.5f : words_first), "case %zu: %g", i,
              r.table.values[2 * first]);
        arena_free(&r.arena);
        text_free(&t);
    }
}

// A test table is read as the training table was: header, roles, kinds, categories.
static void check_like(void) {
    DataSpec spec = data_spec(SOURCE_CSV);
    Read train, test;
    Text got = {0};
    read_file(&train, data_write_text("train.csv", "a,b,y\nx,1,u\ny,2,v\n"), &spec, NULL, "ffl");
    read_file(&test, data_write_text("test.csv", "a,b,y\nz,7,v\n3,w,w\ny,0.5,1\n"), &spec, &train.table, NULL);
    CHECK(test.status == OK, "%s", test.error.text);
    show(&got, &test.table);
    CHECK_TEXT(got.data, "a${x,y,z,3} b# y${u,v,w,1} f|2 7|3 _|1 0.5 - _ _ 1 : 1 2 3");
    arena_free(&test.arena);
    read_file(&test, data_write_text("test.csv", "a,b\nz,7\n"), &spec, &train.table, NULL);
    CHECK(strstr(test.error.text, "test.csv:1: 2 columns, but "), "%s", test.error.text);
    arena_free(&test.arena);
    read_file(&test, data_write_text("test.csv", "a,c,y\nz,7,u\n"), &spec, &train.table, NULL);
    CHECK(strstr(test.error.text, "test.csv:1: column 2 is named \"c\", but \"b\" in "), "%s", test.error.text);
    arena_free(&test.arena);
    arena_free(&train.arena);
    text_free(&got);
}

static void check_many_categories(void) {
    Text t = {0};
    DataSpec spec = data_spec(SOURCE_CSV);
    Read r;
    text_add(&t, "a,b,c\n");
    for (int i = 0; i < CATEGORIES_MOST + 5; i++) text_printf(&t, "w%d,v%d,1\n", i, i % CATEGORIES_MOST);
    read_text(&r, t.data, &spec, "");
    const Table *table = &r.table;
    CHECK(r.status == OK && table->column[0].categories == CATEGORIES_MOST + 1, "%d", table->column[0].categories);
    CHECK(table->column[1].categories == CATEGORIES_MOST, "%d", table->column[1].categories);
    CHECK(table->values[3 * (CATEGORIES_MOST - 1)] == CATEGORIES_MOST - 1, "the last that is kept");
    CHECK(table->values[3 * CATEGORIES_MOST] == CELL_BEYOND && table->values[3 * CATEGORIES_MOST + 1] == 0,
          "beyond them");
    arena_free(&r.arena);
    read_text(&r, t.data, &spec, "lff");
    CHECK(r.status == OK && r.table.column[0].categories == CATEGORIES_MOST + 5, "a label has all of them");
    arena_free(&r.arena);
    text_free(&t);
}

static void check_line(void) {
    DataSpec spec = data_spec(SOURCE_CSV);
    Read r;
    read_text(&r, "a,b\n\n1,\"x\ny\"\n2,z\n", &spec, "");
    CHECK(table_line(&r.table, &spec, 0) == 3 && table_line(&r.table, &spec, 1) == 5, "lines");
    CHECK(table_line(&r.table, &spec, 2) == 0, "a row that is not there");
    arena_free(&r.arena);
}

int main(void) {
    data_test_begin();
    check_known();
    check_header();
    check_refusals();
    check_marks();
    check_mixed();
    check_like();
    check_many_categories();
    check_line();
    return data_test_end("table_read");
}
