"""Declares what must hold between figures of different rows and tables: data for the checks of a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from renovation.domain import places
from renovation.domain.columns import (
    AREA_RENOVATED,
    AREA_REPORTED,
    COUNTY,
    GOAL_CITY_RANK_BY_AREA,
    GOAL_SHARE_OF_SCHEDULED_STARTED,
    PROJECTS_COMPLETED,
    PROJECTS_SCHEDULED,
    PROJECTS_STARTED,
)

_DISTRICT: Final = places.DISTRICT.name


@dataclass(frozen=True)
class SameFact:
    """A figure of 全区指标 (`subject`, `measure`) that a site also states, in `column` of its row."""

    subject: str
    measure: str
    site: str
    column: str


@dataclass(frozen=True)
class TextMention:
    """A figure of 全区指标 that texts about its subject mention: a number between `before` and one of `after`.

    The texts are the subject's notes, the names and remarks of its sites, and the figure's own remark.
    """

    subject: str
    measure: str
    before: str
    after: tuple[str, ...]


@dataclass(frozen=True)
class NotMoreThan:
    """A figure of the district that is a part of another one, `whole`, or has a fixed `limit`."""

    measure: str
    whole: str | None = None
    limit: float | None = None


@dataclass(frozen=True)
class RowsNotMoreThan:
    """A column of a table of which no row may exceed a figure of the district; only the row of `place`, if given."""

    table: str
    column: str
    whole: str
    place_column: str | None = None
    place: str | None = None


SAME_FACTS: Final = (
    SameFact("高新区", "households_demolished_xinan", "欣安村低小散丝织厂房", "households"),
    SameFact("高新区", "area_demolished_xinan", "欣安村低小散丝织厂房", "area"),
    SameFact("八里店镇", "key_enterprises_on_g318", "318国道沿线企业", "enterprises"),
)

MENTIONS: Final = (
    TextMention("八里店镇", "key_enterprises_on_g318", "318国道沿线", ("家",)),
    TextMention("八里店镇", "work_groups", "", ("个工作组已进驻", "个工作小组已进驻")),
    TextMention("环渚街道", "park_planned", "园区", ("公顷",)),
    TextMention(_DISTRICT, "key_projects", "", ("个重点实施项目挂牌督战",)),
    TextMention(_DISTRICT, "meeting_attendance", "", ("人", "多人")),
)

NOT_MORE_THAN: Final = (
    NotMoreThan(PROJECTS_COMPLETED, whole=PROJECTS_STARTED),
    NotMoreThan(PROJECTS_STARTED, whole=PROJECTS_SCHEDULED),
    NotMoreThan("key_projects", whole=PROJECTS_SCHEDULED),
    NotMoreThan(GOAL_SHARE_OF_SCHEDULED_STARTED, limit=100),
    NotMoreThan(GOAL_CITY_RANK_BY_AREA, limit=len(places.COUNTIES)),
)

ROWS_NOT_MORE_THAN: Final = (
    RowsNotMoreThan("sites", "enterprises", PROJECTS_SCHEDULED),
    RowsNotMoreThan("sites", "area", AREA_RENOVATED),
    RowsNotMoreThan("county_progress", AREA_REPORTED, AREA_RENOVATED, COUNTY, places.OWN_COUNTY.name),
)
"""The city's statistic of the own county follows the district's own, so it is never larger."""
