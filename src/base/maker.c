#include "base/maker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

void maker_host(char host[HOST_SIZE]) {
    if (gethostname(host, HOST_SIZE) != 0) strcpy(host, "host");
    host[HOST_SIZE - 1] = 0;
    for (char *c = host; *c; c++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.", *c)) *c = '_';
}

Status maker_name(char name[MAKER_SIZE], Error *e) {
    char host[HOST_SIZE];
    unsigned short number;
    maker_host(host);
    if (getentropy(&number, sizeof number) != 0) return error_errno(e, "cannot draw a name");
    snprintf(name, MAKER_SIZE, "%s-%d-%04x", host, (int)getpid(), number);
    return OK;
}

// Always, on another host.
static bool process_there(const char *maker) {
    char host[HOST_SIZE];
    maker_host(host);
    const size_t n = strlen(host);
    if (strncmp(maker, host, n) != 0 || maker[n] != '-') return true;
    const int pid = atoi(maker + n + 1);
    return pid > 0 && (kill(pid, 0) == 0 || errno == EPERM);
}

bool maker_at_work(const char *maker, int folder, const char *path) {
    struct stat info;
    if (fstatat(folder, path, &info, 0) != 0) return false;
    return time(NULL) - info.st_mtime <= LOST_SECONDS && process_there(maker);
}
