"""Declares conditions between figures in different rows and tables.

The validation of a workbook reports every violation as a problem.
"""

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
    """Declares that a figure in the table `figures` and a figure in the table `sites` are about the same fact.

    The two figures must therefore be equal. `subject` (the Chinese name of a place) and `measure` identify the row of
    `figures`; `site` (the name of a site) and `column` (such as "households") identify the cell of `sites`.
    """

    subject: str
    measure: str
    site: str
    column: str


@dataclass(frozen=True)
class TextMention:
    """Declares that a figure of the table `figures` is repeated in sentences of the workbook, with the same value.

    `subject` (the Chinese name of a place) and `measure` identify the figure. In a sentence, the text `before` comes
    directly before the number, and one of the texts `after` comes directly after the number. The sentences are the
    notes about the place, the names and remarks of its sites, and the remark of the figure itself.
    """

    subject: str
    measure: str
    before: str
    after: tuple[str, ...]


@dataclass(frozen=True)
class NotMoreThan:
    """Declares that the district's figure of `measure` may not exceed the district's figure of the measure `whole`.

    For example, the projects completed may not exceed the projects started. If `limit` is given instead of `whole`, the
    figure may not exceed this number.
    """

    measure: str
    whole: str | None = None
    limit: float | None = None


@dataclass(frozen=True)
class RowsNotMoreThan:
    """Declares that no value in the column `column` of the table `table` may exceed a figure of the district.

    `whole` is the measure of this figure, such as `projects_scheduled`. If `place` is given, only the row that has this
    place in the column `place_column` is limited.
    """

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
"""The rows whose values are limited by a figure of the district. Our own county's figure is limited too, because the
city derives it from the district's figure."""
