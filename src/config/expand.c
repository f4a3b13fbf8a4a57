#include "config/expand.h"

#include <string.h>

#include "config/varied.h"

typedef struct Expansion {
    Experiment *x;
    Overlays *overlays;
    int count;               // settings of the config
    const Setting *settings; // [count] they, ...
    const Overlay *own;      // ... what they give, ...
    const Tune *tunes;       // ... and how they are tuned
    int points;              // of the sweep
    Origin *origins;         // as the settings that come of it
    Error *e;
} Expansion;

static int candidates_of(const Tune *tune) {
    return sweep_some(&tune->sweep) ? sweep_points(&tune->sweep) : 1;
}

// An option can be given by a setting, by the sweep, or by a tuning.
static Status check_once(const Overlay *own, const Overlay *point, const char *words) {
    for (size_t i = 0; i < option_count; i++)
        if (own->given[i] && point->given[i]) return overlay_error(own, options[i].key, AT_KEY, "%s", words);
    return OK;
}

static Status apply_sweep(Expansion *x, const Overlay *own, int point, Overlay *at) {
    const Sweep *sweep = x->overlays->sweep;
    Status s = sweep_apply(sweep, point, at);
    if (s || (point > 0 && !sweep->points)) return s;
    return check_once(own, at, "is swept, and cannot be given by a setting as well: take it out of one of them");
}

static Status check_tuned_once(const Overlay *own, const Overlay *at, const Overlay *candidate) {
    Status s = check_once(own, candidate, "is tuned, and cannot be given by the setting as well");
    for (size_t i = 0; !s && i < option_count; i++)
        if (at->given[i] && candidate->given[i])
            s = overlay_error(candidate, options[i].key, AT_KEY, "is swept, and cannot be tuned as well");
    return s;
}

// The candidate lies over the point of the sweep, and is part of it from then on.
static Status apply_tune(const Tune *tune, const Overlay *own, int candidate, Overlay *at, Origin *origin) {
    Overlay *overlay = arena_take(at->arena, 1, sizeof *overlay);
    if (!overlay) return error_memory(at->e);
    Status s = overlay_begin(overlay, tune->from->doc, tune->sweep.path, at->spec, at->arena, at->problems, at->e);
    if (!s) s = sweep_apply(&tune->sweep, candidate, overlay);
    if (!s && (candidate == 0 || tune->sweep.points)) s = check_tuned_once(own, at, overlay);
    for (size_t i = 0; i < option_count; i++) at->given[i] |= overlay->given[i];
    origin->tune = tune;
    origin->candidate = overlay;
    return s;
}

// Setting `to`: setting `own` of the config at the point of the sweep, as a candidate.
static Status expand_one(Expansion *x, int own, int point, int candidate, int to) {
    Overlays *overlays = x->overlays;
    const Tune *tune = &x->tunes[own];
    const Overlay *given = &x->own[own];
    Setting *setting = &x->x->settings[to];
    Overlay *at = &overlays->points[to];
    *setting = x->settings[own];
    overlays->settings[to] = *given;
    overlays->settings[to].spec = &setting->spec;
    x->origins[to].group = own * x->points + point;
    Status s = overlay_begin(at, overlays->sweep_doc, "sweep", &setting->spec, given->arena, given->problems, x->e);
    if (!s && sweep_some(overlays->sweep)) s = apply_sweep(x, given, point, at);
    for (size_t i = 0; !s && i < option_count; i++)
        if (at->given[i]) varied_ask(x->x, &options[i]);
    if (s || !sweep_some(&tune->sweep)) return s;
    setting->candidate_of = setting->name;
    setting->choose = tune->choose;
    return apply_tune(tune, given, candidate, at, &x->origins[to]);
}

static Status expand_all(Expansion *x) {
    Status all = OK;
    int to = 0;
    for (int own = 0; own < x->count; own++)
        for (int i = 0, many = candidates_of(&x->tunes[own]); i < x->points * many; i++) {
            Status s = expand_one(x, own, i / many, i % many, to++);
            if (s) all = s;
            if (!problems_more(x->own[own].problems, s)) return all;
        }
    return all;
}

// How many settings come of it; the first thing that makes too many is refused.
static Status count_all(const Expansion *x, int *count) {
    static const char must[] = "makes more than %d settings; \"sample\": 100 draws some";
    *count = 0;
    if (x->points > SETTINGS_MOST / x->count)
        return overlay_error(&x->overlays->files[x->overlays->sweep_doc->depth], "sweep", AT_VALUE, must,
                             SETTINGS_MOST);
    for (int i = 0; i < x->count; i++) {
        const int many = candidates_of(&x->tunes[i]);
        if (many > (SETTINGS_MOST - *count) / x->points)
            return overlay_error(x->tunes[i].from, "tune", AT_VALUE, must, SETTINGS_MOST);
        *count += x->points * many;
    }
    return OK;
}

// What each setting's tuning is, with that of the top level; whether there is any.
static Status join_tunes(Expansion *x, const Tune *base, const Tune *own, bool *some, Arena *arena) {
    Tune *tunes = arena_take(arena, (size_t)x->count, sizeof *tunes);
    Status s = tunes ? OK : error_memory(x->e);
    bool swept = sweep_some(x->overlays->sweep), chosen = false;
    *some = swept;
    for (int i = 0; !s && i < x->count; i++) {
        s = tune_join(&tunes[i], base, &own[i], x->own[i].given, arena, x->e);
        if (s) break;
        const bool tuned = sweep_some(&tunes[i].sweep), by_hand = x->settings[i].candidate_of;
        *some |= tuned;
        if (by_hand) x->x->settings[i].choose = tunes[i].choose;
        chosen |= tuned || by_hand;
        if (by_hand && (tuned || swept))
            s = overlay_error(&x->own[i], "candidate_of", AT_KEY,
                              "cannot be had together with \"%s\"; say \"tune\" in one setting instead, which makes "
                              "the candidates",
                              tuned ? "tune" : "sweep");
        else if (own[i].chooses && !tuned && !by_hand)
            s = overlay_error(&x->own[i], "choose", AT_KEY,
                              "has no effect: the setting is not tuned; it needs \"tune\"");
    }
    if (!s && base->chooses && !chosen)
        s = overlay_error(x->overlays->file, "choose", AT_KEY, "has no effect: no setting is tuned; it needs \"tune\"");
    x->tunes = tunes;
    return s;
}

Status settings_expand(Experiment *x, Overlays *overlays, const Tune *base, const Tune *tunes, Error *e) {
    Arena *arena = &x->arena;
    const Sweep *sweep = overlays->sweep;
    Expansion all = {.x = x,
                     .overlays = overlays,
                     .count = x->setting_count,
                     .settings = x->settings,
                     .own = overlays->settings,
                     .points = sweep_some(sweep) ? sweep_points(sweep) : 1,
                     .e = e};
    bool some;
    int count;
    Status s = join_tunes(&all, base, tunes, &some, arena);
    if (s || !some) return s;
    s = count_all(&all, &count);
    if (s) return s;
    x->settings = arena_take(arena, (size_t)count, sizeof *x->settings);
    overlays->settings = arena_take(arena, (size_t)count, sizeof *overlays->settings);
    overlays->points = arena_take(arena, (size_t)count, sizeof *overlays->points);
    overlays->origins = all.origins = arena_take(arena, (size_t)count, sizeof *all.origins);
    if (!x->settings || !overlays->settings || !overlays->points || !all.origins) return error_memory(e);
    x->setting_count = count;
    return expand_all(&all);
}
