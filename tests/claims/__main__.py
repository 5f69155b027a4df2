"""`python -m tests.claims [RELEASES]` proves the claims of 500 generated releases, or of as many as are named."""

from __future__ import annotations

import sys
from collections import Counter

from tests.claims.generated import weeks
from tests.claims.sentences import problems_and_claims


def main(count: int) -> int:
    proved: Counter[str] = Counter()
    problems = 0
    for seed in range(count):
        found, claims = problems_and_claims(weeks(seed)[-1])
        proved.update(claim.kind for claim in claims)
        problems += len(found)
        print(*(f"release {seed}: {problem}" for problem in found), sep="\n", end="\n" if found else "")
    print(f"{count} releases, {sum(proved.values())} claims proved, {problems} sentences false or unread")
    print(*(f"{kind}: {number}" for kind, number in proved.most_common()), sep="\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500))
