#include <math.h>
#include <string.h>

#include "base/text.h"
#include "report/difference.h"
#include "report/factorial.h"

static bool switched_on(const Factor *f, int level) {
    return f->level_count == 2 && strcmp(f->levels[0], "false") == 0 && strcmp(f->levels[level], "true") == 0;
}

// "batch norm", "dropout 0.5", "batch size 128"; a main effect also says against what: "dropout 0.5 vs 0".
static void add_part(Text *t, const Factor *f, int level, bool versus) {
    text_add(t, f->label);
    if (switched_on(f, level)) return;
    if (f->level_count > 2 || versus) text_printf(t, " %s", f->levels[level]);
    if (versus) text_printf(t, " vs %s", f->levels[0]);
}

static void add_parts(Text *t, const Comparison *c, const Effect *effect, const char *between) {
    for (int i = 0; i < effect->order; i++) {
        if (i > 0) text_add(t, between);
        add_part(t, &c->factorial.factors[effect->factor[i]], effect->level[i], effect->order == 1);
    }
}

// The main effect on the gap of the i-th factor of an interaction. Main effects stand before interactions.
static double main_gap(const Comparison *c, const Effect *effect, int i) {
    for (const Effect *other = c->factorial.effects; other < effect; other++)
        if (other->order == 1 && other->factor[0] == effect->factor[i] && other->level[0] == effect->level[i])
            return other->gap.mean;
    return NAN;
}

// Two that pull the same way reinforce each other when together they pull further than the sum, and work against each
// other when less far. Two that pull opposite ways only change each other's effect.
static const char *interplay(const Comparison *c, const Effect *effect) {
    double first = main_gap(c, effect, 0), second = main_gap(c, effect, 1);
    if (first * second <= 0) return "change each other's effect";
    return effect->gap.mean * first > 0 ? "reinforce each other" : "work against each other";
}

static void add_reading(Text *t, const Comparison *c, const Effect *effect) {
    const Difference *d = &effect->gap;
    bool shown = d->n >= VERDICT_PAIRS && (d->low > 0 || d->high < 0);
    add_parts(t, c, effect, effect->order == 2 ? " and " : ", ");
    if (d->n < VERDICT_PAIRS)
        text_add(t, ": too few seeds to tell");
    else if (!shown)
        text_printf(t, ": no %s that %d seeds can show", effect->order == 1 ? "effect" : "interaction", d->n);
    else if (effect->order == 1)
        text_printf(t, " %s the gap", d->mean < 0 ? "narrows" : "widens");
    else if (effect->order == 2)
        text_printf(t, " %s", interplay(c, effect));
    else
        text_add(t, " depend on one another");
    if (d->n == 0) return;
    if (!shown)
        text_add(t, " (");
    else
        text_add(t, ": ");
    text_add(t, effect->order == 1 ? "gap " : "interaction ");
    difference_add(t, d);
    if (!shown) text_add(t, ")");
}

bool effect_words(Comparison *c, Effect *effect) {
    Text label = {0}, words = {0};
    add_parts(&label, c, effect, " x ");
    add_reading(&words, c, effect);
    effect->label = text_keep(&label, &c->arena);
    effect->words = text_keep(&words, &c->arena);
    return effect->label && effect->words;
}
