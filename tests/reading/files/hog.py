"""A worker that takes memory, or time, without end."""

from __future__ import annotations

import sys
from pathlib import Path

from renovation.reading.files import limits
from renovation.reading.files.process_limits import limit_this_process


def main() -> None:
    limit_this_process(limits.READER)
    order = Path(sys.argv[3]).read_text().partition("order:")[2]
    taken = []
    while True:
        if order == "memory":
            taken.append(b"x" * (1 << 20))


if __name__ == "__main__":
    main()
