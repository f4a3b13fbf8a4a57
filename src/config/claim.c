#include "config/claim.h"

#include <string.h>

#include "base/text.h"
#include "config/schema.h"
#include "train/probe_value.h"

const Chapter chapters[] = {{"noise", "Batch norm as noise"},
                            {"optimizer", "Batch norm as optimizer"},
                            {"dropout", "Dropout"},
                            {"together", "Together"},
                            {NULL, NULL}};

// What scripts/plot.py --kind draws; with --probe it draws what instruments say.
static const char *const pictures[] = {"overview", "curves", "gap", "final", "sweep"};
static const char by_depth[] = " by depth";

enum { PICTURES = sizeof pictures / sizeof *pictures, WORDS_MOST = PICTURES + PROBE_VALUE_COUNT };

static size_t list_chapters(const char *words[WORDS_MOST]) {
    size_t n = 0;
    for (; chapters[n].name; n++) words[n] = chapters[n].name;
    return n;
}

// Kinds of pictures first, then values.
static size_t list_pictures(const char *words[WORDS_MOST]) {
    size_t n = 0;
    for (size_t i = 0; i < PICTURES; i++) words[n++] = pictures[i];
    for (int v = 0; v < PROBE_VALUE_COUNT; v++) words[n++] = probe_values[v].name;
    return n;
}

// --- Its members

static const char example[] =
    "{ \"chapter\": \"dropout\", \"says\": \"the claim in a sentence\", \"by\": \"who says so\" }";

// "must be one of a, b, not the text "c"; did you mean b?" Of the words the first `told` are listed.
static Status refuse_choice(const Overlay *overlay, const char *key, const cJSON *value, const char *const *words,
                            size_t n, size_t told, const char *others) {
    const char *given = cJSON_GetStringValue(value), *near = given ? nearest_word(given, words, n) : NULL;
    char shown[SHOWN_SIZE];
    Text must = {0};
    for (size_t i = 0; i < told; i++) text_printf(&must, "%s%s", i > 0 ? ", " : "", words[i]);
    text_add(&must, others);
    if (given) text_printf(&must, ", not \"%s\"", json_shown(shown, given));
    if (near) text_printf(&must, "; did you mean %s?", near);
    Status s =
        must.failed ? error_memory(overlay->e) : overlay_error(overlay, key, AT_VALUE, "must be one of %s", must.data);
    text_free(&must);
    return s;
}

static Status read_chapter(ClaimSpec *claim, const Overlay *overlay, const char *key, const cJSON *value) {
    const char *words[WORDS_MOST], *given = cJSON_GetStringValue(value);
    for (const Chapter *c = chapters; given && c->name; c++) {
        if (strcmp(c->name, given) != 0) continue;
        claim->chapter = c;
        return OK;
    }
    const size_t n = list_chapters(words);
    return refuse_choice(overlay, key, value, words, n, n, "");
}

static Status read_picture(ClaimSpec *claim, const Overlay *overlay, const char *key, const cJSON *value) {
    const char *words[WORDS_MOST], *given = cJSON_GetStringValue(value);
    const size_t n = list_pictures(words);
    for (size_t i = 0; given && i < n; i++) {
        const size_t size = strlen(words[i]);
        if (strncmp(words[i], given, size) != 0) continue;
        claim->picture = words[i];
        claim->probe = i < PICTURES ? -1 : probe_values[i - PICTURES].probe;
        claim->by_depth = claim->probe >= 0 && strcmp(given + size, by_depth) == 0;
        if (!given[size] || claim->by_depth) return OK;
    }
    return refuse_choice(
        overlay, key, value, words, n, PICTURES,
        ", or what an instrument says (regrun help probes), as in gradient_norm or gradient_norm by depth");
}

// A line of text, which a table and a terminal can show.
static Status read_line(const char **line, const Overlay *overlay, const char *key, const cJSON *value) {
    const char *given = cJSON_GetStringValue(value);
    if (!given || !*given || text_has_control(given))
        return overlay_error(overlay, key, AT_VALUE, "must be a line of text");
    *line = arena_text(overlay->arena, given);
    return *line ? OK : error_memory(overlay->e);
}

static Status read_says(ClaimSpec *claim, const Overlay *overlay, const char *key, const cJSON *value) {
    return read_line(&claim->says, overlay, key, value);
}

static Status read_by(ClaimSpec *claim, const Overlay *overlay, const char *key, const cJSON *value) {
    return read_line(&claim->by, overlay, key, value);
}

static const struct Member {
    const char *name, *key, *about;
    Status (*read)(ClaimSpec *claim, const Overlay *overlay, const char *key, const cJSON *value);
    size_t (*choices)(const char *words[WORDS_MOST]); // NULL: a line of text
    bool needed;
} members[] = {
    {"chapter", "claim.chapter", "where it stands in the book", read_chapter, list_chapters, true},
    {"says", "claim.says", "the claim in a sentence", read_says, NULL, true},
    {"by", "claim.by", "who says so: authors and year", read_by, NULL, false},
    {"picture", "claim.picture", "what the book of claims draws of it", read_picture, list_pictures, false},
};

enum { MEMBERS = sizeof members / sizeof *members };

// --- The whole

static Status refuse_member(const Overlay *overlay, const cJSON *member) {
    const char *names[MEMBERS];
    for (size_t i = 0; i < MEMBERS; i++) names[i] = members[i].name;
    const char *near = nearest_word(member->string, names, MEMBERS);
    char shown[SHOWN_SIZE];
    Text key = {0};
    text_printf(&key, "claim.%s", member->string);
    Status s =
        key.failed ? error_memory(overlay->e)
        : near     ? overlay_error(overlay, key.data, AT_KEY, "unknown; did you mean %s?", near)
               : overlay_error(overlay, key.data, AT_KEY, "a claim has no \"%s\"; it is %s, and may have a \"picture\"",
                               json_shown(shown, member->string), example);
    text_free(&key);
    return s;
}

static Status read_member(ClaimSpec *claim, const Overlay *overlay, const cJSON *member) {
    for (size_t i = 0; i < MEMBERS; i++)
        if (strcmp(member->string, members[i].name) == 0)
            return members[i].read(claim, overlay, members[i].key, member);
    return refuse_member(overlay, member);
}

Status claim_read(ClaimSpec *claim, const Overlay *overlay, const cJSON *value) {
    Status all = OK;
    const cJSON *member;
    *claim = (ClaimSpec){.says = "", .by = ""};
    if (cJSON_IsNull(value)) return OK;
    if (!cJSON_IsObject(value)) return overlay_error(overlay, "claim", AT_VALUE, "must be an object: %s", example);
    cJSON_ArrayForEach(member, value) {
        Status s = read_member(claim, overlay, member);
        if (s) all = s;
        if (!problems_more(overlay->problems, s)) return all;
    }
    // What is missing may be what was spelt wrong.
    for (size_t i = 0; !all && i < MEMBERS; i++) {
        if (!members[i].needed || cJSON_GetObjectItemCaseSensitive(value, members[i].name)) continue;
        all = overlay_error(overlay, "claim", AT_VALUE, "needs \"%s\", %s: %s", members[i].name, members[i].about,
                            example);
    }
    return all;
}

void claim_json(const ClaimSpec *claim, JsonWriter *out) {
    json_object(out, JSON_INLINE);
    json_key(out, "chapter");
    json_text(out, claim->chapter->name);
    json_key(out, "says");
    json_text(out, claim->says);
    if (*claim->by) {
        json_key(out, "by");
        json_text(out, claim->by);
    }
    if (claim->picture) {
        Text picture = {0};
        text_printf(&picture, "%s%s", claim->picture, claim->by_depth ? by_depth : "");
        json_key(out, "picture");
        json_text(out, picture.data ? picture.data : "");
        out->out->failed |= picture.failed;
        text_free(&picture);
    }
    json_end(out);
}

Status claim_check(const Experiment *x, const Overlay *overlay) {
    const ClaimSpec *claim = &x->claim;
    Overlay at_once = *overlay;
    at_once.problems = NULL; // all else that is wrong has been told
    if (!claim->picture || claim->probe < 0 || x->settings[0].spec.train.probes >> claim->probe & 1) return OK;
    return overlay_error(&at_once, "claim.picture", AT_VALUE, "%s is what an instrument says: add \"probe\": \"%s\"",
                         claim->picture, probe_names[claim->probe]);
}

static void add_member(const struct Member *member, JsonWriter *out) {
    const char *words[WORDS_MOST];
    const size_t n = member->choices ? member->choices(words) : 0;
    json_key(out, member->name);
    json_object(out, JSON_INLINE);
    json_key(out, "description");
    json_text(out, member->about);
    if (n > 0) {
        json_key(out, "enum");
        json_list(out, JSON_INLINE);
        for (size_t i = 0; i < n; i++) json_text(out, words[i]);
        json_end(out);
    } else {
        schema_type("string", out);
        json_key(out, "minLength");
        json_whole(out, 1);
    }
    json_end(out);
}

void claim_schema(JsonWriter *out) {
    json_key(out, "type");
    json_raw(out, "[\"object\", \"null\"]");
    json_key(out, "additionalProperties");
    json_bool(out, false);
    json_key(out, "required");
    json_list(out, JSON_INLINE);
    for (size_t i = 0; i < MEMBERS; i++)
        if (members[i].needed) json_text(out, members[i].name);
    json_end(out);
    json_key(out, "properties");
    json_object(out, JSON_INLINE);
    for (size_t i = 0; i < MEMBERS; i++) add_member(&members[i], out);
    json_end(out);
}
