// The claims of a book as a list: for a person, and as JSON.
#include <math.h>

#include "base/json_writer.h"
#include "cli/claims.h"
#include "config/expect.h"
#include "report/lines.h"

// --- As text

enum { INDENT = 6 };

static const char *const colors[JUDGEMENTS] = {[JUDGED_SUPPORTED] = "\033[32m", [JUDGED_REFUTED] = "\033[31m"};

// The name with the verdict, and below it what is said, and by whom.
static void add_claim(const BookClaim *claim, int columns, bool color, Text *out) {
    Text name = {0}, words = {0};
    text_add_plain(&name, claim->name);
    text_printf(out, "  %s", name.data ? name.data : "");
    if (claim->verdicts.count > 0) {
        const Judgement all = verdicts_overall(&claim->verdicts);
        const bool colored = color && colors[all];
        text_printf(out, ": %s%s%s", colored ? colors[all] : "", judgement_words[all], colored ? "\033[0m" : "");
    } else if (claim->begun) {
        text_add(out,
                 claim->outdated ? ": its config or its results have changed since; run it again" : ": no verdict");
    }
    text_add(out, "\n      ");
    text_add(&words, claim->says.says);
    if (*claim->says.by) text_printf(&words, " (%s)", claim->says.by);
    if (words.data) lines_wrapped(out, words.data, INDENT, columns);
    out->failed |= name.failed || words.failed;
    text_free(&name);
    text_free(&words);
}

static void add_chapter(const Book *book, const Chapter *chapter, int columns, bool color, Text *out) {
    bool begun = false;
    for (int i = 0; i < book->count; i++) {
        const BookClaim *claim = &book->claim[i];
        if (!claim->chosen || claim->says.chapter != chapter) continue;
        if (!begun)
            text_printf(out, "%s%s%s (%s)\n", color ? "\033[1m" : "", chapter->title, color ? "\033[0m" : "",
                        chapter->name);
        begun = true;
        add_claim(claim, columns, color, out);
    }
    if (begun) text_add(out, "\n");
}

// "12 claims: 9 supported, 1 refuted, 2 without a verdict"
static void add_tally(const Book *book, Text *out) {
    int count = 0, open = 0, of[JUDGEMENTS] = {0};
    for (int i = 0; i < book->count; i++) {
        const BookClaim *claim = &book->claim[i];
        if (!claim->chosen || !claim->says.chapter) continue;
        count++;
        if (claim->verdicts.count > 0)
            of[verdicts_overall(&claim->verdicts)]++;
        else
            open++;
    }
    const char *before = ": ";
    text_printf(out, "%d claim%s", count, count == 1 ? "" : "s");
    for (int v = 0; v < JUDGEMENTS; v++) {
        if (of[v] == 0) continue;
        text_printf(out, "%s%d %s", before, of[v], judgement_words[v]);
        before = ", ";
    }
    if (open > 0) text_printf(out, "%s%d without a verdict", before, open);
    text_add(out, "\n");
}

void book_text(const Book *book, int columns, bool color, Text *out) {
    for (const Chapter *c = chapters; c->name; c++) add_chapter(book, c, columns, color, out);
    add_tally(book, out);
}

// --- As JSON

static void add_text(JsonWriter *w, const char *key, const char *text) {
    json_key(w, key);
    json_text(w, text);
}

static void add_whole(JsonWriter *w, const char *key, int value) {
    json_key(w, key);
    json_whole(w, value);
}

// `row`: its verdict; NULL: it has none yet.
static void add_expectation(JsonWriter *w, const char *say, const char *that, const VerdictRow *row) {
    json_object(w, JSON_INLINE);
    add_text(w, "say", say);
    add_text(w, "that", that);
    add_text(w, "verdict", row ? judgement_words[row->verdict] : NULL);
    for (int n = 0; n < VERDICT_NUMBERS; n++) {
        json_key(w, verdict_numbers[n]);
        json_number(w, row ? row->number[n] : NAN);
    }
    json_end(w);
}

// As options of scripts/plot.py.
static void add_picture(JsonWriter *w, const ClaimSpec *says) {
    json_key(w, "picture");
    if (!says->picture) {
        json_null(w);
        return;
    }
    json_object(w, JSON_INLINE);
    add_text(w, says->probe < 0 ? "kind" : "probe", says->picture);
    if (says->probe >= 0) add_text(w, "by", says->by_depth ? "depth" : "epoch");
    json_end(w);
}

static void add_json(JsonWriter *w, const BookClaim *claim) {
    const Verdicts *verdicts = &claim->verdicts;
    json_object(w, JSON_LINES);
    add_text(w, "name", claim->name);
    add_text(w, "chapter", claim->says.chapter->name);
    add_text(w, "says", claim->says.says);
    add_text(w, "by", claim->says.by);
    add_text(w, "about", claim->asked->about);
    add_picture(w, &claim->says);
    add_text(w, "primary", claim->asked->primary);
    add_text(w, "config", claim->path);
    add_text(w, "results", claim->results);
    add_whole(w, "settings", claim->asked->setting_count);
    add_whole(w, "seeds", claim->asked->seed_count);
    add_text(w, "verdict", verdicts->count > 0 ? judgement_words[verdicts_overall(verdicts)] : NULL);
    json_key(w, "expectations");
    json_list(w, JSON_LINES);
    for (int i = 0; i < verdicts->count; i++)
        add_expectation(w, verdicts->row[i].say, verdicts->row[i].that, &verdicts->row[i]);
    for (int i = 0; i < claim->asked->expect_count && verdicts->count == 0; i++)
        add_expectation(w, claim->asked->expect[i].say, claim->asked->expect[i].that, NULL);
    json_end(w);
    json_end(w);
}

void book_json(const Book *book, Text *out) {
    JsonWriter w = {.out = out};
    json_object(&w, JSON_LINES);
    json_key(&w, "chapters");
    json_list(&w, JSON_LINES);
    for (const Chapter *c = chapters; c->name; c++) {
        json_object(&w, JSON_INLINE);
        add_text(&w, "name", c->name);
        add_text(&w, "title", c->title);
        json_end(&w);
    }
    json_end(&w);
    json_key(&w, "claims");
    json_list(&w, JSON_LINES);
    for (int i = 0; i < book->count; i++)
        if (book->claim[i].chosen && book->claim[i].says.chapter) add_json(&w, &book->claim[i]);
    json_end(&w);
    json_end(&w);
    text_add(out, "\n");
}
