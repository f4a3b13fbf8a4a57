// Words for a shell: /bin/sh reads back what was written.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/shell.h"
#include "test.h"

static const char *const words[] = {
    "plain",    "",          "two words", " ",     "a'b",     "'",      "''",
    "\"",       "a\"b'c",    "$HOME",     "`ls`",  "$(ls)",   "back\\", "\\n",
    "*",        "?[a]",      "a;b",       "a&b|c", "a>b<c",   "~",      "#no",
    "!history", "tab\there", "{a,b}",     "-n",    "--x=y z", "100%",   "\xc3\xa9t\xc3\xa9",
    "(a)",      "trailing ", "line\nend", "a=b",
};
enum { WORDS = sizeof words / sizeof *words };

// What a shell prints that is given the words, with a mark behind each.
static void ask_shell(char *answer, size_t size) {
    const char *command[WORDS + 3] = {"printf", "%s|", NULL};
    Text line = {0};
    for (int i = 0; i < WORDS; i++) command[i + 2] = words[i];
    shell_add_command(&line, command);
    FILE *shell = line.failed ? NULL : popen(line.data, "r");
    const size_t n = shell ? fread(answer, 1, size - 1, shell) : 0;
    answer[n] = 0;
    CHECK(shell && pclose(shell) == 0, "the shell took %s", line.data);
    text_free(&line);
}

static void check_readable(void) {
    Text line = {0};
    shell_add_word(&line, "/data/run-1_a.json");
    CHECK_TEXT(line.data, "/data/run-1_a.json"); // what means nothing to a shell stays readable
    text_free(&line);
    shell_add_word(&line, "it's");
    CHECK_TEXT(line.data, "'it'\\''s'");
    text_free(&line);
}

int main(void) {
    char answer[1024];
    Text want = {0};
    for (int i = 0; i < WORDS; i++) text_printf(&want, "%s|", words[i]);
    ask_shell(answer, sizeof answer);
    CHECK_TEXT(answer, want.data);
    text_free(&want);
    check_readable();
    return test_end("base_shell");
}
