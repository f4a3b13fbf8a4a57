// The results folder: what is refused, what --restart removes, and what it leaves alone.
#include <sys/stat.h>
#include <unistd.h>

#include "base/maker.h"
#include "lab/folder.h"
#include "lab/manifest.h"
#include "lab/names.h"
#include "lab/scan.h"
#include "unit/lab_test.h"

enum { NOBODY = 65534 };

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
    Store store;
    CHECK(store_open(&store, folder, &e) == OK && manifest_write(&m, &store, &e) == OK, "%s", e.text);
    store_close(&store);
}

static void check_refused(const char *folder, bool restart, const char *want) {
    Error e = {0};
    Store store;
    CHECK(folder_check(folder, restart, &e) == ERR_IO, "%s is accepted", folder);
    CHECK(strstr(e.text, want), "\"%s\" lacks \"%s\"", e.text, want);
    e = (Error){0};
    if (folder_take(folder, restart, &store, &e) == OK) {
        CHECK(false, "%s is taken", folder);
        store_close(&store);
    }
}

static void check_taken(const char *folder, bool restart) {
    Error e = {0};
    Store store;
    CHECK(folder_check(folder, restart, &e) == OK, "%s", e.text);
    CHECK(folder_take(folder, restart, &store, &e) == OK, "%s", e.text);
    store_close(&store);
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
    check_taken(folder, false);
    CHECK(file_exists(lab_path("held/" FILE_MANIFEST)), "taken up, nothing is removed");
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
        SKIP("root may write anywhere, and cannot become somebody else");
        return;
    }
    char *folder = made("locked");
    CHECK(chmod(folder, 0500) == 0, "chmod");
    check_refused(lab_path("locked/below"), false, "Permission denied");
}

// The same folder is taken by several; only --restart wants it alone: an attempt that is alive (its folder was just
// touched, and its process is this one) refuses it.
static void two_at_once(void) {
    char *folder = made("busy"), host[64], name[200];
    write_manifest(folder);
    check_taken(folder, false);
    check_taken(folder, false);
    gethostname(host, sizeof host);
    for (char *c = host; *c; c++)
        if (*c == '-') *c = '_';
    snprintf(name, sizeof name, "busy/attempts/0123456789abcdef/%s-%d-0000", host, (int)getpid());
    made(name);
    check_refused(folder, true, "another regrun is at work");
    check_taken(folder, false);
    snprintf(name, sizeof name, "busy/attempts/0123456789abcdef/%s-%d-0000", host, 0x3fffffff); // of no process
    CHECK(rename(lab_path("busy/attempts/0123456789abcdef"), lab_path("busy/moved")) == 0, "rename");
    made(name);
    check_taken(folder, true);
    CHECK(!file_exists(lab_path("busy/attempts")), "not removed");
}

// What a killed regrun left half written goes with the results; what a living one, here or elsewhere, is writing stays.
static void temporary_files(void) {
    char host[HOST_SIZE], dead[2 * HOST_SIZE], own[2 * HOST_SIZE];
    char *folder = made("temporary");
    maker_host(host);
    snprintf(dead, sizeof dead, "temporary/log.csv.%s-%d-0000.tmp", host, 0x3fffffff);
    snprintf(own, sizeof own, "temporary/log.csv.%s-%d-0000.tmp", host, (int)getpid());
    // A process of the same number that began at another time.
    char maker[MAKER_SIZE], before[2 * HOST_SIZE];
    Error e = {0};
    CHECK(maker_name(maker, &e) == OK, "%s", e.text);
    char *last = maker + strlen(maker) - 1;
    *last = *last == '0' ? '1' : '0';
    snprintf(before, sizeof before, "temporary/log.csv.%s.tmp", maker);
    write_manifest(folder);
    lab_write(dead, "half");
    lab_write(own, "half");
    lab_write(before, "half");
    lab_write("temporary/log.csv.other.host-12-0000.tmp", "half");
    lab_write("temporary/notes.other.host-12-0000.tmp", "mine");
    check_taken(folder, true);
    CHECK(!file_exists(lab_path(dead)), "stays");
    CHECK(file_exists(lab_path(own)), "is being written");
    CHECK(!file_exists(lab_path(before)), "a number that came again is taken for its process");
    CHECK(file_exists(lab_path("temporary/log.csv.other.host-12-0000.tmp")), "is being written elsewhere");
    CHECK(file_exists(lab_path("temporary/notes.other.host-12-0000.tmp")), "is not ours");
}

// --restart removes all or nothing.
static void not_removable(void) {
    char *folder = made("half");
    write_manifest(folder);
    lab_write("half/log.csv", "old");
    made("half/runs/a/seed-1");
    if (geteuid() == 0) {
        SKIP("root may remove anything, and cannot become somebody else");
        return;
    }
    CHECK(chmod(lab_path("half/runs/a"), 0500) == 0, "chmod");
    check_refused(folder, true, "cannot remove");
    CHECK(file_exists(lab_path("half/log.csv")), "half of it is gone");
    CHECK(chmod(lab_path("half/runs/a"), 0700) == 0, "chmod");
}

int main(void) {
    Error e = {0};
    // Root is refused nothing: it becomes somebody else here, and root again for what the build's flags write at the
    // end.
    bool other = geteuid() == 0 && setresuid(NOBODY, NOBODY, 0) == 0;
    lab_test_begin();
    lab_experiment(&experiment, "{\"name\": \"f\", " LAB_DATA ", \"seeds\": 2,"
                                " \"settings\": [{\"name\": \"a\"}, {\"name\": \"b c\", \"train.momentum\": 0.5}]}");
    CHECK(plan_make(&plan, &experiment, &e) == OK, "%s", e.text);
    new_folder();
    held_results();
    foreign_folder();
    no_folder();
    two_at_once();
    temporary_files();
    not_removable();
    plan_close(&plan);
    experiment_free(&experiment);
    int status = lab_test_end("lab_folder");
    return other && setresuid(0, 0, 0) != 0 ? 1 : status;
}
