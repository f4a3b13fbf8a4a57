// The configs of a book, read, and those chosen that somebody names.
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/installed.h"
#include "base/lookup.h"
#include "cli/claims.h"
#include "config/expect.h"
#include "config/find.h"
#include "lab/grow.h"

// --- Reading

static Status read_claim(BookClaim *claim, const FoundConfig *found, Arena *a, Error *e) {
    Experiment *x = arena_take(a, 1, sizeof *x);
    Error *why = arena_take(a, 1, sizeof *why);
    *claim = (BookClaim){.name = found->name, .path = found->path, .chosen = true};
    if (!x || !why) return error_memory(e);
    if (experiment_read(x, found->path, NULL, why)) {
        claim->error = why;
    } else {
        claim->asked = x;
        claim->name = x->name;
        claim->says = x->claim;
    }
    return OK;
}

static Status check_names(const Book *book, Arena *a, Error *e) {
    Lookup names = {0};
    for (int i = 0; i < book->count; i++) {
        const int first = lookup_add(&names, a, book->claim[i].name, i);
        if (first < 0) return error_memory(e);
        if (first < i)
            return error_set(e, ERR_USAGE,
                             "%s and %s are both named \"%s\", and their results would be in one folder; give one of "
                             "them another \"name\"",
                             book->claim[first].path, book->claim[i].path, book->claim[i].name);
    }
    return OK;
}

static int by_chapter(const void *a, const void *b) {
    const BookClaim *x = a, *y = b;
    const Chapter *one = x->says.chapter, *other = y->says.chapter;
    if (one != other) return !one || (other && one > other) ? 1 : -1;
    return strcmp(x->name, y->name);
}

static Status no_configs(const char *below, Arena *a, Error *e) {
    const char *installed;
    if (!installed_folder(a, &installed)) return error_memory(e);
    return error_set(e, ERR_IO,
                     "there are no configs in configs/%s, neither here nor in %s; regrun is best called in the folder "
                     "that has configs/",
                     below, installed ? installed : "share/regrun of an installed regrun");
}

Status book_read(Book *book, const char *below, const char *results, Error *e) {
    const FoundConfig *found;
    Arena *a = &book->arena;
    Status s = config_list(a, below, &found, &book->count, e);
    if (s) return s;
    if (book->count == 0) return no_configs(below, a, e);
    book->claim = arena_take(a, (size_t)book->count, sizeof *book->claim);
    if (!book->claim) return error_memory(e);
    for (int i = 0; !s && i < book->count; i++) {
        BookClaim *claim = &book->claim[i];
        s = read_claim(claim, &found[i], a, e);
        if (!s && !(claim->results = path_join(a, results, claim->name))) s = error_memory(e);
    }
    if (!s) s = check_names(book, a, e);
    if (s) return s;
    qsort(book->claim, (size_t)book->count, sizeof *book->claim, by_chapter);
    return book_judge(book, e);
}

// Whether the folder, as far as its config.json says, holds the experiment of the config: its settings and its seeds.
static bool holds_it(const BookClaim *claim) {
    const Experiment *asked = claim->asked;
    Experiment there;
    Error e;
    bool is_there = false, same = false;
    if (grow_read(claim->results, &there, &is_there, &e)) return false;
    same = !is_there || (there.seed_count == asked->seed_count &&
                         memcmp(there.seeds, asked->seeds, (size_t)asked->seed_count * sizeof *asked->seeds) == 0 &&
                         grow_check(claim->results, &there, asked, NULL, &e) == OK);
    if (is_there) experiment_free(&there);
    return same;
}

static bool is_outdated(const BookClaim *claim) {
    const Verdicts *verdicts = &claim->verdicts;
    const Experiment *asked = claim->asked;
    bool same = verdicts->count == asked->expect_count;
    for (int i = 0; same && i < asked->expect_count; i++)
        same = strcmp(verdicts->row[i].that, asked->expect[i].that) == 0;
    return verdicts->count > 0 && !(same && holds_it(claim));
}

Status book_judge(Book *book, Error *e) {
    Status s = OK;
    for (int i = 0; !s && i < book->count; i++) {
        BookClaim *claim = &book->claim[i];
        if (!claim->chosen || !claim->says.chapter) continue;
        claim->begun = folder_exists(claim->results);
        s = verdicts_read(&claim->verdicts, claim->results, &book->arena, e);
        claim->outdated = !s && is_outdated(claim);
        if (claim->outdated) claim->verdicts = (Verdicts){0};
    }
    return s;
}

void book_free(Book *book) {
    for (int i = 0; book->claim && i < book->count; i++)
        if (book->claim[i].asked) experiment_free(book->claim[i].asked);
    arena_free(&book->arena);
    *book = (Book){0};
}

// --- Choosing

static bool fits(const BookClaim *claim, const char *word) {
    const Chapter *chapter = claim->says.chapter;
    return fnmatch(word, claim->name, 0) == 0 || (chapter && strcmp(word, chapter->name) == 0);
}

// Somebody may have written the file's name.
static Status no_claim(const Book *book, const char *word, Error *e) {
    Arena arena = {0};
    const char *slash = strrchr(word, '/'), *last = slash ? slash + 1 : word, *dot = strrchr(last, '.');
    const bool file = dot && dot > last && strcmp(dot, ".json") == 0;
    const char *bare = arena_text_n(&arena, last, file ? (size_t)(dot - last) : strlen(last));
    const char **names = arena_take(&arena, (size_t)book->count + 16, sizeof *names);
    size_t count = 0;
    for (int i = 0; names && i < book->count; i++) names[count++] = book->claim[i].name;
    for (const Chapter *c = chapters; names && c->name; c++) names[count++] = c->name;
    const char *near = bare && names ? nearest_word(bare, names, count) : NULL;
    error_set(e, ERR_USAGE, "no claim \"%s\"%s%s%s", word,
              near ? "; did you mean " : "; regrun claims lists all of them", near ? near : "", near ? "?" : "");
    arena_free(&arena);
    return ERR_USAGE;
}

// A claim that somebody asked for.
static Status check_claim(const BookClaim *claim, bool by_name, Error *e) {
    if (claim->error) {
        *e = *claim->error;
        return e->status;
    }
    if (claim->says.chapter || !by_name) return OK;
    return error_set(e, ERR_CONFIG, "%s has no \"claim\"; regrun --config %s runs it all the same", claim->path,
                     claim->path);
}

static Status choose(Book *book, const char *word, Error *e) {
    bool found = false;
    Status s = OK;
    for (int i = 0; !s && i < book->count; i++) {
        BookClaim *claim = &book->claim[i];
        if (!fits(claim, word)) continue;
        s = check_claim(claim, strcmp(word, claim->name) == 0, e);
        claim->chosen = claim->says.chapter != NULL;
        found |= claim->chosen;
    }
    return s || found ? s : no_claim(book, word, e);
}

Status book_choose(Book *book, const char *const *words, int count, Error *e) {
    Status s = OK;
    for (int i = 0; i < book->count; i++) book->claim[i].chosen = false;
    for (int i = 0; !s && i < count; i++) s = choose(book, words[i], e);
    return s;
}
