#include "results/safetensors_read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "config/json.h"

#define LENGTH_BYTES ((size_t)8)
#define HEADER_MOST ((size_t)100000000) // that of the format's own programs

typedef struct Reading {
    const char *path;
    TensorFile *f;
    TensorNote *notes;
    Tensor *tensors;
    const char *data; // of all tensors
    size_t size;
    Arena *arena;
    Error *e;
} Reading;

#define REFUSE(r, ...) error_set((r)->e, ERR_DATA, __VA_ARGS__)

static const char no_file[] = "is no safetensors file, or a damaged one";

// --- Metadata

static Status read_notes(Reading *r, const cJSON *object) {
    const cJSON *member;
    if (!cJSON_IsObject(object)) return REFUSE(r, "%s: %s: its metadata are no object", r->path, no_file);
    r->notes = arena_take(r->arena, (size_t)cJSON_GetArraySize(object), sizeof *r->notes);
    if (!r->notes) return error_memory(r->e);
    cJSON_ArrayForEach(member, object) {
        char shown[SHOWN_SIZE];
        if (!cJSON_IsString(member))
            return REFUSE(r, "%s: %s: its metadata have a \"%s\" that is no text", r->path, no_file,
                          json_shown(shown, member->string));
        TensorNote *note = &r->notes[r->f->note_count++];
        note->key = arena_text(r->arena, member->string);
        note->value = arena_text(r->arena, member->valuestring);
        if (!note->key || !note->value) return error_memory(r->e);
    }
    return OK;
}

// --- Tensors

static bool read_whole(const cJSON *value, uint64_t *whole) {
    if (!cJSON_IsNumber(value)) return false;
    const double number = value->valuedouble;
    if (!(number >= 0 && number <= (double)JSON_WHOLE && number == floor(number))) return false;
    *whole = (uint64_t)number;
    return true;
}

static bool read_type(const cJSON *value, TensorType *type) {
    for (int i = 0; cJSON_IsString(value) && i < TENSOR_TYPE_COUNT; i++)
        if (strcmp(value->valuestring, tensor_types[i].name) == 0) return *type = (TensorType)i, true;
    return false;
}

// The shape, and in t->size the bytes that it asks for; false where it is none or asks for more than there can be.
static bool read_shape(const cJSON *list, Tensor *t) {
    const cJSON *item;
    if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) > TENSOR_DIMS) return false;
    t->size = tensor_types[t->type].size;
    cJSON_ArrayForEach(item, list) {
        if (!read_whole(item, &t->shape[t->dims])) return false;
        if (__builtin_mul_overflow(t->size, t->shape[t->dims++], &t->size)) return false;
    }
    return true;
}

// Where its data are, as many bytes as the shape asks for.
static bool read_offsets(const Reading *r, const cJSON *list, Tensor *t) {
    uint64_t begin, end;
    if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) != 2) return false;
    if (!read_whole(list->child, &begin) || !read_whole(list->child->next, &end)) return false;
    if (begin > end || end > r->size || end - begin != t->size) return false;
    t->data = r->data + begin;
    return true;
}

static Status read_tensor(Reading *r, const cJSON *object) {
    char shown[SHOWN_SIZE];
    Tensor *t = &r->tensors[r->f->tensor_count++];
    json_shown(shown, object->string);
    if (!cJSON_IsObject(object) || cJSON_GetArraySize(object) != 3)
        return REFUSE(r, "%s: %s: \"%s\" is not described by dtype, shape and data_offsets", r->path, no_file, shown);
    t->name = arena_text(r->arena, object->string);
    if (!t->name) return error_memory(r->e);
    if (!read_type(cJSON_GetObjectItemCaseSensitive(object, "dtype"), &t->type))
        return REFUSE(r, "%s: tensor \"%s\" has a dtype other than F32 and I64, which no model of regrun's has",
                      r->path, shown);
    if (!read_shape(cJSON_GetObjectItemCaseSensitive(object, "shape"), t))
        return REFUSE(r, "%s: tensor \"%s\" has a shape that is no list of at most %d whole numbers", r->path, shown,
                      TENSOR_DIMS);
    if (!read_offsets(r, cJSON_GetObjectItemCaseSensitive(object, "data_offsets"), t))
        return REFUSE(r, "%s: %s: the data of \"%s\" are not as many bytes of the file as its shape asks for", r->path,
                      no_file, shown);
    return OK;
}

static int by_place(const void *a, const void *b) {
    const Tensor *x = a, *y = b;
    const char *at_x = x->data, *at_y = y->data;
    if (at_x != at_y) return at_x < at_y ? -1 : 1;
    return (x->size > y->size) - (x->size < y->size); // empty ones first
}

// Every byte of the data is one tensor's.
static Status check_cover(Reading *r) {
    const char *end = r->data;
    if (r->f->tensor_count > 0) qsort(r->tensors, (size_t)r->f->tensor_count, sizeof *r->tensors, by_place);
    for (int i = 0; i < r->f->tensor_count; i++) {
        const Tensor *t = &r->tensors[i];
        if (t->data != end)
            return REFUSE(r, "%s: %s: the data of \"%.60s\" do not begin where those before them end", r->path, no_file,
                          t->name);
        end += t->size;
    }
    if (end == r->data + r->size) return OK;
    return REFUSE(r, "%s: %s: something stands behind the data of the last tensor", r->path, no_file);
}

// --- The file

static Status read_members(Reading *r, const cJSON *root) {
    const cJSON *member;
    if (!cJSON_IsObject(root)) return REFUSE(r, "%s: %s: its header is no object", r->path, no_file);
    r->tensors = arena_take(r->arena, (size_t)cJSON_GetArraySize(root), sizeof *r->tensors);
    if (!r->tensors) return error_memory(r->e);
    Status s = OK;
    cJSON_ArrayForEach(member, root) {
        s = strcmp(member->string, TENSOR_METADATA) == 0 ? read_notes(r, member) : read_tensor(r, member);
        if (s) return s;
    }
    r->f->notes = r->notes;
    r->f->tensors = r->tensors;
    return check_cover(r);
}

static Status read_header(Reading *r, const char *header, size_t size) {
    JsonDoc doc;
    Error why = {0};
    const char *text = arena_text_n(r->arena, header, size);
    if (!text) return error_memory(r->e);
    Status s = json_read(&doc, r->arena, NULL, text, size, &why);
    if (s == ERR_CONFIG)
        s = REFUSE(r, "%s: %s: its header is no such JSON: %.200s", r->path, no_file, why.text);
    else if (s)
        *r->e = why;
    else
        s = read_members(r, doc.root);
    json_free(&doc);
    return s;
}

Status tensors_read(TensorFile *f, Bytes *bytes, const char *path, Arena *arena, Error *e) {
    Reading r = {.path = path, .f = f, .arena = arena, .e = e};
    uint64_t length = 0;
    *f = (TensorFile){0};
    *bytes = (Bytes){0};
    Status s = bytes_open(bytes, path, (BytesBound){.most = FILE_READ_MOST}, e);
    if (s) return s;
    if (bytes->size < LENGTH_BYTES) return REFUSE(&r, "%s: %s: it ends after %zu bytes", path, no_file, bytes->size);
    for (size_t i = LENGTH_BYTES; i-- > 0;) length = length << 8 | (unsigned char)bytes->data[i];
    if (length > HEADER_MOST || length > bytes->size - LENGTH_BYTES)
        return REFUSE(
            &r, "%s: %s: it is shorter than its first 8 bytes say that its header is, or that is larger than %zu bytes",
            path, no_file, HEADER_MOST);
    r.data = bytes->data + LENGTH_BYTES + length;
    r.size = bytes->size - LENGTH_BYTES - length;
    return read_header(&r, bytes->data + LENGTH_BYTES, length);
}

const char *tensors_note(const TensorFile *f, const char *key) {
    for (int i = 0; i < f->note_count; i++)
        if (strcmp(f->notes[i].key, key) == 0) return f->notes[i].value;
    return NULL;
}
