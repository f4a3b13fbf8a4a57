// Every case of tests/bad-data/cases: opened, refused with its exit code, and its message said.
#include "unit/data_test.h"

enum { CASES_LEAST = 60 };

static const struct {
    const char *key;
    size_t offset;
} texts[] = {
    {"data.file", offsetof(DataSpec, file)},
    {"data.test_file", offsetof(DataSpec, test_file)},
    {"data.dir", offsetof(DataSpec, dir)},
    {"data.train_images", offsetof(DataSpec, train_images)},
    {"data.train_labels", offsetof(DataSpec, train_labels)},
    {"data.test_images", offsetof(DataSpec, test_images)},
    {"data.test_labels", offsetof(DataSpec, test_labels)},
    {"data.separator", offsetof(DataSpec, separator)},
    {"data.label", offsetof(DataSpec, label)},
};

static const struct {
    const char *option;
    size_t offset;
    int value;
} choices[] = {
    {"data.source=digits", offsetof(DataSpec, source), SOURCE_DIGITS},
    {"data.source=csv", offsetof(DataSpec, source), SOURCE_CSV},
    {"data.source=idx", offsetof(DataSpec, source), SOURCE_IDX},
    {"data.source=mnist", offsetof(DataSpec, source), SOURCE_MNIST},
    {"data.header=false", offsetof(DataSpec, header), HEADER_NO},
    {"data.task=regression", offsetof(DataSpec, task), TASK_REGRESSION},
};

static bool set_choice(DataSpec *spec, const char *option) {
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        if (strcmp(option, choices[i].option) != 0) continue;
        *(int *)((char *)spec + choices[i].offset) = choices[i].value;
        return true;
    }
    return false;
}

static bool set_option(DataSpec *spec, const char *option) {
    const char *value = strchr(option, '=');
    if (!value) return false;
    size_t n = (size_t)(value++ - option);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strlen(texts[i].key) != n || memcmp(texts[i].key, option, n) != 0) continue;
        *(const char **)((char *)spec + texts[i].offset) = value;
        return true;
    }
    if (strncmp(option, "data.train_size=", 16) == 0)
        spec->train_size = atol(value);
    else if (strncmp(option, "data.test_size=", 15) == 0)
        spec->test_size = atol(value);
    else if (strncmp(option, "data.test_fraction=", 19) == 0)
        spec->test_fraction = atof(value);
    else
        return set_choice(spec, option);
    return true;
}

static void check_case(char *line) {
    char *options = strchr(line, '\t'), *message = options ? strchr(options + 1, '\t') : NULL;
    CHECK(message, "three fields between tabs are needed: %s", line);
    if (!message) return;
    *options++ = *message++ = 0;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.test_fraction = 0.2;
    if (strstr(options, "data.source=digits")) spec.train_size = spec.test_size = 1;
    for (char *option = strtok(options, " "); option; option = strtok(NULL, " "))
        CHECK(set_option(&spec, option), "unknown option %s", option);
    data_refused(&spec, (Status)atoi(line), message);
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
