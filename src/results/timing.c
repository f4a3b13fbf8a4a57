#include "results/timing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/text.h"
#include "lab/names.h"
#include "lab/plan.h"
#include "results/beside.h"

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// Rows of "epoch,train_seconds,...": what is trained before the first of them is none of theirs.
static double median_of(char *text, Arena *arena) {
    size_t lines = 0, count = 0;
    for (const char *c = text; *c; c++) lines += *c == '\n';
    double *seconds = arena_take(arena, lines + 1, sizeof *seconds), before = 0;
    if (!seconds) return NAN;
    for (char *line = strchr(text, '\n'); line && line[1]; line = strchr(line, '\n')) {
        char *end;
        const double epoch = strtod(++line, &end);
        const double took = *end == ',' ? strtod(end + 1, &end) : NAN;
        if (epoch > before && isfinite(took)) seconds[count++] = took / (epoch - before);
        before = epoch;
    }
    if (count == 0) return NAN;
    qsort(seconds, count, sizeof *seconds, ascending);
    return (seconds[(count - 1) / 2] + seconds[count / 2]) / 2;
}

double run_epoch_seconds(const Results *r, const SettingLog *setting, const RunLog *run) {
    Arena arena = {0};
    Text name = {0};
    Error e;
    const char *text = NULL;
    run_folder(run->setting, run->replicate.seed, &name);
    const char *inner = text_keep(&name, &arena);
    const char *folder = inner ? path_join(&arena, r->experiments[setting->experiment].folder, inner) : NULL;
    const bool there = folder && beside_read(&arena, folder, FILE_TIMING, &text, &e) == OK && text;
    char *copy = there ? arena_text(&arena, text) : NULL;
    const double seconds = copy ? median_of(copy, &arena) : NAN;
    arena_free(&arena);
    return seconds;
}
