// What stands around the rows of a table: a first line that names the separator, and rows of nothing at the end.
#include "table/margins.h"

#include "unit/table_test.h"

static const char *padded(const char *text) {
    char *copy = arena_take(&data_arena, strlen(text) + SCAN_BEHIND, 1);
    strcpy(copy, text);
    return copy;
}

static void check_first(void) {
    static const struct {
        const char *text;
        int size; // of the line
        char separator;
    } cases[] = {
        {"sep=;\na;b\n", 6, ';'},
        {"sep=,\r\na,b\r\n", 7, ','},
        {"sep=|\ra|b\r", 6, '|'},
        {"sep=\t\na\tb\n", 6, '\t'},
        {"sep=\\t\na\tb\n", 7, '\t'},
        {"sep= \na b\n", 6, ' '},
        {"\"sep=;\"\na;b\n", 8, ';'},
        {"\"sep=;\"  \r\na;b\n", 11, ';'},
        {"SEP=;\t\na;b\n", 7, ';'},
        {"sep=;", 5, ';'},
        {"sep=;\n\n", 6, ';'},
        {"", 0, 0},
        {"sep=", 0, 0},
        {"sep=\n", 0, 0},
        {"sep=;;\n", 0, 0},
        {"sep=;x\n", 0, 0},
        {"sep=x\n", 0, 0}, // a letter separates nothing
        {"sep=7\n", 0, 0},
        {"sep=\"\n", 0, 0},
        {"sep=.\n", 0, 0},
        {"\"sep=;\n", 0, 0},
        {"sep=;\"\n", 0, 0},
        {"a;sep=;\n", 0, 0},
        {"\nsep=;\n", 0, 0}, // Excel wants it first
        {"sep=\xc2\xa7\n", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char separator = 0;
        const size_t size = margin_first(padded(cases[i].text), strlen(cases[i].text), &separator);
        CHECK((int)size == cases[i].size && separator == cases[i].separator, "\"%s\": %zu bytes, '%c'", cases[i].text,
              size, separator);
    }
}

static void check_last(void) {
    static const Form comma = {.separator = ',', .quote = '"', .comment = '#', .decimal = '.'};
    static const Form tab = {.separator = '\t', .quote = '"', .decimal = '.'};
    static const Form blank = {.separator = ' ', .quote = '"', .decimal = '.'};
    static const struct {
        const Form *form;
        const char *text, *left;
        int rows;
    } cases[] = {
        {&comma, "a,b\n1,2\n", "a,b\n1,2\n", 0},
        {&comma, "a,b\n1,2", "a,b\n1,2", 0},
        {&comma, "a,b\n1,2\n,\n", "a,b\n1,2\n", 1},
        {&comma, "a,b\n1,2\n,", "a,b\n1,2\n", 1},
        {&comma, "a,b\r\n1,2\r\n,\r\n,\r\n,\r\n", "a,b\r\n1,2\r\n", 3},
        {&comma, "a,b\r1,2\r,\r", "a,b\r1,2\r", 1},
        {&comma, "a,b\n1,2\n , \t\n,,,\n", "a,b\n1,2\n", 2},            // whatever their number
        {&comma, "a,b\n1,2\n\"\",\"\"\n\" \",\"\"\n", "a,b\n1,2\n", 2}, // in quotes there is no more
        {&comma, "a,b\n1,2\n\n,\n\n,\n\n", "a,b\n1,2\n\n", 2},
        {&comma, "a,b\n1,2\n,\n# all, of it\n,\n# end\n", "a,b\n1,2\n", 2},
        {&comma, "a,b\n1,2\n,\n3,4\n", "a,b\n1,2\n,\n3,4\n", 0}, // in the middle
        {&comma, "a,b\n1,2\n,\n3,4\n,\n", "a,b\n1,2\n,\n3,4\n", 1},
        {&comma, "a,b\n1,2\n?,-\n", "a,b\n1,2\n?,-\n", 0},          // marks of missing cells are text
        {&comma, "a,b\n1,2\n\",\",\n", "a,b\n1,2\n\",\",\n", 0},    // a cell that holds a comma
        {&comma, "a,b\n1,\"\n,\n\"\n", "a,b\n1,\"\n,\n\"\n", 0},    // inside a cell
        {&comma, "a,b\n1,\"\n\",\n,\n", "a,b\n1,\"\n\",\n", 1},     //
        {&comma, "a,b\n1,\"2\n# \"\n,\n", "a,b\n1,\"2\n# \"\n", 1}, // no comment
        {&comma, ",\n,\n", "", 2},
        {&comma, "", "", 0},
        {&comma, "\n\n", "\n\n", 0},
        {&tab, "a\tb\n1\t2\n\t\n \t \n", "a\tb\n1\t2\n", 2},
        {&tab, "a\tb\n1\t2\n,\n", "a\tb\n1\t2\n,\n", 0},
        {&blank, "a b\n1 2\n  \n\t\n", "a b\n1 2\n  \n\t\n", 0}, // no rows anyway
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t rows;
        const size_t left = margin_last(cases[i].text, strlen(cases[i].text), *cases[i].form, &rows);
        CHECK(rows == cases[i].rows && left == strlen(cases[i].left), "\"%s\": %d rows, %zu bytes left", cases[i].text,
              rows, left);
    }
}

// As the reader has them: rows, notes, the separator, lines counted from the top of the file.
static void check_read(void) {
    static const char last[] = "nothing in", said[] = "(as line 1 says)", passed[] = "is passed over";
    static const struct {
        const char *text, *separator;
        int rows;
        const char *note;
    } cases[] = {
        {"sep=;\na;b\n1,5;2\n3;4\n", "auto", 2, "t.csv: read as cells between semicolons (as line 1 says), quoted"},
        {"\"sep=,\"\na,b\n1,2\n3,4\n", "auto", 2, "t.csv: read as cells between commas (as line 1 says), quoted"},
        {"sep=|\na;b|c;d\n1;2|3\n", "auto", 1, "t.csv: read as cells between bars (|) (as line 1 says)"},
        {"sep=;\na,b\n1,2\n3,4\n", ",", 2, "t.csv:1: sep=; is passed over, for data.separator says otherwise"},
        {"sep=\t\na,b\n1,2\n", ",", 1, "t.csv:1: sep=\\t is passed over, for data.separator says otherwise"},
        {"sep=;\na;b\n1;2\n", ";", 1, NULL},
        {"a,b\n1,2\n,\n", "auto", 1, "t.csv: the last row has nothing in its cells and is left out"},
        {"a,b\r\n1,2\r\n,\r\n\"\",\"\"\r\n", "auto", 1,
         "t.csv: the last 2 rows have nothing in their cells and are left out"},
        {"a;b\n1;2\n;\n", "auto", 1, "t.csv: the last row has nothing in its cells and is left out"},
        {"a,b\n1,2\n,\n3,4\n", "auto", 3, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Read r;
        DataSpec spec = data_spec(SOURCE_CSV);
        spec.separator = cases[i].separator;
        read_text(&r, cases[i].text, &spec, "");
        CHECK(r.status == OK && r.table.rows == cases[i].rows && r.table.columns == 2, "%s: %d rows; %s", cases[i].text,
              r.table.rows, r.error.text);
        const char *note = cases[i].note;
        CHECK(!note || noted(&r, note), "%s: %s", cases[i].text, r.notes.count ? r.notes.text[0] : "no note");
        if (!note) CHECK(!noted(&r, last) && !noted(&r, said) && !noted(&r, passed), "%s: a note", cases[i].text);
        arena_free(&r.arena);
    }
    Read r;
    DataSpec spec = data_spec(SOURCE_CSV);
    read_text(&r, "sep=;\na;b\n1;2\n\n3;4\n", &spec, "");
    CHECK(r.table.head_line == 2, "line %d", r.table.head_line);
    CHECK(r.table.column[0].first_line[CELL_NUMBER] == 3, "line %d", r.table.column[0].first_line[CELL_NUMBER]);
    CHECK(table_line(&r.table, &spec, 1) == 5, "line %d", table_line(&r.table, &spec, 1));
    arena_free(&r.arena);
}

static void check_refused(void) {
    static const struct {
        const char *text, *error;
    } cases[] = {
        {"sep=;\n", "t.csv: the file is empty; a table needs rows"},
        {",\n,\n", "t.csv: the file is empty; a table needs rows"},
        {"a,b\n,\n", "t.csv: the header is all there is; a table needs rows below it"},
        {"sep=;\na;b;c\n1;2\n3;4;5\n", "t.csv:3: 2 cells, but line 2 has 3"},
        {"sep=;\na,b\n1,2\n",
         "t.csv: one column only, but a table needs features and a label; is the first line (sep="},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        DataSpec spec = data_spec(SOURCE_CSV);
        spec.file = data_write_text("t.csv", cases[i].text);
        data_refused(&spec, ERR_DATA, cases[i].error);
    }
}

int main(void) {
    data_test_begin();
    check_first();
    check_last();
    check_read();
    check_refused();
    return data_test_end("table_margins");
}
