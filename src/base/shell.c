#include "base/shell.h"

#include <string.h>

// Letters, digits and marks that stand for themselves wherever they stand in a word: no ~, which may be a home. (A =
// makes an assignment only of a command whose name begins as a variable; ours are programs.)
static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_/.,:=@%+-";

void shell_add_word(Text *out, const char *word) {
    if (*word && !word[strspn(word, plain)]) {
        text_add(out, word);
        return;
    }
    text_add(out, "'");
    for (const char *rest = word;;) {
        const size_t n = strcspn(rest, "'");
        text_add_n(out, rest, n);
        rest += n;
        if (!*rest++) break;
        text_add(out, "'\\''"); // a quote cannot stand between quotes: it ends them, stands alone, they begin anew
    }
    text_add(out, "'");
}

void shell_add_command(Text *out, const char *const *words) {
    for (const char *const *word = words; *word; word++) {
        if (word > words) text_add(out, " ");
        shell_add_word(out, *word);
    }
}
