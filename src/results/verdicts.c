#include "results/verdicts.h"

#include <math.h>
#include <string.h>

#include "base/files.h"
#include "base/text.h"
#include "lab/names.h"
#include "results/csv.h"

const char *const verdict_numbers[VERDICT_NUMBERS] = {"seeds", "mean", "low", "high", "p", "p_holm", "seeds_needed"};
const char *const judgement_words[JUDGEMENTS] = {"supported", "refuted", "cannot tell"};

// The columns that are read: texts first.
enum { SAY, THAT, VERDICT, TEXTS };
static const char *const texts[TEXTS] = {"say", "that", "verdict"};

typedef struct Reading {
    const char *path;
    CsvRows rows;
    size_t place[TEXTS + VERDICT_NUMBERS]; // of each column in a row
    size_t columns;
    Arena *arena;
    Error *e;
} Reading;

static const char remedy[] = "the same command that ran it, with --restart, makes it anew";

static const char *column_name(size_t column) {
    return column < TEXTS ? texts[column] : verdict_numbers[column - TEXTS];
}

static Status find_columns(Reading *r) {
    const CsvCell *cell = r->rows.cell;
    r->columns = r->rows.count > 0 ? r->rows.first[1] : 0;
    for (size_t c = 0; c < sizeof r->place / sizeof *r->place; c++) {
        size_t i = 0;
        while (i < r->columns && strcmp(cell[i].text, column_name(c)) != 0) i++;
        if (i == r->columns)
            return error_set(r->e, ERR_DATA, "%s:1: there is no column \"%s\"; %s", r->path, column_name(c), remedy);
        r->place[c] = i;
    }
    return OK;
}

// Without the sign that keeps spreadsheets from running it (text_is_formula).
static const char *unguarded(const char *cell) {
    return *cell == '\'' && text_is_formula(cell + 1) ? cell + 1 : cell;
}

static Status read_row(const Reading *r, int32_t index, VerdictRow *row) {
    const CsvCell *cell = r->rows.cell + r->rows.first[index];
    if (r->rows.first[index + 1] - r->rows.first[index] != r->columns)
        return error_set(r->e, ERR_DATA, "%s:%d: another number of cells than in the first line; %s", r->path,
                         (int)cell->line, remedy);
    int verdict = 0;
    while (verdict < JUDGEMENTS && strcmp(cell[r->place[VERDICT]].text, judgement_words[verdict]) != 0) verdict++;
    if (verdict == JUDGEMENTS)
        return error_set(r->e, ERR_DATA, "%s:%d: no verdict: \"%s\"; %s", r->path, (int)cell->line,
                         cell[r->place[VERDICT]].text, remedy);
    row->verdict = (Judgement)verdict;
    row->say = unguarded(cell[r->place[SAY]].text);
    row->that = unguarded(cell[r->place[THAT]].text);
    for (size_t n = 0; n < VERDICT_NUMBERS; n++) {
        const CsvCell *number = &cell[r->place[TEXTS + n]];
        if (!number_read(number->text, number->length, &row->number[n])) row->number[n] = NAN;
    }
    return OK;
}

static Status read_rows(Reading *r, Verdicts *v) {
    Status s = find_columns(r);
    if (s) return s;
    v->row = arena_take(r->arena, (size_t)r->rows.count, sizeof *v->row);
    if (!v->row) return error_memory(r->e);
    for (int32_t i = 1; !s && i < r->rows.count; i++) s = read_row(r, i, &v->row[i - 1]);
    if (!s) v->count = r->rows.count - 1;
    return s;
}

Status verdicts_read(Verdicts *v, const char *folder, Arena *arena, Error *e) {
    char *data;
    size_t size;
    Reading r = {.path = path_join(arena, folder, FILE_EXPECTATIONS), .arena = arena, .e = e};
    *v = (Verdicts){0};
    if (!r.path) return error_memory(e);
    if (!file_exists(r.path)) return OK;
    Status s = file_read(arena, r.path, &data, &size, e);
    if (!s) s = csv_split(&r.rows, arena, data, size, ',', r.path, e);
    return s ? s : read_rows(&r, v);
}

Judgement verdicts_overall(const Verdicts *v) {
    Judgement all = JUDGED_SUPPORTED;
    for (int i = 0; i < v->count && all != JUDGED_REFUTED; i++)
        if (v->row[i].verdict != JUDGED_SUPPORTED) all = v->row[i].verdict;
    return all;
}
