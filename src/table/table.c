#include "table/table.h"

#include <string.h>

#include "data/source_type.h"
#include "table/dialect.h"
#include "table/margins.h"
#include "table/reading.h"

// What is converted lives in `letters_arena`. `hash` may be NULL.
static Status load(Reading *r, const char *path, Arena *letters_arena, Hash *hash) {
    Letters letters;
    Status status = bytes_open(&r->content, path, source_bound(r->spec), r->e);
    if (status != OK) return status;
    if (hash) hash_beside_start(&r->hash, hash, r->content.data, r->content.size);
    status = encoding_read(&letters, r->content.data, r->content.size, r->t->path, letters_arena, r->notes, r->e);
    if (status != OK) return status;
    const size_t first = margin_first(letters.text, letters.size, &r->said);
    r->text = letters.text + first;
    r->size = letters.size - first;
    r->first_line = first > 0 ? 2 : 1;
    r->t->encoding = letters.found;
    return OK;
}

// Takes the decimal mark of the training table, unless the table proves another. Then it is read with its own, where
// that of the training table is no guess.
static Status follow_mark(Reading *r, const TableMark *like, DecimalMark *m) {
    static const char *const names[] = {"point", "comma"};
    if (r->spec->decimal != DECIMAL_AUTO || like->basis == MARK_UNSEEN) return OK;
    if (m->basis != MARK_PROVEN || m->mark == like->decimal) {
        *m = (DecimalMark){.mark = like->decimal, .basis = like->basis};
        return OK;
    }
    const char *name = names[m->mark == ','], *other = names[like->decimal == ','];
    if (like->basis == MARK_GUESSED)
        return error_set(
            r->e, ERR_DATA,
            "%s: \"%.40s\" has a decimal %s, but a decimal %s was only guessed for %s; say in data.decimal "
            "which it is",
            r->t->path, m->proof, name, other, like->path);
    notes_add(r->notes,
              "%s: \"%.40s\" has a decimal %s, but numbers of %s have a decimal %s: each table is read with its own; "
              "data.decimal says one for both",
              r->t->path, m->proof, name, like->path, other);
    return OK;
}

// What nothing proves of the decimal mark.
static Status note_doubt(Reading *r, const DecimalMark *m) {
    Text doubt = {0};
    decimal_mark_doubt(m, &doubt);
    if (doubt.data) notes_add(r->notes, "%s: %s", r->t->path, doubt.data);
    Status status = doubt.failed ? error_memory(r->e) : OK;
    text_free(&doubt);
    return status;
}

static Status note_form(Reading *r) {
    Text words = {0};
    if (dialect_is_plain(&r->form) || dialect_is_given(r->spec)) return OK;
    dialect_words(&r->form, &words);
    if (words.data) notes_add(r->notes, "%s: read as %s", r->t->path, words.data);
    Status status = words.failed ? error_memory(r->e) : OK;
    text_free(&words);
    return status;
}

TableMark table_mark(const Table *t) {
    return (TableMark){.decimal = t->form.decimal, .basis = t->decimal_basis, .path = t->path};
}

// Finds how the table is written, and tells it where that is not what anybody would expect. `wanted`: the decimal mark
// to follow, or NULL.
static Status find_form(Reading *r, const TableMark *wanted) {
    DecimalMark mark;
    DataSpec spec = *r->spec;
    const char said[] = {r->said, 0};
    const bool heard = r->said && strcmp(spec.separator, DIALECT_AUTO) == 0;
    if (heard) spec.separator = said;
    if (r->said && !heard && r->said != *spec.separator)
        notes_add(r->notes, "%s:1: sep=%s is passed over, for data.separator says otherwise", r->t->path,
                  r->said == '\t' ? "\\t" : said);
    Status status = dialect_find(&r->form, &mark, r->text, r->size, &spec, r->like, &r->passing, r->e);
    if (status == OK && wanted) status = follow_mark(r, wanted, &mark);
    if (status != OK) return status;
    r->form.said = heard;
    r->form.decimal = mark.mark;
    r->t->form = r->form;
    r->t->decimal_basis = mark.basis;
    cell_rules(&r->rules, r->form.decimal, r->spec->missing.item, r->spec->missing.count);
    status = note_doubt(r, &mark);
    return status == OK ? note_form(r) : status;
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
    r->t->missing_seen = r->rules.seen = arena_take(r->arena, (size_t)r->rules.missing_count, sizeof *r->rules.seen);
    Status status = r->rules.seen ? fill_start(r) : error_memory(r->e);
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
    Status status = load(&r, path, choice.keep ? arena : &r.passing, hash);
    const TableMark mark = like ? table_mark(like) : (TableMark){.decimal = 0};
    if (status == OK) status = find_form(&r, like ? &mark : choice.mark);
    if (status == OK) cut_end(&r);
    const bool found = status == OK;
    if (status == OK) status = head_read(&r, choice);
    if (status == OK) status = read_cells(&r);
    hash_beside_end(&r.hash);
    if (status == ERR_DATA && found && survey_take(&r) != OK) status = r.e->status;
    if (status == OK && choice.keep)
        *choice.keep = (TableText){.text = r.text, .size = r.size, .content = r.content};
    else
        bytes_close(&r.content);
    arena_free(&r.passing);
    return status;
}

void table_text_close(TableText *text) {
    bytes_close(&text->content);
}

int32_t table_line(const Table *t, const DataSpec *spec, int32_t row) {
    Error e;
    Table again = *t;
    Reading r = {.t = &again, .spec = spec, .e = &e, .form = t->form};
    int32_t line = 0;
    if (load(&r, t->path, &r.passing, NULL) == OK) {
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
