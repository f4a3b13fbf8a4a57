#include "cli/spawn.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"

extern char **environ;

bool program_there(const char *name) {
    const char *path = getenv("PATH");
    bool found = false;
    while (path && *path && !found) {
        const size_t n = strcspn(path, ":");
        Text file = {0};
        text_printf(&file, "%.*s/%s", (int)n, path, name);
        found = n > 0 && !file.failed && access(file.data, X_OK) == 0;
        text_free(&file);
        path += n + (path[n] == ':');
    }
    return found;
}

// All that comes out of the pipe is read, so that the program never waits for us.
static void read_line(int from, char *answer, size_t size) {
    char piece[512];
    size_t used = 0;
    for (ssize_t n; (n = read(from, piece, sizeof piece)) > 0 || (n < 0 && errno == EINTR);) {
        for (ssize_t i = 0; i < n && used + 1 < size; i++) answer[used++] = piece[i];
    }
    answer[used] = 0;
    answer[strcspn(answer, "\n")] = 0;
}

static Status program_ended(const char *name, pid_t child, Error *e) {
    int state;
    while (waitpid(child, &state, 0) < 0)
        if (errno != EINTR) return error_errno(e, "%s: cannot be waited for", name);
    if (WIFSIGNALED(state)) return error_set(e, ERR_IO, "%s: killed by signal %d", name, WTERMSIG(state));
    if (WEXITSTATUS(state) == 0) return OK;
    return error_set(e, ERR_IO, "%s: failed, with status %d; what it said stands above", name, WEXITSTATUS(state));
}

Status program_ask(const char *const *argv, char *answer, size_t size, Error *e) {
    posix_spawn_file_actions_t actions;
    int ends[2];
    pid_t child;
    if (pipe(ends)) return error_errno(e, "%s: no pipe", argv[0]);
    if (posix_spawn_file_actions_init(&actions)) {
        close(ends[0]);
        close(ends[1]);
        return error_memory(e);
    }
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    const int failed = posix_spawnp(&child, argv[0], &actions, NULL, (char *const *)argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (!failed) read_line(ends[0], answer, size);
    close(ends[0]);
    errno = failed;
    return failed ? error_errno(e, "%s: cannot be started", argv[0]) : program_ended(argv[0], child, e);
}
