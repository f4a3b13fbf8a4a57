// How long something takes, in words for a person.
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

int main(void) {
    durations();
    return test_end("cli_progress");
}
