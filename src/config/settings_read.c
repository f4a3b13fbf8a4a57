// The settings of a config, one by one.
#include <stdio.h>
#include <string.h>

#include "config/expand.h"
#include "config/reading.h"

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

Status settings_read(Reading *r) {
    Status s = read_own_settings(r);
    r->all.sweep_doc = r->sweep_doc;
    return s ? s : settings_expand(r->x, &r->all, &r->tune, r->tunes, r->e);
}
