"""Stores publishers' explanations of why a printed figure differs from its recomputed value."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final

from renovation.releases.database import now
from renovation.releases.store import Store

_SETTING: Final = "check_explanations"


@dataclass(frozen=True)
class CheckExplanation:
    """A publisher's explanation: the reason, who gave it (`by`) and when (`at`, ISO in UTC)."""

    reason: str
    by: str
    at: str


def stored_explanations(store: Store) -> dict[str, CheckExplanation]:
    """Returns the stored explanations by the key of their check (from `check_states.explanation_keys`).

    Raises StoreUnavailable if the database does not answer.
    """
    return _parsed(store.settings.get(_SETTING))


def explain_check(store: Store, key: str, reason: str, by: str) -> None:
    """Stores the reason that the publisher `by` gives for the difference of a printed figure, and adds an audit line.

    `key` identifies the check (from `check_states.explanation_keys`); its earlier explanation is replaced. Raises
    StoreUnavailable if the database does not answer.
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
