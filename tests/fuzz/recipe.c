// What a model's file says of the columns of its table, and a table that is read by it. The first line chooses whether
// it has classes; then the JSON, a form feed, the table.
#include <math.h>

#include "config/recipe_json.h"
#include "config/run_spec.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void recipe_promises(const Recipe *r, const RecipeRows *rows) {
    const Dataset *d = &rows->data;
    fuzz_holds(d->features == r->features && d->samples == rows->table.rows, "a sample for each row");
    for (int64_t i = 0; i < (int64_t)d->samples * d->features; i++)
        fuzz_holds(isfinite(d->values[i]), "every value is finite");
    for (int32_t i = 0; i < d->samples; i++) {
        fuzz_holds(!d->label || (d->label[i] >= 0 && d->label[i] < d->classes), "every label is a class");
        for (int32_t k = 0; k < d->targets; k++)
            fuzz_holds(isfinite(d->target[(int64_t)i * d->targets + k]), "every target is finite");
    }
    for (int32_t i = 0; i < rows->known.count; i++)
        fuzz_holds(rows->known.row[i] >= i && rows->known.row[i] < d->samples, "a row that is known is one");
}

static void recipe_apply(const Recipe *r, const RunSpec *run, const char *path, Arena *arena) {
    RecipeRows rows;
    Error e = {0};
    Notes notes = {.arena = arena};
    const Status status = recipe_read(&rows, r, path, &run->data, arena, &notes, &e);
    fuzz_holds(status == OK || e.text[0], "a refusal says why");
    if (status) return;
    recipe_promises(r, &rows);
    table_text_close(&rows.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const classes[] = {"1", "2", "10"};
    static FuzzFile file;
    static Arena defaults;
    static RunSpec run;
    Error e = {0};
    Arena arena = {0};
    Recipe r;
    if (!defaults.blocks) fuzz_holds(options_default(&run, &defaults, &e) == OK, "every default can be set");
    FuzzInput rest = {data, data + size}, in = fuzz_part(&rest, '\n'), json = fuzz_part(&rest, '\f');
    const int count = (int)fuzz_choice(&in, 4);
    run.data.source = SOURCE_CSV;
    const size_t n = (size_t)(json.end - json.at);
    const char *text = arena_text_n(&arena, (const char *)json.at, n);
    const Status status = recipe_from_json(&r, "m", text, n, classes, count, &arena, &e);
    fuzz_holds(status == OK || (status == ERR_DATA && e.text[0]), "a refusal says why");
    run.data.header = r.header ? HEADER_YES : HEADER_NO;
    if (status == OK) recipe_apply(&r, &run, fuzz_file(&file, rest.at, (size_t)(rest.end - rest.at)), &arena);
    arena_free(&arena);
    return 0;
}
