"""Stores publishers' explanations why a reported figure differs from the recomputed one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from renovation.releases.database import now
from renovation.releases.store import Release, Store

_SETTING: Final = "check_explanations"
_YEAR_IN_KEY: Final = re.compile(r"\|year \d{4}$")
"""The end of a key with a year: `全区|projects_started|sum|6|year 2013`, not `全区|projects_started|sum|6`."""


@dataclass(frozen=True)
class CheckExplanation:
    """A publisher's explanation why a reported figure differs from the recomputed one.

    `reason` is the text, `by` the publisher's name, `at` the time (ISO in UTC).
    """

    reason: str
    by: str
    at: str


def stored_explanations(store: Store) -> dict[str, CheckExplanation]:
    """Returns all explanations that publishers gave for a difference between a reported and a recomputed figure.

    The keys of the result identify a figure, its year and the difference (the function `explanation_keys` makes them).
    Explanations from older versions have keys without a year; their keys get the year of the figures that were the
    newest when the explanation was given. Raises StoreUnavailable if the database does not respond.
    """
    explanations = _parsed(store.until_written.get(_SETTING, lambda: store.settings.get(_SETTING)))
    dated = {key: given for key, given in explanations.items() if _YEAR_IN_KEY.search(key)}
    if len(dated) == len(explanations):
        return dated
    releases = store.releases()
    old = {key: given for key, given in explanations.items() if key not in dated}
    return {f"{key}|year {_year_of(given, releases)}": given for key, given in old.items()} | dated


def _year_of(given: CheckExplanation, releases: Iterable[Release]) -> int:
    """Returns the year of the newest figures that were published when the explanation `given` was stored."""
    return max((one.as_of.year for one in releases if one.published_at <= given.at), default=int(given.at[:4]))


def explain_check(store: Store, key: str, reason: str, by: str) -> None:
    """Stores a publisher's explanation why a reported figure differs from the recomputed one, and writes an audit line.

    `key` identifies the figure, its year and the difference (the function `explanation_keys` makes it); an earlier
    explanation with this key is replaced. `reason` is the explanation, `by` the publisher's name. Raises
    StoreUnavailable if the database does not respond.
    """
    explanation = CheckExplanation(reason, by, now())
    while True:
        before = store.settings.get(_SETTING)
        after = {name: asdict(given) for name, given in {**_parsed(before), key: explanation}.items()}
        if store.settings.compare_and_swap(_SETTING, before, json.dumps(after, ensure_ascii=False)):
            break
    store.add_audit_line("explain", by, {"check": key, "reason": reason})


def _parsed(setting: str | None) -> dict[str, CheckExplanation]:
    return {key: CheckExplanation(**given) for key, given in json.loads(setting or "{}").items()}
