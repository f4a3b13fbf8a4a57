// The option table by itself: every default and bound, values to JSON and back, suggestions, help and schema.
#include "config/options.h"

#include <stdlib.h>

#include "config/print.h"
#include "config/schema.h"
#include "config/spec_check.h"
#include "test.h"

static Arena arena;

static RunSpec defaults(void) {
    RunSpec spec;
    Error e;
    CHECK(options_default(&spec, &arena, &e) == OK);
    return spec;
}

static RunSpec of_table(void) {
    RunSpec spec = defaults();
    spec.data.source = SOURCE_CSV;
    return spec;
}

// Whether the option takes the JSON; its value as text goes to `got`.
static bool takes(const char *key, const char *json, char got[384]) {
    RunSpec spec = defaults();
    ValueError why;
    Text t = {0};
    cJSON *value = cJSON_Parse(json);
    const Option *o = option_find(key);
    bool taken = o && value && option_set(o, &spec, value, &arena, &why);
    if (taken) option_text(o, &spec, &t);
    snprintf(got, 384, "%s", taken ? t.data ? t.data : "" : o && value ? why.text : "?");
    text_free(&t);
    cJSON_Delete(value);
    return taken;
}

static void test_table(void) {
    RunSpec spec = defaults();
    for (size_t i = 0; i < option_count; i++) {
        const Option *o = &options[i];
        Text json = {0}, again = {0};
        RunSpec copy = spec;
        ValueError why;
        CHECK(option_find(o->key) == o, "%s is there twice", o->key);
        CHECK(o->help && *o->help && !strchr(o->help, '\n'), "%s", o->key);
        const bool words = o->type == OPTION_CHOICE || o->type == OPTION_CHARACTER || o->type == OPTION_NUMBER_OR ||
                           o->type == OPTION_CHOICE_OR_NUMBERS;
        CHECK(words == (o->choices != NULL), "%s", o->key);
        CHECK(!o->needs || option_find(o->needs), "%s needs %s", o->key, o->needs);
        CHECK(i == 0 || o->aside || !o[-1].aside, "%s: those aside stand last, where resolved.c leaves them out",
              o->key);
        option_json(o, &spec, &(JsonWriter){.out = &json});
        cJSON *value = cJSON_Parse(json.data ? json.data : "");
        CHECK(value && option_set(o, &copy, value, &arena, &why), "%s: %s does not read back", o->key, json.data);
        option_json(o, &copy, &(JsonWriter){.out = &again});
        CHECK_TEXT(again.data, json.data);
        cJSON_Delete(value);
        text_free(&json);
        text_free(&again);
    }
    CHECK(!option_find("data") && !option_find("data.sourc") && !option_find("data.source.on"));
    CHECK(option_find("regularize.batch_norm.on") == option_find("regularize.batch_norm"));
    CHECK(option_is_group("data") && option_is_group("regularize.batch_norm") && !option_is_group("dat"));
}

// The defaults that docs/config.md names.
static void test_defaults(void) {
    RunSpec spec = defaults();
    source_sizes(&spec.data);
    CHECK(spec.data.source == SOURCE_DIGITS && spec.data.train_size == 1000 && spec.data.test_size == 5000);
    CHECK(spec.data.seed == -1 && spec.data.stratify && spec.data.scaling == SCALING_DEFAULT);
    CHECK(spec.model.hidden_count == 2 && spec.model.hidden[0] == 256 && spec.model.hidden[1] == 256);
    CHECK(spec.model.activation == ACTIVATION_RELU && spec.model.init == INIT_HE && spec.model.init_sd == 0.01);
    CHECK(spec.train.epochs == 60 && spec.train.batch_size == 64 && spec.train.learning_rate == 0.05);
    CHECK(spec.train.momentum == 0.9 && spec.train.eval_every == 1 && spec.train.last_batch == LAST_KEEP);
    CHECK(!spec.model.batch_norm.on && spec.model.batch_norm.stat_decay == 0.9);
    CHECK(spec.model.batch_norm.eps == 1e-5 && spec.model.batch_norm.affine);
    CHECK(spec.model.batch_norm.placement == BEFORE_ACTIVATION && spec.train.weight_decay == 0);
    CHECK(spec.model.dropout_count == 1 && spec.model.dropout[0] == 0 && spec.model.input_dropout == 0);
    spec.data.source = SOURCE_CSV;
    spec.data.train_size = spec.data.test_size = SIZE_DEFAULT;
    source_sizes(&spec.data);
    CHECK(spec.data.train_size == SIZE_ALL && spec.data.test_size == SIZE_ALL);
}

static const struct {
    const char *key, *json, *text; // text NULL: refused
} values[] = {
    {"data.source", "\"csv\"", "csv"},
    {"data.source", "\"CSV\"", NULL},
    {"data.source", "1", NULL},
    {"data.header", "true", "true"},
    {"data.header", "false", "false"},
    {"data.header", "\"auto\"", "auto"},
    {"data.task", "true", NULL},
    {"data.label", "\"y\"", "y"},
    {"data.label", "-1", "-1"},
    {"data.label", "3", "3"},
    {"data.label", "0", NULL},
    {"data.label", "1.5", NULL},
    {"data.label", "[5, -1, \"y\"]", "5, -1, y"},
    {"data.label", "[\"y\"]", "y"},
    {"data.label", "[]", NULL},
    {"data.label", "[5, 0]", NULL},
    {"data.label", "[5, true]", NULL},
    {"data.label", "[5, 5]", NULL},
    {"data.label", "[5, \"5\"]", NULL},
    {"data.label", "[[5]]", NULL},
    {"data.file", "3", NULL},
    {"data.separator", "\";\"", ";"},
    {"data.separator", "\"\\t\"", "\t"},
    {"data.separator", "\"\\\\t\"", "\t"}, // a backslash and a t: what a shell makes of '\t'
    {"data.separator", "\";;\"", NULL},
    {"data.separator", "\"\"", NULL},
    {"data.separator", "\"\\n\"", NULL},
    {"data.separator", "3", NULL},
    {"data.separator", "\"auto\"", "auto"},
    {"data.separator", "\"none\"", NULL},
    {"data.quote", "\"'\"", "'"},
    {"data.quote", "\"\\\"\"", "\""},
    {"data.quote", "\"x\"", NULL},
    {"data.comment", "\"#\"", "#"},
    {"data.comment", "\"none\"", "none"},
    {"data.comment", "\"auto\"", "auto"},
    {"data.comment", "\"##\"", NULL},
    {"data.comment", "null", NULL},
    {"data.decimal", "\",\"", ","},
    {"data.decimal", "\".\"", "."},
    {"data.decimal", "\";\"", NULL},
    {"data.columns.ignore", "\"id\"", "id"},
    {"data.columns.ignore", "-2", "-2"},
    {"data.columns.ignore", "[\"id\", 3, \"4-7\"]", "id, 3, 4-7"},
    {"data.columns.ignore", "[]", "none"},
    {"data.columns.ignore", "[0]", NULL},
    {"data.columns.ignore", "[1.5]", NULL},
    {"data.columns.ignore", "[\"\"]", NULL},
    {"data.columns.ignore", "null", NULL},
    {"data.columns.ignore", "{}", NULL},
    {"data.missing", "null", "null"},
    {"data.missing", "[]", "none"},
    {"data.missing", "[\"\", -999, \"?\"]", ", -999, ?"},
    {"data.missing", "-1.5", "-1.5"},
    {"data.missing", "[null]", NULL},
    {"data.missing", "false", NULL},
    {"data.max_categories", "10000", "10000"},
    {"data.max_categories", "10001", NULL},
    {"data.max_categories", "0", NULL},
    {"data.train_size", "\"all\"", "all"},
    {"data.train_size", "0", "all"},
    {"data.train_size", "10", "10"},
    {"data.train_size", "-1", NULL},
    {"data.train_size", "\"some\"", NULL},
    {"data.train_size", "1.5", NULL},
    {"data.train_size", "2147483648", NULL},
    {"data.test_fraction", "0", NULL},
    {"data.test_fraction", "1", NULL},
    {"data.test_fraction", "0.5", "0.5"},
    {"data.seed", "null", "null"},
    {"data.seed", "0", "0"},
    {"data.seed", "9007199254740991", "9007199254740991"},
    {"data.seed", "9007199254740992", NULL},
    {"data.seed", "-1", NULL},
    {"data.stratify", "1", NULL},
    {"data.stratify", "false", "false"},
    {"model.hidden", "[]", "none"},
    {"model.hidden", "[3]", "3"},
    {"model.hidden", "[3, 65536]", "3 65536"},
    {"model.hidden", "[65537]", NULL},
    {"model.hidden", "[0]", NULL},
    {"model.hidden", "[2.5]", NULL},
    {"model.hidden", "3", NULL},
    {"model.hidden", "[\"3\"]", NULL},
    {"model.hidden", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16"},
    {"model.hidden", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]", NULL},
    {"train.epochs", "0", "0"},
    {"train.epochs", "-1", NULL},
    {"train.epochs", "1000001", NULL},
    {"train.epochs", "1e3", "1000"},
    {"train.epochs", "9007199254740993", NULL},
    {"train.epochs", "true", NULL},
    {"train.batch_size", "0", NULL},
    {"train.batch_size", "1000000", "1000000"},
    {"train.learning_rate", "0", NULL},
    {"train.learning_rate", "1e-50", NULL}, // 0 as a float
    {"train.learning_rate", "1e-30", "1e-30"},
    {"train.momentum", "0", "0"},
    {"train.momentum", "-0.0", "0"},
    {"train.momentum", "1", NULL},
    {"train.momentum", "0.99999999999", NULL}, // 1 as a float
    {"train.momentum", "0.9999", "0.9999"},
    {"train.momentum", "-0.1", NULL},
    {"train.eval_every", "0", NULL},
    {"regularize.batch_norm", "true", "true"},
    {"regularize.batch_norm.on", "true", "true"},
    {"regularize.batch_norm", "\"true\"", NULL},
    {"regularize.batch_norm.eps", "0", NULL},
    {"regularize.batch_norm.stat_decay", "1", NULL},
    {"regularize.batch_norm.stat_decay", "0", "0"},
    {"regularize.batch_norm.stat_decay", "\"cumulative\"", "cumulative"},
    {"regularize.batch_norm.stat_decay", "\"running\"", NULL},
    {"regularize.batch_norm.stat_decay", "-1", NULL},
    {"regularize.batch_norm.virtual_batch", "32", "32"},
    {"regularize.batch_norm.evaluate_with", "\"population\"", "population"},
    {"train.class_weights", "\"balanced\"", "balanced"},
    {"train.class_weights", "[1, 0, 2.5]", "1 0 2.5"},
    {"train.class_weights", "\"balance\"", NULL},
    {"train.class_weights", "2", NULL},
    {"train.class_weights", "[]", NULL},
    {"train.class_weights", "[0, 0]", NULL},
    {"train.class_weights", "[1, -1]", NULL},
    {"train.class_weights", "[1, \"1\"]", NULL},
    {"regularize.dropout", "true", "0.5"}, // true is the usual amount, false none
    {"regularize.dropout", "false", "0"},
    {"regularize.dropout.rate", "[0.2, 0.3]", "0.2 0.3"},
    {"regularize.dropout.rate", "true", "0.5"},
    {"regularize.weight_decay", "true", "0.0001"},
    {"train.momentum", "true", NULL},
    {"regularize.dropout", "0.5", "0.5"},
    {"regularize.dropout", "[0.5]", "0.5"},
    {"regularize.dropout", "[0.5, 0.25]", "0.5 0.25"},
    {"regularize.dropout", "[]", NULL},
    {"regularize.dropout", "1", NULL},
    {"regularize.dropout", "[0.5, 1]", NULL},
    {"regularize.dropout", "-0.1", NULL},
    {"regularize.group_norm", "true", "8"},
    {"regularize.group_norm.groups", "4", "4"},
    {"regularize.group_norm", "32769", NULL}, // of the widest layer that there may be
    {"regularize.dropout.placement", "\"before_norm\"", "before_norm"},
    {"regularize.dropout.placement", "\"last\"", NULL},
    {"regularize.gaussian_dropout", "true", "0.5"},
    {"regularize.gaussian_dropout", "[0.5, 1]", NULL},
    {"regularize.alpha_dropout", "true", "0.1"},
    {"regularize.alpha_dropout.rate", "[0.1, 1]", NULL},
    {"regularize.drop_connect", "true", "0.5"},
    {"regularize.drop_connect", "1", NULL},
    {"regularize.hidden_noise", "true", "0.1"},
    {"regularize.hidden_noise.sd", "[0.2, 0]", "0.2 0"},
    {"model.skip", "true", "2"},
    {"model.skip.layers", "1", "1"},
    {"model.skip", "16", NULL}, // no more than there may be behind the first layer
    {"regularize.stochastic_depth", "true", "0.5"},
    {"regularize.stochastic_depth.rate", "1", NULL},
    {"regularize.shake_drop", "true", "0.5"},
    {"regularize.shake_drop.rate", "-0.1", NULL},
    {"regularize.shake_shake.on", "true", "true"},
    {"regularize.input_noise", "true", "0.1"},
    {"regularize.input_noise.sd", "-0.1", NULL},
    {"regularize.weight_decay", "0", "0"},
    {"regularize.weight_decay", "-1e-9", NULL},
};

static void test_values(void) {
    char got[384];
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        bool taken = takes(values[i].key, values[i].json, got);
        CHECK(taken == (values[i].text != NULL), "%s = %s: %s", values[i].key, values[i].json, got);
        if (taken && values[i].text) CHECK_TEXT(got, values[i].text);
    }
}

// Gives the option of `b` a value that it has not in `a`. False where none of the values below will do.
static bool change(const Option *o, const RunSpec *a, RunSpec *b) {
    static const char *const more[] = {"true", "false", "7", "0.125", "\"x\"", "[7, 8]", "[0.5, 0.25]"};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        ValueError why;
        cJSON *value = o->type == OPTION_CHOICE ? cJSON_CreateString(o->choices[1]) : cJSON_Parse(more[i]);
        bool set = option_set(o, b, value, &arena, &why);
        cJSON_Delete(value);
        if (set && !option_same(o, a, b)) return true;
    }
    return false;
}

// Two settings share their data unless an option below "data" differs that has an effect: each by itself counts, also
// one that is new in the table.
static void test_same_data(void) {
    const Option *source = option_find("data.source");
    for (const Option *o = options; o < options + option_count; o++) {
        bool data = strncmp(o->key, "data.", 5) == 0, used = false;
        for (int kind = 0; source->choices[kind]; kind++) {
            RunSpec a = defaults();
            a.data.source = kind;
            RunSpec b = a;
            if (o == source && kind == 1) continue; // what it is changed to
            CHECK(options_same("data", &a, &b));
            CHECK(change(o, &a, &b), "%s: this test knows no other value", o->key);
            bool counts = data && option_used(o, &a);
            CHECK(options_same("data", &a, &b) == !counts, "%s with source %s", o->key, source->choices[kind]);
            used |= counts;
        }
        CHECK(used == data, "%s", o->key);
    }
}

// Files are read in the same way unless an option differs that says how: what becomes of a table does not.
static void test_same_files(void) {
    static const struct {
        const char *key, *value;
        bool same;
    } cases[] = {
        {"data.scaling", "minmax", true},
        {"data.train_size", "7", true},
        {"data.seed", "7", true},
        {"data.impute", "mean", true},
        {"data.task", "regression", true},
        {"data.test_fraction", "0.5", true},
        {"data.max_categories", "7", true},
        {"data.label_strip", ".", true},
        {"model.hidden", "[7]", true},
        {"data.file", "x", false},
        {"data.label", "x", false},
        {"data.missing", "x", false},
        {"data.missing", "[]", false},
        {"data.columns.ignore", "x", false},
        {"data.columns.numeric", "x", false},
        {"data.columns.categorical", "x", false},
        {"data.use", "x", false},
        {"data.header", "true", false},
        {"data.separator", ";", false},
        {"data.quote", "'", false},
        {"data.comment", "#", false},
        {"data.decimal", ",", false},
        {"data.split_column", "x", false},
        {"data.source", "digits", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        RunSpec a = of_table(), b = a;
        Error e = {0};
        Status s = option_set_text(&b, NULL, cases[i].key, cases[i].value, &arena, &e);
        CHECK(s == OK, "%s", e.text);
        CHECK(options_same_files(&a, &b) == cases[i].same, "%s", cases[i].key);
    }
}

// As many labels as fit, and one more; a longer list is not what a shorter one begins with.
static void test_labels(void) {
    Text list = {0};
    for (int i = 1; i <= LABELS_MOST; i++) text_printf(&list, "%s%d", i == 1 ? "[" : ",", i);
    Text more = {0};
    text_printf(&more, "%s,%d]", list.data, LABELS_MOST + 1);
    text_add(&list, "]");
    RunSpec a = of_table(), b = of_table();
    Error e = {0};
    CHECK(option_set_text(&a, NULL, "data.label", list.data, &arena, &e) == OK, "%s", e.text);
    CHECK(a.data.label_count == LABELS_MOST, "%d labels", a.data.label_count);
    CHECK(option_set_text(&b, NULL, "data.label", more.data, &arena, &e) == ERR_CONFIG);
    CHECK_TEXT(e.text, "data.label: has 65 items; at most 64 are possible");
    const Option *o = option_find("data.label");
    CHECK(option_set_text(&a, NULL, "data.label", "[\"x\", \"y\"]", &arena, &e) == OK, "%s", e.text);
    CHECK(option_set_text(&b, NULL, "data.label", "x", &arena, &e) == OK, "%s", e.text);
    CHECK(!option_same(o, &a, &b), "one label more");
    option_copy(o, &b, &a);
    CHECK(option_same(o, &a, &b) && b.data.label_count == 2, "copied whole");
    CHECK(option_set_text(&b, NULL, "data.label", "[\"y\", \"x\"]", &arena, &e) == OK, "%s", e.text);
    CHECK(!option_same(o, &a, &b), "another order");
    text_free(&list);
    text_free(&more);
}

static void test_set_text(void) {
    static const struct {
        const char *key, *text, *want; // the value, or the message
        Status status;
    } cases[] = {
        {"data.label", "3", "3", OK},
        {"data.label", "kind", "kind", OK},
        {"data.label", "[5, \"kind\"]", "5, kind", OK},
        {"data.label", "[5, 6, 5]", "--header: data.label[2]: stands in the list twice; name it once", ERR_CONFIG},
        {"data.label", "[5, null]", "--header: data.label[1]: must be text or a whole number other than 0, not null",
         ERR_CONFIG},
        {"data.label", "[]", "--header: data.label: must not be an empty list; name at least one column", ERR_CONFIG},
        {"data.file", "3", "3", OK},
        {"data.separator", "\\t", "\t", OK},
        {"data.quote", "\"", "\"", OK},
        {"data.decimal", ",", ",", OK},
        {"data.comment", "%", "%", OK},
        {"data.header", "true", "true", OK},
        {"model.hidden", "[3, 4]", "3 4", OK},
        {"data.columns.ignore", "[\"id\",1]", "id, 1", OK},
        {"data.columns.ignore", "3-7", "3-7", OK},
        {"data.missing", "NA", "NA", OK},
        {"data.missing", "-9", "-9", OK},
        {"data.header", "yes", "--header: data.header: must be one of auto, true, false, not the text \"yes\"",
         ERR_CONFIG},
        {"data.lable", "3", "--header: data.lable: unknown option; did you mean data.label?", ERR_CONFIG},
        {"data.seed", "x",
         "--header: data.seed: must be a whole number from 0 to 2^53 - 1, or null, not the text \"x\"", ERR_CONFIG},
        {"data.dir", "x", "--header: data.dir: has no effect with data.source csv; it needs data.source mnist",
         ERR_CONFIG},
        {"data.noise", "0.3", "0.3", OK}, // the default
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        RunSpec spec = of_table();
        Error e = {0};
        Text t = {0};
        Status s = option_set_text(&spec, "--header", cases[i].key, cases[i].text, &arena, &e);
        CHECK(s == cases[i].status, "%s: %s", cases[i].key, e.text);
        if (!s) option_text(option_find(cases[i].key), &spec, &t);
        CHECK_TEXT(s ? e.text : t.data, cases[i].want);
        text_free(&t);
    }
}

static void test_suggestions(void) {
    static const struct {
        const char *key, *want;
    } cases[] = {
        {"train.batch_sise", "train.batch_size"},
        {"Train.Epochs", "train.epochs"},
        {"epochs", "train.epochs"},
        {"train.dropout", "regularize.dropout"},
        {"data.label_smoothing", "regularize.label_smoothing"}, // and not data.label
        {"train.weight", "train.class_weights"},
        {"regularise", "regularize"},
        {"setings", "settings"},
        {"batch_norm", "regularize.batch_norm"},
        {"model.hiden", "model.hidden"},
        {"zzzzzz", NULL},
        {"train.lr", "train.learning_rate"},
        {"data.na_values", "data.missing"},
        {"data.usecols", "data.use"},
        {"data.exclude", "data.columns.ignore"},
        {"data.drop_columns", "data.columns.ignore"},
        {"data.columns.ignored", "data.columns.ignore"},
        {"Lr", "train.learning_rate"},
        {"regularize.l2", "regularize.weight_decay"},
        {"regularize.decay", "regularize.weight_decay"},
        {"train.wd", "regularize.weight_decay"},
        {"regularize.batch_norm.momentum", "regularize.batch_norm.stat_decay"},
        {"train.momentun", "train.momentum"},
        {"train.adam", "train.optimizer"},
        {"train.scheduler", "train.schedule"},
        {"regularize.batch_norm.decay", "regularize.batch_norm.stat_decay"},
        {"regularize.batch_norm.epsilon", "regularize.batch_norm.eps"},
        {"regularize.bn", "regularize.batch_norm"},
        {"WeightNorm", "regularize.weight_norm"},
        {"LayerNorm", "regularize.layer_norm"},
        {"regularize.group_norm.num_groups", "regularize.group_norm.groups"},
        {"trian.epochs", "train.epochs"},
        {"model.layers", "model.hidden"},
        {"bs", "train.batch_size"},
        {"dataset", "data"},
        {"regularize.dropout.rat", "regularize.dropout.rate"},
        {"regularize.batch_norm.On", "regularize.batch_norm.on"},
        {"data.dataset", NULL},
        {"train.trian", NULL},
        {"n_seeds", "seeds"},
        {"train.n_seeds", NULL},
        {"trian", "train"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Text got = {0};
        const char *want = cases[i].want ? cases[i].want : "";
        CHECK(option_suggest(cases[i].key, true, &got) == (cases[i].want != NULL), "%s", cases[i].key);
        CHECK(strcmp(got.data ? got.data : "", want) == 0, "%s: got %s, want %s", cases[i].key, got.data, want);
        text_free(&got);
    }
    Text inside = {0};
    CHECK(!option_suggest("n_seeds", false, &inside), "seeds cannot stand in a setting");
    CHECK(!option_suggest("setings", false, &inside) || strcmp(inside.data, "settings") != 0);
    text_free(&inside);
}

static void test_help(void) {
    static const int widths[] = {50, 80, 120, 400};
    for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
        Text t = {0};
        options_print(&t, "", widths[w]);
        for (size_t i = 0; i < option_count; i++) CHECK(strstr(t.data, options[i].key), "%s", options[i].key);
        for (const char *line = t.data; *line; line += strcspn(line, "\n") + 1) {
            int n = (int)strcspn(line, "\n");
            bool key_line = strncmp(line, "  ", 2) == 0 && line[2] != ' '; // holds key and default whatever the width
            CHECK(n <= widths[w] || (key_line && widths[w] < 80), "%d columns: %.*s", widths[w], n, line);
            CHECK(n == 0 || line[n - 1] != ' ', "blank at the end of: %.*s", n, line);
        }
        text_free(&t);
    }
}

// Options of a section within a section stand there as an object, too.
static void test_schema_groups(const cJSON *schema) {
    const cJSON *at = cJSON_GetObjectItemCaseSensitive(schema, "properties");
    static const char *const path[] = {"data", "properties", "columns", "properties", "ignore", "$ref"};
    for (size_t i = 0; i < sizeof path / sizeof *path; i++) at = cJSON_GetObjectItemCaseSensitive(at, path[i]);
    CHECK(cJSON_IsString(at) && strcmp(at->valuestring, "#/definitions/data.columns.ignore") == 0);
}

static void test_schema(void) {
    Text t = {0};
    options_schema(&t);
    cJSON *schema = cJSON_ParseWithOpts(t.data, NULL, true);
    CHECK(schema != NULL);
    const cJSON *definitions = cJSON_GetObjectItemCaseSensitive(schema, "definitions");
    CHECK((size_t)cJSON_GetArraySize(definitions) == option_count);
    for (size_t i = 0; i < option_count; i++) {
        const cJSON *one = cJSON_GetObjectItemCaseSensitive(definitions, options[i].key);
        CHECK(one && cJSON_GetObjectItemCaseSensitive(one, "default"), "%s", options[i].key);
    }
    test_schema_groups(schema);
    cJSON_Delete(schema);
    text_free(&t);
}

// Combinations, each option by itself being fine.
static void test_check(void) {
    RunSpec good = defaults(), bad;
    SpecProblem p;
    source_sizes(&good.data);
    CHECK(spec_check(&good, NULL, &p), "%s: %s", p.key, p.text);

    bad = good;
    bad.model.batch_norm.on = true;
    bad.train.batch_size = 1;
    CHECK(!spec_check(&bad, NULL, &p) && strcmp(p.key, "train.batch_size") == 0);
    CHECK(option_used(option_find("regularize.batch_norm"), &bad));
    bad.model.hidden_count = 0; // no hidden layer, so no batch norm
    CHECK(spec_check(&bad, NULL, &p));
    bad.model.layer_norm.on = true;
    CHECK(spec_check(&bad, NULL, &p), "two norms, of which none stands anywhere");
    CHECK(!option_used(option_find("regularize.batch_norm"), &bad));
    CHECK(!option_used(option_find("regularize.dropout"), &bad));
    CHECK(option_used(option_find("regularize.input_dropout"), &bad));

    bad = good;
    bad.model.batch_norm.on = true, bad.model.batch_norm.virtual_batch = 1;
    CHECK(!spec_check(&bad, 0, &p) && strcmp(p.key, "regularize.batch_norm.virtual_batch") == 0);

    bad = good;
    bad.train.batch_size = 1001; // more than there are: one batch
    CHECK(spec_check(&bad, NULL, &p));
    bad.train.last_batch = LAST_DROP;
    CHECK(!spec_check(&bad, NULL, &p) && strcmp(p.key, "train.batch_size") == 0);

    bad = good;
    bad.model.layer_norm.on = true;
    bad.train.batch_size = 1; // each sample by itself
    CHECK(spec_check(&bad, NULL, &p));
    bad.model.group_norm.groups = 8;
    CHECK(!spec_check(&bad, NULL, &p) && strcmp(p.key, "regularize.group_norm") == 0);

    bad = good;
    bad.model.dropout_count = 3;
    CHECK(!spec_check(&bad, NULL, &p) && strcmp(p.key, "regularize.dropout") == 0);

    bad = good;
    bad.model.hidden[0] = 65536;
    CHECK(spec_check(&bad, &(Dataset){.features = 784, .classes = 2}, &p));
    CHECK(!spec_check(&bad, &(Dataset){.features = 40000, .classes = 2}, &p) && strcmp(p.key, "model.hidden") == 0);
    bad.model.hidden[0] = bad.model.hidden[1] = 65536;
    CHECK(!spec_check(&bad, NULL, &p) && strcmp(p.key, "model.hidden") == 0);
}

// What an option needs must itself have an effect.
static void test_needs(void) {
    RunSpec spec = defaults();
    const Option *decay = option_find("regularize.batch_norm.stat_decay");
    CHECK(option_lacks(decay, &spec) == option_find("regularize.batch_norm.evaluate_with") &&
          !option_used(decay, &spec));
    spec.model.batch_norm.on = true;
    CHECK(!option_lacks(decay, &spec) && option_used(decay, &spec));
    spec.model.batch_norm.evaluate_with = EVALUATE_POPULATION;
    CHECK(option_lacks(decay, &spec) == decay && !option_used(decay, &spec));
}

int main(void) {
    test_needs();
    test_table();
    test_defaults();
    test_values();
    test_same_data();
    test_same_files();
    test_labels();
    test_set_text();
    test_suggestions();
    test_help();
    test_schema();
    test_check();
    arena_free(&arena);
    return test_end("config_options");
}
