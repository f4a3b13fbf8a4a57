#include "data/table.h"

#include <string.h>

#include "data/source_type.h"
#include "data/table_reading.h"

static Status load(Reading *r, const char *path, Hash *hash) {
    Status status = bytes_open(&r->content, path, source_bound(r->spec), r->e);
    if (status != OK) return status;
    if (hash) hash_add(hash, r->content.data, r->content.size);
    const size_t mark = r->content.size >= 3 && memcmp(r->content.data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    r->text = r->content.data + mark;
    r->size = r->content.size - mark;
    return OK;
}

static Status check_bytes(const Reading *r) {
    const char *nul = memchr(r->text, 0, r->size);
    if (!nul) return OK;
    int32_t line = 1;
    for (const char *p = r->text; p < nul; p++) line += *p == '\n' || (*p == '\r' && p[1] != '\n');
    return error_set(r->e, ERR_DATA, "%s:%d: a NUL byte; a table must be plain text (UTF-8, not UTF-16)", r->t->path,
                     line);
}

static void set_form(Reading *r) {
    r->form = (Form){.separator = r->spec->separator[0], .quote = '"', .decimal = '.'};
    cell_rules(&r->rules, r->form.decimal, r->spec->missing.item, r->spec->missing.count);
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
    if (status == OK) head_doubt(r);
    return status;
}

Status table_read(Table *t, const char *path, const DataSpec *spec, const Table *like, TableChoice choice, Arena *arena,
                  Hash *hash, Notes *notes, Error *e) {
    *t = (Table){.path = bytes_name(path)};
    Reading r = {.t = t, .like = like, .spec = spec, .arena = arena, .notes = notes, .e = e};
    Status status = load(&r, path, hash);
    set_form(&r);
    if (status == OK) status = check_bytes(&r);
    if (status == OK) status = head_read(&r, choice);
    if (status == OK) status = read_cells(&r);
    bytes_close(&r.content);
    arena_free(&r.passing);
    return status;
}

int32_t table_line(const Table *t, const DataSpec *spec, int32_t row) {
    Error e;
    Table again = *t;
    Reading r = {.t = &again, .spec = spec, .e = &e};
    int32_t line = 0;
    set_form(&r);
    if (load(&r, t->path, NULL) == OK) {
        scan_start(&r.scan, r.text, r.size, r.form, t->path, &r.passing, &e);
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
