#include "report/columns.h"

#include <string.h>

#include "report/sections.h"

enum { NAMED_MOST = 40 }; // columns, where one is not there

static bool is_key(const TextColumn *column, const char *name) {
    Text key = {0};
    table_column_key(&key, column);
    const bool same = key.data && strcmp(key.data, name) == 0;
    text_free(&key);
    return same;
}

bool columns_choose(TextTable *t, const NameList *names) {
    int count = t->key_columns;
    if (names->count == 0) return true;
    int *index = arena_take(t->arena, (size_t)t->column_count, sizeof *index);
    bool *taken = arena_take(t->arena, (size_t)t->column_count, sizeof *taken);
    t->failed |= !index || !taken;
    if (t->failed) return false;
    for (int c = 0; c < t->key_columns; c++) index[c] = c;
    for (int i = 0; i < names->count; i++)
        for (int c = t->key_columns; c < t->column_count; c++) {
            if (taken[c] || !is_key(&t->column[c], names->name[i])) continue;
            taken[c] = true;
            index[count++] = c;
            t->column[c].detail = false; // it was asked for
        }
    if (count == t->key_columns) return false;
    table_select(t, index, count);
    return true;
}

// --- What there is

// The columns of all tables, each once.
typedef struct Keys {
    int count, room;
    const char **key;
    Arena arena;
    bool failed;
} Keys;

static void keys_append(Keys *keys, const char *key, size_t n) {
    if (keys->count == keys->room) {
        keys->room = keys->room ? 2 * keys->room : 64;
        const char **more = arena_take(&keys->arena, (size_t)keys->room, sizeof *more);
        if (more && keys->count > 0) memcpy(more, keys->key, sizeof *more * (size_t)keys->count);
        keys->key = more;
    }
    const char *kept = keys->key ? arena_text_n(&keys->arena, key, n) : NULL;
    keys->failed |= !kept;
    if (kept) keys->key[keys->count++] = kept;
}

static void keys_add(Keys *keys, const char *key, size_t n) {
    for (int i = 0; i < keys->count; i++)
        if (strlen(keys->key[i]) == n && memcmp(keys->key[i], key, n) == 0) return;
    keys_append(keys, key, n);
}

static Status no_such_column(const Keys *keys, const char *name, Error *e) {
    const char *near = nearest_word(name, keys->key, (size_t)keys->count);
    if (near) return error_set(e, ERR_USAGE, "--columns %s: no such column; did you mean \"%s\"?", name, near);
    Text list = {0};
    for (int i = 0; i < keys->count && i < NAMED_MOST; i++) text_printf(&list, "%s%s", i > 0 ? ", " : "", keys->key[i]);
    if (keys->count > NAMED_MOST) text_printf(&list, " and %d more", keys->count - NAMED_MOST);
    const Status s = list.failed ? error_memory(e)
                                 : error_set(e, ERR_USAGE, "--columns %s: no such column; there are %s", name,
                                             list.data ? list.data : "none");
    text_free(&list);
    return s;
}

// Whether a name means some of the keys, and what then is to be done with it.
typedef bool Takes(void *own, const Keys *keys, const char *name);

// A column's name may have commas, at which it was split: the most of the names from `i` on that are taken when they
// are joined again, or one; 0: none is. keys->failed: there is no memory.
static int take_joined(Keys *keys, const NameList *names, int i, Takes *takes, void *own) {
    for (int n = names->count - i; n > 0; n--) {
        Text joined = {0};
        for (int k = 0; k < n; k++) text_printf(&joined, "%s%s", k > 0 ? "," : "", names->name[i + k]);
        const char *name = text_keep(&joined, &keys->arena);
        keys->failed |= !name;
        if (name && takes(own, keys, name)) return n;
    }
    return 0;
}

// All names, one after the other.
static Status take_all(Keys *keys, const NameList *names, Takes *takes, void *own, Error *e) {
    for (int i = 0, n; i < names->count; i += n) {
        n = take_joined(keys, names, i, takes, own);
        if (keys->failed) return error_memory(e);
        if (n == 0) return no_such_column(keys, names->name[i], e);
    }
    return OK;
}

// Names as they are once they are joined.
typedef struct Joined {
    NameList names; // has room for as many as there were
    Arena *arena;
} Joined;

static bool take_key(void *own, const Keys *keys, const char *name) {
    Joined *joined = own;
    int k = 0;
    while (k < keys->count && strcmp(keys->key[k], name) != 0) k++;
    const char *kept = k < keys->count ? arena_text(joined->arena, name) : NULL;
    if (kept) joined->names.name[joined->names.count++] = kept;
    return kept;
}

static void collect(Writer *w, const Comparison *c, const TextTable *t) {
    Keys *keys = w->own;
    (void)c;
    for (int i = t->key_columns; i < t->column_count; i++) {
        Text key = {0};
        table_column_key(&key, &t->column[i]);
        if (key.data) keys_add(keys, key.data, key.size);
        keys->failed |= key.failed;
        text_free(&key);
    }
}

static void leave_lines(Writer *w, const Lines *lines) {
    (void)w;
    (void)lines;
}

static void leave_words(Writer *w, const char *words) {
    (void)w;
    (void)words;
}

static void collect_keys(Keys *keys, const Comparison *c, const ReportStyle *style) {
    Text none = {0};
    Writer w = {.out = &none,
                .style = style,
                .whole = true,
                .own = keys,
                .questions = leave_lines,
                .heading = leave_words,
                .table = collect,
                .lines = leave_lines,
                .words = leave_words};
    sections_write(&w, c, false);
    keys->failed |= none.failed;
}

Status columns_check(Comparison *c, const ReportStyle *style, Error *e) {
    Keys keys = {0};
    NameList *names = &c->focus.columns;
    Joined joined = {.arena = &c->arena};
    if (names->count == 0) return OK;
    joined.names.name = arena_take(&c->arena, (size_t)names->count, sizeof *joined.names.name);
    if (!joined.names.name) return error_memory(e);
    collect_keys(&keys, c, style);
    const Status s = keys.failed ? error_memory(e) : take_all(&keys, names, take_key, &joined, e);
    if (!s) *names = joined.names;
    arena_free(&keys.arena);
    return s;
}

Status columns_list(NameList *names, const Comparison *c, const ReportStyle *style, Arena *a, Error *e) {
    Keys keys = {0};
    collect_keys(&keys, c, style);
    *names = (NameList){.count = keys.count, .name = arena_take(a, (size_t)keys.count, sizeof *names->name)};
    bool kept = names->name && !keys.failed;
    for (int i = 0; kept && i < keys.count; i++) kept = (names->name[i] = arena_text(a, keys.key[i]));
    arena_free(&keys.arena);
    return kept ? OK : error_memory(e);
}

// --- CSV

// The end of the field that begins at `p`: its comma, line end or the text's end.
static const char *field_end(const char *p) {
    for (bool quoted = false; *p && (quoted || (*p != ',' && *p != '\n')); p++)
        if (*p == '"') quoted = !quoted;
    return p;
}

// Appends what a field says, without the quotes around it.
static void add_unquoted(Text *out, const char *p, const char *end) {
    for (bool quoted = false; p < end; p++) {
        const bool literal = *p != '"' || (quoted && p + 1 < end && p[1] == '"');
        if (literal) text_add_n(out, p, 1);
        if (*p != '"') continue;
        if (literal)
            p++;
        else
            quoted = !quoted;
    }
}

// All fields of the first line, also those of one name: a column's place is its number.
static void read_header(Keys *header, const char *line) {
    for (const char *p = line;; p++) {
        const char *end = field_end(p);
        Text name = {0};
        add_unquoted(&name, p, end);
        keys_append(header, name.data ? name.data : "", name.size);
        header->failed |= name.failed;
        text_free(&name);
        p = end;
        if (*p != ',') break;
    }
}

// Whether a name means a column of that header: its own, or the key of the metric whose mean, SD or values it has.
static bool means(const char *name, const char *column, size_t n) {
    static const char *const ends[] = {"", "_mean", "_sd", "_values"};
    const size_t size = strlen(name);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (n == size + strlen(ends[i]) && memcmp(column, name, size) == 0 &&
            memcmp(column + size, ends[i], n - size) == 0)
            return true;
    return false;
}

// Places of columns in a header; each once.
typedef struct Places {
    int count, *place;
} Places;

// Appends the places of the columns that a name means; false where there is none.
static bool take_places(void *own, const Keys *header, const char *name) {
    Places *places = own;
    bool there = false;
    for (int k = 0; k < header->count; k++) {
        bool taken = false;
        if (!means(name, header->key[k], strlen(header->key[k]))) continue;
        for (int had = 0; had < places->count; had++) taken |= places->place[had] == k;
        if (!taken) places->place[places->count++] = k;
        there = true;
    }
    return there;
}

// Appends those fields of the row at `row`; returns where the next one begins.
static const char *add_fields(Text *out, const char *row, const char **field, int columns, const Places *wanted) {
    const int *place = wanted->place;
    int n = 0;
    for (const char *p = row;; p++) {
        if (n <= columns) field[n++] = p;
        p = field_end(p);
        if (*p == ',') continue;
        if (n <= columns) field[n] = p + 1;
        for (int i = 0; i < wanted->count; i++) {
            if (i > 0) text_add(out, ",");
            if (place[i] < n) text_add_n(out, field[place[i]], (size_t)(field[place[i] + 1] - field[place[i]] - 1));
        }
        text_add(out, "\n");
        return *p ? p + 1 : p;
    }
}

Status columns_csv(Text *out, const Text *table, const NameList *names, Error *e) {
    Keys header = {0};
    if (table->failed || !table->data) return error_memory(e);
    read_header(&header, table->data);
    const size_t room = (size_t)header.count + 2;
    Places wanted = {.place = arena_take(&header.arena, room, sizeof *wanted.place)};
    const char **field = arena_take(&header.arena, room, sizeof *field);
    Status s = header.failed || !wanted.place || !field ? error_memory(e) : OK;
    if (!s) wanted.place[wanted.count++] = 0; // the first, which names the row, is one of them
    if (!s) s = take_all(&header, names, take_places, &wanted, e);
    for (const char *row = table->data; !s && *row;) row = add_fields(out, row, field, header.count, &wanted);
    arena_free(&header.arena);
    return s;
}
