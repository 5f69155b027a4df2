"""Adds lines to the audit, the record of who did what, for actions that publish no release."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa

from renovation.releases.database import now
from renovation.releases.schema import AUDIT

_NO_RELEASE: Final = 0
"""The release number of such a line."""


def add_audit_line(connection: sa.Connection, action: str, by: str, detail: Mapping[str, Any]) -> None:
    """Adds a line to the audit, the record of who did what, for an action that publishes no release.

    `by` is the name of the person, `action` is a code of what the person did, such as "explain". `detail` is stored as
    JSON.
    """
    written = json.dumps(detail, ensure_ascii=False)
    line = AUDIT.insert().values(at=now(), by=by, action=action, release=_NO_RELEASE, detail=written)
    connection.execute(line)
