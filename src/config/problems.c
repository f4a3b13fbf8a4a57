#include "config/problems.h"

#include <string.h>

#include "base/text.h"

// Whether `a` is told after one at `at` in `doc`: the config's come before those of what it extends, those without a
// place last.
static bool is_after(const Problem *a, const JsonDoc *doc, size_t at) {
    if (a->at == NO_PLACE || at == NO_PLACE || a->doc->depth == doc->depth) return a->at > at;
    return a->doc->depth > doc->depth;
}

Status problems_add(Problems *p, const JsonDoc *doc, size_t at, const char *message, Error *e) {
    int i = p->kept;
    p->count++;
    while (i > 0 && is_after(&p->first[i - 1], doc, at)) i--;
    if (i == PROBLEMS_SHOWN) return e->status = ERR_CONFIG;
    const char *copy = arena_text(p->arena, message);
    if (!copy) return error_memory(e);
    if (p->kept < PROBLEMS_SHOWN) p->kept++;
    memmove(&p->first[i + 1], &p->first[i], (size_t)(p->kept - i - 1) * sizeof *p->first);
    p->first[i] = (Problem){doc, at, copy};
    return e->status = ERR_CONFIG;
}

bool problems_more(const Problems *p, Status s) {
    return s == OK || (s == ERR_CONFIG && p && p->count < PROBLEMS_MOST);
}

Status problems_end(const Problems *p, Status s, Error *e) {
    Text all = {0};
    int shown = 0;
    if (!p->count || (s != OK && s != ERR_CONFIG && s != ERR_USAGE)) return s;
    const size_t room = sizeof e->text - sizeof "\nand 1000 more";
    for (; shown < p->kept; shown++) {
        const Problem *problem = &p->first[shown];
        Error one;
        json_error_at(problem->doc, problem->at, problem->message, &one);
        if (shown > 0 && all.size + 1 + strlen(one.text) > room) break;
        text_printf(&all, "%s%s", shown ? "\n" : "", one.text);
    }
    if (shown < p->count) text_printf(&all, "\nand %d more", p->count - shown);
    s = all.failed ? error_memory(e) : error_set(e, ERR_CONFIG, "%s", all.data);
    text_free(&all);
    return s;
}
