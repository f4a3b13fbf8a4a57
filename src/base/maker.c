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

enum { START_DIGITS = 4, STAT_START = 22 }; // of /proc/<pid>/stat, the field that tells when it began

void maker_host(char host[HOST_SIZE]) {
    if (gethostname(host, HOST_SIZE) != 0) strcpy(host, "host");
    host[HOST_SIZE - 1] = 0;
    for (char *c = host; *c; c++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.", *c)) *c = '_';
}

// When the process began, as four digits of the kernel's clock: another one of the same number, for numbers come again,
// began at another time. "" where that cannot be told.
static void process_start(int pid, char digits[START_DIGITS + 1]) {
    char path[32], line[1024] = "";
    unsigned long long start;
    digits[0] = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *f = fopen(path, "r");
    if (!f) return;
    const char *behind =
        fgets(line, sizeof line, f) ? strrchr(line, ')') : NULL; // the program's name may hold anything
    fclose(f);
    for (int field = 2; behind && field < STAT_START; field++) behind = strchr(behind + 1, ' ');
    if (behind && sscanf(behind, "%llu", &start) == 1) snprintf(digits, START_DIGITS + 1, "%04llx", start & 0xffff);
}

Status maker_name(char name[MAKER_SIZE], Error *e) {
    char host[HOST_SIZE], start[START_DIGITS + 1];
    unsigned short number;
    maker_host(host);
    process_start((int)getpid(), start);
    if (getentropy(&number, sizeof number) != 0) return error_errno(e, "cannot draw a name");
    snprintf(name, MAKER_SIZE, "%s-%d-%04x%s", host, (int)getpid(), number, start);
    return OK;
}

// Whether the digits behind the process's number are of this one, as far as they tell.
static bool same_start(const char *digits, int pid) {
    char start[START_DIGITS + 1];
    if (strspn(digits, "0123456789abcdef") != 2 * START_DIGITS) return true;
    process_start(pid, start);
    return !*start || strncmp(digits + START_DIGITS, start, START_DIGITS) == 0;
}

// Always, on another host.
static bool process_there(const char *maker) {
    char host[HOST_SIZE];
    maker_host(host);
    const size_t n = strlen(host);
    if (strncmp(maker, host, n) != 0 || maker[n] != '-') return true;
    char *end;
    const int pid = (int)strtol(maker + n + 1, &end, 10);
    if (pid <= 0 || (kill(pid, 0) != 0 && errno != EPERM)) return false;
    return *end != '-' || same_start(end + 1, pid);
}

bool maker_at_work(const char *maker, int folder, const char *path) {
    struct stat info;
    if (fstatat(folder, path, &info, 0) != 0) return false;
    return time(NULL) - info.st_mtime <= LOST_SECONDS && process_there(maker);
}
