// Files: whole reads, gzip and its damages, atomic writes, folders.
#include "base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/near_path.h"
#include "base/rng.h"
#include "test.h"

static Arena arena;
static char *folder;

static char *in_folder(const char *name) {
    return path_join(&arena, folder, name);
}

static void put(const char *name, const void *data, size_t n) {
    Error e = {0};
    Status status = file_write(in_folder(name), data, n, &e);
    CHECK(status == OK, "%s", e.text);
}

// Reads a file, checks the status and, where it failed, that the message holds `words`.
static void check_read(const char *name, Status want, const char *data, size_t n, const char *words) {
    Error e = {0};
    char *got = NULL;
    size_t size = 0;
    Status status = file_read(&arena, in_folder(name), &got, &size, &e);
    CHECK(status == want, "%s: status %d, want %d: %s", name, status, want, e.text);
    if (want == OK) {
        CHECK(status == OK && size == n && memcmp(got, data, n) == 0 && got[n] == 0, "%s: %zu bytes", name, size);
    } else {
        CHECK(strstr(e.text, words) && strstr(e.text, name), "%s: \"%s\" does not say \"%s\"", name, e.text, words);
    }
}

static void plain(void) {
    put("empty", "", 0);
    check_read("empty", OK, "", 0, NULL);
    put("one", "x", 1);
    check_read("one", OK, "x", 1, NULL);
    put("bytes", "a\0b\nc", 5);
    check_read("bytes", OK, "a\0b\nc", 5, NULL);
    check_read("missing", ERR_IO, NULL, 0, "No such file");
    check_read("", ERR_IO, NULL, 0, "Is a directory");
}

// A path that is not there, and the one that was meant.
static void near(void) {
    static const struct {
        const char *path, *want;
    } rows[] = {
        {"results/odd", "results/odd"},
        {"result/odd", "results/odd"},
        {"results/ood", "results/odd"},
        {"./result//odd/", "./results/odd"},
        {"results/hosues.csv", "results/houses.csv"},
        {"results/houses", "results/houses.csv"},
        {"results/houses.cvs", NULL},                    // of another ending
        {"results/houses.csv", "results/houses.csv"},    // is there
        {"results/packed.csv", "results/packed.csv.gz"}, // is what follows
        {"results/hidden", NULL},
        {"results/zzzzzz", NULL},
        {"zzzzzz/odd", NULL},
    };
    Error e = {0};
    CHECK(folder_make(in_folder("near/results/odd"), &e) == OK, "%s", e.text);
    put("near/results/houses.csv", "", 0);
    put("near/results/packed.csv.gz", "", 0);
    put("near/results/.hidden", "", 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *at = path_join(&arena, in_folder("near"), rows[i].path), *near = path_nearest(&arena, at);
        const char *want = rows[i].want ? path_join(&arena, in_folder("near"), rows[i].want) : "none";
        CHECK_TEXT(near ? near : "none", want);
    }
    CHECK_TEXT(path_suggestion(&arena, in_folder("near/results/odd")), "");
    CHECK(strstr(path_suggestion(&arena, in_folder("near/results/ood")), "/near/results/odd?"), "a suggestion");
    check_read("near/results/hosues.csv", ERR_IO, NULL, 0, "No such file or directory; did you mean ");
}

// A pipe has no size to go by and arrives in pieces.
static void piped(void) {
    char *name = in_folder("pipe");
    CHECK(mkfifo(name, 0600) == 0, "mkfifo");
    pid_t child = fork();
    if (child == 0) {
        int fd = open(name, O_WRONLY);
        for (int i = 0; i < 100000; i++)
            if (write(fd, "abc", 3) != 3) _exit(1);
        _exit(0);
    }
    char *want = arena_take(&arena, 300000, 1);
    for (int i = 0; i < 300000; i++) want[i] = "abc"[i % 3];
    check_read("pipe", OK, want, 300000, NULL);
}

static size_t packed(char *out, size_t room, const char *data, size_t n) {
    z_stream z = {0};
    deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    z.next_in = (Bytef *)data;
    z.avail_in = (uInt)n;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)room;
    deflate(&z, Z_FINISH);
    deflateEnd(&z);
    return z.total_out;
}

static void gzipped(void) {
    enum { N = 50000 };
    char *data = arena_take(&arena, N * 2, 1), *gz = arena_take(&arena, N * 4, 1);
    Rng r = rng_seed(1, 1);
    for (int i = 0; i < N; i++) data[i] = data[N + i] = (char)(i % 3 ? 'a' : rng_below(&r, 256));
    size_t n = packed(gz, N * 4, data, N);
    put("good.gz", gz, n);
    check_read("good.gz", OK, data, N, NULL);
    put("any-name", gz, n); // told by content, not by name
    check_read("any-name", OK, data, N, NULL);
    size_t second = packed(gz + n, N * 4 - n, data + N, N);
    put("two-members.gz", gz, n + second);
    check_read("two-members.gz", OK, data, N * 2, NULL);
    put("empty.gz", gz, packed(gz, N * 4, "", 0));
    check_read("empty.gz", OK, "", 0, NULL);
    memset(data, 0, N * 2); // shrinks about as far as deflate can
    put("zeros.gz", gz, packed(gz, N * 4, data, N * 2));
    check_read("zeros.gz", OK, data, N * 2, NULL);
}

static void damaged_gzip(void) {
    char gz[200];
    size_t n = packed(gz, sizeof gz - 10, "some words, some more words", 27);
    for (size_t cut = 2; cut < n; cut++) {
        put("cut.gz", gz, cut);
        check_read("cut.gz", ERR_DATA, NULL, 0, "cut short");
    }
    gz[n - 6] ^= 1;
    put("sum.gz", gz, n);
    check_read("sum.gz", ERR_DATA, NULL, 0, "incorrect data check");
    gz[n - 6] ^= 1;
    gz[n - 1] = 0x7f; // an unpacked size of 2 GB
    put("size.gz", gz, n);
    check_read("size.gz", ERR_DATA, NULL, 0, "incorrect length check");
    gz[n - 1] = 0;
    memcpy(gz + n, "trailing", 8);
    put("tail.gz", gz, n + 8);
    check_read("tail.gz", ERR_DATA, NULL, 0, "incorrect header check");
    gz[2] = 1;
    put("method.gz", gz, n);
    check_read("method.gz", ERR_DATA, NULL, 0, "unknown compression method");
}

// What bytes_open gives is followed by zeros, mapped or not, whatever the page it ends on.
static void zeros_behind(void) {
    static const size_t sizes[] = {0, 1, 4096, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, (1 << 20) + 4096 - 63};
    char *data = arena_take(&arena, 2 << 20, 1);
    memset(data, 'x', 2 << 20);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        static const char zeros[BYTES_BEHIND];
        Bytes b;
        Error e = {0};
        put("sized", data, sizes[i]);
        CHECK(bytes_open(&b, in_folder("sized"), (BytesBound){.most = 2 << 20}, &e) == OK, "%s", e.text);
        CHECK(b.size == sizes[i] && memcmp(b.data, data, b.size) == 0, "%zu of %zu bytes", b.size, sizes[i]);
        CHECK((b.mapped > 0) == (sizes[i] >= 1 << 20), "%zu bytes are mapped or not", sizes[i]);
        CHECK(memcmp(b.data + b.size, zeros, BYTES_BEHIND) == 0, "zeros behind %zu bytes", sizes[i]);
        bytes_close(&b);
    }
}

static void check_bound(const char *path, size_t most, Status want, const char *words) {
    Bytes b;
    Error e = {0};
    Status status = bytes_open(&b, path, (BytesBound){.most = most, .option = "data.max_bytes"}, &e);
    CHECK(status == want, "%s: status %d: %s", path, status, e.text);
    if (want != OK) CHECK(strstr(e.text, words) && strstr(e.text, "data.max_bytes"), "%s", e.text);
    bytes_close(&b);
}

// No more is kept than the bound allows, and what is packed is not unpacked to see how much it is.
static void bounded(void) {
    enum { SMALL = 1000, LARGE = 3 << 20 };
    char *zeros = arena_take(&arena, LARGE, 1), *gz = arena_take(&arena, LARGE, 1);
    put("small", zeros, SMALL);
    check_bound(in_folder("small"), SMALL, OK, "");
    check_bound(in_folder("small"), SMALL - 1, ERR_DATA, "more than 999 bytes");
    check_bound(in_folder("small"), 1, ERR_DATA, "more than 1 bytes");
    put("large", zeros, LARGE);
    check_bound(in_folder("large"), LARGE, OK, "");
    check_bound(in_folder("large"), LARGE - 1, ERR_DATA, "more than 3.15 MB");
    put("packed", gz, packed(gz, LARGE, zeros, LARGE));
    check_bound(in_folder("packed"), LARGE, OK, "");
    check_bound(in_folder("packed"), LARGE - 1, ERR_DATA, "more than 3.15 MB");
    check_bound("/dev/zero", 1 << 20, ERR_DATA, "/dev/zero: more than 1.05 MB");
}

// Zeros behind the packed data are none of it, anything else is a mistake.
static void padded_gzip(void) {
    char gz[200] = "";
    size_t n = packed(gz, sizeof gz, "words", 5);
    put("padded.gz", gz, n + 80);
    check_read("padded.gz", OK, "words", 5, NULL);
    gz[n + 3] = 'x';
    put("padded.gz", gz, n + 80);
    check_read("padded.gz", ERR_DATA, NULL, 0, "something follows the zeros");
}

static void writing(void) {
    Error e = {0};
    put("file", "old", 3);
    put("file", "new text", 8);
    check_read("file", OK, "new text", 8, NULL);
    CHECK(file_write(in_folder("no/such/file"), "x", 1, &e) == ERR_IO, "no folder to write into");
    CHECK(strstr(e.text, "no/such/file:"), "\"%s\" names the file, not the temporary one", e.text);
    CHECK(folder_make(in_folder("taken"), &e) == OK, "%s", e.text);
    CHECK(file_write(in_folder("taken"), "x", 1, &e) == ERR_IO, "a folder of that name is in the way");
    char command[200];
    snprintf(command, sizeof command, "test -z \"$(find %s -name '*.tmp')\"", folder);
    CHECK(system(command) == 0, "a temporary file was left behind");
}

// A pipe or a device is written into, not replaced: root's --out /dev/null must leave it what it is.
static void streams(void) {
    struct stat info;
    char got[8] = "";
    Error e = {0};
    CHECK(mkfifo(in_folder("stream"), 0666) == 0, "mkfifo");
    const int reader = open(in_folder("stream"), O_RDONLY | O_NONBLOCK);
    CHECK(file_write(in_folder("stream"), "text", 4, &e) == OK, "%s", e.text);
    CHECK(stat(in_folder("stream"), &info) == 0 && S_ISFIFO(info.st_mode), "it is a file now");
    CHECK(read(reader, got, sizeof got) == 4 && memcmp(got, "text", 4) == 0, "got \"%.4s\"", got);
    close(reader);
}

// A link of the temporary file's name, as it would be for this process, must not lead the text elsewhere.
static void planted_link(void) {
    Error e = {0};
    char name[64];
    put("victim", "mine", 4);
    snprintf(name, sizeof name, "safe.%ld.tmp", (long)getpid());
    CHECK(symlink("victim", in_folder(name)) == 0, "symlink");
    for (int i = 0; i < 3; i++) CHECK(file_write(in_folder("safe"), "text", 4, &e) == OK, "%s", e.text);
    check_read("victim", OK, "mine", 4, NULL);
    check_read("safe", OK, "text", 4, NULL);
    CHECK(unlink(in_folder(name)) == 0, "the link is as it was");
}

static void folders(void) {
    Error e = {0};
    CHECK(folder_make(in_folder("a/b//c/"), &e) == OK, "%s", e.text);
    CHECK(folder_exists(in_folder("a/b/c")) && folder_exists(in_folder("a")), "all of them exist");
    CHECK(folder_make(in_folder("a/b/c"), &e) == OK, "once more is fine: %s", e.text);
    put("a/b/f", "x", 1);
    CHECK(file_exists(in_folder("a/b/f")) && !folder_exists(in_folder("a/b/f")), "a file is no folder");
    CHECK(!file_exists(in_folder("a/x")), "nothing of that name");
    CHECK(folder_make(in_folder("a/b/f/g"), &e) == ERR_IO, "a file in the way");
    CHECK(strstr(e.text, "a/b/f: File exists"), "\"%s\" names it", e.text);
    put("kept", "x", 1);
    CHECK(symlink("../kept", in_folder("a/link")) == 0, "symlink");
    CHECK(folder_remove(in_folder("a"), &e) == OK, "%s", e.text);
    CHECK(!file_exists(in_folder("a")) && file_exists(in_folder("kept")), "gone, but not what a link pointed to");
    CHECK(folder_remove(in_folder("a"), &e) == OK, "one that does not exist is fine");
}

static void paths(void) {
    CHECK_TEXT(path_join(&arena, "a", "b"), "a/b");
    CHECK_TEXT(path_join(&arena, "a/", "b"), "a/b");
    CHECK_TEXT(path_join(&arena, "/", "b"), "/b");
    CHECK_TEXT(path_join(&arena, "", "b"), "b");
    CHECK_TEXT(path_join(&arena, "a", "/b"), "/b");
    CHECK_TEXT(path_folder(&arena, "a/b/c"), "a/b");
    CHECK_TEXT(path_folder(&arena, "c"), "");
    CHECK_TEXT(path_folder(&arena, "/c"), "/");
}

int main(void) {
    char template[] = "/tmp/regrun-files-XXXXXX";
    Error e = {0};
    folder = mkdtemp(template);
    if (!folder) return 1;
    plain();
    near();
    piped();
    gzipped();
    damaged_gzip();
    padded_gzip();
    zeros_behind();
    bounded();
    writing();
    streams();
    planted_link();
    folders();
    paths();
    CHECK(folder_remove(folder, &e) == OK && !file_exists(folder), "%s", e.text);
    arena_free(&arena);
    return test_end("base_files");
}
