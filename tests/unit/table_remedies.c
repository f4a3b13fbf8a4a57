// What mends a table that cannot be trained on as it is, as JSON to paste.
#include "table/remedies.h"

#include "base/text.h"
#include "config/run_spec.h"
#include "table/columns.h"
#include "unit/data_test.h"

#define USUAL "\"?\", \"NA\", \"N/A\", \"NaN\", \"nan\", \"null\", \"NULL\", \"None\", \"-\""

// Reads the table under `spec` and finds what mends it; how many problems there are.
static int32_t find(Remedies *r, const DataSpec *spec, const char *path, Arena *arena) {
    Table t;
    TableProblems problems = {.count = 0};
    Notes notes = {.arena = arena};
    Error e = {0};
    Status status = table_read(&t, path, spec, NULL, columns_choice(spec), arena, NULL, &notes, &e);
    if (status == OK) status = table_problems(&problems, &t, spec, NULL, arena, &e);
    if (status == OK) status = remedies_find(r, &problems, &t, NULL, spec, arena, &e);
    CHECK(status == OK, "%s", e.text);
    return status == OK ? problems.count : -1;
}

// What mends it, as JSON. Once that is given, nothing is wrong any more: at once, or where it says so, after another
// look or two.
static void remedies_of(Text *out, const DataSpec *spec, const char *csv) {
    Remedies r;
    RunSpec run;
    Arena arena = {0};
    Error e = {0};
    const char *path = data_write_text("t.csv", csv);
    CHECK(options_default(&run, &arena, &e) == OK, "%s", e.text);
    run.data = *spec;
    int32_t problems = find(&r, &run.data, path, &arena);
    out->size = 0;
    remedies_json(&r, out);
    for (int looks = 0; problems > 0 && r.count > 0 && looks < 3; looks++) {
        const bool again = r.again;
        for (int32_t i = 0; i < r.count; i++)
            CHECK(option_set_text(&run, NULL, r.remedy[i].option, r.remedy[i].value, &arena, &e) == OK, "%s", e.text);
        problems = find(&r, &run.data, path, &arena);
        CHECK(problems == 0 || again, "\"%s\": %d problems are left under %s", csv, problems, out->data);
    }
    CHECK(problems == 0 || r.count == 0, "\"%s\": %d problems are left", csv, problems);
    arena_free(&arena);
}

static void check_known(void) {
    static const struct {
        const char *csv, *json;
    } cases[] = {
        {"a,y\n1,p\n2,q\n", "{}"},
        {"a,y\n1,p\n,q\n", "{\"impute\": \"median\"}"},
        {"a,y\n1,p\nunknown,q\n2,p\n3,q\n", "{\"impute\": \"median\", \"missing\": [" USUAL ", \"unknown\"]}"},
        // several columns and words, those that come again once
        {"a,b,y\n1,5,p\nu,v,q\n2,w,p\nu,6,q\n3,u,p\n4,7,q\n5,8,p\n",
         "{\"impute\": \"median\", \"missing\": [" USUAL ", \"u\", \"v\", \"w\"]}"},
        {"a,b,y\n1,5,p\nu,,q\n2,6,p\n", "{\"impute\": \"median\", \"missing\": [" USUAL ", \"u\"]}"},
        // too many in one column; too many in the next
        {"z,a,y\n7,1,p\n10,u,q\n8,v,p\n11,w,q\n9,x,p\n7,2,q\n10,3,p\n8,4,q\n11,5,p\n",
         "{\"columns\": {\"ignore\": [\"a\"]}}"},
        {"a,b,y\n1,5,p\nu,6,q\nv,x,p\n2,z,q\n3,7,p\n4,8,q\n5,9,p\n",
         "{\"impute\": \"median\", \"missing\": [" USUAL ", \"u\", \"v\"], \"columns\": {\"ignore\": [\"b\"]}}"},
        // no fewer words than numbers; something else is wrong there; truths
        {"z,a,y\n7,1,p\n10,u,q\n", "{\"columns\": {\"ignore\": [\"a\"]}}"},
        {"z,a,y\n7,1,p\n10,u,q\n8,2,p\n11,0x5,q\n9,3,p\n", "{\"columns\": {\"ignore\": [\"a\"]}}"},
        {"z,a,y\n7,1,p\n10,u,q\n8,2,p\n11,2020-01-01,q\n9,3,p\n", "{\"columns\": {\"ignore\": [\"a\"]}}"},
        {"z,a,y\n7,1,p\n10,u,q\n8,2,p\n11,1e40,q\n9,3,p\n7,4,q\n", "{\"columns\": {\"ignore\": [\"a\"]}}"},
        {"z,a,y\n7,1,p\n10,yes,q\n8,2,p\n11,3,q\n", "{\"columns\": {\"ignore\": [\"a\"]}}"},
        // no column would be left
        {"a,y\n1,p\nu,q\n", "{}"},
        {"a,b,y\n1,0x5,p\nu,0x6,q\n", "{}"},
        // a category, or a class, of the same name
        {"a,b,y\n1,u,p\nu,v,q\n2,v,p\n3,u,q\n", "{\"columns\": {\"ignore\": [\"a\"]}}"},
        {"z,a,y\n7,1,p\n10,p,q\n8,2,p\n11,3,q\n", "{\"columns\": {\"ignore\": [\"a\"]}}"},
        // labels: the few odd ones are missing, and nothing takes their place; others only a change of the file mends
        {"a,y\n1,0.5\n2,<5\n3,1.5\n4,2.5\n", "{\"missing\": [" USUAL ", \"<5\"]}"},
        {"a,y\n1,0.5\n<5,<5\n3,1.5\n4,2.5\nu,3.5\n",
         "{\"impute\": \"median\", \"missing\": [" USUAL ", \"<5\", \"u\"]}"},
        {"a,y\n,0.5\n2,p\n3,q\n4,2.5\n", "{}"},
        {"a,y\n,$5\n2,$6\n3,$7\n", "{}"},
        {"a;y\n;1,5\n2;2.5\n3;3,5\n", "{}"},
        {"a,y\n,\"1,5\"\n2,\"2,5\"\n3,\"3,5\"\n", "{\"decimal\": \",\"}"},
        // a line that is no row: none, for what mends its cells would train on it
        {"a,b,y\ncm,kg,p\n1,2,q\n3,4,p\n5,6,q\n", "{}"},
        {"a,y\n1,2.5\ncm,kg\n3,4\n5,6\n", "{}"},
        {"a,b,y\n1,2,q\n3,4,p\n5,6,q\nTotal,,p\n", "{}"},
        {"a,b,y\n1,u,p\n2,v,q\na,b,y\n3,u,p\na,b,y\n4,v,p\n", "{}"},
        {"a,b,y\nu,2,p\n3,v,q\n3,4,p\n5,6,q\n", "{\"impute\": \"median\", \"missing\": [" USUAL ", \"u\", \"v\"]}"},
        {"a,b,c,y\nu,v,5,p\n3,4,5,q\n5,6,5,q\n", "{\"impute\": \"median\", \"missing\": [" USUAL ", \"u\", \"v\"]}"},
        // what changes how all is read stands alone: names in the first row, a decimal mark
        {"x,3,y\n1,1e39,p\n2,4,q\n", "{\"header\": true}"},
        {"a,b,y\n\"1,5\",,p\n2,2,q\n3,3,p\n", "{\"decimal\": \",\"}"},
        // what is a number with the other mark is worth mending
        {"z;a;y\n7;1.5;p\n10;u;q\n8;2,5;p\n11;3;q\n9;4;p\n", "{\"columns\": {\"ignore\": [\"a\"]}}"},
    };
    Text got = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const DataSpec spec = data_spec(SOURCE_CSV);
        remedies_of(&got, &spec, cases[i].csv);
        CHECK_TEXT(got.data, cases[i].json);
    }
    text_free(&got);
}

// What the options say already stays: the list of missing texts, ignored columns, an imputation.
static void check_given(void) {
    Text got = {0};
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.impute = IMPUTE_MEAN;
    spec.missing = (TextList){(const char *const[]){"none", "?"}, 2};
    spec.ignore = (TextList){(const char *const[]){"b"}, 1};
    remedies_of(&got, &spec, "a,b,d,y\n1,u,2020-01-01,p\nu,none,2020-01-01,q\n?,u,2020-01-01,p\n2,k,2020-01-01,q\n");
    CHECK_TEXT(got.data, "{\"missing\": [\"none\", \"?\", \"u\"], \"columns\": {\"ignore\": [\"b\", \"d\"]}}");
    text_free(&got);
}

int main(void) {
    data_test_begin();
    check_known();
    check_given();
    return data_test_end("table_remedies");
}
