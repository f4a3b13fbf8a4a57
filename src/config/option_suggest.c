// "Did you mean": what the writer of an unknown key may have had in mind.
#include <string.h>
#include <strings.h>

#include "config/options.h"

// What other programs call things. An alias fits a key that ends in it, at a dot; the first that fits counts.
static const struct {
    const char *alias, *key;
} aliases[] = {
    {"batch_norm.momentum", "regularize.batch_norm.stat_decay"},
    {"batch_norm.decay", "regularize.batch_norm.stat_decay"},
    {"running_decay", "regularize.batch_norm.stat_decay"},
    {"epsilon", "regularize.batch_norm.eps"},
    {"bn", "regularize.batch_norm"},
    {"batchnorm", "regularize.batch_norm"},
    {"layernorm", "regularize.layer_norm"},
    {"layer_normalization", "regularize.layer_norm"},
    {"groupnorm", "regularize.group_norm"},
    {"num_groups", "regularize.group_norm.groups"},
    {"weightnorm", "regularize.weight_norm"},
    {"rmsnorm", "regularize.rms_norm"},
    {"batch_normalization", "regularize.batch_norm"},
    {"l2", "regularize.weight_decay"},
    {"wd", "regularize.weight_decay"},
    {"decay", "regularize.weight_decay"},
    {"dropout_rate", "regularize.dropout"},
    {"p", "regularize.dropout"},
    {"lr", "train.learning_rate"},
    {"step_size", "train.learning_rate"},
    {"eta", "train.learning_rate"},
    {"adam", "train.optimizer"},
    {"optim", "train.optimizer"},
    {"rho", "train.optimizer.alpha"},
    {"scheduler", "train.schedule"},
    {"lr_schedule", "train.schedule"},
    {"lr_scheduler", "train.schedule"},
    {"bs", "train.batch_size"},
    {"batchsize", "train.batch_size"},
    {"minibatch", "train.batch_size"},
    {"drop_last", "train.last_batch"},
    {"layers", "model.hidden"},
    {"units", "model.hidden"},
    {"sizes", "model.hidden"},
    {"widths", "model.hidden"},
    {"nonlinearity", "model.activation"},
    {"target", "data.label"},
    {"delimiter", "data.separator"},
    {"quotechar", "data.quote"},
    {"na_values", "data.missing"},
    {"usecols", "data.use"},
    {"drop_columns", "data.columns.ignore"},
    {"exclude", "data.columns.ignore"},
    {"path", "data.file"},
    {"normalize", "data.scaling"},
    {"training", "train"},
    {"network", "model"},
    {"dataset", "data"},
    {"n_seeds", "seeds"},
    {"repeats", "seeds"},
    {"replicates", "seeds"},
    {"experiments", "settings"},
    {"configs", "settings"},
};

// What is no option, and why. The names fit as those of aliases do.
static const struct {
    const char *name, *why;
} missing[] = {
    {"instance_norm", "would be degenerate: it normalizes each unit of each sample over its positions, and a unit of a "
                      "fully connected layer has only one, so that nothing but 0 would be left; "
                      "regularize.layer_norm and regularize.group_norm normalize each sample over several units"},
};

// What may stand without a dot: the sections, and the names around them.
static size_t list_top(const char *words[], bool top) {
    static const char *const in_setting[] = {"data", "model", "train",  "regularize",
                                             "name", "tune",  "choose", "candidate_of"};
    size_t n = sizeof in_setting / sizeof *in_setting;
    memcpy(words, in_setting, sizeof in_setting);
    for (size_t i = 0; top && top_level_keys[i]; i++) words[n++] = top_level_keys[i];
    return n;
}

static const char *leaf(const char *key) {
    const char *dot = strrchr(key, '.');
    return dot ? dot + 1 : key;
}

static bool ends_in(const char *key, const char *alias) {
    size_t n = strlen(key), m = strlen(alias);
    return n >= m && strcasecmp(key + n - m, alias) == 0 && (n == m || key[n - m - 1] == '.');
}

const char *option_missing(const char *key) {
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
        if (ends_in(key, missing[i].name)) return missing[i].why;
    }
    return NULL;
}

static bool is_among(const char *word, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i], word) == 0) return true;
    }
    return false;
}

static const char *by_alias(const char *key, const char *const *top, size_t tops) {
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        if (!ends_in(key, aliases[i].alias)) continue;
        if (option_find(aliases[i].key) || (!strchr(key, '.') && is_among(aliases[i].key, top, tops)))
            return aliases[i].key;
    }
    return NULL;
}

typedef const char *Nearest(const char *word, const char *const *candidates, size_t n);

// The option whose last part is nearest to that of `key`: of those directly below the first `group` bytes of the key,
// or of all options for 0.
static const char *by_leaf(const char *key, size_t group, Nearest *nearest_of) {
    const char *nearest = NULL;
    for (const Option *o = options; o < options + option_count; o++) {
        const char *last = leaf(o->key);
        if (group && (strncmp(o->key, key, group) != 0 || last != o->key + group)) continue;
        const char *words[] = {nearest ? leaf(nearest) : last, last};
        if (nearest_of(leaf(key), words, 2) == (nearest ? words[1] : words[0])) nearest = o->key;
    }
    return nearest;
}

const char *option_inner_beside(const char *key) {
    const char *dot = strrchr(key, '.');
    for (const Option *o = options; dot && o < options + option_count; o++)
        if (strlen(o->key) == (size_t)(dot - key) && strncmp(o->key, key, (size_t)(dot - key)) == 0) return o->inner;
    return NULL;
}

bool option_suggest(const char *key, bool top, Text *near) {
    const char *words[32], *found, *inner = option_inner_beside(key);
    size_t n = list_top(words, top), group = (size_t)(leaf(key) - key);
    if (inner && nearest_word(leaf(key), &inner, 1)) {
        text_printf(near, "%.*s%s", (int)group, key, inner);
        return true;
    }
    found = by_alias(key, words, n);
    if (!found) found = group ? by_leaf(key, group, nearest_spelling) : nearest_spelling(key, words, n);
    // The right name in the wrong place ("epochs", "train.dropout") rather than a part of one in the right place.
    if (!found) found = by_leaf(key, 0, nearest_spelling);
    if (!found) found = group ? by_leaf(key, group, nearest_word) : nearest_word(key, words, n);
    if (found) text_add(near, found);
    return found;
}
