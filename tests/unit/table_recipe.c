// A recipe: what training learned of a table, as JSON and back, and another table read by it.
#include "base/text.h"
#include "config/recipe_json.h"
#include "unit/data_test.h"

// What a recipe needs to be used: the model's file has the classes.
typedef struct Kept {
    char *json;
    const char *const *classes;
    int32_t count;
    Recipe recipe; // read back
} Kept;

static const char *write_recipe(const Recipe *r) {
    Text out = {0};
    JsonWriter w = {.out = &out};
    recipe_write_json(r, &w);
    return text_keep(&out, &data_arena);
}

// Trains on all of a source: writes its recipe, reads it back, writes it again.
static bool keep(Kept *k, const Source *s, Split *split) {
    Error e = {0};
    Recipe r;
    Status status = source_whole(s, 1, 5, &data_arena, split, &e);
    if (status == OK) status = recipe_of(&r, s, split, &data_arena, &e);
    CHECK(status == OK, "%s", e.text);
    const char *json = write_recipe(&r);
    *k = (Kept){.json = arena_text(&data_arena, json), .classes = s->train.class_names, .count = s->train.classes};
    status = recipe_from_json(&k->recipe, "m", json, strlen(json), k->classes, k->count, &data_arena, &e);
    CHECK(status == OK, "%s: %s", e.text, json);
    if (status == OK) CHECK_TEXT(write_recipe(&k->recipe), json);
    CHECK(k->recipe.features == split->train.data->features, "%d features", k->recipe.features);
    return status == OK;
}

// --- The same table by its recipe: the same samples, the same answers

static const char people[] = "id,age,city,paid,hired\n"
                             "a1,30,Rome,1.5,yes\n"
                             "b2,,Oslo,2.5,no\n"
                             "c3,50,?,,no\n"
                             "d4,41,Bern,4,yes\n"
                             "e5,41,Rome,0.1,no\n";

static const struct {
    const char *about, *csv;
    int impute;
    const char *label[2], *ignore;
    const char *json;
} tables[] = {
    {"numbers alone",
     "1,2.5,x\n3,4,y\n",
     IMPUTE_REFUSE,
     {"-1"},
     NULL,
     "{\"header\":false,\"decimal\":\".\",\"columns\":3,\"features\":[{\"column\":1},{\"column\":2}],\"labels\":[{"
     "\"column\":3}]}"},
    {"bytes, filled",
     "a,b,y\n1,2,x\n3,4,y\n5,4,y\n",
     IMPUTE_MEAN,
     {"-1"},
     NULL,
     "{\"header\":true,\"columns\":3,\"features\":[{\"column\":1,\"name\":\"a\",\"fill\":3},"
     "{\"column\":2,\"name\":\"b\",\"fill\":3.3333332538604736}],\"labels\":[{\"column\":3,\"name\":\"y\"}]}"},
    {"words and gaps", people, IMPUTE_MEDIAN, {"hired"}, "id", NULL},
    {"the most frequent", people, IMPUTE_MOST_FREQUENT, {"hired"}, "id", NULL},
    {"indicators",
     people,
     IMPUTE_INDICATOR,
     {"hired"},
     "id",
     "{\"header\":true,\"decimal\":\".\",\"columns\":5,\"features\":[{\"column\":2,\"name\":\"age\",\"fill\":41,"
     "\"indicator\":true},"
     "{\"column\":3,\"name\":\"city\",\"categories\":[\"Bern\",\"Oslo\",\"Rome\"],\"fill\":\"Rome\",\"indicator\":true}"
     ","
     "{\"column\":4,\"name\":\"paid\",\"fill\":2,\"indicator\":true}],\"labels\":[{\"column\":5,\"name\":\"hired\"}]}"},
    {"a target", people, IMPUTE_MEAN, {"age"}, "id", NULL},
    {"two targets", "u,v,w,k\n1,2,3.5,q\n4,5,6.25,r\n7,8,9,q\n", IMPUTE_REFUSE, {"w", "u"}, NULL, NULL},
    {"categories that are numbers, one name twice",
     "n,n,n,y\n1,07,x,1\n2,7.0,y,2\n3,8,x,1\n4,9,x,2\n",
     IMPUTE_REFUSE,
     {"-1"},
     NULL,
     NULL},
    {"quotes in names",
     "\"a \"\"b\"\"\",\"c,d\",y\n1,\"x,\"\"y\",\"p,q\"\n2,z,\"r\"\"\"\n",
     IMPUTE_REFUSE,
     {"-1"},
     NULL,
     NULL},
};

static void check_answers(const Dataset *got, const Dataset *want, const RecipeRows *rows) {
    CHECK(got->classes == want->classes && got->targets == want->targets, "%d classes", got->classes);
    for (int32_t i = 0; i < rows->known.count && i < want->samples; i++) {
        const int32_t row = rows->known.row[i];
        if (got->label) CHECK(got->label[row] == want->label[i], "label %d", i);
        for (int32_t k = 0; got->target && k < got->targets; k++)
            CHECK(got->target[row * got->targets + k] == want->target[i * got->targets + k], "target %d", i);
    }
    for (int32_t k = 0; got->targets > 1 && k < got->targets; k++)
        CHECK_TEXT(got->target_names[k], want->target_names[k]);
}

static void check_same(void) {
    for (size_t c = 0; c < sizeof tables / sizeof *tables; c++) {
        Source s;
        Split split;
        Kept kept;
        RecipeRows rows;
        Error e = {0};
        Notes notes = {.arena = &data_arena};
        DataSpec spec = data_spec(SOURCE_CSV);
        spec.file = data_write_text("table.csv", tables[c].csv);
        spec.impute = tables[c].impute;
        spec.label_count = tables[c].label[1] ? 2 : 1;
        for (int i = 0; i < spec.label_count; i++) spec.labels[i] = tables[c].label[i];
        const char *ignored[] = {tables[c].ignore};
        if (tables[c].ignore) spec.ignore = (TextList){ignored, 1};
        if (!data_open(&s, &spec)) continue;
        if (keep(&kept, &s, &split)) {
            if (tables[c].json) CHECK_TEXT(kept.json, tables[c].json);
            const Status status = recipe_read(&rows, &kept.recipe, spec.file, &spec, &data_arena, &notes, &e);
            CHECK(status == OK, "%s: %s", tables[c].about, e.text);
            const Dataset *want = split.train.data;
            bool same = status == OK && rows.data.features == want->features && rows.known.count == want->samples;
            for (int32_t i = 0; same && i < want->samples * want->features; i++)
                same = data_value(&rows.data, rows.known.row[i / want->features], i % want->features) ==
                       data_value(want, i / want->features, i % want->features);
            CHECK(same, "%s: the same samples", tables[c].about);
            if (status == OK) check_answers(&rows.data, want, &rows), table_text_close(&rows.text);
        }
        source_close(&s);
    }
}

// --- Other tables

typedef struct Other {
    const char *csv;
    const char *message;          // NULL: it is read
    int32_t rows, known, unknown; // then
    float value[8];               // of its samples, row by row
    const char *note;
} Other;

// Read by a recipe of people.csv, whose id is ignored: age, city (Bern, Oslo, Rome), paid.
static const Other filled[] = {
    {"id,age,city,paid,hired\nz,20,Rome,2,yes\n", NULL, 1, 1, 0, {20, 0, 0, 1, 2}, NULL},
    {"paid,extra,city,age\n2,w,Oslo,20\n", NULL, 1, 0, 0, {20, 0, 1, 0, 2}, NULL},
    {"age,age,city,paid\n20,1,Oslo,2\n", NULL, 1, 0, 0, {20, 0, 1, 0, 2}, "columns 1 and 2 are both named \"age\""},
    {"age;paid;city\n20,5;2;Bern\n", NULL, 1, 0, 0, {20.5f, 1, 0, 0, 2}, "read as cells between semicolons"},
    {"age,city,paid,hired\n20,Paris,2,maybe\n,,,\n1,?,2,?\n",
     NULL,
     3,
     0,
     1,
     {20, 0, 0, 0, 2},
     "1 cell of column 2 (city) holds a category"},
    {"age,city,paid,hired\n,,,no\n1,Oslo,1,?\n", NULL, 2, 1, 0, {41, 0, 0, 1, 2}, NULL},
    {"age,city\n20,Rome\n",
     "table.csv:1: there is no column \"paid\", which the model takes; the first line names \"age\", \"city\"",
     0,
     0,
     0,
     {0},
     NULL},
    {"Age,city,paid\n1,Rome,1\n",
     "\"age\", which the model takes; the first line names \"Age\", \"city\", \"paid\"; is it "
     "\"Age\" here? Rename it",
     0,
     0,
     0,
     {0},
     NULL},
    {"30,Rome,1\n40,Oslo,2\n", "there are no columns \"age\", \"city\" and \"paid\", which", 0, 0, 0, {0}, NULL},
    {"age~city~paid\n1~Rome~1\n", "say in data.separator what stands between them", 0, 0, 0, {0}, NULL},
    {"age,city,paid\nold,Rome,1\n2,Rome,1\n",
     "table.csv:2: column 1 (age): \"old\" is not a number, as the model takes here; correct it",
     0,
     0,
     0,
     {0},
     NULL},
    {"age,city,paid\n1,Rome,1\n2024-05-31,Rome,1e99\n",
     "column 1 (age): \"2024-05-31\" is a date, and the model takes a number here; write it as in the training "
     "table\n",
     0,
     0,
     0,
     {0},
     NULL},
    {"age,city,paid\n1,Rome,1e99\n", "column 3 (paid): \"1e99\" is too large for a 32-bit float", 0, 0, 0, {0}, NULL},
    {"age,city,paid\n", "the header is all there is", 0, 0, 0, {0}, NULL},
    {"", "the file is empty", 0, 0, 0, {0}, NULL},
    {"age,city,paid\n1,Rome\n", "table.csv:2: ", 0, 0, 0, {0}, NULL},
};

// By a recipe of four columns without names, the second of which is the label.
static const Other placed[] = {
    {"1,x,2,3\n", NULL, 1, 1, 0, {1, 2, 3}, NULL},
    {"1,2,3\n", NULL, 1, 0, 0, {1, 2, 3}, NULL},
    {"1,z,2,3,7,8\n", NULL, 1, 0, 1, {1, 2, 3}, NULL},
    {"1,2\n", "table.csv:1: 2 columns, but the table that the model was trained on had 4", 0, 0, 0, {0}, NULL},
    {"a,y,b,c\n1,x,2,3\n", "table.csv:1: column 1: \"a\" is not a number", 0, 0, 0, {0}, NULL},
    {"1,x,,3\n",
     "column 3: 1 missing cell, and the model learned nothing to put there; fill it in, leave the row out, or train "
     "again with data.impute median",
     0,
     0,
     0,
     {0},
     NULL},
};

static bool has_note(const Notes *n, const char *words) {
    for (int i = 0; i < n->count; i++)
        if (strstr(n->text[i], words)) return true;
    return false;
}

static void check_other(const Recipe *r, DataSpec spec, const Other *o) {
    RecipeRows rows;
    Error e = {0};
    Notes notes = {.arena = &data_arena};
    spec.header = r->header ? HEADER_YES : HEADER_NO;
    const char *path = data_write_text("table.csv", o->csv);
    const Status status = recipe_read(&rows, r, path, &spec, &data_arena, &notes, &e);
    CHECK(status == (o->message ? ERR_DATA : OK), "%s: %d %s", o->csv, status, e.text);
    if (o->message) CHECK(status != OK && strstr(e.text, o->message), "got \"%s\", want \"%s\"", e.text, o->message);
    if (status != OK) return;
    const Dataset *d = &rows.data;
    CHECK(d->samples == o->rows && rows.known.count == o->known && rows.unknown == o->unknown,
          "%s: %d rows, %d known, %d not", o->csv, d->samples, rows.known.count, rows.unknown);
    for (int32_t f = 0; f < d->features; f++)
        CHECK(data_value(d, 0, f) == o->value[f], "%s: feature %d is %g", o->csv, f, (double)data_value(d, 0, f));
    if (o->note) CHECK(has_note(&notes, o->note), "%s: a note: %s", o->csv, o->note);
    table_text_close(&rows.text);
}

static void check_others(void) {
    Source s;
    Split split;
    Kept kept;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = data_write_text("people.csv", people);
    spec.impute = IMPUTE_MEDIAN;
    spec.ignore = (TextList){(const char *const[]){"id"}, 1};
    if (!data_open(&s, &spec)) return;
    if (keep(&kept, &s, &split))
        for (size_t i = 0; i < sizeof filled / sizeof *filled; i++) check_other(&kept.recipe, spec, &filled[i]);
    source_close(&s);
    spec = data_spec(SOURCE_CSV);
    spec.file = data_write_text("placed.csv", "5,x,2,3\n4,y,5.5,6\n7,x,8,9\n");
    spec.labels[0] = "2";
    if (!data_open(&s, &spec)) return;
    if (keep(&kept, &s, &split))
        for (size_t i = 0; i < sizeof placed / sizeof *placed; i++) check_other(&kept.recipe, spec, &placed[i]);
    source_close(&s);
}

// Of what is drawn: the table that `regrun data write` makes.
static void check_drawn(void) {
    static const int sources[] = {SOURCE_DIGITS, SOURCE_MOONS, SOURCE_TEACHER, SOURCE_LINEAR};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        Source s;
        Split split;
        Kept kept;
        DataSpec spec = data_spec(sources[i]);
        spec.train_size = spec.test_size = 20;
        source_sizes(&spec);
        if (!data_open(&s, &spec)) continue;
        if (keep(&kept, &s, &split)) {
            const Recipe *r = &kept.recipe;
            CHECK(r->header && r->columns == s.train.features + 1 && r->labels == 1, "%d columns", r->columns);
            if (sources[i] == SOURCE_DIGITS) CHECK_TEXT(r->feature[29].name, "r1c1");
            if (sources[i] == SOURCE_DIGITS) CHECK_TEXT(r->label[0].name, "digit");
        }
        source_close(&s);
    }
}

// A decimal mark that the new table does not prove is that of training.
static const Other marked[] = {
    {"a;b;y\n1,234;7;x\n", NULL, 1, 1, 0, {1.234f, 7}, NULL},
    {"a;b;y\n1.234;7;x\n", NULL, 1, 1, 0, {1234, 7}, NULL},
    {"a;b;y\n1.5;7;x\n",
     NULL,
     1,
     1,
     0,
     {1.5f, 7},
     "but numbers of the table that the model was trained on have a decimal comma"},
};

static void check_marks(void) {
    Source s;
    Split split;
    Kept kept;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = data_write_text("marks.csv", "a;b;y\n1,5;7;x\n2,25;8;z\n");
    if (!data_open(&s, &spec)) return;
    if (keep(&kept, &s, &split)) {
        CHECK(strstr(kept.json, "\"decimal\":\",\"") && !strstr(kept.json, "guessed"), "%s", kept.json);
        for (size_t i = 0; i < sizeof marked / sizeof *marked; i++) check_other(&kept.recipe, spec, &marked[i]);
    }
    source_close(&s);
    spec.file = data_write_text("marks.csv", "a;b;y\n1,234;7;x\n2,345;8;z\n");
    if (!data_open(&s, &spec)) return;
    const Other proven = {.csv = "a;b;y\n1.5;7;x\n", .message = "was only guessed for the table that the model"};
    if (keep(&kept, &s, &split)) {
        CHECK(strstr(kept.json, "\"decimal_guessed\":true"), "%s", kept.json);
        check_other(&kept.recipe, spec, &proven);
    }
    source_close(&s);
}

// --- Recipes that strangers wrote

#define WHOLE(columns, features, labels)                                                                               \
    "{\"header\": true, \"columns\": " columns ", \"features\": " features ", \"labels\": " labels "}"
#define OF(features) WHOLE("3", "[" features "]", "[{\"column\": 3, \"name\": \"y\"}]")

static const struct {
    const char *json, *message;
} damaged[] = {
    {OF("{\"column\": 1}"), NULL},
    {"", "the columns that it says it was trained on: "},
    {"[]", "they must be an object"},
    {"{\"header\": 1}", "\"header\" must be true or false"},
    {"{\"header\": true, \"header\": true}", "header"},
    {"{\"header\": true, \"columns\": 3, \"decimal\": \";\"}", "\"decimal\" must be a point or a comma"},
    {"{\"header\": true, \"columns\": 3, \"decimal\": 1}", "\"decimal\" must be a point or a comma"},
    {WHOLE("1e9", "[]", "[]"), "\"columns\" must be a whole number from 2"},
    {WHOLE("2.5", "[]", "[]"), "\"columns\" must be a whole number from 2"},
    {WHOLE("\"3\"", "[]", "[]"), "\"columns\" must be a whole number from 2"},
    {WHOLE("3", "[]", "[]"), "\"features\" must be a list of 1 to 3"},
    {WHOLE("3", "{\"a\": 1}", "[]"), "\"features\" must be a list of 1 to 3"},
    {OF("1"), "feature 1 is no object"},
    {OF("{}"), "\"column\" of feature 1 must be a whole number from 1 to 3"},
    {OF("{\"column\": 0}"), "\"column\" of feature 1 must be a whole number from 1 to 3"},
    {OF("{\"column\": 4}"), "\"column\" of feature 1 must be a whole number from 1 to 3"},
    {OF("{\"column\": 1, \"name\": 7}"), "\"name\" of feature 1 must be a text"},
    {OF("{\"column\": 1, \"same\": 3}"), "\"same\" of feature 1 must be a whole number below 3"},
    {OF("{\"column\": 1, \"indicator\": 1}"), "\"indicator\" of feature 1 must be true or false"},
    {OF("{\"column\": 1, \"indicator\": true}"), "feature 1 has an \"indicator\", but no \"fill\""},
    {OF("{\"column\": 1}, {\"column\": 1}"), "column 1 is there twice"},
    {OF("{\"column\": 2, \"name\": \"a\"}, {\"column\": 1, \"name\": \"b\"}"), "feature 2 does not stand behind"},
    {OF("{\"column\": 1, \"name\": \"a\"}, {\"column\": 2, \"name\": \"a\"}"), "two have the name \"a\""},
    {OF("{\"column\": 1, \"name\": \"y\"}"), "two have the name \"y\""},
    {OF("{\"column\": 3}"), "column 3 is there twice"},
    {OF("{\"column\": 1, \"categories\": []}"), "\"categories\" of feature 1 must be a list of 1 to 10000"},
    {OF("{\"column\": 1, \"categories\": \"a\"}"), "\"categories\" of feature 1 must be a list of 1 to 10000"},
    {OF("{\"column\": 1, \"categories\": [1]}"), "the categories of feature 1 must be texts"},
    {OF("{\"column\": 1, \"categories\": [\"b\", \"a\"]}"), "the categories of feature 1 are not each there once"},
    {OF("{\"column\": 1, \"categories\": [\"a\", \"a\"]}"), "the categories of feature 1 are not each there once"},
    {OF("{\"column\": 1, \"categories\": [\"1.0\", \"2\"]}"), "the categories of feature 1 are not each there once"},
    {OF("{\"column\": 1, \"fill\": 1e99}"), "\"fill\" of feature 1 must be a number within a 32-bit float"},
    {OF("{\"column\": 1, \"fill\": \"a\"}"), "\"fill\" of feature 1 must be a number within a 32-bit float"},
    {OF("{\"column\": 1, \"fill\": null}"), "\"fill\" of feature 1 must be a number within a 32-bit float"},
    {OF("{\"column\": 1, \"categories\": [\"a\"], \"fill\": \"b\"}"), "must be one of its categories, or null"},
    {OF("{\"column\": 1, \"name\": \"a\", \"fill\": 1}, {\"column\": 2, \"name\": \"b\"}"), "some have none"},
    {WHOLE("3", "[{\"column\": 1}]", "[]"), "\"labels\" must be a list of 1 to 1"},
    {WHOLE("3", "[{\"column\": 1}]", "[{\"column\": 2}, {\"column\": 3}]"), "\"labels\" must be a list of 1 to 1"},
    {WHOLE("3", "[{\"column\": 1}]", "[null]"), "label 1 is no object"},
};

static void check_damaged(void) {
    static const char *const good[] = {"no", "yes"}, *const bad[] = {"yes", "no"};
    Recipe r;
    Error e = {0};
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        const char *json = damaged[i].json;
        const Status status = recipe_from_json(&r, "m", json, strlen(json), good, 2, &data_arena, &e);
        CHECK(status == (damaged[i].message ? ERR_DATA : OK), "%s: %d %s", json, status, e.text);
        if (damaged[i].message) CHECK(strstr(e.text, damaged[i].message), "%s: got \"%s\"", json, e.text);
    }
    const char *json = damaged[0].json;
    const Status status = recipe_from_json(&r, "m", json, strlen(json), bad, 2, &data_arena, &e);
    CHECK(status == ERR_DATA && strstr(e.text, "the classes are not each there once and in order"), "%s", e.text);
    for (size_t n = 0; n < strlen(tables[4].json); n++) // cut anywhere
        CHECK(recipe_from_json(&r, "m", arena_text_n(&data_arena, tables[4].json, n), n, good, 2, &data_arena, &e) ==
                  ERR_DATA,
              "%zu bytes", n);
}

int main(void) {
    data_test_begin();
    check_same();
    check_others();
    check_marks();
    check_drawn();
    check_damaged();
    return data_test_end("table_recipe");
}
