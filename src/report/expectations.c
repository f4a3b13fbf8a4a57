#include "report/expectations.h"

#include <math.h>
#include <string.h>

#include "report/fields.h"
#include "report/number.h"
#include "report/words.h"

static const Tone tones[JUDGEMENTS] = {TONE_GOOD, TONE_BAD, TONE_PLAIN};

// "2 seeds left out: bn diverged"
static void words_left_out(Text *out, const Judged *judged) {
    static const char *const reasons[MISSINGS] = {
        [MISSING_RUN] = "has no run there",
        [MISSING_DIVERGED] = "diverged",
        [MISSING_END] = "did not come to its end",
        [MISSING_NUMBER] = "has no such number",
    };
    if (judged->left_out > 0)
        text_printf(out, "%d seed%s left out: ", judged->left_out, judged->left_out == 1 ? "" : "s");
    if (judged->why == MISSING_NEVER)
        text_add(out, "what is asked for never comes, on neither side; train for longer, or ask for less");
    else if (judged->why == MISSING_VALUE)
        text_add(out, "a division by 0, or a logarithm or root of a number that has none");
    else if (judged->why)
        text_printf(out, "%s %s", judged->missing, judged->left_out > 0 ? reasons[judged->why] : "has no run yet");
}

// Why it cannot be told, and what would help.
static void words_open(Text *out, const Judged *judged) {
    const Difference *d = &judged->difference;
    if (d->n < 3)
        text_printf(out, "%d seed%s; it takes 3", d->n, d->n == 1 ? "" : "s");
    else if (judged->needed > 0)
        text_printf(out, "; about %d seeds would tell, if it is as large as it looks here", judged->needed);
    else
        text_add(out, "; more seeds would hardly tell");
}

// What is so small that its zeros would hide it has an exponent.
static void add_side(Text *out, double value, double spread) {
    if (value != 0 && fabs(value) < 1e-4)
        text_printf(out, "%.2g", value);
    else
        number_add(out, value, spread);
}

// Both sides, how far they are apart, and what that says.
static void words_numbers(Text *out, const Judged *judged) {
    const Expression *x = &judged->of->x;
    const Difference *d = &judged->difference;
    const bool times = x->relation == RELATION_AT_LEAST || x->relation == RELATION_AT_MOST;
    const double spread = (d->high - d->low) / 2;
    if (d->n > 0) {
        add_side(out, judged->left, times ? NAN : spread);
        text_add(out, " and ");
        add_side(out, judged->right, times ? NAN : spread);
    }
    if (d->n > 0 && times && judged->right != 0) {
        text_add(out, " (");
        add_side(out, judged->left / judged->right, NAN);
        text_add(out, " times)");
    }
    if (d->n >= 3) {
        text_add(out, times ? ", off by " : ", difference ");
        words_difference(out, d);
    } else if (d->n > 0) {
        text_add(out, "; ");
    }
    if (!isnan(judged->p)) {
        text_add(out, judged->family > 1 ? ", p (Holm) " : ", p ");
        number_add_p(out, judged->p_holm);
    }
    if (judged->verdict == JUDGED_CANNOT_TELL) words_open(out, judged);
    if (judged->never > 0)
        text_printf(out, "; under %d seed%s one side never comes, and counts as coming after the end", judged->never,
                    judged->never == 1 ? "" : "s");
    if (!judged->why) return;
    text_add(out, "; ");
    words_left_out(out, judged);
}

Lines view_expectations(const Comparison *c, Arena *a) {
    Lines lines = {0};
    for (int i = 0; c->expectations && i < c->expectations->count; i++) {
        const Judged *judged = &c->expectations->judged[i];
        Text words = {0}, about = {0};
        text_printf(&about, "%d %s", i + 1, judgement_words[judged->verdict]);
        if (c->results->experiment_count > 1)
            text_printf(&words, "%s: ", c->results->experiments[judged->experiment].name);
        text_add(&words, judged->of->say);
        if (strcmp(judged->of->say, judged->of->that) != 0) text_printf(&words, " (%s)", judged->of->that);
        text_add(&words, ": ");
        words_numbers(&words, judged);
        const char *kept = text_keep(&about, a);
        lines.failed |= !kept;
        lines_add_text(&lines, a, kept ? kept : "", &words, tones[judged->verdict]);
    }
    return lines;
}

void words_expectations(Text *out, const Comparison *c) {
    int tested = 0;
    if (!c->expectations) return;
    for (Judgement v = 0, said = 0; v < JUDGEMENTS; v++) {
        const int count = expectations_count(c, v);
        if (count > 0) text_printf(out, "%s%d %s", said++ ? ", " : "", count, judgement_words[v]);
    }
    for (int i = 0; i < c->expectations->count; i++)
        if (c->expectations->judged[i].family > tested) tested = c->expectations->judged[i].family;
    if (tested > 1 && c->results->experiment_count > 1)
        text_add(out, "; p by Holm over those of an experiment");
    else if (tested > 1)
        text_printf(out, "; p by Holm over %d", tested);
}

void expectations_csv(Text *out, const Comparison *c) {
    if (!c->expectations) return;
    text_add(out, "say,that,verdict,seeds,mean,low,high,p,p_holm,seeds_needed,left,right\n");
    for (int i = 0; i < c->expectations->count; i++) {
        const Judged *judged = &c->expectations->judged[i];
        const Difference *d = &judged->difference;
        const double numbers[] = {d->mean, d->low, d->high, judged->p, judged->p_holm};
        field_add_name(out, judged->of->say);
        text_add(out, ",");
        field_add_name(out, judged->of->that);
        text_printf(out, ",%s,%d", judgement_words[judged->verdict], d->n);
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
            text_add(out, ",");
            if (d->n > 0 && !isnan(numbers[k])) field_add_value(out, numbers[k]);
        }
        text_add(out, ",");
        if (judged->needed > 0) text_printf(out, "%d", judged->needed);
        text_add(out, ",");
        if (d->n > 0) field_add_value(out, judged->left);
        text_add(out, ",");
        if (d->n > 0) field_add_value(out, judged->right);
        text_add(out, "\n");
    }
}

static void add_number(JsonWriter *w, const char *key, double number) {
    json_key(w, key);
    number_json(w, number);
}

static void add_words(JsonWriter *w, const char *key, const char *words) {
    json_key(w, key);
    json_text(w, words);
}

void expectations_json(JsonWriter *w, const Comparison *c) {
    Text all = {0};
    if (!c->expectations) return;
    words_expectations(&all, c);
    add_words(w, "expectations_words", all.data ? all.data : "");
    w->out->failed |= all.failed;
    text_free(&all);
    json_key(w, "expectations");
    json_list(w, JSON_LINES);
    for (int i = 0; i < c->expectations->count; i++) {
        const Judged *judged = &c->expectations->judged[i];
        const Difference *d = &judged->difference;
        Text words = {0};
        words_numbers(&words, judged);
        json_object(w, JSON_INLINE);
        add_words(w, "experiment", c->results->experiments[judged->experiment].name);
        add_words(w, "say", judged->of->say);
        add_words(w, "that", judged->of->that);
        add_words(w, "verdict", judgement_words[judged->verdict]);
        add_number(w, "seeds", d->n);
        add_number(w, "left", d->n > 0 ? judged->left : NAN);
        add_number(w, "right", d->n > 0 ? judged->right : NAN);
        add_number(w, "mean", d->n > 0 ? d->mean : NAN);
        add_number(w, "low", d->n > 1 ? d->low : NAN);
        add_number(w, "high", d->n > 1 ? d->high : NAN);
        add_number(w, "p", judged->p);
        add_number(w, "p_holm", judged->p_holm);
        add_number(w, "seeds_needed", judged->needed > 0 ? judged->needed : NAN);
        add_words(w, "words", words.data ? words.data : "");
        json_end(w);
        w->out->failed |= words.failed;
        text_free(&words);
    }
    json_end(w);
}
