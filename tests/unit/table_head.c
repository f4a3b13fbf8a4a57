// The first row: where it may name the columns though it was taken for data, where it is no row of the table, and what
// a test table's must be.
#include "base/text.h"
#include "table/survey.h"
#include "unit/table_test.h"

// --- Numbers that may be names

static void check_doubt(void) {
    static const struct {
        const char *text, *roles, *doubt; // doubt: NULL where there is none
    } cases[] = {
        // Counting, from wherever
        {"2019,2020,2021,2022\n0.5,0.25,0.5,1\n", "fffl", "counts up by one (2019, 2020, ...)"},
        {"2019,2020,2021,y\n0.5,0.25,0.5,a\n.1,.2,.3,a\n", "fffl", "counts up by one (2019, 2020, ...)"},
        {"-1,0,1,2\n5,5,5,5\n6,6,6,6\n", "fffl", "counts up by one (-1, 0, ...)"},
        {"y,10,11,12\na,5,5,5\nb,6,6,6\n", "lfff", "counts up by one (10, 11, ...)"},
        {"10,11,12,7\n5,5,5,5\n6,6,6,6\n", "fffl", NULL}, // but for the label's
        {"10,11\n5,5\n6,6\n", "ff", NULL},                // only two
        {"2.5,3.5,4.5\n5,5,5\n6,6,6\n", "fff", NULL},     // no whole numbers
        {"2,3,4\n5,5,5\n7,8,9\n", "fff", NULL},           // another row counts as well
        {"2,3,4,1\n3,7,7,1\n4,6,6,1\n", "fffl", NULL},    // it begins a column that counts
        {"10,11,12,13\n5,,5,5\n6,6,6,6\n", "fffl", "counts up by one (10, 11, ...)"},
        // Alone whole
        {"2000,2005,2020,1\n.5,.25,.5,1\n.5,.2,.7,1\n", "fffl",
         "holds whole numbers that grow from column to column, and no other row has one there"},
        {"2000,2005,2020,1\n.5,.25,.5,1\n", "fffl", NULL},             // too few rows
        {"2000,2005,2020,1\n.5,.25,.5,1\n.5,2,.7,1\n", "fffl", NULL},  // another is whole
        {"2000,2005,2005,1\n.5,.25,.5,1\n.5,.2,.7,1\n", "fffl", NULL}, // two alike are no names
        // Apart
        {"9,-9,9,1\n1,2,3,1\n2,1,4,1\n1,2,2,1\n2,3,1,1\n1,2,3,1\n2,1,4,1\n1,2,2,1\n", "fffl",
         "lies apart from all others in each of 3 columns"},
        {"9,-9,9,9,-9,9,1\n1,2,3,1,2,1,1\n2,1,4,2,1,2,1\n1,2,2,1,1,2,1\n", "ffffffl",
         "lies apart from all others in each of 6 columns"}, // fewer rows, but more columns
        {"9,-9,9,9,-9,1\n1,2,3,1,2,1\n2,1,4,2,1,1\n1,2,2,1,1,1\n", "fffffl", NULL},
        {"9,-9,9,1\n1,2,3,1\n2,1,4,1\n1,2,2,1\n2,3,1,1\n1,2,3,1\n2,1,4,1\n", "fffl", NULL}, // one row less
        {"1,9.5,1,1\n3,8,5,1\n4,7,6,1\n6,6,9,1\n8,5,11,1\n9,4,12,1\n13,3,15,1\n14,2,16,1\n", "fffl", NULL}, // sorted
    };
    DataSpec spec = data_spec(SOURCE_CSV);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Read r;
        const char *doubt = cases[i].doubt;
        spec.labels[0] = *cases[i].roles == 'l' ? "1" : "-1";
        read_text(&r, cases[i].text, &spec, cases[i].roles);
        CHECK(r.status == OK && !r.table.header, "%s: %s", cases[i].text, r.error.text);
        const char *note = noted(&r, "t.csv:1: the first row was taken for data, but ");
        CHECK(!note == !doubt && !r.table.header_doubt == !doubt, "%s: %s", cases[i].text, note ? note : "no note");
        if (doubt && r.table.header_doubt) CHECK_TEXT(r.table.header_doubt, doubt);
        if (doubt && note) CHECK(strstr(note, doubt) && strstr(note, "data.header true"), "%s", note);
        arena_free(&r.arena);
    }
    Read r;
    spec.header = HEADER_NO;
    read_text(&r, cases[0].text, &spec, cases[0].roles);
    CHECK(r.status == OK && !r.table.header_doubt && r.notes.count == 0, "said to be data");
    arena_free(&r.arena);
}

// A label that is a word in the first row alone.
static void check_label(void) {
    static const char want[] = "is not a number, but others are; if it names the column, say so with data.header true; "
                               "else correct it";
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = data_write_text("t.csv", "2001,2002,size\n1,2,3.5\n3,4,4.5\n");
    data_refused(&spec, ERR_DATA, want);
    spec.file = data_write_text("t.csv", "2001,2002,3.5\n1,2,size\n3,4,4.5\n");
    data_refused(&spec, ERR_DATA, "is not a number, but others are; correct it");
    spec.file = data_write_text("t.csv", "2001,2002,size\n1,2,size\n3,4,4.5\n");
    data_refused(&spec, ERR_DATA, "is not a number, but others are; correct it");
}

// --- No row of the table

static void check_title(void) {
    static const struct {
        const char *text, *error;
    } cases[] = {
        {"Table 3: results of 2024\n\nw,h,s\n1,2,x\n3,4,y\n",
         "t.csv:1: 1 cell, but line 3 and 2 more rows have 3; if it is a title, remove it, or put # before it "
         "(data.comment)"},
        {"A title\nw,h,s\n1,2,x\n", "t.csv:1: 1 cell, but line 2 and 1 more row have 3; if it is a title"},
        {"A title\nby me\nw,h,s\n1,2,x\n3,4,y\n", "t.csv:1: 1 cell, but line 3 and 2 more rows have 3; if it is a t"},
        {"\nA title, this\nw,h,s\n1,2,x\n", "t.csv:2: 2 cells, but line 3 and 1 more row have 3; if it is a title, "
                                            "remove it, or put # before it (data.comment); if it only lacks the name "
                                            "of the first column, put a separator before it"},
        {"A title; this\nw;h;s;t\n% aside\n1;2;x;3\n", "or put % before it (data.comment)"},
        {"A title,,\n,,\nw,h,s\n1,2,x\n", "t.csv:1: 1 of 3 cells has a text, and the next row has no number; if it is "
                                          "a title, remove it, with the empty rows below it; if it names the columns, "
                                          "say so with data.header true"},
        {"A title,,\nw,h,s\n1,2,x\n", "t.csv:1: 1 of 3 cells has a text"},
        {"w,h,s\n1,2\n1,2,x\n", "t.csv:2: 2 cells, but line 1 has 3; every row must"},
        {"w,h\n1,2,x\n", "t.csv:2: 3 cells, but line 1 has 2; every row must"}, // who knows
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        DataSpec spec = data_spec(SOURCE_CSV);
        spec.file = data_write_text("t.csv", cases[i].text);
        data_refused(&spec, ERR_DATA, cases[i].error);
    }
    static const char *const fine[] = {
        // What the message says helps.
        "# Table 3: results of 2024\n\nw,h,s\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n",
        "id,,\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n", // numbers below it
    };
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
        DataSpec spec = data_spec(SOURCE_CSV);
        Source s;
        spec.file = data_write_text("t.csv", fine[i]);
        if (!data_open(&s, &spec)) continue;
        CHECK(s.train.samples == 4, "%s: %d samples", fine[i], s.train.samples);
        source_close(&s);
    }
}

static void check_survey(void) {
    DataSpec spec = data_spec(SOURCE_CSV);
    Text text = {0};
    Read r;
    read_text(&r, "a,b\n1,2,3\n\n4,5,\"6\n7\"\n# x\n1,2\n3,4,5\n", &spec, "");
    const Survey *s = r.table.survey;
    CHECK(r.status == ERR_DATA && s && s->rows == 5 && s->widths == 2 && s->others == 0, "%s", r.error.text);
    if (s) {
        CHECK(s->width[0].cells == 3 && s->width[0].rows == 3 && s->width[0].first.line == 2, "the most frequent");
        CHECK(s->width[1].cells == 2 && s->width[1].rows == 2 && s->width[1].first.line == 1, "the other");
        CHECK_TEXT(s->row[2].text, "4,5,\"6");
        CHECK(s->row[2].line == 4 && s->row[3].line == 7, "lines %d and %d", s->row[2].line, s->row[3].line);
    }
    arena_free(&r.arena);
    for (int cells = 1; cells <= SURVEY_WIDTHS + 3; cells++)
        for (int i = 0; i < cells; i++) text_add(&text, i + 1 < cells ? "1," : "1\n");
    read_text(&r, text.data, &spec, "");
    s = r.table.survey;
    CHECK(s && s->widths == SURVEY_WIDTHS && s->others == 3, "more than can be counted");
    arena_free(&r.arena);
    text.size = 0;
    for (int i = 0; i < SURVEY_LETTERS; i++) text_add(&text, i == 0 ? "x" : "\xc3\xa4");
    text_add(&text, ",1\n2\n");
    read_text(&r, text.data, &spec, "");
    s = r.table.survey;
    CHECK(s && strlen(s->row[0].text) == SURVEY_LETTERS - 1, "whole letters");
    arena_free(&r.arena);
    read_text(&r, "a,b\n1,2\n3,\"4\n", &spec, "");
    CHECK(r.table.survey && r.table.survey->rows == 2, "up to what cannot be read");
    CHECK(strstr(r.error.text, "never closed"), "%s", r.error.text);
    arena_free(&r.arena);
    read_text(&r, "a,b\n1,2\n", &spec, "");
    CHECK(r.status == OK && !r.table.survey, "only of what is refused");
    arena_free(&r.arena);
    text_free(&text);
}

// --- A test table

static void check_follow(void) {
    static const char named[] = "w,h,s\n1,2,x\n3,4,y\n5,6,x\n", bare[] = "1,2,x\n3,4,y\n5,6,x\n";
    static const struct {
        const char *train, *test, *error;
    } cases[] = {
        {named, "w,h\n1,2\n", "test.csv:1: 2 columns, but "},
        {named, "w,h\n1,2\n", "train.csv has 3; give both tables the same columns, in the same order"},
        {named, "\nw,h,s,\n1,2,x,1\n", "test.csv:2: 4 columns, but "},
        {named, "w;h;s;t\n1;2;x;4\n",
         "in the same order; it was read as cells between semicolons, quoted with \", the "
         "other as cells between commas, quoted with \": if that is wrong, say data.sep"},
        {named, "h,w,s\n1,2,x\n", "test.csv:1: column 1 is named \"h\", which is column 2 of "},
        {named, "h,w,s\n1,2,x\n", "train.csv; put the columns of both tables in the same order"},
        {named, "1,2,x\n3,4,y\n", "test.csv:1: column 1 is named \"1\", but \"w\" in "},
        {named, "1,2,x\n3,4,y\n", "train.csv; if the first row is data, put the names of "},
        {named, "w,height,s\n1,2,x\n", "test.csv:1: column 2 is named \"height\", but \"h\" in "},
        {named, "w,height,s\n1,2,x\n", "train.csv; give both tables the same columns, with the same names"},
        {bare, "w,h,s\n1,2,x\n3,4,y\n", "test.csv:1: the first row names columns, but "},
        {bare, "w,h,s\n1,2,x\n3,4,y\n", "train.csv has no such row; remove it, or put it before both tables"},
        {bare, "1,wide,x\n1,2,x\n3,4,y\n", "test.csv:1: column 2: \"wide\" is not a number"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        DataSpec spec = data_spec(SOURCE_CSV);
        spec.file = data_write_text("train.csv", cases[i].train);
        spec.test_file = data_write_text("test.csv", cases[i].test);
        data_refused(&spec, ERR_DATA, cases[i].error);
    }
}

int main(void) {
    data_test_begin();
    check_doubt();
    check_label();
    check_title();
    check_survey();
    check_follow();
    return data_test_end("table_head");
}
