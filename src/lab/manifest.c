#include "lab/manifest.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/text.h"
#include "base/version.h"

// The first line after the brace; manifest_exists knows our manifests by it.
#define MARK "  \"program\": \"regrun\",\n"

#ifdef __clang__
#define COMPILER __VERSION__ // "Clang 14.0.6" or the like
#else
#define COMPILER "gcc " __VERSION__
#endif

static void add_field(Text *t, const char *key, const char *value) {
    text_printf(t, "  \"%s\": ", key);
    text_add_json(t, value);
    text_add(t, ",\n");
}

static void add_time(Text *t, const char *key, time_t time) {
    char text[sizeof "2000-01-01T00:00:00Z"];
    struct tm utc;
    if (time && gmtime_r(&time, &utc) && strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc))
        add_field(t, key, text);
    else
        text_printf(t, "  \"%s\": null,\n", key);
}

// The processor's name as Linux gives it; the architecture's where it gives none.
static void add_cpu(Text *t) {
    char line[256], *name = NULL;
    FILE *f = fopen("/proc/cpuinfo", "r");
    while (f && !name && fgets(line, sizeof line, f)) {
        if (strncmp(line, "model name", 10) == 0 && (name = strchr(line, ':'))) name += strspn(name, ": \t");
    }
    if (f) fclose(f);
    if (name) name[strcspn(name, "\n")] = 0;
#if defined __x86_64__
    add_field(t, "cpu", name ? name : "x86-64");
#elif defined __aarch64__
    add_field(t, "cpu", name ? name : "arm64");
#else
    add_field(t, "cpu", name ? name : "unknown");
#endif
}

// The program goes by its name, not by where this machine keeps it.
static void add_command(Text *t, int argc, char **argv) {
    text_add(t, "  \"command\": [\"regrun\"");
    for (int i = 1; i < argc; i++) {
        text_add(t, ", ");
        text_add_json(t, argv[i]);
    }
    text_add(t, "],\n");
}

static void add_data(Text *t, const Plan *p) {
    text_add(t, "  \"data\": [");
    for (int i = 0; i < p->source_count; i++) {
        text_printf(t, "%s\n    {\"sha256\": \"%s\", \"settings\": [", i ? "," : "", p->sources[i].hash);
        const char *comma = "";
        for (int j = 0; j < p->experiment->setting_count; j++) {
            if (p->setting_source[j] != i) continue;
            text_add(t, comma);
            text_add_json(t, p->experiment->settings[j].name);
            comma = ", ";
        }
        text_add(t, "]}");
    }
    text_add(t, "\n  ],\n");
}

static void add_run(Text *t, const Plan *p, int i, const RunState *state) {
    const Run *run = &p->runs[i];
    char seconds[NUMBER_TEXT_SIZE];
    text_add(t, i ? ",\n    {\"setting\": " : "\n    {\"setting\": ");
    text_add_json(t, p->experiment->settings[run->setting].name);
    text_printf(t, ", \"seed\": %" PRIu64 ", \"status\": \"%s\", \"epoch\": %d, \"seconds\": %s, \"folder\": ",
                run->replicate.seed, run_status_text(state->status), state->epoch,
                number_text_float(seconds, (float)state->seconds));
    text_add_json(t, run->folder);
    if (*state->message) {
        text_add(t, ", \"message\": ");
        text_add_json(t, state->message);
    }
    text_add(t, "}");
}

Status manifest_write(const Manifest *m, const char *folder, Error *e) {
    const Experiment *x = m->plan->experiment;
    Arena arena = {0};
    Text t = {0};
    char *path = path_join(&arena, folder, MANIFEST);

    text_add(&t, "{\n" MARK);
    add_field(&t, "version", REGRUN_VERSION);
    add_field(&t, "compiler", COMPILER);
    add_cpu(&t);
    add_field(&t, "kernel", m->kernel);
    add_field(&t, "experiment", x->name);
    add_field(&t, "config", x->path);
    add_command(&t, m->argc, m->argv);
    text_printf(&t, "  \"jobs\": %d,\n", m->jobs);
    add_field(&t, "status", m->status);
    add_time(&t, "started", m->started);
    add_time(&t, "ended", m->ended);
    add_data(&t, m->plan);
    text_add(&t, "  \"runs\": [");
    for (int i = 0; i < m->plan->run_count; i++) add_run(&t, m->plan, i, &m->states[i]);
    text_add(&t, "\n  ]\n}\n");

    Status s = path && !t.failed ? file_write(path, t.data, t.size, e) : error_memory(e);
    text_free(&t);
    arena_free(&arena);
    return s;
}

bool manifest_exists(const char *folder) {
    static const char mark[] = "{\n" MARK;
    Arena arena = {0};
    char *path = path_join(&arena, folder, MANIFEST), start[sizeof mark] = "";
    FILE *f = path ? fopen(path, "r") : NULL;
    bool ours =
        f && fread(start, 1, sizeof mark - 1, f) == sizeof mark - 1 && memcmp(start, mark, sizeof mark - 1) == 0;
    if (f) fclose(f);
    arena_free(&arena);
    return ours;
}
