// Which options stand in the log: those that differ, and those that somebody asked for.
#include "config/varied.h"

#include "config/resolved.h"
#include "test.h"

static Status read_json(Experiment *x, const char *json, const char *const *set, Error *e) {
    Overrides o = {.set = (const char **)set};
    static char text[16384];
    snprintf(text, sizeof text, "%s", json);
    ConfigText config = {.name = "t.json", .folder = "", .text = text, .size = strlen(text)};
    while (set[o.set_count]) o.set_count++;
    return experiment_read_text(x, &config, &o, e);
}

// "train.epochs train.momentum*": a star where it differs.
static Text list(const Experiment *x) {
    Text t = {0};
    for (int i = 0; i < x->varied_count; i++)
        text_printf(&t, "%s%s%s", i ? " " : "", x->varied[i], x->differs[i] ? "*" : "");
    return t;
}

static const struct {
    const char *json, *set[4], *want;
} cases[] = {
    {"{}", {NULL}, NULL},
    // What --set gives or the sweep has stands there in the table's order, also where it is the default.
    {"{}", {"train.momentum=0.9", "train.batch_size=3"}, "train.batch_size train.momentum"},
    {"{ \"sweep\": { \"train.batch_size\": [3] } }", {NULL}, "train.batch_size"},
    {"{ \"sweep\": [ { \"train.batch_size\": 3 }, { \"train.batch_size\": 3, \"train.momentum\": 0 } ] }",
     {NULL},
     "train.batch_size train.momentum*"},
    {"{}", {"train.epochs=3,4"}, "train.epochs*"},
    {"{ \"settings\": [ { \"name\": \"a\" }, { \"name\": \"b\", \"train.epochs\": 3 } ] }",
     {"train.batch_size=8"},
     "train.epochs* train.batch_size"},
    // An object gives several.
    {"{}", {"train.optimizer={\"kind\": \"adam\", \"beta2\": 0.9}"}, "train.optimizer train.optimizer.beta2"},
    // The config's list; by any name that the option has; --set adds to it.
    {"{ \"columns\": [\"train.momentum\", \"regularize.batch_norm.on\"] }",
     {"train.batch_size=3"},
     "train.batch_size train.momentum regularize.batch_norm"},
    {"{ \"columns\": [] }", {NULL}, NULL},
    // Not of what no row hangs on, nor of paths, unless they differ.
    {"{ \"data.source\": \"csv\" }",
     {"data.file=x.csv", "data.max_bytes=9", "train.save=last", "train.epochs=3"},
     NULL},
    {"{ \"settings\": [ { \"name\": \"a\" }, { \"name\": \"b\", \"train.save\": \"last\" } ] }", {NULL}, "train.save*"},
};

static void test_columns(void) {
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Experiment x;
        Error e;
        CHECK(read_json(&x, cases[i].json, cases[i].set, &e) == OK, "%zu: %s", i, e.text);
        Text t = list(&x);
        CHECK(cases[i].want ? t.data && strcmp(t.data, cases[i].want) == 0 : !t.data, "%zu: %s", i,
              t.data ? t.data : "none");
        text_free(&t);
        experiment_free(&x);
    }
}

// The resolved config remembers them, and settings hold only what differs.
static void test_resolved(void) {
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Experiment x, again;
        Error e;
        Text first = {0}, second = {0};
        CHECK(read_json(&x, cases[i].json, cases[i].set, &e) == OK, "%zu: %s", i, e.text);
        experiment_resolved(&x, &first);
        CHECK(read_json(&again, first.data, (const char *const[]){NULL}, &e) == OK, "%zu: %s", i, e.text);
        experiment_resolved(&again, &second);
        Text a = list(&x), b = list(&again);
        CHECK_TEXT(b.data ? b.data : "", a.data ? a.data : "");
        CHECK_TEXT(second.data, first.data);
        CHECK(i > 0 || !strstr(first.data, "\n  \"columns\": ["), "%s", first.data);
        CHECK(i != 1 || strstr(first.data, "{\"name\": \"base\"}"), "%s", first.data);
        Text *all[] = {&first, &second, &a, &b};
        for (int k = 0; k < 4; k++) text_free(all[k]);
        experiment_free(&x);
        experiment_free(&again);
    }
}

int main(void) {
    test_columns();
    test_resolved();
    return test_end("config_varied");
}
