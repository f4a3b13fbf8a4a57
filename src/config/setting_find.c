#include "config/setting_find.h"

#include <ctype.h>
#include <string.h>

#include "config/json.h"
#include "config/options.h"
#include "config/sweep_names.h"

enum { LISTED_MOST = 8, CHOICE_MOST = 8 };

// What a setting goes by: a candidate by that of the tuned setting.
static const char *name_of(const Setting *setting) {
    return setting->candidate_of ? setting->candidate_of : setting->name;
}

const Setting *setting_of(const Experiment *x, const char *name) {
    for (int i = 0; i < x->setting_count; i++)
        if (strcmp(name_of(&x->settings[i]), name) == 0) return &x->settings[i];
    return NULL;
}

// Whether a name may end before `rest`.
static bool may_end(const char *rest) {
    return *rest == '[' || (*rest == '.' && (isalpha((unsigned char)rest[1]) || rest[1] == '_'));
}

// Each name once.
static bool is_first(const Experiment *x, int i) {
    return setting_of(x, name_of(&x->settings[i])) == &x->settings[i];
}

// The longest name, or part of one before a comma, that the text begins with; 0: none.
static size_t longest(const Experiment *x, const char *text) {
    size_t most = 0;
    for (int i = 0; i < x->setting_count; i++) {
        const char *name = name_of(&x->settings[i]);
        for (size_t n = 1; name[n - 1] && name[n - 1] == text[n - 1]; n++)
            if ((name[n] == 0 || (name[n] == ',' && text[n] == '[')) && may_end(text + n) && n > most) most = n;
    }
    return most;
}

static bool refuse_unknown(const Experiment *x, const char *text, size_t n, Text *why) {
    const char *names[LISTED_MOST];
    char word[SHOWN_SIZE] = "", shown[SHOWN_SIZE];
    size_t count = 0;
    const char *near = NULL, *swept = NULL;
    strncat(word, text, n < sizeof word ? n : sizeof word - 1);
    for (int i = 0; i < x->setting_count; i++) {
        if (!is_first(x, i)) continue;
        const char *own = name_of(&x->settings[i]);
        if (count < LISTED_MOST) names[count] = own;
        count++;
        const char *const both[] = {near ? near : own, own};
        near = nearest_word(word, both, 2);
        if (!swept && *word && strncmp(own, word, strlen(word)) == 0 && own[strlen(word)] == ',') swept = own;
    }
    text_printf(why, "there is no setting \"%s\"", json_shown(shown, word));
    if (near && strcmp(near, word) == 0) {
        why->size = 0;
        text_printf(why, "\"%s\" is a setting; say what of it, as in %s.test_loss", shown, shown);
    } else if (swept)
        text_printf(why, ", but several that a sweep made of it; choose one, as in %s[%s]", shown,
                    swept + strlen(word) + 1);
    else if (near)
        text_printf(why, "; did you mean %s?", near);
    else
        for (size_t i = 0; i < count && i < LISTED_MOST; i++)
            text_printf(why, "%s%s", i ? ", " : count > LISTED_MOST ? "; some of them are " : "; there are ", names[i]);
    return false;
}

// An option with a value, of a choice.
typedef struct Chosen {
    const Option *option;
    char value[SHOWN_SIZE];
} Chosen;

static bool ends_in(const Option *o, const char *key) {
    const size_t all = strlen(o->key), n = strlen(key);
    return strcmp(o->key, key) == 0 || (all > n && o->key[all - n - 1] == '.' && strcmp(o->key + all - n, key) == 0);
}

static bool is_varied(const Experiment *x, const Option *o) {
    for (int i = 0; i < x->varied_count; i++)
        if (strcmp(x->varied[i], o->key) == 0) return true;
    return false;
}

// The option of that key, or of which it is the last part: the one that settings differ in, where several are.
static const Option *find_option(const Experiment *x, const char *key, Text *why) {
    const Option *found = option_find(key), *varied = NULL;
    int count = 0, varied_count = 0;
    for (const Option *o = options; !found && o < options + option_count; o++) {
        if (!ends_in(o, key)) continue;
        count++;
        if (is_varied(x, o)) varied = o, varied_count++;
        if (count == 1) found = o;
        if (count > 1) break;
    }
    for (const Option *o = options; count > 1 && o < options + option_count; o++)
        if (o > found && ends_in(o, key) && is_varied(x, o) && o != varied) varied = o, varied_count++;
    if (count > 1) found = varied_count == 1 ? varied : NULL;
    if (found) return found;
    if (count > 1) {
        text_printf(why, "several options end in \"%s\"; write all of the key, as in train.%s", key, key);
        return NULL;
    }
    text_printf(why, "there is no option \"%s\"", key);
    for (int i = 0; i < x->varied_count; i++) {
        const char *whole = x->varied[i], *last = strrchr(whole, '.') ? strrchr(whole, '.') + 1 : whole;
        const char *const forms[] = {last, whole};
        const char *near = nearest_word(key, forms, 2);
        if (!near) continue;
        text_printf(why, "; did you mean %s?", near);
        break;
    }
    return NULL;
}

// "batch_size=64", and what ends it: a comma or the bracket.
static const char *read_chosen(const Experiment *x, const char *text, Chosen *chosen, Text *why) {
    char key[SHOWN_SIZE] = "";
    text += strspn(text, " ");
    const size_t n = strcspn(text, "=],"), value = text[n] == '=' ? strcspn(text + n + 1, "],") : 0;
    if (value == 0 || value >= sizeof chosen->value || n == 0 || n >= sizeof key || !text[n + 1 + value]) {
        text_add(why, "a setting is chosen by options and their values, as in bn[batch_size=64, momentum=0.9]");
        return NULL;
    }
    strncat(key, text, n);
    key[n] = 0;
    while (key[0] && key[strlen(key) - 1] == ' ') key[strlen(key) - 1] = 0;
    chosen->option = find_option(x, key, why);
    const char *from = text + n + 1 + strspn(text + n + 1, " ");
    memset(chosen->value, 0, sizeof chosen->value);
    memcpy(chosen->value, from, (size_t)(text + n + 1 + value - from));
    return chosen->option ? text + n + 1 + value : NULL;
}

// Whether the setting has that value, written as names write it, or as the same number. Where memory ran out, `why` has
// failed.
static bool has_value(const Setting *setting, const Chosen *chosen, Text *why) {
    Text own = {0};
    double a, b;
    sweep_value(chosen->option, &setting->spec, &own);
    const char *text = own.data ? own.data : "";
    const bool same =
        strcmp(text, chosen->value) == 0 ||
        (number_read(text, strlen(text), &a) && number_read(chosen->value, strlen(chosen->value), &b) && a == b);
    why->failed |= own.failed;
    text_free(&own);
    return same;
}

static bool matches(const Setting *setting, const char *stem, size_t n, const Chosen *chosen, int count, Text *why) {
    const char *name = name_of(setting);
    if (strncmp(name, stem, n) != 0 || (n > 0 && name[n] && name[n] != ',')) return false;
    for (int i = 0; i < count; i++)
        if (!has_value(setting, &chosen[i], why)) return false;
    return true;
}

// Whether all that goes by the name of setting i, be it candidates of a tuned one, matches.
static bool all_match(const Experiment *x, int i, const char *stem, size_t n, const Chosen *chosen, int count,
                      Text *why) {
    const char *name = name_of(&x->settings[i]);
    for (int k = i; k < x->setting_count; k++)
        if (strcmp(name_of(&x->settings[k]), name) == 0 && !matches(&x->settings[k], stem, n, chosen, count, why))
            return false;
    return true;
}

// The one setting whose name begins with the stem and that has these values.
static const char *choose(const Experiment *x, const char *stem, size_t n, const Chosen *chosen, int count, Text *why) {
    const char *found = NULL, *other = NULL;
    int several = 0;
    for (int i = 0; i < x->setting_count; i++) {
        if (!is_first(x, i) || !all_match(x, i, stem, n, chosen, count, why)) continue;
        if (several++ == 0)
            found = name_of(&x->settings[i]);
        else
            other = name_of(&x->settings[i]);
    }
    if (why->failed) return NULL;
    if (several == 1) return found;
    if (several == 0)
        text_printf(why, "no setting%s%.*s%s has %s=%s%s", n ? " \"" : "", (int)n, stem, n ? "\"" : "",
                    chosen[0].option->key, chosen[0].value, count > 1 ? " and the other values" : "");
    else
        text_printf(why, "%d settings are meant by it, %s and %s among them; choose by more options", several, found,
                    other);
    return NULL;
}

bool setting_find(const Experiment *x, const char *text, size_t *size, const char **name, Text *why) {
    const bool quoted = *text == '\'';
    const char *stem = text + quoted, *end = quoted ? strchr(stem, '\'') : NULL;
    const size_t n = end ? (size_t)(end - stem) : *text == '[' ? 0 : longest(x, text);
    const char *at = stem + n + quoted;
    if (quoted && !end) return text_add(why, "the quote ' around a setting's name has no end"), false;
    if (n == 0 && *text != '[') return refuse_unknown(x, text, strcspn(text, ".[@ )"), why);
    Chosen chosen[CHOICE_MOST];
    int count = 0;
    if (*at != '[') {
        Text whole = {0};
        text_add_n(&whole, stem, n);
        const Setting *found = whole.data ? setting_of(x, whole.data) : NULL;
        const bool failed = whole.failed;
        text_free(&whole);
        if (failed) return why->failed = true, false;
        if (!found) return refuse_unknown(x, stem, n, why);
        *name = name_of(found);
    } else {
        do {
            if (count == CHOICE_MOST) return text_add(why, "chooses by too many options"), false;
            at = read_chosen(x, at + 1, &chosen[count++], why);
            if (!at) return false;
        } while (*at == ',');
        at++;
        *name = choose(x, stem, n, chosen, count, why);
        if (!*name) return false;
    }
    *size = (size_t)(at - text);
    return true;
}
