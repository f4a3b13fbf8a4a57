"""How a person is told what does not go: nothing is written then."""
import difflib
import sys


def refuse(message):
    sys.exit(f"plot.py: {message}")


def listed(words, most=20):
    """Some of many words."""
    words = [str(word) for word in words]
    return ", ".join(words[:most]) + (f" and {len(words) - most} more" if len(words) > most else "")


def refuse_word(what, word, words, there="there are"):
    """Refuses a name that is none, with the one that was meant, as far as that can be told."""
    words = [str(known) for known in words]
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.55)
    meant = f"did you mean {near[0]}? {there[0].upper()}{there[1:]}" if near else there
    refuse(f"{what} {word}; {meant} {listed(words)}")
