"""What Streamlit computes once equals what it computes in every run."""

from __future__ import annotations

import pytest
from streamlit import string_util
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from renovation.web.streamlit_caches import cache_in_streamlit


@pytest.mark.parametrize("section", ["theme", "theme.light", "theme.dark", "theme.sidebar"])
def test_the_copied_theme_is_the_one_that_streamlit_builds(section: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fill = app_session._populate_theme_msg
    monkeypatch.setattr(app_session, "_populate_theme_msg", fill)
    monkeypatch.setattr(string_util, "extract_leading_emoji", string_util.extract_leading_emoji)
    built, *copied = (CustomThemeConfig() for _ in range(3))
    fill(built.light, section)
    cache_in_streamlit()
    for message in copied:
        app_session._populate_theme_msg(message.light, section)
    assert copied == [built, built]
    assert built.HasField("light") == (section != "theme.sidebar"), "the settings in .streamlit are read"


def test_an_icon_is_found_in_a_label_that_was_seen_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_session, "_populate_theme_msg", app_session._populate_theme_msg)
    monkeypatch.setattr(string_util, "extract_leading_emoji", string_util.extract_leading_emoji)
    cache_in_streamlit()
    labels = ["织里镇", "🚩 织里镇", "织里镇"]
    assert [string_util.extract_leading_icon(label) for label in labels] == [
        ("", "织里镇"),
        ("🚩", "织里镇"),
        ("", "织里镇"),
    ]
