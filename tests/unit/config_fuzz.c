// Damaged configs: cut off and changed at every byte. Each must read, or fail with a message; none may crash, and what
// reads must come back from its resolved form.
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/rng.h"
#include "config/resolved.h"
#include "test.h"

static const char *const configs[] = {
    "{ \"name\": \"bn_vs_dropout\", /* why */ \"about\": \"\\u00e4 \\ud83d\\ude00?\",\n"
    "  \"data\": { \"source\": \"digits\", \"train_size\": 1000, \"seed\": null },\n"
    "  \"model\": { \"hidden\": [256, 2], \"activation\": \"relu\" }, // layers\n"
    "  \"train\": { \"epochs\": 60, \"learning_rate\": 5e-2 }, \"train.momentum\": 0.9,\n"
    "  \"seeds\": [1, 2],\n"
    "  \"settings\": [ { \"name\": \"plain\" }, { \"name\": \"bn\", \"regularize\": { \"batch_norm\": true } },\n"
    "    { \"name\": \"d\", \"regularize.dropout\": [0.5, 0.1] },\n"
    "    { \"name\": \"e\", \"regularize\": { \"batch_norm\": { \"on\": true, \"eps\": 1e-3 } } } ] }\n",
    "\xEF\xBB\xBF{ \"data\": { \"source\": \"csv\", \"file\": \"a.csv\", \"header\": true, \"label\": -1 }, \"seeds\": "
    "3 }",
};

static const char signs[] = {'"', '{', '}', '[', ']', ',',  ':', '\\', '/', '*',        '0',        '9',
                             '-', '.', 'e', 't', ' ', '\n', 0,   1,    127, (char)0x80, (char)0xC2, (char)0xFF};

static int readable, refused;

static int file; // in memory: thousands of writes to a disk would take their time
static char path[64];

static Status try(const char *text, size_t size, Experiment *x, Error *e) {
    CHECK(ftruncate(file, 0) == 0 && pwrite(file, text, size, 0) == (ssize_t)size);
    *e = (Error){0};
    return experiment_read(x, path, NULL, e);
}

// Reads the text; what is fine must be so again in its resolved form.
static void hold(const char *text, size_t size, const char *what, size_t at) {
    Experiment x;
    Error e;
    Status s = try(text, size, &x, &e);
    if (s) {
        refused++;
        CHECK(s == ERR_CONFIG && e.status == s && strncmp(e.text, path, strlen(path)) == 0,
              "%s at %zu: status %d, \"%s\"", what, at, s, e.text);
        return;
    }
    readable++;
    Text first = {0}, second = {0};
    experiment_resolved(&x, &first);
    experiment_free(&x);
    s = try(first.data, first.size, &x, &e);
    CHECK(s == OK, "%s at %zu: the resolved config does not read: %s\n%s", what, at, e.text, first.data);
    if (!s) {
        experiment_resolved(&x, &second);
        CHECK(first.size == second.size && memcmp(first.data, second.data, first.size) == 0, "%s at %zu", what, at);
        experiment_free(&x);
    }
    text_free(&first);
    text_free(&second);
}

static void damage(const char *text, size_t size, Rng *rng) {
    char *copy = malloc(size + 2);
    CHECK(copy != NULL);
    for (size_t at = 0; copy && at < size; at++) {
        hold(text, at, "cut", at);
        memcpy(copy, text, size);
        for (int i = 0; i < 3; i++) {
            copy[at] = signs[rng_below(rng, sizeof signs)];
            hold(copy, size, "changed", at);
        }
        memcpy(copy, text, at);
        memcpy(copy + at, text + at + 1, size - at - 1);
        hold(copy, size - 1, "removed", at);
        copy[at] = signs[rng_below(rng, sizeof signs)];
        memcpy(copy + at + 1, text + at, size - at);
        hold(copy, size + 1, "added", at);
    }
    free(copy);
}

int main(void) {
    Rng rng = rng_stream(1, "fuzz", 0);
    file = memfd_create("fuzz.json", 0);
    CHECK(file >= 0);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    for (size_t i = 0; i < sizeof configs / sizeof *configs; i++) {
        hold(configs[i], strlen(configs[i]), "whole", 0);
        damage(configs[i], strlen(configs[i]), &rng);
    }
    CHECK(readable > 200 && refused > 1000, "%d readable, %d refused", readable, refused);
    close(file);
    return test_end("config_fuzz");
}
