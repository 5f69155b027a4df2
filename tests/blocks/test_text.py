"""Texts before they are set."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renovation.blocks.text import TextRun, printable, runs, shortened, width_of
from renovation.language import words_in


def test_a_long_name_is_cut_in_the_middle() -> None:
    assert shortened("八里店镇", 8) == "八里店镇"
    assert shortened("吴兴区旧厂区改造提升领导小组办公室东片", 11) == "吴兴区旧厂区…公室东片"


@given(st.text(), st.floats(min_value=1, max_value=40))
def test_a_shortened_name_fits_its_room(name: str, room: float) -> None:
    assert width_of(shortened(name, room)) <= room


@given(st.text())
def test_printable_words_carry_no_control_or_direction_characters(words: str) -> None:
    assert not [c for c in printable(words) if unicodedata.category(c) in ("Cc", "Cf")]


def test_an_amount_keeps_the_space_that_browsers_do_not_break() -> None:
    assert printable(words_in("en").number(3.5, "万㎡")) == "35,000\u00a0m²"


def test_line_breaks_become_spaces() -> None:
    assert printable("厂\u202e房\n 一\t期") == "厂房 一 期"


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("**334.3%** of the target", (TextRun("334.3%", True), TextRun(" of the target", False))),
        ("目标150个", (TextRun("目标", False), TextRun("150个", False, whole=True))),
        ("another 24,200\u00a0m²", (TextRun("another ", False), TextRun("24,200\u00a0m²", False, whole=True))),
        ("2014年", (TextRun("2014年", False, whole=True),)),
        ("by 15 Oct 2013", (TextRun("by ", False), TextRun("15 Oct 2013", False, whole=True))),
        ("12 Octagons", (TextRun("12 Octagons", False),)),
        ("2 ** 3", (TextRun("2 ** 3", False),)),
        ("", ()),
    ],
)
def test_bold_parts_stand_between_pairs_of_asterisks(line: str, parts: tuple[TextRun, ...]) -> None:
    assert runs(line) == parts
