from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renovation.web.markdown import escaped


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "![x](http://x.test)",
        ":red[x]",
        "$x^2$",
        ":material/bug:",
        "**a**",
        "`a`",
    ],
)
def test_nothing_special_is_left_unescaped(hostile: str) -> None:
    assert not re.search(r"(?<!\\)[<>\[\]()*`$:!]", escaped(hostile))


@given(st.text(max_size=60))
def test_the_text_reads_as_it_was(text: str) -> None:
    shown = re.sub(r"\\(.)", r"\1", escaped(text))
    assert "\n" not in shown
    assert [c for c in shown if c.isalnum()] == [c for c in text if c.isalnum()]


def test_directions_and_controls_are_dropped() -> None:
    assert escaped("a\u202eb\x00c\u200bd") == "abcd"


@pytest.mark.parametrize("address", ["http://evil.test", "https://evil.test", "www.evil.test", "me@evil.test"])
def test_a_bare_address_is_no_link(address: str) -> None:
    assert "\u2060" in escaped(address)
