#include "report/report.h"

#include <math.h>

#include "base/files.h"
#include "lab/names.h"
#include "report/fields.h"
#include "report/page.h"

static Status write_text(const char *folder, const char *name, Text *text, Arena *a, Error *e) {
    char *path = path_join(a, folder, name);
    if (!path || text->failed) return error_memory(e);
    return file_write(path, text->data, text->size, e);
}

// What is made of a comparison, beside the log.
static const struct {
    const char *name;
    void (*write)(Text *out, const Comparison *c);
} made[] = {{FILE_SUMMARY, summary_csv}, {FILE_RUNS, runs_csv}, {FILE_REPORT, page_html}};

static Status write_files(const char *folder, const Comparison *c, Error *e) {
    Arena arena = {0};
    Status s = OK;
    for (size_t i = 0; !s && i < sizeof made / sizeof *made; i++) {
        Text text = {0};
        made[i].write(&text, c);
        s = write_text(folder, made[i].name, &text, &arena, e);
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

Status report_after_run(const char *folder, FILE *out, bool color, int columns, Error *e) {
    Results results;
    Comparison comparison = {0};
    const ReportStyle style = {.columns = columns, .color = color};
    Status s = results_read(&results, &folder, 1, e);
    if (!s) s = comparison_make(&comparison, &results, &(ComparisonOptions){.reach = NAN}, e);
    if (!s) s = write_files(folder, &comparison, e);
    if (!s) s = focus_make(&comparison, &(FocusOptions){0}, e);
    if (!s) s = print_brief(&comparison, out, &style, e);
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
