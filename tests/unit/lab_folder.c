// The results folder: what is refused, what --restart removes, and what it leaves alone.
#include <sys/stat.h>
#include <unistd.h>

#include "lab/folder.h"
#include "lab/manifest.h"
#include "lab/names.h"
#include "unit/lab_test.h"

static Experiment experiment;
static Plan plan;

static char *made(const char *name) {
    Error e = {0};
    char *path = lab_path(name);
    CHECK(folder_make(path, &e) == OK, "%s", e.text);
    return path;
}

static void write_manifest(const char *folder) {
    static const RunState states[4];
    static char *argv[] = {"regrun"};
    Manifest m = {.plan = &plan,
                  .states = states,
                  .kernel = "plain",
                  .jobs = 1,
                  .argc = 1,
                  .argv = argv,
                  .status = "done",
                  .started = 1700000000};
    Error e = {0};
    CHECK(manifest_write(&m, folder, &e) == OK, "%s", e.text);
}

static void check_refused(const char *folder, bool restart, const char *want) {
    Error e = {0};
    int lock;
    CHECK(folder_check(folder, restart, &e) == ERR_IO, "%s is accepted", folder);
    CHECK(strstr(e.text, want), "\"%s\" lacks \"%s\"", e.text, want);
    e = (Error){0};
    if (folder_take(folder, restart, &lock, &e) == OK) {
        CHECK(false, "%s is taken", folder);
        close(lock);
    }
}

static void check_taken(const char *folder, bool restart) {
    Error e = {0};
    int lock = -1;
    CHECK(folder_check(folder, restart, &e) == OK, "%s", e.text);
    CHECK(folder_take(folder, restart, &lock, &e) == OK, "%s", e.text);
    close(lock);
}

static void new_folder(void) {
    CHECK(!folder_exists(lab_path("new/deep")), "there already");
    Error e = {0};
    CHECK(folder_check(lab_path("new/deep"), false, &e) == OK, "%s", e.text);
    CHECK(!file_exists(lab_path("new")), "a check has made it");
    check_taken(lab_path("new/deep"), false);
    CHECK(folder_exists(lab_path("new/deep")), "not made");
}

static void held_results(void) {
    char *folder = made("held");
    write_manifest(folder);
    check_refused(folder, false, "--restart");
    lab_write("held/notes.txt", "mine");
    lab_write("held/log.csv", "old");
    lab_write("held/summary.csv", "old");
    made("held/runs/plain/seed-1");
    check_taken(folder, true);
    CHECK(!file_exists(lab_path("held/log.csv")) && !file_exists(lab_path("held/summary.csv")), "old results stay");
    CHECK(!file_exists(lab_path("held/runs")) && !file_exists(lab_path("held/" FILE_MANIFEST)), "old results stay");
    CHECK_TEXT(lab_read("held/notes.txt"), "mine");
}

// Files of our names in a folder that is not ours.
static void foreign_folder(void) {
    char *folder = made("foreign");
    lab_write("foreign/data.csv", "mine");
    check_taken(folder, false);
    lab_write("foreign/config.json", "{}");
    check_refused(folder, false, "holds config.json");
    check_refused(folder, true, "holds config.json");
    CHECK_TEXT(lab_read("foreign/config.json"), "{}");
    lab_write("foreign/" FILE_MANIFEST, "{\"name\": \"an extension of a browser\"}");
    check_refused(folder, true, "not ours");
    made("theirs/runs");
    check_refused(lab_path("theirs"), true, "holds runs");
}

static void no_folder(void) {
    lab_write("file", "text");
    check_refused(lab_path("file"), false, "is no folder");
    check_refused(lab_path("file/below"), false, "is no folder");
    if (geteuid() == 0) {
        SKIP("root may write anywhere");
        return;
    }
    char *folder = made("locked");
    CHECK(chmod(folder, 0500) == 0, "chmod");
    check_refused(lab_path("locked/below"), false, "Permission denied");
}

static void two_at_once(void) {
    char *folder = made("busy");
    Error e = {0};
    int first = -1, second = -1;
    CHECK(folder_take(folder, false, &first, &e) == OK, "%s", e.text);
    CHECK(folder_take(folder, false, &second, &e) == ERR_IO, "taken twice");
    CHECK(strstr(e.text, "another regrun"), "%s", e.text);
    close(first);
    check_taken(folder, false);
}

static void run_folders(void) {
    Error e = {0};
    CHECK(folder_make_runs(made("runs-here"), &plan, &e) == OK, "%s", e.text);
    CHECK(folder_exists(lab_path("runs-here/runs/a/seed-1")), "not made");
    CHECK(folder_exists(lab_path("runs-here/runs/b%20c/seed-2")), "not made");
}

int main(void) {
    Error e = {0};
    lab_test_begin();
    lab_experiment(&experiment, "{\"name\": \"f\", " LAB_DATA ", \"seeds\": 2,"
                                " \"settings\": [{\"name\": \"a\"}, {\"name\": \"b c\", \"train.momentum\": 0.5}]}");
    CHECK(plan_make(&plan, &experiment, &e) == OK, "%s", e.text);
    new_folder();
    held_results();
    foreign_folder();
    no_folder();
    two_at_once();
    run_folders();
    plan_close(&plan);
    experiment_free(&experiment);
    return lab_test_end("lab_folder");
}
