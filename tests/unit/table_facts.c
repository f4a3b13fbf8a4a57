// What is told of a table: ranges, counts, constant guesses and rows that are there twice, worked by hand. And a table
// that was read once as a source.
#include <math.h>

#include "table/columns.h"
#include "table/csv_source.h"
#include "table/facts.h"
#include "unit/data_test.h"

static TextList ignored; // for the next reading

static DataSpec spec_of(const char *path) {
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = path;
    spec.ignore = ignored;
    return spec;
}

static Table read(const DataSpec *spec) {
    Table t;
    Error e = {0};
    Notes notes = {.arena = &data_arena};
    Status status = table_read(&t, spec->file, spec, NULL, columns_choice(spec), &data_arena, NULL, &notes, &e);
    CHECK(status == OK, "%s", e.text);
    return t;
}

static void check_column(const ColumnFacts *f, double least, double mean, double most, double sd) {
    CHECK_NEAR(f->least, least, 0);
    CHECK_NEAR(f->mean, mean, 1e-12);
    CHECK_NEAR(f->most, most, 0);
    CHECK_NEAR(f->sd, sd, 1e-12);
}

// A column that counts, a number that is missing once, words, a row without a label.
static void check_classes(void) {
    const DataSpec spec = spec_of(data_write_text("classes.csv", ",a,colour,y\n"
                                                                 "0,1,red,u\n"
                                                                 "1,1,red,v\n"
                                                                 "2,1,red,u\n"
                                                                 "3,5,blue,\n"
                                                                 "4,,blue,u\n"));
    const Table t = read(&spec);
    ColumnFacts f[4];
    LabelFacts l;
    Error e = {0};
    Notes notes = {.arena = &data_arena};
    CHECK(table_facts(&t, f, &data_arena, &e) == OK, "%s", e.text);
    check_column(&f[0], 0, 2, 4, sqrt(2.5));
    check_column(&f[1], 1, 2, 5, 2);
    CHECK(f[1].top == -1 && !f[1].count, "numbers are not counted");
    CHECK(isnan(f[2].least) && isnan(f[2].mean) && isnan(f[2].most) && isnan(f[2].sd), "words have no range");
    CHECK(f[2].count[0] == 3 && f[2].count[1] == 2 && f[2].top == 0, "red and blue");
    CHECK(f[3].count[0] == 3 && f[3].count[1] == 1 && f[3].top == 0, "u and v");

    CHECK(table_label_facts(&t, &spec, &l, &data_arena, &notes, &e) == OK, "%s", e.text);
    CHECK(l.rows == 4 && !l.regression && l.classes == 2, "%d rows, %d classes", l.rows, l.classes);
    CHECK(strcmp(l.class_names[0], "u") == 0 && l.count[0] == 3 && l.count[1] == 1 && l.top == 0, "the classes");
    CHECK(l.same == 1 && l.other_answer == 1, "without the counter: %d the same, %d contradict", l.same,
          l.other_answer);
    CHECK(notes.count == 1, "the row without a label is noted");
}

// Floats, and a number to predict that one row lacks.
static void check_target(void) {
    const DataSpec spec = spec_of(data_write_text("target.csv", "x,y\n7.5,1.5\n7.5,2.5\n-8,\n9,4.5\n9,4.5\n"));
    const Table t = read(&spec);
    ColumnFacts f[2];
    LabelFacts l;
    Error e = {0};
    Notes notes = {.arena = &data_arena};
    CHECK(t.values != NULL, "these are no bytes");
    CHECK(table_facts(&t, f, &data_arena, &e) == OK, "%s", e.text);
    check_column(&f[0], -8, 5, 9, sqrt((2 * 6.25 + 169 + 2 * 16) / 4));
    check_column(&f[1], 1.5, 3.25, 4.5, 1.5);
    CHECK(table_label_facts(&t, &spec, &l, &data_arena, &notes, &e) == OK, "%s", e.text);
    CHECK(l.rows == 4 && l.regression && l.same == 1 && l.other_answer == 1, "%d rows, %d, %d", l.rows, l.same,
          l.other_answer);
    CHECK_NEAR(l.rmse[1], sqrt(6.75 / 4), 1e-12);
}

// What is not kept has no facts; a single number has no SD; classes that are numbers stand by value.
static void check_edges(void) {
    static const char *const first[] = {"1"};
    ignored = (TextList){.item = first, .count = 1};
    const DataSpec spec = spec_of(data_write_text("edges.csv", "a,b,c,y\n1,4,200,10\n2,NA,200,9\n3,NA,200,10\n"));
    const Table t = read(&spec);
    ignored = (TextList){.count = 0};
    ColumnFacts f[4];
    LabelFacts l;
    Error e = {0};
    Notes notes = {.arena = &data_arena};
    CHECK(table_facts(&t, f, &data_arena, &e) == OK, "%s", e.text);
    CHECK(isnan(f[0].mean) && isnan(f[0].least), "ignored");
    CHECK(f[1].least == 4 && f[1].most == 4 && f[1].mean == 4 && isnan(f[1].sd), "one number");
    check_column(&f[2], 200, 200, 200, 0);
    CHECK(table_label_facts(&t, &spec, &l, &data_arena, &notes, &e) == OK, "%s", e.text);
    CHECK(l.classes == 2 && strcmp(l.class_names[0], "9") == 0 && l.count[1] == 2 && l.top == 1, "by value");

    const DataSpec none = spec_of(data_write_text("none.csv", "a,y\n1,\n2,\n"));
    const Table empty = read(&none);
    CHECK(table_label_facts(&empty, &none, &l, &data_arena, &notes, &e) == ERR_DATA, "no label");
    CHECK(strstr(e.text, "no row has a label"), "%s", e.text);
}

// The table in memory becomes the very samples that reading it again gives.
static void check_source(void) {
    const DataSpec spec = spec_of(data_write_text("source.csv", "a,c,y\n1,r,u\n2,b,v\n3,r,u\n4,b,v\n5,b,u\n6,r,v\n"));
    const Table t = read(&spec);
    Source read_one, like, source;
    Error e = {0};
    if (!data_open(&source, &spec)) return;
    CHECK(source_of_table(&read_one, &spec, &t, &e) == OK, "%s", e.text);
    file_write(spec.file, "no,table\n", 9, &e); // whoever read it again would fail
    Status status = source_open_like(&like, &spec, "", &read_one, &e);
    CHECK(status == OK, "%s", e.text);
    if (status == OK) {
        const size_t n = (size_t)source.train.samples * (size_t)source.train.features;
        CHECK(like.train.samples == 6 && like.train.features == 3 && like.spec.test_size == source.spec.test_size,
              "its sizes");
        CHECK(data_is(&like.train, source.train.values, 6) && n == 18, "its values");
        source_close(&like);
    }
    source_close(&read_one);
    source_close(&source);
    DataSpec apart = spec;
    apart.test_file = "nowhere.csv";
    CHECK(source_of_table(&read_one, &apart, &t, &e) == ERR_DATA && strstr(e.text, "data.test_file: there is no"), "%s",
          e.text);
}

int main(void) {
    data_test_begin();
    check_classes();
    check_target();
    check_edges();
    check_source();
    return data_test_end("table_facts");
}
