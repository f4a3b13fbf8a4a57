// Results made of texts, in a folder that goes at the end.
#ifndef REPORT_TEST_H
#define REPORT_TEST_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/text.h"
#include "compare/comparison.h"
#include "report/words.h"
#include "results/results.h"
#include "test.h"

static char report_folder[] = "/tmp/regrun-report-XXXXXX";
static Arena report_arena; // paths and texts of the test
static Error report_error;

static inline void report_begin(void) {
    CHECK(mkdtemp(report_folder) != NULL);
}

static inline int report_end(const char *name) {
    CHECK(folder_remove(report_folder, &report_error) == OK, "%s", report_error.text);
    arena_free(&report_arena);
    return test_end(name);
}

// Writes a file in a folder `experiment` of the test's folder; returns the path of that folder.
static inline const char *report_write(const char *experiment, const char *file, const char *text) {
    char *folder = path_join(&report_arena, report_folder, experiment);
    CHECK(folder_make(folder, &report_error) == OK, "%s", report_error.text);
    CHECK(file_write(path_join(&report_arena, folder, file), text, strlen(text), &report_error) == OK);
    return folder;
}

static inline Status report_read(Results *r, const char *log) {
    const char *folder = report_write("x", "log.csv", log);
    return results_read(r, &folder, 1, &report_error);
}

// Reads a log that is good and compares its settings.
static inline void report_compare(Comparison *c, Results *r, const char *log, const char *baseline) {
    CHECK(report_read(r, log) == OK, "%s", report_error.text);
    CHECK(comparison_make(c, r, &(ComparisonOptions){.baseline = baseline, .reach = NAN}, &report_error) == OK, "%s",
          report_error.text);
}

// The words of a comparison; they live in report_arena.
static inline const char *report_kept(Text *t) {
    const char *kept = text_keep(t, &report_arena);
    CHECK(kept != NULL);
    return kept ? kept : "";
}

static inline const char *report_verdict(const Comparison *c, int setting, int k) {
    Text t = {0};
    words_verdict(&t, c, setting, k);
    return report_kept(&t);
}

static inline void report_free(Comparison *c, Results *r) {
    comparison_free(c);
    results_free(r);
}

#endif
