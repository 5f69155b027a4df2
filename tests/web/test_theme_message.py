"""The theme that is copied into every run's message equals the theme that Streamlit builds."""

from __future__ import annotations

import pytest
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from renovation.web.theme_message import build_theme_once


@pytest.mark.parametrize("section", ["theme", "theme.light", "theme.dark", "theme.sidebar"])
def test_the_copied_theme_is_the_one_that_streamlit_builds(section: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fill = app_session._populate_theme_msg
    monkeypatch.setattr(app_session, "_populate_theme_msg", fill)
    built, *copied = (CustomThemeConfig() for _ in range(3))
    fill(built.light, section)
    build_theme_once()
    for message in copied:
        app_session._populate_theme_msg(message.light, section)
    assert copied == [built, built]
    assert built.HasField("light") == (section != "theme.sidebar"), "the settings in .streamlit are read"
