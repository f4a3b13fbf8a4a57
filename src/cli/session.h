// What the commands about an experiment open alike: the config, its results folder, and both together as a plan.
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "cli/args.h"
#include "lab/lab.h"

typedef struct Session {
    // What the caller sets: either what the arguments say, or `folder` alone.
    const char *config; // a config file; NULL: that of the folder
    ArgList set;
    const char *seeds;
    const char *folder; // of the results; NULL: results/<name>
    bool restart;
    // What session_open makes.
    Experiment asked, there, all; // what the config says; what the folder holds; both, where that is more than `asked`
    Plan plan;
    Lab lab; // with plan, engine, folder, restart and selection.asked set
    Notes notes;
    Arena arena;
} Session;

// Reads and checks all that can be refused: the config, the folder, the data, whether the folder can take what the
// config asks for. Writes nothing. Errors are those of what it calls. session_close is due in either case.
Status session_open(Session *s, Error *e);
void session_close(Session *s);

#endif
