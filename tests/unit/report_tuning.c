// What is said of tunings: the table, and what to be wary of, on small logs worked by hand.
#include "report/tuning.h"
#include "report_test.h"

#define HEADER "setting,seed,candidate_of,epoch,train_loss,test_loss,val_loss,regularize.dropout,train.learning_rate\n"
#define PLAIN "plain,1,,1,1,7,2,0,0.1\nplain,2,,1,1,8,2,0,0.1\n"

typedef struct Case {
    const char *log;
    const char *table; // cells with | between
    const char
        *notes; // "about: words" with a newline behind each, of those that are about something: the rest is said always
} Case;

static const char always[] = "choices rest on the validation part alone";

static const Case cases[] = {
    // Under seed 1 the lowest of three rates, under seed 2 the highest: half of the seeds, so both are told.
    {HEADER PLAIN "a,1,d,1,1,5,1,0.1,0.1\na,2,d,1,1,5,3,0.1,0.1\nb,1,d,1,1,5,2,0.3,0.1\nb,2,d,1,1,5,2,0.3,0.1\n"
                  "c,1,d,1,1,5,3,0.5,0.1\nc,2,d,1,1,5,1,0.5,0.1\n",
     "d|dropout 0.1|1 of 2|3|2.0 (1.4)|d|dropout 0.5|1 of 2|3|2.0 (1.4)|",
     "budgets differ: chosen among 1 (plain), 3 (d) candidates.\n"
     "d: regularize.dropout 0.1, the lowest that was tried, is the best for 1 of 2 seeds: the best may lie beyond, so "
     "widen the range with lower values\n"
     "d: regularize.dropout 0.5, the highest that was tried, is the best for 1 of 2 seeds: the best may lie beyond, so "
     "widen the range with higher values\n"},
    // The middle one, and of two learning rates one: no edge. As many candidates as the other: no word of budgets.
    {HEADER "a,1,d,1,1,5,2,0.1,0.1\nb,1,d,1,1,5,1,0.3,0.2\nc,1,d,1,1,5,3,0.5,0.1\n"
            "x,1,e,1,1,5,2,0,0.1\ny,1,e,1,1,5,1,0,0.2\nz,1,e,1,1,5,3,0,0.3\n",
     "d|dropout 0.3, learning_rate 0.2|1 of 1|3|1|e|learning_rate 0.2|1 of 1|3|1|", ""},
    // Dropout cannot be lower than 0; nor is a learning rate of 1 the edge of what its option takes.
    {HEADER "a,1,d,1,1,5,1,0,0.1\nb,1,d,1,1,5,2,0.3,0.1\nc,1,d,1,1,5,3,0.5,0.1\n"
            "x,1,e,1,1,5,3,0,0.1\ny,1,e,1,1,5,2,0,0.3\nz,1,e,1,1,5,1,0,1\n",
     "d|dropout 0|1 of 1|3|1|e|learning_rate 1|1 of 1|3|1|",
     "e: train.learning_rate 1, the highest that was tried, is the best for 1 of 1 seeds: the best may lie beyond, so "
     "widen the range with higher values\n"},
    // One of three seeds at an edge is no matter.
    {HEADER "a,1,d,1,1,5,1,0.1,0.1\na,2,d,1,1,5,3,0.1,0.1\na,3,d,1,1,5,3,0.1,0.1\nb,1,d,1,1,5,2,0.3,0.1\n"
            "b,2,d,1,1,5,2,0.3,0.1\nb,3,d,1,1,5,2,0.3,0.1\nc,1,d,1,1,5,3,0.5,0.1\nc,2,d,1,1,5,3,0.5,0.1\n"
            "c,3,d,1,1,5,3,0.5,0.1\n",
     "d|dropout 0.1|1 of 3|3|2.3 (1.2)|d|dropout 0.3|2 of 3|3|2 (0)|", ""},
    // Seeds without a choice, and what is out.
    {HEADER PLAIN "a,1,d,1,1,5,1,0.1,0.1\na,2,d,1,nan,5,1,0.1,0.1\na,3,d,1,1,5,1,0.1,0.1\nb,1,d,1,1,5,2,0.3,0.1\n"
                  "b,2,d,1,nan,5,2,0.3,0.1\n",
     "d|dropout 0.1|1 of 3|2|1 (0)|",
     "d: no candidate is chosen for seed 3: not all candidates have come to their end; the same command goes on\n"
     "d: no candidate is chosen for seed 2: no candidate came to a good end; lower train.learning_rate, say\n"
     "d: 2 runs of 2 candidates diverged and cannot be chosen\n"
     "budgets differ: chosen among 1 (plain), 2 (d) candidates.\n"},
    // Nothing is tuned: nothing is said.
    {"setting,seed,epoch,train_loss,test_loss\na,1,1,1,5\n", "", NULL},
};

static const char *table_of(const Comparison *c) {
    Text cells = {0};
    const TextTable t = view_tuning(c, &report_arena);
    for (int i = 0; i < t.cell_count; i++) text_printf(&cells, "%s|", t.cells[i]);
    text_add(&cells, "");
    return cells.data ? report_kept(&cells) : "";
}

// The notes but for those that stand below every tuning, and of that about budgets the first sentence.
static const char *notes_of(const Comparison *c, bool *said) {
    Text notes = {0};
    const Lines lines = view_tuning_notes(c, &report_arena);
    *said = false;
    for (int i = 0; i < lines.count; i++) {
        const Line *line = &lines.line[i];
        const bool general = strncmp(line->words, always, strlen(always)) == 0;
        *said |= general;
        if (general || strncmp(line->words, "chosen for each seed", 20) == 0) continue;
        const bool budgets = strncmp(line->words, "budgets", 7) == 0;
        text_printf(&notes, "%s%s%.*s\n", line->about, *line->about ? ": " : "",
                    budgets ? (int)strcspn(line->words, ".") + 1 : 1000, line->words);
    }
    return notes.data ? report_kept(&notes) : "";
}

int main(void) {
    report_begin();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Results r;
        Comparison c;
        bool said;
        report_compare(&c, &r, cases[i].log, NULL);
        CHECK_TEXT(table_of(&c), cases[i].table);
        CHECK_TEXT(notes_of(&c, &said), cases[i].notes ? cases[i].notes : "");
        CHECK(said == (cases[i].notes != NULL), "%zu", i);
        report_free(&c, &r);
    }
    return report_end("report_tuning");
}
