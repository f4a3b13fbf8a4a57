// What is noted of the columns of a table that can be trained on.
#include "base/text.h"
#include "unit/data_test.h"

// All notes about the table, a line each; the path is left out.
static void notes_of(Text *out, const char *csv) {
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
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

static void check_known(void) {
    static const struct {
        const char *csv, *notes;
    } cases[] = {
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
    };
    Text got = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        notes_of(&got, cases[i].csv);
        CHECK_TEXT(got.data, cases[i].notes);
    }
    text_free(&got);
}

int main(void) {
    data_test_begin();
    check_known();
    return data_test_end("table_notes");
}
