#include "base/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/maker.h"
#include "base/text.h"

// "%s%s" of a message, before a name in the folder.
#define IN(s) (s)->path, *(s)->path ? "/" : ""

const Store store_anywhere = {.path = "", .fd = AT_FDCWD};

Status store_open(Store *s, const char *path, Error *e) {
    *s = (Store){.path = path, .fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    return s->fd < 0 ? error_errno(e, "cannot open %s", path) : OK;
}

Status store_make(Store *s, const char *path, Error *e) {
    *s = (Store){.path = path, .fd = -1};
    Status status = store_make_folder(&store_anywhere, path, e);
    return status ? status : store_open(s, path, e);
}

void store_close(Store *s) {
    if (s->fd >= 0) close(s->fd);
    s->fd = -1;
}

Status store_check(const Store *s, Error *e) {
    struct stat here, there;
    if (fstat(s->fd, &here) != 0) return error_errno(e, "cannot look at %s", s->path);
    if (stat(s->path, &there) == 0 && here.st_dev == there.st_dev && here.st_ino == there.st_ino) return OK;
    return error_set(
        e, ERR_IO,
        "%s was removed or replaced while regrun was at work in it; what was finished is where that folder "
        "went to, and the same command begins where there is nothing",
        s->path);
}

bool store_exists(const Store *s, const char *name) {
    return faccessat(s->fd, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

// Makes one folder; one that exists is fine. Otherwise errno says why not.
static bool make_one(const Store *s, const char *name) {
    struct stat info;
    if (mkdirat(s->fd, name, 0777) == 0) return true;
    const int number = errno; // not EEXIST alone: an existing one may be read-only (EROFS) or closed to us (EACCES)
    const bool exists = fstatat(s->fd, name, &info, 0) == 0 && S_ISDIR(info.st_mode);
    errno = number;
    return exists;
}

Status store_make_folder(const Store *s, const char *name, Error *e) {
    Arena arena = {0};
    if (make_one(s, name)) return OK;
    char *part = arena_text(&arena, name);
    Status status = part ? OK : error_memory(e);
    for (char *p = part; !status && p && *p;) {
        p += strspn(p, "/");
        p += strcspn(p, "/");
        char end = *p;
        *p = 0; // `part` is now the path down to here
        if (!make_one(s, part)) status = error_errno(e, "cannot create the folder %s%s%s", IN(s), part);
        *p = end;
    }
    arena_free(&arena);
    return status;
}

int store_create(const Store *s, const char *name, Error *e) {
    int fd = openat(s->fd, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) error_errno(e, "cannot create %s%s%s", IN(s), name);
    return fd;
}

static Status read_open(int fd, Arena *a, char **data, size_t *size) {
    struct stat info;
    if (fstat(fd, &info) != 0) return ERR_IO;
    size_t room = (size_t)info.st_size;
    char *text = arena_take(a, room + 1, 1);
    if (!text) return ERR_IO;
    *size = 0;
    while (*size < room) {
        ssize_t n = read(fd, text + *size, room - *size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return ERR_IO;
        if (n == 0) break; // it became shorter
        *size += (size_t)n;
    }
    text[*size] = 0;
    *data = text;
    return OK;
}

Status store_read(const Store *s, const char *name, Arena *a, char **data, size_t *size, Error *e) {
    *data = NULL;
    *size = 0;
    int fd = openat(s->fd, name, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) return OK;
    if (fd < 0) return error_errno(e, "cannot read %s%s%s", IN(s), name);
    errno = ENOMEM;
    Status status = read_open(fd, a, data, size);
    if (status) error_errno(e, "cannot read %s%s%s", IN(s), name);
    close(fd);
    return status;
}

// --- Writing

// A device or a pipe is written into, not replaced: /dev/null must stay what it is.
static bool is_stream(const Store *s, const char *name) {
    struct stat info;
    return fstatat(s->fd, name, &info, 0) == 0 && (S_ISCHR(info.st_mode) || S_ISFIFO(info.st_mode));
}

Status store_begin(StoreFile *f, const Store *s, const char *name, Error *e) {
    char maker[MAKER_SIZE];
    *f = (StoreFile){.store = s, .name = name, .fd = -1};
    if (is_stream(s, name)) {
        f->fd = openat(s->fd, name, O_WRONLY | O_CLOEXEC);
        return f->fd >= 0 ? OK : error_errno(e, "cannot write %s%s%s", IN(s), name);
    }
    do {
        Text path = {0};
        if (maker_name(maker, e)) return e->status;
        text_printf(&path, "%s.%s" STORE_TEMPORARY, name, maker);
        f->temporary = text_keep(&path, &f->arena);
        if (!f->temporary) return error_memory(e);
        f->fd = openat(s->fd, f->temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    } while (f->fd < 0 && errno == EEXIST);
    if (f->fd >= 0) return OK;
    error_errno(e, "cannot create %s%s%s", IN(s), name);
    arena_free(&f->arena);
    return ERR_IO;
}

Status store_put(StoreFile *f, const char *data, size_t size, Error *e) {
    while (size > 0) {
        ssize_t n = write(f->fd, data, size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return error_errno(e, "cannot write %s%s%s", IN(f->store), f->name);
        data += n;
        size -= (size_t)n;
    }
    return OK;
}

Status store_end(StoreFile *f, Error *e) {
    const Store *s = f->store;
    Status status = e->status;
    if (!status && f->temporary && fsync(f->fd) != 0) status = error_errno(e, "cannot write %s%s%s", IN(s), f->name);
    if (close(f->fd) != 0 && !status) status = error_errno(e, "cannot write %s%s%s", IN(s), f->name);
    if (!status && f->temporary && renameat(s->fd, f->temporary, s->fd, f->name) != 0)
        status = error_errno(e, "cannot put %s%s%s in place", IN(s), f->name);
    if (status && f->temporary) unlinkat(s->fd, f->temporary, 0);
    arena_free(&f->arena);
    return status;
}

Status store_write(const Store *s, const char *name, const char *data, size_t size, Error *e) {
    StoreFile f;
    Error own = {0}; // `e` may tell of something else already
    Status status = store_begin(&f, s, name, &own);
    if (!status) {
        store_put(&f, data, size, &own);
        status = store_end(&f, &own);
    }
    if (status) *e = own;
    return status;
}

// --- Going through folders

// What is done with each entry, a folder's after those in it. `parent`: the descriptor of the folder it stands in.
typedef Status Visit(int parent, const char *name, bool folder, const char *path, Error *e);

static Status walk(int parent, const char *name, const char *path, Visit *visit, Error *e);

static Status walk_inside(DIR *dir, const char *path, Visit *visit, Error *e) {
    const struct dirent *entry;
    Status status = OK;
    while (!status && (entry = readdir(dir))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        Text inner = {0};
        text_printf(&inner, "%s/%s", path, entry->d_name);
        status = inner.failed ? error_memory(e) : walk(dirfd(dir), entry->d_name, inner.data, visit, e);
        text_free(&inner);
    }
    return status;
}

static Status walk(int parent, const char *name, const char *path, Visit *visit, Error *e) {
    struct stat info;
    if (fstatat(parent, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? OK : error_errno(e, "cannot look at %s", path);
    if (!S_ISDIR(info.st_mode)) return visit(parent, name, false, path, e);
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir) {
        if (errno == ENOENT) return OK;
        error_errno(e, "cannot read the folder %s", path);
        if (fd >= 0) close(fd);
        return ERR_IO;
    }
    Status status = walk_inside(dir, path, visit, e);
    closedir(dir);
    return status ? status : visit(parent, name, true, path, e);
}

static Status walk_store(const Store *s, const char *name, Visit *visit, Error *e) {
    Text path = {0};
    text_printf(&path, "%s%s%s", IN(s), name);
    Status status = path.failed ? error_memory(e) : walk(s->fd, name, path.data, visit, e);
    text_free(&path);
    return status;
}

static Status visit_remove(int parent, const char *name, bool folder, const char *path, Error *e) {
    if (unlinkat(parent, name, folder ? AT_REMOVEDIR : 0) == 0 || errno == ENOENT) return OK;
    return error_errno(e, "cannot remove %s", path);
}

static Status visit_check(int parent, const char *name, bool folder, const char *path, Error *e) {
    if (faccessat(parent, ".", W_OK | X_OK, 0) != 0) return error_errno(e, "cannot remove %s", path);
    if (folder && faccessat(parent, name, R_OK | W_OK | X_OK, 0) != 0) return error_errno(e, "cannot remove %s", path);
    return OK;
}

Status store_remove(const Store *s, const char *name, Error *e) {
    return walk_store(s, name, visit_remove, e);
}

Status store_check_removable(const Store *s, const char *name, Error *e) {
    return walk_store(s, name, visit_check, e);
}

static int by_bytes(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

Status store_list(const Store *s, const char *folder, StoreNames *names, Arena *a, Error *e) {
    int room = 0;
    const struct dirent *entry;
    *names = (StoreNames){0};
    int fd = openat(s->fd, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir && (errno == ENOENT || errno == ENOTDIR)) return OK;
    if (!dir) {
        error_errno(e, "cannot read the folder %s%s%s", IN(s), folder);
        if (fd >= 0) close(fd);
        return ERR_IO;
    }
    Status status = OK;
    while (!status && (entry = readdir(dir))) {
        if (entry->d_name[0] == '.') continue; // no name that we give begins so
        if (names->count == room) {
            int more = room ? 2 * room : 16;
            const char **wider = arena_take(a, (size_t)more, sizeof *wider);
            for (int i = 0; wider && i < room; i++) wider[i] = names->name[i];
            if (wider) names->name = wider, room = more;
        }
        const char *copy = names->count < room ? arena_text(a, entry->d_name) : NULL;
        if (copy)
            names->name[names->count++] = copy;
        else
            status = error_memory(e);
    }
    closedir(dir);
    if (names->count > 1) qsort(names->name, (size_t)names->count, sizeof *names->name, by_bytes);
    return status;
}
