// What an experiment came to: single values, and the whole as a config again.
#include <inttypes.h>
#include <string.h>

#include "base/files.h"
#include "config/experiment.h"
#include "config/options.h"

void experiment_value(const Experiment *x, int setting, const char *key, Text *out) {
    const Option *o = option_find(key);
    const RunSpec *spec = &x->settings[setting].spec;
    if (o && option_used(o, spec)) option_text(o, spec, out);
}

static bool is_varied(const Experiment *x, const Option *o) {
    for (int i = 0; i < x->varied_count; i++) {
        if (strcmp(x->varied[i], o->key) == 0) return true;
    }
    return false;
}

// The first setting in which the option has an effect; the first of all when there is none.
static const RunSpec *first_user(const Experiment *x, const Option *o) {
    for (int i = 0; i < x->setting_count; i++) {
        if (option_used(o, &x->settings[i].spec)) return &x->settings[i].spec;
    }
    return &x->settings[0].spec;
}

// The path of a file or folder that is not there as given, but beside the config; else NULL.
static const char *found_beside(const Experiment *x, const char *given, Arena *arena, Text *out) {
    if (!*given || file_exists(given)) return NULL;
    const char *beside = path_join(arena, x->folder, given);
    out->failed |= !beside;
    return beside && file_exists(beside) ? beside : NULL;
}

// The option's value. Paths are written as they are found from here, because the resolved config stands elsewhere.
static void add_value(const Experiment *x, const Option *o, const RunSpec *spec, Text *out) {
    Arena arena = {0};
    const char *beside = o->type == OPTION_PATH ? found_beside(x, option_path(o, spec), &arena, out) : NULL;
    if (beside)
        text_add_json(out, beside);
    else
        option_json(o, spec, out);
    arena_free(&arena);
}

static bool below(const char *key, const char *group, size_t n) {
    return strncmp(key, group, n) == 0 && key[n] == '.';
}

// Every option, each section an object, a switch an object inside. Options that vary have the first setting's value.
static void add_base(const Experiment *x, Text *out) {
    const char *section = "", *group = NULL; // `group`: the key of the switch whose object is open
    size_t section_size = 0;
    for (const Option *o = options; o < options + OPTION_COUNT; o++) {
        if (group && !below(o->key, group, strlen(group))) {
            text_add(out, " }");
            group = NULL;
        }
        if (!section_size || !below(o->key, section, section_size)) {
            text_add(out, section_size ? "\n  },\n" : "");
            section = o->key;
            section_size = strcspn(section, ".");
            text_printf(out, "  \"%.*s\": {\n    ", (int)section_size, section);
        } else {
            text_add(out, group ? ", " : ",\n    ");
        }
        const char *name = o->key + (group ? strlen(group) : section_size) + 1;
        text_printf(out, "\"%s\": ", name);
        if (o->type == OPTION_SWITCH) {
            text_add(out, "{ \"on\": ");
            group = o->key;
        }
        add_value(x, o, first_user(x, o), out);
    }
    text_add(out, group ? " }\n  },\n" : "\n  },\n");
}

static void add_setting(const Experiment *x, const Setting *setting, Text *out) {
    text_add(out, "    { \"name\": ");
    text_add_json(out, setting->name);
    for (const Option *o = options; o < options + OPTION_COUNT; o++) {
        if (!is_varied(x, o) || !option_used(o, &setting->spec)) continue;
        text_printf(out, ", \"%s\": ", o->key);
        add_value(x, o, &setting->spec, out);
    }
    text_add(out, " }");
}

void experiment_resolved(const Experiment *x, Text *out) {
    text_add(out, "{\n  \"name\": ");
    text_add_json(out, x->name);
    text_add(out, ",\n  \"about\": ");
    text_add_json(out, x->about);
    text_add(out, ",\n");
    add_base(x, out);
    text_add(out, "  \"seeds\": [");
    for (int i = 0; i < x->seed_count; i++) text_printf(out, "%s%" PRIu64, i ? ", " : "", x->seeds[i]);
    text_add(out, "],\n  \"settings\": [\n");
    for (int i = 0; i < x->setting_count; i++) {
        text_add(out, i ? ",\n" : "");
        add_setting(x, &x->settings[i], out);
    }
    text_add(out, "\n  ]\n}\n");
}
