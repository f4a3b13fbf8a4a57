#include "lab/log_columns.h"

#include <string.h>

// What decides the columns of a run of one setting.
static ColumnSet own_set(const Experiment *x, int setting, ColumnSet answers) {
    const TrainSpec *train = &x->settings[setting].spec.train;
    const bool stops = train->stop.patience > 0;
    ColumnSet set = answers;
    set.metrics = train->metrics;
    set.averages = averages_wanted(train);
    set.kept = stops && train->stop.select_on == STOP_ON_VALIDATION;
    set.kept_by_test = stops && train->stop.select_on == STOP_ON_TEST;
    return set;
}

static bool same_set(ColumnSet a, ColumnSet b) {
    return a.averages == b.averages && a.kept == b.kept && a.kept_by_test == b.kept_by_test;
}

Status log_columns_make(LogColumns *columns, const Experiment *x, ColumnSet answers, Arena *arena, Error *e) {
    ColumnSet all = own_set(x, 0, answers), before = all;
    columns->own = arena_take(arena, (size_t)x->setting_count, sizeof *columns->own);
    if (!columns->own) return error_memory(e);
    for (int i = 0; i < x->setting_count; i++) {
        const ColumnSet own = own_set(x, i, answers);
        const bool again = i > 0 && same_set(own, before);
        columns->own[i] = again ? columns->own[i - 1] : columns_make(own, arena);
        if (!columns->own[i]) return error_memory(e);
        all.averages |= own.averages;
        all.kept |= own.kept;
        all.kept_by_test |= own.kept_by_test;
        before = own;
    }
    columns->all = columns_make(all, arena);
    return columns->all ? OK : error_memory(e);
}

// The next field of a line of CSV, moved past; NULL at its end.
static const char *next_field(const char **at, Arena *arena) {
    const char *s = *at;
    char *field = arena_take(arena, strcspn(s, "\n") + 1, 1), *to = field;
    if (!*s || *s == '\n' || !field) return NULL;
    const bool quoted = *s == '"';
    for (s += quoted; *s && *s != '\n' && (quoted || *s != ','); s++) {
        if (quoted && *s == '"' && *++s != '"') break;
        *to++ = *s;
    }
    *at = s + (*s == ',');
    return field;
}

bool log_columns_answers(const char *header, ColumnSet *answers, Arena *arena) {
    const char *at = header, *name;
    const size_t most = strcspn(header, "\n");
    const char **targets = arena_take(arena, most + 1, sizeof *targets);
    *answers = (ColumnSet){.target_names = targets};
    if (!targets || strncmp(header, "epoch,", 6) != 0) return false;
    while ((name = next_field(&at, arena))) {
        Extra extra;
        const char *target;
        answers->validation |= strcmp(name, "val_loss") == 0;
        answers->regression |= strcmp(name, "train_rmse") == 0;
        if (column_find(name) || !column_find_extra(name, &extra, &target)) continue;
        if (extra.metric == METRIC_NONE && extra.part == SCORE_TRAIN) targets[answers->targets++] = target;
    }
    answers->regression |= answers->targets > 0;
    return true;
}
