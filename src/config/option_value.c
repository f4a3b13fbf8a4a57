// Values of options: read, copied, compared and written, each as its type does it.
#include <string.h>

#include "config/option_type.h"

bool option_set(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    *why = (ValueError){.item = -1};
    if (!cJSON_IsBool(value) || !o->implied || o->type == OPTION_BOOL)
        return option_type(o)->read(o, spec, value, arena, why);
    cJSON *meant = cJSON_Parse(cJSON_IsTrue(value) ? o->implied : o->fallback);
    why->memory = !meant;
    const bool fine = meant && option_type(o)->read(o, spec, meant, arena, why);
    cJSON_Delete(meant);
    return fine;
}

void option_copy(const Option *o, RunSpec *to, const RunSpec *from) {
    size_t count = o->capacity ? (size_t)o->capacity : 1;
    memcpy(option_at(o, to), option_in(o, from), count * option_type(o)->size);
    if (o->capacity) memcpy((char *)to + o->count_offset, (const char *)from + o->count_offset, sizeof(int));
}

bool option_same(const Option *o, const RunSpec *a, const RunSpec *b) {
    const TypeInfo *type = option_type(o);
    if (type->same) return type->same(o, a, b);
    const char *x = option_in(o, a), *y = option_in(o, b);
    int count = option_count_of(o, a);
    if (count != option_count_of(o, b)) return false;
    if (!type->is_text) return memcmp(x, y, (size_t)count * type->size) == 0;
    for (int i = 0; i < count; i++) {
        const char *const *s = (const char *const *)(const void *)x + i, *const *t =
                                                                             (const char *const *)(const void *)y + i;
        if (strcmp(*s, *t) != 0) return false;
    }
    return true;
}

bool options_same_files(const RunSpec *a, const RunSpec *b) {
    for (const Option *o = options; o < options + option_count; o++) {
        if (strncmp(o->key, "data.", 5) != 0 || o->later) continue;
        bool used = option_used(o, a);
        if (used != option_used(o, b) || (used && !option_same(o, a, b))) return false;
    }
    return true;
}

bool options_same(const char *group, const RunSpec *a, const RunSpec *b) {
    size_t n = strlen(group);
    for (const Option *o = options; o < options + option_count; o++) {
        if (strncmp(o->key, group, n) != 0 || o->key[n] != '.') continue;
        bool used = option_used(o, a);
        if (used != option_used(o, b) || (used && !option_same(o, a, b))) return false;
    }
    return true;
}

// What a step's work does not hang on, though it is a whole number or a choice: keys, or the beginnings of keys.
static const char *const idle[] = {"data.",
                                   "train.epochs",
                                   "train.eval_every",
                                   "train.schedule",
                                   "train.save",
                                   "regularize.early_stopping",
                                   "regularize.swa.every"};

static bool is_idle(const Option *o) {
    for (size_t i = 0; i < sizeof idle / sizeof *idle; i++)
        if (strncmp(o->key, idle[i], strlen(idle[i])) == 0) return true;
    return false;
}

void options_work(const RunSpec *spec, Text *out) {
    for (const Option *o = options; o < options + option_count; o++) {
        if (is_idle(o)) continue;
        if (o->type == OPTION_NUMBER || o->type == OPTION_NUMBERS)
            text_add(out, option_type(o)->state(o, spec) ? "+" : "-");
        else if (o->type != OPTION_NUMBER_OR)
            option_text(o, spec, out);
        text_add(out, "|");
    }
}

const char *option_path(const Option *o, const RunSpec *spec) {
    return *(const char *const *)option_in(o, spec);
}

void option_text(const Option *o, const RunSpec *spec, Text *out) {
    option_type(o)->text(o, spec, out);
}

void option_json(const Option *o, const RunSpec *spec, JsonWriter *out) {
    option_type(o)->json(o, spec, out);
}

void option_allowed(const Option *o, Text *out) {
    option_type(o)->allowed(o, out);
    option_allowed_also(o, out);
}
