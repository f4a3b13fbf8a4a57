// Every case of tests/bad-data/cases: opened, refused with its exit code, and its message said.
#include "config/run_spec.h"
#include "unit/data_test.h"

enum { CASES_LEAST = 60 };

// Options as --set takes them, and what the config already refuses.
static Status open_with(char *given, Error *e) {
    RunSpec spec;
    Source source;
    Status s = options_default(&spec, &data_arena, e);
    for (char *option = strtok(given, " "); option && !s; option = strtok(NULL, " ")) {
        char *value = strchr(option, '=');
        if (!value) return error_set(e, ERR_USAGE, "%s is no KEY=VALUE", option);
        *value++ = 0;
        s = option_set_text(&spec, NULL, option, value, &data_arena, e);
    }
    if (s) return s;
    source_sizes(&spec.data);
    SpecProblem problem;
    if (!source_check(&spec.data, &problem)) return error_set(e, ERR_CONFIG, "%s: %s", problem.key, problem.text);
    s = source_open(&source, &spec.data, "", e);
    if (!s) source_close(&source);
    return s;
}

static void check_case(char *line) {
    char *options = strchr(line, '\t'), *message = options ? strchr(options + 1, '\t') : NULL;
    CHECK(message, "three fields between tabs are needed: %s", line);
    if (!message) return;
    *options++ = *message++ = 0;
    Error e = {0};
    Status status = open_with(options, &e);
    CHECK(status == (Status)atoi(line), "%s: got %d, want %s: %s", message, status, line, e.text);
    CHECK(strstr(e.text, message), "got \"%s\", want \"%s\"", e.text, message);
}

int main(void) {
    data_test_begin();
    char *text;
    size_t size;
    int cases = 0;
    Error e = {0};
    Status status = file_read(&data_arena, "tests/bad-data/cases", &text, &size, &e);
    CHECK(status == OK, "%s", e.text);
    for (char *line = status == OK ? text : NULL, *next; line && *line; line = next) {
        next = line + strcspn(line, "\n");
        if (*next) *next++ = 0;
        if (*line == '#') continue;
        check_case(line);
        cases++;
    }
    CHECK(cases >= CASES_LEAST, "only %d cases", cases);
    return data_test_end("data_bad");
}
