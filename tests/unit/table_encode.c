// From a table to the samples of a dataset: which columns become which features, categories, labels, notes.
#include "base/text.h"
#include "table/encode.h"
#include "unit/data_test.h"

static bool open_text(Source *s, DataSpec spec, const char *text) {
    spec.file = data_write_text("table.csv", text);
    return data_open(s, &spec);
}

static void refuse_text(DataSpec spec, const char *text, Status code, const char *message) {
    spec.file = data_write_text("table.csv", text);
    data_refused(&spec, code, message);
}

static TextList list_of(const char *const *items, int count) {
    return (TextList){.item = items, .count = count};
}

#define LIST(...)                                                                                                      \
    list_of((const char *const[]){__VA_ARGS__}, (int)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)))

static bool has_note(const Source *s, const char *words) {
    for (int i = 0; i < s->notes.count; i++)
        if (strstr(s->notes.text[i], words)) return true;
    return false;
}

static void check_names(const Dataset *d, const char *want) {
    Text names = {0};
    for (int32_t f = 0; f < d->features; f++) text_printf(&names, "%s|", d->feature_names[f]);
    CHECK_TEXT(names.data, want);
    text_free(&names);
}

// --- Which columns

static const char five[] = "id,a,b,c,y\n7,1,2,x,0\n9,3,4,y,1\n4,5,7,x,0\n";

static void check_choice(void) {
    static const struct {
        const char *list, *item, *names;
    } cases[] = {
        {"ignore", "id", "a|b|c=x|c=y|"},
        {"ignore", "1", "a|b|c=x|c=y|"},
        {"ignore", "-5", "a|b|c=x|c=y|"},
        {"ignore", "1-2", "b|c=x|c=y|"},
        {"ignore", "4", "id|a|b|"},
        {"use", "c", "c=x|c=y|"},
        {"use", "2-3", "a|b|"},
        {"use", "y", NULL},
        {"categorical", "a", "id|a=1|a=3|a=5|b|c=x|c=y|"},
        {"numeric", "1-3", "id|a|b|c=x|c=y|"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Source s;
        DataSpec spec = data_spec(SOURCE_CSV);
        TextList list = LIST(cases[i].item);
        if (strcmp(cases[i].list, "ignore") == 0) spec.ignore = list;
        if (strcmp(cases[i].list, "use") == 0) spec.use = list;
        if (strcmp(cases[i].list, "categorical") == 0) spec.categorical = list;
        if (strcmp(cases[i].list, "numeric") == 0) spec.numeric = list;
        if (!cases[i].names) {
            refuse_text(spec, five, ERR_CONFIG, "data.use: leaves ");
            continue;
        }
        if (!open_text(&s, spec, five)) continue;
        check_names(&s.train, cases[i].names);
        source_close(&s);
    }
}

static void check_refusals(void) {
    const struct {
        TextList ignore, categorical, numeric, use;
        const char *message;
    } cases[] = {
        {.ignore = LIST("y"), .message = "data.columns.ignore: column 5 (y) is the label"},
        {.ignore = LIST("a", "3-5"), .message = "data.columns.ignore: column 5 (y) is the label"},
        {.numeric = LIST("y"), .message = "data.columns.numeric: column 5 (y) is the label; data.task"},
        {.ignore = LIST("a"),
         .numeric = LIST("2"),
         .message = "data.columns.numeric: column 2 (a) is in data.columns.ignore, too"},
        {.ignore = LIST("a"), .use = LIST("a"), .message = "data.use: column 2 (a) is in data.columns.ignore, too"},
        {.categorical = LIST("a"),
         .numeric = LIST("a"),
         .message = "data.columns.numeric: column 2 (a) is in data.columns.categorical, too"},
        {.ignore = LIST("idd"), .message = "has no column \"idd\"; did you mean \"id\"?"},
        {.ignore = LIST("6"), .message = "has no column 6; its columns are 1 to 5, or -1 to -5 from the right"},
        {.ignore = LIST("4-2"), .message = "has no column 4-2; its columns are 1 to 5"},
        {.ignore = LIST("0-2"), .message = "has no column 0-2; its columns are 1 to 5"},
        {.use = LIST("2-9"), .message = "data.use: "},
        {.ignore = LIST("1-4"), .message = "data.columns.ignore: leaves "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        DataSpec spec = data_spec(SOURCE_CSV);
        spec.ignore = cases[i].ignore;
        spec.categorical = cases[i].categorical;
        spec.numeric = cases[i].numeric;
        spec.use = cases[i].use;
        refuse_text(spec, five, ERR_CONFIG, cases[i].message);
    }
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.ignore = LIST("id");
    refuse_text(spec, "1,2,x\n3,5,y\n", ERR_CONFIG,
                "data.columns.ignore is the name \"id\", but the first line looks that");
}

// --- One-hot

// Names and numbers as pandas.get_dummies has them.
static void check_pandas(void) {
    Source s, want;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = "tests/fixtures/one_hot_encoded.csv";
    if (!data_open(&want, &spec)) return;
    spec.file = "tests/fixtures/one_hot.csv";
    spec.categorical = LIST("grade");
    if (data_open(&s, &spec)) {
        CHECK(s.train.features == want.train.features, "%d features", s.train.features);
        for (int32_t f = 0; f < s.train.features && f < want.train.features; f++)
            CHECK_TEXT(s.train.feature_names[f], want.train.feature_names[f]);
        bool same = s.train.features == want.train.features && s.train.samples == want.train.samples;
        for (int32_t i = 0; same && i < s.train.samples; i++)
            for (int32_t f = 0; f < s.train.features; f++)
                same &= data_value(&s.train, i, f) == data_value(&want.train, i, f);
        CHECK(same, "the numbers");
        source_close(&s);
    }
    source_close(&want);
}

static void check_groups(void) {
    Source s;
    if (!open_text(&s, data_spec(SOURCE_CSV), "b,1.5,x\na,2.5,y\nb,4,x\n")) return;
    const Dataset *d = &s.train;
    const float want[] = {0, 1, 1.5f, 1, 0, 2.5f, 0, 1, 4};
    CHECK(d->features == 3 && data_is(d, want, 3), "the numbers");
    check_names(d, "column 1=a|column 1=b|column 2|");
    CHECK(d->groups == 2 && d->missing_count == 0, "%d groups", d->groups);
    if (d->groups == 2) {
        CHECK(d->group[0].kind == GROUP_ONE_HOT && d->group[0].first == 0 && d->group[0].count == 2, "one-hot");
        CHECK(d->group[1].kind == GROUP_NUMBER && d->group[1].first == 2 && d->group[1].column == 1, "number");
        CHECK_TEXT(d->group[1].name, "column 2");
    }
    source_close(&s);
}

static void check_order(void) {
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.categorical = LIST("1");
    if (!open_text(&s, spec, "10,x\n9,y\n1.0,x\n-2,x\n1,y\n")) return;
    check_names(&s.train, "column 1=-2|column 1=1|column 1=9|column 1=10|");
    source_close(&s);
    if (!open_text(&s, spec, "10,x\n9,y\nb,x\nB,x\n")) return;
    check_names(&s.train, "column 1=10|column 1=9|column 1=B|column 1=b|");
    source_close(&s);
}

static void check_unseen(void) {
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = data_write_text("train.csv", "k,v,y\na,1,p\nb,2.5,q\n");
    spec.test_file = data_write_text("test.csv", "k,v,y\nc,7,p\nb,8,q\nd,9,q\n");
    if (!data_open(&s, &spec)) return;
    const float want[] = {0, 0, 7, 0, 1, 8, 0, 0, 9};
    CHECK(s.test.features == 3 && data_is(&s.test, want, 3), "a category that is new is all zeros");
    CHECK(has_note(&s, "test.csv: 2 cells of column 1 (k) hold a category that the training table does not have"),
          "counted");
    source_close(&s);
}

// More categories than a table keeps, and a missing cell among them: only that one is missing.
static void check_beyond(void) {
    Source s;
    Text t = {0};
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.impute = IMPUTE_MOST_FREQUENT;
    text_add(&t, "k,y\n,p\n");
    for (int i = 0; i < CATEGORIES_MOST + 5; i++) text_printf(&t, "w%d,q\n", i);
    spec.file = data_write_text("train.csv", "k,y\na,p\nb,q\n");
    spec.test_file = data_write_text("test.csv", t.data);
    text_free(&t);
    if (!data_open(&s, &spec)) return;
    CHECK(s.test.missing_count == 1 && s.test.missing[0].sample == 0, "%d missing", s.test.missing_count);
    CHECK(has_note(&s, "test.csv: 10005 cells of column 1 (k) hold a category that the training table does not have"),
          "the others are new");
    source_close(&s);
}

// A table of bytes keeps them, as they are and encoded.
static void check_bytes(void) {
    static const uint8_t bytes[] = {7, 0, 9, 1, 8, 0};
    static const char *const category[] = {"v", "u"};
    TableColumn column[] = {{.name = "n", .kind = KIND_NUMERIC, .at = 0, .cells = {3}},
                            {.name = "c", .kind = KIND_NUMERIC, .at = 1, .cells = {3}},
                            {.name = "y", .role = ROLE_LABEL, .at = -1}};
    const Table t = {
        .path = "t", .columns = 3, .rows = 3, .header = true, .column = column, .width = 2, .bytes = bytes};
    const Rows all = {.count = 3}, some = {.row = (const int32_t[]){0, 2}, .count = 2};
    const DataSpec spec = data_spec(SOURCE_CSV);
    Notes notes = {.arena = &data_arena};
    Error e = {0};
    Encoding en;
    Dataset d = {0};
    CHECK(encoding_learn(&en, &t, NULL, &spec, &data_arena, &e) == OK, "%s", e.text);
    CHECK(encode(&en, &t, all, &d, &data_arena, &notes, &e) == OK, "%s", e.text);
    CHECK(d.pixels == bytes && !d.values && d.width == 0 && d.groups == 0, "the table's own bytes");
    d = (Dataset){0};
    CHECK(encode(&en, &t, some, &d, &data_arena, &notes, &e) == OK, "%s", e.text);
    CHECK(d.samples == 2 && d.pixels && memcmp(d.pixels, (uint8_t[]){7, 0, 8, 0}, 4) == 0, "some of its rows");

    column[1].kind = KIND_CATEGORICAL, column[1].category = category, column[1].categories = 2;
    d = (Dataset){0};
    CHECK(encoding_learn(&en, &t, NULL, &spec, &data_arena, &e) == OK, "%s", e.text);
    CHECK(encode(&en, &t, all, &d, &data_arena, &notes, &e) == OK, "%s", e.text);
    CHECK(d.pixels && memcmp(d.pixels, (uint8_t[]){7, 0, 1, 9, 1, 0, 8, 0, 1}, 9) == 0, "u is the first category");
}

// --- Missing cells

static void check_missing(void) {
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.impute = IMPUTE_MEDIAN;
    if (!open_text(&s, spec, "1,a,x\n,b,y\n3,?,x\nNA,a,y\n")) return;
    const Dataset *d = &s.train;
    const float want[] = {1, 1, 0, 0, 0, 1, 3, 0, 0, 0, 1, 0};
    CHECK(d->features == 3 && data_is(d, want, 4), "0 where nothing is");
    const MissingCell cells[] = {{1, 0}, {2, 1}, {3, 0}};
    CHECK(d->missing_count == 3 && memcmp(d->missing, cells, sizeof cells) == 0, "%d missing", d->missing_count);
    source_close(&s);
    spec.missing = LIST("a", "-9");
    if (!open_text(&s, spec, "1,a,x\n-9,b,y\n3,?,x\n4,a,y\n")) return;
    CHECK(s.train.missing_count == 3, "a and -9 are missing, ? is not: %d", s.train.missing_count);
    source_close(&s);
}

// How many cells are missing where data.missing lists numbers, and what is noted of these.
static const struct {
    const char *missing[4];
    const char *csv;
    int32_t cells; // missing ones of both tables
    const char *note;
} coded[] = {
    {{"-999"}, "a,b,y\n-999.0,-999.00,x\n1,-9.99e2,y\n2,\u2212999,x\n3,99.9,y\n", 4, NULL},
    {{"-999.0", "-999"}, "a,b,y\n-999,7,x\n1,5,y\n", 1, NULL},
    {{"-999"}, "a;b;y\n-999,0;-999;x\n1,5;-9.990;y\n", 2, NULL},
    {{"99.5"}, "a;b;y\n99,50;7;x\n1,25;5;y\n", 1, NULL}, // as JSON writes it
    {{"99,5"}, "a;b;y\n99,50;7;x\n1,25;5;y\n", 1, NULL}, // as the table does
    {{"1234"}, "a;b;y\n1.234;7;x\n1,25;5;y\n", 1, NULL},
    {{"-9"}, "a,b,y\n-9x,-9,x\nk,5,y\n-9.0,6,x\n", 2, NULL}, // among words, too
    {{"NA", "-9"}, "a,b,y\n7,1,x\n8,-9,y\n", 1, NULL},
    {{"NA", "-9", "u"}, "a,b,y\n7,1,x\n8,9,y\n", 0, "data.missing: \"-9\", \"u\" stand in no cell of "},
    {{"-9", "9"}, "a,b,y\n7,1,x\n8,9,y\n", 1, "data.missing: \"-9\" stands in no cell of "},
    {{"1e999", "-9"}, "a,b,y\n1e999,1,x\n8,-9,y\n", 2, NULL},
};

static void check_codes(void) {
    for (size_t i = 0; i < sizeof coded / sizeof *coded; i++) {
        Source s;
        DataSpec spec = data_spec(SOURCE_CSV);
        spec.missing.item = coded[i].missing;
        while (coded[i].missing[spec.missing.count]) spec.missing.count++;
        spec.impute = IMPUTE_MOST_FREQUENT;
        if (!open_text(&s, spec, coded[i].csv)) continue;
        CHECK(s.train.missing_count == coded[i].cells, "case %zu: %d missing", i, s.train.missing_count);
        CHECK(has_note(&s, coded[i].note ? coded[i].note : "data.missing") == (coded[i].note != NULL), "case %zu", i);
        source_close(&s);
    }
}

// A code of many, one that only the test table holds, and a label that is one.
static void check_further_codes(void) {
    const char *many[41];
    for (int i = 0; i < 41; i++)
        many[i] = arena_text(&data_arena, (char[]){'-', '1', (char)('0' + i / 10), (char)('0' + i % 10), 0});
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.impute = IMPUTE_MEDIAN;
    spec.missing = (TextList){many, 41};
    if (open_text(&s, spec, "a,y\n-140.0,x\n3,z\n-100,z\n")) {
        CHECK(s.train.missing_count == 2, "%d missing", s.train.missing_count);
        CHECK(has_note(&s, "\"-105\" and 34 more stand in no cell of "), "39 do not stand there");
        source_close(&s);
    }
    spec.missing = LIST("-7");
    spec.test_file = data_write_text("test.csv", "a,y\n-7.0,x\n");
    if (open_text(&s, spec, "a,y\n1,x\n3,z\n2,z\n")) {
        CHECK(s.test.missing_count == 1 && !has_note(&s, "data.missing"), "in the test table");
        source_close(&s);
    }
    spec.missing = LIST("-8");
    if (open_text(&s, spec, "a,y\n1,x\n3,z\n2,z\n")) {
        CHECK(has_note(&s, "table.csv or ") && has_note(&s, "test.csv"), "in neither");
        source_close(&s);
    }
    spec = data_spec(SOURCE_CSV);
    spec.missing = LIST("-999");
    if (open_text(&s, spec, "1,-999.00\n2,3.5\n3,4\n")) {
        CHECK(s.train.samples == 2 && s.train.target[0] == 3.5f, "%d samples", s.train.samples);
        source_close(&s);
    }
}

// --- The label

static void check_label(void) {
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
    if (open_text(&s, spec, "1,9007199254740993\n2,9007199254740992\n7,9007199254740993\n")) {
        CHECK(s.train.classes == 2, "beyond 2^53: %d classes", s.train.classes);
        CHECK_TEXT(s.train.class_names[0], "9007199254740992");
        CHECK(s.train.label[0] == 1 && s.train.label[1] == 0 && s.train.label[2] == 1, "apart");
        source_close(&s);
    }
    if (open_text(&s, spec, "1,x\n2,\n7,y\n8,?\n9,x\n")) {
        CHECK(s.train.samples == 3 && data_is(&s.train, (float[]){1, 7, 9}, 3), "rows without a label are left out");
        CHECK(has_note(&s, "table.csv: 2 rows have no label and are left out"), "and counted");
        source_close(&s);
    }
    if (open_text(&s, spec, "1,\n2,?\n5,?\n8,x\n9,y\n")) {
        CHECK(has_note(&s, "table.csv: 3 rows have no label and are left out, more than have one: data.label may name"),
              "more than have one, and no other column to take");
        source_close(&s);
    }
    if (open_text(&s, spec, "1,5,\n2,6,?\n8,7,x\n9,8,y\n")) {
        CHECK(s.train.samples == 2, "half of the rows are enough");
        source_close(&s);
    }
    if (open_text(&s, spec, "1,\n2,?\n7,y\n8,x\n9,y\n")) {
        CHECK(s.train.samples == 3 && data_is(&s.train, (float[]){7, 8, 9}, 3), "also where they are the first rows");
        CHECK(has_note(&s, "table.csv: 2 rows have no label and are left out"), "and counted");
        source_close(&s);
    }
    if (open_text(&s, spec, "1,0.5\n2,\n7,1.5\n8,0.25\n")) {
        CHECK(s.train.samples == 3 && s.train.target && s.train.target[1] == 1.5f, "targets, too");
        source_close(&s);
    }
    refuse_text(spec, "1,\n2,?\n7,NA\n", ERR_DATA, "column 2: no row has a label");
    spec.label_strip = ".";
    if (open_text(&s, spec, "1,x.\n2,x\n7,y..\n")) {
        CHECK(s.train.classes == 2 && s.train.label[0] == 0 && s.train.label[1] == 0, "x. is x");
        CHECK_TEXT(s.train.class_names[1], "y");
        source_close(&s);
    }
}

static void check_test_labels(void) {
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = data_write_text("train.csv", "v,y\n1,p\n5,q\n");
    spec.test_file = data_write_text("test.csv", "v,y\n1,?\n7,q\n");
    if (data_open(&s, &spec)) {
        CHECK(s.test.samples == 1 && s.test.label[0] == 1, "a test row without a label is left out");
        CHECK(has_note(&s, "test.csv: 1 row has no label and is left out"), "and counted");
        source_close(&s);
    }
    spec.test_file = data_write_text("test.csv", "v,y\n1,\n7,\n");
    data_refused(&spec, ERR_DATA, "test.csv: no row has a label");
    spec.file = data_write_text("train.csv", "v,y\n1,0.5\n5,2\n");
    spec.test_file = data_write_text("test.csv", "v,y\n1,1\n7,q\n");
    data_refused(&spec, ERR_DATA,
                 "test.csv:3: column 2 (y): the label \"q\" is not a number, but others are; correct it");
}

static void check_trailing_end(void) {
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = data_write_text("train.csv", "v,y\n1,<=50K\n5,>50K\n");
    spec.test_file = data_write_text("test.csv", "v,y\n1,<=50K.\n7,>50K.\n");
    data_refused(&spec, ERR_DATA,
                 "test.csv:2: column 2 (y): the class \"<=50K.\" does not occur in the training table; \"<=50K\" does: "
                 "data.label_strip \".\" makes one class of both");
    spec.label_strip = ".";
    if (!data_open(&s, &spec)) return;
    CHECK(s.test.label[0] == 0 && s.test.label[1] == 1, "one class of both");
    source_close(&s);
}

// --- Row numbers and other notes

static void check_index(void) {
    static const struct {
        const char *csv;
        int features;
    } cases[] = {
        {",a,y\n0,5,p\n1,7,q\n2,6,p\n", 1},
        {",a,y\n1,5,p\n2,7,q\n3,6,p\n", 1},
        {",a,y\n2,5,p\n3,7,q\n4,6,p\n", 2},
        {"id,a,y\n1,5,p\n2,7,q\n3,6,p\n", 2},
        {"1,5,p\n2,7,q\n3,6,p\n", 1},
        {"1,5,p\n2,7,q\n4,6,p\n", 2},
        {"1,p\n2,q\n3,p\n", 1}, // nothing else is left to learn from
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Source s;
        if (!open_text(&s, data_spec(SOURCE_CSV), cases[i].csv)) continue;
        CHECK(s.train.features == cases[i].features, "case %zu: %d features", i, s.train.features);
        CHECK(has_note(&s, "column 1 has no name and counts the rows: it is left out") ==
                  (s.train.features == 1 && i != 6),
              "case %zu: told", i);
        source_close(&s);
    }
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.numeric = LIST("1");
    if (!open_text(&s, spec, cases[0].csv)) return;
    CHECK(s.train.features == 2, "data.columns.numeric keeps it");
    source_close(&s);
}

static void check_notes(void) {
    Source s;
    if (open_text(&s, data_spec(SOURCE_CSV), "id,a,b,y\n7,1,k,p\n8,1,k,q\n9,1,k,p\n")) {
        CHECK(has_note(&s, "column 1 (id) only counts the rows: data.columns.ignore leaves it out"), "counts");
        CHECK(has_note(&s, "column 2 (a), column 3 (b) are each the same in every row"), "constant");
        source_close(&s);
    }
    if (open_text(&s, data_spec(SOURCE_CSV), "red,u\nblue,v\nred,w\nblue,v\n")) {
        CHECK(has_note(&s, "column 1 (red) is named after the first row, but others hold the same text"), "no header");
        source_close(&s);
    }
    if (open_text(&s, data_spec(SOURCE_CSV), "a,b,y\n7,1,p\n5,2,q\n9,1,p\n")) {
        CHECK(s.notes.count == 0, "nothing to tell: %s", s.notes.count ? s.notes.text[0] : "");
        source_close(&s);
    }
}

// --- Everything that is wrong, in one message

static void check_problems(void) {
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.max_categories = 2;
    spec.ignore = LIST("w");
    refuse_text(
        spec,
        "n,m,d,h,g,k,l,w,y\n"
        "1,,2024-05-31,0x1f,1e39,a,5,x,p\n"
        "x,2,2024-06-01,7,2,b,?,y,q\n"
        "3,NA,2024-06-02T10:00,8,3,c,6,z,p\n",
        ERR_DATA,
        "table.csv: 7 of its 9 columns cannot be trained on as they are:\n"
        "  missing cells: column 2 (m): 2, column 7 (l): 1; data.impute says what takes the place of missing cells: "
        "mean, median, most_frequent, drop_rows or indicator\n"
        "  words among numbers: column 1 (n): \"x\" in line 3; correct them, or name them in data.missing, or the "
        "columns in data.columns.categorical or data.columns.ignore\n"
        "  dates: column 3 (d): \"2024-05-31\" in line 2; ignore it (data.columns.ignore), or make it a number\n"
        "  hexadecimal numbers: column 4 (h): \"0x1f\" in line 2; write them as decimal numbers, or name the columns "
        "in data.columns.categorical or data.columns.ignore\n"
        "  numbers that are too large for a 32-bit float: column 5 (g): \"1e39\" in line 2; rescale the column, or "
        "ignore it (data.columns.ignore)\n"
        "  too many categories: column 6 (k): 3; ignore it (data.columns.ignore), or raise data.max_categories\n"
        "  all of it is mended by \"data\": {\"impute\": \"median\", \"missing\": [\"?\", \"NA\", \"N/A\", "
        "\"NaN\", \"nan\", \"null\", \"NULL\", \"None\", \"-\", \"x\"], \"columns\": {\"ignore\": [\"w\", \"d\", "
        "\"h\", \"g\", "
        "\"k\"]}}");
    Text wide = {0};
    for (int c = 0; c < 20; c++) text_add(&wide, ",");
    text_add(&wide, "y\n");
    for (int c = 0; c < 20; c++) text_add(&wide, "5,");
    text_add(&wide, "n\n");
    refuse_text(data_spec(SOURCE_CSV), wide.data, ERR_DATA, "column 8: 1 and 12 more; data.impute says");
    text_free(&wide);
}

// --- Invariance

static void check_columns_order(void) {
    Source s, shuffled;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.labels[0] = "y";
    if (!open_text(&s, spec, "a,b,c,y\n1,u,2.5,p\n3,v,4,q\n5,u,6,p\n")) return;
    spec.ignore = LIST("more");
    if (open_text(&shuffled, spec, "c,y,more,b,a\n2.5,p,2024-01-01,u,1\n4,q,0x1f,v,3\n6,p,,u,5\n")) {
        check_names(&s.train, "a|b=u|b=v|c|");
        check_names(&shuffled.train, "c|b=u|b=v|a|");
        const int32_t place[] = {3, 1, 2, 0};
        bool same = true;
        for (int32_t i = 0; i < 3; i++)
            for (int32_t f = 0; f < 4; f++)
                same &= data_value(&s.train, i, f) == data_value(&shuffled.train, i, place[f]);
        CHECK(same, "the features follow their columns");
        source_close(&shuffled);
    }
    source_close(&s);
}

// --- Reading once

// What differs only in what becomes of a table shares the one that was read.
static void check_like(void) {
    Source first, second;
    Error e = {0};
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = data_write_text("shared.csv", "a,b,y\n7,1.5,p\n5,2,q\n9,u,p.\n");
    spec.categorical = LIST("b");
    if (!data_open(&first, &spec)) return;
    data_write_text("shared.csv", "broken");
    spec.scaling = SCALING_MINMAX;
    Status status = source_open_like(&second, &spec, "", &first, &e);
    CHECK(status == OK, "%s", e.text);
    if (status == OK) {
        CHECK(second.train.values == first.train.values && second.train.values, "one copy of the samples");
        CHECK_TEXT(second.hash, first.hash);
        source_close(&second);
    }
    spec.label_strip = ".";
    status = source_open_like(&second, &spec, "", &first, &e);
    CHECK(status == OK, "%s", e.text);
    if (status == OK) {
        CHECK(second.files == first.files, "one copy of the table");
        CHECK(first.train.classes == 3 && second.train.classes == 2, "other classes");
        source_close(&second);
    }
    source_close(&first);
}

int main(void) {
    data_test_begin();
    check_choice();
    check_refusals();
    check_pandas();
    check_groups();
    check_order();
    check_unseen();
    check_beyond();
    check_bytes();
    check_missing();
    check_codes();
    check_further_codes();
    check_label();
    check_test_labels();
    check_trailing_end();
    check_index();
    check_notes();
    check_problems();
    check_columns_order();
    check_like();
    return data_test_end("table_encode");
}
