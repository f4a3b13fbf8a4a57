#include "config/recipe_json.h"

#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/lookup.h"
#include "config/json.h"

// --- Writing

static void write_column(const RecipeColumn *column, JsonWriter *w) {
    json_key(w, "column");
    json_whole(w, column->column + 1);
    if (*column->name) {
        json_key(w, "name");
        json_text(w, column->name);
    }
    if (column->before > 0) {
        json_key(w, "same");
        json_whole(w, column->before);
    }
}

// What fills the column's missing cells: a number, or a category.
static void write_fill(const Recipe *r, int32_t i, JsonWriter *w) {
    const EncodedColumn *ec = &r->encoding.column[i];
    const float *fill = r->fills + r->encoding.group[i].first;
    const char *category = NULL;
    for (int32_t k = 0; ec->one_hot && k < ec->categories.count; k++)
        if (fill[k] > 0) category = ec->categories.name[k];
    json_key(w, "fill");
    if (ec->one_hot)
        json_text(w, category);
    else
        json_number(w, (double)*fill); // as a double, which reads back as this float and no other
}

static void write_feature(const Recipe *r, int32_t i, JsonWriter *w) {
    const EncodedColumn *ec = &r->encoding.column[i];
    json_object(w, JSON_DENSE);
    write_column(&r->feature[i], w);
    if (ec->one_hot) {
        json_key(w, "categories");
        json_list(w, JSON_DENSE);
        for (int32_t k = 0; k < ec->categories.count; k++) json_text(w, ec->categories.name[k]);
        json_end(w);
    }
    if (r->fills) write_fill(r, i, w);
    if (r->feature[i].indicator) {
        json_key(w, "indicator");
        json_bool(w, true);
    }
    json_end(w);
}

static void write_mark(const TableMark *mark, JsonWriter *w) {
    if (mark->basis == MARK_UNSEEN) return;
    json_key(w, "decimal");
    json_text(w, mark->decimal == ',' ? "," : ".");
    if (mark->basis == MARK_PROVEN) return;
    json_key(w, "decimal_guessed");
    json_bool(w, true);
}

void recipe_write_json(const Recipe *r, JsonWriter *w) {
    json_object(w, JSON_DENSE);
    json_key(w, "header");
    json_bool(w, r->header);
    write_mark(&r->mark, w);
    json_key(w, "columns");
    json_whole(w, r->columns);
    json_key(w, "features");
    json_list(w, JSON_DENSE);
    for (int32_t i = 0; i < r->encoding.columns; i++) write_feature(r, i, w);
    json_end(w);
    json_key(w, "labels");
    json_list(w, JSON_DENSE);
    for (int32_t k = 0; k < r->labels; k++) {
        json_object(w, JSON_DENSE);
        write_column(&r->label[k], w);
        json_end(w);
    }
    json_end(w);
    json_end(w);
}

// --- Reading

typedef struct Reader {
    Recipe *r;
    const char *name; // of the file
    Arena *arena, passing;
    bool *taken;      // [r->columns]: a feature or a label is this column
    bool fills, bare; // some feature has a fill; some has none
    Error *e;
} Reader;

__attribute__((format(printf, 2, 3))) static Status refuse(const Reader *in, const char *format, ...) {
    char why[256];
    va_list args;
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    return error_set(in->e, ERR_DATA, "%s: the columns that it says it was trained on: %s; the file is damaged",
                     in->name, why);
}

static const cJSON *member(const cJSON *object, const char *key) {
    return cJSON_GetObjectItemCaseSensitive(object, key);
}

// A whole number of an object from `low` to `high`; `fallback` where it is not there.
static bool read_whole(const cJSON *object, const char *key, int32_t low, int32_t high, int32_t fallback,
                       int32_t *value) {
    const cJSON *item = member(object, key);
    *value = fallback;
    if (!item) return fallback >= low;
    if (!cJSON_IsNumber(item) || !(item->valuedouble >= low && item->valuedouble <= high)) return false;
    *value = (int32_t)item->valuedouble;
    return item->valuedouble == *value;
}

// `what` and `number` (from 1) are for messages.
static Status read_column(Reader *in, const cJSON *object, const char *what, int32_t number, RecipeColumn *column) {
    const cJSON *name = member(object, "name");
    if (!cJSON_IsObject(object)) return refuse(in, "%s %d is no object", what, number);
    if (!read_whole(object, "column", 1, in->r->columns, 0, &column->column))
        return refuse(in, "\"column\" of %s %d must be a whole number from 1 to %d", what, number, in->r->columns);
    if (!read_whole(object, "same", 0, in->r->columns - 1, 0, &column->before))
        return refuse(in, "\"same\" of %s %d must be a whole number below %d", what, number, in->r->columns);
    if (name && !cJSON_IsString(name)) return refuse(in, "\"name\" of %s %d must be a text", what, number);
    column->column--;
    if (in->taken[column->column]) return refuse(in, "column %d is there twice", column->column + 1);
    in->taken[column->column] = true;
    column->name = arena_text(in->arena, name ? name->valuestring : "");
    return column->name ? OK : error_memory(in->e);
}

// A list of different texts in the order of table/categories.h.
static Status order_texts(Reader *in, Categories *c, const char *const *text, int32_t count, const char *what) {
    Status status = categories_of_texts(c, text, count, in->arena, in->e);
    bool same = status == OK && c->count == count;
    for (int32_t k = 0; same && k < count; k++) same = strcmp(c->name[k], text[k]) == 0;
    return status == OK && !same ? refuse(in, "%s are not each there once and in order", what) : status;
}

static Status read_categories(Reader *in, const cJSON *list, int32_t number, Categories *c) {
    const int count = cJSON_IsArray(list) ? cJSON_GetArraySize(list) : 0;
    const char **text = arena_take(in->arena, (size_t)count, sizeof *text);
    int32_t k = 0;
    const cJSON *item;
    char what[64];
    if (!text) return error_memory(in->e);
    if (count < 1 || count > CATEGORIES_MOST)
        return refuse(in, "\"categories\" of feature %d must be a list of 1 to %d", number, CATEGORIES_MOST);
    cJSON_ArrayForEach(item, list) {
        if (!cJSON_IsString(item)) return refuse(in, "the categories of feature %d must be texts", number);
        text[k] = arena_text(in->arena, item->valuestring);
        if (!text[k++]) return error_memory(in->e);
    }
    snprintf(what, sizeof what, "the categories of feature %d", number);
    return order_texts(in, c, text, count, what);
}

static Status read_feature(Reader *in, const cJSON *object, int32_t i, RecipeColumn *column, EncodedColumn *ec) {
    const cJSON *categories = member(object, "categories"), *indicator = member(object, "indicator");
    Status status = read_column(in, object, "feature", i + 1, column);
    if (status != OK) return status;
    if (indicator && !cJSON_IsBool(indicator))
        return refuse(in, "\"indicator\" of feature %d must be true or false", i + 1);
    column->indicator = cJSON_IsTrue(indicator);
    ec->column = column->column;
    ec->one_hot = categories;
    if (member(object, "fill"))
        in->fills = true;
    else
        in->bare = true;
    return categories ? read_categories(in, categories, i + 1, &ec->categories) : OK;
}

// A list of objects that is not empty; *count of them.
static Status find_list(const Reader *in, const cJSON *root, const char *key, int32_t most, const cJSON **list,
                        int32_t *count) {
    *list = member(root, key);
    *count = cJSON_IsArray(*list) ? cJSON_GetArraySize(*list) : 0;
    if (*count >= 1 && *count <= most) return OK;
    return refuse(in, "\"%s\" must be a list of 1 to %d", key, most);
}

static Status read_features(Reader *in, const cJSON *root) {
    const cJSON *list, *item;
    Recipe *r = in->r;
    Status status = find_list(in, root, "features", r->columns, &list, &r->encoding.columns);
    if (status != OK) return status;
    RecipeColumn *feature = arena_take(in->arena, (size_t)r->encoding.columns, sizeof *feature);
    EncodedColumn *column = arena_take(in->arena, (size_t)r->encoding.columns, sizeof *column);
    if (!feature || !column) return error_memory(in->e);
    r->feature = feature;
    r->encoding.column = column;
    int32_t i = 0;
    cJSON_ArrayForEach(item, list) {
        status = read_feature(in, item, i, &feature[i], &column[i]);
        if (status != OK) return status;
        if (i > 0 && feature[i].column <= feature[i - 1].column)
            return refuse(in, "feature %d does not stand behind the one before it", i + 1);
        i++;
    }
    bool fits;
    status = recipe_place(r, &fits, in->arena, in->e);
    return status == OK && !fits ? refuse(in, "they are more than %d features", RECIPE_FEATURES_MOST) : status;
}

static Status read_labels(Reader *in, const cJSON *root) {
    const cJSON *list, *item;
    Recipe *r = in->r;
    Status status = find_list(in, root, "labels", r->classes.count > 0 ? 1 : LABELS_MOST, &list, &r->labels);
    if (status != OK) return status;
    RecipeColumn *label = arena_take(in->arena, (size_t)r->labels, sizeof *label);
    if (!label) return error_memory(in->e);
    r->label = label;
    int32_t k = 0;
    cJSON_ArrayForEach(item, list) {
        status = read_column(in, item, "label", k + 1, &label[k]);
        if (status != OK) return status;
        k++;
    }
    return OK;
}

// --- What fills missing cells

static Status read_fill(const Reader *in, const cJSON *fill, int32_t i, float *fills) {
    const EncodedColumn *ec = &in->r->encoding.column[i];
    float *to = fills + in->r->encoding.group[i].first;
    if (!ec->one_hot) {
        if (!cJSON_IsNumber(fill) || !(fabs(fill->valuedouble) <= (double)FLT_MAX))
            return refuse(in, "\"fill\" of feature %d must be a number within a 32-bit float", i + 1);
        *to = (float)fill->valuedouble;
        return OK;
    }
    if (cJSON_IsNull(fill)) return OK;
    const int32_t k = cJSON_IsString(fill) ? categories_find(&ec->categories, fill->valuestring) : -1;
    if (k < 0) return refuse(in, "\"fill\" of feature %d must be one of its categories, or null", i + 1);
    to[k] = 1;
    return OK;
}

static Status read_fills(const Reader *in, const cJSON *root) {
    Recipe *r = in->r;
    const cJSON *item;
    Status status = OK;
    if (in->fills && in->bare) return refuse(in, "some features have a \"fill\", and some have none");
    for (int32_t i = 0; !in->fills && i < r->encoding.columns; i++)
        if (r->feature[i].indicator) return refuse(in, "feature %d has an \"indicator\", but no \"fill\"", i + 1);
    if (!in->fills) return OK;
    float *fills = arena_take(in->arena, (size_t)r->features, sizeof *fills);
    int32_t i = 0;
    if (!fills) return error_memory(in->e);
    r->fills = fills;
    cJSON_ArrayForEach(item, member(root, "features")) {
        if (status == OK) status = read_fill(in, member(item, "fill"), i, fills);
        i++;
    }
    return status;
}

// --- All of it

// No two columns that go by their names may have the same one.
static Status check_names(Reader *in) {
    const Recipe *r = in->r;
    const int32_t all = r->encoding.columns + r->labels;
    Lookup names = {0};
    for (int32_t i = 0; r->header && i < all; i++) {
        const RecipeColumn *column = i < r->encoding.columns ? &r->feature[i] : &r->label[i - r->encoding.columns];
        Text key = {0};
        text_printf(&key, "%d:%s", column->before, column->name);
        const char *kept = text_keep(&key, &in->passing);
        const int first = kept ? lookup_add(&names, &in->passing, kept, i) : -1;
        if (first < 0) return error_memory(in->e);
        if (first < i) return refuse(in, "two have the name \"%.60s\"", column->name);
    }
    return OK;
}

static Status read_mark(Reader *in, const cJSON *root) {
    const cJSON *decimal = member(root, "decimal"), *guessed = member(root, "decimal_guessed");
    TableMark *mark = &in->r->mark;
    *mark = (TableMark){.decimal = '.', .basis = MARK_UNSEEN, .path = RECIPE_TABLE};
    if (!decimal) return OK;
    if (!cJSON_IsString(decimal) || (strcmp(decimal->valuestring, ".") != 0 && strcmp(decimal->valuestring, ",") != 0))
        return refuse(in, "\"decimal\" must be a point or a comma");
    mark->decimal = *decimal->valuestring;
    mark->basis = cJSON_IsTrue(guessed) ? MARK_GUESSED : MARK_PROVEN;
    return OK;
}

static Status read_root(Reader *in, const cJSON *root, const char *const *classes, int32_t count) {
    const cJSON *header = member(root, "header");
    Recipe *r = in->r;
    if (!cJSON_IsObject(root)) return refuse(in, "they must be an object");
    if (!cJSON_IsBool(header)) return refuse(in, "\"header\" must be true or false");
    if (!read_whole(root, "columns", 2, RECIPE_FEATURES_MOST, 0, &r->columns))
        return refuse(in, "\"columns\" must be a whole number from 2 to %d", RECIPE_FEATURES_MOST);
    r->header = cJSON_IsTrue(header);
    in->taken = arena_take(&in->passing, (size_t)r->columns, sizeof *in->taken);
    if (!in->taken) return error_memory(in->e);
    Status status = count > 0 ? order_texts(in, &r->classes, classes, count, "the classes") : OK;
    if (status == OK) status = read_mark(in, root);
    if (status == OK) status = read_features(in, root);
    if (status == OK) status = read_labels(in, root);
    if (status == OK) status = read_fills(in, root);
    return status == OK ? check_names(in) : status;
}

Status recipe_from_json(Recipe *r, const char *name, const char *text, size_t size, const char *const *classes,
                        int32_t count, Arena *arena, Error *e) {
    JsonDoc doc = {0};
    Reader in = {.r = r, .name = name, .arena = arena, .e = e};
    Error why;
    *r = (Recipe){.header = false};
    Status status = json_read(&doc, &in.passing, NULL, text, size, &why);
    if (status == ERR_CONFIG)
        status = refuse(&in, "%.180s", why.text);
    else if (status != OK)
        *e = why;
    else
        status = read_root(&in, doc.root, classes, count);
    json_free(&doc);
    arena_free(&in.passing);
    return status;
}
