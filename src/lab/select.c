#include "lab/select.h"

#include <fnmatch.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/lookup.h"
#include "base/text.h"
#include "lab/run_id.h"

// The words of states that --only knows. What is done stands as it is; what is missing is whatever else nobody is at.
static const struct {
    const char *word;
    RunStatus status[2];
} words[] = {
    {"failed", {RUN_FAILED, RUN_FAILED}},
    {"interrupted", {RUN_INTERRUPTED, RUN_INTERRUPTED}},
    {"missing", {RUN_WAITING, RUN_INTERRUPTED}},
};
enum { WORDS = sizeof words / sizeof *words, NAMED_MOST = 8 };

const char *selection_word(int i) {
    return i < WORDS ? words[i].word : NULL;
}

static int find_word(const char *text, size_t n) {
    for (int i = 0; i < WORDS; i++)
        if (strlen(words[i].word) == n && strncmp(words[i].word, text, n) == 0) return i;
    return -1;
}

// Whether all of the text is words of states.
static bool is_words(const char *text) {
    for (const char *at = text;; at++) {
        const size_t n = strcspn(at, ",");
        if (find_word(at, n) < 0) return false;
        at += n;
        if (!*at) return true;
    }
}

static bool has_state(const char *text, RunStatus status) {
    for (const char *at = text;; at++) {
        const size_t n = strcspn(at, ",");
        const int word = find_word(at, n);
        if (status == words[word].status[0] || status == words[word].status[1]) return true;
        at += n;
        if (!*at) return false;
    }
}

// The first of several words that is none, of a text that begins with a word of a state ("failed,mising"); else the
// whole text.
static const char *odd_word(const char *text, Arena *a) {
    for (const char *at = text; find_word(at, strcspn(at, ",")) >= 0; at++) {
        at += strcspn(at, ",");
        if (*at && find_word(at + 1, strcspn(at + 1, ",")) < 0) return arena_text_n(a, at + 1, strcspn(at + 1, ","));
        if (!*at) break;
    }
    return text;
}

static Status no_setting(const Plan *p, const char *pattern, Error *e) {
    const Experiment *x = p->experiment;
    const size_t count = (size_t)x->setting_count;
    Arena arena = {0};
    Text list = {0};
    const char **names = arena_take(&arena, count + WORDS, sizeof *names), *odd = odd_word(pattern, &arena);
    if (!names || !odd) return arena_free(&arena), error_memory(e);
    for (size_t i = 0; i < count; i++) names[i] = x->settings[i].name;
    for (size_t i = 0; i < WORDS; i++) names[count + i] = words[i].word;
    for (size_t i = 0; i < count && i < NAMED_MOST; i++) text_printf(&list, "%s%s", i > 0 ? ", " : "", names[i]);
    if (count > NAMED_MOST) text_printf(&list, " and %zu more", count - NAMED_MOST);
    const char *near = nearest_word(odd, names, count + WORDS);
    error_set(e, ERR_USAGE,
              "--only %s: no setting is called %s; settings are %s; states are failed, interrupted and missing%s%s%s",
              pattern, odd == pattern ? "so" : odd, list.data ? list.data : "", near ? "; did you mean " : "",
              near ? near : "", near ? "?" : "");
    text_free(&list);
    arena_free(&arena);
    return e->status;
}

Status selection_check(const Selection *s, const Plan *p, Error *e) {
    const Experiment *x = p->experiment;
    for (int i = 0; i < s->only_count; i++) {
        bool found = is_words(s->only[i]);
        for (int k = 0; k < x->setting_count && !found; k++) found = fnmatch(s->only[i], x->settings[k].name, 0) == 0;
        if (!found) return no_setting(p, s->only[i], e);
    }
    return OK;
}

// By the words of states, if there are some, and by the patterns, if there are some.
static bool is_wanted(const Selection *s, const char *setting, RunStatus status) {
    bool state = true, name = true;
    bool state_fits = false, name_fits = false;
    for (int i = 0; i < s->only_count; i++) {
        if (is_words(s->only[i])) {
            state = false;
            state_fits |= has_state(s->only[i], status);
        } else {
            name = false;
            name_fits |= fnmatch(s->only[i], setting, 0) == 0;
        }
    }
    return (state || state_fits) && (name || name_fits);
}

static Status know_asked(const Selection *s, Lookup *settings, Lookup *seeds, Arena *a, Error *e) {
    char text[NUMBER_TEXT_SIZE];
    for (int i = 0; s->asked && i < s->asked->setting_count; i++)
        if (lookup_add(settings, a, s->asked->settings[i].name, i) < 0) return error_memory(e);
    for (int i = 0; s->asked && i < s->asked->seed_count; i++) {
        snprintf(text, sizeof text, "%" PRIu64, s->asked->seeds[i]);
        const char *seed = arena_text(a, text);
        if (!seed || lookup_add(seeds, a, seed, i) < 0) return error_memory(e);
    }
    return OK;
}

// Leaves of the chosen runs those that have one of the IDs.
static Status keep_ids(const Selection *s, const Plan *p, bool *chosen, Arena *a, Error *e) {
    Lookup ids = {0};
    int count = 0;
    for (int i = 0; i < s->id_count; i++) {
        for (const char *at = s->ids[i]; *at;) {
            const size_t n = strcspn(at, ",");
            const char *id = arena_text_n(a, at, n);
            if (!id) return error_memory(e);
            const int place = lookup_add(&ids, a, id, count);
            if (place < 0) return error_memory(e);
            count += place == count;
            at += n + (at[n] == ',');
        }
    }
    bool *found = arena_take(a, (size_t)count, sizeof *found);
    if (!found) return error_memory(e);
    for (int i = 0; i < p->run_count; i++) {
        const int place = lookup_find(&ids, run_id(p, i).text);
        chosen[i] &= place >= 0;
        if (place >= 0) found[place] = true;
    }
    for (int i = 0; i < s->id_count; i++) {
        for (const char *at = s->ids[i]; *at;) {
            const size_t n = strcspn(at, ",");
            const char *id = arena_text_n(a, at, n);
            if (id && !found[lookup_find(&ids, id)])
                return error_set(e, ERR_USAGE,
                                 "--runs %s: no run of this config has this ID; `regrun plan --config ... --list` "
                                 "lists them (with the same --set and --seeds)",
                                 id);
            at += n + (at[n] == ',');
        }
    }
    return OK;
}

Status selection_apply(const Selection *s, const Plan *p, const RunState *states, bool *chosen, Error *e) {
    const Experiment *x = p->experiment;
    Arena arena = {0};
    Lookup settings = {0}, seeds = {0};
    int number = 0; // of the run among those that are asked for
    char seed[NUMBER_TEXT_SIZE];
    Status status = know_asked(s, &settings, &seeds, &arena, e);
    for (int i = 0; !status && i < p->run_count; i++) {
        const char *name = x->settings[p->runs[i].setting].name;
        bool asked = true;
        if (s->asked) {
            snprintf(seed, sizeof seed, "%" PRIu64, p->runs[i].replicate.seed);
            asked = lookup_find(&settings, name) >= 0 && lookup_find(&seeds, seed) >= 0;
        }
        const bool share = s->shards == 0 || number % s->shards == s->shard - 1;
        number += asked;
        chosen[i] = asked && share && is_wanted(s, name, states[i].status);
    }
    if (!status && s->id_count > 0) status = keep_ids(s, p, chosen, &arena, e);
    arena_free(&arena);
    return status;
}

Status selection_shard(const char *text, Selection *s, Error *e) {
    int end = 0;
    if (!text) return OK;
    if (sscanf(text, "%9d/%9d%n", &s->shard, &s->shards, &end) == 2 && !text[end] && s->shard >= 1 &&
        s->shard <= s->shards)
        return OK;
    return error_set(e, ERR_USAGE, "--shard %s: give the part and their number, as in 2/8 for the second of eight",
                     text);
}
