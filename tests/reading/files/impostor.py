"""A worker that an attacker controls: it does what the uploaded file says instead of reading it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

HEAD = b'{"hidden":[]}\n{"sheet":"a"}\n'
END = b'{"end":true}\n'
ANSWERS = {
    "nothing": b"",
    "noise": bytes(range(256)) * 1000,
    "a list": b"[1,2]\n" + END,
    "a number": b"7\n" + END,
    "rows without a sheet": b"[[1]]\n" + END,
    "no end": HEAD + b"[[1]]\n",
    "half a line": HEAD + b"[[1],[2",
    "rows of other widths": HEAD + b"[[1],[2,3]]\n" + END,
    "a list within a cell": HEAD + b"[[[1]]]\n" + END,
    "not a number": HEAD + b"[[NaN]]\n" + END,
    "beyond all bounds": HEAD + b"[[1e999]]\n" + END,
    "a huge number": HEAD + b"[[" + b"9" * 10_000 + b"]]\n" + END,
    "a day that is none": HEAD + b'[[{"day":"2013-02-30"}]]\n' + END,
    "a day of another form": HEAD + b'[[{"day":[]}]]\n' + END,
    "depth": HEAD + b"[" * 200_000 + b"\n" + END,
    "an unknown refusal": b'{"refused":"nonsense","details":{}}\n',
    "a refusal of another form": b'{"refused":["empty"],"details":7}\n',
    "rows without cells": HEAD + (b"[" + b"[]," * 100_000 + b"[]]\n") + END,
    "sheets": b'{"hidden":[]}\n' + b'{"sheet":"a"}\n' * 1_000 + END,
}


def main() -> None:
    """The task is whatever the file says."""
    _task, _kind, path = sys.argv[1:]
    order = Path(path).read_text().partition("order:")[2]
    out = sys.stdout.buffer
    if order == "kill":
        out.write(HEAD + b"[[1]]\n")
        out.flush()
        os.kill(os.getpid(), 9)
    elif order == "sleep":
        time.sleep(600)
    elif order == "flood":
        out.write(HEAD)
        while True:
            out.write(b"[" + b"[1]," * 250_000 + b"[1]]\n")
    elif order == "line":
        while True:
            out.write(b"1" * 1_000_000)
    else:
        out.write(ANSWERS[order])


if __name__ == "__main__":
    main()
