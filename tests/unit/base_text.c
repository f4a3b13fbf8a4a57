// Text buffers, JSON and CSV forms, "did you mean", columns.
#include "base/text.h"

#include <stdlib.h>

#include "test.h"

static void buffers(void) {
    Text t = {0};
    text_add(&t, "");
    CHECK_TEXT(t.data, "");
    for (int i = 0; i < 1000; i++) text_printf(&t, "%d,", i % 10);
    CHECK(t.size == 2000 && strlen(t.data) == 2000 && !t.failed, "size %zu", t.size);
    CHECK(strncmp(t.data + 1980, "0,1,2,3,4,5,6,7,8,9,", 20) == 0, "the end is \"%s\"", t.data + 1980);
    text_add_n(&t, "abcdef", 3);
    CHECK_TEXT(t.data + 2000, "abc");
    text_free(&t);
    CHECK(!t.data && t.size == 0, "empty again");
    // Exactly as many bytes as fit beside the final 0, then one more: no overrun (the sanitizers watch).
    for (int i = 0; i < 255; i++) text_add_n(&t, "x", 1);
    text_add_n(&t, "y", 1);
    CHECK(t.size == 256 && t.data[255] == 'y' && t.data[256] == 0, "size %zu", t.size);
    t.failed = true;
    text_add(&t, "ignored");
    CHECK(t.size == 256, "a failed text takes no more");
    text_free(&t);
}

static void forms(void) {
    static const struct {
        void (*add)(Text *, const char *);
        const char *raw, *want;
    } rows[] = {
        {text_add_json, "", "\"\""},
        {text_add_json, "a\"b\\c/d", "\"a\\\"b\\\\c/d\""},
        {text_add_json, "\n\r\t\b\f\x01\x1f\x7f", "\"\\n\\r\\t\\b\\f\\u0001\\u001f\x7f\""},
        {text_add_json, "gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80", "\"gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80\""},
        {text_add_json,
         "\xff"
         "a\xc3",
         "\"\\ufffda\\ufffd\""},
        {text_add_json, "\xc0\x80", "\"\\ufffd\\ufffd\""},            // overlong
        {text_add_json, "\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\""}, // a surrogate
        {text_add_csv, "", ""},
        {text_add_csv, "plain text; 1.5 'x'", "plain text; 1.5 'x'"},
        {text_add_csv, "a,b", "\"a,b\""},
        {text_add_csv, "say \"hi\"", "\"say \"\"hi\"\"\""},
        {text_add_csv, "\"", "\"\"\"\""},
        {text_add_csv, "two\nlines", "\"two\nlines\""},
        {text_add_csv, "cr\r", "\"cr\r\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Text t = {0};
        rows[i].add(&t, rows[i].raw);
        CHECK_TEXT(t.data, rows[i].want);
        text_free(&t);
    }
}

static void suggestions(void) {
    static const char *const words[] = {"batch_size", "batch_norm", "dropout", "learning_rate",
                                        "momentum",   "lr",         "relu"};
    static const struct {
        const char *word, *want;
    } rows[] = {
        {"batch_sise", "batch_size"},
        {"batchnorm", "batch_norm"},
        {"dorpout", "dropout"},
        {"momentun", "momentum"},
        {"Learning_Rate", "learning_rate"},
        {"RELU", "relu"},
        {"learningrate", "learning_rate"},
        {"dropout", "dropout"},
        {"quux", NULL},
        {"", NULL},
        {"x", NULL},
        {"batch_s", "batch_size"},
        {"rl", "lr"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *got = nearest_word(rows[i].word, words, sizeof words / sizeof *words);
        CHECK(got == rows[i].want || (got && rows[i].want && strcmp(got, rows[i].want) == 0), "\"%s\": got %s, want %s",
              rows[i].word, got ? got : "none", rows[i].want ? rows[i].want : "none");
    }
    static const char *const metrics[] = {"gap", "best_test_loss", "test_loss", "train_loss", "test_acc", "macro_f1"};
    static const struct {
        const char *word, *want, *spelled;
    } parts[] = {
        {"test_accuracy", "test_acc", NULL}, // begins with it
        {"accuracy", "test_acc", NULL},      // begins with a part of it
        {"f1", "macro_f1", NULL},            // a part of it
        {"loss", "best_test_loss", NULL},    // of several the first
        {"train_los", "train_loss", "train_loss"},
        {"test_los", "test_loss", "test_loss"}, // which is a part of an earlier one
        {"est_loss", "test_loss", "test_loss"}, // what is spelt alike comes before parts
        {"te", NULL, NULL},                     // two letters only where they are a whole part
        {"rain", NULL, NULL},                   // parts begin where a word does
        {"error", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const size_t n = sizeof metrics / sizeof *metrics;
        const char *near = nearest_word(parts[i].word, metrics, n),
                   *spelled = nearest_spelling(parts[i].word, metrics, n);
        CHECK_TEXT(near ? near : "none", parts[i].want ? parts[i].want : "none");
        CHECK_TEXT(spelled ? spelled : "none", parts[i].spelled ? parts[i].spelled : "none");
    }
    static const char *const tie[] = {"cat", "bat"};
    CHECK_TEXT(nearest_word("rat", tie, 2), "cat");
    char longest[100];
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = 0;
    CHECK(!nearest_word(longest, words, 7), "a word of 99 letters is like none");
    CHECK(!nearest_word("dropout", NULL, 0), "no candidates");
}

static void columns(void) {
    static const struct {
        const char *text;
        size_t columns;
    } rows[] = {
        {"", 0},
        {"plain", 5},
        {"gr\xc3\xbc\xc3\x9f", 4},
        {"e\xcc\x81", 1},                // e and a combining acute accent
        {"\xe6\x97\xa5\xe6\x9c\xac", 4}, // two CJK characters
        {"\xf0\x9f\x98\x80", 2},         // an emoji
        {"\xff\xfe", 2},                 // no UTF-8
        {"a\xe2\x80\x8d"
         "b",
         2}, // a zero-width joiner
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t got = text_columns(rows[i].text);
        CHECK(got == rows[i].columns, "row %zu: got %zu, want %zu", i, got, rows[i].columns);
    }
}

// What stands in a file is shown, not obeyed.
static void messages(void) {
    static const struct {
        const char *raw, *shown;
    } rows[] = {
        {"", ""},
        {"two\nlines, gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80", "two\nlines, gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80"},
        {"a\x1b[31m\r\t\x7f", "a\\x1b[31m\\x0d\\x09\\x7f"},
        {"\xc2\x9b"
         "2J",
         "\\x9b2J"}, // C1
        {"\xe2\x80\xaetxt.exe", "\\u202etxt.exe"},
        {"\xff\xc3", "\\xff\\xc3"}, // no UTF-8
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Text t = {0};
        text_add_message(&t, rows[i].raw);
        CHECK_TEXT(t.data ? t.data : "", rows[i].shown);
        text_free(&t);
    }
}

int main(void) {
    CHECK(text_ends_with("a.csv", ".csv") && text_ends_with(".csv", ".csv") && text_ends_with("a", ""), "ends");
    CHECK(!text_ends_with("a.csv.gz", ".csv") && !text_ends_with("csv", ".csv"), "ends that are others");
    messages();
    buffers();
    forms();
    suggestions();
    columns();
    return test_end("base_text");
}
