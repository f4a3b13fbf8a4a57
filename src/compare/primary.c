#include "compare/primary.h"

#include <string.h>

#include "base/text.h"

static const char *key_of(const Comparison *c, int k) {
    return comparison_names(c, c->judged.index[k])->key;
}

// The place among the judged metrics, or -1.
static int find(const Comparison *c, const char *key) {
    int k = 0;
    while (k < c->judged.count && strcmp(key_of(c, k), key) != 0) k++;
    return k < c->judged.count ? k : -1;
}

// What the configs of all experiments say; NULL where they do not agree, or one says nothing.
static const char *agreed(const Results *r) {
    const char *first = r->experiments[0].primary;
    for (int i = 1; first && i < r->experiment_count; i++)
        if (!r->experiments[i].primary || strcmp(r->experiments[i].primary, first) != 0) return NULL;
    return first;
}

static Status no_such_metric(Comparison *c, const char *asked, Error *e) {
    const char **keys = arena_take(&c->arena, (size_t)c->judged.count, sizeof *keys);
    if (!keys) return error_memory(e);
    for (int k = 0; k < c->judged.count; k++) keys[k] = key_of(c, k);
    const char *near = nearest_word(asked, keys, (size_t)c->judged.count);
    Text list = {0};
    for (int k = 0; k < c->judged.count; k++) text_printf(&list, "%s%s", k > 0 ? ", " : "", keys[k]);
    if (near) text_printf(&list, "; did you mean %s?", near);
    Status s = list.failed
                   ? error_memory(e)
                   : error_set(e, ERR_USAGE, "--primary %s: no metric that carries a verdict here; there are %s", asked,
                               list.data);
    text_free(&list);
    return s;
}

Status primary_choose(Comparison *c, const char *asked, Error *e) {
    const char *key = asked ? asked : agreed(c->results);
    int *index = c->judged.index;
    if (!key) return OK;
    const int at = find(c, key);
    if (at < 0) return asked ? no_such_metric(c, asked, e) : OK;
    const int primary = index[at];
    memmove(index + 1, index, sizeof *index * (size_t)at);
    index[0] = primary;
    c->primary_given = true;
    return OK;
}

int comparison_primary(const Comparison *c) {
    return c->judged.index[0];
}
