#include "config/experiment.h"

#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "config/expand.h"
#include "config/find.h"
#include "config/json.h"
#include "config/metrics.h"
#include "config/options.h"
#include "config/overlay.h"
#include "config/seeds.h"
#include "config/set.h"
#include "config/settle.h"
#include "config/sweep.h"

enum { NAME_MOST = 100 };

// What is known while a config is read. It lives as long as the experiment, whose `overlays` point into it.
typedef struct Reading {
    Experiment *x;
    Arena *arena; // the experiment's
    JsonDoc doc;
    RunSpec base;
    Overlay file; // the base as the file gives it
    Overlay set;  // all --set together
    Sweep sweep;
    JsonDoc **swept; // [swept_count] the values of each --set that has several
    int swept_count;
    Tune tune;             // at the top level
    Tune *tunes;           // [settings of the config] their own
    Overlays all;          // of the file, the --set, and the settings
    const cJSON *settings; // NULL when the config has none
    Problems problems;
    Error *e;
} Reading;

static const JsonDoc set_doc = {.name = "--set"};

static bool has_control(const char *text) {
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if (*p < 0x20 || *p == 0x7F || (*p == 0xC2 && p[1] < 0xA0)) return true; // C1 controls are C2 80 to C2 9F
    }
    return false;
}

// --- The top level

static bool is_name(const char *text) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+-";
    size_t n = strlen(text);
    return n > 0 && n <= NAME_MOST && strspn(text, letters) == n && *text != '.' && *text != '-';
}

static Status read_name(Reading *r, const Overlay *overlay, const cJSON *value) {
    if (!cJSON_IsString(value) || !is_name(value->valuestring))
        return overlay_error(
            overlay, "name", AT_VALUE,
            "names the results folder: at most %d letters, digits and _ . + -, not beginning with . or -", NAME_MOST);
    r->x->name = arena_text(r->arena, value->valuestring);
    return r->x->name ? OK : error_memory(r->e);
}

static Status read_about(Reading *r, const Overlay *overlay, const cJSON *value) {
    if (!cJSON_IsString(value)) return overlay_error(overlay, "about", AT_VALUE, "must be text");
    r->x->about = arena_text(r->arena, value->valuestring);
    return r->x->about ? OK : error_memory(r->e);
}

static Status read_top(Reading *r, Overlay *overlay, const char *key, const cJSON *value) {
    if (strcmp(key, "name") == 0) return read_name(r, overlay, value);
    if (strcmp(key, "about") == 0) return read_about(r, overlay, value);
    if (strcmp(key, "seeds") == 0) return seeds_read(r->x, overlay, value);
    if (strcmp(key, "metrics") == 0) return metrics_read(overlay, value);
    if (strcmp(key, "$schema") == 0) return OK; // for editors
    if (strcmp(key, "choose") == 0) return tune_read_choose(&r->tune, overlay, value);
    const bool sweep = strcmp(key, "sweep") == 0, tune = strcmp(key, "tune") == 0;
    if (!sweep && !tune && strcmp(key, "settings") != 0) return overlay_set(overlay, key, value);
    if (overlay->doc != &r->doc) return overlay_error(overlay, key, AT_KEY, "stands in the config file only");
    if (sweep) return sweep_read(&r->sweep, "sweep", overlay, value);
    if (tune) return tune_read(&r->tune, overlay, value);
    if (!cJSON_IsArray(value)) return overlay_error(overlay, key, AT_VALUE, "must be a list of settings");
    int size = cJSON_GetArraySize(value);
    if (size == 0 || size > SETTINGS_MOST)
        return overlay_error(overlay, key, AT_VALUE, "must list 1 to %d settings; leave it out for one setting",
                             SETTINGS_MOST);
    r->settings = value;
    return OK;
}

static Status read_base(Reading *r) {
    if (!cJSON_IsObject(r->doc.root))
        return problems_add(&r->problems, &r->doc, 0, "a config is an object: { \"data\": ..., \"model\": ... }", r->e);
    Status all = OK;
    const cJSON *member;
    cJSON_ArrayForEach(member, r->doc.root) {
        Status s = read_top(r, &r->file, member->string, member);
        if (s) all = s;
        if (!problems_more(&r->problems, s)) break;
    }
    return all;
}

// Without a name of its own an experiment is named after its file.
static Status default_name(Reading *r) {
    if (r->x->name) return OK;
    const char *slash = strrchr(r->x->path, '/'), *base = slash ? slash + 1 : r->x->path, *dot = strrchr(base, '.');
    const char *name = arena_text_n(r->arena, base, dot ? (size_t)(dot - base) : strlen(base));
    if (!name) return error_memory(r->e);
    if (!is_name(name))
        return error_set(r->e, ERR_CONFIG,
                         "%s: name: the file's name does not do for the results folder; add a \"name\"", r->x->path);
    r->x->name = name;
    return OK;
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
    r->x->metrics_set |= strcmp(key, "metrics") == 0;
    json_free(&doc);
    for (size_t i = 0; i < option_count; i++) r->set.given[i] |= overlay.given[i];
    return s;
}

// --- Settings

static Status check_setting_name(Reading *r, const Overlay *overlay, int index, const cJSON *value) {
    const char *name = cJSON_IsString(value) ? value->valuestring : "";
    if (!*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return overlay_error(overlay, "name", AT_VALUE, "must be text that names the setting");
    if (has_control(name)) return overlay_error(overlay, "name", AT_VALUE, "must not hold control characters");
    if (text_is_formula(name))
        return overlay_error(overlay, "name", AT_VALUE,
                             "spreadsheets would take it for a formula; begin it with another character");
    for (int i = 0; i < index; i++) {
        if (strcmp(r->x->settings[i].name, name) == 0)
            return overlay_error(overlay, "name", AT_VALUE, "two settings must not have the same name");
    }
    return OK;
}

static Status read_setting_name(Reading *r, const Overlay *overlay, int index, const cJSON *value) {
    Status s = check_setting_name(r, overlay, index, value);
    if (s) return s;
    r->x->settings[index].name = arena_text(r->arena, value->valuestring);
    return r->x->settings[index].name ? OK : error_memory(r->e);
}

// "candidate_of": what a resolved config says of a candidate, and may be said by hand.
static Status read_candidate_of(Reading *r, const Overlay *overlay, int index, const cJSON *value) {
    const char *name = cJSON_GetStringValue(value);
    if (!name || !*name || has_control(name) || text_is_formula(name))
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
    Status s = overlay_begin(overlay, &r->doc, kept, &setting->spec, r->arena, &r->problems, r->e);
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
        return overlay_begin(r->all.settings, &r->doc, "", &x->settings[0].spec, r->arena, &r->problems, r->e);
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
    return s ? s : settings_expand(r->x, &r->all, &r->tune, r->tunes, r->e);
}

// --- All of it

static Status find_file(Reading *r, const char *config, ConfigText *found) {
    Status s = config_read(r->arena, config, &found->name, &found->text, &found->size, r->e);
    if (s) return s;
    found->folder = path_folder(r->arena, found->name);
    return found->folder ? OK : error_memory(r->e);
}

static Status read_file(Reading *r, const ConfigText *config) {
    r->x->path = config->name;
    r->x->folder = config->folder;
    return json_read(&r->doc, r->arena, config->name, config->text, config->size, r->e);
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
    r->all = (Overlays){.file = &r->file, .set = &r->set, .sweep = &r->sweep, .problems = &r->problems};
    x->overlays = &r->all;
    Status s = options_default(&r->base, r->arena, r->e);
    if (!s) s = overlay_begin(&r->file, &r->doc, "", &r->base, r->arena, &r->problems, r->e);
    if (!s) s = overlay_begin(&r->set, &set_doc, "", &r->base, r->arena, &r->problems, r->e);
    if (!s && !text) s = find_file(r, config, &found);
    if (!s) s = read_file(r, text ? text : &found);
    if (!s) s = read_parts(r, overrides);
    if (!s && !x->seeds) s = seeds_read(x, &r->file, &(cJSON){.type = cJSON_Number, .valuedouble = SEEDS_DEFAULT});
    if (!s) s = default_name(r);
    r->all.named = r->settings != NULL;
    return s ? s : experiment_settle(x, r->e);
}

static Status begin(Experiment *x, const char *config, const ConfigText *text, const Overrides *overrides, Error *e) {
    *x = (Experiment){.about = ""};
    Reading *r = arena_take(&x->arena, 1, sizeof *r);
    if (!r) return error_memory(e);
    *r = (Reading){.x = x, .arena = &x->arena, .problems = {.arena = &x->arena}, .e = e};
    Status s = read_all(r, config, text, overrides);
    json_free(&r->doc);
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
