// What is noted of the columns of a table that can be trained on.
#include "base/text.h"
#include "unit/data_test.h"

// All notes about the table, a line each; the path is left out.
static void notes_under(Text *out, DataSpec spec, const char *csv) {
    Source s;
    spec.file = data_write_text("t.csv", csv);
    spec.impute = IMPUTE_MEDIAN;
    out->size = 0;
    text_add(out, "");
    if (!data_open(&s, &spec)) return;
    for (int i = 0; i < s.notes.count; i++) {
        const char *note = strstr(s.notes.text[i], "t.csv: ");
        text_printf(out, "%s\n", note ? note + strlen("t.csv: ") : s.notes.text[i]);
    }
    source_close(&s);
}

static void notes_of(Text *out, const char *csv) {
    notes_under(out, data_spec(SOURCE_CSV), csv);
}

static const struct {
    const char *csv, *notes;
} known[] = {
    {"a,b,y\n7,1,p\n5,2,q\n9,1,p\n", ""},
    {"a,b,y\n16777216,1,p\n16777217,2,q\n7,1,p\n", "column 1 (a) holds numbers that 32-bit floats cannot tell "
                                                   "apart: 16777216 and 16777217; subtract a constant, or "
                                                   "data.columns.ignore leaves it out\n"},
    {"a,b,y\n16777216,0.1,p\n16777217,0.10000000001,q\n16777219,0.1,p\n",
     "column 1 (a), column 2 (b) hold numbers that 32-bit floats cannot tell apart: 16777216 and 16777217; "
     "subtract a "
     "constant, or data.columns.ignore leaves them out\n"},
    {"a,b,y\n17000000,1,p\n17000001,2,q\n17000002,1,p\n",
     "column 1 (a) only counts the rows: data.columns.ignore leaves it out, if it says nothing else\n"},
    {"a,b,y\n1,,p\n2,?,q\n2,,p\n", "column 2 (b) is empty in every row: data.columns.ignore leaves it out\n"},
    {"a,b,c,y\n1,,,p\n2,?,,q\n2,,,p\n",
     "column 2 (b), column 3 (c) are empty in every row: data.columns.ignore leaves them out\n"},
    {"a,y\n12%,p\n3.5%,q\n12%,p\n",
     "column 1 (a) holds numbers with a sign beside them (12%), taken for words: make them numbers, if they are\n"},
    {"a;b;c;d;y\n$3.50;1 \u20ac;\u00a312;1\u00a0000\u00a0;p\n-$7;20,5\u20ac;\u00a31,200.5;\u22125%;q\n"
     "$7;7\u202f\u20ac;\u00a312;2\u00a0000;p\n",
     "read as cells between semicolons, quoted with \"\n"
     "column 1 (a), column 2 (b), column 3 (c), column 4 (d) hold numbers with a sign beside them ($3.50), taken "
     "for "
     "words: make them numbers, if they are\n"},
    {"a,b,c,y\n12%,$a,%,p\nx,$b,$,q\n12%,$a,%,p\n", ""}, // words with signs
    {"a,y\nMale,p\nfemale,q\nmale,p\nother,p\n",
     "column 1 (a) has categories that differ only in case or blanks: \"Male\" and \"male\", which are features of "
     "their own: write them alike, if they mean the same\n"},
    {"a,b,c,y\nx y,K\u00c9K,z,p\nx  y,k\u00e9k,z\u00a0,q\nz,a\u00d7,o,p\nz,a\u00f7,o,p\n",
     "column 1 (a), column 2 (b), column 3 (c) have categories that differ only in case or blanks: \"x y\" and \"x "
     " "
     "y\", which are features of their own: write them alike, if they mean the same\n"},
    {"a,b,y\nxy,k,p\nx y,l,q\nz,a\u00d7,p\nz,a\u00f7,p\n", ""},
    {"a;b;y\n1,5;2.5;p\n3,5;4.5;q\n1,5;2.5;p\n", "read as cells between semicolons, quoted with \"\n"
                                                 "column 1 (a) holds numbers with another decimal mark than other "
                                                 "columns have (1,5), taken for words: write all "
                                                 "numbers with one mark\n"},
    {"a;b;c;d;y\n1,5;2.5;1,25;.5;p\n3,5;4.5;3,5;1.5;q\n1,5;2.5;1,25;.5;p\n",
     "read as cells between semicolons, quoted with \"\n"
     "column 1 (a), column 3 (c) hold numbers with another decimal mark than other columns have (1,5), taken for "
     "words: write all numbers with one mark\n"},
    {"a;b;y\n1,5;2.537;p\n3,5;4.501;q\n1,5;2.537;p\n",
     "a point in a number (\"2.537\") is taken to set thousands apart: if it stands before fractions, say so with "
     "data.decimal .\n"
     "read as cells between semicolons, quoted with \", decimal commas\n"},
    {"a,b,y\n\"1,5\",2,p\n\"3,5\",4,q\n\"1,5\",2,p\n",
     "column 1 (a) holds numbers with another decimal mark, which are taken for words: data.decimal says which it "
     "is\n"},
    {"a,b,y\n\"1,5\",2.5,p\n\"3,5\",4,q\n\"1,5\",2,p\n", // more than have the point
     "column 1 (a) holds numbers with another decimal mark, which are taken for words: data.decimal says which it "
     "is\n"},
};

static void check_known(void) {
    Text got = {0};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        notes_of(&got, known[i].csv);
        CHECK_TEXT(got.data, known[i].notes);
    }
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.categorical = (TextList){(const char *const[]){"a"}, 1};
    notes_under(&got, spec, "a,b,y\n12,1,p\n3.5,2,q\n12,1,p\n");
    CHECK_TEXT(got.data, ""); // numbers without a sign
    notes_under(&got, spec, "a,b,y\n12%,1,p\n\"3,5%\",2,q\n12%,1,p\n");
    CHECK_TEXT(got.data, ""); // asked for
    notes_under(&got, spec, "a,b,y\n\"1,5\",1,p\n\"3,5\",2,q\n\"1,5\",1,p\n");
    CHECK_TEXT(got.data, "");
    spec = data_spec(SOURCE_CSV);
    spec.task = TASK_CLASSIFICATION;
    notes_under(&got, spec, "a,y\n1,$2\n2,$3\n2,$2\n");
    CHECK_TEXT(got.data, "");
    // what may be thousands is no fraction
    spec = data_spec(SOURCE_CSV);
    spec.decimal = DECIMAL_POINT;
    notes_under(&got, spec, "a;b;y\n1,5;2.537;p\n3,5;4.501;q\n1,5;2.537;p\n");
    CHECK(strstr(got.data, "column 1 (a) holds numbers with another decimal mark, which are taken for words"), "%s",
          got.data);
    // decimal commas, and points beside them
    spec = data_spec(SOURCE_CSV);
    spec.decimal = DECIMAL_COMMA;
    notes_under(&got, spec, "a;b;y\n1,5;2.5;p\n3,5;4.5;q\n1,5;2.5;p\n");
    CHECK(strstr(got.data, "column 2 (b) holds numbers with another decimal mark than other columns have (2.5)"), "%s",
          got.data);
    text_free(&got);
}

// `rows` cells, of which `distinct` differ, with what stands before and behind each; and what is noted of them.
static void check_identifiers(void) {
    static const char yes[] = "column 1 (a) looks like an identifier: data.columns.ignore leaves it out\n";
    static const struct {
        int rows, distinct, missing;
        const char *before, *behind, *notes;
    } cases[] = {
        {20, 20, 0, "k", "", yes}, {20, 11, 0, "k", "", yes},   {20, 10, 0, "k", "", ""},
        {19, 19, 0, "k", "", ""},  {20, 20, 30, "k", "", yes},  {19, 19, 9, "k", "", ""},
        {20, 20, 0, "", "", ""},   {20, 20, 0, "", " cm", yes}, {20, 20, 0, "", "%", NULL}, // numbers differ by right
    };
    Text csv = {0}, got = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        csv.size = 0;
        text_add(&csv, "a,b,y\n");
        for (int k = 0; k < cases[i].rows; k++)
            text_printf(&csv, "%s%d%s,%d,%c\n", cases[i].before, k % cases[i].distinct * 7 % 41, cases[i].behind,
                        k * 7 % 11, "pq"[k % 2]);
        for (int k = 0; k < cases[i].missing; k++) text_add(&csv, ",1,p\n");
        notes_of(&got, csv.data);
        if (cases[i].notes) CHECK_TEXT(got.data, cases[i].notes);
        if (!cases[i].notes) CHECK(!strstr(got.data, "identifier"), "%s", got.data);
    }
    text_free(&csv);
    text_free(&got);
}

int main(void) {
    data_test_begin();
    check_known();
    check_identifiers();
    return data_test_end("table_notes");
}
