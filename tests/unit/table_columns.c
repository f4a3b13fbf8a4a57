// What a CSV table means: header, label, classes, targets, numbers.
#include "base/text.h"
#include "unit/data_test.h"

static const char three_rows[] = "5,1,x\n6,2,y\n7,4,x\n";

// Opens `text` as a table under `spec` (its file is set here).
static bool open_text(Source *s, DataSpec spec, const char *text) {
    spec.file = data_write_text("table.csv", text);
    return data_open(s, &spec);
}

static void check_plain(void) {
    Source s;
    if (!open_text(&s, data_spec(SOURCE_CSV), three_rows)) return;
    const Dataset *d = &s.train;
    CHECK(d->samples == 3 && d->features == 2 && d->classes == 2, "%d x %d, %d", d->samples, d->features, d->classes);
    CHECK(!d->target && !d->feature_names && s.test.samples == 0, "a table without header or test set");
    const float want[] = {5, 1, 6, 2, 7, 4};
    CHECK(data_is(d, want, 3), "the numbers");
    CHECK(d->label[0] == 0 && d->label[1] == 1 && d->label[2] == 0, "the labels");
    CHECK_TEXT(d->class_names[0], "x");
    CHECK_TEXT(d->class_names[1], "y");
    // sha256sum's word for the file
    CHECK_TEXT(s.hash, "ba1362f33090d108a545a2d5b9d99a7743114fdef8a547f46405be24c4e5ecac");
    CHECK(s.spec.scaling == SCALING_ZSCORE && s.spec.target_scaling == SCALING_ZSCORE, "zscore is a table's default");
    CHECK(s.spec.train_size == 1 && s.spec.test_size == 2, "half of three, rounded: %ld and %ld",
          (long)s.spec.train_size, (long)s.spec.test_size);
    source_close(&s);
}

static void check_header(void) {
    static const struct {
        int header;
        const char *label, *csv;
        int samples;
        const char *name; // of feature 0; NULL without header
    } cases[] = {
        {HEADER_AUTO, "-1", "a,b,c\n1,2,x\n3,4,y\n", 2, "a"},
        {HEADER_AUTO, "-1", " a ,b,c\n1,2,x\n3,4,y\n", 2, "a"},
        {HEADER_AUTO, "-1", ",b,c\n1,2,x\n3,4,y\n", 2, ""},
        {HEADER_AUTO, "-1", "a,b,7\n1,2,x\n3,4,y\n", 2, "a"},
        {HEADER_AUTO, "-1", "1,2,x\n3,4,y\n", 2, NULL},
        {HEADER_AUTO, "1", "x,1,2\ny,3,4\n", 2, NULL},
        {HEADER_AUTO, "-3", "x,1,2\ny,3,4\n", 2, NULL},
        {HEADER_AUTO, "c", "1,2,c\n1,2,x\n3,4,y\n", 2, "1"}, // a name needs a header
        {HEADER_YES, "2", "2,1,c\nx,1,1\ny,3,4\n", 2, "1"},  // column "2" by its name
        {HEADER_YES, "-1", "1,2,x\n1,2,x\n3,4,y\n", 2, "1"},
        {HEADER_NO, "-1", "1,2,x\n1,2,x\n3,4,y\n", 3, NULL},
        {HEADER_AUTO, "-1", "\n\na,c\n\n1,x\n3,y\n", 2, "a"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Source s;
        DataSpec spec = data_spec(SOURCE_CSV);
        spec.header = cases[i].header;
        spec.labels[0] = cases[i].label;
        if (!open_text(&s, spec, cases[i].csv)) continue;
        CHECK(s.train.samples == cases[i].samples, "case %zu: %d samples", i, s.train.samples);
        CHECK(!s.train.feature_names == !cases[i].name, "case %zu: header", i);
        if (s.train.feature_names && cases[i].name) CHECK_TEXT(s.train.feature_names[0], cases[i].name);
        source_close(&s);
    }
}

static bool has_note(const Source *s, const char *words) {
    for (int i = 0; i < s->notes.count; i++)
        if (strstr(s->notes.text[i], words)) return true;
    return false;
}

static void check_label_column(void) {
    static const struct {
        const char *label;
        float first; // feature 0 of sample 0
    } cases[] = {{"1", 2}, {"2", 1}, {"-1", 1}, {"-3", 2}, {"a", 2}, {"c", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Source s;
        DataSpec spec = data_spec(SOURCE_CSV);
        spec.labels[0] = cases[i].label;
        if (!open_text(&s, spec, "a,b,c\n1,2,3\n4,5,6\n")) continue;
        CHECK(s.train.features == 2, "label %s", cases[i].label);
        CHECK(data_value(&s.train, 0, 0) == cases[i].first, "label %s: first feature %g", cases[i].label,
              (double)data_value(&s.train, 0, 0));
        source_close(&s);
    }
}

// A number from the right is no name, be it the default; what is named so has its own number.
static void check_names_that_count(void) {
    static const struct {
        const char *label, *csv;
        float first;      // feature 0 of sample 0
        const char *note; // NULL: none about it
    } cases[] = {
        {"-1", "a,-1,ok\n1,2,3\n4,5,6\n", 1, "data.label -1 is the number of a column"},
        {"-1", "-1,-2,ok\n1,2,3\n4,5,6\n", 1, "and not the name of column 1"},
        {"-1", "a,-1,-1\n1,2,3\n4,5,6\n", 1, NULL},
        {"-1", "a,b,-1\n1,2,3\n4,5,6\n", 1, NULL},
        {"-3", "a,-3,ok\n1,2,3\n4,5,6\n", 2, "and not the name of column 2"},
        {"-9", "a,-9,ok\n1,2,3\n4,5,6\n", 1, NULL}, // there are not so many
        {"2", "2,-1,ok\n1,2,3\n4,5,6\n", 2, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Source s;
        DataSpec spec = data_spec(SOURCE_CSV);
        spec.header = HEADER_YES;
        spec.labels[0] = cases[i].label;
        if (!open_text(&s, spec, cases[i].csv)) continue;
        CHECK(data_value(&s.train, 0, 0) == cases[i].first, "case %zu: %g", i, (double)data_value(&s.train, 0, 0));
        CHECK(has_note(&s, cases[i].note ? cases[i].note : "data.label") == (cases[i].note != NULL), "case %zu: note",
              i);
        source_close(&s);
    }
}

static void check_classes(void) {
    static const struct {
        const char *csv, *names;
    } cases[] = {
        {"1,b\n2,a\n3,b\n", "a b "},
        {"1,B\n2,a\n3,\xc3\xa9\n4,Z\n", "B Z a \xc3\xa9 "},
        {"1,10\n2,9\n3,-1\n", "-1 9 10 "},
        {"1,2.0\n2,1\n3,2\n4,+1\n", "1 2 "},
        {"1, a \n2,\"a\"\n3,b\n", "a b "},
        {"1,ab\n2,a\n3,abc\n", "a ab abc "},
        {"1,\"x, y\"\n2,\"x\n\"\n3,\"x, y\"\n", "x\n x, y "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Source s;
        Text names = {0};
        if (!open_text(&s, data_spec(SOURCE_CSV), cases[i].csv)) continue;
        for (int32_t k = 0; k < s.train.classes; k++) text_printf(&names, "%s ", s.train.class_names[k]);
        CHECK_TEXT(names.data, cases[i].names);
        text_free(&names);
        source_close(&s);
    }
}

// `rows` rows with whole labels 0, 1, ..., each once or more often.
static const char *count_up(Text *t, int rows, int distinct) {
    t->size = 0;
    for (int i = 0; i < rows; i++) text_printf(t, "%d,%d\n", i, i % distinct);
    return t->data;
}

static void check_task(void) {
    Text t = {0};
    const struct {
        int task;
        const char *csv;
        int classes; // 0: regression
    } cases[] = {
        {TASK_AUTO, "1,0\n2,1\n", 2},
        {TASK_AUTO, "1,0.5\n2,1\n", 0},
        {TASK_AUTO, "1,1e0\n2,20e-1\n", 2},
        {TASK_CLASSIFICATION, "1,0.5\n2,1\n", 2},
        {TASK_REGRESSION, "1,0\n2,1\n", 0},
        {TASK_AUTO, NULL, 20},
        {TASK_AUTO, NULL, 0}, // 21 distinct
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Source s;
        DataSpec spec = data_spec(SOURCE_CSV);
        spec.task = cases[i].task;
        const char *csv = cases[i].csv ? cases[i].csv : count_up(&t, 42, cases[i].classes ? 20 : 21);
        if (!open_text(&s, spec, csv)) continue;
        CHECK(s.train.classes == cases[i].classes, "case %zu: %d classes", i, s.train.classes);
        CHECK(!s.train.target == (s.train.classes > 0) && !s.train.label == (s.train.classes == 0), "case %zu", i);
        source_close(&s);
    }
    text_free(&t);
}

// What is a label by its looks, what is one because somebody says so, and what is not.
static const struct {
    const char *label, *csv, *strip;
    int task, most;      // data.max_categories
    int classes;         // 0: regression; -1: refused
    const char *message; // of the refusal, or of a note
} label_cases[] = {
    {"-1", "1,a\n2,b\n3,c\n", "", TASK_AUTO, 3, 3, NULL},
    {"-1", "1,a\n2,b\n3,c\n", "", TASK_AUTO, 2, -1, ":1: column 2: the label has 3 different texts, like \"a\","},
    {"-1", "1,\n2,b\n3,c\n", "", TASK_AUTO, 1, -1, ":2: column 2: the label has 2 different texts, like \"b\","},
    {"-1", "1,a\n2,b\n3,c\n4,c\n", "", TASK_AUTO, 2, -1, "the label has 3 different texts"}, // not: a header?
    {"-1", "1,a\n2,b.\n3,b\n4,a\n", ".", TASK_AUTO, 2, 2, NULL},
    {"-1", "1,7.5\n2,?\n3,9\n4,2\n", "", TASK_CLASSIFICATION, 2, -1, ":1: column 2: the label has 3 different numbers"},
    {"-1", "1,7.5\n2,?\n3,9\n4,2\n", "", TASK_AUTO, 2, 0, NULL},
    {"-1", "1,5%\n2,6%\n", "%", TASK_CLASSIFICATION, 1, -1, "data.label, or say data.max_categories 2 to learn"},
    {"-1", "1,2024-05-31\n2,\n3,2024-06-01\n", "", TASK_AUTO, 9, -1, "column 2: the label \"2024-05-31\" is a date"},
    {"-1", "1,2024-05-31\n2,\n3,2024-05-31\n4,2024-06-01\n", "", TASK_CLASSIFICATION, 9, 2, NULL},
    {"-1", "x,3,w,1\n0,0,0,2024-05-31\n3,5,1,1\n6,3,4,0\n", "", TASK_AUTO, 9, -1,
     "labels that are no numbers: column 4: \"2024-05-31\" in line 2"},
    {"-1", "1,soon\n2,2024-05-31\n3,soon\n", "", TASK_AUTO, 9, 2, NULL},
    {"-1", "1,0x1f\n2,0x20\n", "", TASK_AUTO, 9, -1, "column 2: the label \"0x1f\" is hexadecimal"},
    {"-1", "1,0x1f\n2,0x20\n", "", TASK_CLASSIFICATION, 9, 2, NULL},
    {"-1", "1,yes\n2,no\n", "", TASK_AUTO, 9, 2, NULL},
    {"-1", "a,b,\n5,x,1\n7,y,2\n", "", TASK_AUTO, 9, -1,
     "counts the rows; column 2 (b) is the last that does not: name it"},
    {"-1", "a,b,\n5,x,1\n7,y,2\n", "", TASK_REGRESSION, 9, -1, "counts the rows; column 2 (b)"},
    {"-1", "a,b,,\n5,x,0,1\n7,y,1,2\n", "", TASK_AUTO, 9, -1, "counts the rows; column 2 (b)"},
    {"-1", "a,b,c,\n5,x,,1\n7,y,,2\n", "", TASK_AUTO, 9, -1, "column 2 (b) is the last that does not"},
    {"-1", "a,\n5,1\n7,2\n", "", TASK_AUTO, 9, -1,
     "counts the rows; name another column in data.label, or this one (2)"},
    {"3", "a,b,\n5,x,1\n7,y,2\n", "", TASK_AUTO, 9, 2, "column 3 is the label and only counts the rows: data.label"},
    {"-1", "a,b,c\n5,x,1\n7,y,2\n", "", TASK_AUTO, 9, 2, "column 3 (c) is the label and only counts the rows"},
    {"-1", "a,b,\n5,x,4\n7,y,5\n", "", TASK_AUTO, 9, 2, "column 3 is the label and only counts the rows"},
    {"-1", "5,x,1\n7,y,2\n", "", TASK_REGRESSION, 9, 0, "column 3 is the label and only counts the rows"},
    {"-1", "5,x,\n7,y,\n", "", TASK_AUTO, 9, -1,
     "column 3: no row has a label; column 2 is the last that is filled: name it in data.label (2), and this one "
     "in data.columns.ignore (3)"},
    {"-1", "a,b,c,\n5,x,,\n7,y,,\n", "", TASK_AUTO, 9, -1,
     "column 4: no row has a label; column 2 (b) is the last that is filled"},
    {"3", "5,x,\n7,y,\n", "", TASK_AUTO, 9, -1, "column 3: no row has a label; data.label names another column"},
    {"-1", "5,\n7,\n", "", TASK_AUTO, 9, -1, "column 2: no row has a label; data.label names another column"},
};

static void check_labels(void) {
    for (size_t i = 0; i < sizeof label_cases / sizeof *label_cases; i++) {
        Source s;
        DataSpec spec = data_spec(SOURCE_CSV);
        const char *message = label_cases[i].message;
        spec.labels[0] = label_cases[i].label;
        spec.label_strip = label_cases[i].strip;
        spec.task = label_cases[i].task;
        spec.max_categories = label_cases[i].most;
        spec.impute = IMPUTE_MOST_FREQUENT;
        if (label_cases[i].classes < 0) {
            spec.file = data_write_text("table.csv", label_cases[i].csv);
            data_refused(&spec, ERR_DATA, message);
            continue;
        }
        if (!open_text(&s, spec, label_cases[i].csv)) continue;
        CHECK(s.train.classes == label_cases[i].classes, "case %zu: %d classes", i, s.train.classes);
        CHECK(has_note(&s, message ? message : "is the label") == (message != NULL), "case %zu: its note", i);
        source_close(&s);
    }
}

// What is wrong with features and label is told in one message.
static void check_both_wrong(void) {
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = data_write_text("table.csv", "a,b,y\n5,,2024-05-31\n7,1,2024-06-01\n");
    data_refused(&spec, ERR_DATA, "table.csv:2: column 2 (b): 1 missing cell; data.impute");
    data_refused(&spec, ERR_DATA, "table.csv:2: column 3 (y): the label \"2024-05-31\" is a date");
}

static void check_numbers(void) {
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.task = TASK_REGRESSION;
    if (!open_text(&s, spec, "+1,-2.5e-3,\t.5 , 7. ,0.1\n\"3\",1E2,3.4028235e38,1e-50,-0.25\n")) return;
    const float want[] = {1, -2.5e-3f, 0.5f, 7, 3, 100, 3.4028235e38f, 0};
    CHECK(data_is(&s.train, want, 2), "the numbers");
    CHECK(s.train.target[0] == 0.1f && s.train.target[1] == -0.25f, "the targets");
    source_close(&s);
}

// Several labels: columns in the order of data.label, in both tables, whatever data.task auto would make of the first.
static void check_targets(void) {
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = data_write_text("train.csv", "a,b,c,d\n1,2,3,4\n5,6,7,8\n9,2,4,6\n");
    spec.test_file = data_write_text("test.csv", "a,b,c,d\n10,20,30,40\n50,60,70,80\n");
    spec.labels[0] = "d", spec.labels[1] = "2";
    spec.label_count = 2;
    if (!data_open(&s, &spec)) return;
    CHECK(s.train.classes == 0 && s.train.targets == 2 && s.train.features == 2, "two of four are predicted");
    const float target[] = {4, 2, 8, 6, 6, 2}, test_target[] = {40, 20, 80, 60};
    CHECK(memcmp(s.train.target, target, sizeof target) == 0, "the targets");
    CHECK(data_value(&s.train, 1, 0) == 5 && data_value(&s.train, 1, 1) == 7, "the features");
    CHECK(memcmp(s.test.target, test_target, sizeof test_target) == 0, "the test table's targets");
    CHECK_TEXT(s.train.target_names[0], "d");
    CHECK_TEXT(s.train.target_names[1], "b");
    CHECK_TEXT(s.train.feature_names[1], "c");
    source_close(&s);
}

// Names of targets are their own and can be shown, or they are the columns' numbers.
static void check_target_names(void) {
    static const struct {
        const char *csv, *first, *second;
    } cases[] = {
        {"x,price,rooms\n1,2,3\n4,5,6\n", "price", "rooms"},
        {"x,\"a, b\",+\n1,2,3\n4,5,6\n", "a, b", "+"},
        {"x,y,y\n1,2,3\n4,5,6\n", "2", "3"},        // one name twice
        {"x,3,\n1,2,3\n4,5,6\n", "2", "3"},         // not "3" and a number that is the same
        {"x,y,a\x1b[1m\n1,2,3\n4,5,6\n", "2", "3"}, // a control character
        {"1,2,3\n4,5,6\n", "2", "3"},               // no header
        {"x,y,123456789 123456789 123456789 123456789 123456789 123456789 1\n1,2,3\n4,5,6\n", "2", "3"}, // too long
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Source s;
        DataSpec spec = data_spec(SOURCE_CSV);
        spec.labels[0] = "2", spec.labels[1] = "-1";
        spec.label_count = 2;
        if (strstr(cases[i].csv, "x,3")) spec.header = HEADER_YES, spec.labels[0] = "-2";
        if (!open_text(&s, spec, cases[i].csv)) continue;
        CHECK_TEXT(s.train.target_names[0], cases[i].first);
        CHECK_TEXT(s.train.target_names[1], cases[i].second);
        source_close(&s);
    }
}

static void check_test_file(void) {
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = data_write_text("train.csv", "a,b,c\n1,2,x\n3,4,y\n5,6,z\n");
    spec.test_file = data_write_text("test.csv", "\xef\xbb\xbf"
                                                 "a,b,c\r\n7,8,z\r\n9,10,x");
    if (!data_open(&s, &spec)) return;
    CHECK(s.train.samples == 3 && s.test.samples == 2 && s.test.features == 2, "sizes");
    CHECK(s.test.classes == 3 && s.test.label[0] == 2 && s.test.label[1] == 0, "classes are the training table's");
    CHECK(data_value(&s.test, 1, 0) == 9, "test values");
    CHECK(s.spec.train_size == 3 && s.spec.test_size == 2, "all of both");
    char both[65];
    memcpy(both, s.hash, sizeof both);
    source_close(&s);

    spec.test_file = data_write_text("test2.csv", "a,b,c\n7,8,z\n9,11,x\n");
    if (!data_open(&s, &spec)) return;
    CHECK(strcmp(both, s.hash) != 0, "the test table is part of the hash");
    source_close(&s);
}

// A path that is not there as given is looked for beside the config file.
static void check_folder(void) {
    Source s;
    Error e = {0};
    DataSpec spec = data_spec(SOURCE_CSV);
    data_write_text("beside.csv", three_rows);
    spec.file = "beside.csv";
    Status status = source_open(&s, &spec, data_folder, &e);
    CHECK(status == OK, "%s", e.text);
    if (status == OK) source_close(&s);
    spec.file = "nowhere.csv";
    CHECK(source_open(&s, &spec, data_folder, &e) == ERR_DATA, "not found");
    CHECK(strstr(e.text, data_folder) && strstr(e.text, "nowhere.csv"), "both places are named: %s", e.text);
}

static void check_real(void) {
    static const struct {
        const char *name;
        int task, samples, features, classes;
    } tables[] = {
        {"iris", TASK_AUTO, 150, 4, 3},        {"wine", TASK_AUTO, 178, 13, 3},
        {"sonar", TASK_AUTO, 208, 60, 2},      {"pima-indians-diabetes", TASK_AUTO, 768, 8, 2},
        {"ionosphere", TASK_AUTO, 351, 34, 2}, {"housing", TASK_AUTO, 506, 13, 0},
        {"abalone", TASK_AUTO, 4177, 10, 0},   {"winequality-red", TASK_REGRESSION, 1599, 11, 0},
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char name[64];
        snprintf(name, sizeof name, "tabular/%s.csv", tables[i].name);
        Source s;
        DataSpec spec = data_spec(SOURCE_CSV);
        spec.file = data_real(name);
        spec.task = tables[i].task;
        if (!file_exists(spec.file)) {
            SKIP("real tables are not at hand");
            return;
        }
        if (!data_open(&s, &spec)) continue;
        const Dataset *d = &s.train;
        CHECK(d->samples == tables[i].samples && d->features == tables[i].features && d->classes == tables[i].classes,
              "%s: %d x %d, %d classes", tables[i].name, d->samples, d->features, d->classes);
        source_close(&s);
    }
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = data_real("tabular/auto_imports.csv");
    data_refused(&spec, ERR_DATA,
                 "auto_imports.csv: 6 of its 26 columns cannot be trained on as they are:\n"
                 "  missing cells: column 2: 37, column 6: 2, column 19: 4, column 20: 4, column 22: 2, column 23: 2;");
}

int main(void) {
    data_test_begin();
    check_plain();
    check_header();
    check_label_column();
    check_names_that_count();
    check_classes();
    check_task();
    check_labels();
    check_both_wrong();
    check_numbers();
    check_targets();
    check_target_names();
    check_test_file();
    check_folder();
    check_real();
    return data_test_end("table_columns");
}
