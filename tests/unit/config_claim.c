// "claim" in a config: what is read and written back, what a config takes from the one that it extends, and that no run
// is another one by it.
#include <stdlib.h>
#include <unistd.h>

#include "base/files.h"
#include "config/claim.h"
#include "config/resolved.h"
#include "test.h"

static char folder[] = "/tmp/regrun-claim-XXXXXX";

static void write_file(const char *name, const char *text) {
    Error e;
    CHECK(file_write(name, text, strlen(text), &e) == OK, "%s", e.text);
}

static void read_file(Experiment *x, const char *name) {
    Error e;
    CHECK(experiment_read(x, name, NULL, &e) == OK, "%s", e.text);
}

static Text resolved(const char *name, Experiment *x) {
    Text text = {0};
    read_file(x, name);
    experiment_resolved(x, &text);
    CHECK(!text.failed);
    return text;
}

#define WHOLE                                                                                                          \
    "{\"chapter\": \"dropout\", \"says\": \"it \\\"helps\\\"\", \"by\": \"A & B (2014)\", \"picture\": \"gap\"}"
#define DEEP "{\"chapter\": \"noise\", \"says\": \"it grows\", \"picture\": \"gradient_norm by depth\"}"
#define SHORT "{\"chapter\": \"noise\", \"says\": \"it hurts\"}"

// In the resolved config it stands as it was given, and is read from there.
static void test_round_trip(void) {
    static const char *const claims[] = {WHOLE, SHORT, DEEP};
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        Experiment x, again;
        Text json = {0};
        text_printf(&json, "{ \"claim\": %s, \"probe\": \"gradients\" }", claims[i]);
        write_file("t.json", json.data);
        Text first = resolved("t.json", &x);
        CHECK(strstr(first.data, claims[i]), "%s", first.data);
        write_file("resolved.json", first.data);
        Text second = resolved("resolved.json", &again);
        CHECK(strstr(second.data, claims[i]), "%s", second.data);
        CHECK_TEXT(again.claim.says, x.claim.says);
        CHECK_TEXT(again.claim.by, x.claim.by);
        CHECK(again.claim.chapter == x.claim.chapter && again.claim.picture == x.claim.picture);
        CHECK(again.claim.by_depth == (i == 2) && again.claim.probe == x.claim.probe);
        text_free(&json);
        text_free(&first);
        text_free(&second);
        experiment_free(&x);
        experiment_free(&again);
    }
}

// The claim is that of the config it extends, unless it has one of its own, whole, or says null.
static void test_extends(void) {
    static const struct {
        const char *json, *says;
    } cases[] = {
        {"{ \"extends\": \"base.json\" }", "it \"helps\""},
        {"{ \"extends\": \"base.json\", \"claim\": " SHORT " }", "it hurts"},
        {"{ \"extends\": \"base.json\", \"claim\": null }", NULL},
    };
    write_file("base.json", "{ \"claim\": " WHOLE " }");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Experiment x;
        write_file("t.json", cases[i].json);
        Text text = resolved("t.json", &x);
        CHECK((x.claim.chapter != NULL) == (cases[i].says != NULL), "%zu", i);
        if (cases[i].says) CHECK_TEXT(x.claim.says, cases[i].says);
        if (i == 1) CHECK(!*x.claim.by && !x.claim.picture, "nothing is left of the other claim");
        CHECK((strstr(text.data, "\"claim\"") != NULL) == (cases[i].says != NULL), "%s", text.data);
        text_free(&text);
        experiment_free(&x);
    }
}

// What a run is, and the config that is just that run, know of no claim.
static void test_identity(void) {
    Experiment with, without;
    Text a = {0}, b = {0}, run = {0};
    write_file("t.json", "{ \"claim\": " WHOLE " }");
    read_file(&with, "t.json");
    write_file("t.json", "{}");
    read_file(&without, "t.json");
    experiment_identity(&with, 0, &a);
    experiment_identity(&without, 0, &b);
    CHECK_TEXT(a.data, b.data);
    experiment_resolved_run(&with, 0, 1, &run);
    CHECK(!strstr(run.data, "claim"), "%s", run.data);
    text_free(&a);
    text_free(&b);
    text_free(&run);
    experiment_free(&with);
    experiment_free(&without);
}

int main(void) {
    Error e;
    CHECK(mkdtemp(folder) && chdir(folder) == 0);
    test_round_trip();
    test_extends();
    test_identity();
    CHECK(chdir("/") == 0 && folder_remove(folder, &e) == OK);
    return test_end("config_claim");
}
