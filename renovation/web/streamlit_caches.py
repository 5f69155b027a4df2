"""Caches results that Streamlit would compute again in every run of a page or of a fragment.

Streamlit 1.67 sends the theme's settings in every run, and reads each of them again and converts its name to snake
case: 18 % of the CPU for a changed filter (py-spy, tests/load/reruns.py). The settings do not change while the server
runs. It also looks for an emoji in every label of a button, with a regular expression of all emojis. This expression is
so long that to find it in Python's cache of compiled expressions takes most of the time: another 6 %.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from streamlit import string_util
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

_LABELS: Final = 4096


def cache_in_streamlit() -> None:
    """Makes two functions of Streamlit cache their results, to save CPU in every run; call it once, at the start."""
    _build_theme_once()
    string_util.extract_leading_emoji = lru_cache(_LABELS)(string_util.extract_leading_emoji)


def _build_theme_once() -> None:
    """Replaces Streamlit's function that fills a theme message with one that copies the message of the first run."""
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
