// The first row: where it may name the columns though it was taken for data.
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

int main(void) {
    data_test_begin();
    check_doubt();
    check_label();
    return data_test_end("table_head");
}
