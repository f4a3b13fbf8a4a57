// What an expectation says: a comparison of two sums over numbers of settings.
//
//     dropout.gap < plain.gap
//     bn[batch_size=2].test_loss > bn[batch_size=64].test_loss
//     abs(bn+dropout.gap - bn.gap) is within 0.1 of 0
//     bn.probe.gradient_norm(first) is at least 2 times plain.probe.gradient_norm(first)@10
//
// docs/expectations.md has the grammar.
#ifndef CONFIG_EXPRESSION_H
#define CONFIG_EXPRESSION_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"

// What of a run: a metric, or what an instrument says.
typedef enum QuantityKind {
    QUANTITY_METRIC,     // a key of summary.csv
    QUANTITY_PROBE,      // a value of an instrument
    QUANTITY_EPOCHS_TO,  // the first epoch whose train loss is at most `loss`
    QUANTITY_DIVERGED,   // 1 where the run diverged, else 0
    QUANTITY_EPOCH_TIME, // seconds that an epoch of training took, the median of them
} QuantityKind;

#define MOMENT_END (-1)        // where the run ended, or what an instrument said last
#define MOMENT_EQUAL_LOSS (-2) // where the train loss comes down to what all that are compared reach

typedef struct Quantity {
    QuantityKind kind;
    const char *setting; // its name
    const char *metric;  // of QUANTITY_METRIC
    int value;           // of QUANTITY_PROBE: a ProbeValue
    const char *layer;   // "3", "3.linear", "first", "last"; NULL: the mean over the layers
    double loss;         // of QUANTITY_EPOCHS_TO
    int epoch;           // or a MOMENT
} Quantity;

// What combines terms; each is a row of expression_functions.
typedef enum Function {
    F_ADD,
    F_SUBTRACT,
    F_MULTIPLY,
    F_DIVIDE,
    F_ABS,
    F_LOG,
    F_EXP,
    F_SQRT,
    F_MIN,
    F_MAX,
    F_MEAN
} Function;

// A number, a quantity, or a function of terms.
typedef struct Term {
    enum { TERM_NUMBER, TERM_QUANTITY, TERM_FUNCTION } kind;
    double number;
    Quantity quantity;
    Function function;
    int count; // of its arguments
    const struct Term **term;
} Term;

typedef enum Relation {
    RELATION_LESS,     // also <=
    RELATION_MORE,     // also >=
    RELATION_EQUAL,    // to the last bit
    RELATION_WITHIN,   // |left - right| < number
    RELATION_AT_LEAST, // left >= number * right
    RELATION_AT_MOST,  // left <= number * right
} Relation;

typedef struct Expression {
    const Term *left, *right;
    Relation relation;
    bool or_equal; // of LESS and MORE: equality is what was said, too
    double number; // of the last three
} Expression;

// One of a config's expectations (config/expect.h).
typedef struct Expectation {
    const char *say, *that; // as given; without words of its own `say` is what `that` says
    Expression x;
} Expectation;

// What an expression may name. Each finds what stands at the beginning of `text` and how much of it that is.
typedef struct ExpressionNames {
    // The setting, with a choice behind it as in bn[batch_size=2]; its name in *setting. False with `why`.
    bool (*setting)(const void *of, const char *text, size_t *size, const char **setting, Text *why);
    // Whether it has what was read. False with `why`.
    bool (*quantity)(const void *of, const Quantity *quantity, Text *why);
    const void *of;
} ExpressionNames;

// Reads `text` into the arena. False with `why`: what is wrong and where, without a place in the config; nothing in it
// where memory ran out.
bool expression_read(Expression *x, const char *text, const ExpressionNames *names, Arena *arena, Text *why);

// Calls `visit` for each quantity of it, from left to right.
void expression_each(const Expression *x, void (*visit)(const Quantity *quantity, void *aid), void *aid);

// The value of a term, by those of its quantities.
double term_value(const Term *term, double (*quantity)(const Quantity *quantity, void *aid), void *aid);

#endif
