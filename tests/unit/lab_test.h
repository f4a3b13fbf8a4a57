// What the tests of the lab share: a folder of their own, and experiments in it.
#ifndef LAB_TEST_H
#define LAB_TEST_H

#include <stdlib.h>

#include "base/arena.h"
#include "base/files.h"
#include "config/experiment.h"
#include "lab/plan.h"
#include "test.h"

static char lab_folder[64]; // made by lab_test_begin, removed by lab_test_end
static Arena lab_arena;

static inline void lab_test_begin(void) {
    strcpy(lab_folder, "/tmp/regrun-lab-XXXXXX");
    if (!mkdtemp(lab_folder)) exit(1);
}

static inline int lab_test_end(const char *name) {
    Error e;
    folder_remove(lab_folder, &e);
    arena_free(&lab_arena);
    return test_end(name);
}

static inline char *lab_path(const char *name) {
    return path_join(&lab_arena, lab_folder, name);
}

static inline void lab_write(const char *name, const char *text) {
    Error e = {0};
    Status s = file_write(lab_path(name), text, strlen(text), &e);
    CHECK(s == OK, "%s", e.text);
}

// The text of a file in the folder; "" when there is none.
static inline const char *lab_read(const char *name) {
    char *data = NULL;
    size_t size;
    Error e = {0};
    return file_read(&lab_arena, lab_path(name), &data, &size, &e) == OK ? data : "";
}

// Reads an experiment from its text.
static inline void lab_experiment(Experiment *x, const char *config) {
    Overrides none = {0};
    Error e = {0};
    lab_write("experiment.json", config);
    Status s = experiment_read(x, lab_path("experiment.json"), &none, &e);
    CHECK(s == OK, "%s", e.text);
    if (s) exit(lab_test_end("lab"));
}

// Eight samples of two classes, drawn from a table.
static inline void lab_table(void) {
    lab_write("table.csv", "a,b,label\n1,2,x\n2,1,x\n3,5,x\n4,4,x\n5,3,y\n6,9,y\n7,8,y\n8,7,y\n");
}

#define LAB_DATA "\"data\": {\"source\": \"csv\", \"file\": \"table.csv\", \"train_size\": 4, \"test_size\": 4}"

#endif
