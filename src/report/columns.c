#include "report/columns.h"

#include <string.h>

#include "report/sections.h"

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
    for (int i = 0; i < keys->count; i++) text_printf(&list, "%s%s", i > 0 ? ", " : "", keys->key[i]);
    const Status s = list.failed ? error_memory(e)
                                 : error_set(e, ERR_USAGE, "--columns %s: no such column; there are %s", name,
                                             list.data ? list.data : "none");
    text_free(&list);
    return s;
}

static Status keys_check(const Keys *keys, const NameList *names, Error *e) {
    if (keys->failed) return error_memory(e);
    for (int i = 0; i < names->count; i++) {
        bool there = false;
        for (int k = 0; k < keys->count; k++) there |= strcmp(keys->key[k], names->name[i]) == 0;
        if (!there) return no_such_column(keys, names->name[i], e);
    }
    return OK;
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

Status columns_check(const Comparison *c, const ReportStyle *style, Error *e) {
    Keys keys = {0};
    if (c->focus.columns.count == 0) return OK;
    collect_keys(&keys, c, style);
    const Status s = keys_check(&keys, &c->focus.columns, e);
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

// Appends the places of the columns that a name means, each once; false where there is none.
static bool add_places(int *place, int *count, const Keys *header, const char *name) {
    bool there = false;
    for (int k = 0; k < header->count; k++) {
        bool taken = false;
        if (!means(name, header->key[k], strlen(header->key[k]))) continue;
        for (int had = 0; had < *count; had++) taken |= place[had] == k;
        if (!taken) place[(*count)++] = k;
        there = true;
    }
    return there;
}

// A column's name may have commas, at which it was split: takes the most of the names from `i` on that are one column's
// when they are joined again; returns how many. 0: the name at `i` is no column's, or there is no memory.
static int add_wanted(int *place, int *count, Keys *header, const NameList *names, int i) {
    for (int n = names->count - i; n > 1; n--) {
        Text joined = {0};
        for (int k = 0; k < n; k++) text_printf(&joined, "%s%s", k > 0 ? "," : "", names->name[i + k]);
        const bool there = joined.data && !joined.failed && add_places(place, count, header, joined.data);
        header->failed |= joined.failed;
        text_free(&joined);
        if (there) return n;
    }
    return add_places(place, count, header, names->name[i]) ? 1 : 0;
}

// The places of the wanted columns; the first, which names the row, is one of them.
static Status wanted_columns(int *place, int *count, Keys *header, const NameList *names, Error *e) {
    *count = 0;
    place[(*count)++] = 0;
    for (int i = 0, n; i < names->count; i += n) {
        n = add_wanted(place, count, header, names, i);
        if (header->failed) return error_memory(e);
        if (n == 0) return no_such_column(header, names->name[i], e);
    }
    return OK;
}

// Appends those fields of the row at `row`; returns where the next one begins.
static const char *add_fields(Text *out, const char *row, const char **field, int columns, const int *place,
                              int count) {
    int n = 0;
    for (const char *p = row;; p++) {
        if (n <= columns) field[n++] = p;
        p = field_end(p);
        if (*p == ',') continue;
        if (n <= columns) field[n] = p + 1;
        for (int i = 0; i < count; i++) {
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
    int *place = arena_take(&header.arena, room, sizeof *place);
    const char **field = arena_take(&header.arena, room, sizeof *field);
    Status s = header.failed || !place || !field ? error_memory(e) : OK;
    int count = 0;
    if (!s) s = wanted_columns(place, &count, &header, names, e);
    for (const char *row = table->data; !s && *row;) row = add_fields(out, row, field, header.count, place, count);
    arena_free(&header.arena);
    return s;
}
