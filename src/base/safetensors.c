#include "base/safetensors.h"

#include <string.h>

#include "base/json_writer.h"

#define TENSOR_TYPE_ROW(constant, name, size) {name, size},
const TensorTypeInfo tensor_types[TENSOR_TYPE_COUNT] = {TENSOR_TYPES(TENSOR_TYPE_ROW)};

enum { LENGTH_BYTES = 8, ALIGN = 8 };

static void add_metadata(const TensorFile *f, JsonWriter *w) {
    json_key(w, TENSOR_METADATA);
    json_object(w, JSON_DENSE);
    for (int i = 0; i < f->note_count; i++) {
        json_key(w, f->notes[i].key);
        json_text(w, f->notes[i].value);
    }
    json_end(w);
}

// Describes a tensor whose data begin at `*end`, and moves that behind them.
static void add_tensor(const Tensor *t, uint64_t *end, JsonWriter *w) {
    json_key(w, t->name);
    json_object(w, JSON_DENSE);
    json_key(w, "dtype");
    json_text(w, tensor_types[t->type].name);
    json_key(w, "shape");
    json_list(w, JSON_DENSE);
    for (int i = 0; i < t->dims; i++) json_unsigned(w, t->shape[i]);
    json_end(w);
    json_key(w, "data_offsets");
    json_list(w, JSON_DENSE);
    json_unsigned(w, *end);
    *end += t->size;
    json_unsigned(w, *end);
    json_end(w);
    json_end(w);
}

// The header with its length before it and the blanks behind it. Returns how many bytes the tensors take.
static size_t add_header(const TensorFile *f, Text *out) {
    uint64_t end = 0;
    JsonWriter w = {.out = out};
    text_add_n(out, "\0\0\0\0\0\0\0\0", LENGTH_BYTES);
    json_object(&w, JSON_DENSE);
    add_metadata(f, &w);
    for (int i = 0; i < f->tensor_count; i++) add_tensor(&f->tensors[i], &end, &w);
    json_end(&w);
    while (!out->failed && out->size % ALIGN) text_add(out, " ");
    for (int i = 0; !out->failed && i < LENGTH_BYTES; i++)
        out->data[i] = (char)((out->size - LENGTH_BYTES) >> (8 * i) & 0xff);
    return end;
}

Status tensors_write(const TensorFile *f, const Store *store, const char *path, Error *e) {
    Arena arena = {0};
    Text header = {0};
    const size_t size = add_header(f, &header);
    char *all = header.failed ? NULL : arena_take(&arena, header.size + size, 1), *at = all;
    if (all) {
        memcpy(at, header.data, header.size);
        at += header.size;
        for (int i = 0; i < f->tensor_count; at += f->tensors[i++].size)
            memcpy(at, f->tensors[i].data, f->tensors[i].size);
    }
    Status s = all ? store_write(store, path, all, header.size + size, e) : error_memory(e);
    text_free(&header);
    arena_free(&arena);
    return s;
}
