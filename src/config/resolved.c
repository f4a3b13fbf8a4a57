#include "config/resolved.h"

#include <string.h>

#include "base/json_writer.h"
#include "config/asked.h"
#include "config/claim.h"
#include "config/expect.h"
#include "config/option_type.h"
#include "config/tune.h"
#include "config/varied.h"
#include "data/dataset.h"

void experiment_value(const Experiment *x, int setting, const char *key, Text *out) {
    const Option *o = option_find(key);
    const RunSpec *spec = &x->settings[setting].spec;
    if (o && option_used(o, spec)) option_text(o, spec, out);
}

static bool is_varied(const Experiment *x, const Option *o) {
    for (int i = 0; i < x->varied_count; i++) {
        if (strcmp(x->varied[i], o->key) == 0) return x->differs[i];
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

// What is written: all settings, or one alone.
typedef struct Writing {
    const Experiment *x;
    const Setting *only; // NULL: all
} Writing;

// The option's value. Paths are written as they are found from here, because the resolved config stands elsewhere.
static void add_value(const Experiment *x, const Option *o, const RunSpec *spec, JsonWriter *out) {
    Arena arena = {0};
    Error e;
    const char *found = NULL, *given = o->type == OPTION_PATH ? option_path(o, spec) : "";
    if (*given && source_path(&arena, x->folder, given, &found, &e)) out->out->failed = true;
    if (found)
        json_text(out, found);
    else
        option_json(o, spec, out);
    arena_free(&arena);
}

static bool below(const char *key, const char *group, size_t n) {
    return strncmp(key, group, n) == 0 && key[n] == '.';
}

// The options of the section that begins with `o`, one on each line; one that others stand below holds these. Options
// that vary have the first setting's value. Returns the first of the next section.
static const Option *add_section(const Writing *writing, const Option *o, JsonWriter *out) {
    const Experiment *x = writing->x;
    const char *section = o->key, *group = NULL; // `group`: the key of the option whose object is open
    size_t section_size = strcspn(section, ".");
    for (; o < options + option_count && below(o->key, section, section_size); o++) {
        if (group && !below(o->key, group, strlen(group))) {
            json_end(out);
            group = NULL;
        }
        json_key(out, o->key + (group ? strlen(group) : section_size) + 1);
        if (o->inner && o + 1 < options + option_count && below(o[1].key, o->key, strlen(o->key))) {
            json_object(out, JSON_INLINE);
            json_key(out, o->inner);
            group = o->key;
        }
        add_value(x, o, writing->only ? &writing->only->spec : first_user(x, o), out);
    }
    if (group) json_end(out);
    return o;
}

static void add_base(const Writing *writing, JsonWriter *out) {
    for (const Option *o = options; o < options + option_count && !o->aside;) { // these stand last
        char section[32] = "";
        strncat(section, o->key, strcspn(o->key, "."));
        json_key(out, section);
        json_object(out, JSON_LINES);
        o = add_section(writing, o, out);
        json_end(out);
    }
}

// Whose candidate the setting is.
static void add_candidate(const Setting *setting, JsonWriter *out) {
    if (!setting->candidate_of) return;
    json_key(out, "candidate_of");
    json_text(out, setting->candidate_of);
    if (setting->choose == CHOOSE_PER_SEED) return;
    json_key(out, "choose");
    json_text(out, choose_names[setting->choose]);
}

static void add_setting(const Writing *writing, const Setting *setting, JsonWriter *out) {
    const Experiment *x = writing->x;
    json_object(out, JSON_INLINE);
    json_key(out, "name");
    json_text(out, setting->name);
    if (!writing->only) add_candidate(setting, out);
    for (const Option *o = options; o < options + option_count; o++) {
        if (writing->only || !is_varied(x, o) || !option_used(o, &setting->spec)) continue;
        json_key(out, o->key);
        add_value(x, o, &setting->spec, out);
    }
    json_end(out);
}

static void add_probes(const TrainSpec *train, JsonWriter *out) {
    if (!train->probes) return;
    json_key(out, "probe");
    asked_json(&asked_probes, train->probes, out);
    json_key(out, "probe_every");
    json_whole(out, train->probe_every);
}

static void add_config(const Writing *writing, const uint64_t *seeds, int seed_count, Text *out) {
    const Experiment *x = writing->x;
    JsonWriter w = {.out = out};
    json_object(&w, JSON_LINES);
    json_key(&w, "name");
    json_text(&w, x->name);
    json_key(&w, "about");
    json_text(&w, x->about);
    add_base(writing, &w);
    json_key(&w, "seeds");
    json_list(&w, JSON_INLINE);
    for (int i = 0; i < seed_count; i++) json_unsigned(&w, seeds[i]);
    json_end(&w);
    if (x->settings[0].spec.train.metrics) {
        json_key(&w, "metrics");
        asked_json(&asked_metrics, x->settings[0].spec.train.metrics, &w);
    }
    add_probes(&x->settings[0].spec.train, &w);
    if (x->primary) {
        json_key(&w, "primary");
        json_text(&w, x->primary);
    }
    if (!writing->only) varied_json(x, &w);
    if (x->claim.chapter && !writing->only) {
        json_key(&w, "claim");
        claim_json(&x->claim, &w);
    }
    if (!writing->only) expect_json(x, &w);
    json_key(&w, "settings");
    json_list(&w, JSON_LINES);
    for (int i = 0; i < x->setting_count; i++)
        if (!writing->only || writing->only == &x->settings[i]) add_setting(writing, &x->settings[i], &w);
    json_end(&w);
    json_end(&w);
    text_add(out, "\n");
}

void experiment_resolved(const Experiment *x, Text *out) {
    add_config(&(Writing){.x = x}, x->seeds, x->seed_count, out);
}

void experiment_resolved_run(const Experiment *x, int setting, uint64_t seed, Text *out) {
    add_config(&(Writing){.x = x, .only = &x->settings[setting]}, &seed, 1, out);
}

void experiment_identity(const Experiment *x, int setting, Text *out) {
    const RunSpec *spec = &x->settings[setting].spec;
    JsonWriter w = {.out = out};
    text_add_json(out, x->settings[setting].name);
    text_add(out, "\n");
    for (const Option *o = options; o < options + option_count; o++) {
        if (o->aside || o->type == OPTION_PATH || strcmp(o->key, "train.epochs") == 0 || !option_used(o, spec))
            continue;
        text_printf(out, "%s ", o->key);
        option_json(o, spec, &w);
        text_add(out, "\n");
    }
    asked_json(&asked_metrics, spec->train.metrics, &w);
    text_add(out, "\n");
    if (!spec->train.probes) return; // what runs without are called stays as it was
    asked_json(&asked_probes, spec->train.probes, &w);
    text_printf(out, " %d\n", spec->train.probe_every);
}
