"""How a person is told what does not go: one line, nothing is written, and an exit code of regrun's (regrun help exit)."""
import difflib
import errno
import sys

FAILED, USAGE, DATA, IO, INTERRUPTED = 1, 2, 4, 5, 130
PLAIN = {errno.ENOENT: "there is no such file or folder", errno.EISDIR: "this is a folder", errno.ENOTDIR: "a folder of this path is a file",
         errno.EACCES: "permission denied", errno.ENOSPC: "no space is left on the disk", errno.EROFS: "the disk can only be read"}


def refuse(message, code=USAGE):
    print(f"plot.py: {message}", file=sys.stderr)
    sys.exit(code)


def why(error):
    """What the system says, in plain words where they are known."""
    return PLAIN.get(error.errno) or error.strerror or str(error)


def listed(words, most=20):
    """Some of many words."""
    words = [str(word) for word in words]
    return ", ".join(words[:most]) + (f" and {len(words) - most} more" if len(words) > most else "")


def meant_of(word, words):
    """The one that was meant, as far as that can be told."""
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.55)
    return near[0] if near else None


def none_such(what, words, word, there="there are"):
    """That a name is none, which was meant, and which there are."""
    words = [str(known) for known in words]
    meant = meant_of(word, words)
    return f"{what}; {f'did you mean {meant}? {there[0].upper()}{there[1:]}' if meant else there} {listed(words)}"


def refuse_word(what, word, words, there="there are"):
    refuse(none_such(f"{what} {word}", words, word, there))
