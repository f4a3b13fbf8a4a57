#!/usr/bin/env python3
"""The page of the book of claims, from what `regrun claims --json` says. Called by scripts/book.sh:

    scripts/book.py LIST PAGE VERSION
"""
import collections
import json
import os
import re
import subprocess
import sys

NONE = "no verdict"
TALLIED = {"supported": "supported", "refuted": "refuted", "cannot tell": "cannot be told", NONE: "without a verdict"}

HEAD = """<!-- Written by scripts/book.sh; what is changed by hand is lost. -->
# The book of claims

What is said of batch norm, dropout and their kin, each put to the test by an experiment that anybody can run again.

**{tally}.**
Where a claim is refuted or cannot be told, that is at this size, on these data; its config says which.

`regrun claims` lists the claims, `regrun claims NAME` runs one, `regrun claims --all` all of them. `scripts/book.sh` writes this page
from the results, here those of {version}. All numbers but those *measured here* are the same on every machine, to the last digit.

An expectation is a difference between its left and its right side, taken under each seed (of *at least 2 times* it is left less twice
the right): the tables show its mean with the 95 % interval, and how many seeds it is of. Verdicts are corrected by Holm over the
expectations of a claim ([expectations.md](expectations.md)). A claim is supported where all its expectations are, and refuted
where one of them is.

Sizes, epochs and rates were found in trial runs, so that an effect could show within a minute, and some expectations were put in
other words after a first look. So these are demonstrations, whose p values say that chance alone does not make what is seen; they are not
those of a study that was registered before. The claims are put to the test on small networks and built-in data: other data may say
otherwise, and `regrun claims --mnist` has some of them on MNIST.

"""


missing = []  # claims whose picture could not be drawn


def escaped(text):
    """Text without a meaning in Markdown."""
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*\[\]|#~]|(?<!\w)_|_(?!\w))", r"\\\1", text)


def code(text):
    """An expression, in a cell of a table."""
    return escaped(text) if "`" in text else f"`{text}`".replace("|", r"\|")


def anchor(name):
    return re.sub(r"[^a-z0-9_-]", "", name.lower())


def number(value):
    return "" if value is None else f"{value:.3g}".replace("-", "\u2212")


def count(n, what):
    return f"{n} {what}{'' if n == 1 else 's'}"


def is_measured(expectation):
    """Whether it is about seconds, which no two machines agree on."""
    return "seconds_per_epoch" in expectation["that"]


def verdict_of(claim):
    measured = any(is_measured(expectation) for expectation in claim["expectations"])
    return (claim["verdict"] or NONE) + (" (measured here)" if measured else "")


def tally(claims):
    counts = collections.Counter(claim["verdict"] or NONE for claim in claims)
    parts = [f"{counts[verdict]} {words}" for verdict, words in TALLIED.items() if counts[verdict]]
    return f"{count(len(claims), 'claim')}: {', '.join(parts)}"


def summary(book):
    """A row for each claim."""
    yield "| claim | verdict | expectations supported | what is said |\n|:---|:---|:---|:---|\n"
    for chapter, claims in book:
        yield f"| **{escaped(chapter['title'])}** | | | |\n"
        for claim in claims:
            name = claim["name"]
            held = sum(expectation["verdict"] == "supported" for expectation in claim["expectations"])
            held = f"{held} of {len(claim['expectations'])}" if claim["verdict"] else ""
            yield f"| [{escaped(name)}](#{anchor(name)}) | {verdict_of(claim)} | {held} | {escaped(claim['says'])} |\n"
    yield "\n"


def row(expectation):
    interval = ""
    if expectation["mean"] is not None:
        interval = number(expectation["mean"])
        if expectation["low"] is not None and expectation["high"] is not None:
            interval += f" [{number(expectation['low'])}, {number(expectation['high'])}]"
    verdict = expectation["verdict"] or NONE
    if expectation["seeds_needed"]:
        verdict += f" (some {expectation['seeds_needed']:.0f} seeds would)"
    if is_measured(expectation):
        verdict += ", *measured here*"
    return (f"| {escaped(expectation['say'])} | {code(expectation['that'])} | {verdict} | {interval} | "
            f"{number(expectation['seeds'])} |\n")


def picture(claim, page):
    """Draws what the claim's config asks for, beside the page; the line that shows it."""
    if not claim["picture"] or not claim["verdict"]:
        return ""
    inside = f"images/claims/{claim['name']}.png"
    file = os.path.join(os.path.dirname(page), inside)
    os.makedirs(os.path.dirname(file), exist_ok=True)
    plot = os.path.join(os.path.dirname(os.path.abspath(__file__)), "plot.py")
    command = [plot, claim["results"], "-o", file, "--dpi", "90", "--colors", "64"]
    for option, value in claim["picture"].items():
        command += [f"--{option}", value]
    if subprocess.run(command, check=False).returncode:
        print(f"book.py: {claim['name']}: no picture; the \"picture\" in {claim['config']} asks for it", file=sys.stderr)
        missing.append(claim["name"])
        return ""
    return f"\n![{escaped(claim['name'])}: {escaped(' by '.join(claim['picture'].values()))}]({inside})\n"


def section(claim, page):
    yield f"### {claim['name']}\n\n> {escaped(claim['says'])}\n"
    if claim["by"]:
        yield f">\n> Who says so: {escaped(claim['by'])}\n"
    yield f"\n**{verdict_of(claim)}**{'. ' if claim['about'] else ''}{escaped(claim['about'])}\n\n"
    config = claim["config"]
    if not os.path.isabs(config):
        config = f"[{escaped(config)}]({os.path.relpath(config, os.path.dirname(page) or '.')})"
    yield (f"{count(claim['settings'], 'setting')}, {count(claim['seeds'], 'seed')}: {config}; "
           f"`regrun claims {claim['name']}`\n")
    if claim["expectations"]:
        yield "\n| expected | that is | verdict | left \u2212 right | seeds |\n|:---|:---|:---|---:|---:|\n"
        yield from map(row, claim["expectations"])
    yield picture(claim, page)
    yield "\n"


def write(book, page, version):
    claims = [claim for _, own in book for claim in own]
    yield HEAD.format(tally=tally(claims), version=version)
    yield from summary(book)
    for chapter, own in book:
        yield f"## {escaped(chapter['title'])}\n\n"
        for claim in own:
            yield from section(claim, page)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    _, listed, page, version = sys.argv
    with open(listed, encoding="utf-8") as file:
        everything = json.load(file)
    book = [(chapter, [claim for claim in everything["claims"] if claim["chapter"] == chapter["name"]])
            for chapter in everything["chapters"]]
    text = "".join(write([(chapter, claims) for chapter, claims in book if claims], page, version))
    os.makedirs(os.path.dirname(page) or ".", exist_ok=True)
    with open(page, "w", encoding="utf-8") as file:
        file.write(text.rstrip("\n") + "\n")
    sys.exit(len(missing) > 0)


if __name__ == "__main__":
    main()
