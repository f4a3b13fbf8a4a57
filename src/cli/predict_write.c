#include "cli/predict_write.h"

// --- Columns of the table, as they stand there

// Goes over the rows of the table once more.
typedef struct Rereading {
    Scan scan;
    Arena passing;
    Text cell;
} Rereading;

// Adds the kept cells of the next row, each with a comma behind it; `out` NULL: passes over the row.
static Status add_kept(Rereading *r, const Predicted *p, Text *out, Error *e) {
    bool more = scan_row(&r->scan);
    for (int32_t c = 0; more; c++) {
        ScanCell cell;
        Status status = scan_cell(&r->scan, &cell, c, &more);
        if (status != OK) return status;
        if (!out || !p->keep[c]) continue;
        r->cell.size = 0;
        text_add_n(&r->cell, cell.text, cell.length);
        if (r->cell.failed) return error_memory(e);
        text_add_csv(out, cell.length > 0 ? r->cell.data : "");
        text_add(out, ",");
    }
    return OK;
}

static void add_kept_names(const Predicted *p, Text *out) {
    const Table *t = &p->rows->table;
    for (int32_t c = 0; c < t->columns; c++) {
        if (!p->keep[c]) continue;
        if (t->header)
            text_add_csv(out, t->column[c].name);
        else
            text_printf(out, "column %d", c + 1);
        text_add(out, ",");
    }
}

// --- Predictions

static void add_name(const char *before, const char *name, Text *out) {
    Text whole = {0};
    text_printf(&whole, "%s%s", before, name);
    if (!whole.failed) text_add_csv(out, whole.data);
    out->failed |= whole.failed;
    text_free(&whole);
}

static void add_names(const Dataset *d, Text *out) {
    if (d->targets <= 1) text_add(out, "prediction");
    for (int32_t k = 0; d->targets > 1 && k < d->targets; k++) {
        if (k > 0) text_add(out, ",");
        add_name("prediction_", d->target_names[k], out);
    }
    for (int32_t k = 0; k < d->classes; k++) {
        text_add(out, ",");
        add_name("p_", d->class_names[k], out);
    }
    text_add(out, "\n");
}

static void add_number(float value, Text *out) {
    char text[NUMBER_TEXT_SIZE];
    text_add(out, number_text_float(text, value));
}

static void add_prediction(const Predicted *p, int32_t i, Text *out) {
    const Dataset *d = p->data;
    const int32_t outputs = d->classes > 0 ? d->classes : d->targets;
    const float *output = p->says->output + (size_t)i * (size_t)outputs;
    if (d->classes > 0) text_add_csv(out, d->class_names[p->says->best[i]]);
    for (int32_t k = 0; k < outputs; k++) {
        if (k > 0 || d->classes > 0) text_add(out, ",");
        add_number(d->classes > 0 ? output[k]
                                  : (float)((double)output[k] / (double)p->split->target_scale[k] +
                                            (double)p->split->target_shift[k]),
                   out);
    }
    text_add(out, "\n");
}

Status predicted_csv(const Predicted *p, Text *out, Error *e) {
    Rereading r = {.cell = {0}};
    Status status = OK;
    if (p->keep) {
        const Table *t = &p->rows->table;
        const TableText *text = &p->rows->text;
        scan_start(&r.scan, text->text, text->size, t->form, t->path, &r.passing, e);
        if (t->header) status = add_kept(&r, p, NULL, e);
        add_kept_names(p, out);
    }
    add_names(p->data, out);
    for (int32_t i = 0; status == OK && !out->failed && i < p->data->samples; i++) {
        if (p->keep) status = add_kept(&r, p, out, e);
        add_prediction(p, i, out);
    }
    text_free(&r.cell);
    arena_free(&r.passing);
    return status == OK && out->failed ? error_memory(e) : status;
}
