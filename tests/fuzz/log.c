// Logs, as `compare` reads, compares and prints them. What follows a 0 byte is a manifest.json beside the log, what
// follows another a config.json, and what follows a third a probe.csv; where that begins with a dot, there is none, and
// the experiment is compared with itself. The folder that the first input makes lives as long as the process.
#include <math.h>

#include "fuzz/fuzz.h"
#include "lab/names.h"
#include "report/instruments.h"
#include "report/page.h"
#include "report/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LOG_FILES = 4 };

static char log_folder[] = "/tmp/regrun-fuzz-XXXXXX";
static const char *const log_names[LOG_FILES] = {FILE_LOG, FILE_MANIFEST, FILE_CONFIG, FILE_PROBES};

static void log_path(char path[64], int i) {
    snprintf(path, 64, "%s/%s", log_folder, log_names[i]);
}

static void log_remove(void) {
    for (int i = 0; i < LOG_FILES; i++) {
        char path[64];
        log_path(path, i);
        unlink(path);
    }
    rmdir(log_folder);
}

// The folder's files are links to files in memory; a link is there where its part of the input is. Whether the
// experiment is compared with itself.
static bool log_write(FuzzInput in) {
    static FuzzFile files[LOG_FILES];
    static bool there[LOG_FILES], made;
    if (!made) fuzz_holds(mkdtemp(log_folder) != NULL && atexit(log_remove) == 0, "a folder can be made");
    made = true;
    bool twice = false;
    for (int i = 0; i < LOG_FILES; i++) {
        char path[64];
        const bool itself = i == LOG_FILES - 1 && in.at < in.end && *in.at == '.';
        const bool given = i == 0 || (in.at < in.end && !itself);
        if (itself) twice = true;
        FuzzInput part = fuzz_part(&in, 0);
        log_path(path, i);
        const char *file = fuzz_file(&files[i], part.at, (size_t)(part.end - part.at));
        if (given && !there[i]) fuzz_holds(symlink(file, path) == 0, "a link can be made");
        if (!given && there[i]) fuzz_holds(unlink(path) == 0, "a link can be removed");
        there[i] = given;
    }
    return twice;
}

static void log_brief(Text *out, const Comparison *c) {
    report_brief(out, c, &(ReportStyle){.columns = 60});
}

// What instruments said, in every format.
static void log_print_probes(const Comparison *c) {
    InstrumentView view = {.full = true};
    Error e = {0};
    Text t = {0};
    fuzz_holds(instruments_make(&view.in, c, &e) == OK, "there is memory");
    memcpy(view.wanted, view.in.said, sizeof view.wanted);
    instruments_text(&t, &view, &(ReportStyle){.columns = 80});
    instruments_latex(&t, &view);
    instruments_csv(&t, &view);
    instruments_json(&t, &view);
    fuzz_holds(!t.failed && strlen(t.data) == t.size, "reports hold no 0 byte");
    text_free(&t);
    instruments_free(&view.in);
}

// All as text, the other formats by turns: printing takes the longest.
static void log_print(const Comparison *c, size_t turn) {
    static void (*const formats[])(Text *, const Comparison *) = {
        report_markdown, report_latex, report_csv, report_json, summary_csv, log_brief, page_html,
    };
    const ReportStyle style = {.columns = 80, .unicode = true, .plot = true};
    Text t = {0};
    report_text(&t, c, &style);
    formats[turn % (sizeof formats / sizeof *formats)](&t, c);
    fuzz_holds(!t.failed && strlen(t.data) == t.size, "reports hold no 0 byte");
    text_free(&t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *const folders[] = {log_folder, log_folder};
    Results results;
    Comparison comparison = {.results = NULL};
    Error e = {0};
    const int count = log_write((FuzzInput){data, data + size}) ? 2 : 1;
    Status status = results_read(&results, folders, count, &e);
    if (!status) {
        status = comparison_make(&comparison, &results, &(ComparisonOptions){.reach = NAN}, &e);
        if (!status) log_print(&comparison, size);
        if (!status) log_print_probes(&comparison);
        comparison_free(&comparison);
    }
    results_free(&results);
    fuzz_holds(!status || (e.status == status && e.text[0]), "a refusal says why");
    return 0;
}
