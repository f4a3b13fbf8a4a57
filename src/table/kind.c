// What a column holds, and by that how its cells are taken.
#include <math.h>
#include <string.h>

#include "table/reading.h"

#define MIXED_TEXTS_MOST 20  // distinct texts that a column of numbers and words may have
#define MIXED_WORDS_LEAST 20 // one cell in so many must be a word
#define MIXED_ROWS_LEAST 5   // for each of the texts: categories come again, mistakes do not

// Numbers the training table's categories first.
static Status follow_texts(Reading *r, int32_t c) {
    const TableColumn *like = &r->like->column[c];
    const int32_t count =
        like->categories < CATEGORIES_MOST || !r->filler[c].words.most ? like->categories : CATEGORIES_MOST;
    Arena padded = {0};
    Status status = OK;
    for (int32_t k = 0; status == OK && k < count; k++) {
        const size_t n = strlen(like->category[k]);
        char *text = arena_take(&padded, n + SCAN_BEHIND, 1);
        if (text) memcpy(text, like->category[k], n);
        if (!text || words_number(&r->filler[c].words, text, n) == WORDS_MEMORY) status = error_memory(r->e);
        arena_free(&padded);
    }
    return status;
}

// Begins a pass in which the column is taken by texts.
static Status begin_codes(Reading *r, int32_t c) {
    Filler *f = &r->filler[c];
    f->words = (Words){.arena = r->arena, .passing = &r->passing, .most = f->words.most};
    f->missed = false;
    f->route = ROUTE_CODE;
    return r->like ? follow_texts(r, c) : OK;
}

Status kind_begin(Reading *r, int32_t c) {
    const TableColumn *column = &r->t->column[c];
    Filler *f = &r->filler[c];
    const bool aside = column->role == ROLE_LABEL || column->role == ROLE_SPLIT;
    f->given = column->kind != KIND_FOUND;
    f->route = ROUTE_FIND;
    if (column->role == ROLE_IGNORED) f->route = ROUTE_COUNT;
    if (column->role == ROLE_FEATURE && column->kind == KIND_NUMERIC) f->route = ROUTE_NUMBER;
    const bool coded = (column->role == ROLE_FEATURE && column->kind == KIND_CATEGORICAL) ||
                       column->role == ROLE_SPLIT || (aside && r->like && r->like->column[c].code);
    return coded ? begin_codes(r, c) : OK;
}

// --- After a pass

// The numbers were not counted one by one.
static void count_numbers(Reading *r, int32_t c) {
    int32_t *cells = r->t->column[c].cells;
    cells[CELL_NUMBER] = r->t->rows;
    for (int class = 0; class < CELL_CLASSES; class ++)
        if (class != CELL_NUMBER) cells[CELL_NUMBER] -= cells[class];
}

static bool is_mixed(const int32_t *cells) {
    return cells[CELL_WORD] > 0 && cells[CELL_NUMBER] + cells[CELL_HUGE] > 0;
}

static ColumnKind find_kind(const Reading *r, int32_t c) {
    const int32_t *cells = r->t->column[c].cells;
    if (is_mixed(cells))
        return !r->filler[c].wordy && (int64_t)cells[CELL_WORD] * MIXED_WORDS_LEAST >= r->t->rows ? KIND_CATEGORICAL
                                                                                                  : KIND_NUMERIC;
    return cells[CELL_WORD] > 0 ? KIND_CATEGORICAL : KIND_NUMERIC;
}

// Begins another pass over the column.
static Status take_again(Reading *r, int32_t c, Route route) {
    Filler *f = &r->filler[c];
    memset(r->t->column[c].cells, 0, sizeof r->t->column[c].cells);
    f->in_place = false;
    f->route = route;
    return route == ROUTE_CODE ? begin_codes(r, c) : OK;
}

// Truths that were numbered as texts become 1 and 0; different texts may then be the same.
static void take_truths(Reading *r, int32_t c) {
    const Words *w = &r->filler[c].words;
    float *cell = r->values + r->t->column[c].at;
    const float *first = cell;
    r->t->column[c].constant = true;
    for (int32_t i = 0; i < r->t->rows; i++, cell += r->t->width) {
        if (!isnan(*cell)) {
            const int32_t k = (int32_t)*cell;
            *cell = w->tag[k] != CELL_TRUTH ? NAN : strchr("tTyY", *w->text[k]) ? 1.0f : 0.0f;
        }
        r->t->column[c].constant &= *cell == *first || (isnan(*cell) && isnan(*first));
    }
}

static Status settle_feature(Reading *r, int32_t c) {
    TableColumn *column = &r->t->column[c];
    Filler *f = &r->filler[c];
    const int32_t *cells = column->cells;
    const bool mixed = !f->given && is_mixed(cells) && f->route == ROUTE_CODE && !f->missed;
    if (mixed && (f->words.count > MIXED_TEXTS_MOST || f->words.count > r->t->rows / MIXED_ROWS_LEAST)) f->wordy = true;
    column->kind = f->given ? column->kind : find_kind(r, c);
    if (column->kind == KIND_CATEGORICAL) {
        if (f->route != ROUTE_CODE || f->missed) return take_again(r, c, ROUTE_CODE);
        f->route = ROUTE_KEPT;
        return OK;
    }
    const bool truths = cells[CELL_TRUTH] > 0, numbers = cells[CELL_NUMBER] > 0;
    if (truths && numbers && !f->no_truth) {
        f->no_truth = true;
        return take_again(r, c, ROUTE_NUMBER);
    }
    if (f->route == ROUTE_CODE && (numbers || cells[CELL_HUGE] > 0)) return take_again(r, c, ROUTE_NUMBER);
    if (f->route == ROUTE_CODE && truths) take_truths(r, c);
    if (f->route == ROUTE_CODE) f->words.count = 0;
    f->route = ROUTE_KEPT;
    return OK;
}

static Status settle_aside(Reading *r, int32_t c) {
    TableColumn *column = &r->t->column[c];
    Filler *f = &r->filler[c];
    const int32_t *cells = column->cells;
    const bool numbers = cells[CELL_NUMBER] + cells[CELL_HUGE] + cells[CELL_MISSING] == r->t->rows;
    if (!f->given) column->kind = find_kind(r, c);
    if (f->route != ROUTE_CODE && (!numbers || f->inexact)) return take_again(r, c, ROUTE_CODE);
    if (f->route == ROUTE_CODE && f->missed) return take_again(r, c, ROUTE_CODE);
    if (f->route != ROUTE_CODE) f->code = NULL;
    f->route = ROUTE_KEPT;
    return OK;
}

Status kind_settle(Reading *r, bool *again) {
    Status status = OK;
    *again = false;
    for (int32_t c = 0; status == OK && c < r->t->columns; c++) {
        TableColumn *column = &r->t->column[c];
        if (r->filler[c].route == ROUTE_KEPT) continue;
        if (r->filler[c].route == ROUTE_NUMBER) count_numbers(r, c);
        if (column->role == ROLE_FEATURE) {
            status = settle_feature(r, c);
        } else if (column->role == ROLE_IGNORED) {
            if (!r->filler[c].given) column->kind = find_kind(r, c);
            r->filler[c].route = ROUTE_KEPT;
        } else {
            status = settle_aside(r, c);
        }
        if (r->filler[c].route == ROUTE_KEPT)
            r->filler[c].in_place = false; // another pass has nothing to read here
        else
            *again = true;
    }
    return status;
}

// --- When all is read

// As far as floats tell.
static void finish_feature(Reading *r, int32_t c) {
    TableColumn *column = &r->t->column[c];
    const double first = r->filler[c].first;
    const int32_t *cells = column->cells;
    // Cells that are no numbers look alike in a column of numbers.
    column->constant &=
        column->kind != KIND_NUMERIC || cells[CELL_WORD] + cells[CELL_DATE] + cells[CELL_HEX] + cells[CELL_HUGE] == 0;
    column->ascends &= column->cells[CELL_NUMBER] == r->t->rows && column->kind == KIND_NUMERIC && r->t->rows > 1 &&
                       first == trunc(first);
}

static void finish_aside(Reading *r, int32_t c) {
    TableColumn *column = &r->t->column[c];
    const Filler *f = &r->filler[c];
    column->number = f->number;
    column->code = f->code;
    column->constant = true;
    column->ascends =
        f->number && r->t->rows > 1 && column->cells[CELL_NUMBER] == r->t->rows && f->number[0] == trunc(f->number[0]);
    for (int32_t i = 1; i < r->t->rows && (column->constant || column->ascends); i++) {
        if (f->code)
            column->constant &= f->code[i] == f->code[0];
        else if (f->number)
            column->constant &= f->number[i] == f->number[0] || (isnan(f->number[i]) && isnan(f->number[0]));
        column->ascends = column->ascends && f->number[i] == f->number[i - 1] + 1 && fabs(f->number[i]) < 0x1p53;
    }
}

// Keeps the first few different words of a label with numbers.
static void keep_odd_labels(TableColumn *column, const Words *w) {
    if (column->cells[CELL_NUMBER] + column->cells[CELL_HUGE] == 0) return;
    for (int32_t k = 0; k < w->count && column->odd_words <= ODD_WORDS_MOST; k++) {
        if (w->tag[k] != CELL_WORD && w->tag[k] != CELL_TRUTH) continue;
        if (column->odd_words++ < ODD_WORDS_MOST) column->odd_word[column->odd_words - 1] = w->text[k];
    }
}

Status kind_finish(Reading *r) {
    for (int32_t c = 0; c < r->t->columns; c++)
        if (r->t->column[c].role == ROLE_FEATURE) finish_feature(r, c);
    Status status = exact_look(r);
    for (int32_t c = 0; status == OK && c < r->t->columns; c++) {
        TableColumn *column = &r->t->column[c];
        const Words *w = &r->filler[c].words;
        if (column->role == ROLE_LABEL || column->role == ROLE_SPLIT) finish_aside(r, c);
        column->counts = column->ascends && (r->filler[c].first == 0 || r->filler[c].first == 1);
        if (column->role == ROLE_LABEL && column->code) keep_odd_labels(column, w);
        if (column->role == ROLE_FEATURE ? column->kind != KIND_CATEGORICAL : !column->code) continue;
        column->category = words_list(w);
        column->categories = w->count + w->full;
        if (!column->category) return error_memory(r->e);
        if (column->role == ROLE_FEATURE && !r->filler[c].given && is_mixed(column->cells))
            notes_add(r->notes, "%s: column %d%s%.60s%s holds numbers and words: its %d texts are taken for categories",
                      r->t->path, c + 1, *column->name ? " (" : "", column->name, *column->name ? ")" : "",
                      column->categories);
    }
    return status;
}
