#include "config/schema.h"

#include <string.h>

#include "config/asked.h"
#include "config/claim.h"
#include "config/expect.h"
#include "config/option_type.h"
#include "config/primary.h"
#include "config/seeds.h"
#include "config/tune.h"
#include "config/varied.h"

void schema_type(const char *type, JsonWriter *out) {
    json_key(out, "type");
    json_text(out, type);
}

void schema_object(JsonWriter *out) {
    schema_type("object", out);
    json_key(out, "additionalProperties");
    json_bool(out, false);
    json_key(out, "properties");
    json_object(out, JSON_INLINE);
}

// A group of options within `group`, as an object, where `o` is the first of its options: data.columns for
// data.columns.ignore. Switches are options themselves.
static void add_group(const Option *o, size_t n, JsonWriter *out) {
    char key[64] = "";
    const char *dot = strrchr(o->key, '.');
    const size_t size = (size_t)(dot - o->key);
    const bool within = size > n && size < sizeof key && memchr(o->key, '.', size);
    if (!within || (o > options && strncmp(o[-1].key, o->key, size + 1) == 0)) return;
    memcpy(key, o->key, size);
    if (option_find(key)) return;
    json_key(out, key + n + (n > 0));
    json_object(out, JSON_INLINE);
    schema_object(out);
    schema_references(key, false, out);
    json_end(out);
    json_end(out);
}

void schema_references(const char *group, bool setting, JsonWriter *out) {
    size_t n = strlen(group);
    for (const Option *o = options; o < options + option_count; o++) {
        if (strncmp(o->key, group, n) != 0 || (n && o->key[n] != '.') || (setting && o->aside)) continue;
        add_group(o, n, out);
        Text reference = {0};
        text_printf(&reference, "#/definitions/%s", o->key);
        json_key(out, o->key + n + (n > 0));
        json_object(out, JSON_INLINE);
        json_key(out, "$ref");
        json_text(out, reference.data);
        json_end(out);
        out->out->failed |= reference.failed;
        text_free(&reference);
    }
}

static void add_text(const char *key, const char *text, JsonWriter *out) {
    json_key(out, key);
    json_text(out, text);
}

static void add_whole(const char *key, int64_t value, JsonWriter *out) {
    json_key(out, key);
    json_whole(out, value);
}

// A property that is a text, described by `about` where that is not NULL.
static void add_plain(const char *key, const char *about, JsonWriter *out) {
    json_key(out, key);
    json_object(out, JSON_INLINE);
    schema_type("string", out);
    if (about) add_text("description", about, out);
    json_end(out);
}

// One of the forms that an option may have.
static void add_form(const Option *o, void (*form)(const Option *, JsonWriter *), JsonWriter *out) {
    json_object(out, JSON_INLINE);
    form(o, out);
    json_end(out);
}

static void add_boolean(const Option *o, JsonWriter *out) {
    (void)o;
    schema_type("boolean", out);
}

// An object with the option itself and those below it.
static void add_object(const Option *o, JsonWriter *out) {
    schema_object(out);
    json_key(out, o->inner);
    add_form(o, option_type(o)->schema, out);
    schema_references(o->key, false, out);
    json_end(out);
}

static void add_forms(const Option *o, JsonWriter *out) {
    if (!o->inner) {
        option_type(o)->schema(o, out);
        return;
    }
    json_key(out, "anyOf");
    json_list(out, JSON_INLINE);
    add_form(o, option_type(o)->schema, out);
    if (o->implied && o->type != OPTION_BOOL) add_form(o, add_boolean, out);
    add_form(o, add_object, out);
    json_end(out);
}

static void add_definitions(JsonWriter *out) {
    json_key(out, "definitions");
    json_object(out, JSON_LINES);
    for (const Option *o = options; o < options + option_count; o++) {
        json_key(out, o->key);
        json_object(out, JSON_INLINE);
        Text help = {0};
        option_help(o, &help);
        add_text("description", help.data ? help.data : "", out);
        out->out->failed |= help.failed;
        text_free(&help);
        json_key(out, "default");
        json_raw(out, o->fallback);
        add_forms(o, out);
        json_end(out);
    }
    json_end(out);
}

// How many, or a list.
static void add_seeds(JsonWriter *out) {
    json_key(out, "seeds");
    json_object(out, JSON_INLINE);
    add_text("description", "how many, or which", out);
    add_whole("default", SEEDS_DEFAULT, out);
    json_key(out, "anyOf");
    json_list(out, JSON_INLINE);
    json_object(out, JSON_INLINE);
    schema_type("integer", out);
    add_whole("minimum", 1, out);
    add_whole("maximum", SEEDS_MOST, out);
    json_end(out);
    json_object(out, JSON_INLINE);
    schema_type("array", out);
    add_whole("minItems", 1, out);
    add_whole("maxItems", SEEDS_MOST, out);
    json_key(out, "uniqueItems");
    json_bool(out, true);
    json_key(out, "items");
    json_object(out, JSON_INLINE);
    schema_type("integer", out);
    add_whole("minimum", 0, out);
    json_end(out);
    json_end(out);
    json_end(out);
    json_end(out);
}

// Begins a member of the config, of which more is to be said.
static void begin_member(const char *key, const char *about, JsonWriter *out) {
    json_key(out, key);
    json_object(out, JSON_INLINE);
    add_text("description", about, out);
}

static void add_metrics(JsonWriter *out) {
    begin_member("metrics", "what else is measured of every part", out);
    asked_schema(&asked_metrics, out);
    json_end(out);
}

static void add_probes(JsonWriter *out) {
    begin_member("probe", "instruments that look at the networks while they learn", out);
    asked_schema(&asked_probes, out);
    json_end(out);
    begin_member("probe_every", "at the start, at the ends of so many epochs, and at the last", out);
    schema_type("integer", out);
    add_whole("minimum", 1, out);
    json_end(out);
}

static void add_claim(JsonWriter *out) {
    begin_member("claim", "what the experiment tests, for a book of claims", out);
    claim_schema(out);
    json_end(out);
}

static void add_primary(JsonWriter *out) {
    begin_member("primary", "the metric that the question is about; the others are exploratory", out);
    primary_schema(out);
    json_end(out);
}

static void add_expect(JsonWriter *out) {
    begin_member("expect", "what comes out if the question is answered with yes; judged when the runs are done", out);
    expect_schema(out);
    json_end(out);
}

static void add_columns(JsonWriter *out) {
    begin_member("columns", "options that have a column in the log, though they do not differ", out);
    varied_schema(out);
    json_end(out);
}

// An object of options with their values, or a list of points: what `about` says is done at each combination.
static void add_points(const char *key, const char *about, JsonWriter *out) {
    Text description = {0};
    text_printf(&description,
                "%s of these values: {\"train.batch_size\": [16, 64]}, also {\"range\": [first, last, step]}, "
                "{\"log_range\": [first, last, how many]}; or a list of points",
                about);
    json_key(out, key);
    json_object(out, JSON_INLINE);
    add_text("description", description.data ? description.data : "", out);
    out->out->failed |= description.failed;
    text_free(&description);
    json_key(out, "anyOf");
    json_raw(out, "[{\"type\": \"null\"}, {\"type\": \"object\", \"minProperties\": 1}, "
                  "{\"type\": \"array\", \"minItems\": 1, \"maxItems\": 10000, \"items\": {\"type\": \"object\"}}]");
    json_end(out);
}

static void add_tuning(JsonWriter *out) {
    add_points("tune", "the best, by the validation loss, is chosen among the combinations", out);
    json_key(out, "choose");
    json_object(out, JSON_INLINE);
    add_text("description", "each seed has its own choice, or all have one", out);
    json_key(out, "enum");
    json_list(out, JSON_INLINE);
    for (int i = 0; choose_names[i]; i++) json_text(out, choose_names[i]);
    json_end(out);
    json_end(out);
}

// What a config and a setting have in common: the name, the tuning, the sections, and dotted keys.
static void add_properties(bool setting, JsonWriter *out) {
    add_tuning(out);
    json_key(out, "name");
    json_object(out, JSON_INLINE);
    schema_type("string", out);
    add_whole("minLength", 1, out);
    json_end(out);
    const char *section = "";
    for (const Option *o = options; o < options + option_count; o++) {
        char name[32] = "";
        size_t n = strcspn(o->key, ".");
        if (strncmp(section, o->key, n + 1) == 0 || (setting && o->aside)) continue;
        section = o->key;
        strncat(name, section, n < sizeof name ? n : sizeof name - 1);
        json_key(out, name);
        json_object(out, JSON_INLINE);
        schema_object(out);
        schema_references(name, setting, out);
        json_end(out);
        json_end(out);
    }
    schema_references("", setting, out);
}

static void add_settings(JsonWriter *out) {
    json_key(out, "settings");
    json_object(out, JSON_LINES);
    json_key(out, "type");
    json_raw(out, "[\"array\", \"null\"]");
    add_whole("minItems", 1, out);
    json_key(out, "items");
    json_object(out, JSON_LINES);
    schema_type("object", out);
    json_key(out, "required");
    json_raw(out, "[\"name\"]");
    json_key(out, "additionalProperties");
    json_bool(out, false);
    json_key(out, "properties");
    json_object(out, JSON_LINES);
    add_plain("candidate_of", "the tuned setting that this one is a candidate of", out);
    add_properties(true, out);
    json_end(out);
    json_end(out);
    json_end(out);
}

void options_schema(Text *out) {
    JsonWriter w = {.out = out};
    json_object(&w, JSON_LINES);
    add_text("$schema", "http://json-schema.org/draft-07/schema#", &w);
    add_text("title", "regrun experiment", &w);
    schema_type("object", &w);
    json_key(&w, "additionalProperties");
    json_bool(&w, false);
    add_definitions(&w);
    json_key(&w, "properties");
    json_object(&w, JSON_LINES);
    add_plain("$schema", NULL, &w);
    add_plain("about", "the question", &w);
    add_claim(&w);
    add_plain("extends", "the config that this one extends: a file beside it, or as --config finds it", &w);
    add_seeds(&w);
    add_metrics(&w);
    add_probes(&w);
    add_primary(&w);
    add_expect(&w);
    add_points("sweep", "every setting is run at each combination", &w);
    add_columns(&w);
    add_properties(false, &w);
    add_settings(&w);
    json_end(&w);
    json_end(&w);
    text_add(out, "\n");
}
