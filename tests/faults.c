// Makes a call of the C library fail on purpose: a library to preload, built and used by tests/cli/failures.sh.
//     FAULT_KIND  which calls: memory, disk, input or process (see the functions below)
//     FAULT_AT    the first call of that kind to fail, counted from 1; a forked process goes on counting from there
//     FAULT_LAST  the last to fail (default: FAULT_AT)
//     FAULT_LOG   file that takes the name of every call that was made to fail
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *kind, *log_path;
static long first, last, count;

__attribute__((constructor)) static void start(void) {
    const char *at = getenv("FAULT_AT"), *to = getenv("FAULT_LAST");
    log_path = getenv("FAULT_LOG");
    first = at ? atol(at) : 0;
    last = to ? atol(to) : first;
    kind = getenv("FAULT_KIND"); // last: from here on calls are counted
}

// Counts a call of this kind; whether it is to fail, with `error` in errno. Its own writing is by bare system calls.
static int fails(const char *its_kind, const char *name, int error) {
    if (!kind || strcmp(kind, its_kind) != 0) return 0;
    long n = __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
    if (n < first || n > last) return 0;
    if (log_path) {
        long fd = syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_APPEND, 0666);
        syscall(SYS_write, fd, name, strlen(name));
        syscall(SYS_write, fd, "\n", 1L);
        syscall(SYS_close, fd);
    }
    errno = error;
    return 1;
}

// The C library's own function of that name.
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

// Memory. dlsym itself may allocate, so these use the names by which glibc exports its allocator.
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

void *malloc(size_t size) {
    return fails("memory", "malloc", ENOMEM) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size) {
    return fails("memory", "calloc", ENOMEM) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size) {
    return fails("memory", "realloc", ENOMEM) ? NULL : __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    return fails("memory", "aligned_alloc", ENOMEM) ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size) {
    if (fails("memory", "posix_memalign", ENOMEM)) return ENOMEM;
    *out = __libc_memalign(alignment, size);
    return *out ? 0 : ENOMEM;
}

// Disk: what a full or read-only disk refuses. Standard error is spared, so that the message can be seen.
ssize_t write(int fd, const void *data, size_t size) {
    return fd != 2 && fails("disk", "write", ENOSPC) ? -1 : REAL(write)(fd, data, size);
}

size_t fwrite(const void *data, size_t size, size_t n, FILE *f) {
    return f != stderr && fails("disk", "fwrite", ENOSPC) ? 0 : REAL(fwrite)(data, size, n, f);
}

int fputs(const char *text, FILE *f) {
    return f != stderr && fails("disk", "fputs", ENOSPC) ? EOF : REAL(fputs)(text, f);
}

int fflush(FILE *f) {
    return f && f != stderr && fails("disk", "fflush", ENOSPC) ? EOF : REAL(fflush)(f);
}

int fsync(int fd) {
    return fails("disk", "fsync", EIO) ? -1 : REAL(fsync)(fd);
}

int rename(const char *from, const char *to) {
    return fails("disk", "rename", EACCES) ? -1 : REAL(rename)(from, to);
}

int mkdir(const char *path, mode_t mode) {
    return fails("disk", "mkdir", ENOSPC) ? -1 : REAL(mkdir)(path, mode);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    return fails("disk", "renameat", EACCES) ? -1 : REAL(renameat)(from_folder, from, to_folder, to);
}

int mkdirat(int folder, const char *path, mode_t mode) {
    return fails("disk", "mkdirat", ENOSPC) ? -1 : REAL(mkdirat)(folder, path, mode);
}

int openat(int folder, const char *path, int flags, ...) {
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    int writes = (flags & (O_CREAT | O_WRONLY | O_RDWR)) != 0;
    if (fails(writes ? "disk" : "input", "openat", writes ? ENOSPC : EMFILE)) return -1;
    return REAL(openat)(folder, path, flags, mode);
}

// Opening counts as disk where it may write, else as input.
int open(const char *path, int flags, ...) {
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    int writes = (flags & (O_CREAT | O_WRONLY | O_RDWR)) != 0;
    if (fails(writes ? "disk" : "input", "open", writes ? ENOSPC : EMFILE)) return -1;
    return REAL(open)(path, flags, mode);
}

FILE *fopen(const char *path, const char *mode) {
    int reads = mode[0] == 'r';
    return fails(reads ? "input" : "disk", "fopen", reads ? EMFILE : ENOSPC) ? NULL : REAL(fopen)(path, mode);
}

ssize_t read(int fd, void *data, size_t size) {
    return fails("input", "read", EIO) ? -1 : REAL(read)(fd, data, size);
}

// Processes, threads and what joins them.
pid_t fork(void) {
    return fails("process", "fork", EAGAIN) ? -1 : REAL(fork)();
}

int pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*work)(void *), void *of) {
    return fails("process", "pthread_create", EAGAIN) ? EAGAIN : REAL(pthread_create)(thread, how, work, of);
}

int pipe2(int ends[2], int flags) {
    return fails("process", "pipe2", EMFILE) ? -1 : REAL(pipe2)(ends, flags);
}
