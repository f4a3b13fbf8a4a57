#include "lab/verify.h"

#include <string.h>

#include "base/files.h"
#include "base/rng.h"
#include "lab/names.h"
#include "lab/run_facts.h"

// --- Which runs

static Status refuse(const Store *there, const Plan *p, int run, const char *folder, const RunFacts *facts, Error *e) {
    const char *hash = plan_source(p, p->runs[run].setting)->hash;
    if (*facts->data && strcmp(facts->data, hash) != 0)
        return error_set(e, ERR_DATA,
                         "%s/%s was trained on other data (sha256 %.12s...) than there are now (%.12s...); it can be "
                         "verified only where its data are as they were",
                         there->path, folder, facts->data, hash);
    return error_set(e, ERR_IO,
                     "%s/%s is not what this regrun makes of the setting in " FILE_CONFIG
                     "; verify it with the regrun that made it (manifest.json says which)",
                     there->path, folder);
}

static Status look_at(const Store *there, const Plan *p, int run, bool *chosen, int *shorter, Error *e) {
    RunFacts facts = {.status = RUN_STATUSES};
    Text folder = {0};
    plan_folder(p, run, &folder);
    Status s = folder.failed ? error_memory(e) : run_facts_read(there, folder.data, &facts, e);
    if (!s && run_status_complete(facts.status)) {
        if (strcmp(facts.id.text, run_id_at(p, run, facts.epochs).text) != 0)
            s = refuse(there, p, run, folder.data, &facts, e);
        *chosen = facts.epochs == p->experiment->settings[p->runs[run].setting].spec.train.epochs;
        *shorter += !*chosen;
    }
    text_free(&folder);
    return s;
}

Status verify_choose(const Store *there, const Plan *p, bool *chosen, int *shorter, Error *e) {
    Status s = OK;
    *shorter = 0;
    for (int i = 0; !s && i < p->run_count; i++) s = look_at(there, p, i, &chosen[i], shorter, e);
    return s;
}

Status verify_sample(const Plan *p, bool *chosen, int size, int draw, Error *e) {
    Arena arena = {0};
    int32_t count = 0, *runs = arena_take(&arena, (size_t)p->run_count, sizeof *runs);
    Rng rng = rng_stream((uint64_t)draw, "verify", 0);
    if (!runs) return error_memory(e);
    for (int i = 0; i < p->run_count; i++)
        if (chosen[i]) runs[count++] = i;
    rng_shuffle(&rng, runs, count);
    for (int i = size; i < count; i++) chosen[runs[i]] = false;
    arena_free(&arena);
    return OK;
}

// --- What differs

// Some text, not closed by a 0.
typedef struct Piece {
    const char *at;
    int size;
} Piece;

static bool same(Piece a, Piece b) {
    return a.size == b.size && memcmp(a.at, b.at, (size_t)a.size) == 0;
}

// Takes the next line off the text, without its end.
static Piece take_line(const char **text) {
    const Piece line = {*text, (int)strcspn(*text, "\n")};
    *text += line.size + ((*text)[line.size] == '\n');
    return line;
}

// Takes the next cell off the line; one in quotes may hold commas.
static Piece take_cell(Piece *line) {
    bool quoted = false;
    int size = 0;
    while (size < line->size && (quoted || line->at[size] != ',')) quoted ^= line->at[size++] == '"';
    const Piece cell = {line->at, size};
    const int taken = size + (size < line->size);
    line->at += taken;
    line->size -= taken;
    return cell;
}

// The first cell in which two rows differ, under its heading.
static void tell_row(Piece header, Piece there, Piece now, Text *difference) {
    Piece epoch = there, name, old, new;
    epoch = take_cell(&epoch);
    do {
        name = take_cell(&header);
        old = take_cell(&there);
        new = take_cell(&now);
    } while (same(old, new) && (there.size > 0 || now.size > 0));
    text_printf(difference, "epoch %.*s, %.*s: %.*s there, %.*s now", epoch.size, epoch.at, name.size, name.at,
                old.size, old.at, new.size, new.at);
}

static void tell_rows(const char *there, const char *now, Text *difference) {
    const Piece header = take_line(&there), header_now = take_line(&now);
    Piece last = {"", 0};
    if (!same(header, header_now)) {
        text_add(difference, "its columns");
        return;
    }
    while (*there && *now) {
        const Piece row = take_line(&there), row_now = take_line(&now);
        if (!same(row, row_now)) {
            tell_row(header, row, row_now, difference);
            return;
        }
        last = row;
    }
    last = take_cell(&last);
    text_printf(difference, "%s ends after epoch %.*s, %s does not", *there ? "the new one" : "the one there",
                last.size, last.at, *there ? "the one there" : "the new one");
}

// Both copies of a file of a run; NULL where there is none.
typedef struct Copies {
    char *there, *now;
    size_t there_size, now_size;
} Copies;

static Status read_copies(const Store *there, const Store *now, const char *folder, const char *name, Copies *copies,
                          Arena *arena, Error *e) {
    const char *path = path_join(arena, folder, name);
    *copies = (Copies){0};
    Status s = path ? store_read(there, path, arena, &copies->there, &copies->there_size, e) : error_memory(e);
    return s ? s : store_read(now, path, arena, &copies->now, &copies->now_size, e);
}

static bool are_same(const Copies *c) {
    return c->there && c->now && c->there_size == c->now_size && memcmp(c->there, c->now, c->there_size) == 0;
}

static Status compare_file(const Store *there, const Store *now, const char *folder, const char *name, Text *difference,
                           Error *e) {
    Arena arena = {0};
    Copies c;
    Status s = read_copies(there, now, folder, name, &c, &arena, e);
    const bool rows = strcmp(name, RUN_EPOCHS) == 0;
    if (!s && !are_same(&c) && (c.there || c.now)) {
        if (!c.there || !c.now)
            text_printf(difference, "%s is missing %s", name, c.there ? "now" : "there");
        else if (rows)
            tell_rows(c.there, c.now, difference);
        else
            text_printf(difference, "%s is not the same, though all rows are", name);
    }
    arena_free(&arena);
    return s;
}

Status verify_compare(const Store *there, const Store *now, const char *folder, Text *difference, Error *e) {
    static const char *const files[] = {RUN_EPOCHS, RUN_PROBES, RUN_MODEL, RUN_BEST};
    Status s = OK;
    for (size_t i = 0; !s && difference->size == 0 && i < sizeof files / sizeof *files; i++)
        s = compare_file(there, now, folder, files[i], difference, e);
    return !s && difference->failed ? error_memory(e) : s;
}
