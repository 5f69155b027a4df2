"""`python -m tests.claims [HISTORIES] [FIRST]` proves the claims of 500 generated histories, or of as many as are named."""

from __future__ import annotations

import sys
from collections import Counter

from tests.claims import over_releases, sentences
from tests.claims.generated import history


def main(count: int, first: int) -> int:
    proved: Counter[str] = Counter()
    problems = releases = 0
    for seed in range(first, first + count):
        drawn = history(seed)
        shown = over_releases.shown(drawn, seed)
        found, kinds = over_releases.problems_and_claims(shown)
        more, claims = sentences.problems_and_claims(shown.results, shown.past.now)
        proved.update([*kinds, *(claim.kind for claim in claims)])
        releases += len(drawn)
        problems += len(found) + len(more)
        for problem in (*found, *more):
            print(f"history {seed}: {problem}", flush=True)
    print(f"{count} histories of {releases} releases, {sum(proved.values())} claims proved, {problems} false or unread")
    print(*(f"{kind}: {number}" for kind, number in proved.most_common()), sep="\n")
    return 1 if problems else 0


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]]
    sys.exit(main(*(numbers + [500, 0][len(numbers) :])))
