// A table whose rows cannot be read as one: how many of them have how many cells, and the first lines.
#include "cli/data_table.h"
#include "table/dialect.h"
#include "table/survey.h"

enum { WIDTH_USUAL = 100, LINE_LEAST = 20 };

static void add_widths(const Survey *s, Text *out) {
    for (int32_t i = 0; i < s->widths; i++) {
        const SurveyWidth *w = &s->width[i];
        text_printf(out, "%s%d row%s of %d cell%s", i > 0 ? ", " : "", w->rows, w->rows == 1 ? "" : "s", w->cells,
                    w->cells == 1 ? "" : "s");
        if (i > 0) text_printf(out, " (%sline %d)", w->rows > 1 ? "the first in " : "", w->first.line);
    }
    if (s->others > 0) text_printf(out, ", %d of yet other numbers", s->others);
}

static void add_line(const TableView *v, const SurveyRow *row, Text *out) {
    const int all = v->style->columns > 0 ? v->style->columns : WIDTH_USUAL;
    Text head = {0};
    text_printf(&head, "line %d: ", row->line);
    const int left = all - (int)head.size;
    if (head.data) text_add(out, head.data);
    text_add_shortened(out, row->text, left > LINE_LEAST ? left : LINE_LEAST, v->style->unicode);
    text_add(out, "\n");
    out->failed |= head.failed;
    text_free(&head);
}

void data_table_survey(const TableView *v, Text *out) {
    const Survey *s = v->table.survey;
    int32_t shown = v->style->rows < SURVEY_ROWS ? v->style->rows : SURVEY_ROWS;
    if (s->rows == 0) return;
    if (shown > s->rows) shown = s->rows;
    text_printf(out, "%s: ", v->table.path);
    add_widths(s, out);
    text_add(out, "\n");
    dialect_words(&v->table.form, out);
    text_add(out, "\n\n");
    for (int32_t i = 0; i < shown; i++) add_line(v, &s->row[i], out);
    for (int32_t i = 0; i < s->widths; i++) // the first of each other width, if it is not among them
        if (s->width[i].first.line > s->row[shown - 1].line) add_line(v, &s->width[i].first, out);
}
