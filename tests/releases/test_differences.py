from __future__ import annotations

import dataclasses
import datetime as dt

import pandas as pd

from renovation.domain.dated_tables import DatedTable
from renovation.language import words_in
from renovation.releases.differences import COLUMNS, differences
from renovation.wording.updates import change_lines, changes_table
from tests import first_dataset


def changed(tables: dict[str, DatedTable], name: str, **columns: pd.Series) -> dict[str, DatedTable]:
    table = tables[name]
    return {**tables, name: dataclasses.replace(table, frame=table.frame.assign(**columns))}


def test_nothing_changed_is_nothing_changed(tables: dict[str, DatedTable]) -> None:
    found = differences(tables, first_dataset.tables())
    assert found.changes.empty
    assert set(found.same) == set(tables)
    assert found.redated == ()


def test_a_change_is_told_by_unit_and_measure_with_its_difference(tables: dict[str, DatedTable]) -> None:
    started = tables["unit_progress"].frame["projects_started"].replace({43: 45, 23: 22})
    found = differences(tables, changed(tables, "unit_progress", projects_started=started))
    told = found.changes[["table", "subject", "column", "kind", "before", "after", "difference"]].to_numpy().tolist()
    assert told == [
        ["unit_progress", "织里镇", "projects_started", "changed", 43, 45, 2],
        ["unit_progress", "东林镇", "projects_started", "changed", 23, 22, -1],
    ]
    assert "county_progress" in found.same


def test_rows_that_appear_or_vanish_are_told_once(tables: dict[str, DatedTable]) -> None:
    units = tables["unit_progress"]
    fewer = {**tables, "unit_progress": dataclasses.replace(units, frame=units.frame.iloc[1:])}
    assert differences(tables, fewer).changes[["subject", "kind"]].to_numpy().tolist() == [["高新区", "vanished"]]
    assert differences(fewer, tables).changes[["subject", "kind"]].to_numpy().tolist() == [["高新区", "appeared"]]


def test_a_value_that_becomes_missing_is_a_change(tables: dict[str, DatedTable]) -> None:
    area = tables["unit_progress"].frame["area_renovated"].where(lambda a: a != 33.6)
    found = differences(tables, changed(tables, "unit_progress", area_renovated=area)).changes
    assert found[["before", "kind"]].to_numpy().tolist() == [[33.6, "changed"]]
    assert found["after"].isna().all()


def test_a_table_of_another_day_alone_is_redated(tables: dict[str, DatedTable]) -> None:
    later = {**tables, "notes": dataclasses.replace(tables["notes"], as_of=dt.date(2013, 10, 29))}
    assert differences(tables, later).redated == ("notes",)


def test_the_first_release_of_all_only_appears(tables: dict[str, DatedTable]) -> None:
    found = differences({}, tables).changes
    assert set(found["kind"]) == {"appeared"}
    assert len(found) == 8 + 5 + 25 + 20 + 16


def test_many_new_rows_are_told_in_one_line_and_few_by_name(tables: dict[str, DatedTable]) -> None:
    units = tables["unit_progress"]
    fewer = {**tables, "unit_progress": dataclasses.replace(units, frame=units.frame.iloc[2:])}
    assert change_lines(differences(fewer, tables), words_in("zh")) == (
        "乡镇进度新增：高新区",
        "乡镇进度新增：织里镇",
    )
    told = change_lines(differences({}, tables), words_in("zh"))
    assert told[:2] == ("乡镇进度：新增8行", "县区进度：新增5行")
    assert change_lines(differences(tables, {}), words_in("en"))[0] == "Rows removed from Units' progress: 8"


def test_an_area_and_its_change_have_their_unit_of_measurement(tables: dict[str, DatedTable]) -> None:
    units, figures = tables["unit_progress"].frame, tables["figures"].frame
    after = changed(tables, "unit_progress", area_renovated=units["area_renovated"].replace(91.3, 92.5))
    after = changed(after, "figures", value=figures["value"].replace(242.01, 243.01))
    found = differences(tables, after)
    assert change_lines(found, words_in("zh")) == (
        "织里镇：完成改造建筑面积 91.3万㎡ → 92.5万㎡（+1.2万㎡）",
        "全区 · 完成改造建筑面积：数值 242.01万㎡ → 243.01万㎡（+1万㎡）",
    )
    assert change_lines(found, words_in("en"))[0] == (
        "Zhili Town: floor area renovated 913,000\u00a0m² → 925,000\u00a0m² (+12,000\u00a0m²)"
    )


def test_a_change_of_a_rate_is_in_percentage_points(tables: dict[str, DatedTable]) -> None:
    rates = tables["unit_progress"].frame["completion_rate_reported"]
    found = differences(tables, changed(tables, "unit_progress", completion_rate_reported=rates.replace(404, 381.4)))
    assert change_lines(found, words_in("zh")) == ("道场乡：完成率原报值 404% → 381.4%（−22.6个百分点）",)
    assert changes_table(found.changes, words_in("zh"))[words_in("zh")("Change")].tolist() == ["−22.6个百分点"]


def test_a_table_of_new_rows_has_no_columns_for_changed_figures(tables: dict[str, DatedTable]) -> None:
    new = differences({}, tables).changes
    assert list(changes_table(new, words_in("en"))) == ["Table", "Unit or project", "Column", "Kind of change"]


def test_a_table_that_comes_without_rows_is_only_redated(tables: dict[str, DatedTable]) -> None:
    notes = tables["notes"]
    empty = {**tables, "notes": dataclasses.replace(notes, frame=notes.frame.iloc[:0])}
    without = {name: table for name, table in tables.items() if name != "notes"}
    assert differences(without, empty).redated == ("notes",)
    assert differences(empty, without).redated == ("notes",)


def test_without_a_change_the_columns_are_there_all_the_same(tables: dict[str, DatedTable]) -> None:
    assert list(differences(tables, first_dataset.tables()).changes.columns) == list(COLUMNS)


def test_a_count_that_becomes_missing_or_known_is_a_change(tables: dict[str, DatedTable]) -> None:
    started = tables["unit_progress"].frame["projects_started"]
    fewer = changed(tables, "unit_progress", projects_started=started.mask(started == 43))
    for found in (differences(tables, fewer).changes, differences(fewer, tables).changes):
        assert found[["subject", "column", "kind"]].to_numpy().tolist() == [["织里镇", "projects_started", "changed"]]
        assert found[["before", "after"]].isna().to_numpy().sum() == 1
        assert found["difference"].isna().all()


def test_changes_stand_in_the_order_of_tables_and_rows(tables: dict[str, DatedTable]) -> None:
    units, counties = tables["unit_progress"].frame, tables["county_progress"].frame
    after = changed(
        tables, "unit_progress", **{name: units[name] + 1 for name in ("projects_completed", "area_renovated")}
    )
    after = changed(after, "county_progress", area_reported=counties["area_reported"] + 1)
    found = differences(tables, after).changes
    assert found[["subject", "column"]].to_numpy().tolist() == [
        *([unit, column] for unit in units["unit"] for column in ("projects_completed", "area_renovated")),
        *([county, "area_reported"] for county in counties["county"]),
    ]
    assert found.index.tolist() == list(range(len(found)))


def test_a_row_is_named_by_all_parts_of_its_key(tables: dict[str, DatedTable]) -> None:
    notes = tables["notes"].frame
    after = changed(tables, "notes", text=notes["text"].where(notes.index != 1, "包干到户"))
    found = differences(tables, after).changes
    assert found[["subject", "kind", "column"]].to_numpy().tolist() == [
        ["progress · 八里店镇 · 包干到户", "appeared", ""],
        ["progress · 八里店镇 · 318国道沿线36家企业由班子成员包干，6个工作组已进驻", "vanished", ""],
    ]


def test_a_column_that_an_older_release_lacks_is_a_change_where_it_holds_something(
    tables: dict[str, DatedTable],
) -> None:
    sites = tables["sites"]
    older = {**tables, "sites": dataclasses.replace(sites, frame=sites.frame.drop(columns="led_by"))}
    found = differences(older, tables).changes
    assert set(found["column"]) == {"led_by"}
    assert len(found) == sites.frame["led_by"].notna().sum()
    assert found["before"].isna().all()
    assert differences(tables, older).changes["subject"].tolist() == found["subject"].tolist()
