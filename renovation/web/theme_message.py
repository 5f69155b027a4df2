"""Makes Streamlit build the message about its theme only once, although it sends it with every run.

Streamlit 1.67 reads each of its theme's settings again, and writes their names in snake case, for every run of a page
or of a fragment: 18 % of the CPU for a changed filter (py-spy, tests/load/reruns.py). The settings do not change while
the server runs.
"""

from __future__ import annotations

from functools import cache

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session


def build_theme_once() -> None:
    """Replaces the function with which Streamlit builds the message by one that copies the message of the first run."""
    fill = app_session._populate_theme_msg

    @cache
    def filled(section: str) -> CustomThemeConfig:
        message = CustomThemeConfig()
        fill(message, section)
        return message

    def fill_once(msg: CustomThemeConfig, section: str = "theme") -> None:
        theme = filled(section)
        if theme.ByteSize():  # even an empty message would count as set
            msg.MergeFrom(theme)

    app_session._populate_theme_msg = fill_once
