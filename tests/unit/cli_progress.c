// How far runs have come, in words for a person.
#include "cli/progress.h"

#include "test.h"

static void durations(void) {
    static const struct {
        double seconds;
        const char *text;
    } rows[] = {
        {0, "0:00"},       {7.4, "0:07"},     {59.6, "1:00"},
        {754, "12:34"},    {3599.4, "59:59"}, {3599.6, "1:00:00"},
        {3661, "1:01:01"}, {7325, "2:02:05"}, {360000 + 59, "100:00:59"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Text t = {0};
        progress_duration(&t, rows[i].seconds);
        CHECK_TEXT(t.data, rows[i].text);
        text_free(&t);
    }
}

// The loss on the validation part is what gives way where there is no room, to the column.
static void losses(void) {
    static const struct {
        bool validation;
        int room;
        const char *text;
    } rows[] = {
        {true, 51, " 3/20  train 0.1235    test 0.5       val 0.25     "},
        {true, 50, " 3/20  train 0.1235    test 0.5      "},
        {false, 99, " 3/20  train 0.1235    test 0.5      "},
    };
    const EpochRow row = {.train_loss = 0.12345F, .test_loss = 0.5, .val_loss = 0.25};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Text t = {0};
        text_add(&t, " 3/20");
        progress_losses(&t, &row, rows[i].validation, rows[i].room);
        CHECK_TEXT(t.data, rows[i].text);
        text_free(&t);
    }
}

int main(void) {
    losses();
    durations();
    return test_end("cli_progress");
}
