#include "config/experiment.h"

#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/lookup.h"
#include "config/asked.h"
#include "config/claim.h"
#include "config/expand.h"
#include "config/expect.h"
#include "config/extends.h"
#include "config/find.h"
#include "config/json.h"
#include "config/name.h"
#include "config/options.h"
#include "config/overlay.h"
#include "config/primary.h"
#include "config/seeds.h"
#include "config/set.h"
#include "config/settle.h"
#include "config/sweep.h"
#include "config/varied.h"

// What is known while a config is read. It lives as long as the experiment, whose `overlays` point into it.
typedef struct Reading {
    Experiment *x;
    Arena *arena; // the experiment's
    Chain chain;  // the config and what it extends
    RunSpec base;
    Overlay files[CHAIN_MOST]; // the base as each of them gives it
    Overlay file;              // the base as all of them give it
    Overlay set;               // all --set together
    Sweep sweep;
    JsonDoc **swept; // [swept_count] the values of each --set that has several
    int swept_count;
    Tune tune;                               // at the top level
    Tune *tunes;                             // [settings of the config] their own
    Overlays all;                            // of the files, the --set, and the settings
    Lookup names;                            // of the settings
    const cJSON *settings;                   // NULL when the config has none
    const JsonDoc *settings_doc, *sweep_doc; // where these stand
    Problems problems;
    Error *e;
} Reading;

static const JsonDoc set_doc = {.name = "--set"};

// --- The top level

static Status refuse_name(const Overlay *overlay, const cJSON *value) {
    Text why = {0};
    name_refusal(cJSON_GetStringValue(value), &why);
    Status s = why.failed ? error_memory(overlay->e) : overlay_error(overlay, "name", AT_VALUE, "%s", why.data);
    text_free(&why);
    return s;
}

static Status read_name(Reading *r, Overlay *overlay, const cJSON *value) {
    if (!cJSON_IsString(value) || !name_good(value->valuestring)) return refuse_name(overlay, value);
    if (overlay->doc->depth > 0) return OK; // two experiments must not share a folder by default
    r->x->name = arena_text(r->arena, value->valuestring);
    return r->x->name ? OK : error_memory(r->e);
}

static Status read_about(Reading *r, Overlay *overlay, const cJSON *value) {
    if (!cJSON_IsString(value)) return overlay_error(overlay, "about", AT_VALUE, "must be text");
    r->x->about = arena_text(r->arena, value->valuestring);
    return r->x->about ? OK : error_memory(r->e);
}

static Status read_claim(Reading *r, Overlay *overlay, const cJSON *value) {
    r->all.claim = overlay;
    return claim_read(&r->x->claim, overlay, value);
}

static Status read_seeds(Reading *r, Overlay *overlay, const cJSON *value) {
    return seeds_read(r->x, overlay, value);
}

static Status read_metrics(Reading *r, Overlay *overlay, const cJSON *value) {
    r->all.metrics = overlay->doc == &set_doc ? &r->set : overlay;
    return asked_read(&asked_metrics, overlay, value, &overlay->spec->train.metrics);
}

static Status read_probe(Reading *r, Overlay *overlay, const cJSON *value) {
    (void)r;
    return asked_read(&asked_probes, overlay, value, &overlay->spec->train.probes);
}

static Status read_probe_every(Reading *r, Overlay *overlay, const cJSON *value) {
    (void)r;
    if (!cJSON_IsNumber(value) || value->valuedouble < 1 || value->valuedouble > PROBE_EVERY_MOST ||
        value->valuedouble != (int)value->valuedouble)
        return overlay_error(overlay, "probe_every", AT_VALUE, "must be a whole number of epochs from 1 to %d",
                             PROBE_EVERY_MOST);
    overlay->spec->train.probe_every = (int)value->valuedouble;
    return OK;
}

static Status read_primary(Reading *r, Overlay *overlay, const cJSON *value) {
    r->all.primary = overlay->doc == &set_doc ? &r->set : overlay;
    return primary_read(r->x, overlay, value);
}

static Status read_expect(Reading *r, Overlay *overlay, const cJSON *value) {
    r->all.expect = overlay->doc == &set_doc ? &r->set : overlay;
    return expect_read(r->x, overlay, value);
}

static Status read_columns(Reading *r, Overlay *overlay, const cJSON *value) {
    return varied_read(r->x, overlay, value);
}

static Status read_sweep(Reading *r, Overlay *overlay, const cJSON *value) {
    r->sweep = (Sweep){0};
    r->sweep_doc = overlay->doc;
    return cJSON_IsNull(value) ? OK : sweep_read(&r->sweep, "sweep", overlay, value);
}

static Status read_tune(Reading *r, Overlay *overlay, const cJSON *value) {
    r->tune.sweep = (Sweep){0};
    return cJSON_IsNull(value) ? OK : tune_read(&r->tune, overlay, value);
}

static Status read_choose(Reading *r, Overlay *overlay, const cJSON *value) {
    return tune_read_choose(&r->tune, overlay, value);
}

static Status read_list(Reading *r, Overlay *overlay, const cJSON *value) {
    int size = cJSON_GetArraySize(value);
    r->settings = NULL;
    r->settings_doc = overlay->doc;
    if (cJSON_IsNull(value)) return OK;
    if (!cJSON_IsArray(value)) return overlay_error(overlay, "settings", AT_VALUE, "must be a list of settings");
    if (size == 0 || size > SETTINGS_MOST)
        return overlay_error(overlay, "settings", AT_VALUE, "must list 1 to %d settings; leave it out for one setting",
                             SETTINGS_MOST);
    r->settings = value;
    return OK;
}

static Status read_nothing(Reading *r, Overlay *overlay, const cJSON *value) {
    (void)r, (void)overlay, (void)value;
    return OK;
}

// What stands at the top level besides the options. What a config gives takes the place of what one has that it
// extends.
static const struct {
    const char *key;
    bool file_only; // no --set gives it
    Status (*read)(Reading *r, Overlay *overlay, const cJSON *value);
} top_level[] = {
    {"name", false, read_name},       {"about", false, read_about},
    {"seeds", false, read_seeds},     {"metrics", false, read_metrics},
    {"settings", true, read_list},    {"sweep", true, read_sweep},
    {"columns", true, read_columns},  {"primary", false, read_primary},
    {"tune", true, read_tune},        {"choose", false, read_choose},
    {"extends", true, read_nothing},  // extends_read did
    {"$schema", false, read_nothing}, // for editors
    {"probe", false, read_probe},     {"probe_every", false, read_probe_every},
    {"expect", false, read_expect},   {"claim", true, read_claim},
};

static Status read_top(Reading *r, Overlay *overlay, const char *key, const cJSON *value) {
    for (size_t i = 0; i < sizeof top_level / sizeof *top_level; i++) {
        if (strcmp(key, top_level[i].key) != 0) continue;
        if (top_level[i].file_only && overlay->doc == &set_doc)
            return overlay_error(overlay, key, AT_KEY, "stands in the config file only");
        return top_level[i].read(r, overlay, value);
    }
    return overlay_set(overlay, key, value);
}

static Status read_file(Reading *r, const JsonDoc *doc, Overlay *overlay) {
    Status all = overlay_begin(overlay, doc, "", &r->base, r->arena, &r->problems, r->e);
    if (all) return all;
    if (!cJSON_IsObject(doc->root))
        return problems_add(&r->problems, doc, 0, "a config is an object: { \"data\": ..., \"model\": ... }", r->e);
    const cJSON *member;
    cJSON_ArrayForEach(member, doc->root) {
        Status s = read_top(r, overlay, member->string, member);
        if (s) all = s;
        if (!problems_more(&r->problems, s)) break;
    }
    return all;
}

// What is extended first, so that what extends it has the last word.
static Status read_base(Reading *r) {
    Status all = OK;
    r->all.file_count = r->chain.count;
    for (int i = r->chain.count - 1; i >= 0; i--) {
        Status s = read_file(r, &r->chain.doc[i], &r->files[i]);
        if (s) all = s;
        if (!problems_more(&r->problems, s)) break;
        for (size_t o = 0; o < option_count; o++) r->file.given[o] |= r->files[i].given[o];
    }
    return all;
}

// Without a name of its own an experiment is named after its file.
static Status default_name(Reading *r) {
    if (r->x->name) return OK;
    const char *slash = strrchr(r->x->path, '/'), *base = slash ? slash + 1 : r->x->path, *dot = strrchr(base, '.');
    const char *name = arena_text_n(r->arena, base, dot ? (size_t)(dot - base) : strlen(base));
    if (!name) return error_memory(r->e);
    r->x->name = name;
    if (name_good(name)) return OK;
    Text like = {0};
    name_like(name, &like);
    error_set(r->e, ERR_CONFIG, "%s: name: the file's name does not do for the results folder; add a \"name\"%s%s%s",
              r->x->path, like.data ? ": \"" : "", like.data ? like.data : "", like.data ? "\"" : "");
    text_free(&like);
    return r->e->status;
}

// --- --set

// Several values: an axis of the sweep. The document stays until the config is read.
static Status sweep_set(Reading *r, const Overlay *overlay, const char *key, const char *text) {
    JsonDoc *doc = arena_take(r->arena, 1, sizeof *doc);
    if (!doc) return error_memory(r->e);
    Status s = set_read_sweep(doc, set_doc.name, key, text, r->arena, r->e);
    if (s) return s;
    r->swept[r->swept_count++] = doc;
    return sweep_add(&r->sweep, overlay, key, doc->root);
}

static Status read_set(Reading *r, const char *text) {
    const char *equals = strchr(text, '=');
    char shown[SHOWN_SIZE];
    if (!equals || equals == text)
        return error_set(r->e, ERR_USAGE, "--set %s: must be KEY=VALUE, as in --set train.epochs=5",
                         json_shown(shown, text));
    char *key = arena_text_n(r->arena, text, (size_t)(equals - text));
    if (!key) return error_memory(r->e);
    JsonDoc doc;
    Overlay overlay;
    Status s = overlay_begin(&overlay, &set_doc, "", &r->base, r->arena, &r->problems, r->e);
    if (!s && set_is_sweep(key, equals + 1)) return sweep_set(r, &overlay, key, equals + 1);
    if (!s) s = set_read(&doc, set_doc.name, key, equals + 1, r->arena, r->e);
    if (s) return s;
    s = read_top(r, &overlay, key, doc.root);
    json_free(&doc);
    for (size_t i = 0; i < option_count; i++) {
        if (!overlay.given[i]) continue;
        r->set.given[i] = true;
        varied_ask(r->x, &options[i]);
    }
    return s;
}

// --- Settings

static Status check_setting_name(Reading *r, const Overlay *overlay, const cJSON *value) {
    const char *name = cJSON_IsString(value) ? value->valuestring : "";
    if (!*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return overlay_error(overlay, "name", AT_VALUE, "must be text that names the setting");
    if (text_has_control(name)) return overlay_error(overlay, "name", AT_VALUE, "must not hold control characters");
    if (text_is_formula(name))
        return overlay_error(overlay, "name", AT_VALUE,
                             "spreadsheets would take it for a formula; begin it with another character");
    if (lookup_find(&r->names, name) >= 0)
        return overlay_error(overlay, "name", AT_VALUE, "two settings must not have the same name");
    return OK;
}

static Status read_setting_name(Reading *r, const Overlay *overlay, int index, const cJSON *value) {
    Status s = check_setting_name(r, overlay, value);
    if (s) return s;
    const char *name = arena_text(r->arena, value->valuestring);
    if (!name || lookup_add(&r->names, r->arena, name, index) < 0) return error_memory(r->e);
    r->x->settings[index].name = name;
    return OK;
}

// "candidate_of": what a resolved config says of a candidate, and may be said by hand.
static Status read_candidate_of(Reading *r, const Overlay *overlay, int index, const cJSON *value) {
    const char *name = cJSON_GetStringValue(value);
    if (!name || !*name || text_has_control(name) || text_is_formula(name))
        return overlay_error(overlay, "candidate_of", AT_VALUE, "must be the name of the setting that is tuned");
    r->x->settings[index].candidate_of = arena_text(r->arena, name);
    return r->x->settings[index].candidate_of ? OK : error_memory(r->e);
}

static Status read_member(Reading *r, Overlay *overlay, int index, const cJSON *member) {
    const char *key = member->string;
    if (strcmp(key, "name") == 0) return read_setting_name(r, overlay, index, member);
    if (strcmp(key, "candidate_of") == 0) return read_candidate_of(r, overlay, index, member);
    if (strcmp(key, "tune") == 0) return tune_read(&r->tunes[index], overlay, member);
    if (strcmp(key, "choose") == 0) return tune_read_choose(&r->tunes[index], overlay, member);
    return overlay_set(overlay, key, member);
}

static Status read_members(Reading *r, int index, const cJSON *object) {
    Overlay *overlay = &r->all.settings[index];
    Status all = OK;
    bool named = false;
    const cJSON *member;
    cJSON_ArrayForEach(member, object) {
        named |= strcmp(member->string, "name") == 0;
        Status s = read_member(r, overlay, index, member);
        if (s) all = s;
        if (!problems_more(&r->problems, s)) return all;
    }
    r->x->settings[index].choose = r->tunes[index].choose;
    return named ? all : overlay_problem(overlay, overlay->path, AT_VALUE, "a setting needs a \"name\"");
}

static Status read_setting(Reading *r, int index, const cJSON *object) {
    Setting *setting = &r->x->settings[index];
    char path[32];
    snprintf(path, sizeof path, "settings[%d]", index);
    const char *kept = arena_text(r->arena, path);
    if (!kept) return error_memory(r->e);
    *setting = (Setting){.name = "", .spec = r->base};
    Overlay *overlay = &r->all.settings[index];
    Status s = overlay_begin(overlay, r->settings_doc, kept, &setting->spec, r->arena, &r->problems, r->e);
    if (s) return s;
    if (cJSON_IsObject(object)) return read_members(r, index, object);
    return overlay_problem(overlay, kept, AT_VALUE, "a setting is an object: { \"name\": ..., options }");
}

// One setting, "base", where the config has none.
static Status read_own_settings(Reading *r) {
    Experiment *x = r->x;
    Status all = OK;
    x->setting_count = r->settings ? cJSON_GetArraySize(r->settings) : 1;
    x->settings = arena_take(r->arena, (size_t)x->setting_count, sizeof *x->settings);
    r->all.settings = arena_take(r->arena, (size_t)x->setting_count, sizeof *r->all.settings);
    r->tunes = arena_take(r->arena, (size_t)x->setting_count, sizeof *r->tunes);
    if (!x->settings || !r->all.settings || !r->tunes) return error_memory(r->e);
    if (!r->settings) {
        x->settings[0] = (Setting){.name = "base", .spec = r->base};
        return overlay_begin(r->all.settings, r->chain.doc, "", &x->settings[0].spec, r->arena, &r->problems, r->e);
    }
    const cJSON *object;
    int index = 0;
    cJSON_ArrayForEach(object, r->settings) {
        Status s = read_setting(r, index++, object);
        if (s) all = s;
        if (!problems_more(&r->problems, s)) break;
    }
    return all;
}

static Status read_settings(Reading *r) {
    Status s = read_own_settings(r);
    r->all.sweep_doc = r->sweep_doc;
    return s ? s : settings_expand(r->x, &r->all, &r->tune, r->tunes, r->e);
}

// --- All of it

static Status find_file(Reading *r, const char *config, ConfigText *found) {
    Status s = config_read(r->arena, config, &found->name, &found->text, &found->size, r->e);
    if (s) return s;
    found->folder = path_folder(r->arena, found->name);
    return found->folder ? OK : error_memory(r->e);
}

// `folder`: where what it extends is looked for; NULL where it extends nothing.
static Status read_files(Reading *r, const ConfigText *config, const char *folder) {
    r->x->path = config->name;
    r->x->folder = config->folder;
    r->chain.count = 1;
    Status s = json_read(r->chain.doc, r->arena, config->name, config->text, config->size, r->e);
    return s ? s : extends_read(&r->chain, folder, r->arena, r->e);
}

// All that is read by itself, one after the other as long as errors may be followed by further ones.
static Status read_parts(Reading *r, const Overrides *overrides) {
    const int sets = overrides ? overrides->set_count : 0;
    if (sets > 0 && !(r->swept = arena_take(r->arena, (size_t)sets, sizeof(JsonDoc *)))) return error_memory(r->e);
    Status s = read_base(r);
    for (int i = 0; problems_more(&r->problems, s) && i < sets; i++) s = read_set(r, overrides->set[i]);
    if (problems_more(&r->problems, s) && overrides && overrides->seeds)
        s = seeds_read_text(r->x, overrides->seeds, r->e);
    if (problems_more(&r->problems, s)) s = read_settings(r);
    return problems_end(&r->problems, s, r->e);
}

// `config`: the name of a file, where `text` is NULL.
static Status read_all(Reading *r, const char *config, const ConfigText *text, const Overrides *overrides) {
    Experiment *x = r->x;
    ConfigText found;
    r->all =
        (Overlays){.file = &r->file, .files = r->files, .set = &r->set, .sweep = &r->sweep, .problems = &r->problems};
    r->sweep_doc = r->chain.doc; // where the config has no sweep, but a --set
    x->overlays = &r->all;
    Status s = varied_begin(x, r->e);
    if (!s) s = options_default(&r->base, r->arena, r->e);
    if (!s) s = overlay_begin(&r->file, r->chain.doc, "", &r->base, r->arena, &r->problems, r->e);
    if (!s) s = overlay_begin(&r->set, &set_doc, "", &r->base, r->arena, &r->problems, r->e);
    if (!s && !text) s = find_file(r, config, &found);
    if (!s) s = text ? read_files(r, text, NULL) : read_files(r, &found, found.folder);
    if (!s) s = read_parts(r, overrides);
    if (!s && !x->seeds) s = seeds_read(x, &r->file, &(cJSON){.type = cJSON_Number, .valuedouble = SEEDS_DEFAULT});
    if (!s) seeds_sort(x);
    if (!s) s = default_name(r);
    r->all.named = r->settings != NULL;
    if (!s) s = experiment_settle(x, r->e);
    if (!s && r->all.claim) s = claim_check(x, r->all.claim);
    return s || !r->all.expect ? s : expect_settle(x, r->all.expect);
}

static Status begin(Experiment *x, const char *config, const ConfigText *text, const Overrides *overrides, Error *e) {
    *x = (Experiment){.about = ""};
    Reading *r = arena_take(&x->arena, 1, sizeof *r);
    if (!r) return error_memory(e);
    *r = (Reading){.x = x, .arena = &x->arena, .problems = {.arena = &x->arena}, .e = e};
    Status s = read_all(r, config, text, overrides);
    extends_free(&r->chain);
    for (int i = 0; i < r->swept_count; i++) json_free(r->swept[i]);
    r->all.problems = NULL; // what is found later is told at once
    if (s) experiment_free(x);
    return s;
}

Status experiment_read(Experiment *x, const char *config, const Overrides *overrides, Error *e) {
    return begin(x, config, NULL, overrides, e);
}

Status experiment_read_text(Experiment *x, const ConfigText *text, const Overrides *overrides, Error *e) {
    return begin(x, NULL, text, overrides, e);
}

void experiment_free(Experiment *x) {
    arena_free(&x->arena);
    *x = (Experiment){0};
}
