"""A target changed since the previous release is told on the pages that show completion rates."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from renovation.releases.store import Draft, Store
from tests import first_dataset
from tests.pages.conftest import Opener, words_on

RAISED = dt.date(2013, 10, 22)
PAGES = ("overview", "units")


def test_a_changed_target_is_told_once(open_page: Opener, database: Path) -> None:
    told = "织里镇目标由34.8万㎡（截至2013年10月15日）调整为37.8万㎡（截至2013年10月22日），完成率随之变动。"
    for page in PAGES:
        assert told not in words_on(open_page(page))
    store = Store(f"sqlite:///{database}")
    units = first_dataset.with_unit_value("织里镇", "annual_target_area", 37.8, RAISED)
    store.publish(Draft({**first_dataset.tables(), "unit_progress": units}, "甲", ""), store.head())
    for page in PAGES:
        said = words_on(open_page(page))
        assert said.replace("\\", "").count(told) == 1, said
