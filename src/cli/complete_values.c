// The values of arguments, by their names, or by the word that --help has in their place. One with | in it lists them:
// "text|csv".
#include <string.h>

#include "cli/complete.h"
#include "cli/topics.h"
#include "config/asked.h"
#include "config/claim.h"
#include "config/find.h"
#include "config/options.h"
#include "config/print.h"
#include "train/probe_value.h"

// Of a list its last element is completed, behind what has a comma already.
static void begin_list(Completion *c) {
    const char *comma = strrchr(c->word, ',');
    if (!comma) return;
    Text before = {0};
    text_printf(&before, "%s%.*s", c->before, (int)(comma + 1 - c->word), c->word);
    const char *taken = arena_text_n(&c->arena, c->word, (size_t)(comma + 1 - c->word));
    const char *all = text_keep(&before, &c->arena);
    c->out.failed |= !taken || !all;
    if (!taken || !all) return;
    c->taken = taken;
    c->before = all;
    c->word = comma + 1;
}

static void ask_files(Completion *c) {
    text_add(&c->out, ":files\n");
}

static void ask_models(Completion *c) {
    text_add(&c->out, ":files .safetensors\n");
}

static void ask_folders(Completion *c) {
    text_add(&c->out, ":folders\n");
}

// The configs of a folder below each place where configs are looked for, as --config takes them; the shell itself has
// those that stand here.
static void offer_below(Completion *c, const char *folder) {
    const FoundConfig *found;
    int count;
    Error e;
    if (config_list(&c->arena, folder, &found, &count, &e)) return;
    for (int i = 0; i < count; i++) {
        Text name = {0};
        text_printf(&name, "%s%s%s.json", folder, *folder ? "/" : "", found[i].name);
        if (name.data && strcmp(name.data, found[i].path) != 0) complete_offer(c, name.data, NULL);
        c->out.failed |= name.failed;
        text_free(&name);
    }
}

static void offer_configs(Completion *c) {
    static const char claims[] = "claims";
    offer_below(c, "");
    if (strncmp(c->word, claims, strlen(claims)) == 0) offer_below(c, claims);
    text_add(&c->out, ":files .json\n");
}

static void offer_claims(Completion *c) {
    const FoundConfig *found;
    int count;
    Error e;
    if (config_list(&c->arena, "claims", &found, &count, &e)) return;
    for (int i = 0; i < count; i++) complete_offer(c, found[i].name, NULL);
    for (const Chapter *chapter = chapters; chapter->name; chapter++) complete_offer(c, chapter->name, chapter->title);
}

// The options, and what several begin with.
static void offer_names(Completion *c) {
    for (const OptionSection *s = option_sections; s->name; s++) complete_offer(c, s->name, s->title);
    for (const Option *o = options; o < options + option_count; o++) complete_offer(c, o->key, o->help);
}

static void offer_topics(Completion *c) {
    Topics topics;
    Error e;
    for (const Command *command = commands; command->name; command++)
        if (command->about) complete_offer(c, command->name, command->about);
    if (topics_list(&topics, &c->arena, &e)) return;
    for (int i = 0; i < topics.count; i++)
        if (!command_find(topics.topic[i].name)) complete_offer(c, topics.topic[i].name, topics.topic[i].title);
    if (strchr(c->word, '.')) offer_names(c);
}

static void offer_probes(Completion *c) {
    complete_offer(c, "all", NULL);
    for (int p = 0; p < PROBE_COUNT; p++) complete_offer(c, probe_names[p], NULL);
    for (int v = 0; v < PROBE_VALUE_COUNT; v++) complete_offer(c, probe_values[v].name, probe_values[v].title);
}

static void offer_sources(Completion *c) {
    for (const char *const *name = option_find("data.source")->choices; *name; name++)
        if (strcmp(*name, "csv") != 0 && strcmp(*name, "idx") != 0) complete_offer(c, *name, NULL);
    ask_files(c);
}

// --- Options: KEY=, and after it VALUE

// The lists of names at the top of a config.
static const Asked *const asked[] = {&asked_metrics, &asked_probes};

static void offer_keys(Completion *c, const char *group) {
    for (const Option *o = options; o < options + option_count; o++) {
        Text key = {0}, about = {0};
        text_printf(&key, "%s=", o->key);
        option_help(o, &about);
        if (key.data && strncmp(o->key, group, strlen(group)) == 0) complete_offer(c, key.data, about.data);
        c->out.failed |= key.failed || about.failed;
        text_free(&key);
        text_free(&about);
    }
    for (size_t i = 0; !*group && i < sizeof asked / sizeof *asked; i++) {
        Text key = {0};
        text_printf(&key, "%s=", asked[i]->key);
        if (key.data) complete_offer(c, key.data, NULL);
        c->out.failed |= key.failed;
        text_free(&key);
    }
}

static void offer_values(Completion *c, const char *key) {
    const Option *o = option_find(key);
    if (!o || o->type != OPTION_PATH) begin_list(c); // several values are a sweep
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        if (strcmp(asked[i]->key, key) != 0) continue;
        if (asked[i]->all) complete_offer(c, asked[i]->all, NULL);
        for (int k = 0; k < asked[i]->count; k++) complete_offer(c, asked[i]->name(k), NULL);
    }
    for (const char *const *choice = o ? o->choices : NULL; choice && *choice; choice++)
        complete_offer(c, *choice, NULL);
    if (o && (o->type == OPTION_BOOL || o->implied)) {
        complete_offer(c, "true", NULL);
        complete_offer(c, "false", NULL);
    }
    if (o && o->type == OPTION_PATH) ask_files(c);
}

static void offer_options(Completion *c, const char *group) {
    const char *equals = strchr(c->word, '=');
    if (!equals) {
        offer_keys(c, group);
        return;
    }
    Text before = {0};
    text_printf(&before, "%s%.*s=", c->before, (int)(equals - c->word), c->word);
    const char *key = arena_text_n(&c->arena, c->word, (size_t)(equals - c->word));
    c->before = text_keep(&before, &c->arena);
    c->word = equals + 1;
    if (key && c->before) offer_values(c, key);
}

static void offer_all_options(Completion *c) {
    offer_options(c, "");
}

static void offer_data_options(Completion *c) {
    offer_options(c, "data.");
}

// --- By word

static const struct {
    const char *word;
    void (*offer)(Completion *c);
    bool list; // several, with commas between
} kinds[] = {
    // By the name of the option, where its word says little.
    {"--config", offer_configs, false},
    {"--model", ask_models, false},
    {"--baseline", complete_settings, false},
    {"--settings", complete_settings, false},
    {"--columns", complete_columns, true},
    {"--curve", complete_curves, true},
    {"--pair", complete_swept, true},
    {"--only", complete_runs, true},
    {"--label", complete_table_columns, false},
    {"--keep", complete_table_columns, true},
    // By the word.
    {"KEY=VALUE", offer_all_options, false},
    {"data.KEY=VALUE", offer_data_options, false},
    {"FILE", ask_files, false},
    {"TABLE", ask_files, false},
    {"RESULTS", ask_files, false},
    {"DIR", ask_folders, false},
    {"WHAT", offer_sources, false},
    {"CLAIM", offer_claims, false},
    {"TOPIC", offer_topics, false},
    {"PREFIX", offer_names, false},
    {"METRIC", complete_metrics, false},
    {"METRICS", complete_metrics, true},
    {"PROBES", offer_probes, true},
};

// Offers by the row of that word; false where there is none.
static bool offer_kind(Completion *c, const char *word, size_t n) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strlen(kinds[i].word) != n || memcmp(kinds[i].word, word, n) != 0) continue;
        if (kinds[i].list) begin_list(c);
        kinds[i].offer(c);
        return true;
    }
    return false;
}

void complete_value(Completion *c, Stretch word) {
    offer_kind(c, word.at, word.size);
}

static void offer_choices(Completion *c, const char *choices) {
    while (*choices) {
        const size_t n = strcspn(choices, "|");
        const char *choice = arena_text_n(&c->arena, choices, n);
        if (choice) complete_offer(c, choice, NULL);
        choices += n + (choices[n] == '|');
    }
}

void complete_argument(Completion *c, const Arg *arg) {
    Text name = {0};
    text_printf(&name, "--%s", arg->name);
    c->out.failed |= name.failed;
    if (strchr(arg->value, '|'))
        offer_choices(c, arg->value);
    else if (name.data && !offer_kind(c, name.data, name.size))
        offer_kind(c, arg->value, strlen(arg->value));
    text_free(&name);
}
