#include "config/experiment.h"

#include <string.h>

#include "base/files.h"
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
#include "config/reading.h"
#include "config/seeds.h"
#include "config/set.h"
#include "config/settle.h"
#include "config/sweep.h"
#include "config/varied.h"

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
    if (problems_more(&r->problems, s)) s = settings_read(r);
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
