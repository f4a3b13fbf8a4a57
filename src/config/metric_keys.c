#include "config/metric_keys.h"

#include <string.h>

#include "train/metric.h"

enum { PARTS = 3 };
static const char *const parts[PARTS] = {"test", "train", "val"};

static const char *const always[] = {"test_loss", "best_test_loss", "best_epoch",  "train_loss", "running_loss",
                                     "gap",       "reach_epoch",    "onset_epoch", "gap_area"};
static const char *const stopping[] = {"stopped_epoch", "kept_epoch"};
enum { ALWAYS = sizeof always / sizeof *always, STOPPING = sizeof stopping / sizeof *stopping };

// Keys that are being listed.
typedef struct Listing {
    MetricKeys *keys;
    const Answers *answers;
    Arena *arena;
    int parts; // 2: there is no validation part
    bool failed;
} Listing;

static void add(Listing *l, Text *text) {
    const char *key = text_keep(text, l->arena);
    l->failed |= !key;
    l->keys->key[l->keys->count++] = key;
}

// "test_rmse", or "test_rmse_price" for each target.
static void add_part(Listing *l, int part, const char *name, bool regression) {
    const Answers *a = l->answers;
    const int several = regression && a->known && a->targets > 1 ? a->targets : 0;
    for (int k = 0; k < (several ? several : 1); k++) {
        Text text = {0};
        text_printf(&text, "%s_%s%s%s", parts[part], name, several ? "_" : "", several ? a->names[k] : "");
        add(l, &text);
    }
}

static void add_each_part(Listing *l, const char *name, bool regression) {
    for (int p = 0; p < l->parts && p < PARTS && (!l->answers->known || l->answers->regression == regression); p++)
        add_part(l, p, name, regression);
}

// "mc_test_loss", "mc_test_acc"; never of the training part.
static void add_average(Listing *l, const char *average) {
    const Answers *a = l->answers;
    static const char *const of[] = {"loss", "acc", "rmse"};
    for (int p = 0; p < l->parts && p < PARTS; p += 2)
        for (int i = 0; i < 3; i++) {
            Text name = {0};
            const bool regression = i == 2;
            if (i > 0 && a->known && a->regression != regression) continue;
            const int several = regression && a->known && a->targets > 1 ? a->targets : 0;
            for (int k = 0; k < (several ? several : 1); k++) {
                text_printf(&name, "%s_%s_%s%s%s", average, parts[p], of[i], several ? "_" : "",
                            several ? a->names[k] : "");
                add(l, &name);
            }
        }
}

bool metric_keys(const RunSpec *spec, const Answers *answers, Arena *arena, MetricKeys *keys) {
    const TrainSpec *train = &spec->train;
    const bool validation = spec->data.validation_size != 0 || spec->data.validation_fraction > 0;
    const size_t targets = answers->known && answers->targets > 1 ? (size_t)answers->targets : 1;
    const size_t scores = (2 + METRIC_COUNT) * PARTS + (size_t)AVERAGE_COUNT * 3 * 2;
    *keys = (MetricKeys){.key = arena_take(arena, ALWAYS + STOPPING + 1 + scores * targets, sizeof *keys->key)};
    if (!keys->key) return false;
    Listing l = {.keys = keys, .answers = answers, .arena = arena, .parts = validation ? PARTS : PARTS - 1};
    for (int i = 0; i < ALWAYS; i++) keys->key[keys->count++] = always[i];
    for (int i = 0; i < STOPPING && train->stop.patience > 0; i++) keys->key[keys->count++] = stopping[i];
    if (validation) keys->key[keys->count++] = "val_loss";
    add_each_part(&l, "acc", false);
    add_each_part(&l, "rmse", true);
    for (int m = 0; m < METRIC_COUNT; m++)
        if (train->metrics >> m & 1) add_each_part(&l, metric_kinds[m]->name, metric_kinds[m]->regression);
    for (int i = 0; i < AVERAGE_COUNT; i++)
        if (averages_wanted(train) >> i & 1) add_average(&l, average_names[i]);
    return !l.failed;
}

// Whether it is a metric of numbers with something behind it.
static bool is_of_target(const MetricKeys *keys, const char *key) {
    for (int i = 0; i < keys->count; i++) {
        const size_t n = strlen(keys->key[i]);
        const char *name = strrchr(keys->key[i], '_');
        bool number = name && strcmp(name + 1, "rmse") == 0;
        for (int m = 0; name && m < METRIC_COUNT; m++)
            number |= metric_kinds[m]->regression && strcmp(name + 1, metric_kinds[m]->name) == 0;
        if (number && strncmp(keys->key[i], key, n) == 0 && key[n] == '_' && key[n + 1]) return true;
    }
    return false;
}

bool metric_keys_have(const MetricKeys *keys, const Answers *answers, const char *key) {
    for (int i = 0; i < keys->count; i++)
        if (strcmp(keys->key[i], key) == 0) return true;
    return !answers->known && is_of_target(keys, key);
}
