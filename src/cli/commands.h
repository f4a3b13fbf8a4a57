// The commands of regrun: one small file each. main.c holds their table.
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

// argv[0] is the command's name (or the program's, where no command was named), the rest are its arguments. Returns
// the exit code; what went wrong has been said on stderr.
int command_run(int argc, char **argv);
int command_data(int argc, char **argv);
int command_options(int argc, char **argv);
int command_claims(int argc, char **argv);
int command_check(int argc, char **argv);
int command_compare(int argc, char **argv);
int command_report(int argc, char **argv);
int command_plan(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_status(int argc, char **argv);
int command_merge(int argc, char **argv);
int command_predict(int argc, char **argv);
int command_eval(int argc, char **argv);
int command_fold(int argc, char **argv);
int command_slurm(int argc, char **argv);
int command_topic(int argc, char **argv);    // `regrun help`
int command_complete(int argc, char **argv); // what a shell asks when somebody presses Tab

typedef struct Command {
    const char *name;
    const char *about; // one line for --help; NULL: it is not for people
    int (*call)(int argc, char **argv);
    const char *const *parts; // what its first argument names, as in `regrun data show`; NULL at the end, or for none
} Command;

extern const Command commands[]; // ends with a NULL name
// NULL: there is none.
const Command *command_find(const char *name);

#endif
