#include "report/report.h"

#include <errno.h>
#include <math.h>
#include <unistd.h>

#include "base/files.h"
#include "lab/names.h"
#include "report/expectations.h"
#include "report/fields.h"
#include "report/page.h"

static Status write_text(const char *folder, const char *name, Text *text, Arena *a, Error *e) {
    char *path = path_join(a, folder, name);
    if (!path || text->failed) return error_memory(e);
    return file_write(path, text->data, text->size, e);
}

// What is made of a comparison, beside the log. A table with nothing in it is no file.
static const struct {
    const char *name;
    void (*write)(Text *out, const Comparison *c);
} made[] = {{FILE_SUMMARY, summary_csv},
            {FILE_RUNS, runs_csv},
            {FILE_EXPECTATIONS, expectations_csv},
            {FILE_REPORT, page_html}};

static Status remove_file(const char *folder, const char *name, Arena *a, Error *e) {
    const char *path = path_join(a, folder, name);
    if (!path) return error_memory(e);
    return unlink(path) == 0 || errno == ENOENT ? OK : error_errno(e, "cannot remove %s", path);
}

static Status write_files(const char *folder, const Comparison *c, Error *e) {
    Arena arena = {0};
    Status s = OK;
    for (size_t i = 0; !s && i < sizeof made / sizeof *made; i++) {
        Text text = {0};
        made[i].write(&text, c);
        s = text.size || text.failed ? write_text(folder, made[i].name, &text, &arena, e)
                                     : remove_file(folder, made[i].name, &arena, e);
        text_free(&text);
    }
    arena_free(&arena);
    return s;
}

static Status print_brief(const Comparison *c, FILE *out, const ReportStyle *style, Error *e) {
    Text text = {0};
    Status s = OK;
    report_brief(&text, c, style);
    if (text.failed)
        s = error_memory(e);
    else if (fwrite(text.data, 1, text.size, out) != text.size || fflush(out) != 0)
        s = error_errno(e, "cannot print the comparison");
    text_free(&text);
    return s;
}

Status report_after_run(const char *folder, FILE *out, bool color, int columns, int *refuted, Error *e) {
    Results results;
    Comparison comparison = {0};
    const ReportStyle style = {.columns = columns, .color = color};
    Status s = results_read(&results, &folder, 1, e);
    if (!s) s = comparison_make(&comparison, &results, &(ComparisonOptions){.reach = NAN}, e);
    if (!s) s = write_files(folder, &comparison, e);
    if (!s) s = focus_make(&comparison, &(FocusOptions){0}, e);
    if (!s) s = print_brief(&comparison, out, &style, e);
    if (refuted) *refuted = expectations_count(&comparison, JUDGED_REFUTED);
    comparison_free(&comparison);
    results_free(&results);
    return s;
}

Status report_while_running(const char *folder, int done, int total, Error *e) {
    Arena arena = {0};
    Results results;
    Comparison comparison = {0};
    Text page = {0};
    Status s = results_read(&results, &folder, 1, e);
    if (!s) s = comparison_make(&comparison, &results, &(ComparisonOptions){.reach = NAN}, e);
    if (!s) {
        comparison.done = done;
        comparison.total = total;
        page_html(&page, &comparison);
        s = write_text(folder, FILE_REPORT, &page, &arena, e);
    }
    text_free(&page);
    comparison_free(&comparison);
    results_free(&results);
    arena_free(&arena);
    return s;
}
