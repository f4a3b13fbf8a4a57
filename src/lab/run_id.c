#include "lab/run_id.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "config/resolved.h"

// Raised where runs of the same options are no longer of the same bytes.
#define KIND "regrun run 1\n"

Status run_ids_open(Plan *p, Error *e) {
    const Experiment *x = p->experiment;
    p->identity = arena_take(&p->arena, (size_t)x->setting_count, sizeof *p->identity);
    if (!p->identity) return error_memory(e);
    for (int i = 0; i < x->setting_count; i++) {
        Text text = {0};
        text_add(&text, KIND);
        experiment_identity(x, i, &text);
        text_printf(&text, "data %s\n", plan_source(p, i)->hash);
        hash_start(&p->identity[i]);
        if (!text.failed) hash_add(&p->identity[i], text.data, text.size);
        const bool failed = text.failed;
        text_free(&text);
        if (failed) return error_memory(e);
    }
    return OK;
}

RunId run_id_at(const Plan *p, int run, int epochs) {
    Hash hash = p->identity[p->runs[run].setting];
    char rest[64], digits[HASH_TEXT_SIZE];
    RunId id = {""};
    int n = snprintf(rest, sizeof rest, "epochs %d\nseed %" PRIu64 "\n", epochs, p->runs[run].replicate.seed);
    hash_add(&hash, rest, (size_t)n);
    hash_end(&hash, digits);
    memcpy(id.text, digits, RUN_ID_SIZE - 1);
    return id;
}

RunId run_id(const Plan *p, int run) {
    return run_id_at(p, run, p->experiment->settings[p->runs[run].setting].spec.train.epochs);
}

RunId run_trajectory(const Plan *p, int run) {
    const TrainSpec *train = &p->experiment->settings[p->runs[run].setting].spec.train;
    return run_id_at(p, run, train_ends_freely(train) ? -1 : train->epochs);
}
