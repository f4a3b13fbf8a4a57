#include "table/parts.h"

#include <strings.h>

#include "base/text.h"
#include "table/columns.h"

// What may stand there, in any case.
static const struct {
    const char *word;
    uint8_t part;
} part_words[] = {
    {"train", PART_TRAIN}, {"validation", PART_VALIDATION}, {"val", PART_VALIDATION}, {"test", PART_TEST}};

// The part that a text stands for; false where it stands for none.
static bool find_part(const char *text, uint8_t *part) {
    for (size_t w = 0; w < sizeof part_words / sizeof *part_words; w++) {
        if (strcasecmp(part_words[w].word, text) != 0) continue;
        *part = part_words[w].part;
        return true;
    }
    return false;
}

static Status refuse(const Table *t, const DataSpec *spec, int32_t row, int32_t column, Error *e) {
    const TableColumn *split = &t->column[column];
    char number[NUMBER_TEXT_SIZE];
    Text text = {0};
    const int32_t code = split->code ? split->code[row] : -1;
    const bool missing = split->code ? code < 0 : !split->number;
    cell_place(t, column, row_line(t, spec, row), &text);
    text_add(&text, "\"");
    table_shown(code >= 0 ? split->category[code]
                : missing ? ""
                          : number_text_double(number, split->number[row]),
                &text);
    text_add(&text, "\" is none of train, validation, val and test (data.split_column)");
    Status status = text.failed ? error_memory(e) : error_set(e, ERR_DATA, "%s", text.data);
    text_free(&text);
    return status;
}

Status parts_read(const Table *t, const DataSpec *spec, Rows rows, Dataset *d, Arena *arena, Error *e) {
    int32_t column = 0;
    while (column < t->columns && t->column[column].role != ROLE_SPLIT) column++;
    if (column == t->columns) return OK;
    const TableColumn *split = &t->column[column];
    uint8_t *part = arena_take(arena, (size_t)rows.count, sizeof *part);
    if (!part) return error_memory(e);
    for (int32_t i = 0; i < rows.count; i++) {
        const int32_t row = rows.row ? rows.row[i] : i, code = split->code ? split->code[row] : -1;
        if (code < 0 || !find_part(split->category[code], &part[i])) return refuse(t, spec, row, column, e);
    }
    d->part = part;
    return OK;
}
