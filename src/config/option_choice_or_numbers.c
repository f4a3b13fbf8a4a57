// Options that are one of a few words, or a list of numbers, as many as there turn out to be things to have one.
#include <string.h>

#include "config/option_type.h"
#include "config/schema.h"

static ChoiceOrNumbers *value_at(const Option *o, RunSpec *spec) {
    return option_at(o, spec);
}

static const ChoiceOrNumbers *value_in(const Option *o, const RunSpec *spec) {
    return option_in(o, spec);
}

static void allow_either(const Option *o, Text *out) {
    type_choice.allowed(o, out);
    text_add(out, ", or a list, each of its items ");
    type_number.allowed(o, out);
}

static bool read_either(const Option *o, RunSpec *spec, const cJSON *value, Arena *arena, ValueError *why) {
    // The word stands first, where type_choice looks for it.
    _Static_assert(offsetof(ChoiceOrNumbers, choice) == 0, "as an OPTION_CHOICE");
    const int count = cJSON_GetArraySize(value);
    if (!cJSON_IsArray(value)) return type_choice.read(o, spec, value, arena, why);
    if (count == 0) return option_refuse(why, "must not be an empty list; leave it out");
    double *number = arena_take(arena, (size_t)count, sizeof *number);
    why->memory = !number;
    if (!number) return false;
    bool on = false;
    const cJSON *item = value->child;
    for (int i = 0; i < count; i++, item = item->next) {
        why->item = i;
        if (!option_number(o, item, &number[i])) return option_refuse_number(type_number.allowed, o, item, why);
        on |= number[i] != 0;
    }
    why->item = -1;
    if (!on) return option_refuse(why, "must not be all 0");
    *value_at(o, spec) = (ChoiceOrNumbers){.choice = CHOICE_NUMBERS, .count = count, .number = number};
    return true;
}

static void text_either(const Option *o, const RunSpec *spec, Text *out) {
    const ChoiceOrNumbers *x = value_in(o, spec);
    char number[NUMBER_TEXT_SIZE];
    if (x->choice != CHOICE_NUMBERS) type_choice.text(o, spec, out);
    for (int i = 0; x->choice == CHOICE_NUMBERS && i < x->count; i++)
        text_printf(out, "%s%s", i ? " " : "", number_text_double(number, x->number[i]));
}

static void json_of_either(const Option *o, const RunSpec *spec, JsonWriter *out) {
    const ChoiceOrNumbers *x = value_in(o, spec);
    if (x->choice != CHOICE_NUMBERS) {
        type_choice.json(o, spec, out);
        return;
    }
    json_list(out, JSON_INLINE);
    for (int i = 0; i < x->count; i++) json_number(out, x->number[i]);
    json_end(out);
}

static void schema_either(const Option *o, JsonWriter *out) {
    json_key(out, "anyOf");
    json_list(out, JSON_INLINE);
    json_object(out, JSON_INLINE);
    type_choice.schema(o, out);
    json_end(out);
    json_object(out, JSON_INLINE);
    schema_type("array", out);
    json_key(out, "minItems");
    json_whole(out, 1);
    json_key(out, "items");
    json_object(out, JSON_INLINE);
    type_number.schema(o, out);
    json_end(out);
    json_end(out);
    json_end(out);
}

static bool same_either(const Option *o, const RunSpec *a, const RunSpec *b) {
    const ChoiceOrNumbers *x = value_in(o, a), *y = value_in(o, b);
    if (x->choice != y->choice || x->choice != CHOICE_NUMBERS) return x->choice == y->choice;
    return x->count == y->count && memcmp(x->number, y->number, (size_t)x->count * sizeof *x->number) == 0;
}

const TypeInfo type_choice_or_numbers = {
    .size = sizeof(ChoiceOrNumbers),
    .bare = true,
    .allowed = allow_either,
    .read = read_either,
    .text = text_either,
    .json = json_of_either,
    .schema = schema_either,
    .same = same_either,
};
