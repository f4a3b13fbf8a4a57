#include "data/csv_labels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static CsvCell label_cell(const CsvTable *t, int32_t sample) {
    return csv_trim(csv_table_cell(t, sample, t->label));
}

static int compare_numbers(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int compare_cells(const void *a, const void *b) {
    const CsvCell *x = a, *y = b;
    int order = memcmp(x->text, y->text, x->length < y->length ? x->length : y->length);
    return order ? order : (x->length > y->length) - (x->length < y->length);
}

// Finds whether all labels are numbers; none may be empty.
static Status look_at_labels(Labels *l, const CsvTable *t, int task, Error *e) {
    char place[CSV_PLACE_SIZE], shown[CSV_SHOWN_SIZE];
    int32_t numbers = 0, word = 0; // word: the last sample whose label is none
    for (int32_t i = 0; i < t->samples; i++) {
        CsvCell cell = label_cell(t, i);
        double ignored;
        if (cell.length == 0)
            return error_set(e, ERR_DATA, "%s: the label is empty; fill it in or leave the row out",
                             csv_place(place, t, i, t->label));
        if (csv_number(&cell, &ignored))
            numbers++;
        else
            word = i;
    }
    l->numeric = numbers == t->samples;
    if (task != TASK_AUTO || l->numeric || numbers == 0) return OK;
    CsvCell cell = label_cell(t, word);
    return error_set(e, ERR_DATA,
                     "%s: the label %s is not a number, but others are; correct it, or say in data.task what to learn",
                     csv_place(place, t, word, t->label), csv_shown(shown, &cell));
}

// The labels as numbers, sorted, each once.
static Status distinct_numbers(Labels *l, const CsvTable *t, Arena *scratch, Error *e) {
    double *value = arena_take(scratch, (size_t)t->samples, sizeof *value);
    if (!value) return error_memory(e);
    for (int32_t i = 0; i < t->samples; i++) csv_number(csv_table_cell(t, i, t->label), &value[i]);
    qsort(value, (size_t)t->samples, sizeof *value, compare_numbers);
    for (int32_t i = 0; i < t->samples; i++)
        if (i == 0 || value[i] > value[l->classes - 1]) value[l->classes++] = value[i];
    l->value = value;
    return OK;
}

static bool is_target(const Labels *l) {
    if (l->classes > AUTO_CLASSES_MOST) return true;
    for (int32_t i = 0; i < l->classes; i++)
        if (l->value[i] != trunc(l->value[i])) return true;
    return false;
}

static Status name_numbers(Labels *l, Arena *arena, Error *e) {
    const char **name = arena_take(arena, (size_t)l->classes, sizeof *name);
    if (!name) return error_memory(e);
    for (int32_t i = 0; i < l->classes; i++) {
        char text[NUMBER_TEXT_SIZE];
        name[i] = arena_text(arena, number_text_double(text, l->value[i]));
        if (!name[i]) return error_memory(e);
    }
    l->name = name;
    return OK;
}

static Status distinct_words(Labels *l, const CsvTable *t, Arena *arena, Arena *scratch, Error *e) {
    CsvCell *cell = arena_take(scratch, (size_t)t->samples, sizeof *cell);
    if (!cell) return error_memory(e);
    for (int32_t i = 0; i < t->samples; i++) cell[i] = label_cell(t, i);
    qsort(cell, (size_t)t->samples, sizeof *cell, compare_cells);
    for (int32_t i = 0; i < t->samples; i++)
        if (i == 0 || compare_cells(&cell[i], &cell[l->classes - 1]) != 0) cell[l->classes++] = cell[i];

    const char **name = arena_take(arena, (size_t)l->classes, sizeof *name);
    if (!name) return error_memory(e);
    for (int32_t i = 0; i < l->classes; i++) {
        name[i] = arena_text_n(arena, cell[i].text, cell[i].length);
        if (!name[i]) return error_memory(e);
    }
    l->name = name;
    return OK;
}

// A first row that was taken for data although its label, unlike others, stands nowhere else is more likely a header.
static Status doubt_header(const CsvTable *t, Error *e) {
    CsvCell first = label_cell(t, 0);
    for (int32_t i = 1; i < t->samples; i++) {
        CsvCell cell = label_cell(t, i);
        if (compare_cells(&first, &cell) == 0) return OK;
    }
    char place[CSV_PLACE_SIZE], shown[CSV_SHOWN_SIZE];
    return error_set(
        e, ERR_DATA,
        "%s: the label %s stands in no other row; is this line a header? Say so with data.header (true or false)",
        csv_place(place, t, 0, t->label), csv_shown(shown, &first));
}

Status labels_learn(Labels *l, const CsvTable *t, int task, Arena *arena, Arena *scratch, Error *e) {
    *l = (Labels){.regression = task == TASK_REGRESSION};
    Status status = look_at_labels(l, t, task, e);
    if (status == OK && l->numeric) {
        status = distinct_numbers(l, t, scratch, e);
        l->regression = l->regression || (task == TASK_AUTO && status == OK && is_target(l));
    }
    if (status == OK && l->regression) {
        l->classes = 0;
        return OK;
    }
    if (status == OK && l->numeric) status = name_numbers(l, arena, e);
    if (status == OK && !l->numeric) {
        status = distinct_words(l, t, arena, scratch, e);
        if (status == OK && t->header_guessed && !t->header && l->classes > 1 && l->classes < t->samples)
            status = doubt_header(t, e);
    }
    return status;
}

// The class of a label, or -1.
static int32_t find_class(const Labels *l, const CsvCell *cell) {
    double number = 0;
    if (l->numeric && !csv_number(cell, &number)) return -1;
    for (int32_t low = 0, high = l->classes; low < high;) {
        int32_t middle = low + (high - low) / 2;
        CsvCell name = {.text = l->name[middle], .length = (uint32_t)strlen(l->name[middle])};
        int order = l->numeric ? compare_numbers(&number, &l->value[middle]) : compare_cells(cell, &name);
        if (order == 0) return middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return -1;
}

Status labels_classes(const Labels *l, const CsvTable *t, int32_t *label, Error *e) {
    for (int32_t i = 0; i < t->samples; i++) {
        CsvCell cell = label_cell(t, i);
        label[i] = find_class(l, &cell);
        if (label[i] >= 0) continue;
        char place[CSV_PLACE_SIZE], shown[CSV_SHOWN_SIZE];
        return error_set(e, ERR_DATA, "%s: the class %s does not occur in the training table",
                         csv_place(place, t, i, t->label), csv_shown(shown, &cell));
    }
    return OK;
}
