// One attempt of a run: a folder of its own, which becomes the run's folder by one rename once the run has come to its
// end. So several regruns, on several hosts, work in one results folder without locks: whoever is there first wins, and
// a second copy must be the same, byte by byte.
#ifndef LAB_ATTEMPT_H
#define LAB_ATTEMPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/store.h"
#include "lab/plan.h"
#include "lab/run_facts.h"

#define HEARTBEAT_SECONDS 5 // an attempt's folder is touched so often while its run goes on

#define ATTEMPT_FOLDER_SIZE 128
// "attempts/<id>/<maker>" (base/maker.h), below the results folder.
typedef struct Attempt {
    char folder[ATTEMPT_FOLDER_SIZE];
} Attempt;

// A new name for an attempt of the run; no folder is made.
Status attempt_name(Attempt *a, RunId id, Error *e);

// The run that an attempt is of, as its attempt.json tells.
typedef struct AttemptRun {
    char folder[320];  // "runs/<setting>/seed-<n>"; "": it does not tell (yet)
    char setting[256]; // of these the <setting>
    uint64_t seed;
} AttemptRun;
Status attempt_run(const Store *s, const char *folder, AttemptRun *run, Error *e);

// Calls `visit` with the folder of every attempt there is; the folder's name is only lent.
typedef Status AttemptVisit(void *context, const char *folder, Error *e);
Status attempts_visit(const Store *s, AttemptVisit *visit, void *context, Error *e);
// Removes what is left of folders of attempts where nothing is in them.
void attempts_remove_empty(const Store *s);

typedef enum Claim {
    CLAIM_TAKEN,     // the attempt is ours to make
    CLAIM_DONE,      // the run is published already
    CLAIM_ELSEWHERE, // another regrun makes one
} Claim;
Status attempt_claim(const Store *s, const Plan *p, int run, Attempt *a, Claim *claim, Error *e);

void attempt_beat(const Store *s, const Attempt *a);
// *at_work: whether its regrun is at work on it, as far as can be told: it has not ended, and its maker
// (base/maker.h) is there. `facts`: what its result.json says. ERR_IO.
Status attempt_look(const Store *s, const char *folder, RunFacts *facts, bool *at_work, Error *e);

// Writes a result.json for a run that failed, or was stopped, and could not do so itself.
Status attempt_fail(const Store *s, const Plan *p, int run, const Attempt *a, const RunNews *news, Error *e);

typedef enum Published {
    PUBLISHED,        // it is now the run's folder
    PUBLISHED_BEFORE, // by somebody else, with the same rows: this one is removed
    PUBLISHED_OTHER,  // by somebody else, with other rows: this one was moved into conflicts/
} Published;
// Puts a complete attempt in the run's place ("runs/bn/seed-1"). One that trained for fewer epochs gives way. ERR_IO:
// the attempt stays, if it is still there.
Status attempt_publish(const Store *s, const char *folder, const char *place, Published *how, Error *e);

#endif
