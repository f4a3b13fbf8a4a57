// Every case of tests/bad-data/cases: opened, refused with its exit code, and its message said.
#include <cjson/cJSON.h>

#include "config/run_spec.h"
#include "unit/data_test.h"

enum { CASES_LEAST = 60, REMEDIES_LEAST = 5 };

static int remedies; // that were tried

// Options as --set takes them.
static Status set_options(RunSpec *spec, char *given, Error *e) {
    Status s = options_default(spec, &data_arena, e);
    for (char *option = strtok(given, " "); option && !s; option = strtok(NULL, " ")) {
        char *value = strchr(option, '=');
        if (!value) return error_set(e, ERR_USAGE, "%s is no KEY=VALUE", option);
        *value++ = 0;
        s = option_set_text(spec, NULL, option, value, &data_arena, e);
    }
    return s;
}

// Opens the data, and what the config already refuses.
static Status open_data(const RunSpec *run, Error *e) {
    DataSpec data = run->data;
    Source source;
    SpecProblem problem;
    source_sizes(&data);
    if (!source_check(&data, &problem)) return error_set(e, ERR_CONFIG, "%s: %s", problem.key, problem.text);
    Status s = source_open(&source, &data, "", e);
    if (!s) source_close(&source);
    return s;
}

// Sets the options of an object, as JSON gives them, under a key.
static Status set_object(RunSpec *spec, const char *key, const cJSON *object, Error *e) {
    Status s = OK;
    for (const cJSON *item = object->child; item && !s; item = item->next) {
        char name[64];
        snprintf(name, sizeof name, "%s.%s", key, item->string);
        char *value = cJSON_PrintUnformatted(item);
        s = cJSON_IsObject(item) ? set_object(spec, name, item, e)
                                 : option_set_text(spec, NULL, name, value, &data_arena, e);
        cJSON_free(value);
    }
    return s;
}

// What a message says to mend the data by does mend them.
static void check_remedy(const RunSpec *spec, const char *message) {
    static const char says[] = " mended by \"data\": ";
    const char *json = strstr(message, says);
    RunSpec mended = *spec;
    Error e = {0};
    if (!json) return;
    cJSON *object = cJSON_ParseWithOpts(json + strlen(says), NULL, false);
    CHECK(object, "%s", json);
    if (!object) return;
    const char *label = strchr(json, '\n'); // behind it stands what is wrong with a label, which stays
    CHECK(set_object(&mended, "data", object, &e) == OK, "%s: %s", json, e.text);
    const Status status = open_data(&mended, &e);
    CHECK(status == OK || (label && strcmp(e.text, label + 1) == 0), "%s: %s", json, e.text);
    remedies++;
    cJSON_Delete(object);
}

static void check_case(char *line) {
    char *options = strchr(line, '\t'), *message = options ? strchr(options + 1, '\t') : NULL;
    CHECK(message, "three fields between tabs are needed: %s", line);
    if (!message) return;
    *options++ = *message++ = 0;
    Error e = {0};
    RunSpec spec;
    Status status = set_options(&spec, options, &e);
    if (status == OK) status = open_data(&spec, &e);
    CHECK(status == (Status)atoi(line), "%s: got %d, want %s: %s", message, status, line, e.text);
    check_remedy(&spec, e.text);
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
    CHECK(remedies >= REMEDIES_LEAST, "only %d remedies", remedies);
    return data_test_end("data_bad");
}
