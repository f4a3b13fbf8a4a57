// What a run's folder says of itself in result.json, as far as the work goes by it.
#ifndef LAB_RUN_FACTS_H
#define LAB_RUN_FACTS_H

#include "base/hash.h"
#include "base/store.h"
#include "lab/run_id.h"
#include "lab/state.h"

typedef struct RunFacts {
    RunStatus status; // RUN_STATUSES: there is no such file, it is none of ours, or its rows are gone
    RunId id;
    char data[HASH_TEXT_SIZE]; // the data's hash
    int epochs;                // that it was to train for
    int epoch;                 // the last one trained
    double seconds;
    char message[1024]; // of a failed run
} RunFacts;

// Reads `folder`/result.json. ERR_IO.
Status run_facts_read(const Store *s, const char *folder, RunFacts *facts, Error *e);
// Of a plan's run, from where it is published.
Status run_facts_of(const Store *s, const Plan *p, int run, RunFacts *facts, Error *e);

// The value of a member of an object that is written with one on each line, as result.json is: a text without its
// quotes (escapes as they are), or what else stands there. False where there is none, or it does not fit.
bool line_member(const char *json, const char *key, char *out, size_t room);

#endif
