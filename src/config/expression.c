#include "config/expression.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "train/probe_value.h"

enum { DEPTH_MOST = 50, NAME_MOST = 200, ARGUMENTS_MOST = 16 };

// Those that are called by name, with how many arguments (0: any number).
static const struct {
    const char *name;
    Function function;
    int count;
} functions[] = {{"abs", F_ABS, 1}, {"log", F_LOG, 1}, {"exp", F_EXP, 1},  {"sqrt", F_SQRT, 1},
                 {"min", F_MIN, 0}, {"max", F_MAX, 0}, {"mean", F_MEAN, 0}};
enum { FUNCTIONS = sizeof functions / sizeof *functions };

typedef struct Parser {
    const char *text, *at; // all of it, and what is next
    const ExpressionNames *names;
    Arena *arena;
    Text *why;
    int depth;
} Parser;

// --- Words and signs

static void skip_blanks(Parser *p) {
    while (*p->at == ' ' || *p->at == '\t' || *p->at == '\n') p->at++;
}

// "...: at the end", or what stands there instead.
static bool refuse(Parser *p, const char *what) {
    skip_blanks(p);
    Text shown = {0};
    text_add_shortened(&shown, p->at, 30, false);
    if (*p->at)
        text_printf(p->why, "%s, where \"%s\" stands", what, shown.data ? shown.data : "");
    else
        text_printf(p->why, "%s at the end", what);
    text_free(&shown);
    return false;
}

static bool take(Parser *p, const char *sign) {
    skip_blanks(p);
    const size_t n = strlen(sign);
    if (strncmp(p->at, sign, n) != 0) return false;
    p->at += n;
    return true;
}

static bool is_letter(char c) {
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

// The same of a whole word.
static bool take_word(Parser *p, const char *word) {
    skip_blanks(p);
    const size_t n = strlen(word);
    if (strncmp(p->at, word, n) != 0 || is_letter(p->at[n])) return false;
    p->at += n;
    return true;
}

static bool expect(Parser *p, const char *sign) {
    char what[32] = "needs a ";
    if (take(p, sign)) return true;
    return refuse(p, strcat(what, sign));
}

// The letters at the beginning, in the arena.
static const char *take_name(Parser *p, const char *more) {
    size_t n = 0;
    while (p->at[n] && (is_letter(p->at[n]) || strchr(more, p->at[n]))) n++;
    const char *name = n > 0 && n < NAME_MOST ? arena_text_n(p->arena, p->at, n) : NULL;
    if (name) p->at += n;
    return name;
}

static bool take_number(Parser *p, double *number) {
    skip_blanks(p);
    size_t n = 0;
    while (isdigit((unsigned char)p->at[n]) || p->at[n] == '.' || (n > 0 && (p->at[n] == 'e' || p->at[n] == 'E')) ||
           (n > 0 && (p->at[n] == '-' || p->at[n] == '+') && (p->at[n - 1] == 'e' || p->at[n - 1] == 'E')))
        n++;
    if (n == 0 || !number_read(p->at, n, number)) return false;
    p->at += n;
    return true;
}

// --- Quantities

static bool read_layer(Parser *p, Quantity *q) {
    if (!take(p, "(")) return true;
    skip_blanks(p);
    q->layer = take_name(p, ". ");
    if (!q->layer)
        return refuse(
            p, "needs a layer: its place (3), place and kind (3.linear), kind and number (linear 2), first or last");
    return expect(p, ")");
}

// Where it is the name of an instrument, that and what it says.
static bool name_values(Parser *p, const char *name) {
    int count = 0;
    for (int v = 0; v < PROBE_VALUE_COUNT; v++) {
        if (strcmp(probe_names[probe_values[v].probe], name) != 0) continue;
        if (count == 0) text_printf(p->why, "%s is an instrument; it says ", name);
        text_printf(p->why, "%s%s", count++ ? ", " : "", probe_values[v].name);
    }
    return count > 0;
}

static bool read_probe(Parser *p, Quantity *q) {
    const char *names[PROBE_VALUE_COUNT];
    q->kind = QUANTITY_PROBE;
    const char *name = take(p, ".") ? take_name(p, "") : NULL;
    if (!name) return refuse(p, "needs the name of what an instrument says, as in bn.probe.gradient_norm");
    for (q->value = 0; q->value < PROBE_VALUE_COUNT; q->value++) {
        names[q->value] = probe_values[q->value].name;
        if (strcmp(names[q->value], name) == 0) return read_layer(p, q);
    }
    const char *near = nearest_word(name, names, PROBE_VALUE_COUNT);
    if (name_values(p, name)) return false;
    text_printf(p->why, "no instrument says \"%s\"", name);
    if (near) text_printf(p->why, "; did you mean %s?", near);
    if (!near) text_add(p->why, "; regrun help probes lists what they say");
    return false;
}

static bool read_epochs_to(Parser *p, Quantity *q) {
    q->kind = QUANTITY_EPOCHS_TO;
    if (!expect(p, "(")) return false;
    if (!take_number(p, &q->loss)) return refuse(p, "needs a train loss, as in epochs_to(0.2)");
    return expect(p, ")");
}

static bool read_moment(Parser *p, Quantity *q) {
    double epoch;
    q->epoch = MOMENT_END;
    if (!take(p, "@")) return true;
    if (take_word(p, "equal_train_loss")) {
        q->epoch = MOMENT_EQUAL_LOSS;
        return true;
    }
    if (!take_number(p, &epoch) || epoch != floor(epoch) || epoch > 1e9)
        return refuse(p, "needs an epoch or equal_train_loss after the @");
    q->epoch = (int)epoch;
    return true;
}

static bool read_quantity(Parser *p, Quantity *q) {
    size_t size = 0;
    *q = (Quantity){0};
    if (!p->names->setting(p->names->of, p->at, &size, &q->setting, p->why)) {
        size_t word = 0;
        while (is_letter(p->at[word])) word++;
        if (word == 0 || p->at[word] != '(') return false;
        p->why->size = 0;
        text_printf(p->why, "there is no function %.*s; there are abs, log, exp, sqrt, min, max and mean", (int)word,
                    p->at);
        return false;
    }
    p->at += size;
    q->setting = arena_text(p->arena, q->setting);
    if (!q->setting) return false;
    if (*p->at != '.' || !is_letter(p->at[1]))
        return refuse(p, "needs a dot and a metric behind the setting, as in bn.test_loss");
    p->at++;
    q->metric = take_name(p, "");
    if (!q->metric) return refuse(p, "needs a shorter name");
    bool good = true;
    if (strcmp(q->metric, "probe") == 0)
        good = read_probe(p, q);
    else if (strcmp(q->metric, "epochs_to") == 0)
        good = read_epochs_to(p, q);
    else if (strcmp(q->metric, "diverged") == 0)
        q->kind = QUANTITY_DIVERGED;
    else if (strcmp(q->metric, "seconds_per_epoch") == 0)
        q->kind = QUANTITY_EPOCH_TIME;
    return good && read_moment(p, q) && p->names->quantity(p->names->of, q, p->why);
}

// --- Terms

static const Term *keep(Parser *p, Term term) {
    Term *kept = arena_take(p->arena, 1, sizeof *kept);
    if (kept) *kept = term;
    return kept;
}

static const Term *combine(Parser *p, Function function, int count, const Term *const *terms) {
    const Term **kept = arena_take(p->arena, (size_t)count, sizeof *kept);
    if (!kept) return NULL;
    for (int i = 0; i < count; i++) kept[i] = terms[i];
    return keep(p, (Term){.kind = TERM_FUNCTION, .function = function, .count = count, .term = kept});
}

static const Term *read_sum(Parser *p);
static const Term *read_factor(Parser *p);

// Behind the name of a function.
static const Term *read_call(Parser *p, int which) {
    const Term *terms[ARGUMENTS_MOST];
    int count = 0;
    take(p, "(");
    do {
        if (count == ARGUMENTS_MOST) return refuse(p, "has too many terms"), NULL;
        if (!(terms[count++] = read_sum(p))) return NULL;
    } while (take(p, ","));
    if (functions[which].count > 0 && count != functions[which].count)
        return text_printf(p->why, "%s() takes one term", functions[which].name), NULL;
    return expect(p, ")") ? combine(p, functions[which].function, count, terms) : NULL;
}

// The function whose name and parenthesis stand here; FUNCTIONS: none.
static int find_function(Parser *p) {
    for (int i = 0; i < FUNCTIONS; i++) {
        const size_t n = strlen(functions[i].name);
        size_t blanks = n;
        if (strncmp(p->at, functions[i].name, n) != 0) continue;
        while (p->at[blanks] == ' ') blanks++;
        if (p->at[blanks] != '(') continue;
        p->at += blanks;
        return i;
    }
    return FUNCTIONS;
}

static const Term *read_inner(Parser *p) {
    Term term = {.kind = TERM_NUMBER};
    skip_blanks(p);
    if (take(p, "-")) {
        const Term *terms[] = {keep(p, term), read_factor(p)};
        return terms[0] && terms[1] ? combine(p, F_SUBTRACT, 2, terms) : NULL;
    }
    if (take(p, "(")) {
        const Term *sum = read_sum(p);
        return sum && expect(p, ")") ? sum : NULL;
    }
    const int function = find_function(p);
    if (function < FUNCTIONS) return read_call(p, function);
    // A setting may be called 2, but no number has a letter behind its dot.
    const size_t digits = strspn(p->at, "0123456789.");
    const bool number = digits > 0 && !is_letter(p->at[digits]) && p->at[digits] != '[';
    if ((number || strchr("eE", p->at[digits])) && digits > 0 && take_number(p, &term.number)) return keep(p, term);
    if (!*p->at || strchr(")<>=*/+,@", *p->at))
        return refuse(p, "needs a number or a setting's metric, as in bn.test_loss"), NULL;
    term.kind = TERM_QUANTITY;
    return read_quantity(p, &term.quantity) ? keep(p, term) : NULL;
}

static const Term *read_factor(Parser *p) {
    if (p->depth == DEPTH_MOST) return refuse(p, "is nested too deeply"), NULL;
    p->depth++;
    const Term *term = read_inner(p);
    p->depth--;
    return term;
}

static const Term *read_product(Parser *p) {
    const Term *terms[2] = {read_factor(p)};
    while (terms[0]) {
        const bool times = take(p, "*");
        if (!times && !take(p, "/")) break;
        terms[1] = read_factor(p);
        terms[0] = terms[1] ? combine(p, times ? F_MULTIPLY : F_DIVIDE, 2, terms) : NULL;
    }
    return terms[0];
}

static const Term *read_sum(Parser *p) {
    const Term *terms[2] = {read_product(p)};
    while (terms[0]) {
        const bool plus = take(p, "+");
        if (!plus && !take(p, "-")) break;
        terms[1] = read_product(p);
        terms[0] = terms[1] ? combine(p, plus ? F_ADD : F_SUBTRACT, 2, terms) : NULL;
    }
    return terms[0];
}

// --- The comparison

// "within 0.1 of", "at least 2 times"
static bool read_words(Parser *p, Expression *x) {
    const char *behind = "times";
    take_word(p, "is");
    const bool at = take_word(p, "at");
    if (!at && take_word(p, "within")) {
        x->relation = RELATION_WITHIN;
        behind = "of";
    } else if (at && take_word(p, "least")) {
        x->relation = RELATION_AT_LEAST;
    } else if (at && take_word(p, "most")) {
        x->relation = RELATION_AT_MOST;
    } else {
        return refuse(p, "needs a comparison (<, >, <=, >=, =, within 0.1 of, at least 2 times, at most 2 times)");
    }
    if (!take_number(p, &x->number) || !(x->number > 0)) return refuse(p, "needs a number above 0");
    return take_word(p, behind) ||
           refuse(p, x->relation == RELATION_WITHIN ? "needs the word of" : "needs the word times");
}

static bool read_relation(Parser *p, Expression *x) {
    static const struct {
        const char *sign;
        Relation relation;
        bool or_equal;
    } signs[] = {{"<=", RELATION_LESS, true}, {">=", RELATION_MORE, true}, {"==", RELATION_EQUAL, false},
                 {"<", RELATION_LESS, false}, {">", RELATION_MORE, false}, {"=", RELATION_EQUAL, false}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (!take(p, signs[i].sign)) continue;
        x->relation = signs[i].relation;
        x->or_equal = signs[i].or_equal;
        return true;
    }
    return read_words(p, x);
}

static void count_one(const Quantity *quantity, void *count) {
    (void)quantity;
    ++*(int *)count;
}

bool expression_read(Expression *x, const char *text, const ExpressionNames *names, Arena *arena, Text *why) {
    Parser p = {.text = text, .at = text, .names = names, .arena = arena, .why = why};
    int quantities = 0;
    *x = (Expression){0};
    if (!(x->left = read_sum(&p)) || !read_relation(&p, x) || !(x->right = read_sum(&p))) return false;
    skip_blanks(&p);
    if (*p.at) return refuse(&p, "is one comparison, and nothing may follow it");
    expression_each(x, count_one, &quantities);
    if (quantities == 0) text_add(why, "names no setting; compare what runs say, as in bn.test_loss < plain.test_loss");
    return quantities > 0;
}

static void visit_term(const Term *term, void (*visit)(const Quantity *quantity, void *aid), void *aid) {
    if (term->kind == TERM_QUANTITY) visit(&term->quantity, aid);
    for (int i = 0; i < term->count; i++) visit_term(term->term[i], visit, aid);
}

void expression_each(const Expression *x, void (*visit)(const Quantity *quantity, void *aid), void *aid) {
    visit_term(x->left, visit, aid);
    visit_term(x->right, visit, aid);
}

// `a` and the next term, for those that go from term to term.
static double join(Function function, double a, double b) {
    switch (function) {
    case F_MULTIPLY:
        return a * b;
    case F_DIVIDE:
        return a / b;
    case F_SUBTRACT:
        return a - b;
    case F_MIN:
        return b < a || isnan(b) ? b : a;
    case F_MAX:
        return b > a || isnan(b) ? b : a;
    default: // sum and mean
        return a + b;
    }
}

double term_value(const Term *term, double (*quantity)(const Quantity *quantity, void *aid), void *aid) {
    if (term->kind == TERM_NUMBER) return term->number;
    if (term->kind == TERM_QUANTITY) return quantity(&term->quantity, aid);
    double value = term_value(term->term[0], quantity, aid);
    for (int i = 1; i < term->count; i++) value = join(term->function, value, term_value(term->term[i], quantity, aid));
    switch (term->function) {
    case F_ABS:
        return fabs(value);
    case F_LOG:
        return log(value);
    case F_EXP:
        return exp(value);
    case F_SQRT:
        return sqrt(value);
    case F_MEAN:
        return value / term->count;
    default:
        return value;
    }
}
