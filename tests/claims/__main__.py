"""`python -m tests.claims [HISTORIES] [FIRST]` proves the claims of 500 generated histories, or of as many as are named, and
of the simulated year.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

from tests.claims import over_releases, sentences
from tests.claims.generated import Published, history, year


def main(count: int, first: int) -> int:
    proved: Counter[str] = Counter()
    problems = releases = 0
    for name, seed, drawn in histories(count, first):
        shown = over_releases.shown(drawn, seed)
        found, kinds = over_releases.problems_and_claims(shown)
        more, claims = sentences.problems_and_claims(shown.results, shown.past.now)
        proved.update([*kinds, *(claim.kind for claim in claims)])
        releases += len(drawn)
        problems += len(found) + len(more)
        for problem in (*found, *more):
            print(f"{name}: {problem}", flush=True)
    print(f"{count} histories of {releases} releases, {sum(proved.values())} claims proved, {problems} false or unread")
    print(*(f"{kind}: {number}" for kind, number in proved.most_common()), sep="\n")
    return 1 if problems else 0


def histories(count: int, first: int) -> Iterator[tuple[str, int, tuple[Published, ...]]]:
    """Names, seeds and releases: the generated histories, and before the first every fourth week of the simulated year."""
    if first == 0:
        yield from ((f"week {weeks} of the simulated year", weeks, year(weeks)) for weeks in range(4, 53, 4))
    yield from ((f"history {seed}", seed, history(seed)) for seed in range(first, first + count))


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]]
    sys.exit(main(*(numbers + [500, 0][len(numbers) :])))
