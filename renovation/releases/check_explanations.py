"""Why a printed figure does not add up, as a publisher explained it; kept beside the releases."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final

from renovation.releases.database import now
from renovation.releases.store import Store

_SETTING: Final = "check_explanations"


@dataclass(frozen=True)
class CheckExplanation:
    """The reason that a publisher gave, who gave it and when (ISO, UTC)."""

    reason: str
    by: str
    at: str


def stored_explanations(store: Store) -> dict[str, CheckExplanation]:
    """Returns the explanations by the key of their check (`check_states.explanation_key`). Raises StoreUnavailable."""
    return _parsed(store.settings.get(_SETTING))


def explain_check(store: Store, key: str, reason: str, by: str) -> None:
    """Stores the reason of a check, in place of an earlier one, with an audit line. Raises StoreUnavailable."""
    explanation = CheckExplanation(reason, by, now())
    while True:
        before = store.settings.get(_SETTING)
        after = {name: asdict(given) for name, given in {**_parsed(before), key: explanation}.items()}
        if store.settings.compare_and_swap(_SETTING, before, json.dumps(after, ensure_ascii=False)):
            break
    store.add_audit_line("explain", by, {"check": key, "reason": reason})


def _parsed(setting: str | None) -> dict[str, CheckExplanation]:
    return {key: CheckExplanation(**given) for key, given in json.loads(setting or "{}").items()}
