#include "lab/manifest.h"

#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/json_writer.h"
#include "base/near_path.h"
#include "base/version.h"
#include "lab/names.h"

#define LISTED_MOST 10000 // runs: of more, their folders and runs.csv tell

// How a manifest begins; manifest_exists knows ours by it.
#define MARK "{\n  \"program\": \"regrun\",\n"

#ifdef __clang__
#define COMPILER __VERSION__ // "Clang 14.0.6" or the like
#else
#define COMPILER "gcc " __VERSION__
#endif

static void add_field(JsonWriter *w, const char *key, const char *value) {
    json_key(w, key);
    json_text(w, value);
}

static void add_time(JsonWriter *w, const char *key, time_t time) {
    char text[sizeof "2000-01-01T00:00:00Z"];
    struct tm utc;
    bool known = time && gmtime_r(&time, &utc) && strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    add_field(w, key, known ? text : NULL);
}

// The processor's name as Linux gives it; the architecture's where it gives none.
static void add_cpu(JsonWriter *w) {
    char line[256], *name = NULL;
    FILE *f = fopen("/proc/cpuinfo", "r");
    while (f && !name && fgets(line, sizeof line, f)) {
        if (strncmp(line, "model name", 10) == 0 && (name = strchr(line, ':'))) name += strspn(name, ": \t");
    }
    if (f) fclose(f);
    if (name) name[strcspn(name, "\n")] = 0;
#if defined __x86_64__
    add_field(w, "cpu", name ? name : "x86-64");
#elif defined __aarch64__
    add_field(w, "cpu", name ? name : "arm64");
#else
    add_field(w, "cpu", name ? name : "unknown");
#endif
}

// The program goes by its name, not by where this machine keeps it.
static void add_command(JsonWriter *w, int argc, char **argv) {
    json_key(w, "command");
    json_list(w, JSON_INLINE);
    json_text(w, "regrun");
    for (int i = 1; i < argc; i++) json_text(w, argv[i]);
    json_end(w);
}

static void add_data(JsonWriter *w, const Plan *p) {
    json_key(w, "data");
    json_list(w, JSON_LINES);
    for (int i = 0; i < p->source_count; i++) {
        json_object(w, JSON_INLINE);
        add_field(w, "sha256", p->sources[i].hash);
        json_key(w, "settings");
        json_list(w, JSON_INLINE);
        for (int j = 0; j < p->experiment->setting_count; j++)
            if (p->setting_source[j] == i) json_text(w, p->experiment->settings[j].name);
        json_end(w);
        json_end(w);
    }
    json_end(w);
}

static void add_run(JsonWriter *w, const Plan *p, const Run *run, const RunState *state) {
    json_object(w, JSON_INLINE);
    add_field(w, "setting", p->experiment->settings[run->setting].name);
    json_key(w, "seed");
    json_unsigned(w, run->replicate.seed);
    if (p->folds > 0) {
        json_key(w, "fold");
        json_whole(w, run->replicate.fold);
    }
    add_field(w, "status", run_status_text(state->status));
    json_key(w, "epoch");
    json_whole(w, state->epoch);
    json_key(w, "seconds");
    json_float(w, (float)state->seconds);
    Text folder = {0};
    run_folder(p->experiment->settings[run->setting].name, run->replicate.seed, &folder);
    add_field(w, "folder", folder.data);
    w->out->failed |= folder.failed;
    text_free(&folder);
    if (state->message) add_field(w, "message", state->message);
    json_end(w);
}

static void add_manifest(Text *out, const Manifest *m) {
    const Experiment *x = m->plan->experiment;
    JsonWriter w = {.out = out};
    json_object(&w, JSON_LINES);
    add_field(&w, "program", "regrun"); // first: MARK
    add_field(&w, "version", REGRUN_VERSION);
    if (m->commit && *m->commit) add_field(&w, "commit", m->commit);
    add_field(&w, "compiler", COMPILER);
    add_cpu(&w);
    add_field(&w, "kernel", m->kernel);
    add_field(&w, "experiment", x->name);
    add_field(&w, "config", x->path);
    add_command(&w, m->argc, m->argv);
    json_key(&w, "jobs");
    json_whole(&w, m->jobs);
    add_field(&w, "status", m->status);
    add_time(&w, "started", m->started);
    add_time(&w, "ended", m->ended);
    add_data(&w, m->plan);
    json_key(&w, "runs");
    json_list(&w, JSON_LINES);
    for (int i = 0; m->ended && m->plan->run_count <= LISTED_MOST && i < m->plan->run_count; i++)
        add_run(&w, m->plan, &m->plan->runs[i], &m->states[i]);
    json_end(&w);
    json_end(&w);
    text_add(out, "\n");
}

Status manifest_write(const Manifest *m, const Store *store, Error *e) {
    Text t = {0};
    add_manifest(&t, m);
    Status s = t.failed ? error_memory(e) : store_write(store, FILE_MANIFEST, t.data, t.size, e);
    text_free(&t);
    return s;
}

bool manifest_exists(const char *folder) {
    static const char mark[] = MARK;
    Arena arena = {0};
    char *path = path_join(&arena, folder, FILE_MANIFEST), start[sizeof mark] = "";
    FILE *f = path ? fopen(path, "r") : NULL;
    bool ours =
        f && fread(start, 1, sizeof mark - 1, f) == sizeof mark - 1 && memcmp(start, mark, sizeof mark - 1) == 0;
    if (f) fclose(f);
    arena_free(&arena);
    return ours;
}

Status manifest_check(const char *folder, Error *e) {
    Arena arena = {0};
    if (manifest_exists(folder)) return OK;
    error_set(e, ERR_IO, "%s: no results folder of regrun's%s", folder, path_suggestion(&arena, folder));
    arena_free(&arena);
    return e->status;
}
