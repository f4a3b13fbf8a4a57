#include "cli/data_files.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/data.h"
#include "data/names.h"

enum { BYTES = 256 };

static size_t value_at(const Part *part, int32_t sample, int32_t feature) {
    return (size_t)part->row[sample] * (size_t)part->data->features + (size_t)feature;
}

static float raw(const Part *part, int32_t sample, int32_t feature) {
    const size_t at = value_at(part, sample, feature);
    return part->data->pixels ? (float)part->data->pixels[at] : part->data->values[at];
}

// --- CSV

static void add_number(const Written *w, float value, Text *out) {
    char text[NUMBER_TEXT_SIZE];
    double power = 1;
    for (int i = 0; i < w->decimals; i++) power *= 10;
    if (w->decimals > 0)
        number_text_double(text, round((double)value * power) / power + 0.0); // -0 becomes 0
    else
        number_text_float(text, value);
    text_add(out, text);
}

static bool is_feature(const Dataset *d, const char *name) {
    for (int32_t f = 0; d->feature_names && f < d->features; f++)
        if (strcmp(d->feature_names[f], name) == 0) return true;
    return false;
}

// A name that no feature has: `name`, or with as many _ behind it as that takes.
static void add_free_name(const Dataset *d, const char *name, Text *out) {
    Text free_name = {0};
    text_add(&free_name, name);
    while (!free_name.failed && is_feature(d, free_name.data)) text_add(&free_name, "_");
    if (!free_name.failed) text_add_csv(out, free_name.data);
    out->failed |= free_name.failed;
    text_free(&free_name);
}

static void add_header(const Written *w, Text *out) {
    const Dataset *d = w->part[0]->data;
    if (w->tell_part) {
        add_free_name(d, "part", out);
        text_add(out, ",");
    }
    for (int32_t f = 0; f < d->features; f++) {
        char room[FEATURE_NAME_SIZE];
        text_add_csv(out, feature_name(d, f, room));
        text_add(out, ",");
    }
    if (d->targets <= 1) add_free_name(d, w->answer, out);
    for (int32_t k = 0; d->targets > 1 && k < d->targets; k++) {
        if (k > 0) text_add(out, ",");
        add_free_name(d, d->target_names[k], out);
    }
    text_add(out, "\n");
}

static void add_answer(const Written *w, const Part *part, int32_t i, Text *out) {
    const Split *split = w->split;
    const int32_t targets = part->data->targets;
    if (part->label) text_add_csv(out, part->data->class_names[part->label[i]]);
    for (int32_t k = 0; k < targets; k++) {
        const float target = part->target[(size_t)i * (size_t)targets + (size_t)k];
        if (k > 0) text_add(out, ",");
        add_number(w, w->scaled ? (target - split->target_shift[k]) * split->target_scale[k] : target, out);
    }
    text_add(out, "\n");
}

// A pixel takes no conversion: there are few, and images have many.
static void add_row(const Written *w, const Part *part, int32_t i, char (*bytes)[5], Text *out) {
    const Split *split = w->split;
    for (int32_t f = 0; f < part->data->features; f++) {
        if (part->data->pixels && !w->scaled) {
            text_add(out, bytes[part->data->pixels[value_at(part, i, f)]]);
            continue;
        }
        const float value = raw(part, i, f);
        add_number(w, w->scaled ? (value - split->shift[f]) * split->scale[f] : value, out);
        text_add(out, ",");
    }
    add_answer(w, part, i, out);
}

void data_to_csv(const Written *w, Text *out) {
    char bytes[BYTES][5]; // "255,"
    for (int i = 0; i < BYTES; i++) snprintf(bytes[i], sizeof bytes[i], "%d,", (uint8_t)i);
    add_header(w, out);
    for (int p = 0; p < w->parts; p++)
        for (int32_t i = 0; i < w->part[p]->size && !out->failed; i++) {
            if (w->tell_part) text_printf(out, "%s,", w->part_name[p]);
            add_row(w, w->part[p], i, bytes, out);
        }
}

// --- IDX

static void add_big_endian(uint32_t value, Text *out) {
    const char bytes[4] = {(char)(value >> 24), (char)(value >> 16), (char)(value >> 8), (char)value};
    text_add_n(out, bytes, sizeof bytes);
}

static Status check_idx(const Written *w, Error *e) {
    static const char csv[] = "let FILE end in .csv";
    const Dataset *d = w->part[0]->data;
    if (w->scaled || w->decimals || w->tell_part)
        return error_set(e, ERR_USAGE, "MNIST's format holds bytes and nothing else, so there is no %s; %s",
                         w->scaled     ? "--scaled"
                         : w->decimals ? "--decimals"
                                       : "--part all",
                         csv);
    if (d->classes == 0)
        return error_set(e, ERR_USAGE, "MNIST's format holds classes, and this is a regression; %s", csv);
    if (d->classes > BYTES)
        return error_set(e, ERR_USAGE, "MNIST's format holds at most %d classes, and there are %d; %s", BYTES,
                         d->classes, csv);
    return OK;
}

static Status add_bytes(const Part *part, Text *out, Error *e) {
    for (int32_t i = 0; i < part->size; i++)
        for (int32_t f = 0; f < part->data->features; f++) {
            const float value = raw(part, i, f);
            const char byte = (char)(value >= 0 && value < BYTES ? (uint8_t)value : 0);
            if ((float)(uint8_t)byte != value)
                return error_set(e, ERR_USAGE,
                                 "MNIST's format holds whole numbers from 0 to 255, and sample %d has %g in feature "
                                 "%d; let FILE end in .csv",
                                 i, (double)value, f + 1);
            text_add_n(out, &byte, 1);
        }
    return OK;
}

Status data_to_idx(const Written *w, Text *images, Text *labels, Error *e) {
    const Part *part = w->part[0];
    const Dataset *d = part->data;
    Status status = check_idx(w, e);
    if (status != OK) return status;
    add_big_endian(0x803, images);
    add_big_endian((uint32_t)part->size, images);
    add_big_endian((uint32_t)(d->width > 0 ? d->height : 1), images);
    add_big_endian((uint32_t)(d->width > 0 ? d->width : d->features), images);
    add_big_endian(0x801, labels);
    add_big_endian((uint32_t)part->size, labels);
    for (int32_t i = 0; i < part->size; i++) {
        const char label = (char)part->label[i];
        text_add_n(labels, &label, 1);
    }
    return add_bytes(part, images, e);
}
