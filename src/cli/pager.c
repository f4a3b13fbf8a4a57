#include "cli/pager.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "cli/args.h"
#include "cli/terminal.h"

enum { NO_SUCH_PROGRAM = 127 }; // what the shell exits with

// False where there is no pager: nothing is shown then.
static bool shown_by(const char *pager, const Text *t) {
    fflush(stdout);
    setenv("LESS", "FRX", 0); // ends by itself where all fits, shows bold as bold, leaves the screen as it is
    FILE *pipe = popen(pager, "w");
    if (!pipe) return false;
    void (*before)(int) = signal(SIGPIPE, SIG_IGN); // whoever has read enough may leave
    fwrite(t->data, 1, t->size, pipe);
    const int state = pclose(pipe);
    signal(SIGPIPE, before);
    return !(WIFEXITED(state) && WEXITSTATUS(state) == NO_SUCH_PROGRAM);
}

int pager_print(Text *t) {
    const char *pager = getenv("PAGER");
    if (!pager || !*pager) pager = "less -R"; // bold as bold, whatever $LESS says
    if (!t->failed && t->size > 0 && terminal_live(stdout) && strcmp(pager, "cat") != 0 && shown_by(pager, t)) {
        text_free(t);
        return 0;
    }
    return command_print(t);
}
