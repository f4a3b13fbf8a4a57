#include "report/report.h"

#include <math.h>

#include "base/files.h"

static Status write_text(const char *folder, const char *name, Text *text, Arena *a, Error *e) {
    char *path = path_join(a, folder, name);
    if (!path || text->failed) return error_memory(e);
    return file_write(path, text->data, text->size, e);
}

Status report_after_run(const char *folder, FILE *out, bool color, int columns, Error *e) {
    Results results;
    Comparison comparison = {0};
    Arena arena = {0};
    Text summary = {0}, text = {0};
    const ReportStyle style = {.columns = columns, .color = color};
    Status s = results_read(&results, &folder, 1, e);
    if (!s) s = comparison_make(&comparison, &results, &(ComparisonOptions){.reach = NAN}, e);
    if (!s) {
        summary_csv(&summary, &comparison);
        s = write_text(folder, "summary.csv", &summary, &arena, e);
    }
    if (!s) {
        report_brief(&text, &comparison, &style);
        if (text.failed)
            s = error_memory(e);
        else if (fwrite(text.data, 1, text.size, out) != text.size || fflush(out) != 0)
            s = error_errno(e, "cannot print the comparison");
    }
    text_free(&text);
    text_free(&summary);
    arena_free(&arena);
    comparison_free(&comparison);
    results_free(&results);
    return s;
}
