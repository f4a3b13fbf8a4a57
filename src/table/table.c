#include "table/table.h"

#include <string.h>

#include "data/source_type.h"
#include "table/dialect.h"
#include "table/margins.h"
#include "table/reading.h"

static Status load(Reading *r, const char *path, Hash *hash) { // `hash` may be NULL
    Letters letters;
    Status status = bytes_open(&r->content, path, source_bound(r->spec), r->e);
    if (status != OK) return status;
    if (hash) hash_beside_start(&r->hash, hash, r->content.data, r->content.size);
    status = encoding_read(&letters, r->content.data, r->content.size, r->t->path, &r->passing, r->notes, r->e);
    if (status != OK) return status;
    const size_t first = margin_first(letters.text, letters.size, &r->said);
    r->text = letters.text + first;
    r->size = letters.size - first;
    r->first_line = first > 0 ? 2 : 1;
    r->t->encoding = letters.found;
    return OK;
}

// Finds how the table is written, and tells it where that is not what anybody would expect.
static Status find_form(Reading *r) {
    Text words = {0};
    bool thousands = false;
    DataSpec spec = *r->spec;
    const char said[] = {r->said, 0};
    const bool heard = r->said && strcmp(spec.separator, DIALECT_AUTO) == 0;
    if (heard) spec.separator = said;
    if (r->said && !heard && r->said != *spec.separator)
        notes_add(r->notes, "%s:1: sep=%s is passed over, for data.separator says otherwise", r->t->path,
                  r->said == '\t' ? "\\t" : said);
    Status status = dialect_find(&r->form, &thousands, r->text, r->size, &spec, &r->passing, r->e);
    r->form.said = heard;
    r->t->form = r->form;
    cell_rules(&r->rules, r->form.decimal, r->spec->missing.item, r->spec->missing.count);
    if (status == OK && thousands)
        notes_add(r->notes,
                  "%s: a comma in a quoted number (\"1,234\") is taken to set thousands apart: if it stands "
                  "before fractions, say so with data.decimal ,",
                  r->t->path);
    if (status != OK || dialect_is_plain(&r->form) || dialect_is_given(r->spec)) return status;
    dialect_words(&r->form, &words);
    if (words.data) notes_add(r->notes, "%s: read as %s", r->t->path, words.data);
    if (words.failed) status = error_memory(r->e);
    text_free(&words);
    return status;
}

// Leaves out the rows at the end that hold nothing.
static void cut_end(Reading *r) {
    int32_t rows;
    r->size = margin_last(r->text, r->size, r->form, &rows);
    if (rows == 1) notes_add(r->notes, "%s: the last row has nothing in its cells and is left out", r->t->path);
    if (rows > 1)
        notes_add(r->notes, "%s: the last %d rows have nothing in their cells and are left out", r->t->path, rows);
}

static Status read_cells(Reading *r) {
    Status status = fill_start(r);
    for (bool again = true; status == OK && again;) {
        status = fill_pass(r);
        if (status == OK) status = kind_settle(r, &again);
    }
    if (status == OK) status = kind_finish(r);
    r->t->bytes = r->bytes;
    r->t->values = r->bytes ? NULL : r->values;
    return status == OK ? head_doubt(r) : status;
}

Status table_read(Table *t, const char *path, const DataSpec *spec, const Table *like, TableChoice choice, Arena *arena,
                  Hash *hash, Notes *notes, Error *e) {
    *t = (Table){.path = bytes_name(path)};
    Reading r = {.t = t, .like = like, .spec = spec, .arena = arena, .notes = notes, .e = e};
    Status status = load(&r, path, hash);
    if (status == OK) status = find_form(&r);
    if (status == OK) cut_end(&r);
    const bool found = status == OK;
    if (status == OK) status = head_read(&r, choice);
    if (status == OK) status = read_cells(&r);
    hash_beside_end(&r.hash);
    if (status == ERR_DATA && found && survey_take(&r) != OK) status = r.e->status;
    bytes_close(&r.content);
    arena_free(&r.passing);
    return status;
}

int32_t table_line(const Table *t, const DataSpec *spec, int32_t row) {
    Error e;
    Table again = *t;
    Reading r = {.t = &again, .spec = spec, .e = &e, .form = t->form};
    int32_t line = 0;
    if (load(&r, t->path, NULL) == OK) {
        reading_start(&r);
        for (int32_t i = -t->header; i <= row && scan_row(&r.scan); i++) {
            bool more = true;
            ScanCell cell;
            if (i == row) line = r.scan.line;
            for (int32_t c = 0; more; c++)
                if (scan_cell(&r.scan, &cell, c, &more) != OK) more = false;
        }
    }
    bytes_close(&r.content);
    arena_free(&r.passing);
    return line;
}
