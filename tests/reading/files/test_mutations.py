"""Files that were damaged on the way give a book or a refusal, and nothing else."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renovation.reading.files.workbook import Book, UnreadableWorkbook, open_book
from tests.reading.files import test_kinds, test_remarks

WHOLE: Final = [
    test_remarks.as_xlsx(),
    test_remarks.as_ods(),
    test_remarks.as_xls(),
    test_kinds.as_csv().encode("gb18030"),
]


@st.composite
def damaged_files(draw: st.DrawFn) -> bytes:
    """One of the files with some bits flipped, an end cut off, or a piece of another in its middle."""
    content = bytearray(draw(st.sampled_from(WHOLE)))
    places = st.integers(0, len(content) - 1)
    for place in draw(st.lists(places, max_size=6)):
        content[place] ^= 1 << draw(st.integers(0, 7))
    if draw(st.booleans()):
        place, other = draw(places), draw(st.sampled_from(WHOLE))
        content[place : place + draw(st.integers(0, 600))] = other[: draw(st.integers(0, 900))]
    return bytes(content[: draw(places)] if draw(st.integers(0, 3)) == 0 else content)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(damaged_files())
def test_a_damaged_file_is_a_book_or_a_refusal(content: bytes) -> None:
    with suppress(UnreadableWorkbook):
        assert isinstance(open_book(content), Book)
