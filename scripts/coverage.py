#!/usr/bin/env python3
"""Which lines the tests ran: coverage.py BUILD_FOLDER, after them (see `make coverage`).

Prints a row for each source file and the total, the least covered files last. A line that is compiled for several
kernels counts once, as run where it ran in any of them.
"""
import json
import os
import subprocess
import sys


def lines_of(notes):
    """{source: {line: whether it ran}} of one object, from its .gcno and, if anything of it ran, its .gcda."""
    out = subprocess.run(["gcov", "--json-format", "--stdout", os.path.abspath(notes)], capture_output=True, text=True,
                         check=False).stdout
    found = {}
    for text in out.splitlines():
        for file in json.loads(text)["files"]:
            lines = found.setdefault(file["file"], {})
            for line in file["lines"]:
                lines[line["line_number"]] = lines.get(line["line_number"], False) or line["count"] > 0
    return found


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sources = {}
    for folder, _, names in os.walk(sys.argv[1]):
        for name in names:
            if not name.endswith(".gcno"):
                continue
            for source, lines in lines_of(os.path.join(folder, name)).items():
                if not source.startswith("src/"):
                    continue
                merged = sources.setdefault(source, {})
                for line, ran in lines.items():
                    merged[line] = merged.get(line, False) or ran
    if not sources:
        sys.exit(f"coverage.py: nothing in {sys.argv[1]} was built with --coverage")
    rows = [(sum(lines.values()), len(lines), source) for source, lines in sources.items()]
    rows.sort(key=lambda row: (-row[0] / max(1, row[1]), row[2]))
    rows.append((sum(row[0] for row in rows), sum(row[1] for row in rows), "total"))
    print(f"{'file':<32} {'lines':>6} {'run':>6}")
    for ran, count, source in rows:
        missing = [line for line, it_ran in sorted(sources.get(source, {}).items()) if not it_ran]
        shown = ", ".join(map(str, missing[:12])) + (" ..." if len(missing) > 12 else "")
        print(f"{source:<32} {count:>6} {100 * ran / max(1, count):>5.1f}%  {shown}".rstrip())


if __name__ == "__main__":
    main()
