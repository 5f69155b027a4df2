"""Every bad workbook gets exactly the report on file beside it."""

from __future__ import annotations

import json

import pytest

from tests.reading.bad_sheets import REPORTS, SHEETS, report


@pytest.mark.parametrize("name", SHEETS)
def test_a_bad_workbook_gets_the_report_on_file(name: str) -> None:
    assert report(SHEETS[name]()) == json.loads((REPORTS / f"{name}.json").read_text(encoding="utf-8"))


def test_every_report_on_file_is_of_a_bad_workbook() -> None:
    assert {path.stem for path in REPORTS.glob("*.json")} == set(SHEETS)


@pytest.mark.parametrize("name", SHEETS)
def test_every_report_is_in_whole_sentences(name: str) -> None:
    told = json.loads((REPORTS / f"{name}.json").read_text(encoding="utf-8"))
    assert told
    for problem in told:
        pair = ("message", "message_en") if "message" in problem else ("text", "text_en")
        for sentence in map(problem.__getitem__, pair):
            assert sentence
            assert "{" not in sentence
