#!/usr/bin/python3
"""Calls scripts/plot.py for tests/cli/plot.sh, all in one process, because it starts slowly: FOLDER takes what was said.

Reads lines of arguments; an empty line ends a group. Of each group FOLDER/err has all that was said, and FOLDER/codes a line for each call,
"done", or the exit code and what was said; "drawn" on stdout says that they are there.
"""
import contextlib
import io
import os
import shlex
import sys
import traceback

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "scripts"))

from plot import command  # noqa: E402


def call(line):
    """How a call ended, and what it said on stderr."""
    sys.argv, said, ended = ["plot.py", *shlex.split(line)], io.StringIO(), "done"
    with contextlib.redirect_stderr(said):
        try:
            command.main()
        except SystemExit as end:
            ended = str(end.code)
        except Exception:  # pylint: disable=broad-except
            ended = f"crashed: {traceback.format_exc()}"
    return ended, said.getvalue()


def main(folder):
    print("ready", flush=True)
    calls = []
    for line in sys.stdin:
        if line != "\n":
            calls.append(call(line))
            continue
        with open(os.path.join(folder, "codes"), "w", encoding="utf-8") as codes:
            codes.writelines(" ".join([ended, *(said.split("\n") if ended != "done" else [])]).strip() + "\n" for ended, said in calls)
        with open(os.path.join(folder, "err"), "w", encoding="utf-8") as err:
            err.writelines(said for _, said in calls)
        calls = []
        print("drawn", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
