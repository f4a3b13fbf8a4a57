#include "table/recipe.h"

#include "base/lookup.h"
#include "base/text.h"
#include "data/impute.h"
#include "data/names.h"

// before[c]: how many columns of the table's before c have the same name. NULL without memory.
static int32_t *count_before(const Table *t, Arena *passing) {
    Lookup names = {0};
    int32_t *before = arena_take(passing, (size_t)t->columns, sizeof *before);
    int32_t *there = arena_take(passing, (size_t)t->columns, sizeof *there); // with the name of each first column
    if (!before || !there) return NULL;
    for (int32_t c = 0; c < t->columns; c++) {
        const int first = lookup_add(&names, passing, t->column[c].name, c);
        if (first < 0) return NULL;
        before[c] = there[first]++;
    }
    return before;
}

static RecipeColumn column_of(const Table *t, int32_t c, const int32_t *before) {
    return (RecipeColumn){.name = t->column[c].name, .column = c, .before = t->header ? before[c] : 0};
}

Status recipe_learn(Recipe *r, const Table *t, const Encoding *en, const Labels *l, const Dataset *pool, Arena *arena,
                    Error *e) {
    RecipeColumn *feature = arena_take(arena, (size_t)en->columns, sizeof *feature);
    RecipeColumn *label = arena_take(arena, (size_t)l->columns, sizeof *label);
    Arena passing = {0};
    const int32_t *before = count_before(t, &passing);
    for (int32_t i = 0; feature && before && i < en->columns; i++)
        feature[i] = column_of(t, en->column[i].column, before);
    for (int32_t k = 0; label && before && k < l->columns; k++) label[k] = column_of(t, l->column[k], before);
    const bool taken = feature && label && before;
    arena_free(&passing);
    if (!taken) return error_memory(e);
    int32_t i = 0; // indicators stand in the order of their columns
    for (int32_t g = 0; g < pool->groups; g++) {
        if (pool->group[g].kind != GROUP_INDICATOR) continue;
        while (en->column[i].column != pool->group[g].column) i++;
        feature[i].indicator = true;
    }
    *r = (Recipe){.header = t->header,
                  .columns = t->columns,
                  .mark = {t->form.decimal, t->decimal_basis, RECIPE_TABLE},
                  .encoding = *en,
                  .feature = feature,
                  .features = pool->features,
                  .labels = l->columns,
                  .label = label,
                  .classes = l->classes};
    return OK;
}

// The column's name as it stands before "=": "column 3" where it has none.
static const char *group_name(const RecipeColumn *column, Arena *arena) {
    Text number = {0};
    if (*column->name) return column->name;
    text_printf(&number, "column %d", column->column + 1);
    return text_keep(&number, arena);
}

Status recipe_place(Recipe *r, bool *fits, Arena *arena, Error *e) {
    Encoding *en = &r->encoding;
    FeatureGroup *group = arena_take(arena, (size_t)en->columns, sizeof *group);
    int64_t features = 0, indicators = 0;
    *fits = false;
    if (!group) return error_memory(e);
    for (int32_t i = 0; i < en->columns; i++) {
        const EncodedColumn *ec = &en->column[i];
        group[i] = (FeatureGroup){.kind = ec->one_hot ? GROUP_ONE_HOT : GROUP_NUMBER,
                                  .first = (int32_t)features,
                                  .count = ec->one_hot ? ec->categories.count : 1,
                                  .column = ec->column,
                                  .name = group_name(&r->feature[i], arena)};
        if (!group[i].name) return error_memory(e);
        features += group[i].count;
        indicators += r->feature[i].indicator;
        if (features + indicators > RECIPE_FEATURES_MOST) return OK;
    }
    *en = (Encoding){.columns = en->columns, .features = (int32_t)features, .column = en->column, .group = group};
    r->features = (int32_t)(features + indicators);
    *fits = true;
    return OK;
}

// A table of numbers under names, and the answer behind them.
static Status learn_plain(Recipe *r, const Source *s, Arena *arena, Error *e) {
    const Dataset *d = &s->train;
    RecipeColumn *feature = arena_take(arena, (size_t)d->features, sizeof *feature);
    RecipeColumn *label = arena_take(arena, 1, sizeof *label);
    EncodedColumn *column = arena_take(arena, (size_t)d->features, sizeof *column);
    bool fits;
    if (!feature || !label || !column) return error_memory(e);
    for (int32_t f = 0; f < d->features; f++) {
        char room[FEATURE_NAME_SIZE];
        feature[f] = (RecipeColumn){.name = arena_text(arena, feature_name(d, f, room)), .column = f};
        column[f].column = f;
        if (!feature[f].name) return error_memory(e);
    }
    *label = (RecipeColumn){.name = source_answer(s), .column = d->features};
    *r = (Recipe){.header = true,
                  .columns = d->features + 1,
                  .mark = {'.', MARK_PROVEN, RECIPE_TABLE},
                  .encoding = {.columns = d->features, .column = column},
                  .feature = feature,
                  .labels = 1,
                  .label = label};
    return recipe_place(r, &fits, arena, e);
}

Status recipe_of(Recipe *r, const Source *s, const Split *split, Arena *arena, Error *e) {
    if (!s->recipe) return learn_plain(r, s, arena, e);
    *r = *s->recipe;
    return impute_fills(split, &s->spec, &r->fills, arena, e);
}
