"""What the report says beside its figures has a place on a screen, in both languages."""

from __future__ import annotations

import pytest

from renovation.domain import places
from renovation.domain.report import DATES, statements_about
from tests.pages.conftest import Opener, words_on

SHOWN = {
    "overview": ("event", "requirement", "policy", "slogan", "rule", "step"),
    "checks": ("doubt", "inferred"),
}
UNITS = [unit.name for unit in places.UNITS]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", SHOWN)
def test_every_statement_of_the_report_stands_on_its_page(open_page: Opener, page: str, language: str) -> None:
    said = words_on(open_page(page, lang=language)).replace("\\", "").replace("\u2060", "")
    missing = [
        text
        for one in statements_about(DATES, UNITS, *SHOWN[page])
        if (text := getattr(one.text, language)) not in said
    ]
    assert not missing
