#include "lab/run_facts.h"

#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/text.h"
#include "lab/names.h"

bool line_member(const char *json, const char *key, char *out, size_t room) {
    char begin[64];
    snprintf(begin, sizeof begin, "\n  \"%s\": ", key);
    const char *value = strstr(json, begin);
    *out = 0;
    if (!value) return false;
    value += strlen(begin);
    size_t n = strcspn(value, "\n");
    if (n > 0 && value[n - 1] == ',') n--;
    if (n > 1 && value[0] == '"' && value[n - 1] == '"') value++, n -= 2;
    if (n >= room) return false;
    memcpy(out, value, n);
    out[n] = 0;
    return true;
}

// A text as json_text wrote it, but for quotes and backslashes.
static void unescape(char *text) {
    char *to = text;
    for (const char *from = text; *from; from++) {
        if (*from == '\\' && (from[1] == '"' || from[1] == '\\')) from++;
        *to++ = *from;
    }
    *to = 0;
}

static int whole_member(const char *json, const char *key) {
    char text[NUMBER_TEXT_SIZE];
    uint64_t value;
    return line_member(json, key, text, sizeof text) && whole_read(text, &value) && value < INT32_MAX ? (int)value : 0;
}

Status run_facts_read(const Store *s, const char *folder, RunFacts *facts, Error *e) {
    Arena arena = {0};
    char *json, status[32], seconds[NUMBER_TEXT_SIZE];
    size_t size;
    *facts = (RunFacts){.status = RUN_STATUSES};
    const char *path = path_join(&arena, folder, RUN_RESULT);
    Status result = path ? store_read(s, path, &arena, &json, &size, e) : error_memory(e);
    if (!result && json && line_member(json, "id", facts->id.text, sizeof facts->id.text) &&
        line_member(json, "status", status, sizeof status)) {
        facts->status = run_status_of(status);
        facts->epochs = whole_member(json, "epochs");
        facts->epoch = whole_member(json, "epoch");
        if (line_member(json, "message", facts->message, sizeof facts->message)) unescape(facts->message);
        line_member(json, "data_sha256", facts->data, sizeof facts->data);
        if (line_member(json, "seconds", seconds, sizeof seconds))
            number_read(seconds, strlen(seconds), &facts->seconds);
    }
    const char *rows = path_join(&arena, folder, RUN_EPOCHS);
    if (run_status_complete(facts->status) && rows && !store_exists(s, rows)) facts->status = RUN_STATUSES;
    arena_free(&arena);
    return result;
}

Status run_facts_of(const Store *s, const Plan *p, int run, RunFacts *facts, Error *e) {
    Text folder = {0};
    *facts = (RunFacts){.status = RUN_STATUSES};
    plan_folder(p, run, &folder);
    Status status = folder.failed ? error_memory(e) : run_facts_read(s, folder.data, facts, e);
    text_free(&folder);
    return status;
}
