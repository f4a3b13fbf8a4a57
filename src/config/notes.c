// What is worth telling before a run, though nothing is wrong.
#include <stdlib.h>
#include <string.h>

#include "config/resolved.h"
#include "config/settle.h"

enum { NAMES_SHOWN = 5 };

// Notes as they come, in the experiment's arena.
typedef struct Notes {
    Experiment *x;
    size_t count, room;
    Error *e;
} Notes;

// Moves `text` to the notes, which a NULL follows; NULL adds nothing else.
static Status add_note(Notes *n, Text *text) {
    Experiment *x = n->x;
    if (n->count + 1 >= n->room) {
        size_t room = n->room ? 2 * n->room : 8;
        const char **notes = arena_take(&x->arena, room, sizeof *notes);
        if (!notes) return error_memory(n->e);
        if (n->count) memcpy(notes, x->notes, n->count * sizeof *notes);
        x->notes = notes;
        n->room = room;
    }
    if (!text) return OK;
    x->notes[n->count] = text_keep(text, &x->arena);
    return x->notes[n->count++] ? OK : error_memory(n->e);
}

// `"a"`, `, "b"`, ... for one name after the other; beyond a few only their number, which end_names adds.
static void add_name(Text *names, int index, const char *name) {
    if (index < NAMES_SHOWN) text_printf(names, "%s\"%s\"", index ? ", " : "", name);
}

static void end_names(Text *names, int count) {
    if (count > NAMES_SHOWN) text_printf(names, " and %d more", count - NAMES_SHOWN);
}

// "--set train.epochs does not reach settings "long", "short", which set it themselves".
static Status note_hidden(Notes *n, const Overlays *overlays, size_t option) {
    Text names = {0}, text = {0};
    int hiding = 0;
    for (int i = 0; i < n->x->setting_count; i++) {
        if (overlays->settings[i].given[option]) add_name(&names, hiding++, n->x->settings[i].name);
    }
    end_names(&names, hiding);
    text_printf(&text, "--set %s does not reach %s %s, which %s it %s", options[option].key,
                hiding == 1 ? "setting" : "settings", names.data ? names.data : "", hiding == 1 ? "sets" : "set",
                hiding == 1 ? "itself" : "themselves");
    text.failed |= names.failed;
    Status s = hiding ? add_note(n, &text) : OK;
    text_free(&names);
    text_free(&text);
    return s;
}

// --- Settings that came out identical

// A setting and all that it has of what differs between settings, as one text.
typedef struct Likeness {
    const char *values;
    int setting;
} Likeness;

static int by_values(const void *a, const void *b) {
    const Likeness *x = a, *y = b;
    int order = strcmp(x->values, y->values);
    return order ? order : (x->setting > y->setting) - (x->setting < y->setting);
}

static int by_setting(const void *a, const void *b) {
    const Likeness *x = *(const Likeness *const *)a, *y = *(const Likeness *const *)b;
    return (x->setting > y->setting) - (x->setting < y->setting);
}

static const char *values_of(const Experiment *x, int setting, Arena *arena) {
    Text values = {0};
    for (int i = 0; i < x->varied_count; i++) {
        experiment_value(x, setting, x->varied[i], &values);
        text_add(&values, "\n");
    }
    return text_keep(&values, arena);
}

// "settings "a" and "b" are identical ...", for the `count` settings from `first` on.
static Status note_identical(Notes *n, const Likeness *first, int count) {
    Text names = {0}, text = {0};
    for (int i = 0; i < count; i++) add_name(&names, i, n->x->settings[first[i].setting].name);
    end_names(&names, count);
    text_printf(&text, "settings %s are identical: no option differs, so their runs will be the same",
                names.data ? names.data : "");
    text.failed |= names.failed;
    Status s = add_note(n, &text);
    text_free(&names);
    text_free(&text);
    return s;
}

// The groups of equal settings among the sorted `all`, each told in the order of its first setting.
static Status note_groups(Notes *n, const Likeness *all, Arena *arena) {
    int settings = n->x->setting_count, groups = 0;
    const Likeness **group = arena_take(arena, (size_t)settings, sizeof *group);
    Status s = group ? OK : error_memory(n->e);
    for (int i = 1; group && i < settings; i++) {
        bool begins = strcmp(all[i].values, all[i - 1].values) == 0 &&
                      (i == 1 || strcmp(all[i - 1].values, all[i - 2].values) != 0);
        if (begins) group[groups++] = &all[i - 1];
    }
    if (groups) qsort(group, (size_t)groups, sizeof *group, by_setting);
    for (int i = 0; !s && i < groups; i++) {
        int count = 1;
        while (group[i] + count < all + settings && strcmp(group[i][count].values, group[i]->values) == 0) count++;
        s = note_identical(n, group[i], count);
    }
    return s;
}

static Status note_all_identical(Notes *n) {
    Arena arena = {0};
    int settings = n->x->setting_count;
    Likeness *all = arena_take(&arena, (size_t)settings, sizeof *all);
    Status s = all ? OK : error_memory(n->e);
    for (int i = 0; !s && i < settings; i++) {
        all[i] = (Likeness){values_of(n->x, i, &arena), i};
        if (!all[i].values) s = error_memory(n->e);
    }
    if (!s) qsort(all, (size_t)settings, sizeof *all, by_values);
    if (!s) s = note_groups(n, all, &arena);
    arena_free(&arena);
    return s;
}

Status experiment_note(Experiment *x, Error *e) {
    Notes notes = {.x = x, .e = e};
    Status s = OK;
    for (size_t i = 0; !s && i < option_count; i++) {
        if (x->overlays->set->given[i]) s = note_hidden(&notes, x->overlays, i);
    }
    if (!s) s = note_all_identical(&notes);
    return s ? s : add_note(&notes, NULL); // makes sure of the NULL at the end
}
